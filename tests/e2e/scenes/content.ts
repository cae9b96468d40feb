import { type Page } from "@playwright/test";
import { configure } from "../support/configure.ts";
import { REFUSAL, expect, heading, hold, signIn, visit } from "../support/test.ts";
import { scene } from "./stage.ts";

// What everybody can read, and what stands in its way.

const loading = (page: Page) => expect(page.getByText("Loading", { exact: true }).first()).toBeAttached();
const NARROW = { width: 360, height: 740 };

export const content = [
  scene(["home-loading", "home-loaded"], async ({ page, show }) => {
    const release = await hold(page, "**/items/p*");
    await visit(page, "/");
    await loading(page);
    await show("home-loading", { waiting: true });
    release();
    await expect(page.getByRole("region", { name: "From the blog" }).getByRole("article")).toHaveCount(3);
    await show("home-loaded");
  }),

  scene(["menu-open"], async ({ page, show }) => {
    await page.setViewportSize(NARROW);
    await visit(page, "/pages/about");
    await page.getByRole("button", { name: "Menu" }).click();
    await show("menu-open", { narrow: true, over: true });
  }),

  scene(["menu-open-signed-in"], async ({ page, resident, show }) => {
    await page.setViewportSize(NARROW);
    await signIn(page, await resident("Ada", "Fenwick"));
    await page.getByRole("button", { name: "Menu" }).click();
    await show("menu-open-signed-in", { narrow: true, over: true });
  }),

  scene(["text-page-loading", "text-page-about", "text-page-conduct", "text-page-privacy"], async ({ page, show }) => {
    const release = await hold(page, "**/items/pages?*");
    await visit(page, "/pages/about");
    await loading(page);
    await show("text-page-loading", { waiting: true });
    release();
    for (const slug of ["about", "conduct", "privacy"] as const) {
      await visit(page, `/pages/${slug}`);
      await expect(page.getByRole("main").getByRole("paragraph").first()).toBeVisible();
      await show(`text-page-${slug}`);
    }
  }),

  scene(["blog-loading", "blog-first-page", "blog-second-page", "blog-past-the-end", "blog-empty", "blog-failed"], async ({ page, watch, show }) => {
    const release = await hold(page, "**/items/posts?*");
    await visit(page, "/blog");
    await loading(page);
    await show("blog-loading", { waiting: true });
    release();
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await show("blog-first-page");
    await page.getByRole("link", { name: "Older" }).click();
    await expect(page.getByText(/^Page 2 of/)).toBeVisible();
    await show("blog-second-page");
    await visit(page, "/blog?page=4000");
    await expect(page.getByText("There are no posts on this page.")).toBeVisible();
    await show("blog-past-the-end");
    // Other tests look at the posts that there are.
    await page.route("**/items/posts?*", async (route) => {
      const answer = await route.fetch();
      const { meta } = (await answer.json()) as { meta: Record<string, unknown> };
      const none = Object.fromEntries(Object.keys(meta ?? {}).map((count) => [count, 0]));
      await route.fulfill({ response: answer, json: { data: [], meta: none } });
    });
    await visit(page, "/blog");
    await expect(page.getByText("There are no posts yet.")).toBeVisible();
    await show("blog-empty");
    watch.expectFailure({ url: "/items/posts", status: 400 });
    await page.route("**/items/posts?*", (route) => route.fulfill({ status: 400, json: REFUSAL }));
    await visit(page, "/blog");
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await show("blog-failed", { problem: true });
  }),

  scene(["post-loading", "post-apple-day", "post-rules"], async ({ page, show }) => {
    const release = await hold(page, "**/items/posts?*");
    await visit(page, "/blog/apple-day");
    await loading(page);
    await show("post-loading", { waiting: true });
    release();
    await heading(page, "Apple Day, and the rent");
    await show("post-apple-day");
    await visit(page, "/blog/tool-library-rules");
    await expect(page.getByRole("main").getByRole("article")).toBeVisible();
    await show("post-rules");
  }),

  scene(["not-found"], async ({ page, show }) => {
    await visit(page, "/no/such/page");
    await heading(page, "Page not found");
    await show("not-found");
  }),

  scene(["config-problem"], async ({ page, show }) => {
    await configure(page, '{"directusUrl":"/directus","authMode":"token"}');
    await visit(page, "/");
    await heading(page, "This site is not set up correctly");
    await show("config-problem", { problem: true });
  }),

  scene(["failed-to-start"], async ({ page, watch, show }) => {
    watch.expectFailure({ url: "_bg.wasm", status: "none", times: "some" });
    watch.expectError("The app did not start.");
    await page.route("**/*.wasm", (route) => route.abort("connectionreset"));
    await page.goto("/");
    await heading(page, "This page could not be loaded");
    await show("failed-to-start");
  }),
];
