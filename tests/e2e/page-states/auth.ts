import { type Page } from "@playwright/test";
import { USERS_ROLE, unique } from "../support/admin.ts";
import { PROVIDER_LABEL } from "../support/sso.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, holdRequests, signIn, submitSignIn, visit } from "../support/test.ts";
import { enableTwoFactor, wrongCode } from "../support/totp.ts";
import { accountsWalkthrough, mailAddress, walkthrough } from "./walkthrough.ts";

// The auth pages: sign-in, registration, and the pages that links in mails open.

const clickButton = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
/** The link appears once the settings of Directus are known. */
const waitForSettings = (page: Page) => expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();

export const authPages = [
  walkthrough(["sign-in-empty", "sign-in-missing-fields", "sign-in-wrong-password"], async ({ page, watch, namedPerson, checkpoint }) => {
    const person = await namedPerson("Wilhelmina", "Marsh");
    watch.expectFailure({ url: "/auth/login", status: 401 });
    await visit(page, "/signin");
    await waitForSettings(page);
    await checkpoint("sign-in-empty");
    await clickButton(page, "Sign in");
    await checkpoint("sign-in-missing-fields", { hasProblem: true });
    await submitSignIn(page, { ...person, password: "not the password" });
    await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong");
    await checkpoint("sign-in-wrong-password", { hasProblem: true });
  }),

  accountsWalkthrough(["sign-in-providers", "sign-in-branding"], async ({ page, checkpoint }) => {
    await visit(page, "/signin");
    await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
    await waitForSettings(page);
    await checkpoint("sign-in-providers");
    // A changed answer: the settings are shared by all tests.
    await page.route("**/server/info", async (route) => {
      const answer = await route.fetch();
      const { data } = (await answer.json()) as { data: { project: object } };
      const branding = { project_color: "#7a3e9d", public_note: "Closed from 24 December to 2 January.\nThe commons themselves are open, as ever." };
      await route.fulfill({ response: answer, json: { data: { ...data, project: { ...data.project, ...branding } } } });
    });
    await page.reload();
    await expect(page.getByText("The commons themselves are open")).toBeVisible();
    await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
    await checkpoint("sign-in-branding");
  }),

  walkthrough(["sign-in-cookies-blocked"], async ({ page, checkpoint }) => {
    // As in a browser that blocks cookies.
    await page.addInitScript(() => Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} }));
    await visit(page, "/signin");
    await waitForSettings(page);
    await checkpoint("sign-in-cookies-blocked", { hasProblem: true });
  }),

  walkthrough(["sign-in-otp-empty", "sign-in-otp-wrong"], async ({ page, watch, namedPerson, checkpoint }) => {
    const person = await namedPerson("Edith", "Ferryman");
    const secret = await enableTwoFactor(stack.directusUrl, person);
    watch.expectFailure({ url: "/auth/login", status: 401, times: 2 });
    await visit(page, "/signin");
    await waitForSettings(page);
    await submitSignIn(page, person);
    await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
    await checkpoint("sign-in-otp-empty");
    await page.keyboard.type(await wrongCode(secret));
    await expect(page.getByLabel("Code", { exact: true })).toHaveAccessibleDescription(/This code is wrong or too old/);
    await checkpoint("sign-in-otp-wrong", { hasProblem: true });
  }),

  walkthrough(["signed-out-here"], async ({ page, namedPerson, checkpoint }) => {
    await signIn(page, await namedPerson("Hugh", "Pinder"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await checkpoint("signed-out-here");
  }),

  walkthrough(["signed-out-logout-pending"], async ({ page, watch, namedPerson, checkpoint }) => {
    watch.expectFailure({ url: "/auth/logout", status: "none", times: "some" });
    await signIn(page, await namedPerson("Hugh", "Pinder"));
    await page.route("**/auth/logout", (route) => route.abort("connectionrefused"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out in this browser")).toBeVisible();
    await checkpoint("signed-out-logout-pending");
  }),

  walkthrough(["sign-in-signed-out-elsewhere"], async ({ page, context, namedPerson, checkpoint }) => {
    await signIn(page, await namedPerson("Hugh", "Pinder"));
    const tab = await context.newPage();
    await visit(tab, "/blog");
    await tab.getByRole("link", { name: "Sign out" }).click();
    await expectHeading(tab, "You are signed out");
    await expect(page.getByText("You have signed out in another tab.")).toBeVisible();
    await waitForSettings(page);
    await checkpoint("sign-in-signed-out-elsewhere");
  }),

  walkthrough(["register-empty", "register-missing-fields"], async ({ page, checkpoint }) => {
    await visit(page, "/register");
    await expect(page.getByLabel("E-mail")).toBeVisible();
    await checkpoint("register-empty");
    await clickButton(page, "Create account");
    await checkpoint("register-missing-fields", { hasProblem: true });
  }),

  accountsWalkthrough(["register-check-mail", "register-mail-sent-again"], async ({ page, watch, checkpoint }) => {
    const password = unique("password");
    watch.keepSecret(password);
    await visit(page, "/register");
    await page.getByLabel("First name").fill("Hazel");
    await page.getByLabel("Last name").fill("Thornton");
    await page.getByLabel("E-mail").fill(mailAddress("Hazel", "Thornton"));
    await page.getByLabel("Password", { exact: true }).fill(password);
    await clickButton(page, "Create account");
    await expectHeading(page, "Check your mail");
    await checkpoint("register-check-mail");
    await clickButton(page, "Send the mail again");
    await expect(page.getByText("The mail is on its way once more.")).toBeVisible();
    await checkpoint("register-mail-sent-again");
  }),

  accountsWalkthrough(
    ["verify-email-ask", "verify-email-unreachable", "verify-email-sending", "sign-in-address-confirmed", "sign-in-other-password", "verify-email-used-link"],
    async ({ page, mail, watch, checkpoint }) => {
      watch.expectFailure({ url: "/users/register/verify-email", status: 400 });
      watch.expectFailure({ url: "/users/register/verify-email", status: "none" });
      watch.expectFailure({ url: "/auth/login", status: 401 });
      const [email, password] = [mailAddress("Hazel", "Thornton"), unique("password")];
      watch.keepSecret(password);
      await visit(page, "/register");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await clickButton(page, "Create account");
      await expectHeading(page, "Check your mail");
      const { link } = await mail.nextTo(email);
      await visit(page, link);
      await expectHeading(page, "Confirm your address");
      await checkpoint("verify-email-ask");
      await page.route("**/users/register/verify-email?*", (route) => route.abort("connectionrefused"), { times: 1 });
      await clickButton(page, "Confirm this address");
      await expect(page.getByRole("alert")).toBeVisible();
      await checkpoint("verify-email-unreachable", { hasProblem: true });
      const release = await holdRequests(page, "**/users/register/verify-email?*");
      await clickButton(page, "Confirm this address");
      await checkpoint("verify-email-sending", { isLoading: true });
      release();
      await expectHeading(page, "Sign in");
      await expect(page.getByText("Your address is confirmed.")).toBeVisible();
      await expect(page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` })).toBeVisible();
      await checkpoint("sign-in-address-confirmed");
      await submitSignIn(page, { email, password: "not the password" });
      await expect(page.getByRole("alert")).toContainText("somebody may have registered this address before you");
      await checkpoint("sign-in-other-password", { hasProblem: true });
      await visit(page, link);
      await clickButton(page, "Confirm this address");
      await expect(page.getByRole("status").filter({ hasText: "This link has been used before" })).toBeVisible();
      await checkpoint("verify-email-used-link");
    },
  ),

  accountsWalkthrough(["forgot-password-own"], async ({ page, admin, mail, checkpoint }) => {
    const [email, password] = [mailAddress("Hazel", "Thornton"), unique("password")];
    await admin.request("POST", "/users/register", { email, password, verification_url: `${stack.accountsUrl}/verify-email` });
    await visit(page, (await mail.nextTo(email)).link);
    await clickButton(page, "Confirm this address");
    await expectHeading(page, "Choose a password of your own");
    await checkpoint("forgot-password-own");
  }),

  walkthrough(["forgot-password-empty", "forgot-password-missing-field", "forgot-password-sent"], async ({ page, namedPerson, checkpoint }) => {
    const { email } = await namedPerson("Wilhelmina", "Marsh");
    await visit(page, "/forgot-password");
    await checkpoint("forgot-password-empty");
    await clickButton(page, "Send me a link");
    await checkpoint("forgot-password-missing-field", { hasProblem: true });
    await page.getByLabel("E-mail").fill(email);
    await clickButton(page, "Send me a link");
    await expect(page.getByText("If there is an account for")).toBeVisible();
    await checkpoint("forgot-password-sent");
  }),

  walkthrough(
    ["reset-password-form", "reset-password-too-short", "reset-password-used-link", "reset-password-no-link"],
    async ({ page, admin, mail, watch, namedPerson, checkpoint }) => {
      watch.expectFailure({ url: "/auth/password/reset", status: 403 });
      const { email } = await namedPerson("Wilhelmina", "Marsh");
      await admin.request("POST", "/auth/password/request", { email, reset_url: `${stack.url}/reset-password` });
      const { link } = await mail.nextTo(email);
      await visit(page, link);
      await expect(page.getByTestId("link-email")).toHaveText(email);
      await checkpoint("reset-password-form");
      await page.getByLabel("New password", { exact: true }).fill("short");
      await clickButton(page, "Save and sign in");
      await checkpoint("reset-password-too-short", { hasProblem: true });
      const [token, password] = [new URL(link).searchParams.get("token"), unique("password")];
      await admin.request("POST", "/auth/password/reset", { token, password });
      await page.getByLabel("New password", { exact: true }).fill(unique("password"));
      await clickButton(page, "Save and sign in");
      await expect(page.getByRole("alert")).toContainText("This link has been used before");
      await checkpoint("reset-password-used-link", { hasProblem: true });
      await visit(page, "/reset-password");
      await checkpoint("reset-password-no-link", { hasProblem: true });
    },
  ),

  walkthrough(["accept-invite-form", "accept-invite-no-link"], async ({ page, admin, mail, checkpoint }) => {
    const email = mailAddress("Oliver", "Reed");
    await admin.request("POST", "/users/invite", { email, role: USERS_ROLE, invite_url: `${stack.url}/accept-invite` });
    await visit(page, (await mail.nextTo(email)).link);
    await expect(page.getByTestId("link-email")).toHaveText(email);
    await checkpoint("accept-invite-form");
    await visit(page, "/accept-invite");
    await checkpoint("accept-invite-no-link", { hasProblem: true });
  }),
];
