import { type Page, expect } from "@playwright/test";

/** Waits until the service worker serves the page that is open. */
export async function waitForServiceWorker(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  // Chromium loads pages by it a moment later.
  await expect.poll(async () => (await page.reload())?.fromServiceWorker(), { intervals: [100] }).toBe(true);
}

/** Ends all service workers of the browser, as it may do at any moment. */
export async function endServiceWorkers(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.stopAllWorkers");
  await devtools.detach();
}
