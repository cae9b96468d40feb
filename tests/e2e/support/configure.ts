import type { Page } from "@playwright/test";

/** Serves another configuration than that of the site, as a deployment may have. */
export async function configure(page: Page, text: string): Promise<void> {
  await page.route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body: text }));
}
