import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";

/** An answer as it came over the wire: neither decompressed nor redirected. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values alternately, with duplicates. */
  rawHeaders: string[];
  body: Buffer;
}

/** The parts of a request besides its URL. */
export interface RawRequest {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** The request target, sent as it is, in place of the path and query of `url`. */
  path?: string;
}

/** Sends a GET for `url`, or for `path` at its server, exactly as it is written. */
export function rawGet(url: string, headers: Record<string, string> = {}, path?: string): Promise<RawAnswer> {
  return rawRequest(url, { headers, ...(path === undefined ? {} : { path }) });
}

/** Sends a request exactly as it is written. */
export function rawRequest(url: string, { method = "GET", headers = {}, body, path }: RawRequest = {}): Promise<RawAnswer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const size = body === undefined ? 0 : Buffer.byteLength(body);
    // A large body waits for `100 Continue`: a server that refuses it may close the connection while it is sent.
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

/** Returns all values of a header, each as it was sent. */
export function headerValues({ rawHeaders }: RawAnswer, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
