import { type Page } from "@playwright/test";
import { accountsAdmin, newAddress, unique } from "./support/admin.ts";
import { type Mailbox } from "./support/mail.ts";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, holdRequests, expectSession, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

test.use({ baseURL: stack.accountsUrl });

/** Fills in the registration form, and submits it. */
async function submit(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

/** Registers a new user, and returns them with their mail unread. */
async function register(page: Page, watch: Watch, query = ""): Promise<{ email: string; password: string }> {
  const person = { email: newAddress(), password: unique("password") };
  watch.keepSecret(person.password);
  await visit(page, `/register${query}`);
  await submit(page, person.email, person.password);
  await expectHeading(page, "Check your mail");
  await expect(page.getByRole("main")).toContainText(`we have sent a link to ${person.email}`);
  return person;
}

/** Registers a user outside of the browser. */
async function registered(mail: Mailbox): Promise<{ email: string; password: string; link: string }> {
  const person = { email: newAddress(), password: unique("password") };
  await accountsAdmin().request("POST", "/users/register", {
    ...person,
    verification_url: `${stack.accountsUrl}/verify-email`,
  });
  return { ...person, link: (await mail.nextTo(person.email)).link };
}

/** Clicks the button that confirms the e-mail of the link. */
async function confirm(page: Page): Promise<void> {
  await expectHeading(page, "Confirm your address");
  await page.getByRole("button", { name: "Confirm this address" }).click();
}

test("with the registration page still open, the link signs in in both tabs", { tag: "@journey" }, async ({ page, context, mail, watch }) => {
  const person = await register(page, watch, `?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  const opened = await context.newPage();
  await opened.goto((await mail.nextTo(person.email)).link);
  await confirm(opened);
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
  await expectPath(opened, "/pages/about");
  await expectSession(opened, "signed-in");
  await opened.getByRole("link", { name: "Profile" }).click();
  await expect(opened.getByTestId("profile-email")).toHaveText(person.email);
});

test("with the registration page closed, the link leads to the sign-in with the e-mail filled in", { tag: "@journey" }, async ({ page, mail, watch }) => {
  const person = await register(page, watch, `?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await visit(page, (await mail.nextTo(person.email)).link);
  await confirm(page);
  await expectHeading(page, "Sign in");
  await expectPath(page, signInPathFor("/pages/about"));
  await expect(page.getByRole("main")).toContainText("Your address is confirmed. Please sign in.");
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await submitSignIn(page, person);
  await expectPath(page, "/pages/about");
  await expect.poll(() => watch.requests("/users/register/verify-email").length).toBe(1);
});

test("in another browser the link leads to a password reset by mail", { tag: "@journey" }, async ({ page, mail, watch }) => {
  const person = await registered(mail);
  await visit(page, person.link);
  await expect(page.getByTestId("link-email")).toHaveText(person.email);
  await confirm(page);
  await expectHeading(page, "Choose a password of your own");
  await expectPath(page, "/forgot-password");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("main")).toContainText("Your address is confirmed. It was not registered in this browser");
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expectHeading(page, "Check your mail");
  await expect.poll(() => watch.requests("/auth/password/request").length).toBe(1);
  const { link } = await mail.nextTo(person.email);
  await visit(page, link);
  const password = unique("password");
  watch.keepSecret(password);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expectHeading(page, "Your profile");
});

test("the button sends the token once, however often it is pressed", async ({ page, mail, watch }) => {
  const { link } = await registered(mail);
  const release = await holdRequests(page, "**/users/register/verify-email?*");
  await visit(page, link);
  const button = page.getByRole("button", { name: "Confirm this address" });
  await button.click();
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toBeFocused();
  // Dispatched by script: Playwright waits until a button is enabled, a finger does not.
  await button.dispatchEvent("click");
  release();
  await expectHeading(page, "Choose a password of your own");
  expect(watch.requests("/users/register/verify-email")).toHaveLength(1);
});

test("an unverified account cannot sign in", async ({ page, mail, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  const person = await registered(mail);
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong, or the account is not active.");
});

test("the token of the link is in no history entry and no referrer", async ({ page, mail }) => {
  const { link } = await registered(mail);
  const token = new URL(link).searchParams.get("token") ?? "";
  const referrers: string[] = [];
  page.on("request", (request) => void referrers.push(request.headers().referer ?? ""));
  await visit(page, "/blog");
  await visit(page, link);
  await expectPath(page, "/verify-email");
  await confirm(page);
  await expectHeading(page, "Choose a password of your own");
  await page.goBack();
  await expectPath(page, "/blog");
  await page.goForward();
  await expectPath(page, "/forgot-password");
  expect(referrers.filter((referrer) => referrer.includes(token) || referrer.includes("verify-email"))).toEqual([]);
});

test.describe("a link that does not work says what to do:", () => {
  test("when it was used before", async ({ page, mail, watch }) => {
    watch.expectFailure({ url: "/users/register/verify-email", status: 400 });
    const { link } = await registered(mail);
    for (const next of ["Choose a password of your own", "Confirm your address"]) {
      await visit(page, link);
      await confirm(page);
      await expectHeading(page, next);
    }
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(page.getByRole("status").filter({ hasText: "This link has been used before, so your address should be confirmed." })).toBeVisible();
    await page.getByRole("link", { name: "Go to the sign-in" }).click();
    await expectHeading(page, "Sign in");
  });

  test("when it has expired", async ({ page, mail, watch }) => {
    watch.expectFailure({ url: "/users/register/verify-email", status: 401 });
    const { email, link } = await registered(mail);
    // Directus’ answer a week later.
    await page.route("**/users/register/verify-email?*", (route) =>
      route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
    );
    await visit(page, link);
    await confirm(page);
    await expect(page.getByRole("heading", { level: 1, name: "This link doesn’t work" })).toBeFocused();
    await expect(page.getByRole("alert")).toContainText("This link is too old. Please register once more");
    await page.getByRole("link", { name: "Register again" }).click();
    await expectHeading(page, "Create an account");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  });

  test("when it is truncated", async ({ page, watch }) => {
    watch.expectFailure({ url: "/users/register/verify-email", status: 403 });
    await visit(page, "/verify-email?token=half");
    await expectPath(page, "/verify-email");
    await confirm(page);
    await expect(page.getByRole("alert")).toContainText("This link is not complete");
  });

  for (const query of ["", "?token=", "?token=%20"]) {
    // Directus would redirect an empty token to the Studio, as if it were valid.
    test(`when it has no token (${query || "no query"})`, async ({ page, watch }) => {
      await visit(page, `/verify-email${query}`);
      await expect(page.getByRole("alert")).toContainText("Please open that link again");
      await expectHeading(page, "The link is missing");
      await expectPath(page, "/verify-email");
      expect(watch.requests("/users/register/")).toHaveLength(0);
    });
  }
});

test("an unreachable server keeps the link usable, and the retry is the user’s", async ({ page, mail, watch }) => {
  watch.expectFailure({ url: "/users/register/verify-email", status: "none" });
  const person = await registered(mail);
  await page.route("**/users/register/verify-email?*", (route) => route.abort("connectionrefused"), { times: 1 });
  await visit(page, person.link);
  await confirm(page);
  await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
  expect(watch.requests("/users/register/verify-email")).toHaveLength(1);
  await confirm(page);
  await expect(page.getByRole("main")).toContainText("Your address is confirmed.");
});

test("the mail can be sent again, and the later link works", async ({ page, mail, watch }) => {
  const person = await register(page, watch);
  await mail.nextTo(person.email);
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await expect(page.getByRole("main")).toContainText("The mail is on its way once more.");
  const { link } = await mail.nextTo(person.email);
  await page.goto(link);
  await confirm(page);
  await expectHeading(page, "Sign in");
  await submitSignIn(page, person);
  await expectHeading(page, "Your profile");
});

test("after too many mails the page shows a countdown of the seconds to wait", async ({ page, watch }) => {
  await register(page, watch);
  watch.expectFailure({ url: "/users/register", status: 429 });
  // Directus’ own answer; the limit is tested on the Directus that has it.
  await page.route("**/users/register", (route) =>
    route.fulfill({
      status: 429,
      headers: { "Retry-After": "3" },
      json: { errors: [{ message: "Too many requests.", extensions: { limit: 5, code: "REQUESTS_EXCEEDED" } }] },
    }),
  );
  const again = page.getByRole("button", { name: /Send the mail again/ });
  await again.click();
  await expect(page.getByRole("alert")).toContainText("Please wait 3 seconds");
  await expect(again).toHaveText(/in [123] s$/);
  await expect(again).toHaveAttribute("aria-disabled", "true");
  // Dispatched by script: the button is disabled.
  await again.dispatchEvent("click");
  expect(watch.requests("/users/register")).toHaveLength(2);
  await expect(again).toHaveText("Send the mail again");
  await expect(again).not.toHaveAttribute("aria-disabled");
});

test("an e-mail that has an account gets the same answer, and no mail", async ({ page, mail, watch }) => {
  const member = await accountsAdmin().person();
  const screens: string[] = [];
  for (const email of [member.email, newAddress()]) {
    watch.forgetRequests();
    await visit(page, "/register");
    await submit(page, email, unique("password"));
    await expectHeading(page, "Check your mail");
    screens.push((await page.getByRole("main").innerText()).replaceAll(email, "…"));
    expect(watch.requests("/auth/login")).toHaveLength(0);
  }
  expect(screens[1]).toBe(screens[0]);
  await mail.expectNoneTo(member.email, accountsAdmin());
});

test("a mistyped e-mail can be corrected, and only the password has to be typed again", async ({ page, watch }) => {
  await visit(page, "/register");
  await page.getByLabel("First name").fill("Ada");
  await submit(page, newAddress(), unique("password"));
  await expectHeading(page, "Check your mail");
  await page.getByRole("button", { name: "Use another address" }).click();
  await expectHeading(page, "Create an account");
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await submit(page, newAddress(), unique("password"));
  await expectHeading(page, "Check your mail");
  expect(watch.requests("/users/register")).toHaveLength(2);
});
