import { type Page } from "@playwright/test";
import { scenes, titleOf } from "./scenes/index.ts";
import { type Look, addressOf, appeared, play } from "./scenes/stage.ts";
import { violations } from "./support/axe.ts";
import { expect, heading, hold, signIn, test, visit } from "./support/test.ts";

/** A window 1280 pixels wide at 400 %. */
const ZOOMED = { width: 320, height: 256 };

/** What sticks out to the right, so that reading takes scrolling in two directions. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) {
      return [];
    }
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth);
    return [`${root.scrollWidth} px`, ...wide.map(({ tagName, className }) => `${tagName} ${className}`)];
  });

/** Light as wide as it is, dark at 400 %: between them, all that the style has for either. */
const look: Look = async (page, state, { waiting }) => {
  const before = page.viewportSize();
  expect.soft(await violations(page, { waiting }), `${state}, light`).toEqual([]);
  await page.setViewportSize(ZOOMED);
  await page.emulateMedia({ colorScheme: "dark" });
  await appeared(page);
  expect.soft(await sticksOut(page), `${state}, at 400 %`).toEqual([]);
  expect.soft(await violations(page, { waiting }), `${state}, dark, at 400 %`).toEqual([]);
  await page.emulateMedia({ colorScheme: null });
  if (before) {
    await page.setViewportSize(before);
  }
};

test.describe("what everybody can see, read, reach and press, in light and dark and at 400 %", () => {
  for (const scene of scenes) {
    test.describe(() => {
      test.use({ baseURL: addressOf(scene) });

      test(titleOf(scene), async ({ page, context, mail, watch }) => {
        test.slow();
        await play(scene, { page, context, mail, watch }, look);
      });
    });
  }
});

test.describe("nothing moves while a page loads", () => {
  /** Writes down what moves, from the first moment on. */
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
        // What has moved is known when it has been painted.
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        note(observer.takeRecords());
        return moved;
      },
    });
  }
  const moved = (page: Page) => page.evaluate(() => (window as unknown as { __moved(): Promise<string[]> }).__moved());

  /** Opens `path` with answers that come when they like, then with answers that come when the page has long been waiting. */
  async function load(page: Page, path: string): Promise<void> {
    for (const size of [{ width: 360, height: 740 }, { width: 1280, height: 720 }]) {
      await page.setViewportSize(size);
      for (const isSlow of [false, true]) {
        const answer = isSlow ? await hold(page, "**/directus/**") : () => {};
        await page.goto(path);
        await expect(page.getByRole("main")).toBeVisible();
        if (isSlow) {
          await appeared(page);
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

  for (const path of [
    "/",
    "/pages/about",
    "/blog",
    "/blog?page=2",
    "/blog/apple-day",
    "/signin",
    "/register",
    "/forgot-password",
    "/reset-password?token=any",
    "/accept-invite?token=any",
    "/verify-email",
    "/goodbye",
    "/no/such/page",
  ]) {
    test(`of ${path}`, async ({ page }) => {
      await load(page, path);
    });
  }

  test("of /logout", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/logout", status: 400, times: "some" });
    await load(page, "/logout");
  });

  for (const path of ["/profile", "/profile/security", "/profile/delete", "/blog"]) {
    test(`of ${path}, for somebody who is signed in`, async ({ page, member }) => {
      await signIn(page, member);
      await load(page, path);
    });
  }
});

test.describe("what a screen reader finds", () => {
  test("on the sign-in page", async ({ page }) => {
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

  test("on the profile", async ({ page, admin, watch }) => {
    const person = await admin.person({ first_name: "Ada", last_name: "Fenwick", title: "Gardener" });
    watch.keepSecret(person.password);
    await signIn(page, person);
    await heading(page, "Your profile");
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
