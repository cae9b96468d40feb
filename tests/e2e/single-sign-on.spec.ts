import { type Page } from "@playwright/test";
import { accountsAdmin, unique } from "./support/admin.ts";
import { PROVIDER, PROVIDER_LABEL, cancelAtProvider, continueAtProvider, newSsoAddress } from "./support/sso.ts";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, holdRequests, expectSession, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";
import { code, enableTwoFactorWith, wrongCode } from "./support/totp.ts";

test.use({ baseURL: stack.accountsUrl });

const providerButton = (page: Page) => page.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` });
const codeField = (page: Page) => page.getByLabel("Code", { exact: true });

/** Signs in with the provider, from the sign-in page. */
async function signInWithProvider(page: Page, email: string): Promise<void> {
  await visit(page, "/signin");
  await providerButton(page).click();
  await continueAtProvider(page, { email });
  await expect(page.getByTestId("profile-email")).toHaveText(email);
}

/** Creates an account by a sign-in with the provider, and enables two-factor for it. */
async function createTwoFactorAccount(page: Page): Promise<{ email: string; secret: string }> {
  const email = newSsoAddress();
  await signInWithProvider(page, email);
  const admin = accountsAdmin();
  const [user] = await admin.request<{ id: string }[]>("GET", `/users?${new URLSearchParams({ "filter[email][_eq]": email })}`);
  const token = unique("token");
  await admin.changeUser(user?.id ?? "", { token });
  const secret = await enableTwoFactorWith(stack.accountsDirectusUrl, token);
  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await expect.poll(async () => (await page.context().cookies(stack.accountsUrl))[0]?.value ?? "").toBe("");
  return { email, secret };
}

test("a new user signs in with the provider, and returns to the requested page", { tag: "@journey" }, async ({ page, watch }) => {
  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  const email = newSsoAddress();
  const wanted = "/profile?from=a%20mail&n=1#profile";
  await visit(page, wanted);
  await expectPath(page, signInPathFor(wanted));
  await providerButton(page).click();
  await continueAtProvider(page, { email, name: "Grace Marl" });
  await expectPath(page, wanted);
  await expect(page.getByTestId("profile-email")).toHaveText(email);
  await expectSession(page, "signed-in");
  // The session survives a reload.
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(email);
});

test("the form is shown before the providers have loaded, and does not move when they have", async ({ page }) => {
  const release = await holdRequests(page, /\/directus\/auth$/);
  await visit(page, "/signin");
  const submit = page.getByRole("button", { name: "Sign in", exact: true });
  await expect(submit).toBeVisible();
  const before = await submit.boundingBox();
  release();
  await expect(providerButton(page)).toBeVisible();
  expect(await submit.boundingBox()).toEqual(before);
});

test("only pages with a sign-in request the providers", async ({ page, watch }) => {
  const asked = () => watch.requests("/directus/auth").length;
  await visit(page, "/blog");
  await visit(page, "/forgot-password");
  expect(asked()).toBe(0);
  await visit(page, "/signin");
  await expect(providerButton(page)).toBeVisible();
  expect(asked()).toBe(1);
});

test("after a sign-out a protected page asks for a sign-in again", async ({ page, watch }) => {
  await signInWithProvider(page, newSsoAddress());
  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await expect.poll(async () => (await page.context().cookies(stack.accountsUrl))[0]?.value ?? "").toBe("");
  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  await visit(page, "/profile");
  await expectPath(page, signInPathFor("/profile"));
});

test.describe("a single sign-on that fails", () => {
  test("because the user cancels keeps the requested page", async ({ page }) => {
    await visit(page, signInPathFor("/pages/about"));
    await providerButton(page).click();
    await cancelAtProvider(page);
    await expectHeading(page, "Sign in");
    await expectPath(page, signInPathFor("/pages/about"));
    await expect(page.getByRole("alert")).toContainText("Signing in there did not work");
    await expectSession(page, "signed-out");
    // The retry returns to the requested page.
    await providerButton(page).click();
    await continueAtProvider(page, { email: newSsoAddress() });
    await expectPath(page, "/pages/about");
    await expectSession(page, "signed-in");
  });

  test("because the provider has not verified the e-mail says so", async ({ page }) => {
    await visit(page, "/signin");
    await providerButton(page).click();
    await continueAtProvider(page, { email: newSsoAddress(), verified: false });
    await expectPath(page, "/signin");
    await expect(page.getByRole("alert")).toContainText("Signing in there did not work");
  });

  test("because the e-mail has an account with a password leads to its sign-in", async ({ page, watch }) => {
    const person = await accountsAdmin().person();
    watch.keepSecret(person.password);
    await visit(page, "/signin");
    await providerButton(page).click();
    await continueAtProvider(page, { email: person.email });
    await expectPath(page, "/signin");
    await expect(page.getByRole("alert")).toContainText("it signs in another way");
    await submitSignIn(page, person);
    await expect(page.getByTestId("profile-email")).toHaveText(person.email);
  });

  for (const [reason, sentence] of [
    ["INVALID_CREDENTIALS", "Signing in there did not work"],
    ["INVALID_PROVIDER", "signs in another way"],
    ["INVALID_TOKEN", "took too long, or was not completed"],
    ["SERVICE_UNAVAILABLE", "The other side can’t be reached"],
    ["USER_SUSPENDED", "This account is suspended"],
    ["UNKNOWN_EXCEPTION", "Signing in there failed"],
    ["<script>", "Signing in there failed"],
  ] as const) {
    test(`with ${reason} has its own message, and leaves no trace in the URL`, async ({ page, watch }) => {
      await visit(page, `/signin?${new URLSearchParams({ reason })}`);
      await expect(page.getByRole("alert")).toContainText(sentence);
      await expectPath(page, "/signin");
      await expectSession(page, "signed-out");
      await expect(page.getByLabel("E-mail")).toBeVisible();
      expect(watch.requests("/auth/refresh")).toHaveLength(0);
    });
  }

  test("that returns without a session says so, and refreshes only once", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    await visit(page, `/signin?sso=${PROVIDER}`);
    await expectPath(page, "/signin");
    await expect(page.getByRole("alert")).toContainText("but it did not arrive here");
    await expect(page.getByLabel("E-mail")).toBeVisible();
    // Nor after a navigation back to the page.
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await expectHeading(page, "Forgot your password?");
    await page.goBack();
    await expectHeading(page, "Sign in");
    await expect(page.getByRole("alert")).toHaveCount(0);
    expect(watch.requests("/auth/refresh")).toHaveLength(1);
  });
});

test.describe("an account with two-factor", () => {
  test("is asked for its code on return, and goes to the provider with it", async ({ page, watch }) => {
    const { email, secret } = await createTwoFactorAccount(page);
    watch.forgetRequests();
    await visit(page, signInPathFor("/pages/about"));
    await providerButton(page).click();
    await expectHeading(page, "Sign in");
    await expect(page.getByRole("main")).toContainText("This account takes a code, too.");
    await expectPath(page, signInPathFor("/pages/about"));
    await expect(codeField(page)).toBeFocused();
    await page.keyboard.type(await code(secret));
    await expectPath(page, "/pages/about");
    await expectSession(page, "signed-in");
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(email);
    const tries = watch.requests(`/auth/login/${PROVIDER}`).map((request) => new URL(request.url()).searchParams);
    expect(tries.map((query) => query.has("otp"))).toEqual([false, true]);
  });

  test("is asked again after a wrong code, and can cancel", async ({ page }) => {
    const { secret } = await createTwoFactorAccount(page);
    await visit(page, "/signin");
    await providerButton(page).click();
    await expect(codeField(page)).toBeFocused();
    const sent = page.waitForRequest(/\/auth\/login\/\w+\?.*otp=/);
    await page.keyboard.type(await wrongCode(secret));
    await sent;
    await expectPath(page, "/signin");
    await expect(codeField(page)).toHaveValue("");
    await expect(codeField(page)).toBeFocused();
    await page.getByRole("button", { name: "Sign in another way" }).click();
    await expect(page.getByLabel("E-mail")).toBeVisible();
    await expect(providerButton(page)).toBeVisible();
  });
});

test.describe("a pending sign-out", () => {
  test("is completed before a redirect to the provider, so that it does not end the new session", async ({ page, watch }) => {
    await signInWithProvider(page, newSsoAddress());
    watch.expectFailure({ url: "/auth/logout", status: "none", times: "some" });
    await page.route("**/auth/logout", (route) => route.abort("connectionrefused"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out in this browser")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
    await expectHeading(page, "Sign in");

    // The sign-out cannot be completed, so the redirect does not happen.
    await providerButton(page).click();
    await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
    await expectPath(page, "/signin");

    // Completed by the button, or by a retry just before it.
    const loggedOut = page.waitForResponse((response) => response.url().endsWith("/auth/logout") && response.ok());
    await page.unroute("**/auth/logout");
    await providerButton(page).click();
    await loggedOut;
    // The provider’s session still exists.
    await expectHeading(page, "Your profile");
    await expectSession(page, "signed-in");
  });

  test("is not undone by a forged return from the provider", async ({ page, watch }) => {
    await signInWithProvider(page, newSsoAddress());
    watch.expectFailure({ url: "/auth/logout", status: "none", times: "some" });
    await page.route("**/auth/logout", (route) => route.abort("connectionrefused"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out in this browser")).toBeVisible();
    watch.forgetRequests();
    await visit(page, `/signin?sso=${PROVIDER}`);
    await expectHeading(page, "Sign in");
    await expectPath(page, "/signin");
    await expectSession(page, "signed-out");
    expect(watch.requests("/auth/refresh")).toHaveLength(0);
  });
});

test("with passwords disabled the form for them is not shown", async ({ page }) => {
  // Directus’ answer with AUTH_DISABLE_DEFAULT; this Directus serves other tests with passwords.
  await page.route(/\/directus\/auth$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), disableDefault: true } });
  });
  await visit(page, "/signin");
  await expect(page.getByLabel("E-mail")).toHaveCount(0);
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  await expect(providerButton(page)).toBeVisible();
  const email = newSsoAddress();
  await providerButton(page).click();
  await continueAtProvider(page, { email });
  await expect(page.getByTestId("profile-email")).toHaveText(email);
});

test("providers that do not load leave the form as it is", async ({ page, watch }) => {
  watch.expectFailure({ url: "/directus/auth", status: 500, times: "some" });
  const person = await accountsAdmin().person();
  watch.keepSecret(person.password);
  await page.route(/\/directus\/auth$/, (route) => route.fulfill({ status: 500, json: { errors: [] } }));
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
});

test("from the dialog over a page whose session has ended the provider returns to that page", async ({ page, watch }) => {
  const email = newSsoAddress();
  await signInWithProvider(page, email);
  const admin = accountsAdmin();
  const [user] = await admin.request<{ id: string }[]>("GET", `/users?${new URLSearchParams({ "filter[email][_eq]": email })}`);
  await admin.changeUser(user?.id ?? "", { email });
  watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
  watch.expectFailure({ url: "/users/me", status: 401 });
  await page.getByLabel("Title").fill("Gardener");
  await page.route("**/users/me?*", (route) =>
    route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
    { times: 1 },
  );
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toContainText("This leads away from the page, and loses what you have typed on it.");
  await dialog.getByRole("button", { name: `Continue with ${PROVIDER_LABEL}` }).click();
  // The provider’s session still exists.
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(email);
});
