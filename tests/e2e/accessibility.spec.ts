import { type Page } from "@playwright/test";
import { walkthroughs, titleOf } from "./page-states/index.ts";
import { type Inspect, baseUrlOf, waitForAnimations, runWalkthrough } from "./page-states/walkthrough.ts";
import { violations } from "./support/axe.ts";
import { PUBLIC_PATHS } from "./support/paths.ts";
import { expect, expectHeading, holdRequests, signIn, test, visit } from "./support/test.ts";

/** A window 1280 pixels wide at 400 %. */
const ZOOMED = { width: 320, height: 256 };

/** Returns the elements that overflow the page to the right, so that reading takes scrolling in two directions. */
const overflowing = (page: Page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) {
      return [];
    }
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth);
    return [`${root.scrollWidth} px`, ...wide.map(({ tagName, className }) => `${tagName} ${className}`)];
  });

/** Checks the page in light at its width, and in dark at 400 %: together they cover the styles of both. */
const inspect: Inspect = async (page, state, { isLoading }) => {
  const before = page.viewportSize();
  expect.soft(await violations(page, { isLoading }), `${state}, light`).toEqual([]);
  await page.setViewportSize(ZOOMED);
  await page.emulateMedia({ colorScheme: "dark" });
  await waitForAnimations(page);
  expect.soft(await overflowing(page), `${state}, at 400 %`).toEqual([]);
  expect.soft(await violations(page, { isLoading }), `${state}, dark, at 400 %`).toEqual([]);
  await page.emulateMedia({ colorScheme: null });
  if (before) {
    await page.setViewportSize(before);
  }
};

test.describe("no state of a page has an accessibility violation, in light and dark and at 400 %", () => {
  for (const walkthrough of walkthroughs) {
    test.describe(() => {
      test.use({ baseURL: baseUrlOf(walkthrough) });

      test(titleOf(walkthrough), async ({ page, context, mail, watch }) => {
        test.slow();
        await runWalkthrough(walkthrough, { page, context, mail, watch }, inspect);
      });
    });
  }
});

test.describe("layout does not shift while a page loads", () => {
  /** Records each layout shift, from the first frame on. */
  function watchShifts() {
    const moved: string[] = [];
    const note = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & { value: number; sources: { node: Node | null }[] })[]) {
        const what = entry.sources.map(({ node }) => (node instanceof Element ? `${node.tagName} ${node.className}` : node?.nodeName));
        moved.push(`${entry.value.toFixed(4)} after ${entry.startTime.toFixed(0)} ms: ${what.join(", ")}`);
      }
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    Object.assign(window, {
      __moved: async () => {
        // The browser reports a shift after it has painted it.
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        note(observer.takeRecords());
        return moved;
      },
    });
  }
  const moved = (page: Page) => page.evaluate(() => (window as unknown as { __moved(): Promise<string[]> }).__moved());

  /** Opens `path` with answers that come at once, then with answers that are held back until the page shows its placeholders. */
  async function load(page: Page, path: string): Promise<void> {
    for (const size of [{ width: 360, height: 740 }, { width: 1280, height: 720 }]) {
      await page.setViewportSize(size);
      for (const isSlow of [false, true]) {
        const answer = isSlow ? await holdRequests(page, "**/directus/**") : () => {};
        await page.goto(path);
        await expect(page.getByRole("main")).toBeVisible();
        if (isSlow) {
          await waitForAnimations(page);
        }
        answer();
        await expect(page.locator("html")).toHaveAttribute("data-ready");
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.evaluate(() => Promise.all([...document.images].filter(({ loading }) => loading !== "lazy").map((image) => image.decode())));
        await expect(page.locator("html")).not.toHaveAttribute("data-session", "booting");
        expect.soft(await moved(page), `${path}, ${size.width} px wide, ${isSlow ? "slow" : "quick"}`).toEqual([]);
        await page.unroute("**/directus/**");
      }
    }
  }

  test.beforeEach(({ context }) => context.addInitScript(watchShifts));

  for (const path of [...PUBLIC_PATHS, "/blog?page=2"]) {
    test(`layout of ${path} does not shift`, async ({ page }) => {
      await load(page, path);
    });
  }

  test("layout of /logout does not shift", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/logout", status: 400, times: "some" });
    await load(page, "/logout");
  });

  for (const path of ["/profile", "/profile/security", "/profile/delete", "/blog"]) {
    test(`layout of ${path} does not shift for a signed-in user`, async ({ page, member }) => {
      await signIn(page, member);
      await load(page, path);
    });
  }
});

test.describe("the accessibility tree", () => {
  test("of the sign-in page has its heading, form and links", async ({ page }) => {
    await visit(page, "/signin");
    await expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - paragraph:
          - strong: Millbrook Commons
        - heading "Sign in" [level=1]
        - form "Sign in":
          - text: E-mail
          - textbox "E-mail"
          - text: Password
          - textbox "Password"
          - button "Show password"
          - button "Sign in"
          - paragraph:
            - link "Forgot your password?"
        - paragraph:
          - text: New here?
          - link "Create an account"
    `);
  });

  test("of the profile has its headings, navigation and forms", async ({ page, admin, watch }) => {
    const person = await admin.person({ first_name: "Ada", last_name: "Fenwick", title: "Gardener" });
    watch.keepSecret(person.password);
    await signIn(page, person);
    await expectHeading(page, "Your profile");
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Your profile" [level=1]
        - navigation "Your account":
          - list:
            - listitem:
              - link "Profile"
            - listitem:
              - link "Security"
            - listitem:
              - link "Delete account"
        - paragraph:
          - text: Signed in as
          - strong: /@example\\.com/
          - link "Change e-mail or password"
        - region "Picture":
          - heading "Picture" [level=2]
          - button "Choose a picture"
          - paragraph: /You can also drop a picture here/
        - region "About you":
          - heading "About you" [level=2]
          - form "About you":
            - textbox "First name (optional)": Ada
            - textbox "Last name (optional)": Fenwick
            - textbox "Title (optional)": Gardener
            - textbox "Location (optional)"
            - textbox "Description (optional)"
            - button "Save changes"
        - region "Preferences":
          - heading "Preferences" [level=2]
          - group "Appearance":
            - radio "Like the device" [checked]
            - radio "Light"
            - radio "Dark"
          - combobox "Language"
          - paragraph: /For the pages of this site/
    `);
  });
});
