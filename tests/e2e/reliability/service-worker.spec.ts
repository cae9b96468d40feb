import { type Page } from "@playwright/test";
import { endServiceWorkers, waitForServiceWorker } from "../support/service-worker.ts";
import { type Watch } from "../support/watch.ts";
import {
  expect,
  expectHeading,
  expectPath,
  expectSession,
  signIn,
  submitSignIn,
  test,
  visit,
  waitUntilReady,
} from "./fixtures.ts";

// The service worker: src/worker/worker.js. All other tests run without it, so that they see each request; the storms run with it, too.

test.use({ serviceWorkers: "allow" });

/** Waits until the service worker serves the page that is open, and has what it has loaded. */
async function workerIsThere(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const controller = navigator.serviceWorker.controller;
    const names = controller?.state === "activated" ? await caches.keys() : [];
    const entries = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    const has = (end: RegExp) => entries.flat().some((url) => end.test(url));
    return has(/\/index\.html$/) && has(/_bg\.wasm$/) && has(/\/config\.json$/) && has(/\.css$/);
  });
  await waitForServiceWorker(page);
  await waitUntilReady(page);
}

/** The keeper of the site’s token, as pages name it. */
const KEEPER = "lychgate:/directus:tabs";

/** What the keeper of the service worker has, asked as a page of the site does. */
const kept = (page: Page) =>
  page.evaluate(
    (keeper) =>
      new Promise<string>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data as string);
        navigator.serviceWorker.controller?.postMessage({ keeper, message: "ask" }, [port2]);
      }),
    KEEPER,
  );

/** Parts that no visit has needed so far are not there without a network. */
const expectNoParts = (watch: Watch) => {
  for (const part of ["account.wasm", "shared.wasm"]) {
    watch.expectFailure({ url: part, status: "none", times: "some" });
  }
};

/** Every entry of every cache: its URL, and its text. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const entries: [string, string][] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        entries.push([request.url, (await (await cache.match(request, { ignoreVary: true }))?.text()) ?? ""]);
      }
    }
    return entries;
  });

test("a page that was visited is there again without the network, and says what it cannot do", async ({ page, context, watch }) => {
  await visit(page, "/signin");
  await workerIsThere(page);
  await context.setOffline(true);
  expectNoParts(watch);
  await visit(page, "/signin?redirectedFrom=%2Fprofile");
  await submitSignIn(page, { email: "ada@example.com", password: "correct horse" });
  await expect(page.getByRole("alert")).toContainText("can’t be reached");
  await expect(page.getByLabel("E-mail")).toHaveValue("ada@example.com");
  await context.setOffline(false);
});

test("a text that was read is there again without the network", async ({ page, context }) => {
  await visit(page, "/blog");
  await workerIsThere(page);
  await visit(page, "/blog");
  await page.getByRole("main").getByRole("article").first().getByRole("link").first().click();
  await expect(page.locator(".rich-text")).toBeVisible();
  const [heading, path] = [await page.getByRole("heading", { level: 1 }).innerText(), new URL(page.url()).pathname];
  await context.setOffline(true);
  await visit(page, path);
  await expectHeading(page, heading);
  await expect(page.locator(".rich-text")).toBeVisible();
  await context.setOffline(false);
});

test("a reload of the profile neither refreshes nor waits for a page", async ({ page, member, watch }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  watch.forgetRequests();
  const document = await page.reload();
  expect(document?.fromServiceWorker()).toBe(true);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  expect(watch.requests("/auth/refresh")).toHaveLength(0);
  // Asked for once, before the app was there.
  expect(watch.requests("/users/me")).toHaveLength(1);
  expect(watch.requests("/permissions/me")).toHaveLength(1);
});

test("a reload right after the service worker has ended needs no refresh either", async ({ page, member, watch }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await endServiceWorkers(page);
  watch.forgetRequests();
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  // The page has left its token behind as it went.
  expect(watch.requests("/auth/refresh")).toHaveLength(0);
});

test("a sign-out is forgotten by the service worker, whoever has had the token", async ({ page, context, member, watch }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  expect(await kept(page)).toMatch(/^hand-over /);
  const other = await context.newPage();
  await visit(other, "/profile");
  await expect(other.getByTestId("profile-email")).toHaveText(member.email);
  await other.getByRole("link", { name: "Sign out" }).first().click();
  await expectSession(page, "signed-out");
  expect(await kept(page)).toBe("nothing");
  await page.reload();
  await expectSession(page, "signed-out");
  await expect(page.locator("body")).not.toContainText(member.email);
  watch.forgetRequests();
});

test("a sign-in as somebody else replaces what the service worker keeps", async ({ page, member, admin, watch }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await page.getByRole("link", { name: "Sign out" }).first().click();
  await expectSession(page, "signed-out");
  const other = await admin.person();
  watch.keepSecret(other.password);
  await signIn(page, other);
  expect(await kept(page)).toContain(other.id);
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(other.email);
});

test("a session that ends at Directus is forgotten by the service worker", async ({ page, member, admin }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await admin.changeUser(member.id, { status: "suspended" });
  // The token lives on; whoever asks for a new one learns of it.
  await page.evaluate((keeper) => navigator.serviceWorker.controller?.postMessage({ keeper, message: `forget ${Date.now()}` }), KEEPER);
  await page.reload();
  await expectSession(page, "signed-out");
  expect(await kept(page)).toBe("nothing");
});

test("nothing private is in a cache, and nothing of Directus but public texts", async ({ page, member }) => {
  await visit(page, "/blog");
  await workerIsThere(page);
  await visit(page, "/");
  await signIn(page, member);
  await visit(page, "/profile");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  const entries = await cached(page);
  for (const [url, text] of entries) {
    expect(text, url).not.toContain(member.email);
    expect(text, url).not.toContain(member.id);
    expect(url).not.toMatch(/\/(auth|users|permissions|policies|assets|server|settings)\b/);
  }
  const ofDirectus = entries.map(([url]) => new URL(url).pathname).filter((path) => path.startsWith("/directus/"));
  expect(new Set(ofDirectus)).toEqual(new Set(ofDirectus.filter((path) => /^\/directus\/items\/(posts|pages|global)$/.test(path))));
  expect(ofDirectus).not.toEqual([]);
});

test("Directus, its Studio and the pages of mailed links never come from the service worker", async ({ page }) => {
  await visit(page, "/signin");
  await workerIsThere(page);
  expect((await page.goto("/signin"))?.fromServiceWorker()).toBe(true);
  for (const path of ["/reset-password?token=x", "/verify-email?token=x", "/accept-invite?token=x", "/directus/server/health"]) {
    expect((await page.goto(path))?.fromServiceWorker(), path).toBe(false);
  }
  expect((await page.goto("/directus/admin/login"))?.fromServiceWorker()).toBe(false);
  expect((await cached(page)).filter(([url]) => /token=|admin/.test(url))).toEqual([]);
});

test("the Studio gets no token of the service worker", async ({ page, context, member }) => {
  await signIn(page, member);
  await workerIsThere(page);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  const studio = await context.newPage();
  await studio.goto("/directus/server/health");
  await studio.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(await kept(page)).toMatch(/^hand-over /);
  expect(await kept(studio)).toBe("nothing");
});

test("one line of the configuration switches the service worker off", async ({ page, context }) => {
  await visit(page, "/signin");
  await workerIsThere(page);
  const body = JSON.stringify({ directusUrl: "/directus", serviceWorker: false });
  await context.route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body }));
  // The first visit begins with the old configuration, and brings the new one.
  await visit(page, "/signin");
  await expect.poll(() => cached(page).then((entries) => entries.some(([, text]) => text === body))).toBe(true);
  await visit(page, "/signin");
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await visit(page, "/signin");
  await expect.poll(() => page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length])).toEqual([0, 0]);
});

test("a new version is there with the second visit, and an open page of the old one goes on", async ({ page, context, member }) => {
  await signIn(page, member);
  await workerIsThere(page);
  const tab = await context.newPage();
  await visit(tab, "/register");
  // The new version of a page, as the server has it from now on.
  await context.route("**/register", async (route) => {
    // As a whole, although the browser has the old one.
    const { "if-none-match": _, "if-modified-since": __, ...headers } = route.request().headers();
    const answer = await route.fetch({ headers });
    await route.fulfill({ response: answer, body: (await answer.text()).replace("<html ", '<html data-version="2" ') });
  });
  const version = () => tab.locator("html").getAttribute("data-version");
  await visit(tab, "/register");
  await expectPath(tab, "/profile");
  await expect.poll(() => cached(tab).then((entries) => entries.some(([, text]) => text.includes('data-version="2"')))).toBe(true);
  await visit(tab, "/register");
  expect(await version()).toBe("2");
  await page.getByRole("link", { name: "Blog" }).first().click();
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
});
