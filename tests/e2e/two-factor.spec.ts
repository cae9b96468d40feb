import { type Page } from "@playwright/test";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, expectSession, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";
import { code, enableTwoFactor, wrongCode } from "./support/totp.ts";

const codeField = (page: Page) => page.getByLabel("Code", { exact: true });
const passwordField = (page: Page) => page.getByLabel("Password", { exact: true });

test("after the right password the code is asked for on the same page, and sent when it is complete", { tag: "@journey" }, async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await visit(page, signInPathFor("/pages/about"));
  await submitSignIn(page, member);

  await expect(codeField(page)).toBeFocused();
  await expect(page.getByText("Please enter the code from your authenticator app.")).toBeVisible();
  await expect(codeField(page)).toHaveAttribute("autocomplete", "one-time-code");
  await expect(codeField(page)).toHaveAttribute("inputmode", "numeric");
  await expect(codeField(page)).toHaveAttribute("name", "otp");
  await expectSession(page, "signed-out");

  // Sent without a click, and once.
  await page.keyboard.type(await code(secret));
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
  const tries = watch.requests("/auth/login");
  expect(tries.map((request) => Object.keys(request.postDataJSON()))).toEqual([
    ["email", "password", "mode"],
    ["email", "password", "otp", "mode"],
  ]);
});

test("a pasted code may have spaces or dashes in it", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401, times: 3 });
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(codeField(page)).toBeFocused();
  for (const [paste, wrong] of [
    [(digits: string) => `${digits.slice(0, 3)} ${digits.slice(3)}`, true],
    [(digits: string) => ` ${[...digits].join("-")} `, true],
    [(digits: string) => `${digits.slice(0, 3)}-${digits.slice(3)}\n`, false],
  ] as const) {
    const digits = await (wrong ? wrongCode(secret) : code(secret));
    const [sent] = await Promise.all([
      page.waitForRequest("**/auth/login").then(async (request) => (await request.response(), request)),
      codeField(page).evaluate((field: HTMLInputElement, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
      }, paste(digits)),
    ]);
    expect(sent.postDataJSON()).toMatchObject({ otp: digits });
    if (wrong) {
      await expect(codeField(page)).toHaveValue("");
      await expect(codeField(page)).toHaveAccessibleDescription(/This code is wrong or too old/);
    }
  }
  await expectHeading(page, "Your profile");
});

test("a wrong code keeps e-mail and password, says so, and leaves the field empty for the next", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401, times: 2 });
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.type(await wrongCode(secret));
  await expect(codeField(page)).toHaveAccessibleDescription(/This code is wrong or too old/);
  await expect(codeField(page)).toHaveValue("");
  await expect(codeField(page)).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await expect(passwordField(page)).toHaveValue(member.password);
  await page.keyboard.type(await code(secret));
  await expectHeading(page, "Your profile");
});

test("an incomplete code is not sent by itself, and the button sends it to Directus", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await enableTwoFactor(stack.directusUrl, member);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.type("12345");
  await expect(codeField(page)).toHaveValue("12345");
  await codeField(page).clear();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(codeField(page)).toHaveAccessibleDescription(/Please enter the code/);
  expect(watch.requests("/auth/login")).toHaveLength(1);
});

test("a changed e-mail hides the code field", async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await enableTwoFactor(stack.directusUrl, member);
  const other = await admin.person();
  watch.keepSecret(other.password);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(codeField(page)).toBeFocused();
  await page.getByLabel("E-mail").fill(other.email);
  await expect(codeField(page)).toHaveCount(0);
  await submitSignIn(page, other);
  await expectHeading(page, "Your profile");
  await expect(page.getByTestId("profile-email")).toHaveText(other.email);
});

test("the dialog over a page whose session has ended asks for the code", async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401, times: 2 });
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.type(await code(secret));
  await expectHeading(page, "Your profile");
  await page.getByLabel("Title").fill("Gardener");

  // All sessions of the member end; the page notices at its next refresh.
  watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
  watch.expectFailure({ url: "/users/me", status: 401 });
  await admin.changeUser(member.id, { email: member.email });
  await page.route("**/users/me?*", (route) =>
    route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
    { times: 1 },
  );
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("E-mail").fill(member.email);
  await dialog.getByLabel("Password", { exact: true }).fill(member.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByLabel("Code", { exact: true })).toBeFocused();
  await page.keyboard.type(await code(secret));
  await expect(dialog).toHaveCount(0);
  await expectSession(page, "signed-in");
  await expect(page.getByLabel("Title")).toHaveValue("Gardener");
});
