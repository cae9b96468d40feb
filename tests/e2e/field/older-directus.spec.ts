import { Backend } from "../support/backend.ts";
import { expect, expectHeading, test, visit } from "../reliability/fixtures.ts";

// A site whose Directus was provisioned for a version before it, and has no field `audience`.

let backend: Backend;

test.beforeAll(async () => {
  backend = await Backend.start();
  for (const collection of ["posts", "pages"]) {
    await backend.admin.request("DELETE", `/fields/${collection}/audience`);
  }
});

test.afterAll(async () => {
  await backend.remove();
});

test("the front page, the blog, its posts and the pages are there, for everyone", async ({ page, faults }) => {
  faults.leadTo(backend.url);
  await visit(page, "/");
  await expect(page.getByRole("heading", { name: "Come and" })).toBeVisible();
  const newest = page.getByRole("region", { name: "From the blog" }).getByRole("article");
  await expect(newest).toHaveCount(3);
  await visit(page, "/blog");
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByText(/^Page 2 of/)).toBeVisible();
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
  await visit(page, "/blog/apple-day");
  await expectHeading(page, "Apple Day, and the rent");
  await expect(page.locator(".rich-text")).not.toBeEmpty();
  await visit(page, "/pages/about");
  await expect(page.getByRole("main").getByRole("paragraph").first()).toBeVisible();
  await visit(page, "/blog/no-such-post");
  await expectHeading(page, "Page not found");
  await expect(page.locator(".byline-audience, .members-part, .alert")).toHaveCount(0);
});
