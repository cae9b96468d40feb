import { defineConfig, devices } from "@playwright/test";
import { seed } from "./support/random.ts";
import { SOAK } from "./support/soak.ts";
import { DIRECTUS, stack } from "./support/stack.ts";
import { type Options } from "./support/test.ts";

// Here, before the workers start: all of them draw from one seed.
seed();
if (process.argv.includes("--headed")) {
  // The shell has no window.
  process.env.LYCHGATE_CHROMIUM_SHELL = stack.chromium;
}

export default defineConfig<Options>({
  testDir: ".",
  // On Directus 12 without a licence those that say what is possible there; see that file.
  projects:
    DIRECTUS === "12"
      ? [{ name: "", testMatch: "directus-12.spec.ts" }]
      : [
          { name: "", testMatch: "*.spec.ts", testIgnore: "directus-12.spec.ts" },
          // Once more with nothing but a keyboard: a journey of each kind, and in the full size all that a visitor does.
          {
            name: "keyboard",
            testMatch: "*.spec.ts",
            testIgnore: ["directus-12.spec.ts", "reliability/**", "attacks/**"],
            ...(SOAK ? { grepInvert: /@pointer/ } : { grep: /@journey/ }),
            use: { hands: "keyboard" },
          },
        ],
  outputDir: "../../target/e2e/results",
  fullyParallel: true,
  workers: 2,
  // A test that passes at the second try has found a bug.
  retries: 0,
  forbidOnly: true,
  timeout: SOAK ? 3_600_000 : 120_000,
  // Twenty tabs on two cores take their time.
  expect: { timeout: SOAK ? 60_000 : 30_000 },
  reporter: [["list"], ["./support/figures.ts"], ["./support/summary.ts"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: stack.url,
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // Without its film: each frame is painted, read back and packed by the processor.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    // Every frame that moves is painted by the processor; and after a click the next page is there at once.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: stack.chromiumShell,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
