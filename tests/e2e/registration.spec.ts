import { type Page } from "@playwright/test";
import { newAddress, unique } from "./support/admin.ts";
import { expectPath, expect, expectHeading, holdRequests, expectSession, test, visit, waitForPasswordRule } from "./support/test.ts";

async function submit(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

test("a new account has the names that were typed, and returns to the requested page", { tag: "@journey" }, async ({ page, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await visit(page, `/register?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Fenwick-Marl");
  await submit(page, email, password);
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
  await expect.poll(() => watch.requests("/users/register").length).toBe(1);

  await page.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("Last name")).toHaveValue("Fenwick-Marl");
});

test("an e-mail that has an account is reported beside its field", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/register");
  await submit(page, member.email, unique("password"));
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/already has an account/);
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expectSession(page, "signed-out");
});

test("an e-mail that Directus refuses is reported beside its field", async ({ page, watch }) => {
  watch.expectFailure({ url: "/users/register", status: 400 });
  await visit(page, "/register");
  await submit(page, "somebody@example.test", unique("password"));
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not a valid e-mail address/);
  await expect(page.getByLabel("E-mail")).toBeFocused();
});

test("missing or too short fields send nothing", async ({ page, watch }) => {
  await visit(page, "/register");
  await waitForPasswordRule(page.getByLabel("Password", { exact: true }));
  await submit(page, "no address", "short");
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not a valid e-mail address/);
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 8 characters/);
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  expect(watch.requests("/users/register")).toHaveLength(0);
});

test.describe("the password policy of Directus", () => {
  const password = (page: Page) => page.getByLabel("Password", { exact: true });
  /** The strong policy that the Studio offers. */
  const STRONG = "/(?=^.{8,}$)(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\\s).*$/";

  /** Answers with this policy; the settings themselves are shared by all tests. */
  async function rule(page: Page, policy: string | null): Promise<void> {
    await page.route("**/settings?*", (route) => route.fulfill({ json: { data: { auth_password_policy: policy } } }));
  }

  test("is public, and is requested once", async ({ page, watch }) => {
    await visit(page, "/register");
    await expect(password(page)).toHaveAccessibleDescription("At least 8 characters. Longer is better.");
    const [asked] = watch.requests("/directus/settings");
    expect(asked?.url()).toMatch(/settings\?fields=auth_password_policy$/);
    expect(asked?.headers()).not.toHaveProperty("authorization");
    await page.getByRole("link", { name: "Sign in" }).last().click();
    await expectHeading(page, "Sign in");
    await page.getByRole("link", { name: "Create an account" }).click();
    await expect(password(page)).toHaveAccessibleDescription("At least 8 characters. Longer is better.");
    expect(watch.requests("/directus/settings")).toHaveLength(1);
  });

  test("is shown in words if it has several parts", async ({ page, watch }) => {
    await rule(page, STRONG);
    await visit(page, "/register");
    await expect(password(page)).toHaveAccessibleDescription(
      /^This site asks for at least 8 characters, a digit, a small letter \(a–z\), a capital letter \(A–Z\), a special character \(.*\) and no blanks\.$/,
    );
    await submit(page, newAddress(), "no-digit-here");
    await expect(password(page)).toHaveAccessibleDescription(/^This password does not fit\. This site asks for/);
    await expect(password(page)).toBeFocused();
    expect(watch.requests("/users/register")).toHaveLength(0);
    await submit(page, newAddress(), `${unique("A1!")}`);
    await expectHeading(page, "Your profile");
  });

  test("is checked by its expression if there are no words for it", async ({ page, watch }) => {
    await rule(page, "/^(?=.*[\\W_]).{8,}$/");
    await visit(page, "/register");
    await expect(password(page)).toHaveAccessibleDescription("This site has a rule of its own for passwords.");
    await submit(page, newAddress(), "lettersonly");
    await expect(password(page)).toHaveAccessibleDescription(/^This site does not take this password\./);
    expect(watch.requests("/users/register")).toHaveLength(0);
    await submit(page, newAddress(), unique("password"));
    await expectHeading(page, "Your profile");
  });

  test("is left to Directus if it is not public", async ({ page, watch }) => {
    watch.expectFailure({ url: "/directus/settings", status: 403 });
    watch.expectFailure({ url: "/users/register", status: 400 });
    await page.route("**/settings?*", (route) =>
      route.fulfill({ status: 403, json: { errors: [{ message: "You don't have permission to access this.", extensions: { code: "FORBIDDEN" } }] } }),
    );
    await visit(page, "/register");
    await expect(password(page)).toHaveAccessibleDescription("Longer is better.");
    // Directus refuses this one.
    const refused = "Zq-weak";
    watch.keepSecret(refused);
    await submit(page, newAddress(), refused);
    await expect(password(page)).toHaveAccessibleDescription(/^This site does not take this password\./);
    expect(await page.getByRole("main").innerText()).not.toContain(refused);
    await submit(page, newAddress(), unique("password"));
    await expectHeading(page, "Your profile");
  });

  test("does not delay the form", async ({ page, watch }) => {
    watch.expectFailure({ url: "/users/register", status: 400 });
    const release = await holdRequests(page, "**/settings?*");
    await visit(page, "/register");
    await submit(page, newAddress(), "short");
    await expect(password(page)).toHaveAccessibleDescription(/^This site does not take this password\./);
    await submit(page, newAddress(), unique("password"));
    await expectHeading(page, "Your profile");
    release();
  });
});

test("an unreachable server keeps what was typed", async ({ page, watch }) => {
  watch.expectFailure({ url: "/users/register", status: "none" });
  const [email, password] = [newAddress(), unique("password")];
  await visit(page, "/register");
  await page.route("**/users/register", (route) => route.abort("connectionrefused"));
  await page.getByLabel("First name").fill("Ada");
  await submit(page, email, password);
  await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(password);
  await page.unroute("**/users/register");
  await page.getByRole("button", { name: "Create account" }).click();
  await expectHeading(page, "Your profile");
});

test("the form tells password managers that this is a new account", async ({ page }) => {
  await visit(page, "/register");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("autocomplete", "new-password");
  await expect(page.getByLabel("First name")).toHaveAttribute("autocomplete", "given-name");
  await expect(page.getByLabel("Last name")).toHaveAttribute("autocomplete", "family-name");
});

for (const hand of ["mouse", "finger"] as const) {
  test.describe(() => {
    test.use({ hasTouch: hand === "finger" });

    test(`an error that appears on blur does not move the button away from a ${hand}`, async ({ page }) => {
      await visit(page, "/register");
      await page.getByLabel("E-mail").fill("ada@example.com");
      await page.getByLabel("Password", { exact: true }).fill("short");
      await waitForPasswordRule(page.getByLabel("Password", { exact: true }));
      const button = page.getByRole("button", { name: "Create account" });
      await (hand === "finger" ? button.tap() : button.click());
      // The summary appears because the form was submitted.
      await expect(page.getByRole("alert").getByRole("listitem")).toHaveText("This password is too short. Please use at least 8 characters.");
    });
  });
}
