import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";

/** An answer as it came over the wire: not unpacked, not followed. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values in turn, duplicates included. */
  rawHeaders: string[];
  body: Buffer;
}

/** What is asked, where it is more than an address. */
export interface RawRequest {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** What the request line has after the method, as it is written, in the place of the path and query of `url`. */
  path?: string;
}

/** Asks for `url`, or for `path` at its server, exactly as it is written. */
export function rawGet(url: string, headers: Record<string, string> = {}, path?: string): Promise<RawAnswer> {
  return rawRequest(url, { headers, ...(path === undefined ? {} : { path }) });
}

/** Sends a request exactly as it is written. */
export function rawRequest(url: string, { method = "GET", headers = {}, body, path }: RawRequest = {}): Promise<RawAnswer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const size = body === undefined ? 0 : Buffer.byteLength(body);
    // A large one waits until the server wants it: one that refuses it may close the connection under it.
    const large = size > 500_000;
    const length = { ...(body === undefined ? {} : { "Content-Length": String(size) }), ...(large ? { Expect: "100-continue" } : {}) };
    const asked = client.request(
      { hostname, port, method, path: path ?? pathname + search, headers: { ...length, ...headers }, rejectUnauthorized: false, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            rawHeaders: answer.rawHeaders,
            body: Buffer.concat(chunks),
          });
          asked.destroy();
        });
      },
    );
    asked.on("error", reject);
    if (large) {
      asked.on("continue", () => asked.end(body));
      asked.flushHeaders();
    } else {
      asked.end(body);
    }
  });
}

/** All values of a header, each as it was sent. */
export function headerValues({ rawHeaders }: RawAnswer, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
