import { type BrowserContext, type Page, test as plain } from "@playwright/test";
import { admin } from "./support/admin.ts";
import { expect, signIn, visit } from "./support/test.ts";
import { Watch } from "./support/watch.ts";

// The watch that all other tests rely on notices each kind of problem.

async function watched(context: BrowserContext, action: (page: Page, watch: Watch) => Promise<unknown>): Promise<Watch> {
  const watch = new Watch();
  await watch.attach(context);
  const page = await context.newPage();
  await visit(page, "/pages/about");
  await action(page, watch);
  return watch;
}

const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6Im5vYm9keSJ9.c2lnbmF0dXJl";

plain("a page without a fault passes the watch", async ({ context }) => {
  const watch = await watched(context, (page) => page.getByRole("link", { name: "Blog" }).click());
  await expect(watch.conclude()).resolves.toBeUndefined();
});

const FAULTS: Record<string, [RegExp, (page: Page, watch: Watch) => Promise<unknown>]> = {
  "an error in the console": [/Console: Oh no/, (page) => page.evaluate(() => console.error("Oh no"))],
  "an error that nobody handles": [/Unhandled: .*Oops/, (page) => page.evaluate(() => void setTimeout(() => { throw new Error("Oops"); }))],
  "a rejection that nobody handles": [/Unhandled: .*Nope/, (page) => page.evaluate(() => void Promise.reject(new Error("Nope")))],
  "a breach of the policy": [
    /Content-Security-Policy: img-src/,
    (page) => page.evaluate(() => new Promise((done) => { const image = new Image(); image.onerror = done; image.src = "https://example.com/x.png"; })),
  ],
  "a failed request that was not announced": [/Failed to load resource.*404/, (page) => page.evaluate(() => fetch("/no-such-file.png"))],
  "an announced failure that did not happen": [
    /was to fail \(401\) 1 times, and failed 0 times/,
    async (_, watch) => watch.expectFailure({ url: "/auth/login", status: 401 }),
  ],
  "a token in the title": [/A secret in: title/, (page) => page.evaluate((token) => (document.title = token), TOKEN)],
  "a token in the address": [/A secret in: address/, (page) => page.evaluate((token) => history.replaceState(null, "", `?t=${token}`), TOKEN)],
  "a token in the console": [/A secret in: console/, (page) => page.evaluate((token) => console.log(token), TOKEN)],
  "a token in the storage, if only for a moment": [
    /A secret in: storage/,
    (page) => page.evaluate((token) => { localStorage.setItem("t", token); localStorage.removeItem("t"); }, TOKEN),
  ],
  "the refresh token, which has no shape of its own": [
    /A secret in: session/,
    async (page) => {
      await signIn(page, await admin().person());
      const [cookie] = await page.context().cookies();
      await page.evaluate((token) => { sessionStorage.t = token; }, cookie?.value);
    },
  ],
};

for (const [what, [problem, action]] of Object.entries(FAULTS)) {
  plain(`the watch notices ${what}`, async ({ context }) => {
    const watch = await watched(context, action);
    await expect(watch.conclude()).rejects.toThrow(problem);
  });
}
