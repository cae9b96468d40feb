import { type BrowserContext, type Page } from "@playwright/test";
import { accountsAdmin, newAddress, unique } from "../support/admin.ts";
import { type Mailbox } from "../support/mail.ts";
import { stack } from "../support/stack.ts";
import { expectPath, expect, expectHeading, expectSession, submitSignIn, test as base, visit } from "../support/test.ts";
import { code, enableTwoFactorWith } from "../support/totp.ts";
import { type Watch } from "../support/watch.ts";

// An attacker registers the e-mail of somebody else, with a password of their own, and waits for the owner to confirm it. Directus keeps the
// first password, and mails again when the owner registers.

interface Fixtures {
  /** Another browser, such as that of a phone. */
  elsewhere: BrowserContext;
}

const test = base.extend<Fixtures>({
  elsewhere: async ({ browser, watch }, use) => {
    const context = await browser.newContext({ baseURL: stack.accountsUrl });
    await watch.attach(context);
    await use(context);
    await context.close();
  },
});

test.use({ baseURL: stack.accountsUrl });

async function post(path: string, body: object): Promise<{ status: number; data: Record<string, string> }> {
  const answer = await fetch(stack.accountsDirectusUrl + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, data: text === "" ? {} : JSON.parse(text).data };
}

/** An attacker who registers an e-mail that is not theirs, directly at Directus. */
class Attacker {
  readonly email = newAddress();
  readonly password = unique("attacker");

  async register(link: { verification_url?: string } = { verification_url: `${stack.accountsUrl}/verify-email` }): Promise<void> {
    expect((await post("/users/register", { email: this.email, password: this.password, ...link })).status).toBe(204);
  }

  async signIn() {
    return post("/auth/login", { email: this.email, password: this.password, mode: "json" });
  }
}

async function status(email: string): Promise<string | undefined> {
  const query = new URLSearchParams({ "filter[email][_eq]": email, fields: "status" });
  const users = await accountsAdmin().request<{ status: string }[]>("GET", `/users?${query}`);
  return users[0]?.status;
}

/** Registers by the site’s form. */
async function register(page: Page, watch: Watch, email: string): Promise<string> {
  const password = unique("password");
  watch.keepSecret(password);
  await visit(page, "/register");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expectHeading(page, "Check your mail");
  return password;
}

async function confirm(page: Page, email: string): Promise<void> {
  await expectHeading(page, "Confirm your address");
  await expect(page.getByTestId("link-email")).toHaveText(email);
  await page.getByRole("button", { name: "Confirm this address" }).click();
}

/** Resets the password from the page that asks for one, by a real mail, up to the profile. */
async function chooseOwnPassword(page: Page, mail: Mailbox, watch: Watch, email: string): Promise<string> {
  await expectHeading(page, "Choose a password of your own");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expectHeading(page, "Check your mail");
  const password = unique("own-password");
  watch.keepSecret(password);
  const { link } = await mail.nextTo(email);
  expect(new URL(link).pathname).toBe("/reset-password");
  await visit(page, link);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expectHeading(page, "Your profile");
  await expect(page.getByTestId("profile-email")).toHaveText(email);
  return password;
}

/** Expects that neither the attacker’s password nor their session works, nor their access token, which is minutes old. */
async function expectSignedOut(attacker: Attacker, { data }: { data: Record<string, string> }): Promise<void> {
  expect((await attacker.signIn()).status, "the other password").toBe(401);
  expect(data.refresh_token).toBeTruthy();
  expect((await post("/auth/refresh", { refresh_token: data.refresh_token, mode: "json" })).status, "the other session").toBe(401);
  for (const [method, body] of [["GET"], ["PATCH", JSON.stringify({ password: attacker.password })]] as const) {
    const answer = await fetch(`${stack.accountsDirectusUrl}/users/me`, {
      method,
      headers: { Authorization: `Bearer ${data.access_token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status, `${method} by the other token`).toBe(401);
    expect(await answer.text()).toContain("TOKEN_EXPIRED");
  }
}

/** Returns the notes on registrations in the browser’s storage. */
function hints(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => Object.entries({ ...localStorage }).filter(([key]) => key.includes(":registered:")));
}

test("a verification link confirms nothing before the button is pressed", async ({ page, elsewhere, mail, watch }) => {
  const attacker = new Attacker();
  await attacker.register();
  const { link } = await mail.nextTo(attacker.email);
  // A program that opens the links of a mail in a browser, and presses the usual keys.
  const scanner = await elsewhere.newPage();
  await visit(scanner, link);
  await expectHeading(scanner, "Confirm your address");
  for (const key of ["Enter", "Space", "Escape"]) {
    await scanner.keyboard.press(key);
  }
  await scanner.reload();
  await expectHeading(scanner, "The link is missing");
  await visit(page, link);
  await expectHeading(page, "Confirm your address");
  await expect(page.getByRole("main")).toContainText("Please confirm it only if you have registered here yourself.");
  await expect(page.getByRole("main")).toContainText(`For ${attacker.email}at Millbrook Commons`);
  expect(watch.requests("/users/register/verify-email")).toHaveLength(0);
  expect(await status(attacker.email)).toBe("unverified");
  expect((await attacker.signIn()).status).toBe(401);

  await confirm(page, attacker.email);
  await expectHeading(page, "Choose a password of your own");
  expect(await status(attacker.email)).toBe("active");
  expect(watch.requests("/users/register/verify-email")).toHaveLength(1);
});

test("a registration without verification_url gets a link to the site’s page, not to Directus", async ({ page, mail, watch }) => {
  const attacker = new Attacker();
  await attacker.register({});
  const { link } = await mail.nextTo(attacker.email);
  expect(new URL(link).pathname).toBe("/directus/users/register/verify-email");
  const question = `${stack.accountsUrl}/verify-email${new URL(link).search}`;
  watch.allowMailedLink(question);
  // As programs open links, and as a browser does.
  for (const accept of ["*/*", "text/html,*/*;q=0.8"]) {
    const answer = await fetch(link, { headers: { Accept: accept }, redirect: "manual" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(question);
  }
  await visit(page, link);
  await expectHeading(page, "Confirm your address");
  expect(await status(attacker.email)).toBe("unverified");
  await confirm(page, attacker.email);
  await expectHeading(page, "Choose a password of your own");
  expect(await status(attacker.email)).toBe("active");
});

test("an e-mail confirmed in another browser needs a new password, and ends all other sessions", async ({
  page,
  elsewhere,
  mail,
  watch,
}) => {
  const attacker = new Attacker();
  await attacker.register();
  const unwanted = await mail.nextTo(attacker.email);
  // The owner registers later, and opens the link on the phone. Both links open the same account.
  const password = await register(page, watch, attacker.email);
  expect((await mail.nextTo(attacker.email)).link).not.toBe(unwanted.link);
  const phone = await elsewhere.newPage();
  await visit(phone, unwanted.link);
  await confirm(phone, attacker.email);
  await expectHeading(phone, "Choose a password of your own");
  await expect(phone.getByRole("status").filter({ hasText: "It was not registered in this browser" })).toBeVisible();
  // The account is active without a password, so that it never belongs to the attacker.
  expect(await status(attacker.email)).toBe("active");
  for (const known of [attacker.password, password, ""]) {
    expect((await post("/auth/login", { email: attacker.email, password: known })).status).not.toBe(200);
  }

  const own = await chooseOwnPassword(phone, mail, watch, attacker.email);
  expect((await attacker.signIn()).status).toBe(401);
  expect((await post("/auth/login", { email: attacker.email, password: own })).status).toBe(200);
});

test("an open registration page notices that the password is not its own, and leads to a password reset", async ({
  page,
  context,
  mail,
  watch,
}) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  const attacker = new Attacker();
  await attacker.register();
  await mail.nextTo(attacker.email);
  await register(page, watch, attacker.email);
  const tab = await context.newPage();
  await visit(tab, (await mail.nextTo(attacker.email)).link);
  await confirm(tab, attacker.email);
  await expectHeading(tab, "Sign in");
  await expectHeading(page, "Choose a password of your own");
  await expect(page.getByRole("status").filter({ hasText: "does not open the account" })).toBeVisible();
  await expectSession(page, "signed-out");
  const between = await attacker.signIn();
  await chooseOwnPassword(page, mail, watch, attacker.email);
  await expectSignedOut(attacker, between);
});

test("the sign-in after a foreign registration says why the password may differ, and leads to a password reset", async ({ page, mail, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  const attacker = new Attacker();
  await attacker.register();
  await mail.nextTo(attacker.email);
  const password = await register(page, watch, attacker.email);
  const kept = await hints(page);
  expect(kept).toHaveLength(1);
  expect(kept.flat().join(" ")).toMatch(/^lychgate:\/directus:registered:[0-9a-f]{8} \d{13}$/);

  await visit(page, (await mail.nextTo(attacker.email)).link);
  await confirm(page, attacker.email);
  await expectPath(page, "/signin");
  await expect(page.getByRole("main")).toContainText("Your address is confirmed. Please sign in.");
  await expect(page.getByLabel("E-mail")).toHaveValue(attacker.email);
  const between = await attacker.signIn();
  await submitSignIn(page, { email: attacker.email, password });
  await expect(page.getByRole("alert")).toContainText("somebody may have registered this address before you");
  // The note stays in this browser, whatever happens to the page.
  await visit(page, "/signin");
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await submitSignIn(page, { email: attacker.email, password });
  await page.getByRole("link", { name: "Choose a password of your own" }).click();
  await chooseOwnPassword(page, mail, watch, attacker.email);
  await expectSignedOut(attacker, between);
  expect(await hints(page), "what is left in the browser").toEqual([]);
});

test("a token alone cannot enable two-factor with a secret of the attacker’s", async ({ member, admin }) => {
  const ask = async (path: string, body: object, token?: string) => {
    const headers = { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(stack.directusUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, text, data: text === "" ? undefined : (JSON.parse(text) as { data?: Record<string, string> }).data };
  };
  const { data } = await ask("/auth/login", { email: member.email, password: member.password });
  const token = data?.access_token;
  const chosen = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  expect(await ask("/users/me/tfa/enable", { secret: chosen, otp: await code(chosen) }, token)).toMatchObject({ status: 400 });
  const mutation = `mutation { users_me_tfa_enable(secret: "${chosen}", otp: "${await code(chosen)}") }`;
  expect((await ask("/graphql/system", { query: mutation }, token)).text).toContain("INVALID_PAYLOAD");
  expect((await ask("/users/me/tfa/generate", { password: "not it" }, token)).status).toBe(401);
  expect((await admin.user(member.id)).tfa_secret).toBeNull();
  // A user who knows the password may.
  await enableTwoFactorWith(stack.directusUrl, String(token), member.password);
  expect((await admin.user(member.id)).tfa_secret).not.toBeNull();
});

test("a second registration of an e-mail changes nothing, and its note in the browser is removed at sign-in", async ({ page, mail, watch }) => {
  const email = newAddress();
  const password = await register(page, watch, email);
  const verification_url = `${stack.accountsUrl}/verify-email`;
  const other = unique("attacker");
  expect((await post("/users/register", { email, password: other, verification_url })).status).toBe(204);
  await mail.nextTo(email);
  await visit(page, (await mail.nextTo(email)).link);
  await confirm(page, email);
  await expectHeading(page, "Sign in");
  expect((await post("/auth/login", { email, password: other })).status).toBe(401);
  expect(await hints(page)).toHaveLength(1);
  await submitSignIn(page, { email, password });
  await expectHeading(page, "Your profile");
  expect(await hints(page)).toEqual([]);
});

test("a verification link opened in a browser that registered another e-mail names its own e-mail", async ({ page, mail, watch }) => {
  // A link to the attacker’s account, forwarded to lure the victim into it.
  const attacker = new Attacker();
  await attacker.register();
  const { link } = await mail.nextTo(attacker.email);
  await visit(page, link);
  await expect(page.getByTestId("link-email")).toHaveText(attacker.email);
  await page.getByRole("link", { name: "Go to the front page" }).or(page.getByRole("link", { name: "Home" })).first().click();
  expect(watch.requests("/users/register/verify-email")).toHaveLength(0);
  expect(await status(attacker.email)).toBe("unverified");
});
