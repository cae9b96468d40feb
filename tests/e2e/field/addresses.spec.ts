import { expect, expectHeading, expectPath, test } from "../support/test.ts";

// Addresses as people type and copy them lead to the page.

const ODD = {
  "/Blog": ["/blog", "Blog"],
  "/SignIn?redirectedFrom=%2Fblog": ["/signin?redirectedFrom=%2Fblog", "Sign in"],
  "/index.html": ["/", /./],
  "//blog": ["/blog", "Blog"],
  "/blog/index.html?page=2#top": ["/blog?page=2#top", "Blog"],
  "/FORGOT-PASSWORD/": ["/forgot-password", "Forgot your password?"],
  "/Pages/about": ["/pages/about", "About"],
} as const;

for (const [odd, [path, heading]] of Object.entries(ODD)) {
  test(`${odd} leads to ${path}`, async ({ page, baseURL }) => {
    await page.goto(new URL(baseURL ?? "").origin + odd);
    await expectHeading(page, heading);
    await expectPath(page, path);
    await page.reload();
    await expectHeading(page, heading);
  });
}

test("an address that means no page is still not found", async ({ page }) => {
  await page.goto("/Nowhere/Index.html/x");
  await expectHeading(page, /not found/i);
  await expect(page.locator("link[rel=canonical]")).toHaveCount(0);
});

test("search engines are told one address of each page", async ({ page, baseURL }) => {
  const canonical = page.locator("link[rel=canonical]");
  await page.goto("/blog/?utm_source=letter&page=2#x");
  await expect(canonical).toHaveAttribute("href", `${baseURL}/blog?page=2`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "About" }).click();
  await expectHeading(page, "About");
  await expect(canonical).toHaveAttribute("href", `${baseURL}/pages/about`);
  await expect(canonical).toHaveCount(1);
});
