import { type Page } from "@playwright/test";
import { changeNode, translate, untranslated } from "../support/page-changes.ts";
import { Random } from "../support/random.ts";
import { SOAK } from "../support/soak.ts";
import { expect, expectHeading, expectPath, expectSession, signIn, submitSignIn, test, visit } from "../support/test.ts";

// Translators and extensions change the page under the app. It goes on, or says that it does not.

const leftOver = (page: Page) => page.evaluate(untranslated);

const links = (page: Page, path: string) => page.locator(`a[href="${path}"]`);

test("the way to sign in and out says what it does on a translated page", async ({ page, member }) => {
  await visit(page, "/signin");
  await page.evaluate(translate);
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email.toUpperCase());
  await expect(links(page, "/logout").first()).toHaveText("SIGN OUT");
  await expect(page.locator("header").getByText("SIGN IN", { exact: true })).toHaveCount(0);
  await expect.poll(() => leftOver(page)).toEqual([]);
  await links(page, "/logout").first().click();
  await expectPath(page, "/logout");
  await expect(links(page, "/signin").first()).toHaveText("SIGN IN");
  await expect(page.locator("header").getByText("SIGN OUT")).toHaveCount(0);
});

test("an error on a translated page is there once, and goes", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await page.evaluate(translate);
  await page.locator("main button[type=submit]").click();
  await expect(page.locator("main .alert")).toHaveCount(1);
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill("not-the-password");
  await page.locator("main button[type=submit]").click();
  await expect(page.locator("main .alert")).toContainText("PASSWORD IS WRONG");
  await expect.poll(() => leftOver(page)).toEqual([]);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectPath(page, "/profile");
});

test("every page of a translated site has its own texts, there and back", async ({ page, member }) => {
  await visit(page, "/");
  await page.evaluate(translate);
  for (const [path, heading] of [
    ["/pages/about", "ABOUT"],
    ["/blog", "BLOG"],
    ["/pages/privacy", "PRIVACY"],
    ["/signin", "SIGN IN"],
  ] as const) {
    await links(page, path).first().click();
    await expectHeading(page, heading);
    await expect.poll(() => leftOver(page)).toEqual([]);
  }
  await page.goBack();
  await expectHeading(page, "PRIVACY");
  await page.goForward();
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectHeading(page, "YOUR PROFILE");
  await expect.poll(() => leftOver(page)).toEqual([]);
});

test("a translation that is taken back leaves the texts as they are by now", async ({ page, member }) => {
  await visit(page, "/signin");
  await page.evaluate(translate);
  await submitBy(page, member);
  await expectPath(page, "/profile");
  await page.evaluate(() => (globalThis as unknown as { stopTranslating(): void }).stopTranslating());
  await expectHeading(page, "Your profile");
  await expect(links(page, "/logout").first()).toHaveText("Sign out");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await expect(page.locator("font")).toHaveCount(0);
});

async function submitBy(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.locator("main [name=email]").fill(email);
  await page.locator("main [name=password]").fill(password);
  await page.locator("main button[type=submit]").click();
}

test("signs in though an extension has wrapped the fields and put nodes beside them", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await page.evaluate(() => {
    for (const field of document.querySelectorAll("main input")) {
      const wrap = document.createElement("div");
      field.replaceWith(wrap);
      wrap.append(field, document.createElement("span"));
      field.setAttribute("data-extension", "1");
      field.parentElement?.before(document.createElement("grammarly-extension"));
    }
  });
  await submitSignIn(page, { ...member, password: "not-the-password" });
  await expect(page.getByRole("alert")).toContainText(/password/i);
  await submitSignIn(page, member);
  await expectPath(page, "/profile");
  await expect(page.locator("grammarly-extension")).toHaveCount(0);
});

test("goes on or says so whatever is moved, wrapped, removed and added", async ({ browser, member, baseURL }, info) => {
  const rounds = SOAK ? 300 : 24;
  const random = Random.of("changed pages");
  const paths = ["/", "/blog", "/pages/about", "/signin", "/register", "/forgot-password"];
  // Not watched: a page that says that it has stopped writes so to the console.
  const context = await browser.newContext({ baseURL: baseURL ?? "", reducedMotion: "reduce" });
  const page = await context.newPage();
  let stopped = 0;
  for (let round = 0; round < rounds; round += 1) {
    await visit(page, paths[round % paths.length] ?? "/");
    const done: string[] = [];
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      done.push(await page.evaluate(changeNode, [random.next(), random.next(), random.next()] as [number, number, number]));
    }
    // By the app, as a link of it would: the links themselves may be gone.
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "/blog?page=2";
      document.body.append(link);
      link.click();
    });
    const stopping = page.getByText("This page has stopped working");
    const going = page.locator("main h1", { hasText: "Blog" });
    await expect(going.or(stopping).first(), `round ${round}: ${done.join(", ")}`).toBeAttached();
    if (await stopping.count()) {
      stopped += 1;
      await expect(stopping).toHaveCount(1);
      await page.getByRole("button", { name: "Load again" }).first().click();
      await expectHeading(page, "Blog");
    }
  }
  info.annotations.push({ type: "figures", description: `rounds: ${rounds}, stopped: ${stopped}` });
  await signIn(page, member);
  await context.close();
});
