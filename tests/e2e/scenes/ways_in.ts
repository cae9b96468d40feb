import { type Page } from "@playwright/test";
import { USERS_ROLE, unique } from "../support/admin.ts";
import { PROVIDER_LABEL } from "../support/sso.ts";
import { stack } from "../support/stack.ts";
import { expect, heading, hold, signIn, submitSignIn, visit } from "../support/test.ts";
import { enableTwoFactor, wrongCode } from "../support/totp.ts";
import { accountsScene, mailAddress, scene } from "./stage.ts";

// The pages with a roof: signing in, registering, and where mails lead.

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
/** It comes when the settings are known. */
const whole = (page: Page) => expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();

export const waysIn = [
  scene(["sign-in-empty", "sign-in-missing-fields", "sign-in-wrong-password"], async ({ page, watch, resident, show }) => {
    const person = await resident("Wilhelmina", "Marsh");
    watch.expectFailure({ url: "/auth/login", status: 401 });
    await visit(page, "/signin");
    await whole(page);
    await show("sign-in-empty");
    await press(page, "Sign in");
    await show("sign-in-missing-fields", { problem: true });
    await submitSignIn(page, { ...person, password: "not the password" });
    await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong");
    await show("sign-in-wrong-password", { problem: true });
  }),

  accountsScene(["sign-in-providers", "sign-in-project-look"], async ({ page, show }) => {
    await visit(page, "/signin");
    await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
    await whole(page);
    await show("sign-in-providers");
    // The settings themselves are for all tests.
    await page.route("**/server/info", async (route) => {
      const answer = await route.fetch();
      const { data } = (await answer.json()) as { data: { project: object } };
      const look = { project_color: "#7a3e9d", public_note: "Closed from 24 December to 2 January.\nThe commons themselves are open, as ever." };
      await route.fulfill({ response: answer, json: { data: { ...data, project: { ...data.project, ...look } } } });
    });
    await page.reload();
    await expect(page.getByText("The commons themselves are open")).toBeVisible();
    await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
    await show("sign-in-project-look");
  }),

  scene(["sign-in-cookies-blocked"], async ({ page, show }) => {
    // As scripts find it where cookies are blocked.
    await page.addInitScript(() => Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} }));
    await visit(page, "/signin");
    await whole(page);
    await show("sign-in-cookies-blocked", { problem: true });
  }),

  scene(["sign-in-code-asked", "sign-in-code-wrong"], async ({ page, watch, resident, show }) => {
    const person = await resident("Edith", "Ferryman");
    const secret = await enableTwoFactor(stack.directusUrl, person);
    watch.expectFailure({ url: "/auth/login", status: 401, times: 2 });
    await visit(page, "/signin");
    await whole(page);
    await submitSignIn(page, person);
    await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
    await show("sign-in-code-asked");
    await page.keyboard.type(await wrongCode(secret));
    await expect(page.getByLabel("Code", { exact: true })).toHaveAccessibleDescription(/This code is wrong or too old/);
    await show("sign-in-code-wrong", { problem: true });
  }),

  scene(["signed-out-here"], async ({ page, resident, show }) => {
    await signIn(page, await resident("Hugh", "Pinder"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await heading(page, "You are signed out");
    await show("signed-out-here");
  }),

  scene(["signed-out-untold"], async ({ page, watch, resident, show }) => {
    watch.expectFailure({ url: "/auth/logout", status: "none", times: "some" });
    await signIn(page, await resident("Hugh", "Pinder"));
    await page.route("**/auth/logout", (route) => route.abort("connectionrefused"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out in this browser")).toBeVisible();
    await show("signed-out-untold");
  }),

  scene(["sign-in-signed-out-elsewhere"], async ({ page, context, resident, show }) => {
    await signIn(page, await resident("Hugh", "Pinder"));
    const tab = await context.newPage();
    await visit(tab, "/blog");
    await tab.getByRole("link", { name: "Sign out" }).click();
    await heading(tab, "You are signed out");
    await expect(page.getByText("You have signed out in another tab.")).toBeVisible();
    await whole(page);
    await show("sign-in-signed-out-elsewhere");
  }),

  scene(["register-empty", "register-missing-fields"], async ({ page, show }) => {
    await visit(page, "/register");
    await expect(page.getByLabel("E-mail")).toBeVisible();
    await show("register-empty");
    await press(page, "Create account");
    await show("register-missing-fields", { problem: true });
  }),

  accountsScene(["register-check-mail", "register-mail-sent-again"], async ({ page, watch, show }) => {
    const password = unique("password");
    watch.keepSecret(password);
    await visit(page, "/register");
    await page.getByLabel("First name").fill("Hazel");
    await page.getByLabel("Last name").fill("Thornton");
    await page.getByLabel("E-mail").fill(mailAddress("Hazel", "Thornton"));
    await page.getByLabel("Password", { exact: true }).fill(password);
    await press(page, "Create account");
    await heading(page, "Check your mail");
    await show("register-check-mail");
    await press(page, "Send the mail again");
    await expect(page.getByText("The mail is on its way once more.")).toBeVisible();
    await show("register-mail-sent-again");
  }),

  accountsScene(
    ["verify-email-ask", "verify-email-unreachable", "verify-email-sending", "sign-in-address-confirmed", "sign-in-other-password", "verify-email-used-link"],
    async ({ page, mail, watch, show }) => {
      watch.expectFailure({ url: "/users/register/verify-email", status: 400 });
      watch.expectFailure({ url: "/users/register/verify-email", status: "none" });
      watch.expectFailure({ url: "/auth/login", status: 401 });
      const [email, password] = [mailAddress("Hazel", "Thornton"), unique("password")];
      watch.keepSecret(password);
      await visit(page, "/register");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await press(page, "Create account");
      await heading(page, "Check your mail");
      const { link } = await mail.next(email);
      await visit(page, link);
      await heading(page, "Confirm your address");
      await show("verify-email-ask");
      await page.route("**/users/register/verify-email?*", (route) => route.abort("connectionrefused"), { times: 1 });
      await press(page, "Confirm this address");
      await expect(page.getByRole("alert")).toBeVisible();
      await show("verify-email-unreachable", { problem: true });
      const release = await hold(page, "**/users/register/verify-email?*");
      await press(page, "Confirm this address");
      await show("verify-email-sending", { waiting: true });
      release();
      await heading(page, "Sign in");
      await expect(page.getByText("Your address is confirmed.")).toBeVisible();
      await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
      await show("sign-in-address-confirmed");
      await submitSignIn(page, { email, password: "not the password" });
      await expect(page.getByRole("alert")).toContainText("somebody may have registered this address before you");
      await show("sign-in-other-password", { problem: true });
      await visit(page, link);
      await press(page, "Confirm this address");
      await expect(page.getByRole("status").filter({ hasText: "This link has been used before" })).toBeVisible();
      await show("verify-email-used-link");
    },
  ),

  accountsScene(["forgot-password-own"], async ({ page, admin, mail, show }) => {
    const [email, password] = [mailAddress("Hazel", "Thornton"), unique("password")];
    await admin.request("POST", "/users/register", { email, password, verification_url: `${stack.accountsUrl}/verify-email` });
    await visit(page, (await mail.next(email)).link);
    await press(page, "Confirm this address");
    await heading(page, "Choose a password of your own");
    await show("forgot-password-own");
  }),

  scene(["forgot-password-empty", "forgot-password-missing-field", "forgot-password-sent"], async ({ page, resident, show }) => {
    const { email } = await resident("Wilhelmina", "Marsh");
    await visit(page, "/forgot-password");
    await show("forgot-password-empty");
    await press(page, "Send me a link");
    await show("forgot-password-missing-field", { problem: true });
    await page.getByLabel("E-mail").fill(email);
    await press(page, "Send me a link");
    await expect(page.getByText("If there is an account for")).toBeVisible();
    await show("forgot-password-sent");
  }),

  scene(
    ["reset-password-form", "reset-password-too-short", "reset-password-used-link", "reset-password-no-link"],
    async ({ page, admin, mail, watch, resident, show }) => {
      watch.expectFailure({ url: "/auth/password/reset", status: 403 });
      const { email } = await resident("Wilhelmina", "Marsh");
      await admin.request("POST", "/auth/password/request", { email, reset_url: `${stack.url}/reset-password` });
      const { link } = await mail.next(email);
      await visit(page, link);
      await expect(page.getByTestId("link-email")).toHaveText(email);
      await show("reset-password-form");
      await page.getByLabel("New password", { exact: true }).fill("short");
      await press(page, "Save and sign in");
      await show("reset-password-too-short", { problem: true });
      const [token, password] = [new URL(link).searchParams.get("token"), unique("password")];
      await admin.request("POST", "/auth/password/reset", { token, password });
      await page.getByLabel("New password", { exact: true }).fill(unique("password"));
      await press(page, "Save and sign in");
      await expect(page.getByRole("alert")).toContainText("This link has been used before");
      await show("reset-password-used-link", { problem: true });
      await visit(page, "/reset-password");
      await show("reset-password-no-link", { problem: true });
    },
  ),

  scene(["accept-invite-form", "accept-invite-no-link"], async ({ page, admin, mail, show }) => {
    const email = mailAddress("Oliver", "Reed");
    await admin.request("POST", "/users/invite", { email, role: USERS_ROLE, invite_url: `${stack.url}/accept-invite` });
    await visit(page, (await mail.next(email)).link);
    await expect(page.getByTestId("link-email")).toHaveText(email);
    await show("accept-invite-form");
    await visit(page, "/accept-invite");
    await show("accept-invite-no-link", { problem: true });
  }),
];
