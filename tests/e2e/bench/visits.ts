/** What is measured: a visitor who comes, signs in, reads and comes again. */

import { createHash } from "node:crypto";
import { connect } from "node:tls";
import { type Browser, type BrowserContext, type Page, chromium } from "@playwright/test";
import { CHROMIUM_ARGUMENTS } from "../support/chromium.ts";
import { Network, type Sent } from "./network.ts";
import { type Mark, type MarkName, type Probed, probe } from "./probe.ts";

/** What network and processor are like. */
export interface Conditions {
  /** The least time that a request takes, in milliseconds. */
  latency: number;
  /** In bytes per second; -1 is no limit. */
  download: number;
  upload: number;
  /** How many times slower the processor is. */
  slowdown: number;
}

export const PROFILES = {
  slow: { latency: 150, download: 1_600_000 / 8, upload: 750_000 / 8, slowdown: 4 },
  fast: { latency: 0, download: -1, upload: -1, slowdown: 1 },
} satisfies Record<string, Conditions>;

/**
 * For counting. Here each answer takes so long that a request which waits for no other is never sent after another’s answer, however busy the
 * machine is: the counts of two runs are the same.
 */
export const COUNTING: Conditions = { latency: 1000, download: -1, upload: -1, slowdown: 1 };

/** What is visited. */
export interface Target {
  name: string;
  url: string;
  /** Whether it is the site. Else it has a sign-in form and nothing more. */
  hasApp: boolean;
}

export interface Account {
  email: string;
  password: string;
}

/**
 * - `form`: the sign-in page, with an empty cache
 * - `submit`: the same, with a form that is submitted again and again
 * - `sign-in`: from the click on “Sign in” to the profile
 * - `reload`: the profile, with all in the cache
 * - `link`: from the click on the link to the blog
 * - `profile`: the profile, with a session and an empty cache
 * - `blog`: the list of posts, with an empty cache and nobody signed in
 */
export type VisitName = "form" | "submit" | "sign-in" | "reload" | "link" | "profile" | "blog";

/** One page load, or what follows one click. */
export interface Visit {
  name: VisitName;
  /** When it began, in milliseconds by the wall clock. */
  start: number;
  marks: Partial<Record<MarkName, number>>;
  sent: Sent[];
  /** The cumulative layout shift of a page load. */
  shift?: number;
}

/** How long a visitor has the pointer on a link before they click, in milliseconds. */
const HOVER = 100;

/** How long a visitor needs to fill in the sign-in form, in milliseconds. */
const TYPING = 4000;

/** Starts a browser that trusts the certificates at `urls`. With errors ignored instead, it would keep nothing in its cache. */
export async function browserFor(urls: string[], executablePath: string): Promise<Browser> {
  const keys = await Promise.all(urls.map(keyOf));
  return chromium.launch({ executablePath, args: [...CHROMIUM_ARGUMENTS, `--ignore-certificate-errors-spki-list=${keys}`] });
}

/** Returns the digest of the key of the server at `url`. */
function keyOf(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
      socket.destroy();
      key ? resolve(createHash("sha256").update(key).digest("base64")) : reject(new Error(`${url} shows no certificate`));
    });
    socket.on("error", reject);
  });
}

/** Makes all visits to `target` once. Each page load with an empty cache is that of a new browser profile. */
export async function visits(browser: Browser, target: Target, account: Account, conditions: Conditions): Promise<Visit[]> {
  const done: Visit[] = [];
  const visitor = async (options: Options, visit: (visitor: Visitor) => Promise<void>) => {
    const visitor = await Visitor.in(browser, target, conditions, options);
    await visit(visitor);
    await visitor.leave();
  };
  let state: State | undefined;
  await visitor({ submits: true }, async (visitor) => {
    done.push(await visitor.load("submit", "/signin", ["answer"]));
  });
  await visitor({}, async (visitor) => {
    done.push(await visitor.load("form", "/signin", target.hasApp ? ["form", "app"] : ["form"]));
    if (target.hasApp) {
      done.push(await visitor.signIn(account));
      await visitor.worker();
      // The page of this path was not loaded by itself yet.
      await visitor.load("reload", undefined, ["profile"]);
      done.push(await visitor.load("reload", undefined, ["profile"]));
      done.push(await visitor.follow('header a[href="/blog"]'));
      state = await visitor.state();
    }
  });
  if (state) {
    await visitor({ state }, async (visitor) => {
      done.push(await visitor.load("profile", "/profile", ["profile"]));
    });
    await visitor({}, async (visitor) => {
      done.push(await visitor.load("blog", "/blog", ["list"]));
    });
  }
  return done;
}

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Options {
  /** Cookies and storage of an earlier visit. */
  state?: State;
  submits?: boolean;
}

/** A page in a browser profile of its own. */
class Visitor {
  readonly #page: Page;
  readonly #network: Network;
  #onMark = (_: Mark) => {};

  private constructor(page: Page, network: Network) {
    this.#page = page;
    this.#network = network;
  }

  static async in(browser: Browser, { url }: Target, conditions: Conditions, { state, submits = false }: Options): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: 1280, height: 800 },
      serviceWorkers: "allow",
      ...(state ? { storageState: state } : {}),
    });
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    const network = await Network.of(client);
    const { latency, download, upload, slowdown } = conditions;
    await client.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: download, uploadThroughput: upload });
    await client.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    if (submits) {
      // Nobody is to be signed in by it.
      await client.send("Network.setBlockedURLs", { urls: ["*/auth/login*"] });
    }
    const visitor = new Visitor(page, network);
    await page.exposeFunction("__benchMark", (mark: Mark) => visitor.#onMark(mark));
    await page.addInitScript(probe, { submits });
    return visitor;
  }

  /** Opens `path`, or the same page again, and waits for all of `wanted`. */
  async load(name: VisitName, path: string | undefined, wanted: MarkName[]): Promise<Visit> {
    return this.#measure(name, wanted, async () => {
      await (path === undefined ? this.#page.reload({ waitUntil: "commit" }) : this.#page.goto(path, { waitUntil: "commit" }));
    });
  }

  /** Fills in the form that is shown, and sends it. */
  async signIn({ email, password }: Account): Promise<Visit> {
    await this.#page.locator("main input[name=email]").fill(email);
    await this.#page.locator("main input[name=password]").fill(password);
    // Somebody who types gives the browser time to load what the app loads when it is idle.
    await this.#page.waitForTimeout(TYPING);
    await this.#network.quiet();
    return this.#measure("sign-in", ["click", "profile"], () => this.#page.locator("main form button[type=submit]").click({ noWaitAfter: true }));
  }

  /** Clicks on a link to the list of posts, as somebody with a pointer does. */
  async follow(link: string): Promise<Visit> {
    return this.#measure("link", ["click", "list"], async () => {
      await this.#page.hover(link);
      await this.#page.waitForTimeout(HOVER);
      await this.#page.click(link, { noWaitAfter: true });
    });
  }

  /** Waits for the service worker, if the site has registered one. */
  async worker(): Promise<void> {
    await this.#page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await (registration && navigator.serviceWorker.ready);
    });
  }

  /** Leaves the site, and returns what the browser keeps of the visit besides its cache. */
  async state(): Promise<State> {
    await this.#page.goto("about:blank");
    return this.#page.context().storageState();
  }

  async leave(): Promise<void> {
    await this.#page.context().close();
  }

  async #measure(name: VisitName, wanted: MarkName[], act: () => Promise<void>): Promise<Visit> {
    this.#network.forget();
    const marks: Visit["marks"] = {};
    let start = 0;
    let onAll = () => {};
    const all = new Promise<void>((resolve) => (onAll = resolve));
    this.#onMark = (mark) => {
      if (wanted.includes(mark.name)) {
        marks[mark.name] ??= mark.time;
        start = marks.click ?? mark.origin;
      }
      if (wanted.every((name) => name in marks)) {
        onAll();
      }
    };
    await act();
    await this.#within(all, () => `${name}: of ${wanted} there is only ${Object.keys(marks)} at ${this.#page.url()}`);
    await this.#network.quiet();
    this.#onMark = () => {};
    const shift = "click" in marks ? {} : { shift: await this.#page.evaluate(() => (globalThis as unknown as Probed).__benchShift()) };
    return { name, start, marks, sent: this.#network.sent, ...shift };
  }

  async #within(promise: Promise<void>, reason: () => string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(reason())), 60_000)));
    await Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
}
