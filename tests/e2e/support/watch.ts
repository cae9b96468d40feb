import { type BrowserContext, type ConsoleMessage, type Page, type Request, type Response, expect } from "@playwright/test";

/** A failing request that a test announces. */
export interface ExpectedFailure {
  /** The end of the path, without the query and without a file's hash: `/auth/login`, `purify.min.js`. */
  url: string;
  /** The status of the answer; `"none"` when there is no answer. */
  status: number | "none";
  /** How often it fails: once by default; `"some"` means once or more, `"any"` that or not at all. */
  times?: number | "some" | "any";
}

type Kind = "violation" | "title" | "storage";

const NETWORK_FAILURE = /^Failed to load resource: (?:the server responded with a status of (\d+)|net::)/;
/** The hash in the name of a built file. */
const HASH = /-[0-9a-f]{12,16}(?=[._])/;
/** Header and payload of a JSON Web Token. */
const JWT = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/;
/** Whether the answers of `url` hold a token. */
const bringsSecrets = (url: string) => /\/auth\/(login|refresh)$/.test(new URL(url).pathname);

/** Runs in each page before the site’s scripts: reports titles, writes to storage and CSP violations. */
function reportFromPage() {
  const report = (kind: string, text: string) =>
    (globalThis as unknown as { __lychgateWitness(kind: string, text: string): void }).__lychgateWitness(kind, text);
  document.addEventListener("securitypolicyviolation", (event) => {
    report("violation", `${event.violatedDirective} blocked ${event.blockedURI} ${event.sample} (${event.sourceFile})`);
  });
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key: string, value: string) {
    report("storage", `${key} = ${value}`);
    return set.call(this, key, value);
  };
  let last = "";
  new MutationObserver(() => {
    if (document.title !== last) {
      last = document.title;
      report("title", last);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/**
 * Watches everything that the pages of a context do. It fails the test for any console error,
 * unhandled error, violation of the Content-Security-Policy, failed request that was not announced, and for any secret
 * outside of where it belongs.
 */
export class Watch {
  readonly #contexts: BrowserContext[] = [];
  readonly #requests: Request[] = [];
  readonly #problems: string[] = [];
  readonly #expected: (ExpectedFailure & { seen: number })[] = [];
  /** Console lines of the site that the test has announced. */
  readonly #expectedLines: { text: string; seen: boolean }[] = [];
  /** Texts that must hold no secret: console lines, URLs, titles, storage. */
  readonly #seen: { where: string; text: string }[] = [];
  readonly #secrets = new Set<string>();
  /** Mailed links that the test opens. */
  readonly #links = new Set<string>();
  readonly #reading: Promise<void>[] = [];

  /** Watches all pages of `context` from now on. */
  async attach(context: BrowserContext): Promise<void> {
    this.#contexts.push(context);
    await context.exposeBinding("__lychgateWitness", (_, kind: Kind, text: string) => {
      if (kind === "violation") {
        this.#problems.push(`Content-Security-Policy: ${text}`);
      }
      this.#seen.push({ where: kind, text });
    });
    await context.addInitScript(reportFromPage);
    context.on("console", (message) => this.#onConsole(message));
    context.on("weberror", (error) => this.#problems.push(`Unhandled: ${error.error().stack ?? error.error()}`));
    context.on("request", (request) => {
      this.#requests.push(request);
      this.#seen.push({ where: "address of a request", text: request.url() });
    });
    context.on("response", (response) => {
      if (bringsSecrets(response.url())) {
        this.#reading.push(this.#learnRefreshToken(response));
      }
    });
    // Not when it ends: Chromium never reports the end of a request that the page has aborted.
    context.on("requestfinished", (request) => {
      if (bringsSecrets(request.url())) {
        this.#reading.push(this.#learnAccessToken(request));
      }
    });
    context.on("page", (page) => {
      page.on("framenavigated", (frame) => this.#seen.push({ where: "address", text: frame.url() }));
    });
  }

  /** Announces a failing request. It has to fail, and no other request may. */
  expectFailure(failure: ExpectedFailure): void {
    this.#expected.push({ ...failure, seen: 0 });
  }

  /** Announces an error that the site writes to the console and that begins with `text`. It has to be written. */
  expectError(text: string): void {
    this.#expectedLines.push({ text, seen: false });
  }

  /** Returns the requests so far whose path ends with `path`; if that ends with a slash, whose path contains it. */
  requests(path: string): Request[] {
    return this.#requests.filter((request) => {
      const { pathname } = new URL(request.url());
      return path.endsWith("/") ? pathname.includes(path) : pathname.endsWith(path);
    });
  }

  /** Forgets the requests so far. */
  forgetRequests(): void {
    this.#requests.length = 0;
  }

  /** Registers a secret, such as a password, that must not appear anywhere. */
  keepSecret(text: string): void {
    this.#secrets.add(text);
  }

  /**
   * Registers a mailed link that a test opens. It holds a token of Directus, which may appear in the URL that opens the page
   * and in the one request that sends it, and nowhere else.
   */
  allowMailedLink(link: string): void {
    this.#links.add(link);
  }

  /** Checks a text from another browser for secrets. */
  checkText(where: string, text: string): void {
    this.#seen.push({ where, text });
  }

  /** Reports a problem in another browser. */
  report(problem: string): void {
    this.#problems.push(problem);
  }

  /** Fails the test if there was a problem. */
  async conclude(): Promise<void> {
    for (const page of this.#contexts.flatMap((context) => context.pages())) {
      await this.#inspect(page);
    }
    await Promise.all(this.#reading);
    for (const { where, text: seen } of this.#seen) {
      const text = this.#withoutLinks(where, seen);
      const secret = [...this.#secrets].find((secret) => text.includes(secret));
      if (secret !== undefined || JWT.test(text)) {
        this.#problems.push(`A secret in: ${where}: ${text}`);
      }
    }
    for (const { url, status, times = 1, seen } of this.#expected) {
      if (times !== "any" && (times === "some" ? seen === 0 : seen !== times)) {
        this.#problems.push(`${url} was to fail (${status}) ${times} times, and failed ${seen} times`);
      }
    }
    for (const { text, seen } of this.#expectedLines) {
      if (!seen) {
        this.#problems.push(`The console was to say “${text}”, and has not`);
      }
    }
    expect(this.#problems, "what went wrong behind the scenes").toEqual([]);
  }

  /** Removes mailed links from a text in which they may appear. */
  #withoutLinks(where: string, seen: string): string {
    let text = seen;
    for (const link of this.#links) {
      const token = new URL(link).searchParams.get("token") ?? "";
      if (where.startsWith("address")) {
        text = text.replace(link, "");
      }
      // Also on the console, where the browser names failed requests.
      if (where !== "storage") {
        text = text.replace(`/users/register/verify-email?token=${token}`, "");
      }
    }
    return text;
  }

  #onConsole(message: ConsoleMessage): void {
    const text = message.text();
    const { url } = message.location();
    this.#seen.push({ where: "console", text: `${text} ${url}` });
    if (message.type() !== "error") {
      return;
    }
    const line = this.#expectedLines.find((line) => text.startsWith(line.text));
    if (line) {
      line.seen = true;
      return;
    }
    const failed = NETWORK_FAILURE.exec(text);
    if (failed) {
      const status = failed[1] === undefined ? "none" : Number(failed[1]);
      const { pathname } = new URL(url);
      const matching = this.#expected.filter((failure) => pathname.replace(HASH, "").endsWith(failure.url) && failure.status === status);
      const open = matching.find(({ times = 1, seen }) => typeof times === "string" || seen < times) ?? matching[0];
      if (open) {
        open.seen += 1;
        return;
      }
    }
    this.#problems.push(`Console: ${text} ${url}`);
  }

  async #learnRefreshToken(response: Response): Promise<void> {
    const headers = await response.allHeaders().catch((): Record<string, string> => ({}));
    this.#learn(/directus_refresh_token=([^;\s]+)/.exec(headers["set-cookie"] ?? ""));
  }

  async #learnAccessToken(request: Request): Promise<void> {
    // The page may have gone before its answer was read; the next answer has a new token.
    const body = await request.response().then((response) => response?.text()).catch(() => undefined);
    this.#learn(/"access_token":"([^"]+)"/.exec(body ?? ""));
  }

  #learn(found: RegExpExecArray | null): void {
    if (found?.[1]) {
      this.#secrets.add(found[1]);
    }
  }

  async #inspect(page: Page): Promise<void> {
    if (page.isClosed() || !page.url().startsWith("http")) {
      return;
    }
    const state = await page.evaluate(() => ({
      title: document.title,
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      cookie: document.cookie,
      history: JSON.stringify(history.state),
    }));
    for (const [where, text] of Object.entries(state)) {
      this.#seen.push({ where, text });
    }
  }
}
