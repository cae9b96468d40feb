/** A message from the browser. */
interface Message {
  id?: number;
  type: "success" | "error" | "event";
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: string;
  message?: string;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** A WebDriver BiDi connection: concurrent commands, and events from pages. */
export class Bidi {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (params: never) => void>();
  #last = 0;
  /** Why nothing can be sent any more: a closed socket would throw it away without a word. Empty while it is open. */
  #closed = "";

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(String(data))));
    socket.addEventListener("close", ({ code, reason }) => {
      this.#closed = `the connection to the browser is closed: ${code} ${reason}`;
      for (const { reject } of this.#waiting.values()) {
        reject(new Error(this.#closed));
      }
    });
  }

  /** Connects to the `webSocketUrl` that a session has. */
  static async connect(url: string): Promise<Bidi> {
    const socket = new WebSocket(url);
    await new Promise<void>((done, fail) => {
      socket.addEventListener("open", () => done());
      socket.addEventListener("error", () => fail(new Error(`no connection to ${url}`)));
    });
    return new Bidi(socket);
  }

  close(): void {
    this.#socket.close();
  }

  send<Result>(method: string, params: object = {}): Promise<Result> {
    if (this.#closed !== "") {
      return Promise.reject(new Error(this.#closed));
    }
    this.#last += 1;
    const id = this.#last;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Calls `listener` for each event of this kind. */
  async on<Params>(method: string, listener: (params: Params) => void): Promise<void> {
    this.#listeners.set(method, listener);
    await this.send("session.subscribe", { events: [method] });
  }

  #receive(message: Message): void {
    if (message.type === "event") {
      this.#listeners.get(message.method ?? "")?.(message.params as never);
      return;
    }
    const waiting = this.#waiting.get(message.id ?? 0);
    this.#waiting.delete(message.id ?? 0);
    if (message.type === "error") {
      waiting?.reject(new Error(`${message.error}: ${message.message}`));
    } else {
      waiting?.resolve(message.result);
    }
  }
}
