import { type Page } from "@playwright/test";

/** A text that is longer than any window. */
export const LONG = "<p>A paragraph among many, so that there is something to scroll.</p>".repeat(80);

/** Scrolls as a reader does, and waits until the page has handled it. */
export async function scroll(page: Page, top: number): Promise<void> {
  await page.evaluate(
    (top) =>
      new Promise<void>((done) => {
        addEventListener("scroll", () => requestAnimationFrame(() => done()), { once: true });
        scrollTo(0, top);
      }),
    top,
  );
}

/** Returns how far the page is scrolled. */
export const top = (page: Page) => page.evaluate(() => Math.round(scrollY));
