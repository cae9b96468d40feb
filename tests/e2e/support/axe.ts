import axe from "axe-core";
import { type Page } from "@playwright/test";

/** WCAG 2.0 to 2.2, A and AA, and what axe recommends besides. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Returns what axe finds wrong on the page in its present state, a line for each element. A page that `isLoading` has no heading yet. */
export async function violations(page: Page, { isLoading = false } = {}): Promise<string[]> {
  // Through the debugger: the site’s CSP allows no foreign script.
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(axe.source);
  }
  return page.evaluate(async ([values, isLoading]) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: "tag", values: [...values] },
      // Off by default, though it is part of WCAG 2.2 AA.
      rules: { "target-size": { enabled: true }, "page-has-heading-one": { enabled: !isLoading } },
      resultTypes: ["violations"],
      // It would fetch stylesheets and frames anew.
      preload: false,
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary?.replace(/\s+/g, " ")}`),
    );
  }, [TAGS, isLoading] as const);
}
