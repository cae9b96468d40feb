import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BrowserContext, type Page } from "@playwright/test";
import { type Person } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { expect, expectHeading, openProfile, expectSession, signIn, quickOrFull, test, visit } from "./fixtures.ts";

// What a signed-in user costs Directus, in requests to /auth/*, compared with Directus’ own
// SDK, which refreshes in each page separately (`autoRefresh`).

const MINUTE = 60_000;
const TABS = quickOrFull(2, 10);
/** The minutes between two uses of a tab. */
const STEP = 5;

const PUBLIC_PAGES = ["/", "/pages/about", "/blog", "/blog?page=2", "/blog/apple-day", "/pages/privacy"];

const SDK = fileURLToPath(new URL("../node_modules/@directus/sdk/dist/", import.meta.url));
const SDK_PAGE = `<!doctype html><title>SDK</title><script type="module">
  import { authentication, createDirectus, readMe, rest } from "/sdk/index.js";
  const client = createDirectus(location.origin + "/directus")
    .with(authentication("cookie", { credentials: "include", autoRefresh: true }))
    .with(rest());
  const succeeds = (promise) => promise.then(() => true, () => false);
  window.boot = succeeds(client.refresh());
  window.use = () => succeeds(client.request(readMe({ fields: ["id"] })));
</script>`;

interface Sdk {
  boot: Promise<boolean>;
  use(): Promise<boolean>;
}

test.use({ trace: "off" });
test.setTimeout(quickOrFull(180_000, 3_600_000));

async function waitUntilIdle(faults: Faults): Promise<void> {
  await expect.poll(() => faults.underway).toBe(0);
}

/** Serves the SDK’s page and scripts as part of the site. */
async function serveSdk(context: BrowserContext): Promise<void> {
  await context.route("**/sdk/**", async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^.*\/sdk\//, "");
    if (path === "page") {
      return route.fulfill({ contentType: "text/html", body: SDK_PAGE });
    }
    return route.fulfill({ contentType: "text/javascript", body: await readFile(SDK + path) });
  });
}

async function openSdk(page: Page): Promise<boolean> {
  await page.goto("/sdk/page");
  await page.waitForFunction(() => "boot" in globalThis);
  return page.evaluate(() => (globalThis as unknown as Sdk).boot);
}

/** Signs in in a tab of its own, and closes it. */
async function signedIn(context: BrowserContext, person: Person): Promise<void> {
  const page = await context.newPage();
  await signIn(page, person);
  await page.close();
}

/** Advances the clock of all tabs, and runs their timers. */
async function pass(context: BrowserContext, minutes: number, faults: Faults): Promise<void> {
  await context.clock.runFor(minutes * MINUTE);
  await waitUntilIdle(faults);
}

const refreshes = (faults: Faults) => faults.requests("/auth/refresh").length;

test("a visitor who is not signed in causes no auth request", async ({ page, faults, figures, context }) => {
  for (const address of PUBLIC_PAGES) {
    await visit(page, address);
    await expectSession(page, "signed-out");
    await waitUntilIdle(faults);
  }
  expect(faults.requests("/auth/").map(String)).toEqual([]);
  expect(faults.requests("/users/").map(String)).toEqual([]);

  faults.forget();
  await serveSdk(context);
  for (const _ of PUBLIC_PAGES) {
    expect(await openSdk(page)).toBe(false);
  }
  figures({ pages: PUBLIC_PAGES.length, lychgate: 0, sdk: refreshes(faults) });
});

test("a tab that is idle for 8 hours causes no auth request", async ({ context, member, faults, figures }) => {
  await context.clock.install();
  await signedIn(context, member);
  const page = await context.newPage();
  await openProfile(page, member);
  await waitUntilIdle(faults);
  faults.forget();
  for (let hour = 0; hour < 8; hour += 1) {
    await pass(context, 60, faults);
  }
  await expectSession(page, "signed-in");
  expect(faults.requests("/directus/").map(String)).toEqual([]);
  await page.close();

  await serveSdk(context);
  const tab = await context.newPage();
  expect(await openSdk(tab)).toBe(true);
  faults.forget();
  for (let minute = 0; minute < 8 * 60; minute += 5) {
    await pass(context, 5, faults);
  }
  figures({ lychgate: 0, sdk: refreshes(faults) });
});

test("an hour of use in many tabs causes at most five refreshes, and one more tab none", async ({ context, member, faults, figures }) => {
  await context.clock.install();
  await signedIn(context, member);
  const tabs: Page[] = [];
  for (let count = 0; count < TABS; count += 1) {
    const page = await context.newPage();
    await openProfile(page, member);
    tabs.push(page);
  }
  await waitUntilIdle(faults);
  faults.forget();
  for (let minute = 0; minute < 60; minute += STEP) {
    await pass(context, STEP, faults);
    for (const tab of tabs) {
      await tab.getByRole("link", { name: "Blog" }).click();
      await expectHeading(tab, "Blog");
      await tab.getByRole("link", { name: "Profile" }).click();
      await expect(tab.getByTestId("profile-email")).toHaveText(member.email);
    }
  }
  const lychgate = refreshes(faults);
  expect(lychgate).toBeLessThanOrEqual(5);

  faults.forget();
  const oneMore = await context.newPage();
  await openProfile(oneMore, member);
  await waitUntilIdle(faults);
  const lychgateOneMore = refreshes(faults);
  expect(lychgateOneMore).toBe(0);
  await Promise.all([...tabs, oneMore].map((tab) => tab.close()));

  await serveSdk(context);
  const others: Page[] = [];
  for (let count = 0; count < TABS; count += 1) {
    const tab = await context.newPage();
    await openSdk(tab);
    others.push(tab);
  }
  await waitUntilIdle(faults);
  faults.forget();
  let lost = 0;
  for (let minute = 0; minute < 60; minute += STEP) {
    await pass(context, STEP, faults);
    for (const tab of others) {
      lost += (await tab.evaluate(() => (globalThis as unknown as Sdk).use())) ? 0 : 1;
    }
  }
  const sdk = refreshes(faults);
  faults.forget();
  await openSdk(await context.newPage());
  figures({
    tabs: TABS,
    lychgate,
    sdk,
    "requests of the SDK that failed": lost,
    "lychgate, one more tab": lychgateOneMore,
    "sdk, one more tab": refreshes(faults),
  });
});
