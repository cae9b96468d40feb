import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { walkthroughs, titleOf } from "../page-states/index.ts";
import { type Inspect, baseUrlOf, runWalkthrough } from "../page-states/walkthrough.ts";
import { test } from "../support/test.ts";

/** The folder for screenshots, and the filter for their names; `cargo xtask screenshots` sets both. */
const folder = process.env.LYCHGATE_SCREENSHOTS ?? fileURLToPath(new URL("../../../target/screenshots", import.meta.url));
const wanted = process.env.LYCHGATE_SCREENSHOTS_OF ?? "";

const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const DESKTOP = { width: 1440, height: 900 };

const inspect: Inspect = async (page, state, { isOverlay, isNarrowOnly }) => {
  if (!state.includes(wanted)) {
    return;
  }
  const before = page.viewportSize();
  for (const size of isNarrowOnly ? [PHONE, TABLET] : [PHONE, TABLET, DESKTOP]) {
    await page.setViewportSize(size);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      // An overlay is positioned in the viewport, so that only the viewport is captured.
      const path = join(folder, `${state}-${size.width}-${theme}.png`);
      await page.screenshot({ path, fullPage: !isOverlay, animations: "disabled" });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) {
    await page.setViewportSize(before);
  }
};

for (const walkthrough of walkthroughs.filter(({ states }) => states.some((state) => state.includes(wanted)))) {
  test.describe(() => {
    test.use({ baseURL: baseUrlOf(walkthrough) });

    test(titleOf(walkthrough), async ({ page, context, mail, watch }) => {
      await runWalkthrough(walkthrough, { page, context, mail, watch }, inspect);
    });
  });
}
