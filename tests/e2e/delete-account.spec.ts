import { type Page } from "@playwright/test";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, expectSession, signIn, submitSignIn, test, visit } from "./support/test.ts";

/** A PNG of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function open(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Delete account" }).click();
  await expectHeading(page, "Delete your account");
}

const press = (page: Page) => page.getByRole("button", { name: "Delete my account" }).click();

test("deletion takes password and e-mail, and removes private data from all tabs", { tag: "@journey" }, async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await signIn(page, member);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.getByText("Saved.")).toBeVisible();
  const tab = await page.context().newPage();
  await visit(tab, "/profile");
  await expect(tab.getByTestId("profile-email")).toHaveText(member.email);

  await open(page);
  await page.getByLabel("Current password").fill(member.password);
  await page.getByLabel("Your e-mail address, to confirm").fill(member.email.toUpperCase());
  await press(page);
  await expectHeading(page, "Your account is deleted");
  await expectPath(page, "/goodbye");
  await expectSession(page, "signed-out");
  await expectSession(tab, "signed-out");
  await expect(tab.getByTestId("profile-email")).toHaveCount(0);
  await expect(admin.user(member.id)).rejects.toThrow(/403|404/);

  const left = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(left).not.toContain("signed-in");
  expect(left).not.toContain("dark");
  expect(left).not.toContain(member.id);
  await expect(page.locator("html")).not.toHaveAttribute("data-appearance");
  await expect.poll(async () => (await page.context().cookies()).map(({ value }) => value).join("")).toBe("");

  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong");
});

test("deletion removes the person’s files", async ({ page, member, admin }) => {
  const login = await fetch(`${stack.directusUrl}/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: member.email, password: member.password, mode: "json" }),
  });
  const { data } = (await login.json()) as { data: { access_token: string } };
  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "me.png");
  const sent = await fetch(`${stack.directusUrl}/files`, { method: "POST", headers: { Authorization: `Bearer ${data.access_token}` }, body: form });
  expect(sent.status).toBe(200);

  await signIn(page, member);
  await open(page);
  await page.getByLabel("Current password").fill(member.password);
  await page.getByLabel("Your e-mail address, to confirm").fill(member.email);
  await press(page);
  await expectHeading(page, "Your account is deleted");
  await expect(admin.user(member.id)).rejects.toThrow(/403|404/);
  const left = await admin.request("GET", `/files?${new URLSearchParams({ "filter[description][_eq]": member.id })}`);
  expect(left).toEqual([]);
});

test("a wrong password deletes nothing", async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await signIn(page, member);
  await open(page);
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("Your e-mail address, to confirm").fill(member.email);
  await press(page);
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/This is not your current password/);
  expect(watch.requests(`/users/${member.id}`)).toHaveLength(0);
  expect(await admin.user(member.id)).toMatchObject({ email: member.email });
  await expectSession(page, "signed-in");
});

test("a wrong e-mail sends nothing", async ({ page, member, watch }) => {
  await signIn(page, member);
  await open(page);
  const sent = watch.requests("/auth/login").length;
  await page.getByLabel("Current password").fill(member.password);
  for (const [typed, said] of [
    ["", /enter your e-mail address/],
    ["yes", /not the e-mail address of your account/],
    ["somebody.else@example.com", /not the e-mail address of your account/],
  ] as const) {
    await page.getByLabel("Your e-mail address, to confirm").fill(typed);
    await press(page);
    await expect(page.getByLabel("Your e-mail address, to confirm")).toHaveAccessibleDescription(said);
  }
  expect(watch.requests("/auth/login")).toHaveLength(sent);
  expect(watch.requests(`/users/${member.id}`)).toHaveLength(0);
});

test("a refusal by Directus keeps the account and the session", async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: `/users/${member.id}`, status: 403 });
  await signIn(page, member);
  await open(page);
  const refusal = { errors: [{ message: "You don't have permission to access this.", extensions: { code: "FORBIDDEN" } }] };
  await page.route(`**/users/${member.id}`, (route) => route.fulfill({ status: 403, json: refusal }));
  await page.getByLabel("Current password").fill(member.password);
  await page.getByLabel("Your e-mail address, to confirm").fill(member.email);
  await press(page);
  await expect(page.getByRole("alert")).toContainText("It is still there.");
  await expectSession(page, "signed-in");
  expect(await admin.user(member.id)).toMatchObject({ email: member.email });
});

test("a role without permission is not offered deletion, nor let in by its URL", async ({ page, admin, watch }) => {
  const fields = ["id", "email", "first_name"];
  const role = await admin.role({ read: fields, update: ["first_name"] });
  const person = await admin.person({ role });
  watch.keepSecret(person.password);
  await signIn(page, person);
  await expect(page.getByRole("navigation", { name: "Your account" }).getByRole("link")).toHaveText(["Profile", "Security"]);
  await page.goto("/profile/delete");
  await expectHeading(page, "This page is not open to you");
  await page.getByRole("link", { name: "Go to your profile" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
});
