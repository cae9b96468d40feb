import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { type AddressInfo } from "node:net";
import { type Person } from "../support/admin.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, expectSession, signIn, test as base } from "../support/test.ts";
import { withProfile } from "../reliability/fixtures.ts";

interface Entry {
  method: string;
  path: string;
  query: string;
  purpose: string;
  /** Whether it is for a page that the browser opens. */
  isPage: boolean;
  status?: number;
}

// A page that signs out when it is opened must not do so when a browser prerenders it or loads it in a hidden tab.

/**
 * The site with one more page, which signs in, makes the browser prerender `/logout`, and navigates there when it is told to. A browser that a
 * debugger watches does not prerender: so this one is not watched, and its requests tell what it does.
 */
class PrerenderingBrowser {
  readonly #requests: Entry[] = [];
  readonly #server = http.createServer((request, response) => this.#serve(request, response));
  readonly #person: Person;
  #go: () => void = () => {};
  readonly #told = new Promise<void>((done) => (this.#go = done));

  constructor(person: Person) {
    this.#person = person;
  }

  async start(): Promise<string> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/begin`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Makes the page navigate to `/logout`. */
  go(): void {
    this.#go();
  }

  requests(method: string, path: string) {
    return this.#requests.filter((request) => request.method === method && request.path === path);
  }

  #serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method = "", url = "/", headers } = request;
    const [path = "", query = ""] = url.split("?");
    const entry: Entry = { method, path, query, purpose: String(headers["sec-purpose"] ?? ""), isPage: headers["sec-fetch-dest"] === "document" };
    this.#requests.push(entry);
    const { email, password } = this.#person;
    const own: Record<string, () => void> = {
      "/begin": () => response.writeHead(200, { "Content-Type": "text/html" }).end('<script src="/begin.js"></script>'),
      "/begin.js": () =>
        response.writeHead(200, { "Content-Type": "text/javascript" }).end(`(async () => {
          const body = ${JSON.stringify(JSON.stringify({ email, password, mode: "cookie" }))};
          await fetch("/directus/auth/login", { method: "POST", headers: { "Content-Type": "application/json" }, body });
          // The hint as the site writes it.
          localStorage.setItem("lychgate:/directus:memory", "signed-in:00000000");
          const rules = document.createElement("script");
          rules.type = "speculationrules";
          rules.textContent = '{"prerender":[{"source":"list","urls":["/logout"],"eagerness":"immediate"}]}';
          document.head.append(rules);
          await fetch("/told");
          await fetch("/memory?" + localStorage.getItem("lychgate:/directus:memory"));
          location.assign("/logout");
        })()`),
      "/memory": () => response.writeHead(204).end(),
      "/told": () => void this.#told.then(() => response.writeHead(204).end()),
    };
    if (own[path]) {
      own[path]();
      return;
    }
    const { port } = new URL(stack.url);
    const asked = http.request({ host: "127.0.0.1", port, path: url, method, headers }, (answer) => {
      entry.status = answer.statusCode ?? 0;
      response.writeHead(entry.status, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.destroy());
    request.pipe(asked);
  }
}

const test = base.extend<{ ahead: PrerenderingBrowser }>({
  ahead: async ({ member }, use) => {
    const ahead = new PrerenderingBrowser(member);
    await use(ahead);
    ahead.stop();
  },
});

test("a prerendered /logout does nothing until it is activated", async ({ ahead }, info) => {
  const address = await ahead.start();
  await withProfile(async (dir) => {
    const { args = [] } = info.project.use.launchOptions ?? {};
    // The headless shell does not prerender.
    const browser = spawn(stack.chromium, ["--headless", ...args, `--user-data-dir=${dir}`, address], { stdio: "ignore" });
    try {
      const statuses = (method: string, path: string) => ahead.requests(method, path).map(({ status }) => status);
      await expect.poll(() => statuses("POST", "/directus/auth/login")).toEqual([200]);
      await expect.poll(() => ahead.requests("GET", "/logout").map(({ purpose }) => purpose)).toEqual(["prefetch;prerender"]);
      // The site has sent all its requests by then, and a sign-out would have been the first.
      await expect.poll(() => statuses("GET", "/directus/items/global"), { message: "the page ahead runs" }).toEqual([200]);
      expect(ahead.requests("POST", "/directus/auth/logout")).toEqual([]);
      ahead.go();
      // It has written no hint either: a sign-out waits for a lock, which a prerendered page does not get.
      await expect.poll(() => ahead.requests("GET", "/memory").map(({ query }) => query)).toEqual(["signed-in:00000000"]);
      await expect.poll(() => statuses("POST", "/directus/auth/logout")).toEqual([204]);
      // The prerendered page is the one that is shown. (The service worker asks for it, too, and shows nothing.)
      expect(ahead.requests("GET", "/logout").filter(({ isPage }) => isPage)).toHaveLength(1);
    } finally {
      browser.kill();
      await once(browser, "exit");
    }
  });
});

for (const state of ["prerendered", "hidden"] as const) {
  test(`/logout in a ${state} tab waits until it is visible`, async ({ page, context, member, watch }) => {
    await signIn(page, member);
    const other = await context.newPage();
    // The state as scripts see it.
    await other.addInitScript((state) => {
      const page = { prerendering: state === "prerendered", hidden: state === "hidden" };
      Object.defineProperty(Document.prototype, "prerendering", { get: () => page.prerendering, configurable: true });
      Object.defineProperty(Document.prototype, "visibilityState", { get: () => (page.hidden ? "hidden" : "visible"), configurable: true });
      addEventListener("shown", () => {
        Object.assign(page, { prerendering: false, hidden: false });
        document.dispatchEvent(new Event(state === "prerendered" ? "prerenderingchange" : "visibilitychange"));
      });
    }, state);
    await other.goto("/logout");
    await expectHeading(other, "You are signed out");
    await expect.poll(() => other.evaluate(() => document.documentElement.hasAttribute("data-ready"))).toBe(true);
    // Not at an event before it is visible, either.
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.reload();
    await expectSession(page, "signed-in");
    expect(watch.requests("/auth/logout")).toHaveLength(0);

    await other.evaluate(() => dispatchEvent(new Event("shown")));
    await expectSession(page, "signed-out");
    await expectSession(other, "signed-out");
    await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(204);
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    expect(watch.requests("/auth/logout")).toHaveLength(1);
  });
}
