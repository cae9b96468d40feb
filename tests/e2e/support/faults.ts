import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** A delay in milliseconds, fixed or drawn for each request; or until a promise resolves. */
export type Delay = number | (() => number) | Promise<void>;

/** An answer that the proxy makes up. */
export interface Answer {
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** What goes wrong with a request. All but the last two faults happen before the request reaches the server. */
export type Fault =
  /** Answered by the proxy itself. */
  | Answer
  /** The connection breaks. */
  | "reset"
  /** The connection stays open without an answer until the browser aborts it. */
  | "hang"
  /** The server handles the request; half of its answer’s body arrives. */
  | "truncate"
  /** The server handles the request; its answer never arrives. */
  | "swallow";

/** A fault, and the requests that it applies to. */
export interface Rule {
  method?: string;
  /** The end of the path without its query; or, if it ends with a slash, a part of the path. */
  path: string;
  /** How often it applies; without it, until it is removed. */
  times?: number;
  /** Which of the matching requests it applies to. */
  when?: (headers: IncomingMessage["headers"]) => boolean;
  /** The delay before the request reaches the server. */
  before?: Delay;
  /** The delay before the answer reaches the browser. */
  after?: Delay;
  fault?: Fault;
}

/** A request and its outcome. */
export interface Entry {
  /** When it arrived, in milliseconds since the proxy’s start. */
  at: number;
  method: string;
  path: string;
  /** Whether it was sent to the server. */
  sent?: boolean;
  /** The status of the server’s answer, if there is one. */
  server?: number;
  /** The status that the browser got. */
  status?: number;
  /** The faults and delays that applied to it. */
  done: string[];
  /** When it ended. */
  ended?: number;
  /** Whether the page aborted it. */
  gone?: boolean;
}

/** A script that runs in each page before the site's, for browsers that preload none themselves. */
export interface Preload {
  script: () => string;
  /** Takes what the script sends to `MESSAGES`. */
  receive: (text: string) => void;
}

/** The paths of the preloaded script and of its messages. They are in no log. */
const PRELOAD = "/__lychgate/preload.js";
export const MESSAGES = "/__lychgate/messages";

/** A second site on the same origin, below a path of its own. */
export interface Mount {
  /** `/b`. Its Directus is at `/b/directus`. */
  at: string;
  /** The URL of its Directus; the site’s own by default. */
  directus?: string;
}

const error = (code: string) => JSON.stringify({ errors: [{ message: "Made by a test.", extensions: { code } }] });
const json = { "Content-Type": "application/json; charset=utf-8" };

/** Directus’ answer with 500. */
export const INTERNAL_SERVER_ERROR: Answer = { status: 500, headers: json, body: error("INTERNAL_SERVER_ERROR") };
/** A proxy’s answer when its upstream is down. */
export const BAD_GATEWAY: Answer = {
  status: 502,
  headers: { "Content-Type": "text/html" },
  body: "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>",
};
/** Directus’ answer with 503. */
export const SERVICE_UNAVAILABLE: Answer = { status: 503, headers: json, body: error("SERVICE_UNAVAILABLE") };
/** Directus’ answer to an expired token; a real one expires after a quarter of an hour. */
export const TOKEN_EXPIRED: Answer = { status: 401, headers: json, body: error("TOKEN_EXPIRED") };
/** Directus' rate limit, with `Retry-After` as seconds or as a date. */
export function tooMany(retryAfter: number | Date): Answer {
  const value = typeof retryAfter === "number" ? String(retryAfter) : retryAfter.toUTCString();
  return { status: 429, headers: { ...json, "Retry-After": value }, body: error("REQUESTS_EXCEEDED") };
}

/** Headers that belong to one connection, or that the proxy sets itself. */
const OWN_HEADERS = new Set(["connection", "keep-alive", "transfer-encoding"]);

function matches(entry: Pick<Entry, "path">, path: string): boolean {
  const { pathname } = new URL(entry.path, "http://proxy");
  return path.endsWith("/") ? pathname.includes(path) : pathname.endsWith(path);
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

async function collect(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

interface ServerAnswer {
  status: number;
  /** Names and values alternately. */
  headers: string[];
  body: Buffer;
}

/** Sends the browser’s request to the server on a new connection. */
function forward(
  target: URL,
  request: IncomingMessage,
  headers: OutgoingHttpHeaders,
  body: Buffer,
  sent: () => void,
): Promise<ServerAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      // The servers listen on IPv4 only.
      host: target.hostname === "localhost" ? "127.0.0.1" : target.hostname,
      port: target.port,
      path: target.pathname + target.search,
      method: request.method,
      headers,
      agent: false,
    };
    const asking = http.request(options, (answer) => {
      collect(answer).then((body) => resolve({ status: answer.statusCode ?? 0, headers: answer.rawHeaders, body }), reject);
    });
    asking.on("error", reject);
    asking.on("finish", sent);
    asking.end(body);
  });
}

/**
 * A proxy between the browser and the site that causes faults and logs every request.
 *
 * As on any network, what was sent arrives: a request reaches the server although its page has gone meanwhile,
 * and so does its answer as far as the browser lets it.
 */
export class Faults {
  readonly #site: string;
  readonly #server: http.Server;
  readonly #started = performance.now();
  readonly #rules = new Set<Rule & { left: number }>();
  readonly #mounts: Mount[] = [];
  #log: Entry[] = [];
  #down: Fault | undefined;
  #config: Record<string, unknown> | undefined;
  #directus: string | undefined;
  #preload: Preload | undefined;
  #underway = 0;

  private constructor(site: string) {
    this.#site = site;
    this.#server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => void this.#serve(request, response));
  }

  /** Starts a proxy in front of `site` on a free port. */
  static async start(site: string): Promise<Faults> {
    const faults = new Faults(site);
    await new Promise<void>((done) => faults.#server.listen(0, "127.0.0.1", done));
    return faults;
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  /** The site’s URL through this proxy. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds a rule, and returns a function that removes it. If several rules match, their delays add up and the first fault applies. */
  add(rule: Rule): () => void {
    const kept = { ...rule, left: rule.times ?? Infinity };
    this.#rules.add(kept);
    return () => void this.#rules.delete(kept);
  }

  /** Removes all rules. Requests that hang keep hanging. */
  clear(): void {
    this.#rules.clear();
    this.#down = undefined;
  }

  /** Acts as if Directus were stopped, also for requests on their way to it. */
  down(how: Fault): void {
    this.#down = how;
    // The browser repeats a request by itself for each reused connection that breaks; that would change the counts.
    this.#server.closeIdleConnections();
  }

  /** Changes keys of the configuration. */
  configure(config: Record<string, unknown>): void {
    this.#config = { ...this.#config, ...config };
  }

  /** Has each page run a script before those of the site. */
  preload(preload: Preload): void {
    this.#preload = preload;
  }

  /** Serves the site below a second path, too. */
  mount(mount: Mount): void {
    this.#mounts.push(mount);
  }

  /** Sends `/directus/` to another Directus. */
  leadTo(directus: string): void {
    this.#directus = directus;
  }

  /** The time since the start in milliseconds, as in the log. */
  now(): number {
    return performance.now() - this.#started;
  }

  /** Returns the requests so far, pending ones included; with a path or method, those that match. */
  requests(path?: string, method?: string): Entry[] {
    return this.#log.filter(
      (entry) => (path === undefined || matches(entry, path)) && (method === undefined || entry.method === method),
    );
  }

  /** Returns the number of refreshes that issued a new token. In cookie mode each has revoked a refresh token. */
  rotations(): number {
    return this.requests("/auth/refresh", "POST").filter(({ server }) => server === 200).length;
  }

  /** The number of pending requests. */
  get underway(): number {
    return this.#underway;
  }

  /** Forgets the requests so far. */
  forget(): void {
    this.#log = [];
  }

  /** The log, a line for each request. */
  toString(): string {
    const time = (ms: number) => `${(ms / 1000).toFixed(3)}s`;
    return this.#log
      .map(({ at, method, path, server, status, done, ended, gone }) =>
        [
          time(at).padStart(9),
          method.padEnd(5),
          path.slice(0, 80),
          `directus:${server ?? "-"}`,
          `browser:${status ?? "-"}`,
          ended === undefined ? "under way" : `took ${time(ended - at)}`,
          gone ? "page gone" : "",
          done.join(", "),
        ].join(" "),
      )
      .join("\n");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#preload && (request.url === PRELOAD || request.url === MESSAGES)) {
      return servePreload(this.#preload, request, response);
    }
    const entry: Entry = { at: this.now(), method: request.method ?? "", path: request.url ?? "/", done: [] };
    this.#log.push(entry);
    this.#underway += 1;
    response.on("close", () => {
      if (!response.writableFinished) {
        entry.gone = true;
      }
    });
    try {
      await this.#treat(entry, request, response);
    } catch (error) {
      // The server is down: answer as a gateway does.
      entry.done.push(String(error));
      this.#answer(entry, response, BAD_GATEWAY);
    } finally {
      entry.ended = this.now();
      this.#underway -= 1;
    }
  }

  async #treat(entry: Entry, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rules = [...this.#rules].filter((rule) => this.#applies(rule, entry, request));
    for (const rule of rules) {
      rule.left -= 1;
    }
    // A request that broke off before it was complete does not count.
    const body = await collect(request).catch(() => undefined);
    if (body === undefined) {
      entry.done.push("never arrived");
      return;
    }
    await this.#wait(entry, "before", rules);
    const fault = (entry.path.includes("/directus/") ? this.#down : undefined) ?? rules.find(({ fault }) => fault)?.fault;
    if (fault !== undefined && this.#failBefore(entry, response, fault)) {
      return fault === "hang" ? this.#hang(entry, response) : undefined;
    }

    const answer = await this.#forward(entry, request, body);
    entry.server = answer.status;
    await this.#wait(entry, "after", rules);
    if (fault === "swallow") {
      entry.done.push(fault);
      response.socket?.resetAndDestroy();
      return;
    }
    this.#pass(entry, response, answer, fault === "truncate");
  }

  #applies(rule: Rule & { left: number }, entry: Entry, request: IncomingMessage): boolean {
    const { method = entry.method, when = () => true } = rule;
    return rule.left > 0 && method === entry.method && matches(entry, rule.path) && when(request.headers);
  }

  async #wait(entry: Entry, where: "before" | "after", rules: Rule[]): Promise<void> {
    for (const { [where]: delay = 0 } of rules) {
      if (delay instanceof Promise) {
        entry.done.push(`held ${where}`);
        await delay;
        continue;
      }
      const ms = typeof delay === "number" ? delay : delay();
      if (ms > 0) {
        entry.done.push(`${ms} ms ${where}`);
        await pause(ms);
      }
    }
  }

  /** Applies a fault that keeps the request from the server, and returns whether it did. */
  #failBefore(entry: Entry, response: ServerResponse, fault: Fault): boolean {
    if (typeof fault === "object") {
      entry.done.push("made up");
      this.#answer(entry, response, fault);
      return true;
    }
    if (fault === "reset") {
      entry.done.push(fault);
      response.socket?.resetAndDestroy();
      return true;
    }
    return fault === "hang";
  }

  async #hang(entry: Entry, response: ServerResponse): Promise<void> {
    entry.done.push("hang");
    if (!response.closed) {
      await new Promise((done) => response.on("close", done));
    }
  }

  #answer(entry: Entry, response: ServerResponse, { status, headers = {}, body = "" }: Answer): void {
    if (response.headersSent || response.destroyed) {
      return;
    }
    entry.status = status;
    // The browser repeats a request by itself if a reused connection breaks; that would change the counts.
    response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body), Connection: "close" }).end(body);
  }

  #pass(entry: Entry, response: ServerResponse, { status, headers, body }: ServerAnswer, truncate: boolean): void {
    if (response.destroyed) {
      return;
    }
    const kept: string[] = [];
    for (let index = 0; index + 1 < headers.length; index += 2) {
      const [name = "", value = ""] = headers.slice(index, index + 2);
      if (!OWN_HEADERS.has(name.toLowerCase())) {
        kept.push(name, value);
      }
    }
    if (!kept.some((name, index) => index % 2 === 0 && name.toLowerCase() === "content-length") && status !== 204 && status !== 304) {
      kept.push("Content-Length", String(body.length));
    }
    if (entry.path.includes("/directus/")) {
      kept.push("Connection", "close");
    }
    entry.status = status;
    response.writeHead(status, kept);
    if (truncate) {
      entry.done.push("truncate");
      response.write(body.subarray(0, body.length / 2), () => response.socket?.destroySoon());
      return;
    }
    response.end(body);
  }

  async #forward(entry: Entry, request: IncomingMessage, body: Buffer): Promise<ServerAnswer> {
    const headers: OutgoingHttpHeaders = { ...request.headers, connection: "close" };
    const sent = () => (entry.sent = true);
    const mount = this.#mounts.find(({ at }) => entry.path.startsWith(`${at}/`));
    const path = entry.path.slice(mount?.at.length ?? 0);
    const directus = mount?.directus ?? this.#directus;
    if (directus !== undefined && path.startsWith("/directus/")) {
      Object.assign(headers, { "x-forwarded-for": "127.0.0.1", "x-forwarded-host": headers.host, "x-forwarded-proto": "http" });
      const answer = await forward(new URL(directus + path.slice("/directus".length)), request, headers, body, sent);
      return mount ? withCookiesBelow(answer, mount.at) : answer;
    }
    // The browser's copy is of the site as it is.
    const isPage = (mount ?? this.#preload) !== undefined && !/\.\w+$/.test(path.split("?")[0] ?? "") && !path.startsWith("/directus/");
    const isConfiguration = (mount ?? this.#config) !== undefined && path === "/config.json";
    if (isPage || isConfiguration) {
      delete headers["accept-encoding"];
      delete headers["if-none-match"];
      delete headers["if-modified-since"];
    }
    const answer = await forward(new URL(this.#site + path), request, headers, body, sent);
    if (mount && path.startsWith("/directus/")) {
      return withCookiesBelow(answer, mount.at);
    }
    if (isPage && this.#preload && answer.status !== 304) {
      return withBody(answer, answer.body.toString().replace("<head>", `<head><script src="${PRELOAD}"></script>`));
    }
    if (isPage && mount) {
      // Rewrites the paths in the page as `cargo xtask build --public-url` would write them.
      const html = answer.body.toString().replace(/((?:href|src|data-module|data-wasm)=["']?)\//g, `$1${mount.at}/`);
      return withBody(answer, html);
    }
    if (isConfiguration) {
      const changed = { ...(mount ? { directusUrl: `${mount.at}/directus` } : {}), ...this.#config };
      return withBody(answer, JSON.stringify({ ...JSON.parse(answer.body.toString()), ...changed }));
    }
    return answer;
  }
}

async function servePreload({ script, receive }: Preload, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === PRELOAD) {
    response.writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "no-store" }).end(script());
    return;
  }
  // One that breaks off has nothing to say.
  const text = await collect(request).catch(() => undefined);
  if (text !== undefined) {
    receive(text.toString());
  }
  response.writeHead(204).end();
}

/** Replaces the body. */
function withBody(answer: ServerAnswer, text: string): ServerAnswer {
  const headers = answer.headers.filter((_, index, all) => {
    const name = all[index - (index % 2)] ?? "";
    return !["content-length", "etag", "last-modified"].includes(name.toLowerCase());
  });
  return { ...answer, headers, body: Buffer.from(text) };
}

/** Rewrites cookie paths as nginx’ `proxy_cookie_path` does if two sites with a Directus each share a domain. */
function withCookiesBelow(answer: ServerAnswer, path: string): ServerAnswer {
  const headers = answer.headers.map((text, index, all) =>
    index % 2 === 1 && all[index - 1]?.toLowerCase() === "set-cookie" ? text.replace(/; Path=\//, `; Path=${path}/`) : text,
  );
  return { ...answer, headers };
}
