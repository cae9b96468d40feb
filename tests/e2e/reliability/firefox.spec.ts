import { Firefox } from "../support/firefox.ts";
import { quickOrFull } from "./fixtures.ts";
import { test as base, formTests, signOutTests, stormTests, tabTests } from "./browsers.ts";

// The system’s Firefox.

const test = base.extend<{ firefox: Firefox }>({
  // One for each test: after some thousand page loads Firefox 153 closes its connection to WebDriver.
  firefox: async ({ serviceWorker }, use) => {
    const firefox = await Firefox.start(serviceWorker);
    await use(firefox);
    await firefox.quit();
  },
  newContainer: async ({ firefox, watch }, use) => {
    await use((faults) => firefox.container(faults.url, watch));
  },
});

// One Firefox at a time.
test.describe.configure({ mode: "default" });
test.setTimeout(quickOrFull(120_000, 3_600_000));

stormTests(test);
tabTests(test);
signOutTests(test);
formTests(test);
