import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { type Browser, test } from "@playwright/test";
import { given, stack } from "../support/stack.ts";
import { type Cost, costs, times } from "./metrics.ts";
import { type Column, costsTable, median, medians, timesTable } from "./report.ts";
import { type Account, COUNTING, type Conditions, PROFILES, type Target, type Visit, browserFor, visits } from "./visits.ts";
import { draw } from "./waterfall.ts";

// `cargo xtask bench` sets these.
const folder = given("LYCHGATE_BENCH");
const repetitions = Number(given("LYCHGATE_BENCH_TIMES"));
const profiles = given("LYCHGATE_BENCH_PROFILES").split(",") as (keyof typeof PROFILES)[];
const targets = JSON.parse(given("LYCHGATE_BENCH_TARGETS")) as Target[];
const account: Account = { email: given("LYCHGATE_TEST_EMAIL"), password: given("LYCHGATE_TEST_PASSWORD") };

const TITLES = {
  slow: "ms, slow (150 ms, 1.6/0.75 Mbit/s, processor 4 × slower)",
  fast: "ms, fast (this machine as it is)",
};

/** All visits to each target, as often as they were made. */
type Runs = Record<string, Visit[][]>;

async function run(browser: Browser, conditions: Conditions): Promise<Runs> {
  const runs: Runs = Object.fromEntries(targets.map(({ name }) => [name, []]));
  // The first round counts for nothing: in it nginx, Directus and the browser itself read their files.
  for (let round = -1; round < repetitions; round += 1) {
    // Each target is the first as often as any other.
    const first = Math.max(round, 0) % targets.length;
    for (const target of [...targets.slice(first), ...targets.slice(0, first)]) {
      const done = await visits(browser, target, account, conditions);
      if (round >= 0) {
        runs[target.name]?.push(done);
      }
    }
    console.log(round < 0 ? "warmed up" : `${round + 1} of ${repetitions}`);
  }
  return runs;
}

/** Returns for each kind of visit the one that took the time in the middle. */
function typical(runs: Visit[][]): Visit[] {
  const length = ({ start, marks }: Visit) => Math.max(...Object.values(marks)) - start;
  return (runs[0] ?? []).flatMap(({ name }) => {
    const same = runs.flatMap((run) => run.filter((visit) => visit.name === name));
    const middle = median(same.map(length));
    return same.toSorted((a, b) => Math.abs(length(a) - middle) - Math.abs(length(b) - middle)).slice(0, 1);
  });
}

test("benchmark", async () => {
  const browser = await browserFor(targets.map(({ url }) => url), stack.chromium);
  const counts: Record<string, Record<string, Cost>> = {};
  for (const target of targets) {
    counts[target.name] = costs(await visits(browser, target, account, COUNTING));
  }
  const tables = [costsTable("requests / serial round trips / KB / layout shift", counts)];
  const measured: Record<string, { medians: Record<string, Column>; runs: Record<string, Column[]>; visits: Record<string, Visit[]> }> = {};
  for (const profile of profiles) {
    console.log(profile);
    const runs = Object.entries(await run(browser, PROFILES[profile]));
    const columns = Object.fromEntries(runs.map(([target, runs]) => [target, runs.map(times)]));
    measured[profile] = {
      medians: Object.fromEntries(Object.entries(columns).map(([target, runs]) => [target, medians(runs)])),
      runs: columns,
      visits: Object.fromEntries(runs.map(([target, runs]) => [target, typical(runs)])),
    };
    tables.push(timesTable(TITLES[profile], measured[profile].medians));
  }
  const [profile] = profiles;
  const parts = Object.entries(profile ? measured[profile]?.visits ?? {} : {}).flatMap(([target, visits]) => visits.map((visit) => ({ target, visit })));
  const about = { date: new Date().toISOString(), repetitions, chromium: browser.version(), node: process.version, processors: cpus().map(({ model }) => model) };
  await writeFile(join(folder, "results.json"), JSON.stringify({ ...about, counts, profiles: measured }, undefined, 1));
  await writeFile(join(folder, "waterfall.svg"), draw(`Requests, ${profile}`, parts.filter(({ visit }) => visit.name !== "submit")));
  await writeFile(join(folder, "table.md"), tables.join("\n"));
  await browser.close();
});
