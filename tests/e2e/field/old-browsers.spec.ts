import { type Page } from "@playwright/test";
import { newAddress, unique } from "../support/admin.ts";
import { violations } from "../support/axe.ts";
import { makeOlder, uncompiled, unreadable } from "../support/older.ts";
import { PUBLIC_PATHS } from "../support/paths.ts";
import { expect, expectHeading, expectPath, expectSession, signIn, signInPathFor, submitSignIn, test, visit } from "../support/test.ts";

// The site in the oldest browsers that it supports: the browser of the tests, without what they lack. docs/decisions/0021-supported-browsers.md

// The policy of a page allows its styles as they were built.
test.use({ bypassCSP: true, colorScheme: "light" });
test.beforeEach(({ context }) => makeOlder(context));

const PAPER = { light: "rgb(246, 248, 244)", dark: "rgb(15, 22, 19)" };
const SCHEMES = ["light", "dark"] as const;

/** Checks that everything on the page can be read, in light and in dark. */
async function expectReadable(page: Page, what: string): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator("body")).toHaveCSS("background-color", PAPER[scheme]);
    await expect.poll(() => unreadable(page), `${what}, ${scheme}`).toEqual([]);
    expect.soft(await violations(page), `${what}, ${scheme}`).toEqual([]);
  }
  expect(await uncompiled(page), what).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
}

for (const path of PUBLIC_PATHS) {
  test(`${path} is readable in an old browser, in light and dark, on wide and on narrow screens`, async ({ page }) => {
    await visit(page, path);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectReadable(page, path);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("button", { name: "Menu" }).click();
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link").first()).toBeVisible();
    await expectReadable(page, `${path}, with the menu`);
  });
}

test("a page that was rendered ahead is readable in an old browser before the app is there", async ({ page }) => {
  await page.route(/\/(boot|lychgate)[^/]*\.js$/, () => {});
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto("/signin", { waitUntil: "commit" });
    await expectHeading(page, "Sign in");
    await expect(page.locator("body")).toHaveCSS("background-color", PAPER[scheme]);
    expect(await unreadable(page), scheme).toEqual([]);
    expect(await uncompiled(page), scheme).toEqual([]);
    await expect(page.locator("html")).not.toHaveAttribute("data-ready");
  }
});

test("an old browser shows the head of a page in one row on a wide screen", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await visit(page, "/");
  const header = page.getByRole("banner");
  const middle = async (name: string) => {
    const box = await header.getByRole("link", { name, exact: true }).boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0) / 2;
  };
  expect(Math.abs((await middle("Blog")) - (await middle("Sign in")))).toBeLessThan(2);
});

test("an old browser registers, signs out and in again, and saves the profile", async ({ page, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await visit(page, "/register");
  await page.getByRole("button", { name: "Create account" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toBeVisible();
  // Its sign, which has an alternative text elsewhere.
  expect(await alert.evaluate((element) => getComputedStyle(element, "::before").content)).toBe('"!"');
  await expectReadable(page, "a form that was refused");

  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Fenwick-Marl");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expectSession(page, "signed-in");
  // Else the next page would tell Directus once more.
  const told = page.waitForResponse("**/auth/logout");
  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await (await told).finished();

  await visit(page, "/signin");
  await submitSignIn(page, { email, password });
  await page.getByLabel("Location").fill("Amsterdam");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expectReadable(page, "the profile");
  await page.reload();
  await expect(page.getByLabel("Location")).toHaveValue("Amsterdam");

  for (const [path, heading] of [["/profile/security", "Security"], ["/profile/delete", "Delete"]] as const) {
    await visit(page, path);
    await expectHeading(page, new RegExp(heading));
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectReadable(page, path);
  }
});

test("an appearance that was chosen in an old browser applies, against that of the device", async ({ page, member }) => {
  await signIn(page, member);
  const body = page.locator("body");
  for (const [choice, dark, light] of [
    ["Dark", PAPER.dark, PAPER.dark],
    ["Light", PAPER.light, PAPER.light],
    ["Like the device", PAPER.dark, PAPER.light],
  ] as const) {
    await page.getByRole("radio", { name: choice }).check();
    await expect(page.getByText("Saved.")).toBeVisible();
    for (const [scheme, paper] of [["dark", dark], ["light", light]] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await expect(body).toHaveCSS("background-color", paper);
      await expect.poll(() => unreadable(page), `${choice}, ${scheme}`).toEqual([]);
    }
  }
});

test("the colour of a project is readable in an old browser", async ({ page }) => {
  // A changed answer: the settings are shared by all tests.
  await page.route("**/server/info", async (route) => {
    const response = await route.fetch();
    const { data } = (await response.json()) as { data: { project: object } };
    await route.fulfill({ response, json: { data: { ...data, project: { ...data.project, project_color: "#ffe14d" } } } });
  });
  await visit(page, "/signin");
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  const own = "rgb(27, 90, 69)";
  await expect(button).not.toHaveCSS("background-color", own);
  await expect(button).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
  await expectReadable(page, "the sign-in page in the colour of its project");
});

test("the messages of a page that does not load name the browsers that the site supports", async ({ page, watch }) => {
  watch.expectError("The app did not start.");
  await page.addInitScript("delete globalThis.WebAssembly");
  await page.goto("/blog");
  await expectHeading(page, "This page could not be loaded");
  await expect(page.getByRole("main")).toContainText(/Chrome or Edge \d+, Firefox \d+, Safari \d+/);
  await expectReadable(page, "a page that could not be loaded");
});

test("an address in an old browser leads to the page behind a sign-in", async ({ page, member, watch }) => {
  // Nobody is signed in yet.
  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  await page.goto("/profile/security");
  await expectPath(page, signInPathFor("/profile/security"));
  await submitSignIn(page, member);
  await expectPath(page, "/profile/security");
});
