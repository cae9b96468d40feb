import { type Page } from "@playwright/test";
import { newAddress, unique } from "./support/admin.ts";
import { expectPath, expect, expectHeading, expectSession, signIn, submitSignIn, test, visit, waitForPasswordRule } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

const emailSection = (page: Page) => page.getByRole("region", { name: "E-mail address" });
const passwordSection = (page: Page) => page.getByRole("region", { name: "Password" });

/** Returns the bodies of all PATCH requests. */
function patches(watch: Watch): unknown[] {
  return watch
    .requests("/users/me")
    .filter((request) => request.method() === "PATCH")
    .map((request) => request.postDataJSON() as unknown);
}

/** Opens the security page from the profile. */
async function openSecurity(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expectHeading(page, "Security");
}

test.describe("changing the e-mail", () => {
  async function open(page: Page, address: string, password: string): Promise<void> {
    await openSecurity(page);
    await page.getByRole("button", { name: "Change e-mail address" }).click();
    await expect(page.getByLabel("New e-mail address")).toBeFocused();
    await page.getByLabel("New e-mail address").fill(address);
    await page.getByLabel("Current password").fill(password);
  }
  const save = (page: Page) => page.getByRole("button", { name: "Save e-mail address" }).click();
  const changed = (page: Page) =>
    expect(page.getByText("Your e-mail address is changed, and your other devices are signed out.")).toBeVisible();

  test("takes the password, and keeps the session, also over a reload", { tag: "@journey" }, async ({ page, member, admin, watch }) => {
    const address = newAddress();
    await signIn(page, member);
    await open(page, address, member.password);
    await save(page);
    await changed(page);
    await expect(emailSection(page)).toContainText(address);
    await expect(page.getByLabel("Current password"), "the form leaves the page").toHaveCount(0);
    await expectSession(page, "signed-in");
    expect(patches(watch)).toEqual([{ email: address }]);

    await page.reload();
    await expect(emailSection(page)).toContainText(address);
    await expectSession(page, "signed-in");
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(address);
    expect(await admin.user(member.id)).toMatchObject({ email: address });

    await page.getByRole("link", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in again" }).click();
    await submitSignIn(page, { email: address, password: member.password });
    await expect(page.getByTestId("profile-email")).toHaveText(address);
  });

  test("keeps the session although the network fails right after it", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: "none" });
    const address = newAddress();
    await signIn(page, member);
    let isChanged = false;
    page.on("response", (answer) => (isChanged ||= answer.request().method() === "PATCH"));
    await page.route("**/auth/login", (route) => {
      const fail = isChanged;
      isChanged = false;
      return fail ? route.abort("connectionreset") : route.continue();
    });
    await open(page, address, member.password);
    await save(page);
    await changed(page);
    await page.reload();
    await expect(emailSection(page)).toContainText(address);
    await expectSession(page, "signed-in");
    // The sign-in, the check of the password, and two tries with the new e-mail.
    await expect.poll(() => watch.requests("/auth/login").length).toBe(4);
  });

  test("without the password sends nothing", async ({ page, member, watch }) => {
    await signIn(page, member);
    await open(page, newAddress(), "");
    await save(page);
    const password = page.getByLabel("Current password");
    await expect(password).toHaveAccessibleDescription(/Please enter your current password/);
    await expect(password).toBeFocused();
    expect(patches(watch)).toEqual([]);
  });

  test("with a wrong password changes nothing", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 401 });
    const address = newAddress();
    await signIn(page, member);
    await open(page, address, "not the password");
    await save(page);
    await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/This is not your current password/);
    await expect(page.getByLabel("Current password")).toBeFocused();
    await expect(page.getByLabel("New e-mail address")).toHaveValue(address);
    expect(patches(watch)).toEqual([]);
    expect(await admin.user(member.id)).toMatchObject({ email: member.email });

    await page.reload();
    await expect(emailSection(page)).toContainText(member.email);
    await expectSession(page, "signed-in");
  });

  test("to one that is taken is reported beside the field, and keeps the session", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/users/me", status: 400 });
    const other = await admin.person();
    await signIn(page, member);
    await open(page, other.email, member.password);
    await save(page);
    await expect(page.getByLabel("New e-mail address")).toHaveAccessibleDescription(/Another account already uses this/);
    await page.reload();
    await expect(emailSection(page)).toContainText(member.email);
    await expectSession(page, "signed-in");
  });

  test("to an invalid or the same e-mail sends nothing", async ({ page, member, watch }) => {
    await signIn(page, member);
    await open(page, "", member.password);
    for (const address of ["", "nobody", "no body@example.com", member.email]) {
      await page.getByLabel("New e-mail address").fill(address);
      await save(page);
      await expect(page.getByLabel("New e-mail address")).toHaveAttribute("aria-invalid", "true");
    }
    expect(patches(watch)).toEqual([]);
  });

  test("can be cancelled", async ({ page, member, watch }) => {
    await signIn(page, member);
    await open(page, newAddress(), member.password);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByLabel("New e-mail address")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Change e-mail address" })).toBeFocused();
    expect(patches(watch)).toEqual([]);
  });
});

test.describe("changing the password", () => {
  async function open(page: Page, current: string, next: string): Promise<void> {
    await openSecurity(page);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByLabel("Current password")).toBeFocused();
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password", { exact: true }).fill(next);
  }
  const save = (page: Page) => page.getByRole("button", { name: "Save password" }).click();
  const changed = (page: Page) =>
    expect(page.getByText("Your password is changed, and your other devices are signed out.")).toBeVisible();

  test("keeps the session in all tabs of this browser, and ends it in other browsers", { tag: "@journey" }, async ({ page, member, browser, watch }) => {
    // Four sign-ins, in three tabs.
    test.slow();
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    const next = unique("new-password");
    watch.keepSecret(next);
    const elsewhere = await browser.newContext({ baseURL: new URL(test.info().project.use.baseURL ?? "").origin });
    await watch.attach(elsewhere);
    const other = await elsewhere.newPage();
    await signIn(other, member);
    await signIn(page, member);
    const tab = await page.context().newPage();
    await visit(tab, "/profile");
    await expect(tab.getByTestId("profile-email")).toHaveText(member.email);

    await open(page, member.password, next);
    await save(page);
    await changed(page);
    await expect(page.getByLabel("Current password"), "the form leaves the page").toHaveCount(0);
    await page.reload();
    await expectSession(page, "signed-in");
    await tab.reload();
    await expect(tab.getByTestId("profile-email")).toHaveText(member.email);

    await other.reload();
    await expectSession(other, "signed-out");
    await submitSignIn(other, { email: member.email, password: next });
    await expect(other.getByTestId("profile-email")).toHaveText(member.email);
    await elsewhere.close();
    expect(patches(watch)).toEqual([{ password: next }]);
  });

  test("with a wrong current password changes nothing, and keeps what was typed", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 401 });
    await signIn(page, member);
    await open(page, "not the password", "another password");
    await save(page);
    await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/This is not your current password/);
    await expect(page.getByLabel("Current password")).toBeFocused();
    await expect(page.getByLabel("New password", { exact: true })).toHaveValue("another password");
    expect(patches(watch)).toEqual([]);
    await page.reload();
    await expectSession(page, "signed-in");
  });

  test("that is too short sends nothing", async ({ page, member, watch }) => {
    await signIn(page, member);
    await open(page, member.password, "short");
    await waitForPasswordRule(page.getByLabel("New password", { exact: true }));
    await save(page);
    await expect(page.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(/too short/);
    expect(patches(watch)).toEqual([]);
    await expect.poll(() => watch.requests("/auth/login").length).toBe(1);
  });

  test("reports a lost answer, and keeps the session", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/users/me", status: "none" });
    const next = unique("new-password");
    watch.keepSecret(next);
    await signIn(page, member);
    await open(page, member.password, next);
    await page.route(
      "**/users/me?*",
      async (route) => {
        if (route.request().method() === "PATCH") {
          await route.fetch();
          return route.abort("connectionreset");
        }
        return route.continue();
      },
    );
    await save(page);
    // The sign-in, the check of the password, and the sign-in with the new one.
    await expect.poll(() => watch.requests("/auth/login").length).toBe(3);
    await expect(page.getByRole("alert")).toContainText("it is not known whether this was changed");
    await page.unroute("**/users/me?*");
    await page.reload();
    await expectSession(page, "signed-in");
  });

  test("has the fields that password managers expect", async ({ page, member }) => {
    await signIn(page, member);
    await open(page, "", "");
    const form = page.locator("form");
    await expect(form).toHaveCount(1);
    await expect(form.locator("[autocomplete=username]")).toHaveValue(member.email);
    await expect(page.getByLabel("Current password")).toHaveAttribute("autocomplete", "current-password");
    await expect(page.getByLabel("New password", { exact: true })).toHaveAttribute("autocomplete", "new-password");
  });
});

test("an account of an SSO provider is offered neither", async ({ page, admin, member, watch }) => {
  await signIn(page, member);
  // A changed answer: such an account cannot be created without a sign-in at its provider.
  await page.route("**/users/me?*", async (route) => {
    const answer = await route.fetch();
    const json = (await answer.json()) as { data: Record<string, unknown> };
    await route.fulfill({ response: answer, json: { data: { ...json.data, provider: "keycloak" } } });
  });
  await page.goto("/profile/security");
  await expectHeading(page, "Security");
  await expect(page.getByText("You sign in with an account of another service.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Change/ })).toHaveCount(0);
  await expect(passwordSection(page)).toHaveCount(0);
  expect(await admin.user(member.id)).toMatchObject({ email: member.email });
  expect(patches(watch)).toEqual([]);
});

test("the security page, returned to after a sign-in, says when the account was last used", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  await visit(page, "/profile/security");
  await submitSignIn(page, member);
  await expectPath(page, "/profile/security");
  await expectHeading(page, "Security");
  await expect(page.getByText(/^Account last used on \d+ [A-Z]/)).toBeVisible();
});
