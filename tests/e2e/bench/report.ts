/** What `cargo xtask bench` prints. */

import { type Cost } from "./metrics.ts";

/** Figures of one target, by name. */
export type Column = Record<string, number>;

/** The target that the others are compared with. */
const LIMIT = "static";

/** Returns the middle of `values`; of an even number, the mean of both in the middle. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}

/** Returns for each name the median over all `runs`. */
export function medians(runs: Column[]): Column {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name] ?? NaN))]));
}

/** Returns a table of times in milliseconds, with how many times each is that of the static page. */
export function timesTable(title: string, columns: Record<string, Column>): string {
  const limit = columns[LIMIT] ?? {};
  return table(title, columns, (time, name, target) => {
    const least = limit[name];
    return `${time.toFixed(0)}${least === undefined || target === LIMIT ? "" : ` (${(time / least).toFixed(2)} ×)`}`;
  });
}

/** Returns a table of what is sent: requests, serial round trips, KB. */
export function costsTable(title: string, columns: Record<string, Record<string, Cost>>): string {
  return table(title, columns, ({ requests, roundTrips, kilobytes, layoutShift }) =>
    [requests, roundTrips ?? "–", kilobytes.toFixed(1), layoutShift === undefined ? "–" : layoutShift / 1000].join(" / "),
  );
}

function table<Figure>(title: string, columns: Record<string, Record<string, Figure>>, show: (figure: Figure, name: string, target: string) => string): string {
  const targets = Object.keys(columns);
  const names = new Set(Object.values(columns).flatMap((column) => Object.keys(column)));
  const rows = [...names].map((name) => [
    name,
    ...targets.map((target) => {
      const figure = columns[target]?.[name];
      return figure === undefined ? "" : show(figure, name, target);
    }),
  ]);
  const head = [title, ...targets];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line), ""].join("\n");
}
