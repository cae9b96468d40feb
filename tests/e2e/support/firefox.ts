import { By, type WebDriver, type WebElement, error } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";
import { expect } from "@playwright/test";
import { Bidi } from "./bidi.ts";
import { stack } from "./stack.ts";
import { type State } from "./test.ts";
import { type Watch } from "./watch.ts";

// The system’s Firefox. Playwright drives only its own build, so this uses WebDriver: a person’s
// actions are its commands, one after the other; concurrent actions and messages from pages use BiDi.

/** A message from a page. */
type WatchMessage =
  | { kind: "document" }
  | { kind: "state"; state: State }
  | { kind: "violation" | "title" | "storage"; text: string };

/** How a page was shown: whether it came from the page cache, and what its first frame showed. */
export interface Shown {
  persisted: boolean;
  first: string;
}

/** What the preloaded script adds to a page. */
interface Witnessed {
  __lychgateSlept?: number;
  __lychgateShown?: Shown | undefined;
}

interface Source {
  context: string;
  realm: string;
}

/** Runs in each page before the site’s scripts. */
function reportFromPage(send: (text: string) => void) {
  const report = (message: WatchMessage) => send(JSON.stringify(message));
  report({ kind: "document" });

  // A clock that `Container.sleep` puts forward.
  const page = globalThis as unknown as Witnessed;
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

/** The BiDi channel that the preloaded script sends its messages to. */
const CHANNEL = { type: "channel", value: { channel: "lychgate" } };

export class Firefox {
  readonly #driver: WebDriver;
  readonly #bidi: Bidi;
  readonly #tabs = new Map<string, Tab>();
  /** The driver has one current tab: its users wait for each other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(driver: WebDriver, bidi: Bidi) {
    this.#driver = driver;
    this.#bidi = bidi;
  }

  /** Without a service worker, or with one, which Firefox ends as soon as it has nothing to do; `preferences` as in `about:config`. */
  static async start(serviceWorker = false, preferences: Record<string, boolean> = {}): Promise<Firefox> {
    // Both programs are given, so that selenium neither searches nor downloads.
    process.env.SE_OFFLINE = "true";
    const options = new firefox.Options().setBinary(stack.firefox).addArguments("-headless");
    options.setPreference("ui.prefersReducedMotion", 1);
    options.setPreference("dom.serviceWorkers.enabled", serviceWorker);
    options.setPreference("dom.serviceWorkers.idle_timeout", 300);
    for (const [name, value] of Object.entries(preferences)) {
      options.setPreference(name, value);
    }
    options.set("webSocketUrl", true);
    // Each test waits explicitly.
    options.set("pageLoadStrategy", "none");
    const driver = firefox.Driver.createSession(options, new firefox.ServiceBuilder(stack.geckodriver).build());
    const url = (await driver.getCapabilities()).get("webSocketUrl") as string;
    const started = new Firefox(driver, await Bidi.connect(url));
    await started.#listen();
    return started;
  }

  async quit(): Promise<void> {
    this.#bidi.close();
    await this.#driver.quit();
  }

  /** Opens a container, with its own cookies, storage and tabs, for the site at `url`. */
  async container(url: string, watch: Watch): Promise<Container> {
    const { userContext } = await this.#bidi.send<{ userContext: string }>("browser.createUserContext");
    return new Container(this, userContext, url, watch);
  }

  /** @internal */
  get bidi(): Bidi {
    return this.#bidi;
  }

  /** @internal Registers a tab, so that messages of its pages reach it. */
  adopt(tab: Tab): void {
    this.#tabs.set(tab.id, tab);
  }

  /** @internal Runs commands in a tab, undisturbed by other tabs. */
  async inTab<T>(id: string, act: (driver: WebDriver) => Promise<T>): Promise<T> {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise<void>((resolve) => (done = resolve));
    await before;
    try {
      await this.#driver.switchTo().window(id);
      return await act(this.#driver);
    } finally {
      done();
    }
  }

  async #listen(): Promise<void> {
    await this.#bidi.on<{ data: { value: string }; source: Source }>("script.message", ({ data, source }) => {
      this.#tabs.get(source.context)?.onMessage(JSON.parse(data.value) as WatchMessage, source.realm);
    });
    await this.#bidi.on<{ level: string; text: string | null; source: Source }>("log.entryAdded", ({ level, text, source }) => {
      this.#tabs.get(source.context)?.hearOfConsole(level, text ?? "");
    });
    await this.#bidi.send("script.addPreloadScript", { functionDeclaration: String(reportFromPage), arguments: [CHANNEL] });
  }
}

/** Tabs that share cookies and storage, and nothing with other containers. */
export class Container {
  readonly firefox: Firefox;
  readonly url: string;
  readonly watch: Watch;
  readonly #id: string;
  readonly #tabs: Tab[] = [];
  #slept = 0;
  #clock: string | undefined;
  /** How often a page has shown the state `signed-out`, if only for a moment. */
  signedOut = 0;

  constructor(firefox: Firefox, id: string, url: string, watch: Watch) {
    this.firefox = firefox;
    this.#id = id;
    this.url = url;
    this.watch = watch;
  }

  /** Opens a tab: visible in its own window, or in the background. */
  async open(where: "seen" | "behind" = "seen"): Promise<Tab> {
    const { context } = await this.firefox.bidi.send<{ context: string }>("browsingContext.create", {
      type: where === "seen" ? "window" : "tab",
      background: where === "behind",
      userContext: this.#id,
    });
    const tab = new Tab(this, context);
    this.#tabs.push(tab);
    this.firefox.adopt(tab);
    return tab;
  }

  /** Puts the clock of all pages forward, as after a sleep of the machine. */
  async sleep(hours: number): Promise<void> {
    this.#slept += hours * 3_600_000;
    const { bidi } = this.firefox;
    if (this.#clock !== undefined) {
      await bidi.send("script.removePreloadScript", { script: this.#clock });
    }
    // For pages that are opened later.
    const preload = { functionDeclaration: `() => { globalThis.__lychgateSlept = ${this.#slept}; }`, userContexts: [this.#id] };
    this.#clock = (await bidi.send<{ script: string }>("script.addPreloadScript", preload)).script;
    await Promise.all(
      this.#tabs.map((tab) => tab.run((slept) => void Object.assign(globalThis, { __lychgateSlept: slept }), this.#slept)),
    );
  }

  /** Returns the token of the session cookie; empty without one. */
  async sessionCookie(): Promise<string> {
    const { cookies } = await this.firefox.bidi.send<{ cookies: { name: string; value: { value: string } }[] }>("storage.getCookies", {
      partition: { type: "storageKey", userContext: this.#id },
    });
    return cookies.find(({ name }) => /^directus_(refresh|session)_token$/.test(name))?.value.value ?? "";
  }

  /** Checks all tabs for secrets, then closes them. */
  async close(): Promise<void> {
    const cookie = await this.sessionCookie();
    if (cookie !== "") {
      this.watch.keepSecret(cookie);
    }
    for (const tab of this.#tabs) {
      await tab.inspect();
    }
    await this.firefox.bidi.send("browser.removeUserContext", { userContext: this.#id });
  }

  /** @internal */
  forget(tab: Tab): void {
    this.#tabs.splice(this.#tabs.indexOf(tab), 1);
  }
}

export class Tab {
  readonly id: string;
  readonly #container: Container;
  /** The current document. Late messages of an earlier one are ignored. */
  #realm = "";
  #state: State = "booting";
  #documents = 0;

  constructor(container: Container, id: string) {
    this.#container = container;
    this.id = id;
  }

  /** The state that the page has reported last. */
  get state(): State {
    return this.#state;
  }

  /** Reads the state that the page shows. */
  async shows(): Promise<State> {
    return this.#glimpse(() => document.documentElement.dataset.session as State, "booting");
  }

  /** Opens a path of the site; resolves when the new document has begun. */
  async goto(path: string): Promise<void> {
    await this.#load("browsingContext.navigate", { url: this.#container.url + path });
  }

  /** Reloads; resolves when the new document has begun. */
  async reload(): Promise<void> {
    await this.#load("browsingContext.reload", {});
  }

  /** Goes back to a page of the site, as the button does. A page from the page cache reports nothing from then on. */
  async back(): Promise<Shown> {
    const before = await this.run(() => location.href);
    await this.#bidi.send("browsingContext.traverseHistory", { context: this.id, delta: -1 });
    const look = () =>
      this.#glimpse((left) => (location.href === left ? null : ((globalThis as unknown as Witnessed).__lychgateShown ?? null)), null, before);
    let shown: Shown | null = null;
    await expect.poll(async () => (shown = await look()), { intervals: [50], message: "the page is shown again" }).toBeTruthy();
    return shown as unknown as Shown;
  }

  async close(): Promise<void> {
    this.#container.forget(this);
    await this.#bidi.send("browsingContext.close", { context: this.id });
  }

  /** Runs a function in the page; its arguments and result are JSON. */
  async run<Args extends unknown[], T>(act: (...args: Args) => T, ...args: Args): Promise<Awaited<T>> {
    const { type, result, exceptionDetails } = await this.#bidi.send<{
      type: "success" | "exception";
      result?: { value?: string };
      exceptionDetails?: { text: string };
    }>("script.callFunction", {
      functionDeclaration: `async () => JSON.stringify(await (${act})(...${JSON.stringify(args)}))`,
      awaitPromise: true,
      target: { context: this.id },
    });
    if (type === "exception") {
      throw new Error(`in the page: ${exceptionDetails?.text}`);
    }
    return (result?.value === undefined ? undefined : JSON.parse(result.value)) as Awaited<T>;
  }

  /** Returns the text of the element with this `data-testid`; empty without one. */
  async text(testId: string): Promise<string> {
    return this.#glimpse((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? "", "", testId);
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
    await this.#act(`//input[@id = //label[normalize-space() = "${label}"]/@for]`, (field) => field.sendKeys(text));
  }

  async press(button: string): Promise<void> {
    await this.#act(`//button[normalize-space() = "${button}"]`, (element) => element.click());
  }

  /** Follows the first link to `address`. */
  async follow(address: string): Promise<void> {
    await this.#act(`//a[@href = "${address}"]`, (element) => element.click());
  }

  /** Waits until the page is `signed-in` or `signed-out`, and returns which. */
  async settled(): Promise<State> {
    await expect.poll(() => this.#state, { intervals: [50] }).toMatch(/^signed-(in|out)$/);
    return this.#state;
  }

  /** Sends the events of a tab that becomes visible. */
  async resume(): Promise<void> {
    await this.run(() => {
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      window.dispatchEvent(new Event("focus"));
    });
  }

  /** @internal */
  onMessage(message: WatchMessage, realm: string): void {
    switch (message.kind) {
      case "document":
        this.#realm = realm;
        this.#state = "booting";
        this.#documents += 1;
        return;
      case "state":
        if (message.state === "signed-out") {
          this.#container.signedOut += 1;
        }
        if (realm === this.#realm) {
          this.#state = message.state;
        }
        return;
      case "violation":
        this.#container.watch.report(`Content-Security-Policy: ${message.text}`);
    }
    this.#container.watch.checkText(message.kind, message.text);
  }

  /** @internal Handles a console message, an uncaught error or a CSP violation. */
  hearOfConsole(level: string, text: string): void {
    this.#container.watch.checkText("console", text);
    // Of a page that is left while a file is on its way to it.
    const isBrokenOff = /A ServiceWorker intercepted the request and encountered an unexpected error\.$/.test(text);
    if (level === "error" && !isBrokenOff) {
      this.#container.watch.report(`Console: ${text}`);
    }
  }

  /** @internal */
  async inspect(): Promise<void> {
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
  async #glimpse<Args extends unknown[], T>(act: (...args: Args) => T, otherwise: T, ...args: Args): Promise<T> {
    return this.run(act, ...args).catch(() => otherwise);
  }

  get #bidi(): Bidi {
    return this.#container.firefox.bidi;
  }

  async #load(method: string, params: object): Promise<void> {
    const before = this.#documents;
    await this.#bidi.send(method, { context: this.id, wait: "none", ...params });
    await expect.poll(() => this.#documents, { intervals: [10], message: "a new document has begun" }).toBeGreaterThan(before);
  }

  /** Acts on the element as soon as it is there. */
  async #act(xpath: string, act: (element: WebElement) => Promise<void>): Promise<void> {
    const isThere = (path: string) => document.evaluate(`boolean(${path})`, document, null, XPathResult.BOOLEAN_TYPE).booleanValue;
    await expect.poll(() => this.#glimpse(isThere, false, xpath), { message: `${xpath} is there` }).toBe(true);
    // The app renders the page anew when it takes over: then another element is in the same place.
    const isStale = (failure: unknown) => failure instanceof error.StaleElementReferenceError;
    const once = () => this.#container.firefox.inTab(this.id, async (driver) => act(await driver.findElement(By.xpath(xpath))));
    await once().catch((failure: unknown) => (isStale(failure) ? once() : Promise.reject(failure as Error)));
  }
}
