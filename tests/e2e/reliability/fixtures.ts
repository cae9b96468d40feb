import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page, type TestInfo, chromium } from "@playwright/test";
import { type Person, unique } from "../support/admin.ts";
import { Faults } from "../support/faults.ts";
import { Random } from "../support/random.ts";
import { SOAK } from "../support/soak.ts";
import { stack } from "../support/stack.ts";
import { type State, test as base, expect, expectSession, signIn, submitSignIn, visit } from "../support/test.ts";
import { Watch } from "../support/watch.ts";

export { expect };
export * from "../support/test.ts";

/** A state that a page has shown. */
interface Shown {
  page: Page;
  state: State;
  /** As in the log of the proxy. */
  at: number;
}

/** Sees what the watch sees, but lets pass that the browser speaks of requests that failed: here they are made to. */
class FaultyWatch extends Watch {
  override async attach(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      const failed = /^Failed to load resource: (?:the server responded with a status of (\d+)|net::)/.exec(message.text());
      const { pathname } = new URL(message.location().url || "about:blank");
      // What is not Directus' was not made to fail.
      if (failed && (pathname.includes("/directus/") || pathname === "/favicon.ico")) {
        this.expectFailure({ url: pathname, status: failed[1] === undefined ? "none" : Number(failed[1]) });
      }
    });
    await super.attach(context);
  }
}

/** Runs in each page: tells each state that the page shows, if only for a moment. */
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

/** All states that the pages of the watched contexts have shown, one after the other. */
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

  /** How often a page has shown that nobody is signed in. */
  get signedOut(): number {
    return this.#shown.filter(({ state }) => state === "signed-out").length;
  }

  of(page: Page): State[] {
    return this.#shown.filter((shown) => shown.page === page).map(({ state }) => state);
  }

  /** Waits until `page` shows `state`, from `since` on; gives the milliseconds from then. */
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
  /** Makes one more way to the site, with faults of its own. */
  openFaults: () => Promise<Faults>;
  /** Between the browser and the site; `baseURL` is its address. */
  faults: Faults;
  /** What all pages have shown of the session. */
  states: States;
  /** Chance of this test's own, from the seed of the run. */
  random: Random;
  /** Figures for docs/reliability.md: the report of the run prints them. */
  figures: (figures: Record<string, string | number>) => void;
  /** A browser of its own, which keeps what it knows in a folder of its own; to be closed and opened again. */
  browserIn: (profile: Profile) => Promise<BrowserContext>;
}

export interface Profile {
  /** The folder; the same one is the same browser. */
  dir: string;
  launch?: LaunchOptions;
}

export const test = base.extend<Fixtures & Options>({
  // What matters here are the requests, which a failed test leaves in a file. A trace of many tabs and reloads would be
  // more work than they are.
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

/** A new folder for a browser, gone when the test is over. */
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

/** Writes figures down, for the report of the run. */
export function note(info: TestInfo, figures: Record<string, string | number>): void {
  const description = Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  info.annotations.push({ type: "figures", description });
}

/** The number for the quick run, or the one for the long run. */
export function quickOrFull(quick: number, full: number): number {
  return SOAK ? full : quick;
}

/** Lets time pass where the moment itself is what is left to chance, or where somebody does something for a while. */
export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Reloads at this very moment, whatever the page is at. Between two documents there is none to be reloaded: then it is the next one. */
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

/** Waits until the page says whether somebody is signed in, and says so. */
export async function waitUntilSettled(page: Page): Promise<State> {
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-session", /^signed-(in|out)$/);
  return (await html.getAttribute("data-session")) as State;
}

/** Makes time pass at once, for all pages of the context, as when a machine has slept. */
export async function sleep(context: BrowserContext, hours: number): Promise<void> {
  await context.clock.fastForward(hours * 3_600_000);
}

/** What a browser tells a page that somebody comes back to. */
export async function resume(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    window.dispatchEvent(new Event("focus"));
  });
}

export const save = (page: Page) => page.getByRole("button", { name: "Save changes" }).click();
export const expectSaved = (page: Page) => expect(page.getByText("Your profile is saved.")).toBeVisible();

/** Nothing on the page, its title and fields included, tells of `person`. */
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

/** The token that the browser keeps the session by; empty when there is none. */
export async function sessionCookie(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => /^directus_(refresh|session)_token$/.test(name));
  return cookie?.value ?? "";
}

/** Asks Directus for a new token by this one of the browser's, past the browser; that uses it up. */
export function refreshDirectly(token: string, mode: Mode, directusUrl: string): Promise<Response> {
  const [body, headers] =
    mode === "cookie" ? [{ mode: "json", refresh_token: token }, {}] : [{ mode }, { Cookie: `directus_session_token=${token}` }];
  return fetch(`${directusUrl}/auth/refresh`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** Opens the profile of somebody who is signed in by a cookie, in a tab that knows nothing yet. */
export async function openProfile(page: Page, person: Person): Promise<void> {
  await visit(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
}

/** Signs in once more, where a test has lost the session and goes on counting. */
export async function signInAgain(page: Page, person: Person): Promise<void> {
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expectSession(page, "signed-in");
}

/** How long the server is away. */
export const OUTAGE = quickOrFull(3_000, 60_000);
/** Somebody at the page has it back this soon, in milliseconds. */
export const BACK_WITHIN = 2_000;

/** How many requests one page may send while the server is away for `ms`: those of the click, and two a second, which is
 * twice what it sends on average. */
export function maxRequests(ms: number): number {
  return 6 + Math.ceil(ms / 500);
}

/** There as long as the page says that the server is away. */
export const tryNowButton = (page: Page) => page.getByRole("button", { name: "Try now" });

/** Signed in, with a text typed into the profile, and a token that has run out. */
export async function typeWithExpiredToken(page: Page, person: Person, hours = 1): Promise<string> {
  await page.clock.install();
  await signIn(page, person);
  const text = unique("typed");
  await page.getByLabel("Location").fill(text);
  await sleep(page.context(), hours);
  return text;
}

/** Somebody goes on typing, for a while; says what the field holds then. */
export async function typeFor(page: Page, label: string, ms: number): Promise<string> {
  const field = page.getByLabel(label);
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await field.pressSequentially("word ");
    await pause(200);
  }
  return field.inputValue();
}

/** What everybody is owed when the server is there again: what was typed is there, and can be saved. */
export async function expectTypedAndSave(page: Page, typed: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(typed)) {
    await expect(page.getByLabel(label)).toHaveValue(text);
  }
  await save(page);
  await expectSaved(page);
}
