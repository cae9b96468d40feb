import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, visit } from "./support/test.ts";

const vendored = path.join(import.meta.dirname, "../../vendor/dompurify");
const published = path.join(import.meta.dirname, "node_modules/dompurify");

test("the sanitiser in the repository is the npm package’s, byte for byte", () => {
  const [here, there] = [readFileSync(`${vendored}/purify.min.js`), readFileSync(`${published}/dist/purify.min.js`)];
  expect(here.equals(there)).toBe(true);
  expect(readFileSync(`${vendored}/LICENSE`, "utf8")).toBe(readFileSync(`${published}/LICENSE`, "utf8"));
});

test("the site runs that version of it", async ({ page }) => {
  await visit(page, "/pages/about");
  const { version } = JSON.parse(readFileSync(`${published}/package.json`, "utf8")) as { version: string };
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { DOMPurify?: { version: string } }).DOMPurify?.version))
    .toBe(version);
});
