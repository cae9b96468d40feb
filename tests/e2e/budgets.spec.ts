import { readFile } from "node:fs/promises";
import { type Cost, costs } from "./bench/metrics.ts";
import { type Sent, count } from "./bench/network.ts";
import { COUNTING, browserFor, visits } from "./bench/visits.ts";
import { stack } from "./support/stack.ts";
import { expect, test } from "./support/test.ts";

// What pages may cost their visitors, in what can be counted. docs/performance.md says how, and when to change a budget.

const BUDGETS = new URL("budgets.json", import.meta.url);

/** Returns a sentence for each figure that is above its budget, or has none. */
function exceeded(budgets: Record<string, Cost>, measured: Record<string, Cost>): string[] {
  return Object.entries(measured).flatMap(([name, cost]) =>
    (Object.entries(cost) as [keyof Cost, number][]).flatMap(([unit, figure]) => {
      const budget = budgets[name]?.[unit];
      const excess = `“${name}” has ${figure} ${unit}; its budget is ${budget ?? "missing"}`;
      return budget !== undefined && figure <= budget ? [] : [excess];
    }),
  );
}

test("pages stay within their budgets", async ({ member }) => {
  const budgets = JSON.parse(await readFile(BUDGETS, "utf8")) as Record<string, Cost>;
  const browser = await browserFor([stack.http2Url], stack.chromiumShell);
  const target = { name: "lychgate", url: stack.http2Url, hasApp: true };
  const measured = costs(await visits(browser, target, member, COUNTING));
  await browser.close();
  test.info().annotations.push({ type: "figures", description: JSON.stringify(measured) });
  const advice = "over budget. Find out what for; if it is worth it, raise the budget in tests/e2e/budgets.json and say in the commit what it buys";
  expect(exceeded(budgets, measured), advice).toEqual([]);
  expect(Object.keys(budgets).sort(), "budgets.json has a line for everything that is measured, and no other").toEqual(Object.keys(measured).sort());
});

test("a figure above its budget is named, and one without a budget, too", () => {
  const budgets = { page: { requests: 2, kilobytes: 5 } };
  expect(exceeded(budgets, { page: { requests: 2, kilobytes: 4.9 } })).toEqual([]);
  expect(exceeded(budgets, { page: { requests: 3, kilobytes: 5 }, other: { requests: 1, kilobytes: 5 } })).toEqual([
    "“page” has 3 requests; its budget is 2",
    "“other” has 1 requests; its budget is missing",
    "“other” has 5 kilobytes; its budget is missing",
  ]);
});

test("requests that wait for each other are round trips, and those side by side are one", () => {
  const sent = (start: number, head: number): Sent => ({ method: "GET", url: "", kind: "data", status: 200, start, head, bytes: 10 });
  const all = [sent(21, 30), sent(0, 10), sent(10, 20), sent(11, 20), sent(5, 25)];
  expect(count(all)).toEqual({ requests: 5, roundTrips: 3, bytes: 50 });
  expect(count(all, 20)).toEqual({ requests: 3, roundTrips: 2, bytes: 30 });
  expect(count([])).toEqual({ requests: 0, roundTrips: 0, bytes: 0 });
});
