import { breakRendering } from "../support/page-changes.ts";
import { expect, expectHeading, expectSession, signIn, test } from "../support/test.ts";

// What panics all the same says so, and takes nothing with it.

test("a page whose app has panicked says so, keeps what was typed, and goes on signed in when it is loaded again", async ({ browser, member, baseURL }) => {
  // Not watched: the panic is in the console.
  const context = await browser.newContext({ baseURL: baseURL ?? "", reducedMotion: "reduce" });
  const page = await context.newPage();
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  await signIn(page, member);
  const note = page.locator("main [name=description]");
  await note.fill("A long story about a river.");
  await page.evaluate(breakRendering, "A long story about a river.");
  await page.locator("main [name=title]").fill("Ferrywoman");
  await page.locator("main button[type=submit]").first().click();
  await page.locator("main a, header a").first().click();
  await page.getByRole("button", { name: "Leave without saving" }).click();

  const notice = page.getByRole("alert").filter({ hasText: "This page has stopped working" });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText("Your sign-in is not affected");
  await expect(note).toHaveValue("A long story about a river.");
  expect(lines.filter((line) => line.startsWith("The app has stopped at"))).toHaveLength(1);
  expect(lines.filter((line) => !line.startsWith("Error") && /river|Ferrywoman/.test(line))).toEqual([]);
  await page.keyboard.press("Tab");

  await notice.getByRole("button", { name: "Load again" }).click();
  await expectSession(page, "signed-in");
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await context.close();
});

test("a browser without WebAssembly is told what is missing, and what helps", async ({ page, watch }) => {
  watch.expectError("The app did not start.");
  await page.addInitScript("delete globalThis.WebAssembly");
  await page.goto("/blog");
  await expectHeading(page, "This page could not be loaded");
  await expect(page.getByRole("main")).toContainText("WebAssembly");
  await expect(page.getByRole("main")).not.toContainText("connection");
});
