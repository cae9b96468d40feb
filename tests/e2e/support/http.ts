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

/** Asks for `url`, or for `path` at its server, exactly as it is written. */
export function raw(url: string, headers: Record<string, string> = {}, path?: string): Promise<RawAnswer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const client = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: path ?? pathname + search, headers, rejectUnauthorized: false };
    client
      .get(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            rawHeaders: answer.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        );
      })
      .on("error", reject);
  });
}
