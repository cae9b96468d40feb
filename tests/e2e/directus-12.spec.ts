import { type Page } from "@playwright/test";
import { type Admin, USERS_ROLE, newAddress, unique } from "./support/admin.ts";
import { rawGet, rawRequest } from "./support/http.ts";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectImageLoaded, expectHeading, expectSession, signIn, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";
import { code, enableTwoFactor } from "./support/totp.ts";

// Directus 12 without a licence key, "Core", as `cargo xtask provision` leaves it. What differs from 11:
//
// - It accepts no custom permission rules (403 RESOURCE_RESTRICTED), so users can't be allowed to read only
//   their own account: GET /users/me returns the id only. The one rule that it accepts lets them change their account.
// - Users with access to the Studio may read their account, and take a seat. There are three seats, the administrator's included.
// - There is no single sign-on.
// - The password policy cannot be public: the site reports a refused password after Directus has refused it.
//
// The other files are for 11, where users see their own e-mail, upload avatars, delete their account. This file tests what remains.

/** Without a licence the password policy cannot be made public without the other settings. */
const RULE_UNTOLD = { url: "/directus/settings", status: 403 };

const main = (page: Page) => page.getByRole("main");

/** Signs in by the form, as a user whose e-mail the site cannot read. */
async function signInUnnamed(page: Page, person: { email: string; password: string }): Promise<void> {
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expectHeading(page, "Your profile");
  await expectSession(page, "signed-in");
}

/** Creates a user with access to the Studio, with its built-in rules and a seat. */
async function withSeat(admin: Admin) {
  const name = unique("seat");
  const role = await admin.request<{ id: string }>("POST", "/roles", { name });
  const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: true });
  const [users] = await admin.request<{ policy: string }[]>(
    "GET",
    `/access?filter[role][_eq]=${USERS_ROLE}&filter[policy][name][_eq]=Users`,
  );
  for (const id of [policy.id, users?.policy]) {
    await admin.request("POST", "/access", { role: role.id, policy: id });
  }
  return admin.person({ role: role.id, first_name: "Ada" });
}

test("Directus is version 12 and has no licence", async ({ admin }) => {
  const { version } = await admin.request<{ version: string }>("GET", "/server/info");
  expect(version).toMatch(/^12\./);
  expect(await admin.request("GET", "/license")).toMatchObject({ name: "Core", source: null });
});

test("content and images are public", async ({ page, watch }) => {
  await visit(page, "/blog/apple-day");
  const picture = page.getByRole("img", { name: /A spreading apple tree/ });
  await expectImageLoaded(picture);
  await page.getByRole("link", { name: "Blog" }).first().click();
  await expect(main(page).getByRole("article").first()).toBeVisible();
  await visit(page, "/pages/about");
  await expect(main(page).getByRole("heading", { level: 1 })).toBeVisible();
  expect(watch.requests("/auth/")).toHaveLength(0);
});

test("a person registers, is found signed in after a reload, and signs out", async ({ page, watch }) => {
  watch.expectFailure(RULE_UNTOLD);
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await visit(page, `/register?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
  await page.reload();
  await expectSession(page, "signed-in");
  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await expectSession(page, "signed-out");
});

test("more people than seats can have an account", async ({ admin, page, watch }) => {
  const people = [];
  for (let count = 0; count < 5; count += 1) {
    people.push(await admin.person());
  }
  const last = people.at(-1) ?? { email: "", password: "" };
  watch.keepSecret(last.password);
  await signInUnnamed(page, last);
});

test("a wrong password is reported, and the right one returns to the requested page", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, signInPathFor("/pages/about"));
  await submitSignIn(page, { ...member, password: "not this one" });
  await expect(page.getByRole("alert")).toBeVisible();
  await expectSession(page, "signed-out");
  await submitSignIn(page, member);
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
});

test("two tabs share a session", async ({ page, context, member }) => {
  await signInUnnamed(page, member);
  const other = await context.newPage();
  await visit(other, "/pages/about");
  await expectSession(other, "signed-in");
  await other.getByRole("link", { name: "Sign out" }).click();
  await expectSession(other, "signed-out");
  await expectSession(page, "signed-out");
});

test("a profile without read permission says so, and nothing fails", async ({ page, member }) => {
  await signInUnnamed(page, member);
  await expect(main(page).getByRole("textbox")).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expectHeading(page, "Security");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a user with a seat sees and changes the profile", async ({ admin, page, watch }) => {
  const person = await withSeat(admin);
  watch.keepSecret(person.password);
  await signIn(page, person);
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await page.getByLabel("Location").fill("Weir Lane");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  expect(await admin.user(person.id)).toMatchObject({ location: "Weir Lane" });
});

test("a forgotten password is reset by a mail", async ({ page, member, mail, watch }) => {
  watch.expectFailure(RULE_UNTOLD);
  const password = unique("password");
  watch.keepSecret(password);
  await visit(page, "/forgot-password");
  await page.getByLabel("E-mail").fill(member.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await visit(page, (await mail.nextTo(member.email)).link);
  await expectHeading(page, "Choose a new password");
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expectSession(page, "signed-in");
});

test("an invited user chooses a password and is signed in", async ({ page, admin, mail, watch }) => {
  watch.expectFailure(RULE_UNTOLD);
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await admin.request("POST", "/users/invite", { email, role: USERS_ROLE, invite_url: `${stack.url}/accept-invite` });
  await visit(page, (await mail.nextTo(email)).link);
  await expectHeading(page, "Accept your invitation");
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expectHeading(page, "Your profile");
  await expectSession(page, "signed-in");
});

test("two-factor sign-in asks for the code", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await visit(page, signInPathFor("/pages/about"));
  await submitSignIn(page, member);
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await page.keyboard.type(await code(secret));
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
});

test("a configured SSO provider is not offered", async ({ page }) => {
  const { body } = await rawGet(`${stack.url}/directus/auth`);
  expect(JSON.parse(body.toString())).toEqual({ data: [], disableDefault: false });
  await visit(page, "/signin");
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
});

test("the guard refuses queries through relations and imports", async ({ member }) => {
  const ask = (path: string, more = {}) => rawRequest(`${stack.directusUrl}${path}`, more);
  const login = await ask("/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: member.email, password: member.password, mode: "json" }),
  });
  const { data } = JSON.parse(login.body.toString()) as { data: { access_token: string } };
  const secret = { title: { _starts_with: "A" } };
  for (const headers of [{}, { Authorization: `Bearer ${data.access_token}` }]) {
    for (const filter of [{ posts: secret }, { "$FOLLOW(posts,author)": secret }, { "$FOLLOW(posts,author)": { _some: secret } }]) {
      const query = new URLSearchParams({ filter: JSON.stringify(filter) });
      const answer = await ask(`/items/authors?${query}`, { headers });
      expect({ status: answer.status, by: answer.body.toString() }, JSON.stringify(filter)).toMatchObject({ status: 403 });
      expect(answer.body.toString()).toContain('"refused_by":"lychgate-guard"');
    }
    // Imports from a URL are refused, too.
    const body = JSON.stringify({ url: "http://127.0.0.1:1/a.png" });
    const imported = await ask("/files/import", { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body });
    expect(imported.body.toString()).toContain('"refused_by":"lychgate-guard"');
  }
  // Public content is answered.
  expect((await ask("/items/authors?filter[name][_nnull]=true&limit=1")).status).toBe(200);
});
