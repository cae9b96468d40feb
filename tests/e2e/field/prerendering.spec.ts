import { expect, expectHeading, expectSession, signIn, test } from "../support/test.ts";

test("a page that the browser makes ahead does nothing before it is shown", async ({ page, member, watch }) => {
  await signIn(page, member);
  watch.forgetRequests();
  await page.addInitScript(() => {
    let isShown = false;
    Object.defineProperty(Document.prototype, "prerendering", { get: () => !isShown });
    addEventListener("shown", () => {
      isShown = true;
      document.dispatchEvent(new Event("prerenderingchange"));
    });
  });
  for (const path of ["/profile", "/verify-email?token=x", "/logout"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    expect(watch.requests("/directus/"), path).toEqual([]);
  }
  await page.evaluate(() => dispatchEvent(new Event("shown")));
  await expectHeading(page, "You are signed out");
  await expectSession(page, "signed-out");
});
