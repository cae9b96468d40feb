import { defineConfig, devices } from "@playwright/test";
import { CHROMIUM_ARGUMENTS } from "./support/chromium.ts";
import { seed } from "./support/random.ts";
import { SOAK } from "./support/soak.ts";
import { DIRECTUS, stack } from "./support/stack.ts";
import { type Options } from "./support/test.ts";

// Before the workers start: all of them use one seed.
seed();
if (process.argv.includes("--headed")) {
  // The headless shell has no window.
  process.env.LYCHGATE_CHROMIUM_SHELL = stack.chromium;
}

const WITH_SERVICE_WORKER = {
  name: "service worker",
  testMatch: "reliability/*.spec.ts",
  testIgnore: ["firefox", "webkit", "reload-storms", "deployment", "service-worker"].map((name) => `**/${name}.spec.ts`),
  use: { serviceWorkers: "allow" },
} as const;

export default defineConfig<Options>({
  testDir: ".",
  // On Directus 12 without a licence only the tests of what is possible there run.
  projects:
    DIRECTUS === "12"
      ? [{ name: "", testMatch: "directus-12.spec.ts" }]
      : [
          { name: "", testMatch: "*.spec.ts", testIgnore: "directus-12.spec.ts" },
          // Once more by keyboard only: the tests tagged @journey, and in the long run nearly all.
          {
            name: "keyboard",
            testMatch: "*.spec.ts",
            testIgnore: ["directus-12.spec.ts", "reliability/**", "attacks/**"],
            ...(SOAK ? { grepInvert: /@pointer/ } : { grep: /@journey/ }),
            use: { hands: "keyboard" },
          },
          // In the long run, all that is proved of the session once more with the service worker; the other specs there try both by themselves.
          ...(SOAK ? [WITH_SERVICE_WORKER] : []),
        ],
  outputDir: "../../target/e2e/results",
  fullyParallel: true,
  // On two cores: a third of the time all that runs waits. The long run measures times as well.
  workers: SOAK ? 2 : 3,
  // A test that passes at a retry has found a bug.
  retries: 0,
  forbidOnly: true,
  timeout: SOAK ? 3_600_000 : 120_000,
  // Twenty tabs on two cores are slow.
  expect: { timeout: SOAK ? 60_000 : 30_000 },
  reporter: [["list"], ["./support/figures.ts"], ["./support/summary.ts"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: stack.url,
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // Without screenshots: each frame costs processor time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    // Animation frames cost processor time, and the next page appears at once.
    contextOptions: { reducedMotion: "reduce" },
    // Its requests are not those of a page: only the tests that are about it see them. The storms run with it, too.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: stack.chromiumShell,
      args: CHROMIUM_ARGUMENTS,
    },
  },
});
