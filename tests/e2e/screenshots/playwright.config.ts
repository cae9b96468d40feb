import { defineConfig } from "@playwright/test";
import tests from "../playwright.config.ts";

/** Screenshots are not tests: `cargo xtask screenshots` takes them, `cargo xtask test e2e` does not. */
export default defineConfig(tests, {
  testDir: ".",
  projects: [{ name: "", testMatch: "screenshots.ts" }],
  outputDir: "../../../target/e2e/screenshots",
  reporter: [["list"], ["../support/summary.ts"]],
});
