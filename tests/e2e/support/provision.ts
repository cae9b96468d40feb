import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { stack } from "./stack.ts";

/** Runs `cargo xtask provision` on a Directus, and returns its output. */
export async function provision(url: string, token: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(stack.xtask, ["provision", "--url", url, "--token", token, ...options]);
  return stdout + stderr;
}

/** Returns the section of the output that begins with `line`: the lines below it that are indented further. */
export function sectionOf(said: string, line: string): string {
  const lines = said.split("\n");
  const start = lines.findIndex((it) => it.includes(line));
  if (start < 0) {
    return "";
  }
  const depth = (it = "") => it.length - it.trimStart().length;
  const length = lines.slice(start + 1).findIndex((it) => depth(it) <= depth(lines[start]));
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join("\n");
}
