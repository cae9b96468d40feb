import { type Page } from "@playwright/test";
import { configure } from "../support/configure.ts";
import { REFUSAL, expect, expectHeading, holdRequests, signIn, visit } from "../support/test.ts";
import { walkthrough } from "./walkthrough.ts";

// The public pages, and what they show when content is missing or does not load.

const expectLoading = (page: Page) => expect(page.getByText("Loading", { exact: true }).first()).toBeAttached();
const NARROW = { width: 360, height: 740 };

/** A text whose rest is for members. */
const MUSHROOMS = {
  content:
    "<p>It has rained for a week, and the meadow behind the mill is full of people who look at their feet.</p><p>We are asked every autumn where to begin. With somebody who knows, is the short answer; the long one follows.</p>",
  members_content:
    "<h2>Below the weir</h2><p>Keep to the left bank, past the two alders, until the path forks. Chanterelles stand under the birches there, as a rule from the second week of September.</p><ul><li>Take a knife and a basket, no bag</li><li>Leave the small ones</li><li>Show Bert what you have found before you eat it</li></ul><p>The other place is not written down.</p>",
};
/** The requests for that rest. */
const MEMBERS_CONTENT = /\/items\/posts\?.*members_content/;

export const contentPages = [
  walkthrough(["home-loading", "home-loaded"], async ({ page, checkpoint }) => {
    const release = await holdRequests(page, "**/items/p*");
    await visit(page, "/");
    await expectLoading(page);
    await checkpoint("home-loading", { isLoading: true });
    release();
    await expect(page.getByRole("region", { name: "From the blog" }).getByRole("article")).toHaveCount(3);
    await checkpoint("home-loaded");
  }),

  walkthrough(["menu-open"], async ({ page, checkpoint }) => {
    await page.setViewportSize(NARROW);
    await visit(page, "/pages/about");
    await page.getByRole("button", { name: "Menu" }).click();
    await checkpoint("menu-open", { isNarrowOnly: true, isOverlay: true });
  }),

  walkthrough(["menu-open-signed-in"], async ({ page, namedPerson, checkpoint }) => {
    await page.setViewportSize(NARROW);
    await signIn(page, await namedPerson("Ada", "Fenwick"));
    await page.getByRole("button", { name: "Menu" }).click();
    await checkpoint("menu-open-signed-in", { isNarrowOnly: true, isOverlay: true });
  }),

  walkthrough(["text-page-loading", "text-page-about", "text-page-conduct", "text-page-privacy"], async ({ page, checkpoint }) => {
    const release = await holdRequests(page, "**/items/pages?*");
    await visit(page, "/pages/about");
    await expectLoading(page);
    await checkpoint("text-page-loading", { isLoading: true });
    release();
    for (const slug of ["about", "conduct", "privacy"] as const) {
      await visit(page, `/pages/${slug}`);
      await expect(page.getByRole("main").getByRole("paragraph").first()).toBeVisible();
      await checkpoint(`text-page-${slug}`);
    }
  }),

  walkthrough(["blog-loading", "blog-first-page", "blog-second-page", "blog-past-the-end", "blog-empty", "blog-failed"], async ({ page, watch, checkpoint }) => {
    const release = await holdRequests(page, "**/items/posts?*");
    await visit(page, "/blog");
    await expectLoading(page);
    await checkpoint("blog-loading", { isLoading: true });
    release();
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await checkpoint("blog-first-page");
    await page.getByRole("link", { name: "Older" }).click();
    await expect(page.getByText(/^Page 2 of/)).toBeVisible();
    await checkpoint("blog-second-page");
    await visit(page, "/blog?page=4000");
    await expect(page.getByText("There are no posts on this page.")).toBeVisible();
    await checkpoint("blog-past-the-end");
    // A changed answer: other tests use the posts.
    await page.route("**/items/posts?*", async (route) => {
      const answer = await route.fetch();
      const { meta } = (await answer.json()) as { meta: Record<string, unknown> };
      const none = Object.fromEntries(Object.keys(meta ?? {}).map((count) => [count, 0]));
      await route.fulfill({ response: answer, json: { data: [], meta: none } });
    });
    await visit(page, "/blog");
    await expect(page.getByText("There are no posts yet.")).toBeVisible();
    await checkpoint("blog-empty");
    watch.expectFailure({ url: "/items/posts", status: 400 });
    await page.route("**/items/posts?*", (route) => route.fulfill({ status: 400, json: REFUSAL }));
    await visit(page, "/blog");
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await checkpoint("blog-failed", { hasProblem: true });
  }),

  walkthrough(["post-loading", "post-apple-day", "post-rules"], async ({ page, checkpoint }) => {
    const release = await holdRequests(page, "**/items/posts?*");
    await visit(page, "/blog/apple-day");
    await expectLoading(page);
    await checkpoint("post-loading", { isLoading: true });
    release();
    await expectHeading(page, "Apple Day, and the rent");
    await checkpoint("post-apple-day");
    await visit(page, "/blog/tool-library-rules");
    await expect(page.getByRole("main").getByRole("article")).toBeVisible();
    await checkpoint("post-rules");
  }),

  walkthrough(["post-for-members", "post-for-members-loading", "post-for-members-whole", "post-for-members-failed"], async ({ page, admin, watch, namedPerson, checkpoint }) => {
    const { slug } = await admin.postForMembers({ title: "Where the good mushrooms are", ...MUSHROOMS });
    await visit(page, `/blog/${slug}`);
    await expect(page.getByRole("heading", { name: "The rest is for members" })).toBeVisible();
    await checkpoint("post-for-members");
    await signIn(page, await namedPerson("Ada", "Fenwick"));
    const release = await holdRequests(page, MEMBERS_CONTENT);
    await visit(page, `/blog/${slug}`);
    await expect(page.locator("article .placeholder")).toBeAttached();
    await checkpoint("post-for-members-loading", { isLoading: true });
    release();
    await expect(page.getByRole("heading", { name: "Below the weir" })).toBeVisible();
    await checkpoint("post-for-members-whole");
    watch.expectFailure({ url: "/items/posts", status: 400 });
    await page.route(MEMBERS_CONTENT, (route) => route.fulfill({ status: 400, json: REFUSAL }));
    await visit(page, `/blog/${slug}`);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await checkpoint("post-for-members-failed", { hasProblem: true });
  }),

  walkthrough(["post-for-certain-members", "post-for-certain-members-refused"], async ({ page, admin, namedPerson, checkpoint }) => {
    const { slug } = await admin.postForMembers({ title: "The accounts of the orchard", ...MUSHROOMS, audience: "roles" });
    await visit(page, `/blog/${slug}`);
    await expect(page.getByRole("heading", { name: "The rest is for certain members" })).toBeVisible();
    await checkpoint("post-for-certain-members");
    await signIn(page, await namedPerson("Ada", "Fenwick"));
    await visit(page, `/blog/${slug}`);
    await expect(page.getByText("this part is not open to your account")).toBeVisible();
    await checkpoint("post-for-certain-members-refused");
  }),

  walkthrough(["text-page-for-members", "text-page-for-members-whole"], async ({ page, admin, namedPerson, checkpoint }) => {
    const { slug } = await admin.page({ title: "Minutes", audience: "members", ...MUSHROOMS });
    await visit(page, `/pages/${slug}`);
    await expect(page.getByRole("heading", { name: "The rest is for members" })).toBeVisible();
    await checkpoint("text-page-for-members");
    await signIn(page, await namedPerson("Ada", "Fenwick"));
    await visit(page, `/pages/${slug}`);
    await expect(page.getByRole("heading", { name: "Below the weir" })).toBeVisible();
    await checkpoint("text-page-for-members-whole");
  }),

  walkthrough(["not-found"], async ({ page, checkpoint }) => {
    await visit(page, "/no/such/page");
    await expectHeading(page, "Page not found");
    await checkpoint("not-found");
  }),

  walkthrough(["config-problem"], async ({ page, checkpoint }) => {
    await configure(page, '{"directusUrl":"/directus","authMode":"token"}');
    await visit(page, "/");
    await expectHeading(page, "This site is not set up correctly");
    await checkpoint("config-problem", { hasProblem: true });
  }),

  walkthrough(["failed-to-start"], async ({ page, watch, checkpoint }) => {
    watch.expectFailure({ url: "_bg.wasm", status: "none", times: "some" });
    watch.expectError("The app did not start.");
    await page.route("**/*.wasm", (route) => route.abort("connectionreset"));
    await page.goto("/");
    await expectHeading(page, "This page could not be loaded");
    await checkpoint("failed-to-start");
  }),

  walkthrough(["part-not-loaded"], async ({ page, watch, checkpoint }) => {
    watch.expectFailure({ url: "/auth.wasm", status: "none", times: "some" });
    await page.route(/\/auth-[0-9a-f]+\.wasm$/, (route) => route.abort("connectionreset"));
    await visit(page, "/signin");
    await page.getByRole("link", { name: "Create an account" }).click();
    await expectHeading(page, "This page could not be loaded");
    await checkpoint("part-not-loaded", { hasProblem: true });
  }),
];
