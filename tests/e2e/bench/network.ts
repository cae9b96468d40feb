/** The requests of a page, as Chromium reports them, and how many of them something has waited for. */

import type { CDPSession } from "@playwright/test";

export type Kind = "page" | "style" | "script" | "wasm" | "image" | "data" | "other";

/** A request that went over the network. Times are in milliseconds by the wall clock. */
export interface Sent {
  method: string;
  url: string;
  kind: Kind;
  status: number;
  start: number;
  /** When the head of the answer was there; undefined while there is none. */
  head?: number;
  end?: number;
  /** The answer with its headers, compressed as it came. */
  bytes: number;
}

export interface Counts {
  requests: number;
  /** The longest chain of requests in which each was sent after the one before had been answered. */
  roundTrips: number;
  bytes: number;
}

/** A pause without requests that counts as the end, in milliseconds. */
const QUIET = 500;

interface Listed extends Sent {
  isCached: boolean;
  /** The size of an answer that the service worker has passed on: for the page Chromium counts nothing. */
  passedOn?: number;
}

/** The size of an answer by its headers, with them. */
const size = (headers: Record<string, string>) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, Number(headers["content-length"] ?? 0));

/** Collects the requests of one page. */
export class Network {
  #listed: Listed[] = [];
  readonly #open = new Map<string, Listed>();
  /** By request, what has to be added to Chromium’s monotonic clock to get the wall clock. */
  readonly #offsets = new Map<string, number>();
  #onChange = () => {};

  /** Collects from now on. */
  static async of(client: CDPSession): Promise<Network> {
    const network = new Network();
    client.on("Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime, type, redirectResponse }) => {
      network.#offsets.set(requestId, wallTime - timestamp);
      if (redirectResponse) {
        // One request of this id has been answered, and another begins.
        const redirected = network.#open.get(requestId);
        if (redirected) {
          redirected.status = redirectResponse.status;
          redirected.head = redirected.end = wallTime * 1000;
          redirected.bytes = redirectResponse.encodedDataLength;
        }
      }
      const sent: Listed = {
        method: request.method,
        url: request.url,
        kind: kindOf(type ?? "", request.url),
        status: 0,
        start: wallTime * 1000,
        bytes: 0,
        isCached: !/^https?:/.test(request.url),
      };
      network.#listed.push(sent);
      network.#open.set(requestId, sent);
      network.#onChange();
    });
    client.on("Network.requestServedFromCache", ({ requestId }) => network.#note(requestId, (sent) => (sent.isCached = true)));
    client.on("Network.responseReceived", ({ requestId, response, timestamp }) =>
      network.#note(requestId, (sent, offset) => {
        sent.status = response.status;
        sent.head = (timestamp + offset) * 1000;
        sent.isCached ||= Boolean(response.fromDiskCache) || Boolean(response.fromPrefetchCache);
        if (response.fromServiceWorker) {
          sent.isCached ||= response.serviceWorkerResponseSource !== "network";
          sent.passedOn = size(response.headers);
        }
      }),
    );
    client.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
      network.#note(requestId, (sent, offset) => {
        sent.end = (timestamp + offset) * 1000;
        sent.bytes = sent.passedOn ?? encodedDataLength;
      });
      network.#close(requestId);
    });
    client.on("Network.loadingFailed", ({ requestId }) => network.#close(requestId));
    await client.send("Network.enable");
    return network;
  }

  /** Forgets the requests so far. */
  forget(): void {
    this.#listed = [];
  }

  /** Waits until no request is on its way, and none has been sent for a while. */
  async quiet(): Promise<void> {
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.#onChange = () => {
        clearTimeout(timer);
        timer = this.#open.size === 0 ? setTimeout(resolve, QUIET) : undefined;
      };
      this.#onChange();
    });
    this.#onChange = () => {};
  }

  /** The requests so far, without what the cache has answered, and without the icon of the tab, which nothing waits for and not every browser loads. */
  get sent(): Sent[] {
    return this.#listed.filter(({ isCached, url }) => !isCached && !/\/favicon[^/]*$/.test(url)).map(({ isCached: _, passedOn: __, ...sent }) => sent);
  }

  #note(requestId: string, change: (sent: Listed, offset: number) => void): void {
    const sent = this.#open.get(requestId);
    if (sent) {
      change(sent, this.#offsets.get(requestId) ?? 0);
    }
  }

  #close(requestId: string): void {
    this.#open.delete(requestId);
    this.#offsets.delete(requestId);
    this.#onChange();
  }
}

function kindOf(type: string, url: string): Kind {
  if (/\.wasm$/.test(new URL(url).pathname)) {
    return "wasm";
  }
  const kinds: Record<string, Kind> = { Document: "page", Stylesheet: "style", Script: "script", Image: "image", Fetch: "data", XHR: "data" };
  return kinds[type] ?? "other";
}

/** Counts the requests that had been answered at `time`, each with its whole answer. */
export function count(sent: Sent[], time = Infinity): Counts {
  const answered = sent.filter(({ head = Infinity }) => head <= time);
  return {
    requests: answered.length,
    roundTrips: longestChain(answered),
    bytes: answered.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function longestChain(answered: Sent[]): number {
  const done: { head: number; length: number }[] = [];
  // What comes before another in a chain was sent before it.
  for (const { start, head = Infinity } of answered.toSorted((a, b) => a.start - b.start)) {
    const before = done.filter((other) => other.head <= start).map(({ length }) => length);
    done.push({ head, length: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...done.map(({ length }) => length));
}
