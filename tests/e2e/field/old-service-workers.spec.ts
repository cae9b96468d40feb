import { type Page } from "@playwright/test";
import { type Faults } from "../support/faults.ts";
import { rawGet } from "../support/http.ts";
import { waitForServiceWorker } from "../support/service-worker.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, expectSession, submitSignIn, test, visit, waitUntilReady } from "../reliability/fixtures.ts";

// A domain that had another site before, whose service worker is still in the browsers of its visitors. The proxy is first that site, then this one.

test.use({ serviceWorkers: "allow" });

const PAGE = `<!doctype html><title>Former</title><h1>The former site</h1><script>navigator.serviceWorker.register("/sw.js")</script>`;
const BEGIN = `
  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open("former").then((cache) => cache.addAll(["/", "/index.html"])));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));`;
/** Serves what it has, and asks for nothing. */
const CACHE_FIRST = `${BEGIN}
  addEventListener("fetch", (event) => event.request.mode === "navigate" && event.respondWith(caches.match("/")));`;
/** Asks first. */
const NETWORK_FIRST = `${BEGIN}
  addEventListener("fetch", (event) => event.request.mode === "navigate" && event.respondWith(fetch(event.request).catch(() => caches.match("/"))));`;

/** Visits the former site, whose service worker stays, and puts this site in its place. */
async function visitFormerSite(page: Page, faults: Faults, worker: string): Promise<void> {
  faults.add({ path: "/sw.js", fault: { status: 200, headers: { "Content-Type": "text/javascript" }, body: worker } });
  faults.add({ path: "/", fault: { status: 200, headers: { "Content-Type": "text/html" }, body: PAGE } });
  await page.goto("/");
  await expectHeading(page, "The former site");
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  faults.clear();
}

/** Waits until the service worker of this site is the only one. */
async function expectOwnServiceWorker(page: Page): Promise<void> {
  const scripts = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active }) => new URL(active?.scriptURL ?? "/none", location.href).pathname));
  // The page is loaded anew meanwhile.
  await expect.poll(() => scripts().catch(() => [])).toEqual(["/worker.js"]);
}

test("a visitor whose browser serves a former site from its cache gets this site, and can sign in", async ({ page, faults, member }) => {
  await visitFormerSite(page, faults, CACHE_FIRST);
  const response = await page.goto("/signin", { waitUntil: "commit" });
  expect(response?.fromServiceWorker()).toBe(true);
  // By itself, once the browser has asked for the script of the former site.
  await expectHeading(page, "Sign in");
  await waitUntilReady(page);
  await expectOwnServiceWorker(page);
  expect(await page.evaluate(() => caches.has("former"))).toBe(false);
  await waitForServiceWorker(page);
  await visit(page, "/signin");
  await submitSignIn(page, member);
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test("a former service worker that asks first gives way to this site’s", async ({ page, faults }) => {
  await visitFormerSite(page, faults, NETWORK_FIRST);
  await page.goto("/blog", { waitUntil: "commit" });
  await expectHeading(page, "Blog");
  await expectOwnServiceWorker(page);
});

test("what a former site has left in its caches is not shown without a network", async ({ page, context, watch }) => {
  await page.goto("/config.json");
  await page.evaluate(async () => {
    const cache = await caches.open("former");
    await cache.put("/index.html", new Response("<h1>The former site</h1>", { headers: { "Content-Type": "text/html" } }));
  });
  await visit(page, "/blog");
  await waitForServiceWorker(page);
  await context.setOffline(true);
  for (const part of ["account.wasm", "auth.wasm", "shared.wasm"]) {
    watch.expectFailure({ url: part, status: "none", times: "any" });
  }
  const response = await page.goto("/pages/never-opened");
  expect(response?.fromServiceWorker()).toBe(true);
  expect(await response?.text()).not.toContain("The former site");
  await context.setOffline(false);
});

for (const [server, site] of [
  ["nginx", () => stack.httpsUrl],
  ["Caddy", () => stack.caddyUrl],
] as const) {
  test(`${server} gives what removes a service worker to who asks for the script of one`, async () => {
    const ask = (path: string, headers = {}) => rawGet(site() + path, headers);
    const asked = { "Service-Worker": "script" };
    const removal = (await ask("/remove-worker.js")).body.toString();
    expect(removal).toContain("registration.unregister()");
    for (const path of ["/sw.js", "/service-worker.js", "/ngsw-worker.js", "/firebase-messaging-sw.js", "/wp.serviceworker", "/sw.js?v=3"]) {
      const { status, headers, body } = await ask(path, asked);
      expect([status, headers["cache-control"], body.toString()], path).toEqual([200, "no-cache", removal]);
      expect(headers["content-type"], path).toMatch(/^(text|application)\/javascript/);
      expect(headers["content-security-policy"], path).toContain("default-src 'none'");
    }
    // The site's own, and what is no script of a service worker of the whole domain.
    for (const [path, headers, status] of [
      ["/worker.js", asked, 200],
      ["/config.json", asked, 200],
      ["/sw.js", {}, 404],
      ["/shop/sw.js", asked, 404],
    ] as const) {
      const answer = await ask(path, headers);
      expect(answer.status, path).toBe(status);
      expect(answer.body.toString(), path).not.toBe(removal);
    }
  });
}
