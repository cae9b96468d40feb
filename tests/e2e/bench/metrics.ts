/** The figures that are taken from visits. Their names are `what: until when`. */

import { count } from "./network.ts";
import { type MarkName } from "./probe.ts";
import { type Visit, type VisitName } from "./visits.ts";

/** Directus answers no sign-in sooner, in milliseconds: its `LOGIN_STALL_TIME`. */
const LOGIN_STALL_TIME = 500;

/** What each visit is called. */
export const TITLES: Record<VisitName, string> = {
  form: "sign-in page with an empty cache",
  submit: "sign-in page with an empty cache",
  "sign-in": "click on Sign in",
  reload: "profile reloaded",
  profile: "profile with an empty cache",
  blog: "blog with an empty cache",
  link: "click on Blog",
};

interface Metric {
  visit: VisitName;
  mark: MarkName;
  until: string;
}

/** What is waited for. */
const METRICS: Metric[] = [
  { visit: "form", mark: "form", until: "form visible" },
  { visit: "submit", mark: "answer", until: "form answers" },
  { visit: "form", mark: "app", until: "app ready" },
  { visit: "sign-in", mark: "profile", until: "profile visible" },
  { visit: "reload", mark: "profile", until: "profile visible" },
  { visit: "profile", mark: "profile", until: "profile visible" },
  { visit: "blog", mark: "list", until: "list visible" },
  { visit: "link", mark: "list", until: "list visible" },
];

/** Returns the times in milliseconds, by name. */
export function times(visits: Visit[]): Record<string, number> {
  const times: Record<string, number> = {};
  for (const { metric, visit, time } of taken(visits)) {
    const name = `${TITLES[visit.name]}: ${metric.until}`;
    times[name] = time - visit.start;
    if (visit.name === "sign-in") {
      times[`${name}, less Directus’ pause`] = time - visit.start - LOGIN_STALL_TIME;
    }
  }
  return times;
}

/** What has been sent and moved until something is there. */
export interface Cost {
  requests: number;
  roundTrips?: number;
  /** Of 1000 bytes. */
  kilobytes: number;
  /** The cumulative layout shift, times 1000. */
  layoutShift?: number;
}

/** Returns the costs until each mark, and of each visit in all, by name. */
export function costs(visits: Visit[]): Record<string, Cost> {
  const costs: Record<string, Cost> = {};
  for (const visit of visits) {
    for (const { metric, time } of taken([visit])) {
      const { requests, roundTrips, bytes } = count(visit.sent, time);
      costs[`${TITLES[visit.name]}: ${metric.until}`] = { requests, roundTrips, kilobytes: kilobytes(bytes) };
    }
    // A form that is submitted again and again says nothing about a whole visit.
    if (visit.name !== "submit") {
      const { requests, bytes } = count(visit.sent);
      const layoutShift = visit.shift === undefined ? {} : { layoutShift: Math.round(visit.shift * 1000) };
      costs[`${TITLES[visit.name]}: in all`] = { requests, kilobytes: kilobytes(bytes), ...layoutShift };
    }
  }
  return costs;
}

function taken(visits: Visit[]) {
  return METRICS.flatMap((metric) => {
    const visit = visits.find(({ name }) => name === metric.visit);
    const time = visit?.marks[metric.mark];
    return visit === undefined || time === undefined ? [] : [{ metric, visit, time }];
  });
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
