import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Readable } from "node:stream";
import { Builder } from "selenium-webdriver";
import { expect } from "@playwright/test";
import { type Faults, MESSAGES } from "./faults.ts";
import { freePort } from "./ports.ts";
import { stack } from "./stack.ts";
import { Watch } from "./watch.ts";
import { Container, Session, Tab, type WatchMessage, reportFromPage } from "./webdriver.ts";

// The system’s WebKitGTK: MiniBrowser on a display of its own. Its WebDriver has no BiDi, and no console: the proxy in front of the site puts
// a script into each page that reports to it.

/** Runs in each page before the site’s scripts: reports what goes to the console as an error. */
function reportErrors(send: (text: string) => void) {
  const report = (kind: "console" | "error", ...parts: unknown[]) => send(JSON.stringify({ kind, text: parts.map(String).join(" ") }));
  for (const level of ["log", "info", "warn", "error"] as const) {
    const write = console[level];
    console[level] = (...parts: unknown[]) => {
      report(level === "error" ? "error" : "console", ...parts);
      write(...parts);
    };
  }
  window.addEventListener("error", ({ message, filename, lineno }) => report("error", `Uncaught: ${message} (${filename}:${lineno})`));
  window.addEventListener("unhandledrejection", ({ reason }) => report("error", "Unhandled rejection:", reason));
}

/** A display, on which each container has a browser. */
export class WebKit {
  readonly #xvfb: ChildProcess;
  readonly #display: string;
  /** The folder for everything that MiniBrowser and GTK read and write. */
  readonly #home: string;
  readonly #containers: WebKitContainer[] = [];

  private constructor(xvfb: ChildProcess, display: string, home: string) {
    this.#xvfb = xvfb;
    this.#display = display;
    this.#home = home;
  }

  static async start(): Promise<WebKit> {
    const xvfb = spawn(stack.xvfb, ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const [display] = (await once(xvfb.stdio[3] as Readable, "data")) as [Buffer];
    const home = await mkdtemp(join(tmpdir(), "lychgate-webkit-"));
    await mkdir(join(home, "gtk-3.0"));
    await writeFile(join(home, "gtk-3.0", "settings.ini"), "[Settings]\ngtk-enable-animations=0\n");
    return new WebKit(xvfb, `:${display.toString().trim()}`, home);
  }

  /** Opens a container for the site behind `faults`. */
  async container(faults: Faults, watch = new Watch()): Promise<Container> {
    const port = await freePort();
    const process = await this.#startDriver(port);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({
        browserName: "MiniBrowser",
        // Each test waits explicitly.
        pageLoadStrategy: "none",
        "webkitgtk:browserOptions": { binary: stack.webkit, args: ["--automation"] },
      })
      .build();
    const container = new WebKitContainer(new Session(driver), await driver.getWindowHandle(), process, faults, watch);
    this.#containers.push(container);
    return container;
  }

  /** Ends everything. Containers that are still open are not checked. */
  async quit(): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.kill()));
    await ended(this.#xvfb);
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Each driver has one session, and each session one set of cookies. */
  async #startDriver(port: number): Promise<ChildProcess> {
    const folders = { XDG_CONFIG_HOME: this.#home, XDG_CACHE_HOME: join(this.#home, "cache"), XDG_DATA_HOME: join(this.#home, "data") };
    const driver = spawn(stack.webkitDriver, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, ...folders, DISPLAY: this.#display } });
    const isReady = () => fetch(`http://127.0.0.1:${port}/status`).then(({ ok }) => ok, () => false);
    await expect.poll(isReady, { intervals: [20], message: "WebKitWebDriver answers" }).toBe(true);
    return driver;
  }
}

class WebKitContainer extends Container {
  readonly #session: Session;
  readonly #process: ChildProcess;
  /** The window that the session began with. It stays open: without any the session ends. */
  readonly #first: string;

  constructor(session: Session, first: string, process: ChildProcess, faults: Faults, watch: Watch) {
    super(faults.url, watch);
    this.#session = session;
    this.#first = first;
    this.#process = process;
    const send = `(text) => navigator.sendBeacon("${MESSAGES}", text)`;
    faults.preload({
      script: () => `globalThis.__lychgateSlept = ${this.slept}; for (const report of [${reportFromPage}, ${reportErrors}]) report(${send});`,
      receive: (text) => this.onMessage(JSON.parse(text) as WatchMessage),
    });
  }

  async open(where: "seen" | "behind" = "seen"): Promise<Tab> {
    const id = await this.#session.exclusively(async (driver) => {
      // The tab that was the current one may be closed.
      await driver.switchTo().window(this.#first);
      await driver.switchTo().newWindow(where === "seen" ? "window" : "tab");
      return driver.getWindowHandle();
    });
    return new WebKitTab(this, this.#session, id);
  }

  async sessionCookie(): Promise<string> {
    const [tab] = this.tabs;
    const cookies = tab ? await this.#session.inTab(tab.id, (driver) => driver.manage().getCookies()) : [];
    return cookies.find(({ name }) => /^directus_(refresh|session)_token$/.test(name))?.value ?? "";
  }

  /** Ends browser and driver. */
  async kill(): Promise<void> {
    await ended(this.#process);
  }

  protected async end(): Promise<void> {
    await this.#session.driver.quit();
    await this.kill();
  }
}

interface Outcome {
  result?: string | null;
  error?: string;
}

class WebKitTab extends Tab {
  readonly #session: Session;

  constructor(container: Container, session: Session, id: string) {
    super(container, session, id);
    this.#session = session;
  }

  async goto(path: string): Promise<void> {
    await this.#load((driver) => driver.get(this.urlOf(path)));
  }

  async reload(): Promise<void> {
    await this.#load((driver) => driver.navigate().refresh());
  }

  async run<Args extends unknown[], T>(act: (...args: Args) => T, ...args: Args): Promise<Awaited<T>> {
    const call = `(${act})(...${JSON.stringify(args)})`;
    const { result, error } = await this.#session.inTab(this.id, (driver) =>
      // The answer of a script that waits is lost more easily.
      act.constructor.name === "AsyncFunction"
        ? driver.executeAsyncScript<Outcome>(`
            const done = arguments[arguments.length - 1];
            ${call}.then((value) => done({ result: JSON.stringify(value) }), (error) => done({ error: String(error) }));`)
        : driver.executeScript<Outcome>(`
            try {
              return { result: JSON.stringify(${call}) };
            } catch (error) {
              return { error: String(error) };
            }`),
    );
    if (error !== undefined) {
      throw new Error(`in the page: ${error}`);
    }
    return (result == null ? undefined : JSON.parse(result)) as Awaited<T>;
  }

  protected async goBack(): Promise<void> {
    await this.#session.inTab(this.id, (driver) => driver.navigate().back());
  }

  protected async end(): Promise<void> {
    await this.#session.inTab(this.id, (driver) => driver.close());
  }

  async #load(navigate: (driver: Session["driver"]) => Promise<void>): Promise<void> {
    // Each document has its own.
    const origin = () => this.glimpse(() => (location.protocol === "about:" ? 0 : performance.timeOrigin), 0);
    const before = await origin();
    await this.#session.inTab(this.id, navigate);
    await expect.poll(async () => [0, before].includes(await origin()), { intervals: [10], message: "a new document has begun" }).toBe(false);
  }
}

/** Ends a process, and waits until it has. */
async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) {
    const exit = once(process, "exit");
    process.kill();
    await exit;
  }
}
