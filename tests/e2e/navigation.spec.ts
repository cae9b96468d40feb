import { type Page } from "@playwright/test";
import { LONG, scroll, top } from "./support/scroll.ts";
import { expectPath, expect, expectHeading, holdRequests, test, visit } from "./support/test.ts";

test.describe("after each navigation", () => {
  test("the title is the page’s, and the focus is on its heading", async ({ page }) => {
    await visit(page, "/");
    const main = page.getByRole("navigation", { name: "Main" });
    for (const [link, title] of [
      ["Blog", "Blog"],
      ["Code of Conduct", null],
      ["Sign in", "Sign in"],
    ] as const) {
      await main.getByRole("link", { name: link }).click();
      const h1 = page.getByRole("heading", { level: 1 });
      await expect(h1).toBeFocused();
      await expect(page).toHaveTitle(`${title ?? (await h1.innerText())} · Millbrook Commons`);
    }
    await main.getByRole("link", { name: "Home" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle("Millbrook Commons");
    await page.goBack();
    await expectHeading(page, "Sign in");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle("Sign in · Millbrook Commons");
  });

  test("the focus is on the heading although the page before was left while it loaded", async ({ page }) => {
    const release = await holdRequests(page, "**/items/global?*");
    await visit(page, "/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Blog" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Blog" })).toBeFocused();
    release();
  });

  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    test(`the view fades into the next unless motion is reduced or its data are there (${reducedMotion})`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion });
      await page.addInitScript(() => {
        const start = document.startViewTransition.bind(document);
        Object.assign(window, { fades: 0 });
        document.startViewTransition = (update) => {
          (window as unknown as { fades: number }).fades += 1;
          return start(update);
        };
      });
      await visit(page, "/");
      for (const link of ["About", "Blog", "Sign in"]) {
        await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link }).click();
        await expect(page.getByRole("heading", { level: 1, name: link })).toBeFocused();
      }
      // Two navigations at once: the second cancels the first.
      await page.evaluate(() => {
        for (const path of ["/pages/conduct", "/pages/privacy"]) {
          document.querySelector<HTMLAnchorElement>(`header a[href="${path}"]`)?.click();
        }
      });
      await expectPath(page, "/pages/privacy");
      await expectHeading(page, "Privacy");
      const fades = () => page.evaluate(() => (window as unknown as { fades: number }).fades);
      expect(await fades()).toBe(reducedMotion === "reduce" ? 0 : 5);
      // What is known is there at once.
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Blog" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Blog" })).toBeFocused();
      expect(await fades()).toBe(reducedMotion === "reduce" ? 0 : 5);
    });
  }

  test("there is one main heading and one main landmark", async ({ page }) => {
    for (const path of ["/", "/pages/about", "/blog", "/blog/apple-day", "/signin", "/register", "/no/such/page"]) {
      await visit(page, path);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expect(page.getByRole("main")).toHaveCount(1);
    }
  });

  test("a new page begins at its top, and Back and Forward restore the scroll position", async ({ page, admin }) => {
    const [first, second] = [await admin.page({ content: LONG }), await admin.page({ content: LONG })];
    await admin.request("PATCH", `/items/pages/${first.id}`, {
      content: `<p><a href="/pages/${second.slug}">Next</a></p>${LONG}<p><a href="/pages/${second.slug}">Next, from the end</a></p>`,
    });
    await visit(page, `/pages/${first.slug}`);
    await expectHeading(page, first.title);
    await page.getByRole("link", { name: "Next, from the end" }).scrollIntoViewIfNeeded();
    await scroll(page, 900);
    await page.getByRole("link", { name: "Next, from the end" }).evaluate((link: HTMLElement) => link.click());
    await expectHeading(page, second.title);
    await expect.poll(() => top(page)).toBe(0);

    await scroll(page, 400);
    await page.goBack();
    await expectHeading(page, first.title);
    await expect.poll(() => top(page)).toBe(900);
    await page.goForward();
    await expectHeading(page, second.title);
    await expect.poll(() => top(page)).toBe(400);
  });

  test("a list of posts restores its scroll position, also with slow content", async ({ page }) => {
    await visit(page, "/blog?page=2");
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await scroll(page, 500);
    await page.getByRole("main").getByRole("article").nth(4).getByRole("link").evaluate((link: HTMLElement) => link.click());
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Blog");
    await expect.poll(() => top(page)).toBe(0);
    const release = await holdRequests(page, "**/items/posts?*");
    await page.goBack();
    await expectHeading(page, "Blog");
    release();
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await expect.poll(() => top(page)).toBe(500);
  });

  test("a reload restores the scroll position", async ({ page, admin }) => {
    const long = await admin.page({ content: LONG });
    await visit(page, `/pages/${long.slug}`);
    await expectHeading(page, long.title);
    await scroll(page, 700);
    await page.reload();
    await expectHeading(page, long.title);
    await expect.poll(() => top(page)).toBe(700);
  });
});

test.describe("a link to a fragment", () => {
  const content = `<p><a href="#details">To the details</a></p>${LONG}<h2 id="details">The details</h2>${LONG}`;
  const inView = (page: Page) => expect(page.getByRole("heading", { name: "The details" })).toBeInViewport();

  test("scrolls within its page, and Back scrolls back", async ({ page, admin }) => {
    const long = await admin.page({ content });
    await visit(page, `/pages/${long.slug}`);
    await expectHeading(page, long.title);
    await page.getByRole("link", { name: "To the details" }).click();
    await inView(page);
    await expectPath(page, `/pages/${long.slug}#details`);
    await expectHeading(page, long.title);
    await page.goBack();
    await expectPath(page, `/pages/${long.slug}`);
    await expect.poll(() => top(page)).toBe(0);
  });

  test("scrolls to it from another page", async ({ page, admin }) => {
    const long = await admin.page({ content });
    const other = await admin.page({ content: `<p><a href="/pages/${long.slug}#details">Over there</a></p>` });
    await visit(page, `/pages/${other.slug}`);
    await page.getByRole("link", { name: "Over there" }).click();
    await expectHeading(page, long.title);
    await inView(page);
  });

  test("scrolls to it when it is opened directly", async ({ page, admin }) => {
    const long = await admin.page({ content });
    await visit(page, `/pages/${long.slug}#details`);
    await inView(page);
  });
});

test("Back and Forward work across forms, lists and texts", async ({ page }) => {
  await visit(page, "/");
  const trail: string[] = ["/"];
  const main = page.getByRole("navigation", { name: "Main" });
  for (const [link, path] of [
    ["Blog", "/blog"],
    ["About", "/pages/about"],
    ["Sign in", "/signin"],
    ["Privacy", "/pages/privacy"],
  ] as const) {
    await main.getByRole("link", { name: link }).click();
    await expectPath(page, path);
    trail.push(path);
  }
  for (const path of trail.toReversed().slice(1)) {
    await page.goBack();
    await expectPath(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  for (const path of trail.slice(1)) {
    await page.goForward();
    await expectPath(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

for (const path of ["/blog/apple-day", "/pages/privacy", "/blog?page=3", "/signin?redirectedFrom=%2Fblog", "/register", "/logout"]) {
  test(`${path} can be opened directly`, async ({ page, watch }) => {
    if (path === "/logout") {
      watch.expectFailure({ url: "/auth/logout", status: 400 });
    }
    await visit(page, path);
    await expectPath(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Page not found");
    if (path === "/logout") {
      await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(400);
    }
  });
}

test("a trailing slash leads to the same page", async ({ page }) => {
  await visit(page, "/blog/");
  await expectHeading(page, "Blog");
});

test("the first Tab stop skips the navigation", async ({ page }) => {
  await visit(page, "/blog/apple-day");
  await expectHeading(page, "Apple Day, and the rent");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await expectPath(page, "/blog/apple-day");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.activeElement?.closest("main, footer") !== null);
  expect(inside).toBe(true);
});

test.describe("on a small screen", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  for (const path of ["/", "/pages/conduct", "/blog", "/blog/apple-day", "/signin", "/register", "/no/such/page"]) {
    test(`${path} does not overflow`, async ({ page }) => {
      await visit(page, path);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });
  }

  test("the menu opens by its button and closes after a navigation", { tag: "@journey" }, async ({ page }) => {
    await visit(page, "/");
    const menu = page.getByRole("button", { name: "Menu" });
    const blog = page.getByRole("banner").getByRole("link", { name: "Blog" });
    await expect(blog).toBeHidden();
    await menu.click();
    await expect(menu).toHaveAttribute("aria-expanded", "true");
    await blog.click();
    await expectHeading(page, "Blog");
    await expect(menu).toHaveAttribute("aria-expanded", "false");
    await expect(blog).toBeHidden();
  });
});
