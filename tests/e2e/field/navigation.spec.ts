import { Backend } from "../support/backend.ts";
import { provision } from "../support/provision.ts";
import { expect, expectHeading, test, visit } from "../reliability/fixtures.ts";

// Header and footer of a new site, whose Directus `cargo xtask provision` has just set up and nobody has written in.

const THING = "pages of the navigation: about, conduct, privacy";
const SLUGS = ["about", "conduct", "privacy"];

let backend: Backend;
const run = (...options: string[]) => provision(backend.url, backend.admin.token, ...options);
const slugs = async () => (await backend.admin.request<{ slug: string }[]>("GET", "/items/pages?fields=slug&sort=slug")).map(({ slug }) => slug);

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  backend = await Backend.start("--bare");
});

test.afterAll(async () => {
  await backend.remove();
});

test("provision names the pages that it would make, and makes them once", async () => {
  expect(await run("--dry-run")).toContain(`${THING}: would be created`);
  expect(await backend.admin.request<{ collection: string }[]>("GET", "/collections")).not.toContainEqual(expect.objectContaining({ collection: "pages" }));
  expect(await run()).toContain(`${THING}: created`);
  expect(await slugs()).toEqual(SLUGS);
  expect(await run()).toContain("Nothing to do: everything is there already.");
  expect(await slugs()).toEqual(SLUGS);
});

test("header and footer of a new site lead to pages that say that they have no text yet", async ({ page, faults }) => {
  faults.leadTo(backend.url);
  await visit(page, "/");
  const links = page.locator("header nav, footer nav").getByRole("link");
  const paths = new Set(await links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname)));
  expect([...paths].filter((path) => path.startsWith("/pages/")).sort()).toEqual(SLUGS.map((slug) => `/pages/${slug}`));
  for (const path of paths) {
    await visit(page, path);
    await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
    await expect(page.getByText("Page not found")).toHaveCount(0);
    if (path.startsWith("/pages/")) {
      await expect(page.locator(".rich-text")).toContainText("This page has no text yet.");
    }
  }
});

test("provision brings back no page that was deleted, and changes none that was written", async ({ page, faults }) => {
  const { admin } = backend;
  const [about, conduct] = await admin.request<{ id: number }[]>("GET", "/items/pages?fields=id&sort=slug");
  await admin.request("PATCH", `/items/pages/${about?.id}`, { title: "Who we are", content: "<p>Neighbours.</p>" });
  await admin.request("DELETE", `/items/pages/${conduct?.id}`);
  expect(await run()).toContain("Nothing to do: everything is there already.");
  expect(await slugs()).toEqual(["about", "privacy"]);
  faults.leadTo(backend.url);
  await visit(page, "/pages/about");
  await expectHeading(page, "Who we are");
  await expect(page.locator(".rich-text")).toHaveText("Neighbours.");
});
