import { type Page } from "@playwright/test";
import { newAddress } from "../support/admin.ts";
import { fillFields } from "../support/page-changes.ts";
import { expect, expectHeading, expectPath, expectSession, signIn, test, visit } from "../support/test.ts";

// What stands in the fields counts when a form is sent, whoever has put it there, and nothing of it is wiped.

/** How a password manager tells the page of what it has filled in. */
const WAYS = { nothing: [], "the event change alone": ["change"], "keys and the event input": ["keydown", "input", "keyup"] } as const;
type Way = keyof typeof WAYS;

/** Fills in the fields of the form, by name, as a password manager does: with the browser's own setter. */
async function fillIn(page: Page, way: Way, values: Record<string, string>): Promise<void> {
  // Playwright passes one argument.
  await page.evaluate(`(${fillFields})(${JSON.stringify(values)}, ${JSON.stringify(WAYS[way])})`);
}

const field = (page: Page, name: string) => page.locator(`main [name=${name}]`);
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

for (const way of Object.keys(WAYS) as Way[]) {
  test(`signs in with what a password manager has filled in, by ${way}`, async ({ page, member }) => {
    await visit(page, "/signin");
    await fillIn(page, way, { email: member.email, password: member.password });
    await press(page, "Sign in");
    await expectPath(page, "/profile");
    await expectSession(page, "signed-in");
  });

  test(`registers with what a password manager has filled in, by ${way}`, async ({ page, watch }) => {
    const email = newAddress();
    const password = "chosen-by-a-manager-1";
    watch.keepSecret(password);
    await visit(page, "/register");
    await field(page, "first_name").fill("Mara");
    await fillIn(page, way, { email, password });
    await press(page, "Create account");
    await expect(page.getByTestId("profile-email")).toHaveText(email);
  });
}

test("keeps what was filled in silently while another field is typed into, and corrected", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await fillIn(page, "nothing", { email: member.email });
  await field(page, "password").pressSequentially("wrong-password");
  await expect(field(page, "email")).toHaveValue(member.email);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText(/password/i);
  await expect(field(page, "email")).toHaveValue(member.email);
  await fillIn(page, "nothing", { password: member.password });
  await page.keyboard.press("Enter");
  await expectPath(page, "/profile");
});

test("keeps what was filled in silently when a field is left wrong, a password is shown, and the language changes", async ({ page }) => {
  await visit(page, "/register");
  await fillIn(page, "nothing", { first_name: "Mara", password: "filled-in-1" });
  await field(page, "email").fill("no address");
  await field(page, "last_name").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await press(page, "Show password");
  for (const [name, value] of Object.entries({ first_name: "Mara", email: "no address", password: "filled-in-1" })) {
    await expect(field(page, name)).toHaveValue(value);
  }
});

test("asks for a link with an address that was filled in silently, and takes it to the sign-in", async ({ page, watch }) => {
  await visit(page, "/forgot-password");
  await fillIn(page, "nothing", { email: "silent@example.com" });
  await page.getByRole("main").getByRole("link", { name: "Back to the sign-in" }).click();
  await expectHeading(page, "Sign in");
  await expect(field(page, "email")).toHaveValue("silent@example.com");
  expect(watch.requests("/auth/password/request")).toHaveLength(0);
});

test("saves what an extension has filled into the profile", async ({ page, member }) => {
  await signIn(page, member);
  await fillIn(page, "nothing", { title: "Ferrywoman", description: "Crosses\nthe Weir." });
  await press(page, "Save changes");
  await expect(page.getByText("Your profile is saved")).toBeVisible();
  await page.reload();
  await expect(field(page, "title")).toHaveValue("Ferrywoman");
  await expect(field(page, "description")).toHaveValue("Crosses\nthe Weir.");
});

test("confirms a change of the e-mail by a password that was filled in silently", async ({ page, member }) => {
  await signIn(page, member);
  await page.goto("/profile/security");
  await press(page, "Change e-mail address");
  const email = newAddress();
  await field(page, "email").fill(email);
  await fillIn(page, "nothing", { password: member.password });
  await press(page, "Save e-mail address");
  await expect(page.getByRole("main")).toContainText(email);
});
