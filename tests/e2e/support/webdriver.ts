import { By, Key, type WebDriver, type WebElement, error } from "selenium-webdriver";
import { expect } from "@playwright/test";
import { type State } from "./test.ts";
import { type Watch } from "./watch.ts";

// Browsers that Playwright does not drive as the system has them: what their tabs have in common. A person's actions are commands
// of WebDriver, one after the other.

/** How a page was shown: whether it came from the page cache, and what its first frame showed. */
export interface Shown {
  persisted: boolean;
  first: string;
}

/** A message from a page. */
export type WatchMessage =
  | { kind: "document" }
  | { kind: "state"; state: State }
  | { kind: "violation" | "title" | "storage" | "console" | "error"; text: string };

/** What the preloaded script adds to a page. */
interface Preloaded {
  __lychgateSlept?: number;
  __lychgateShown?: Shown | undefined;
}

/** Runs in each page before the site’s scripts. */
export function reportFromPage(send: (text: string) => void) {
  const report = (message: WatchMessage) => send(JSON.stringify(message));
  report({ kind: "document" });

  // A clock that `Container.sleep` puts forward.
  const page = globalThis as unknown as Preloaded;
  const slept = () => page.__lychgateSlept ?? 0;
  const [monotonic, wall] = [Performance.prototype.now, Date.now];
  Performance.prototype.now = function () {
    return monotonic.call(this) + slept();
  };
  Date.now = () => wall() + slept();

  document.addEventListener("securitypolicyviolation", (event) => {
    report({ kind: "violation", text: `${event.violatedDirective} blocked ${event.blockedURI} ${event.sample} (${event.sourceFile})` });
  });
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key: string, value: string) {
    report({ kind: "storage", text: `${key} = ${value}` });
    return set.call(this, key, value);
  };
  let [title, state] = ["", "booting"];
  new MutationObserver(() => {
    if (document.title !== title) {
      title = document.title;
      report({ kind: "title", text: title });
    }
    const { session = state } = document.documentElement?.dataset ?? {};
    if (session !== state) {
      state = session;
      report({ kind: "state", state: session as State });
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-session"] });
  window.addEventListener("pagehide", () => (page.__lychgateShown = undefined));
  window.addEventListener("pageshow", ({ persisted }) => {
    requestAnimationFrame(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
      page.__lychgateShown = { persisted, first: [document.body?.innerText, ...fields.map(({ value }) => value)].join("\n") };
    });
  });
}

/** The time in milliseconds within which a browser answers. WebKitWebDriver loses the answer of a page that is replaced at the same moment. */
const ANSWER_WITHIN = 20_000;

/** A session of WebDriver. It has one current tab: its users wait for each other. */
export class Session {
  readonly driver: WebDriver;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(driver: WebDriver) {
    this.driver = driver;
  }

  /** Runs commands undisturbed by those for other tabs. */
  async exclusively<T>(act: (driver: WebDriver) => Promise<T>): Promise<T> {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise<void>((resolve) => (done = resolve));
    await before;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`no answer of the browser to ${act}`)), ANSWER_WITHIN);
    });
    try {
      return await Promise.race([act(this.driver), late]);
    } finally {
      clearTimeout(timer);
      done();
    }
  }

  /** Runs commands in a tab. */
  async inTab<T>(id: string, act: (driver: WebDriver) => Promise<T>): Promise<T> {
    return this.exclusively(async (driver) => {
      await driver.switchTo().window(id);
      return act(driver);
    });
  }
}

/** Tabs that share cookies and storage, and nothing with other containers. */
export abstract class Container {
  readonly url: string;
  readonly watch: Watch;
  readonly tabs: Tab[] = [];
  #isClosed = false;
  /** The time that the clock of all pages is put forward, in milliseconds. */
  protected slept = 0;
  /** How often a page has shown the state `signed-out`, if only for a moment. */
  signedOut = 0;

  constructor(url: string, watch: Watch) {
    this.url = url;
    this.watch = watch;
  }

  /** Opens a tab: visible in its own window, or in the background. */
  abstract open(where?: "seen" | "behind"): Promise<Tab>;

  /** Returns the token of the session cookie; empty without one. */
  abstract sessionCookie(): Promise<string>;

  protected abstract end(): Promise<void>;

  /** Puts the clock of all pages forward, as after a sleep of the machine. */
  async sleep(hours: number): Promise<void> {
    this.slept += hours * 3_600_000;
    await Promise.all(this.tabs.map((tab) => tab.run((slept) => void Object.assign(globalThis, { __lychgateSlept: slept }), this.slept)));
  }

  /** Checks all tabs for secrets, then closes them. */
  async close(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    try {
      const cookie = await this.sessionCookie();
      if (cookie !== "") {
        this.watch.keepSecret(cookie);
      }
      for (const tab of this.tabs) {
        await tab.inspect();
      }
    } finally {
      await this.end();
    }
  }

  /** @internal Handles a message of a page. */
  onMessage(message: WatchMessage): void {
    switch (message.kind) {
      case "document":
        return;
      case "state":
        if (message.state === "signed-out") {
          this.signedOut += 1;
        }
        return;
      case "violation":
        this.watch.report(`Content-Security-Policy: ${message.text}`);
        break;
      case "error":
        this.watch.report(`Console: ${message.text}`);
    }
    this.watch.checkText(message.kind, message.text);
  }
}

export abstract class Tab {
  readonly id: string;
  readonly #container: Container;
  readonly #session: Session;

  constructor(container: Container, session: Session, id: string) {
    this.#container = container;
    this.#session = session;
    this.id = id;
    container.tabs.push(this);
  }

  /** Opens a path of the site, or a URL; resolves when the new document has begun. */
  abstract goto(path: string): Promise<void>;

  /** Reloads; resolves when the new document has begun. */
  abstract reload(): Promise<void>;

  /** Runs a function in the page; its arguments and result are JSON. */
  abstract run<Args extends unknown[], T>(act: (...args: Args) => T, ...args: Args): Promise<Awaited<T>>;

  protected abstract goBack(): Promise<void>;
  protected abstract end(): Promise<void>;

  /** Returns the URL of a path of the site. */
  protected urlOf(path: string): string {
    return new URL(path, this.#container.url).href;
  }

  /** Returns the state that the page shows. */
  async state(): Promise<State> {
    return this.glimpse(() => document.documentElement.dataset.session as State, "booting");
  }

  /** Waits until the page is `signed-in` or `signed-out`, and returns which. */
  async settled(): Promise<State> {
    let state: State = "booting";
    await expect.poll(async () => (state = await this.state()), { intervals: [50] }).toMatch(/^signed-(in|out)$/);
    return state;
  }

  /** Goes back to a page of the site, as the button does. */
  async back(): Promise<Shown> {
    const before = await this.run(() => location.href);
    await this.goBack();
    const look = () =>
      this.glimpse((left) => (location.href === left ? null : ((globalThis as unknown as Preloaded).__lychgateShown ?? null)), null, before);
    let shown: Shown | null = null;
    await expect.poll(async () => (shown = await look()), { intervals: [50], message: "the page is shown again" }).toBeTruthy();
    return shown as unknown as Shown;
  }

  async close(): Promise<void> {
    this.#container.tabs.splice(this.#container.tabs.indexOf(this), 1);
    await this.end();
  }

  /** Returns the text of the element with this `data-testid`; empty without one. */
  async text(testId: string): Promise<string> {
    return this.glimpse((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? "", "", testId);
  }

  /** Returns all visible text of the page, with its title and fields. */
  async allText(): Promise<string> {
    return this.run(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
      return [document.title, document.body.innerText, ...fields.map((field) => field.value)].join("\n");
    });
  }

  /** Types into the field with this label. */
  async fill(label: string, text: string): Promise<void> {
    await this.act(fieldLabelled(label), (field) => field.sendKeys(text.replaceAll("\n", Key.ENTER)));
  }

  async press(button: string): Promise<void> {
    await this.act(`//button[normalize-space() = "${button}"]`, (element) => element.click());
  }

  /** Follows the first link to `address`. */
  async follow(address: string): Promise<void> {
    await this.act(`//a[@href = "${address}"]`, (element) => element.click());
  }

  /** Presses keys, wherever the focus is. */
  async keys(...keys: string[]): Promise<void> {
    await this.#session.inTab(this.id, (driver) => driver.actions().sendKeys(...keys).perform());
  }

  /** Sends the events of a tab that becomes visible. */
  async resume(): Promise<void> {
    await this.run(() => {
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      window.dispatchEvent(new Event("focus"));
    });
  }

  /** @internal Checks the page for secrets. */
  async inspect(): Promise<void> {
    if (!(await this.run(() => location.protocol)).startsWith("http")) {
      return;
    }
    const kept = await this.run(() => ({
      address: location.href,
      title: document.title,
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      cookie: document.cookie,
      history: JSON.stringify(history.state),
    }));
    for (const [where, text] of Object.entries(kept)) {
      this.#container.watch.checkText(where, text);
    }
  }

  /** Runs a function in the page; returns `otherwise` while the page is being replaced. */
  async glimpse<Args extends unknown[], T>(act: (...args: Args) => T, otherwise: Awaited<T>, ...args: Args): Promise<Awaited<T>> {
    return this.run(act, ...args).catch(() => otherwise);
  }

  /** Acts on the element as soon as it is there. */
  async act(xpath: string, act: (element: WebElement) => Promise<void>): Promise<void> {
    const isThere = (path: string) => document.evaluate(`boolean(${path})`, document, null, XPathResult.BOOLEAN_TYPE).booleanValue;
    await expect.poll(() => this.glimpse(isThere, false, xpath), { message: `${xpath} is there` }).toBe(true);
    // The app renders the page anew when it takes over: then another element is in the same place.
    const isStale = (failure: unknown) => failure instanceof error.StaleElementReferenceError;
    const once = () => this.#session.inTab(this.id, async (driver) => act(await driver.findElement(By.xpath(xpath))));
    await once().catch((failure: unknown) => (isStale(failure) ? once() : Promise.reject(failure as Error)));
  }
}

/** Returns the XPath of the field with this label. */
export function fieldLabelled(label: string): string {
  return `//*[self::input or self::textarea or self::select][@id = //label[text()[normalize-space() = "${label}"]]/@for]`;
}
