import { type Page } from "@playwright/test";
import { newAddress, unique } from "./support/admin.ts";
import { at, expect, heading, session, test, visit } from "./support/test.ts";

async function submit(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

test("a new account has the names that were typed, and leads where the person wanted to go", { tag: "@journey" }, async ({ page, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await visit(page, `/register?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Fenwick-Marl");
  await submit(page, email, password);
  await at(page, "/pages/about");
  await session(page, "signed-in");
  await expect.poll(() => watch.requests("/users/register").length).toBe(1);

  await page.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("Last name")).toHaveValue("Fenwick-Marl");
});

test("an address that has an account already is told beside its field", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/register");
  await submit(page, member.email, unique("password"));
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/already has an account/);
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await session(page, "signed-out");
});

test("an address that Directus does not take is told beside its field", async ({ page, watch }) => {
  watch.expectFailure({ url: "/users/register", status: 400 });
  await visit(page, "/register");
  await submit(page, "somebody@example.test", unique("password"));
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not a valid e-mail address/);
  await expect(page.getByLabel("E-mail")).toBeFocused();
});

test("what is missing or too short is told before anything is sent", async ({ page, watch }) => {
  await visit(page, "/register");
  await submit(page, "no address", "short");
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/not a valid e-mail address/);
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 8 characters/);
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  expect(watch.requests("/users/register")).toHaveLength(0);
});

test("a server out of reach loses nothing that was typed", async ({ page, watch }) => {
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
  await heading(page, "Your profile");
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

    test(`what is wrong with a field that is left does not move the button from under a ${hand}`, async ({ page }) => {
      await visit(page, "/register");
      await page.getByLabel("E-mail").fill("ada@example.com");
      await page.getByLabel("Password", { exact: true }).fill("short");
      const button = page.getByRole("button", { name: "Create account" });
      await (hand === "finger" ? button.tap() : button.click());
      // In the summary: the form was sent.
      await expect(page.getByRole("alert").getByRole("listitem")).toHaveText("This password is too short. Please use at least 8 characters.");
    });
  });
}
