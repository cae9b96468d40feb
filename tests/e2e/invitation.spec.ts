import { type Page } from "@playwright/test";
import { type Admin, USERS_ROLE, newAddress, unique } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, expectSession, test, visit } from "./support/test.ts";

const passwordField = (page: Page) => page.getByLabel("New password", { exact: true });

/** Invites a user as an operator does. */
async function invite(admin: Admin, email: string): Promise<void> {
  await admin.request("POST", "/users/invite", { email, role: USERS_ROLE, invite_url: `${stack.url}/accept-invite` });
}

async function choose(page: Page, password: string): Promise<void> {
  await passwordField(page).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
}

test("an invited user chooses a password and is signed in", { tag: "@journey" }, async ({ page, admin, mail, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await invite(admin, email);
  await visit(page, (await mail.nextTo(email)).link);
  await expectHeading(page, "Accept your invitation");
  await expectPath(page, "/accept-invite");
  await expect(page.getByTestId("link-email")).toHaveText(email);
  await expect(passwordField(page)).toHaveAttribute("autocomplete", "new-password");
  await expect(page.locator("form input[autocomplete=username]")).toHaveValue(email);
  await choose(page, password);
  await expectHeading(page, "Your profile");
  await expect(page.getByTestId("profile-email")).toHaveText(email);
  await expectSession(page, "signed-in");
});

test("an invitation opened while another user is signed in switches to the invited user", async ({ page, admin, member, mail, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await invite(admin, email);
  const { link } = await mail.nextTo(email);
  await visit(page, "/signin");
  await page.getByLabel("E-mail").fill(member.email);
  await page.getByLabel("Password", { exact: true }).fill(member.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await visit(page, link);
  await choose(page, password);
  await expect(page.getByTestId("profile-email")).toHaveText(email);
});

test("a used invitation leads to the sign-in", async ({ page, admin, mail, watch }) => {
  watch.expectFailure({ url: "/users/invite/accept", status: 400 });
  const email = newAddress();
  await invite(admin, email);
  const { link } = await mail.nextTo(email);
  await admin.request("POST", "/users/invite/accept", {
    token: new URL(link).searchParams.get("token"),
    password: unique("password"),
  });
  await visit(page, link);
  await choose(page, unique("password"));
  await expect(page.getByRole("alert")).toContainText("This invitation has been accepted before, or was taken back.");
  await page.getByRole("link", { name: "Go to the sign-in" }).click();
  await expectHeading(page, "Sign in");
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
});

test("an expired invitation says whom to ask", async ({ page, admin, mail, watch }) => {
  watch.expectFailure({ url: "/users/invite/accept", status: 401 });
  const email = newAddress();
  await invite(admin, email);
  // Directus’ answer a week later.
  await page.route("**/users/invite/accept", (route) =>
    route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
  );
  await visit(page, (await mail.nextTo(email)).link);
  await choose(page, unique("password"));
  await expect(page.getByRole("alert")).toContainText("Please ask whoever invited you to send a new one.");
});

test("a truncated invitation says so", async ({ page, watch }) => {
  watch.expectFailure({ url: "/users/invite/accept", status: 403 });
  await visit(page, "/accept-invite?token=half");
  await expectPath(page, "/accept-invite");
  await choose(page, unique("password"));
  await expect(page.getByRole("alert")).toContainText("This link is not complete");
});

for (const query of ["", "?token="]) {
  test(`without a token the page says what is missing (${query || "no query"})`, async ({ page, watch }) => {
    await visit(page, `/accept-invite${query}`);
    await expect(page.getByRole("alert")).toContainText("This page needs the link from your invitation.");
    await expect(passwordField(page)).toHaveCount(0);
    expect(watch.requests("/users/invite/")).toHaveLength(0);
  });
}
