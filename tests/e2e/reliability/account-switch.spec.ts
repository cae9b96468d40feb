import { type BrowserContext, type Page } from "@playwright/test";
import { type Admin, type Person } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { type Watch } from "../support/watch.ts";
import { expectPath, expect, expectNothingPrivate, expectHeading, openProfile, save, expectSession, signIn, sleep, submitSignIn, test, resume } from "./fixtures.ts";

// Two users in one browser: a page never shows, or saves, data of both.

interface Pair {
  ada: Person;
  bert: Person;
}

const ADA = { first_name: "Adelaide", location: "Weir Lane" };
const BERT = { first_name: "Bertrand", location: "Mill Street" };

async function pair(admin: Admin, watch: Watch): Promise<Pair> {
  const [ada, bert] = [await admin.person(ADA), await admin.person(BERT)];
  watch.keepSecret(ada.password);
  watch.keepSecret(bert.password);
  return { ada, bert };
}

/** Records in the page, at each change, whether it shows data of both. */
async function recordMixture(page: Page, { ada, bert }: Pair): Promise<void> {
  const marks = [[ada.email, ...Object.values(ADA)], [bert.email, ...Object.values(BERT)]];
  await page.evaluate((marks) => {
    const check = () => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
      const shown = [document.title, document.body.textContent, ...fields.map((field) => field.value)].join("\n");
      if (marks.every((own) => own.some((mark) => shown.includes(mark)))) {
        observer.disconnect();
        document.documentElement.dataset.mixture = shown;
      }
    };
    const observer = new MutationObserver(check);
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  }, marks);
}

async function expectNoMixture(page: Page): Promise<void> {
  expect(await page.locator("html").getAttribute("data-mixture")).toBeNull();
}

/** Expects that the page shows Bert only. */
async function expectBert(page: Page, { ada, bert }: Pair): Promise<void> {
  await expect(page.getByTestId("profile-email")).toHaveText(bert.email);
  await expect(page.getByLabel("First name")).toHaveValue(BERT.first_name);
  await expect(page.getByLabel("Location")).toHaveValue(BERT.location);
  const shown = await page.evaluate(() => document.body.innerText);
  for (const text of [ada.email, ...Object.values(ADA)]) {
    expect(shown).not.toContain(text);
  }
  await expectSession(page, "signed-in");
}

/** Ada signs out in another tab, and Bert signs in there. */
async function takeOver(context: BrowserContext, both: Pair): Promise<void> {
  const tab = await context.newPage();
  await tab.goto("/blog");
  await expectSession(tab, "signed-in");
  await tab.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(tab, "You are signed out");
  await tab.getByRole("link", { name: "Sign in again" }).click();
  await submitSignIn(tab, both.bert);
  await expectBert(tab, both);
}

/** Holds the next answer about the user back until the returned function is called. */
function holdAnswer(faults: Faults): () => void {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  faults.forget();
  faults.add({ path: "/users/me", after: held, times: 1 });
  return release;
}

/** Signs in without the site, as in the Studio or in a tab without messages. */
async function signInElsewhere(context: BrowserContext, url: string, { email, password }: Person): Promise<void> {
  const answer = await context.request.post(`${url}/directus/auth/login`, { data: { email, password, mode: "cookie" } });
  expect(answer.status()).toBe(200);
}

test("an account that signs in in another tab replaces the whole page at the same URL", async ({
  page,
  context,
  admin,
  watch,
}) => {
  const both = await pair(admin, watch);
  await signIn(page, both.ada);
  await page.goto("/profile?tab=1#profile");
  await expect(page.getByTestId("profile-email")).toHaveText(both.ada.email);
  await page.getByLabel("Description").fill("Typed by Adelaide.");
  await recordMixture(page, both);

  const other = await context.newPage();
  await openProfile(other, both.ada);
  await other.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(other, "You are signed out");
  await expectSession(page, "signed-out");
  await expectNothingPrivate(page, both.ada, ...Object.values(ADA), "Typed by Adelaide.");
  await other.getByRole("link", { name: "Sign in again" }).click();
  await submitSignIn(other, both.bert);
  await expectBert(other, both);

  await expectBert(page, both);
  await expectPath(page, "/profile?tab=1#profile");
  await expect(page.getByLabel("Description")).toHaveValue("");
  await expectNoMixture(page);
});

test("an account that changed without notice replaces the whole page at the next refresh", async ({
  page,
  context,
  admin,
  watch,
  faults,
}) => {
  const both = await pair(admin, watch);
  await page.clock.install();
  await signIn(page, both.ada);
  await page.getByLabel("Description").fill("Typed by Adelaide.");
  await recordMixture(page, both);
  await signInElsewhere(context, faults.url, both.bert);
  await sleep(context, 1);
  await resume(page);
  await expectBert(page, both);
  await expect(page.getByLabel("Description")).toHaveValue("");
  await expectPath(page, "/profile");
  await expectNoMixture(page);
});

test("text that one user typed is not saved to the account of another", async ({ page, context, admin, watch, faults }) => {
  const both = await pair(admin, watch);
  await page.clock.install();
  await signIn(page, both.ada);
  await page.getByLabel("Description").fill("Typed by Adelaide.");
  await recordMixture(page, both);
  await signInElsewhere(context, faults.url, both.bert);
  await sleep(context, 1);
  await save(page);
  await expectBert(page, both);
  await expect.poll(() => faults.underway).toBe(0);
  expect(faults.requests("/users/me", "PATCH")).toEqual([]);
  expect(await admin.user(both.bert.id)).toMatchObject({ ...BERT, description: null });
  await expectNoMixture(page);
});

test("a late answer for one user is not shown to another", async ({ page, context, admin, watch, faults }) => {
  const both = await pair(admin, watch);
  await signIn(page, both.ada);
  await page.getByRole("link", { name: "Blog" }).click();
  await expectHeading(page, "Blog");
  await recordMixture(page, both);
  const release = holdAnswer(faults);
  await page.getByRole("link", { name: "Profile" }).click();
  await expect.poll(() => faults.requests("/users/me")[0]?.server).toBeTruthy();

  await takeOver(context, both);
  release();
  await expectBert(page, both);
  await expect.poll(() => faults.underway).toBe(0);
  await expectBert(page, both);
  await expectNoMixture(page);
});

test("a pending save of one user is not saved to the account of another", async ({ page, context, admin, watch, faults }) => {
  const both = await pair(admin, watch);
  await signIn(page, both.ada);
  await recordMixture(page, both);
  const release = holdAnswer(faults);
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(() => faults.requests("/users/me", "PATCH")[0]?.server).toBeTruthy();
  await page.getByLabel("Language").selectOption("de-DE");

  await takeOver(context, both);
  await expectBert(page, both);
  release();
  await expect.poll(() => faults.underway).toBe(0);
  await expectBert(page, both);
  expect(faults.requests("/users/me", "PATCH")).toHaveLength(1);
  expect(await admin.user(both.bert.id)).toMatchObject({ language: null, appearance: null });
  await expect(page.getByRole("radio", { name: "Like the device" })).toBeChecked();
  await expectNoMixture(page);
});
