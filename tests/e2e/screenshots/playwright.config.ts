import { defineConfig } from "@playwright/test";
import tests from "../playwright.config.ts";

/** Pictures are no tests: `cargo xtask test e2e` does not take them, `cargo xtask screenshots` does. */
export default defineConfig(tests, {
  testDir: ".",
  projects: [{ name: "", testMatch: "screenshots.ts" }],
  outputDir: "../../../target/e2e/screenshots",
  reporter: [["list"], ["../support/summary.ts"]],
});
