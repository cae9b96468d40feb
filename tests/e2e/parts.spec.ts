import { type Page } from "@playwright/test";
import { newAddress } from "./support/admin.ts";
import { rawGet } from "./support/http.ts";
import { stack } from "./support/stack.ts";
import { expect, expectHeading, expectPath, expectSession, holdRequests, signIn, submitSignIn, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

// The parts of the site that are loaded when they are needed: src/pages/parts.rs.

const ACCOUNT = /\/account-[0-9a-f]{16}\.wasm$/;
const AUTH = /\/auth-[0-9a-f]{16}\.wasm$/;
const ANY = /\/(account|auth|shared)-[0-9a-f]{16}\.wasm$/;

/** Answers requests for a part as a server does whose files a new version of the site has replaced. */
const remove = (page: Page, part: RegExp) => page.route(part, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "Not found" }));

/** The file of a part that is missing is asked for more than once. */
const expectMissing = (watch: Watch, part: string) => watch.expectFailure({ url: part, status: 404, times: "some" });

/** Makes the browser one that is to save data: it loads no part that nobody asks for. */
const saveData = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: Object.assign(new EventTarget(), { saveData: true }) }));

test("a guest’s first page loads no part before it is there, and all parts when it is quiet", async ({ page }) => {
  const parts: string[] = [];
  page.on("request", (request) => ANY.test(request.url()) && parts.push(request.url()));
  await visit(page, "/");
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  expect(parts).toEqual([]);
  await expect.poll(() => parts.some((url) => ACCOUNT.test(url)) && parts.some((url) => AUTH.test(url))).toBe(true);
});

test("a browser that is to save data loads a part with the page that needs it", async ({ page, member }) => {
  const parts: string[] = [];
  page.on("request", (request) => ANY.test(request.url()) && parts.push(request.url()));
  await saveData(page);
  await signIn(page, member);
  expect(parts.filter((url) => ACCOUNT.test(url))).toHaveLength(1);
  expect(parts.filter((url) => AUTH.test(url))).toEqual([]);
});

test("a password that is typed loads the account’s pages before it is sent", async ({ page, member }) => {
  await saveData(page);
  await visit(page, "/signin");
  const loaded = page.waitForResponse(ACCOUNT);
  await page.getByLabel("Password", { exact: true }).pressSequentially(member.password.slice(0, 1));
  expect((await loaded).status()).toBe(200);
  await expectPath(page, "/signin");
});

test("a page of a part shows a placeholder until that is there", async ({ page, member }) => {
  await saveData(page);
  await visit(page, "/signin");
  const release = await holdRequests(page, ACCOUNT);
  await submitSignIn(page, member);
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByRole("main")).toContainText("Loading");
  release();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

for (const path of ["/register", "/forgot-password", "/reset-password"]) {
  test(`the HTML of ${path} has its part loaded along with the app, which waits for it`, async () => {
    const html = (await rawGet(stack.url + path)).body.toString();
    const preloaded = [...html.matchAll(/<link as=fetch crossorigin href=(\S+) rel=preload type=application\/wasm>/g)].map(([, url = ""]) => url);
    expect(preloaded.filter((url) => AUTH.test(url))).toHaveLength(1);
    for (const url of preloaded) {
      const { status, headers } = await rawGet(stack.url + url);
      expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    }
  });
}

test("the part of the first page is requested once", async ({ page, member }) => {
  await signIn(page, member);
  const parts: string[] = [];
  page.on("request", (request) => ACCOUNT.test(request.url()) && parts.push(request.url()));
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  expect(parts).toHaveLength(1);
});

test("a page whose part is gone says so, and the button loads the site anew", async ({ page, member, watch }) => {
  expectMissing(watch, "/account.wasm");
  await saveData(page);
  await visit(page, "/signin");
  await remove(page, ACCOUNT);
  await submitSignIn(page, member);
  await expectHeading(page, "This page could not be loaded");
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await page.unroute(ACCOUNT);
  await page.getByRole("button", { name: "Load again" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test("a part that does not load at first is loaded with the next try", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/account.wasm", status: "none", times: "some" });
  await saveData(page);
  await visit(page, "/signin");
  let tries = 0;
  await page.route(ACCOUNT, (route) => ((tries += 1) > 1 ? route.continue() : route.abort()));
  await submitSignIn(page, member);
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test("a form whose part is gone when the page is loaded says so, and keeps what was typed", async ({ page, watch }) => {
  expectMissing(watch, "/auth.wasm");
  await remove(page, AUTH);
  const release = await holdRequests(page, /_bg\.wasm$/);
  await page.goto("/register", { waitUntil: "commit" });
  const email = newAddress();
  await page.locator("main [name=email]").fill(email);
  await page.locator("main [name=password]").fill("a-password-of-mine");
  release();
  await expect(page.getByRole("alert")).toContainText("This page could not be loaded");
  await expect(page.locator("main [name=email]")).toHaveValue(email);
  await expect(page.locator("main [name=password]")).toHaveValue("a-password-of-mine");
});
