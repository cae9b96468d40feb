import { type Browser, type BrowserContext, type Page } from "@playwright/test";
import { type Person } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { Random } from "../support/random.ts";
import { endServiceWorkers, waitForServiceWorker } from "../support/service-worker.ts";
import { type Watch } from "../support/watch.ts";
import {
  MODES,
  expect,
  pause,
  quickOrFull,
  reloadNow,
  resume,
  signIn,
  signInAgain,
  sleep,
  test,
  waitUntilSettled,
} from "./fixtures.ts";

// A reload storm: the user reloads again and again while the page is still booting, on a slow connection. Directus
// has rotated, and the page that the answer was for has gone.

/** Concurrent storms, each with its own user, browser context and proxy. */
const LANES = 4;
const STORMS = quickOrFull(4, 200);
const SESSION_STORMS = quickOrFull(2, 200);
/** The longest delay to Directus, and from it, in milliseconds. */
const SLOWEST = 800;
/** About how long a boot takes on the slow connection: reloads happen at any moment of it. */
const BOOT = 1_500;

/** Without the service worker, and with it, which is ended at random moments. */
const WORKERS = ["block", "allow"] as const;
type Workers = (typeof WORKERS)[number];

interface Lane {
  page: Page;
  context: BrowserContext;
  faults: Faults;
  random: Random;
  person: Person;
}

interface Count {
  storms: number;
  reloads: number;
  lost: number;
  rotations: number;
  refreshes: number;
}

/** Reloads at random moments. Returns the number of reloads. */
async function storm({ page, random }: Pick<Lane, "page" | "random">, serviceWorkers: Workers): Promise<number> {
  const reloads = random.int(1, 5);
  for (let reload = 0; reload < reloads; reload += 1) {
    // What the page leaves with it as it goes may be gone, too.
    const moment = serviceWorkers === "allow" ? random.int(0, 3) : 0;
    if (moment === 1) {
      await endServiceWorkers(page);
    }
    await reloadNow(page);
    if (moment >= 2) {
      await endServiceWorkers(page);
    }
    await pause(random.int(0, BOOT));
  }
  return reloads;
}

interface Storms {
  browser: Browser;
  openFaults: () => Promise<Faults>;
  watch: Watch;
  name: string;
  storms: number;
  serviceWorkers: Workers;
}

/** Runs storms in all lanes, and counts their outcomes. */
async function run(
  { browser, openFaults, watch, name, storms, serviceWorkers }: Storms,
  prepare: (context: BrowserContext) => Promise<unknown>,
  enter: (context: BrowserContext) => Promise<{ page: Page; person: Person }>,
  one: (lane: Lane) => Promise<number>,
): Promise<Count> {
  const lanes: Lane[] = [];
  for (let index = 0; index < LANES; index += 1) {
    const faults = await openFaults();
    const context = await browser.newContext({ baseURL: faults.url, serviceWorkers });
    await watch.attach(context);
    await prepare(context);
    // One after the other: a sign-in costs Directus much processor time.
    const entered = await enter(context);
    if (serviceWorkers === "allow") {
      await waitForServiceWorker(entered.page);
      // What a service worker that ends has in its hands is lost, and asked for again.
      for (const url of [".js", ".wasm", ".css", ".json", ".svg"]) {
        watch.expectFailure({ url, status: "none", times: "any" });
      }
    }
    lanes.push({ ...entered, context, faults, random: Random.of(`${name} ${index}`) });
  }

  const count: Count = { storms: 0, reloads: 0, lost: 0, rotations: 0, refreshes: 0 };
  const pass = async (lane: Lane) => {
    const { page, faults, random, person } = lane;
    const slow = () => random.int(0, SLOWEST);
    const calm = faults.add({ path: "/auth/refresh", before: slow, after: slow });
    faults.forget();
    const reloads = await one(lane);
    const lost = (await waitUntilSettled(page)) === "signed-out";
    calm();
    count.storms += 1;
    count.reloads += reloads;
    count.rotations += faults.rotations();
    count.refreshes += faults.requests("/auth/refresh").length;
    if (lost) {
      count.lost += 1;
      console.log(`lost:\n${faults}`);
      await signInAgain(page, person);
    }
    await expect(page.getByTestId("profile-email")).toHaveText(person.email);
  };
  await Promise.all(
    lanes.map(async (lane) => {
      for (let left = storms / LANES; left > 0; left -= 1) {
        await pass(lane);
      }
    }),
  );
  await watch.conclude();
  await Promise.all(lanes.map(({ context }) => context.close()));
  return count;
}

test.setTimeout(quickOrFull(120_000, 3_600_000));

for (const serviceWorkers of WORKERS) {
  const worker = serviceWorkers === "allow" ? "with the service worker" : "without the service worker";
  for (const mode of MODES) {
    test.describe(() => {
      test.use({ mode });

      test(`reload storms ${worker} in ${mode} mode lose no session`, async ({ browser, openFaults, admin, watch, states, figures }, info) => {
        const count = await run(
          { browser, openFaults, watch, name: info.title, storms: mode === "cookie" ? STORMS : SESSION_STORMS, serviceWorkers },
          (context) => states.attach(context),
          async (context) => {
            const [page, person] = [await context.newPage(), await admin.person()];
            watch.keepSecret(person.password);
            await signIn(page, person);
            states.forget();
            return { page, person };
          },
          (lane) => storm(lane, serviceWorkers),
        );
        figures({ ...count });
        expect(count.lost).toBe(0);
        expect(states.signedOut, "a page that says that nobody is signed in, if only for a moment").toBe(0);
      });
    });
  }

  test(`reload storms ${worker} with expired tokens, beside a tab that resumes, lose no session`, async ({
    browser,
    openFaults,
    admin,
    watch,
    states,
    figures,
  }, info) => {
    const count = await run(
      { browser, openFaults, watch, name: info.title, storms: STORMS, serviceWorkers },
      async (context) => {
        await states.attach(context);
        await context.clock.install();
      },
      async (context) => {
        const [page, person] = [await context.newPage(), await admin.person()];
        watch.keepSecret(person.password);
        await signIn(page, person);
        const other = await context.newPage();
        await other.goto("/profile");
        await expect(other.getByTestId("profile-email")).toHaveText(person.email);
        states.forget();
        return { page, person };
      },
      async ({ page, context, random, person }) => {
        await sleep(context, 1);
        const other = context.pages().find((tab) => tab !== page);
        if (!other) {
          throw new Error("the other tab is gone");
        }
        const [reloads] = await Promise.all([storm({ page, random }, serviceWorkers), resume(other)]);
        await expect(other.locator("html")).toHaveAttribute("data-session", "signed-in");
        await expect(other.getByTestId("profile-email")).toHaveText(person.email);
        return reloads;
      },
    );
    figures({ ...count });
    expect(count.lost).toBe(0);
    expect(states.signedOut, "a page that says that nobody is signed in, if only for a moment").toBe(0);
  });
}
