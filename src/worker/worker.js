// The service worker: pages and files from the browser's own cache, so that a visit begins without a request, and the token of a page for the
// one after it. `cargo xtask build` bundles it with Workbox, src/boot/boot.js registers it: docs/decisions/0018-service-worker.md

import { clientsClaim } from "workbox-core";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, StaleWhileRevalidate } from "workbox-strategies";

import { Keeper } from "./keeper.js";

const scope = new URL(registration.scope);
// Below the site, or undefined for what is not.
const pathOf = (url) =>
  url.origin === scope.origin && url.pathname.startsWith(scope.pathname) ? url.pathname.slice(scope.pathname.length) : undefined;

// Pages that are the same for everybody until the app is there. Not among them: Directus with its Studio, and the pages that mails link to, with
// a token in the URL.
const publicPage = /^((pages|blog)\/[^/]+|blog|signin|register|forgot-password|profile(\/[^/]+)*|goodbye|logout)?\/?$/;
const mailedPage = /^(verify-email|reset-password|accept-invite)\/?$/;
const isPage = (url) => publicPage.test(pathOf(url) ?? " ") && !url.searchParams.has("token");
// A page whose path names a text is the same for each of them.
const keyOf = (url) => new URL(pathOf(url).replace(/\/$/, "").replace(/^(pages|blog)\/[^/]+$/, "$1/_"), scope).href;
// Shows that something is loading. It stands for pages that were never opened while there was a network.
const anyPage = new URL("index.html", scope).href;

// Whether the page itself has asked for this to be cached, after it has loaded it.
const isTold = (event) => event.type === "message";

const cacheName = (what) => `lychgate-${what} ${scope.href}`;
const whole = { cacheWillUpdate: async ({ response }) => (response.status === 200 && !response.redirected ? response : null) };
const newest = (count) => ({
  cacheDidUpdate: async ({ cacheName }) => {
    const cache = await caches.open(cacheName);
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -count).map((key) => cache.delete(key)));
  },
});

// A page is asked for again while it is shown: a new version is there with the visit after. It has all languages, whichever the server has chosen.
const pages = new StaleWhileRevalidate({
  cacheName: cacheName("pages"),
  matchOptions: { ignoreVary: true },
  plugins: [
    { cacheKeyWillBeUsed: async ({ request }) => (request.url === anyPage ? anyPage : keyOf(new URL(request.url))) },
    // In this cache alone: a former site may have left an index.html of its own.
    { handlerDidError: async () => caches.match(anyPage, { ignoreVary: true, cacheName: cacheName("pages") }) },
    whole,
    newest(20),
  ],
});
registerRoute(({ url, request, event }) => isPage(url) && (request.mode === "navigate" || isTold(event)), pages);
// What has a hash of its content in its name never changes. Files of older versions stay a while, for pages that are open. Only the site's own,
// beside its pages: what the service worker asks for says no more what it is for, and by that the web server refuses uploads that are to run.
registerRoute(
  ({ url }) => /^(locales\/)?[^/]+-[0-9a-f]{16}(_bg)?\.(css|js|json|svg|wasm)$/.test(pathOf(url) ?? ""),
  new CacheFirst({ cacheName: cacheName("files"), plugins: [whole, newest(80)] }),
);
registerRoute(({ url }) => pathOf(url) === "config.json", new StaleWhileRevalidate({ cacheName: cacheName("config"), plugins: [whole] }));
// Texts that everybody may read, asked for as nobody, are there without a network, too. Nothing else of Directus is kept.
registerRoute(
  ({ url, request }) =>
    url.origin === scope.origin && /\/items\/[^/]+$/.test(url.pathname) && request.credentials === "omit" && !request.headers.has("authorization"),
  new NetworkFirst({ cacheName: cacheName("content"), plugins: [whole, newest(60)] }),
);

// By the name of the channel of the tabs that belong together: there may be several sites below one scope.
const keepers = new Map();
addEventListener("message", ({ data, source, ports }) => {
  const { keeper: name, message } = data ?? {};
  if (typeof name !== "string" || typeof message !== "string") {
    return; // For Workbox.
  }
  const path = pathOf(new URL(source.url)) ?? " ";
  const isOwn = publicPage.test(path) || mailedPage.test(path);
  const now = Date.now();
  if (name === "") {
    // A page that does not know its name yet: src/boot/account.js
    const all = [...keepers].map(([name, keeper]) => [name, keeper.kept(now)?.message]).filter(([, kept]) => kept);
    ports[0]?.postMessage(isOwn && all.length === 1 ? all[0].join(" ") : "nothing");
    return;
  }
  const keeper = keepers.get(name) ?? new Keeper();
  keepers.set(name, keeper);
  // Anybody may have it forget.
  const answer = isOwn || message.startsWith("forget ") ? keeper.hear(message, now) : undefined;
  ports[0]?.postMessage(answer ?? "nothing");
  const kept = keeper.kept(now);
  if (kept) {
    // At its end a token is forgotten, also if nobody asks.
    setTimeout(() => keeper.kept(Date.now()), Math.min(kept.until - now, 2 ** 31 - 1));
  }
});

// Each version of the site has its own, so that browsers install it. Pages of an older version go on: their files are in the cache, or a missing
// part has them load anew, with what was typed.
globalThis.version = VERSION;
addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(pages.handleAll({ event, request: anyPage })[1]);
});
clientsClaim();
