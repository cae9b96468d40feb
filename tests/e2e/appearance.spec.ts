import { type Page } from "@playwright/test";
import { expect, expectHeading, signIn, test, visit } from "./support/test.ts";

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = "rgb(246, 248, 244)";
const DARK = "rgb(15, 22, 19)";

const choose = async (page: Page, name: string) => {
  await page.getByRole("radio", { name }).check();
  await expect(page.getByText("Saved.")).toBeVisible();
};

test.use({ colorScheme: "light" });

test("a chosen appearance applies at once, is saved, and applies at the next visit before the app runs", { tag: "@journey" }, async ({ page, member, admin }) => {
  await signIn(page, member);
  expect(await background(page)).toBe(LIGHT);
  await choose(page, "Dark");
  expect(await background(page)).toBe(DARK);
  expect(await admin.user(member.id)).toMatchObject({ appearance: "dark" });

  // Without the app: what the first paint shows.
  const blank = await page.context().newPage();
  await blank.route(/\/(boot|lychgate)[^/]*\.js$/, () => {});
  await blank.goto("/", { waitUntil: "commit" });
  await expect(blank.locator("body")).toBeAttached();
  await expect.poll(() => background(blank)).toBe(DARK);
  await expect(blank.locator("html")).not.toHaveAttribute("data-ready");
  await blank.close();
});

test("“like the device” follows the device, also after a change of its setting", async ({ page, member, admin }) => {
  await signIn(page, member);
  await choose(page, "Dark");
  await choose(page, "Like the device");
  expect(await background(page)).toBe(LIGHT);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await background(page)).toBe(DARK);
  await page.reload();
  await expectHeading(page, "Your profile");
  await expect(page.getByRole("radio", { name: "Like the device" })).toBeChecked();
  expect(await background(page)).toBe(DARK);
  expect(await admin.user(member.id)).toMatchObject({ appearance: "auto" });
});

test("a saved appearance applies in another browser after the sign-in, and stays after the sign-out", async ({ page, member, admin }) => {
  await admin.changeUser(member.id, { appearance: "dark" });
  await visit(page, "/");
  expect(await background(page)).toBe(LIGHT);
  await signIn(page, member);
  await expect.poll(() => background(page)).toBe(DARK);
  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  expect(await background(page)).toBe(DARK);
});

test("an appearance that cannot be saved is reverted, with a message", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/users/me", status: 502 });
  await signIn(page, member);
  await page.route("**/users/me?*", (route) => route.fulfill({ status: 502, body: "<h1>Bad Gateway</h1>" }), { times: 1 });
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
  expect(await background(page)).toBe(LIGHT);
  await expect(page.getByRole("radio", { name: "Like the device" })).toBeChecked();
});

test("a chosen language is saved, and can be reset", { tag: "@journey" }, async ({ page, member, admin }) => {
  await signIn(page, member);
  const language = page.getByLabel("Language");
  await language.selectOption({ label: "Nederlands" });
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await admin.user(member.id)).toMatchObject({ language: "nl-NL" });
  await page.reload();
  await expect(language).toHaveValue("nl-NL");
  await language.selectOption({ label: "Like the browser" });
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await admin.user(member.id)).toMatchObject({ language: null });
});

test("a saved name appears in other tabs without a reload, and what is typed there stays", async ({ page, member }) => {
  await signIn(page, member);
  const tab = await page.context().newPage();
  await visit(tab, "/profile");
  await tab.getByLabel("Location").fill("typed in the other tab");
  const reading = await page.context().newPage();
  await visit(reading, "/profile");
  await expect(reading.getByTestId("profile-email")).toHaveText(member.email);
  await reading.getByRole("link", { name: "Blog" }).click();
  await expectHeading(reading, "Blog");

  await page.getByLabel("First name").fill("Wilhelmina");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  for (const each of [page, tab, reading]) {
    await expect(each.getByRole("banner").getByRole("link", { name: "Profile of Wilhelmina" })).toBeVisible();
  }
  await expect(tab.getByLabel("First name")).toHaveValue("Wilhelmina");
  await expect(tab.getByLabel("Location")).toHaveValue("typed in the other tab");
});
