import firefox from "selenium-webdriver/firefox.js";
import { expect } from "@playwright/test";
import { Bidi } from "./bidi.ts";
import { stack } from "./stack.ts";
import { type Watch } from "./watch.ts";
import { Container, Session, Tab, type WatchMessage, reportFromPage } from "./webdriver.ts";

// The system’s Firefox. Playwright drives only its own build, so this uses WebDriver; concurrent actions and messages from pages use BiDi.

interface Source {
  context: string;
}

/** The BiDi channel that the preloaded script sends its messages to. */
const CHANNEL = { type: "channel", value: { channel: "lychgate" } };

export class Firefox {
  readonly session: Session;
  readonly bidi: Bidi;
  readonly #tabs = new Map<string, FirefoxTab>();

  private constructor(session: Session, bidi: Bidi) {
    this.session = session;
    this.bidi = bidi;
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
    const started = new Firefox(new Session(driver), await Bidi.connect(url));
    await started.#listen();
    return started;
  }

  async quit(): Promise<void> {
    this.bidi.close();
    await this.session.driver.quit();
  }

  /** Opens a container for the site at `url`. */
  async container(url: string, watch: Watch): Promise<Container> {
    const { userContext } = await this.bidi.send<{ userContext: string }>("browser.createUserContext");
    return new FirefoxContainer(this, userContext, url, watch);
  }

  /** @internal Registers a tab, so that messages of its pages reach it. */
  adopt(tab: FirefoxTab): void {
    this.#tabs.set(tab.id, tab);
  }

  async #listen(): Promise<void> {
    await this.bidi.on<{ data: { value: string }; source: Source }>("script.message", ({ data, source }) => {
      this.#tabs.get(source.context)?.onMessage(JSON.parse(data.value) as WatchMessage);
    });
    await this.bidi.on<{ level: string; text: string | null; source: Source }>("log.entryAdded", ({ level, text, source }) => {
      this.#tabs.get(source.context)?.onConsole(level, text ?? "");
    });
    await this.bidi.send("script.addPreloadScript", { functionDeclaration: String(reportFromPage), arguments: [CHANNEL] });
  }
}

class FirefoxContainer extends Container {
  readonly #firefox: Firefox;
  readonly #id: string;
  #clock: string | undefined;

  constructor(firefox: Firefox, id: string, url: string, watch: Watch) {
    super(url, watch);
    this.#firefox = firefox;
    this.#id = id;
  }

  async open(where: "seen" | "behind" = "seen"): Promise<Tab> {
    const { context } = await this.#firefox.bidi.send<{ context: string }>("browsingContext.create", {
      type: where === "seen" ? "window" : "tab",
      background: where === "behind",
      userContext: this.#id,
    });
    const tab = new FirefoxTab(this, this.#firefox, context);
    this.#firefox.adopt(tab);
    return tab;
  }

  override async sleep(hours: number): Promise<void> {
    const { bidi } = this.#firefox;
    if (this.#clock !== undefined) {
      await bidi.send("script.removePreloadScript", { script: this.#clock });
    }
    await super.sleep(hours);
    // For pages that are opened later.
    const preload = { functionDeclaration: `() => { globalThis.__lychgateSlept = ${this.slept}; }`, userContexts: [this.#id] };
    this.#clock = (await bidi.send<{ script: string }>("script.addPreloadScript", preload)).script;
  }

  async sessionCookie(): Promise<string> {
    const { cookies } = await this.#firefox.bidi.send<{ cookies: { name: string; value: { value: string } }[] }>("storage.getCookies", {
      partition: { type: "storageKey", userContext: this.#id },
    });
    return cookies.find(({ name }) => /^directus_(refresh|session)_token$/.test(name))?.value.value ?? "";
  }

  protected async end(): Promise<void> {
    await this.#firefox.bidi.send("browser.removeUserContext", { userContext: this.#id });
  }
}

/** A page from the page cache reports nothing any more: it is asked. */
class FirefoxTab extends Tab {
  readonly #bidi: Bidi;
  readonly #messages: Container;
  #documents = 0;

  constructor(container: Container, firefox: Firefox, id: string) {
    super(container, firefox.session, id);
    this.#bidi = firefox.bidi;
    this.#messages = container;
  }

  async goto(path: string): Promise<void> {
    await this.#load("browsingContext.navigate", { url: this.urlOf(path) });
  }

  async reload(): Promise<void> {
    // A page of which a file did not come through the service worker loads itself anew, which may abort this. A new document begins either way.
    await this.#load("browsingContext.reload", {}, "NS_BINDING_ABORTED");
  }

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

  /** @internal */
  onMessage(message: WatchMessage): void {
    if (message.kind === "document") {
      this.#documents += 1;
    }
    this.#messages.onMessage(message);
  }

  /** @internal Handles a console message, an uncaught error or a CSP violation. */
  onConsole(level: string, text: string): void {
    // Of a page that is left while a file is on its way to it.
    const isBrokenOff = /A ServiceWorker intercepted the request and encountered an unexpected error\.$/.test(text);
    this.#messages.onMessage({ kind: level === "error" && !isBrokenOff ? "error" : "console", text });
  }

  protected async goBack(): Promise<void> {
    await this.#bidi.send("browsingContext.traverseHistory", { context: this.id, delta: -1 });
  }

  protected async end(): Promise<void> {
    await this.#bidi.send("browsingContext.close", { context: this.id });
  }

  async #load(method: string, params: object, expectedError?: string): Promise<void> {
    const before = this.#documents;
    await this.#bidi.send(method, { context: this.id, wait: "none", ...params }).catch((error: Error) => {
      if (expectedError === undefined || !error.message.includes(expectedError)) throw error;
    });
    await expect.poll(() => this.#documents, { intervals: [10], message: "a new document has begun" }).toBeGreaterThan(before);
  }
}
