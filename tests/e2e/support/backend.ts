import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Admin } from "./admin.ts";
import { freePort } from "./ports.ts";
import { stack } from "./stack.ts";

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** A Directus for one test, which can be stopped and restarted on its data. */
export class Backend {
  readonly #dir: string;
  readonly #port: number;
  #xtask: ChildProcess | undefined;
  #ready: Promise<string> = Promise.reject(new Error("not started"));
  #admin: Admin | undefined;

  private constructor(dir: string, port: number) {
    this.#dir = dir;
    this.#port = port;
    this.#ready.catch(() => {});
  }

  /** Starts a new one with the content of the demo. `options` go to `xtask backend`. */
  static async start(...options: string[]): Promise<Backend> {
    const backend = new Backend(await mkdtemp(join(tmpdir(), "lychgate-backend-")), await freePort());
    backend.startAgain(...options);
    backend.#admin = new Admin(backend.url, await backend.#ready);
    return backend;
  }

  /** Its own URL, past any proxy. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get admin(): Admin {
    if (!this.#admin) {
      throw new Error("Directus has not been started");
    }
    return this.#admin;
  }

  /** Starts it again on its data; does not wait until it answers. */
  startAgain(...options: string[]): void {
    const data = join(this.#dir, "stopped");
    // As directus/production.env sets it for session mode: a restart takes longer than Directus’ default period.
    const patient = ["--env", "SESSION_REFRESH_GRACE_PERIOD=5m"];
    const place = ["--data", data, "--port", String(this.#port), "--site-url", stack.url];
    const xtask = spawn(stack.xtask, ["backend", ...place, ...patient, ...options], { stdio: ["ignore", "pipe", "pipe"] });
    this.#xtask = xtask;
    let said = "";
    this.#ready = new Promise((resolve, reject) => {
      const listen = (text: Buffer) => {
        said += text;
        const token = /^admin-token: (\S+)$/m.exec(said)?.[1];
        if (token !== undefined && /^ready: /m.test(said)) {
          resolve(token);
        }
      };
      xtask.stdout.on("data", listen);
      xtask.stderr.on("data", listen);
      xtask.on("error", reject);
      xtask.on("exit", (code) => reject(new Error(`\`xtask backend\` has ended with ${code}:\n${said}`)));
    });
    // A test that stops it during its start expects this rejection.
    this.#ready.catch(() => {});
  }

  /** Waits until it answers. */
  async waitUntilAnswering(): Promise<void> {
    const ended = this.#ready.then(() => undefined);
    const ping = async () => {
      while (!(await fetch(`${this.url}/server/ping`).then((answer) => answer.ok, () => false))) {
        await pause(20);
      }
    };
    await Promise.race([ping(), ended]);
  }

  /** Stops it as an operator does, or as the kernel does when memory runs out, and waits until it has ended. */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const xtask = this.#xtask;
    if (!xtask) {
      return;
    }
    this.#xtask = undefined;
    const ended = xtask.exitCode === null ? once(xtask, "exit") : Promise.resolve();
    if (signal === "SIGTERM") {
      // It passes the signal on.
      xtask.kill(signal);
    } else {
      await this.signal(signal);
    }
    await ended;
  }

  /** Sends a signal to the process group of Directus. */
  async signal(signal: "SIGKILL" | "SIGSTOP"): Promise<void> {
    const group = Number(await readFile(join(this.#dir, "stopped", "pid"), "utf8"));
    if (!Number.isInteger(group) || group <= 1) {
      throw new Error("nobody knows which process Directus is");
    }
    process.kill(-group, signal);
  }

  /** Stops it, and removes its data. */
  async remove(): Promise<void> {
    await this.stop("SIGTERM");
    await rm(this.#dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
