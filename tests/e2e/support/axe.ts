import axe from "axe-core";
import { type Page } from "@playwright/test";

/** WCAG 2.0 to 2.2, A and AA, and what axe recommends besides. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong on the page as it is now, a line for each element. One that is `isLoading` has no heading yet. */
export async function violations(page: Page, { isLoading = false } = {}): Promise<string[]> {
  // By the debugger: the policy of the site lets no script in that is not the site's.
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(axe.source);
  }
  return page.evaluate(async ([values, isLoading]) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: "tag", values: [...values] },
      // Off unless asked for, though it is a part of 2.2 AA.
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
