import { defineConfig } from "@playwright/test";

/** The benchmark is no test: `cargo xtask bench` runs it, `cargo xtask test e2e` does not. */
export default defineConfig({
  testDir: ".",
  testMatch: "bench.ts",
  outputDir: "../../../target/e2e/bench",
  // Nothing else may run beside what is measured.
  workers: 1,
  timeout: 0,
  reporter: [["line"], ["../support/summary.ts"]],
});
