import { type Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { PUBLIC_PATHS } from "./support/paths.ts";
import { stack } from "./support/stack.ts";
import { expect, test as base } from "./support/test.ts";

// Pages as they come with the HTML, before the app is there: nothing else of them ever comes. What the app takes over is in `accessibility`.

const test = base.extend<{ firstView: Page }>({
  // Not watched: all that it asks for fails.
  firstView: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: stack.url });
    const page = await context.newPage();
    await page.route("**/*", (route) => (route.request().isNavigationRequest() ? route.continue() : route.abort()));
    await use(page);
    await context.close();
  },
});

/** How far the page can be scrolled sideways, in pixels. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const path of [...PUBLIC_PATHS, "/profile", "/profile/security"]) {
  test(`the first view of ${path} is accessible, and no wider than a phone`, async ({ firstView: page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path, { waitUntil: "domcontentloaded" });
      await expect(page.locator("main")).toHaveCount(1);
      // The heading of the front page is the site's name, which is not known yet.
      const isLoading = (await page.locator("h1:visible").count()) === 0;
      expect(await violations(page, { isLoading })).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflow(page)).toBe(0);
  });
}

test("the first view of a form is used by the keyboard alone", async ({ firstView: page }) => {
  await page.goto("/signin", { waitUntil: "domcontentloaded" });
  await page.locator("input[name=email]").focus();
  await page.keyboard.type("ada@example.com");
  await page.keyboard.press("Tab");
  await expect(page.locator("input[name=password]")).toBeFocused();
  await page.keyboard.type("a password");
  await page.keyboard.press("Enter");
  await expect(page.locator(".submit")).toHaveAttribute("aria-disabled", "true");
  await expect(page.locator("input[name=email]")).toHaveValue("ada@example.com");
});

for (const path of ["/", "/signin", "/profile"]) {
  test(`without scripts ${path} says what is missing`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: stack.url, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path);
    await expect(page.getByText(/JavaScript/).first()).toBeVisible();
    await context.close();
  });
}
