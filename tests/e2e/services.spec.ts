import { type Page } from "@playwright/test";
import { USERS_ROLE, accountsAdmin, newAddress, unique } from "./support/admin.ts";
import { PROVIDER, PROVIDER_LABEL, cancelAtProvider, continueAtProvider, newSsoAddress } from "./support/sso.ts";
import { stack } from "./support/stack.ts";
import { expect, test as watched } from "./support/test.ts";

// Requests to Directus and to the services beside it, as the app sends them: which mails arrive, where their
// links lead, and which cookies single sign-on sets.

const test = watched.extend({
  // Not watched: no page here is the site’s, and Chromium reports that those of Directus have no icon.
  context: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(context);
    await context.close();
  },
});

/** Sends a request to Directus as a page without a session does. */
async function post(site: string, path: string, body: unknown): Promise<number> {
  const answer = await fetch(`${site}/directus${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.status;
}

/** Returns the answer that the page’s script gets when it refreshes. */
async function refresh(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const answer = await fetch("/directus/auth/refresh", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ mode: "cookie" }),
    });
    return answer.status;
  });
}

/** The URL at which a sign-in with the demo provider begins. */
const signInAt = (redirect: string) => `${stack.accountsUrl}/directus/auth/login/${PROVIDER}?${new URLSearchParams({ redirect })}`;

/** A page of the same origin without scripts, so that only the test refreshes. */
const QUIET = "/directus/server/ping";

test.describe("mails", () => {
  test("for a password reset lead to the site, with a token that works once", async ({ member, mail }) => {
    const reset_url = `${stack.url}/reset-password`;
    expect(await post(stack.url, "/auth/password/request", { email: member.email, reset_url })).toBe(204);
    const { subject, link } = await mail.nextTo(member.email);
    expect(subject).toBe("Password Reset Request");
    const { origin, pathname, searchParams } = new URL(link);
    expect(origin + pathname).toBe(reset_url);

    const password = unique("password");
    const token = searchParams.get("token");
    expect(await post(stack.url, "/auth/password/reset", { token, password })).toBe(204);
    expect(await post(stack.url, "/auth/password/reset", { token, password })).toBe(403);
    expect(await post(stack.url, "/auth/login", { email: member.email, password })).toBe(200);
  });

  test("for a password reset are not sent to unknown e-mails, nor lead to other sites", async ({ member, mail }) => {
    const stranger = newAddress();
    const reset_url = `${stack.url}/reset-password`;
    expect(await post(stack.url, "/auth/password/request", { email: stranger, reset_url })).toBe(204);
    expect(await post(stack.url, "/auth/password/request", { email: member.email, reset_url: "https://evil.example/" })).toBe(400);
    await mail.expectNoneTo(stranger);
    await mail.expectNoneTo(member.email);
  });

  test("with an invitation lead to the site, where the invited user chooses a password", async ({ admin, mail }) => {
    const email = newAddress();
    const invite_url = `${stack.url}/accept-invite`;
    await admin.request("POST", "/users/invite", { email, role: USERS_ROLE, invite_url });
    const { link } = await mail.nextTo(email);
    const { origin, pathname, searchParams } = new URL(link);
    expect(origin + pathname).toBe(invite_url);

    const password = unique("password");
    expect(await post(stack.url, "/users/invite/accept", { token: searchParams.get("token"), password })).toBe(204);
    expect(await post(stack.url, "/auth/login", { email, password })).toBe(200);
  });

  test("verify the e-mail of a registration before the first sign-in", async ({ mail, page }) => {
    const [email, password] = [newAddress(), unique("password")];
    const verification_url = `${stack.accountsUrl}/verify-email`;
    expect(await post(stack.accountsUrl, "/users/register", { email, password, verification_url })).toBe(204);
    expect(await post(stack.accountsUrl, "/auth/login", { email, password })).toBe(401);
    const { link } = await mail.nextTo(email);
    const { origin, pathname, searchParams } = new URL(link);
    expect(origin + pathname).toBe(verification_url);

    await page.goto(stack.accountsUrl + QUIET);
    const type = await page.evaluate(async (token) => {
      const query = new URLSearchParams({ token });
      const headers = { Accept: "application/json" };
      return (await fetch(`/directus/users/register/verify-email?${query}`, { headers, redirect: "manual" })).type;
    }, searchParams.get("token") ?? "");
    expect(type).toBe("opaqueredirect");
    expect(await post(stack.accountsUrl, "/auth/login", { email, password })).toBe(200);
  });
});

test.describe("single sign-on", () => {
  test("is listed by /auth for the sign-in page", async () => {
    const answer = await fetch(`${stack.accountsUrl}/directus/auth`);
    expect(await answer.json()).toEqual({
      data: [{ name: PROVIDER, label: PROVIDER_LABEL, driver: "openid", icon: "key" }],
      disableDefault: false,
    });
  });

  test("of a new user creates an account and returns with the cookie that the site’s refresh sends", async ({ page }) => {
    const email = newSsoAddress();
    await page.goto(signInAt(`${stack.accountsUrl}${QUIET}?back=%2Fprofile`));
    await continueAtProvider(page, { email, name: "Ada Fenwick-Marl" });
    await page.waitForURL(`${stack.accountsUrl}${QUIET}?back=%2Fprofile`);

    const cookies = await page.context().cookies(stack.accountsUrl);
    expect(cookies.map(({ name }) => name)).toEqual(["directus_refresh_token"]);
    // A SameSite=Strict cookie set on the way from another site is kept, because the browser navigated.
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
    expect(await refresh(page)).toBe(200);
    const users = await accountsAdmin().request("GET", `/users?${new URLSearchParams({ "filter[email][_eq]": email })}`);
    expect(users).toMatchObject([{ first_name: "Ada", last_name: "Fenwick-Marl", role: USERS_ROLE, provider: PROVIDER, status: "active" }]);
  });

  const refusals: [string, (page: Page) => Promise<void>, string][] = [
    ["that is cancelled at the provider", (page) => cancelAtProvider(page), "INVALID_CREDENTIALS"],
    [
      "by an address that the provider does not vouch for",
      (page) => continueAtProvider(page, { email: newSsoAddress(), verified: false }),
      "INVALID_CREDENTIALS",
    ],
    [
      "by an address that has an account with a password",
      async (page) => continueAtProvider(page, { email: (await accountsAdmin().person()).email }),
      "INVALID_PROVIDER",
    ],
  ];
  for (const [what, doAtProvider, reason] of refusals) {
    test(`${what} returns with the reason ${reason}, and without a cookie`, async ({ page }) => {
      await page.goto(signInAt(`${stack.accountsUrl}${QUIET}?back=%2Fprofile`));
      await doAtProvider(page);
      // Directus replaces the query of the return URL by the reason.
      await page.waitForURL(`${stack.accountsUrl}${QUIET}?reason=${reason}`);
      expect(await page.context().cookies(stack.accountsUrl)).toEqual([]);
    });
  }

  test("never leads to another site", async () => {
    const answer = await fetch(signInAt("https://evil.example/"), { redirect: "manual" });
    expect(answer.status).toBe(400);
  });
});
