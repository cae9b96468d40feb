import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page, type TestInfo, chromium } from "@playwright/test";
import { type Person, unique } from "../support/admin.ts";
import { Faults } from "../support/faults.ts";
import { Random } from "../support/random.ts";
import { endServiceWorkers } from "../support/service-worker.ts";
import { SOAK } from "../support/soak.ts";
import { stack } from "../support/stack.ts";
import { type State, test as base, expect, expectSession, signIn, submitSignIn, visit } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

export { expect };
export * from "../support/test.ts";

/** A session state that a page has shown. */
interface Shown {
  page: Page;
  state: State;
  /** The time, as in the log of the proxy. */
  at: number;
}

/** A watch that expects failed requests to Directus: these tests cause them. */
class FaultyWatch extends Watch {
  override async attach(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      const failed = /^Failed to load resource: (?:the server responded with a status of (\d+)|net::)/.exec(message.text());
      const { pathname } = new URL(message.location().url || "about:blank");
      // Only requests to Directus are made to fail.
      if (failed && (pathname.includes("/directus/") || pathname === "/favicon.ico")) {
        this.expectFailure({ url: pathname, status: failed[1] === undefined ? "none" : Number(failed[1]) });
      }
    });
    await super.attach(context);
  }
}

/** Runs in each page: reports each session state that the page shows, if only for a moment. */
function reportStates() {
  const tell = (globalThis as unknown as { __lychgateState(state: string): void }).__lychgateState;
  let last = "booting";
  new MutationObserver(() => {
    const state = document.documentElement?.dataset.session ?? last;
    if (state !== last) {
      last = state;
      tell(state);
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-session"] });
}

/** Records the session states that the pages of the attached contexts show. */
export class States {
  readonly #shown: Shown[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async attach(context: BrowserContext): Promise<void> {
    await context.exposeBinding("__lychgateState", ({ page }, state: State) => {
      this.#shown.push({ page, state, at: this.#now() });
    });
    await context.addInitScript(reportStates);
  }

  /** How often a page has shown the state `signed-out`. */
  get signedOut(): number {
    return this.#shown.filter(({ state }) => state === "signed-out").length;
  }

  of(page: Page): State[] {
    return this.#shown.filter((shown) => shown.page === page).map(({ state }) => state);
  }

  /** Waits until `page` shows `state` at or after `since`. Returns the milliseconds in between. */
  async next(page: Page, state: State, since: number, within = 15_000): Promise<number> {
    let found: Shown | undefined;
    await expect
      .poll(() => (found = this.#shown.find((shown) => shown.page === page && shown.state === state && shown.at >= since)), {
        message: `the page becomes ${state}`,
        intervals: [50],
        timeout: within,
      })
      .toBeTruthy();
    return Math.round((found?.at ?? Infinity) - since);
  }

  forget(): void {
    this.#shown.length = 0;
  }
}

export type Mode = "cookie" | "session";
export const MODES: readonly Mode[] = ["cookie", "session"];

interface Options {
  /** The `authMode` of the site. */
  mode: Mode;
}

interface Fixtures {
  /** Starts another proxy in front of the site, with its own faults. */
  openFaults: () => Promise<Faults>;
  /** The proxy between the browser and the site; `baseURL` is its URL. */
  faults: Faults;
  /** The session states that all pages have shown. */
  states: States;
  /** Random numbers for this test, from the seed of the run. */
  random: Random;
  /** Notes figures for docs/reliability.md, which the report of the run prints. */
  figures: (figures: Record<string, string | number>) => void;
  /** Starts a browser on a profile folder, so that a test can close and reopen it. */
  browserIn: (profile: Profile) => Promise<BrowserContext>;
}

export interface Profile {
  /** The profile folder; a browser reopened on it keeps its data. */
  dir: string;
  launch?: LaunchOptions;
}

export const test = base.extend<Fixtures & Options>({
  // A failed test leaves its requests in a file, which is what matters here. A trace of many tabs and reloads would cost
  // more than the test.
  trace: ["off", { scope: "worker" }],
  mode: ["cookie", { option: true }],
  openFaults: async ({ mode }, use, info) => {
    const all: Faults[] = [];
    await use(async () => {
      const faults = await Faults.start(stack.url);
      all.push(faults);
      if (mode !== "cookie") {
        faults.configure({ authMode: mode });
      }
      return faults;
    });
    if (info.status !== info.expectedStatus) {
      const log = info.outputPath("requests.txt");
      await writeFile(log, all.map((faults) => `${faults}\n`).join("\n"));
      await info.attach("requests", { path: log });
    }
    await Promise.all(all.map((faults) => faults.stop()));
  },
  faults: async ({ openFaults }, use) => {
    await use(await openFaults());
  },
  baseURL: async ({ faults }, use) => {
    await use(faults.url);
  },
  watch: async ({}, use) => {
    await use(new FaultyWatch());
  },
  states: async ({ faults }, use) => {
    await use(new States(() => faults.now()));
  },
  context: async ({ context, states }, use) => {
    await states.attach(context);
    await use(context);
  },
  random: async ({}, use, info) => {
    await use(Random.of(info.titlePath.join(" › ")));
  },
  figures: async ({}, use, info) => {
    await use((figures) => note(info, figures));
  },
  browserIn: async ({ baseURL, watch, states, viewport }, use, info) => {
    const open = new Set<BrowserContext>();
    await use(async ({ dir, launch = {} }) => {
      const options: LaunchOptions & BrowserContextOptions = {
        ...info.project.use.launchOptions,
        executablePath: stack.chromium,
        ...launch,
        viewport,
      };
      const context = await chromium.launchPersistentContext(dir, { ...options, ...(baseURL ? { baseURL } : {}) });
      open.add(context);
      context.on("close", () => open.delete(context));
      await watch.attach(context);
      await states.attach(context);
      return context;
    });
    await watch.conclude();
    await Promise.all([...open].map((context) => context.close()));
  },
});

/** Runs `use` with a new profile folder, which is removed afterwards. */
export async function withProfile<T>(use: (dir: string) => Promise<T>, preferences?: object): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "lychgate-profile-"));
  try {
    if (preferences) {
      await mkdir(join(dir, "Default"));
      await writeFile(join(dir, "Default", "Preferences"), JSON.stringify(preferences));
    }
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Notes figures for the report of the run. */
export function note(info: TestInfo, figures: Record<string, string | number>): void {
  const description = Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  info.annotations.push({ type: "figures", description });
}

/** Returns the number for the quick run or for the long run. */
export function quickOrFull(quick: number, full: number): number {
  return SOAK ? full : quick;
}

/** Waits for a time. Only where the moment itself is random, or where a user does something for a while. */
export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Reloads immediately, whatever the page is doing. Between two documents it reloads the next one. */
export async function reloadNow(page: Page): Promise<void> {
  for (;;) {
    try {
      await page.reload({ waitUntil: "commit" });
      return;
    } catch (error) {
      if (!String(error).includes("Not attached to an active page")) {
        throw error;
      }
    }
  }
}

/** Waits until the page is `signed-in` or `signed-out`, and returns which. */
export async function waitUntilSettled(page: Page): Promise<State> {
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-session", /^signed-(in|out)$/);
  return (await html.getAttribute("data-session")) as State;
}

/** Puts the clock of all pages forward at once, as after a sleep of the machine. */
export async function sleep(context: BrowserContext, hours: number): Promise<void> {
  await context.clock.fastForward(hours * 3_600_000);
}

/** Sends the events of a tab that becomes visible. */
export async function resume(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    window.dispatchEvent(new Event("focus"));
  });
}

export const save = (page: Page) => page.getByRole("button", { name: "Save changes" }).click();
export const expectSaved = (page: Page) => expect(page.getByText("Your profile is saved.")).toBeVisible();

/** Expects that the page, with its title and fields, shows nothing of `person`. */
export async function expectNothingPrivate(page: Page, person: Person, ...texts: string[]): Promise<void> {
  await expect(page.getByTestId("profile-email")).toHaveCount(0);
  const shown = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    return [document.title, document.body.innerText, ...fields.map((field) => field.value)].join("\n");
  });
  for (const text of [person.email, ...texts]) {
    expect(shown).not.toContain(text);
  }
}

/** Returns the token of the session cookie; empty without one. */
export async function sessionCookie(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => /^directus_(refresh|session)_token$/.test(name));
  return cookie?.value ?? "";
}

/** Refreshes with this token of the browser’s, outside of the browser. That revokes it. */
export function refreshDirectly(token: string, mode: Mode, directusUrl: string): Promise<Response> {
  const [body, headers] =
    mode === "cookie" ? [{ mode: "json", refresh_token: token }, {}] : [{ mode }, { Cookie: `directus_session_token=${token}` }];
  return fetch(`${directusUrl}/auth/refresh`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Opens the profile of a signed-in user in a new tab. */
export async function openProfile(page: Page, person: Person): Promise<void> {
  await visit(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
}

/** Signs in again, for a test that has lost the session and continues counting. */
export async function signInAgain(page: Page, person: Person): Promise<void> {
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expectSession(page, "signed-in");
}

/** The duration of an outage in milliseconds. */
export const OUTAGE = quickOrFull(3_000, 60_000);
/** The time within which a page recovers after an outage, in milliseconds. */
export const BACK_WITHIN = 2_000;

/** Returns how many requests one page may send during an outage of `ms`: those of the click, and two a second, which is
 * twice what it sends on average. */
export function maxRequests(ms: number): number {
  return 6 + Math.ceil(ms / 500);
}

/** The button that a page shows during an outage. */
export const tryNowButton = (page: Page) => page.getByRole("button", { name: "Try now" });

/** Signs in, types into the profile, and lets the token expire. Returns the typed text. */
export async function typeWithExpiredToken(page: Page, person: Person, hours = 1): Promise<string> {
  await page.clock.install();
  await signIn(page, person);
  const text = unique("typed");
  await page.getByLabel("Location").fill(text);
  await sleep(page.context(), hours);
  return text;
}

/** Types for `ms` milliseconds, and returns the field’s value. */
export async function typeFor(page: Page, label: string, ms: number): Promise<string> {
  const field = page.getByLabel(label);
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await field.pressSequentially("word ");
    await pause(200);
  }
  return field.inputValue();
}

/** Expects that what was typed is still there, and saves it. */
export async function expectTypedAndSave(page: Page, typed: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(typed)) {
    await expect(page.getByLabel(label)).toHaveValue(text);
  }
  await save(page);
  await expectSaved(page);
}

/** Closes a page. Returns a blank one in the same browser, to which nobody hands over the token of the first. */
export async function replace(page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await endServiceWorkers(next);
  return next;
}
