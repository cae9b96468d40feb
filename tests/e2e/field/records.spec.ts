import { type Page } from "@playwright/test";
import { expect, expectHeading, test, visit } from "../support/test.ts";

// Posts and pages to which something is missing, as imports, scripts and collections from before this site leave them. Where Directus refuses to store
// such a record in the site's own schema, it is put into Directus' answer on its way.

/** Puts `records` between the posts of each list that Directus answers with. */
async function mixIn(page: Page, records: unknown[]): Promise<void> {
  await page.route("**/items/posts?*", async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { data: unknown[] };
    answer.data.splice(1, 0, ...records);
    await route.fulfill({ response, json: answer });
  });
}

for (const title of ["", "   "]) {
  test(`a post with ${JSON.stringify(title)} for a title is shown with what there is`, async ({ page, admin }) => {
    const { slug } = await admin.post({ title, author: null, image: null, summary: "", content: "<p>Just text.</p>" });
    await visit(page, `/blog/${slug}`);
    await expectHeading(page, "Untitled");
    await expect(page).toHaveTitle("Untitled · Millbrook Commons");
    await expect(page.getByText("Just text.")).toBeVisible();
    await expect(page.locator("time")).toHaveText(/February 2001$/);
  });

  test(`a page with ${JSON.stringify(title)} for a title is shown with what there is`, async ({ page, admin }) => {
    const { slug } = await admin.page({ title, content: "<p>Just text.</p>" });
    await visit(page, `/pages/${slug}`);
    await expectHeading(page, "Untitled");
    await expect(page.getByText("Just text.")).toBeVisible();
  });
}

test.describe(() => {
  test.use({ locale: "de-AT" });

  test("what stands for a missing title is in the language of the visitor", async ({ page, admin }) => {
    const { slug } = await admin.post({ title: "" });
    await visit(page, `/blog/${slug}`);
    await expectHeading(page, "Ohne Titel");
    await expect(page.getByRole("heading", { level: 1 }).locator("[lang=de]")).toHaveText("Ohne Titel");
  });
});

for (const [path, count] of [
  ["/blog", 9],
  ["/", 3],
] as const) {
  test(`one bad post hides no other on ${path}`, async ({ page }) => {
    const unreachable = [null, 7, {}, ...[null, "", " ", 7].map((slug) => ({ slug, title: "Leads nowhere" }))];
    const bad = { slug: "no-title", title: null, summary: 7, image: 7, image_alt: {}, publish_date: "soon", author: 7 };
    await mixIn(page, [...unreachable, bad]);
    await visit(page, path);
    const posts = page.getByRole("main").locator(".post-list").getByRole("article");
    await expect(posts).toHaveCount(count + 1);
    await expect(page.getByText("Leads nowhere")).toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    const untitled = posts.filter({ hasText: "Untitled" });
    await expect(untitled.getByRole("link")).toHaveAttribute("href", "/blog/no-title");
    await expect(untitled.locator("time, img, .byline-author")).toHaveCount(0);
  });
}

test("a site without a name has its other words", async ({ page }) => {
  await page.route("**/items/global?*", (route) =>
    route.fulfill({ json: { data: { title: null, tagline: "Grown together", description: 7 } } }),
  );
  await visit(page, "/");
  await expect(page.getByText("Grown together")).toBeVisible();
  await expect(page.locator(".post-list").getByRole("article")).toHaveCount(3);
});
