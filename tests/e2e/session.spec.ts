import { type Page } from "@playwright/test";
import { type Person } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { expectPath, expect, expectHeading, waitUntilReady, expectSession, signIn, signInPathFor, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

const COOKIE = "directus_refresh_token";

async function refreshCookie(page: Page): Promise<string> {
  const cookie = (await page.context().cookies()).find(({ name }) => name === COOKIE);
  return cookie?.value ?? "";
}

/** Refreshes with this token outside of the browser, and returns Directus’ status. */
async function refreshStatus(token: string): Promise<number> {
  const answer = await fetch(`${stack.directusUrl}/auth/refresh`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ mode: "json", refresh_token: token }),
  });
  return answer.status;
}

test.describe("a visitor who is not signed in", () => {
  for (const path of ["/", "/pages/about", "/blog", "/blog?page=2", "/blog/apple-day", "/no/such/page", "/signin", "/register"]) {
    test(`causes no auth request on ${path}`, async ({ page, watch }) => {
      await visit(page, path);
      await expectSession(page, "signed-out");
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await page.waitForLoadState("networkidle");
      expect(watch.requests("/auth/").map((request) => request.url())).toEqual([]);
      expect(watch.requests("/users/").map((request) => request.url())).toEqual([]);
      for (const request of watch.requests("/directus/")) {
        expect(await request.headerValue("authorization")).toBeNull();
      }
    });
  }

  test("causes one refresh before a protected page redirects to the sign-in, and sees nothing of the page", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    await visit(page, "/profile");
    await expectPath(page, signInPathFor("/profile"));
    await expectHeading(page, "Sign in");
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
    await expect.poll(() => watch.requests("/auth/").length).toBe(1);
    expect(watch.requests("/users/")).toHaveLength(0);
  });

  test("causes one refresh in all, however often a protected page is opened", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    await visit(page, "/profile");
    await expectHeading(page, "Sign in");
    await page.getByRole("link", { name: "Blog" }).click();
    await expectHeading(page, "Blog");
    await page.goBack();
    await expectHeading(page, "Sign in");
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
  });
});

test.describe("a signed-in user", () => {
  test("stays so over a reload, with one refresh for the whole page", async ({ page, member, watch }) => {
    await signIn(page, member);
    watch.forgetRequests();
    await page.reload();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expectSession(page, "signed-in");
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
    await expectPath(page, "/profile");
  });

  test("stays so in a new tab", async ({ page, member }) => {
    await signIn(page, member);
    const tab = await page.context().newPage();
    await visit(tab, "/profile");
    await expect(tab.getByTestId("profile-email")).toHaveText(member.email);
    await page.reload();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  });

  test("has a cookie that no script and no other site can use", async ({ page, member }) => {
    await signIn(page, member);
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).toEqual([COOKIE]);
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/", secure: false });
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  test("causes no refresh while idle, and one before the next request", async ({ page, member, watch }) => {
    await page.clock.install();
    await signIn(page, member);
    await page.getByRole("link", { name: "Blog" }).click();
    await expectHeading(page, "Blog");
    watch.forgetRequests();
    await page.clock.fastForward("05:00:00");
    expect(watch.requests("/auth/")).toHaveLength(0);

    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
    await expect.poll(() => watch.requests("/users/me").length).toBe(1);
  });

  test("sends no token to public endpoints, and none to /auth", async ({ page, member, watch }) => {
    await signIn(page, member);
    await page.reload();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await visit(page, "/blog");
    for (const request of [...watch.requests("/auth/"), ...watch.requests("/items/")]) {
      expect(await request.headerValue("authorization"), request.url()).toBeNull();
    }
    const [own] = watch.requests("/users/me");
    expect(await own?.headerValue("authorization")).toMatch(/^Bearer /);
  });

  test("sees only their own profile after another user was signed in", async ({ page, member, admin }) => {
    const other = await admin.person({ first_name: "Somebody", last_name: "Else" });
    await signIn(page, other);
    await expect(page.getByLabel("First name")).toHaveValue("Somebody");
    await page.getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await page.getByRole("main").getByRole("link", { name: "Sign in again" }).click();
    await page.getByLabel("E-mail").fill(member.email);
    await page.getByLabel("Password", { exact: true }).fill(member.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect(page.getByLabel("First name")).toHaveValue("");
  });
});

test.describe("a token that Directus refuses", () => {
  // Directus’ own answer; a real token expires only after a quarter of an hour.
  const EXPIRED = { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] };

  /** Signs in, and opens a page that sends no request as the user. Forgets the requests so far. */
  async function readTheBlog(page: Page, member: Person, watch: Watch) {
    await signIn(page, member);
    await page.getByRole("link", { name: "Blog" }).click();
    await expectHeading(page, "Blog");
    watch.forgetRequests();
  }

  test("because it has expired is refreshed once, and the request is retried once", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/users/me", status: 401 });
    await readTheBlog(page, member, watch);
    await page.route(
      "**/users/me?*",
      (route) =>
        route.fulfill({ status: 401, json: EXPIRED }),
      { times: 1 },
    );
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
    const asked = watch.requests("/users/me");
    expect(asked).toHaveLength(2);
    const tokens = await Promise.all(asked.map((request) => request.headerValue("authorization")));
    expect(tokens[0]).not.toBe(tokens[1]);
    await expectSession(page, "signed-in");
  });

  test("because its signature is wrong is refreshed once, and the request is retried once", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/users/me", status: 403 });
    await readTheBlog(page, member, watch);
    // Directus refuses it.
    await page.route(
      "**/users/me?*",
      async (route) => {
        const token = (await route.request().headerValue("authorization")) ?? "";
        await route.continue({ headers: { ...route.request().headers(), authorization: `${token.slice(0, -8)}AAAAAAAA` } });
      },
      { times: 1 },
    );
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
    await expect.poll(() => watch.requests("/users/me").length).toBe(2);
  });

  test("although it is new is not retried for ever", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/users/me", status: 401, times: 2 });
    await readTheBlog(page, member, watch);
    await page.route("**/users/me?*", (route) =>
      route.fulfill({ status: 401, json: EXPIRED }),
    );
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByRole("main").getByRole("button", { name: "Try again" })).toBeVisible();
    await expect.poll(() => watch.requests("/users/me").length).toBe(2);
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
  });

  test("causes one refresh, however many requests are refused at once", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/users/me", status: 401 });
    watch.expectFailure({ url: "/permissions/me", status: 401 });
    await readTheBlog(page, member, watch);
    for (const path of ["**/users/me?*", "**/permissions/me"]) {
      await page.route(
        path,
        (route) =>
          route.fulfill({ status: 401, json: EXPIRED }),
        { times: 1 },
      );
    }
    await page.getByRole("link", { name: "Profile" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect.poll(() => watch.requests("/auth/refresh").length).toBe(1);
  });
});

test.describe("a session that has ended at Directus", () => {
  const SENTENCE = "Your session has ended. Please sign in again to go on.";

  test("redirects to the sign-in with the reason, and from there back", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    await signIn(page, member);
    await admin.changeUser(member.id, { password: "another password" });
    await page.goto("/profile?tab=1");
    await expectPath(page, signInPathFor("/profile?tab=1"));
    await expect(page.getByText(SENTENCE)).toBeVisible();
    await expectSession(page, "signed-out");

    watch.keepSecret("another password");
    await page.getByLabel("E-mail").fill(member.email);
    await page.getByLabel("Password", { exact: true }).fill("another password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expectPath(page, "/profile?tab=1");
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  });

  test("is noticed without a reload once the token has expired", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    await page.clock.install();
    await signIn(page, member);
    await page.getByRole("link", { name: "Blog" }).click();
    await expectHeading(page, "Blog");
    await admin.changeUser(member.id, { password: "another password" });
    await page.clock.fastForward("01:00:00");
    await page.getByRole("link", { name: "Profile" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toContainText(SENTENCE);
    await expectPath(page, "/profile");

    watch.keepSecret("another password");
    await expect(dialog.getByLabel("E-mail")).toHaveValue(member.email);
    await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
    await dialog.getByLabel("Password", { exact: true }).fill("another password");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expect(dialog).toHaveCount(0);
  });

  test("leaves public pages as they are", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    await signIn(page, member);
    await admin.changeUser(member.id, { password: "another password" });
    await visit(page, "/blog");
    await expectSession(page, "signed-out");
    await expectHeading(page, "Blog");
    await expectPath(page, "/blog");
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  });

  test("because the account was suspended says so", async ({ page, member, admin, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    await signIn(page, member);
    // Directus suspends a user after too many wrong passwords; only then does the session outlive the suspension.
    const tries = Array.from({ length: 26 }, () =>
      fetch(`${stack.directusUrl}/auth/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ email: member.email, password: "a wrong guess" }),
      }),
    );
    await Promise.all(tries);
    expect((await admin.user(member.id)).status).toBe("suspended");
    await page.reload();
    await expectPath(page, signInPathFor("/profile"));
    await expect(page.getByText("This account is suspended.")).toBeVisible();
    await expectSession(page, "signed-out");
  });
});

test.describe("a server that cannot be reached", () => {
  const REFRESH = "**/auth/refresh";
  const TOO_MANY = { errors: [{ message: "Too many requests.", extensions: { code: "REQUESTS_EXCEEDED" } }] };

  test("when the page opens is reported, and the page loads by itself after it", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: "none", times: "some" });
    await signIn(page, member);
    await page.route(REFRESH, (route) => route.abort("connectionrefused"));
    await page.reload();
    await expectSession(page, "unreachable");
    await expectHeading(page, "We can’t reach the server");
    await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
    await page.unroute(REFRESH);
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await expectSession(page, "signed-in");
    await expectPath(page, "/profile");
  });

  test("is retried at once by the button", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 429 });
    await signIn(page, member);
    // With this, only the button retries during the test.
    await page.route(REFRESH, (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" }, json: TOO_MANY }), {
      times: 1,
    });
    await page.reload();
    await expectSession(page, "unreachable");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  });

  for (const [what, answer] of [
    ["a proxy’s 502 page", { status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }],
    ["Directus’ own 503", { status: 503, json: { errors: [{ message: "x", extensions: { code: "SERVICE_UNAVAILABLE" } }] } }],
    ["a 500", { status: 500, json: { errors: [{ message: "x", extensions: { code: "INTERNAL_SERVER_ERROR" } }] } }],
    ["a firewall’s 403 page", { status: 403, contentType: "text/html", body: "<h1>Forbidden</h1>" }],
  ] as const) {
    test(`by ${what} never signs out`, async ({ page, member, watch }) => {
      watch.expectFailure({ url: "/auth/refresh", status: answer.status, times: "some" });
      await signIn(page, member);
      await page.route(REFRESH, (route) => route.fulfill(answer));
      await page.reload();
      await expectSession(page, "unreachable");
      await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
      await expectPath(page, "/profile");
      await page.unroute(REFRESH);
      await expect(page.getByTestId("profile-email")).toHaveText(member.email);
      await expectSession(page, "signed-in");
    });
  }

  test("because of too many requests never signs out, and is retried after the time it names", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 429 });
    await signIn(page, member);
    const asked: number[] = [];
    await page.route(REFRESH, async (route) => {
      asked.push(Date.now());
      if (asked.length > 1) {
        return route.continue();
      }
      return route.fulfill({
        status: 429,
        headers: { "Retry-After": "2" },
        json: TOO_MANY,
      });
    });
    await page.reload();
    await expectSession(page, "unreachable");
    await expect(page.getByRole("alert")).toContainText("2 seconds");
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(1990);
  });

  test("leaves the signed-in page on the screen, with a message", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 429 });
    await page.clock.install();
    await signIn(page, member);
    await page.getByLabel("Location").fill("Weir Lane");
    // With this, only the button retries during the test.
    await page.route(REFRESH, (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" }, json: TOO_MANY }), {
      times: 1,
    });
    await page.clock.fastForward("01:00:00");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expectSession(page, "unreachable");
    await expect(page.getByLabel("Location")).toHaveValue("Weir Lane");
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await page.getByRole("button", { name: "Try now" }).click();
    await expectSession(page, "signed-in");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Your profile is saved.")).toBeVisible();
  });
});

test.describe("signing out", () => {
  test("ends the session at Directus, too", async ({ page, member, watch }) => {
    await signIn(page, member);
    const token = await refreshCookie(page);
    expect(token).not.toBe("");
    await page.getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await expectSession(page, "signed-out");
    await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(204);
    expect(await refreshStatus(token)).toBe(401);
    expect(await refreshCookie(page)).toBe("");
    await expect.poll(() => watch.requests("/auth/logout").length).toBe(1);
  });

  test("works by opening /logout, and holds over a reload", async ({ page, member, watch }) => {
    await signIn(page, member);
    const token = await refreshCookie(page);
    await visit(page, "/logout");
    await expectHeading(page, "You are signed out");
    await expectSession(page, "signed-out");
    await expect.poll(() => refreshCookie(page)).toBe("");
    expect([400, 401]).toContain(await refreshStatus(token));
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    await visit(page, "/profile");
    await expectPath(page, signInPathFor("/profile"));
  });

  test("during an outage holds over a reload, and is completed after it", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/logout", status: "none", times: "some" });
    await signIn(page, member);
    const token = await refreshCookie(page);
    await page.route("**/auth/logout", (route) => route.abort("internetdisconnected"));
    await page.getByRole("link", { name: "Sign out" }).click();
    await expect(page.getByText("The server can’t be reached right now.")).toBeVisible();
    await expectSession(page, "signed-out");

    watch.forgetRequests();
    await page.goto("/profile");
    await expectPath(page, signInPathFor("/profile"));
    await expectSession(page, "signed-out");
    // The cookie is still valid; nothing may use it to sign in silently.
    expect(await refreshCookie(page)).toBe(token);
    expect(watch.requests("/auth/refresh")).toHaveLength(0);

    await page.unroute("**/auth/logout");
    await expect.poll(() => refreshCookie(page)).toBe("");
    expect(await refreshStatus(token)).toBe(401);
  });

  test("leaves no private content for Back", async ({ page, member, watch }) => {
    await signIn(page, member);
    await page.getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await page.goBack();
    await expectPath(page, signInPathFor("/profile"));
    await expectHeading(page, "Sign in");
    await expect(page.getByText(member.email)).toHaveCount(0);

    // The same by page loads, which a browser may keep in its back/forward cache.
    await expect.poll(() => refreshCookie(page)).toBe("");
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    await page.goto("/profile");
    await expectHeading(page, "Sign in");
    await page.goto("/blog");
    await page.goBack();
    await waitUntilReady(page);
    await expect(page.getByText(member.email)).toHaveCount(0);
    await expect(page.getByTestId("profile-email")).toHaveCount(0);
  });
});
