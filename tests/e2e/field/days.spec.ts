import { expect, expectHeading, test } from "../support/test.ts";

// The day of a text is the visitor's, as the Studio shows it.

const DAYS = { "America/Los_Angeles": "4 March 2026", "Europe/Berlin": "5 March 2026", "Pacific/Kiritimati": "5 March 2026" };

for (const [timezoneId, day] of Object.entries(DAYS)) {
  test.describe(() => {
    test.use({ timezoneId });

    test(`a post of 5 March 2026, 3:30 UTC, is of ${day} in ${timezoneId}`, async ({ page, admin }) => {
      const post = await admin.post({ publish_date: "2026-03-05T03:30:00Z" });
      await page.goto(`/blog/${post.slug}`);
      await expectHeading(page, post.title);
      await expect(page.locator("time")).toHaveText(day);
    });
  });
}
