import { type Admin, type Person, accountsAdmin, newAddress, unique } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { REFUSAL, expect, expectHeading, expectSession, signIn, submitSignIn, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

// The pages offer what the permissions of the role allow.

const FIELDS = ["id", "email", "first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance", "tfa_secret"];

test("a role that may only read sees its account and is offered no change", async ({ page, admin, watch }) => {
  const role = await admin.role({ read: FIELDS, update: [] });
  const person = await admin.person({ role, first_name: "Ada", location: "Weir Lane" });
  watch.keepSecret(person.password);
  await signIn(page, person);
  const main = page.getByRole("main");
  await expect(main.getByRole("definition").filter({ hasText: "Weir Lane" })).toBeVisible();
  await expect(main.getByText("You can’t change these details yourself.")).toBeVisible();
  await expect(main.getByRole("textbox")).toHaveCount(0);
  await expect(main.getByRole("radio")).toHaveCount(0);
  await expect(main.getByRole("combobox")).toHaveCount(0);
  await expect(main.getByRole("region", { name: "Picture" })).toHaveCount(0);

  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expectHeading(page, "Security");
  await expect(main.getByRole("region", { name: "E-mail address" })).toContainText(person.email);
  await expect(main.getByText("You can’t change your sign-in details yourself.")).toBeVisible();
  await expect(main.getByRole("button")).toHaveCount(0);
});

test("a field that may be changed but not read is not offered", async ({ page, admin, watch }) => {
  const role = await admin.role({ read: ["id", "email", "first_name"], update: ["first_name", "last_name", "appearance"] });
  const person = await admin.person({ role, first_name: "Ada", last_name: "Fenwick" });
  watch.keepSecret(person.password);
  await signIn(page, person);
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(1);
  await expect(page.getByRole("main").getByRole("radio")).toHaveCount(0);
});

test.describe("with e-mail verification on", () => {
  test.use({ baseURL: stack.accountsUrl });

  test("the e-mail is read-only, and the password can be changed", async ({ page, watch }) => {
    const person = await accountsAdmin().person();
    const password = unique("password");
    watch.keepSecret(person.password);
    watch.keepSecret(password);
    await signIn(page, person);
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
    await expectHeading(page, "Security");
    const email = page.getByRole("region", { name: "E-mail address" });
    await expect(email).toContainText(person.email);
    await expect(email.getByRole("button")).toHaveCount(0);
    await expect(page.getByText("You can’t change your sign-in details yourself.")).toHaveCount(0);

    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByLabel("Current password").fill(person.password);
    await page.getByLabel("New password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByText("Your password is changed, and your other devices are signed out.")).toBeVisible();
    await expectSession(page, "signed-in");
  });

  test("Directus refuses to change the e-mail with a token alone", async () => {
    const person = await accountsAdmin().person();
    const ask = (method: string, path: string, body: unknown, token?: string) =>
      fetch(stack.accountsDirectusUrl + path, {
        method,
        headers: { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      });
    const answer = await ask("POST", "/auth/login", { email: person.email, password: person.password, mode: "json" });
    const { data } = (await answer.json()) as { data: { access_token: string } };
    expect((await ask("PATCH", "/users/me", { email: newAddress() }, data.access_token)).status).toBe(403);
    expect((await ask("PATCH", "/users/me", { first_name: "Ada" }, data.access_token)).status).toBe(200);
    expect(await accountsAdmin().user(person.id)).toMatchObject({ email: person.email });
  });
});

/** Creates a user with access to the Studio, whose built-in rules allow them to read their account and change nothing. */
async function studioPerson(admin: Admin, watch: Watch): Promise<{ policy: string; person: Person }> {
  const name = unique("studio");
  const role = await admin.request<{ id: string }>("POST", "/roles", { name });
  const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: true });
  await admin.request("POST", "/access", { role: role.id, policy: policy.id });
  const person = await admin.person({ role: role.id, first_name: "Ada" });
  watch.keepSecret(person.password);
  return { policy: policy.id, person };
}

test("with Studio access and its built-in rules alone the account can be read", async ({ page, admin, watch }) => {
  const { person } = await studioPerson(admin, watch);
  await signIn(page, person);
  await expect(page.getByRole("definition").filter({ hasText: "Ada" })).toBeVisible();
  await expect(page.getByText("You can’t change these details yourself.")).toBeVisible();
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expectHeading(page, "Security");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});

test("with the rule that Directus recommends for the Studio the whole account can be changed", async ({ page, admin, watch }) => {
  const { policy, person } = await studioPerson(admin, watch);
  await admin.request("POST", "/permissions", {
    policy,
    collection: "directus_users",
    action: "update",
    permissions: { id: { _eq: "$CURRENT_USER" } },
    fields: [...FIELDS.slice(1), "password"],
  });
  await signIn(page, person);
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await page.getByLabel("Location").fill("Weir Lane");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  expect(await admin.user(person.id)).toMatchObject({ location: "Weir Lane" });
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expect(page.getByRole("button", { name: "Change password" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Two-factor sign-in" }).getByRole("button", { name: "Set up" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Delete account" })).toHaveCount(0);
});

test("with only the id readable every page still makes sense", async ({ page, admin, watch }) => {
  const role = await admin.role({ read: [], update: [] });
  const person = await admin.person({ role });
  watch.keepSecret(person.password);
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expectHeading(page, "Your profile");
  await expectSession(page, "signed-in");
  await expect(page.getByText("You can’t change these details yourself.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expect(page.getByText("Your account may not see its own sign-in details, so they can’t be changed here.")).toBeVisible();
  await page.goto("/profile/delete");
  await expectHeading(page, "This page is not open to you");
});

test("a page whose permission cannot be loaded says so, and offers to try again", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/permissions/me", status: 400, times: "some" });
  await signIn(page, member);
  await page.route("**/permissions/me", (route) => route.fulfill({ status: 400, json: REFUSAL }), { times: 1 });
  await page.goto("/profile/delete");
  await expectHeading(page, "This page can’t be opened right now");
  await page.getByRole("button", { name: "Try again" }).click();
  await expectHeading(page, "Delete your account");
});
