import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, visit } from "./support/test.ts";

const SCRIPT = /\/purify\.min-\w+\.js$/;

const checkout = path.join(import.meta.dirname, "../..");
// DOMPurify from the lock file of these tests, independent of what builds the site.
const published = path.join(import.meta.dirname, "node_modules/dompurify");

/** Returns the entry of DOMPurify in a lock file. */
function locked(folder: string): { version: string; integrity: string } {
  const lock = JSON.parse(readFileSync(path.join(checkout, folder, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; integrity: string }>;
  };
  const entry = lock.packages["node_modules/dompurify"];
  if (!entry) throw new Error(`${folder}/package-lock.json has no DOMPurify`);
  return { version: entry.version, integrity: entry.integrity };
}

test("the locked DOMPurify of the site and that of the tests are the same version, 3.5 or newer", () => {
  const { version, integrity } = locked("xtask/npm/site");
  expect(locked("tests/e2e")).toEqual({ version, integrity });
  const [major = 0, minor = 0] = version.split(".").map(Number);
  expect(major * 1000 + minor).toBeGreaterThanOrEqual(3005);
});

test("the served sanitiser is the npm package’s file, byte for byte", async ({ page }) => {
  const response = page.waitForResponse((response) => SCRIPT.test(new URL(response.url()).pathname));
  await visit(page, "/pages/about");
  const served = await (await response).body();
  expect(served.equals(readFileSync(`${published}/dist/purify.min.js`))).toBe(true);
});

test("the site runs the locked version of the sanitiser", async ({ page }) => {
  await visit(page, "/pages/about");
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { DOMPurify?: { version: string } }).DOMPurify?.version))
    .toBe(locked("xtask/npm/site").version);
});
