import { type BrowserContext, type Page } from "@playwright/test";
import { type Admin, type Person, type PostForMembers } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { expect, expectNothingPrivate, expectHeading, waitUntilReady, expectSession, signIn, test, visit, withProfile } from "./fixtures.ts";

// The back/forward cache keeps a page that was left, and Back shows it again without loading. Playwright
// disables it; here it is on, and each test checks that it was used.

const WITH_CACHE = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };

interface Return {
  persisted: boolean;
  /** The text of the first frame. */
  first: string;
}

/** Records how the page was shown, and the text of its first frame. */
function recordReturn() {
  window.addEventListener("pageshow", ({ persisted }) => {
    const shown = () => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
      return [document.body.innerText, ...fields.map((field) => field.value)].join("\n");
    };
    requestAnimationFrame(() => {
      (window as unknown as { __return: Return }).__return = { persisted, first: shown() };
    });
  });
}

const returned = (page: Page) =>
  page.evaluate(() => (window as unknown as { __return?: Return }).__return);

/** Navigates to a page outside of the app. */
async function leave(page: Page, faults: Faults): Promise<void> {
  faults.add({
    path: "/elsewhere",
    fault: { status: 200, headers: { "Content-Type": "text/html" }, body: "<title>Elsewhere</title><link rel=icon href=data:,>" },
  });
  await page.goto("/elsewhere");
  await expect(page).toHaveTitle("Elsewhere");
}

/** Goes back as the button does; `goBack` would wait for a load event that never comes. */
async function back(page: Page): Promise<Return> {
  // The page may have gone before it has answered.
  await page.evaluate(() => history.back()).catch(() => {});
  await expect.poll(() => page.url()).not.toContain("/elsewhere");
  let how: Return | undefined;
  await expect.poll(async () => (how = await returned(page).catch(() => undefined))).toBeTruthy();
  return how as Return;
}

/** Opens a post for members, as one of them. */
async function openPostForMembers(page: Page, admin: Admin): Promise<PostForMembers> {
  const post = await admin.postForMembers();
  await visit(page, `/blog/${post.slug}`);
  await expect(page.getByText(post.rest)).toBeVisible();
  return post;
}

async function enter(context: BrowserContext, person: Person): Promise<Page> {
  await context.addInitScript(recordReturn);
  const page = context.pages()[0] ?? (await context.newPage());
  await signIn(page, person);
  return page;
}

test("a private page from the back/forward cache is shown at Back, and works", async ({ browserIn, admin, watch, faults, figures }) => {
  const person = await admin.person({ first_name: "Wilhelmina" });
  watch.keepSecret(person.password);
  await withProfile(async (dir) => {
    const page = await enter(await browserIn({ dir, launch: WITH_CACHE }), person);
    await page.getByLabel("Location").fill("Weir Lane");
    await leave(page, faults);
    const how = await back(page);
    figures({ persisted: String(how.persisted) });
    expect(how.persisted).toBe(true);
    await expect(page.getByLabel("Location")).toHaveValue("Weir Lane");
    await expectSession(page, "signed-in");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Your profile is saved.")).toBeVisible();
  });
});

for (const [what, takeAway] of [
  ["", undefined],
  [", without BroadcastChannel", () => void Reflect.deleteProperty(globalThis, "BroadcastChannel")],
] as const) {
  test(`a private page from the back/forward cache shows nothing after a sign-out in another tab${what}`, async ({
    browserIn,
    admin,
    watch,
    faults,
    figures,
  }) => {
    const person = await admin.person({ first_name: "Wilhelmina" });
    watch.keepSecret(person.password);
    await withProfile(async (dir) => {
      const context = await browserIn({ dir, launch: WITH_CACHE });
      if (takeAway) {
        await context.addInitScript(takeAway);
      }
      const page = await enter(context, person);
      await leave(page, faults);
      const other = await context.newPage();
      await visit(other, "/blog");
      await expectSession(other, "signed-in");
      await other.getByRole("link", { name: "Sign out" }).click();
      await expectHeading(other, "You are signed out");

      const { persisted, first } = await back(page);
      figures({ persisted: String(persisted) });
      for (const text of [person.email, "Wilhelmina"]) {
        expect(first).not.toContain(text);
      }
      await expectSession(page, "signed-out");
      await expectNothingPrivate(page, person, "Wilhelmina");
    });
  });

  test(`a private page from the back/forward cache shows nothing after a later sign-out in the same tab${what}`, async ({
    browserIn,
    admin,
    watch,
    faults,
    figures,
  }) => {
    const person = await admin.person({ first_name: "Wilhelmina" });
    watch.keepSecret(person.password);
    await withProfile(async (dir) => {
      const context = await browserIn({ dir, launch: WITH_CACHE });
      if (takeAway) {
        await context.addInitScript(takeAway);
      }
      const page = await enter(context, person);
      await page.goto("/blog");
      await waitUntilReady(page);
      await expectSession(page, "signed-in");
      await page.evaluate(() => Reflect.deleteProperty(window, "__return"));
      await page.getByRole("link", { name: "Sign out" }).click();
      await expectHeading(page, "You are signed out");
      await page.evaluate(() => history.go(-2));
      await expect.poll(() => new URL(page.url()).pathname).not.toBe("/logout");
      let how: Return | undefined;
      await expect.poll(async () => (how = await returned(page).catch(() => undefined))).toBeTruthy();
      figures({ persisted: String(how?.persisted) });
      for (const text of [person.email, "Wilhelmina"]) {
        expect(how?.first).not.toContain(text);
      }
      await expectSession(page, "signed-out");
      await expectNothingPrivate(page, person, "Wilhelmina");
      let signedOut = 0;
      await expect.poll(() => (signedOut = faults.requests("/auth/logout").find(({ server }) => server === 204)?.ended ?? 0)).toBeGreaterThan(0);
      expect(faults.requests("/auth/refresh").filter(({ at, server }) => at > signedOut && server === 200)).toEqual([]);
    });
  });

  test(`a post from the back/forward cache shows its beginning alone after a sign-out in another tab${what}`, async ({ browserIn, admin, watch, faults, figures }) => {
    const person = await admin.person();
    watch.keepSecret(person.password);
    await withProfile(async (dir) => {
      const context = await browserIn({ dir, launch: WITH_CACHE });
      if (takeAway) {
        await context.addInitScript(takeAway);
      }
      const page = await enter(context, person);
      const post = await openPostForMembers(page, admin);
      await leave(page, faults);
      const other = await context.newPage();
      await visit(other, "/blog");
      await expectSession(other, "signed-in");
      await other.getByRole("link", { name: "Sign out" }).click();
      await expectHeading(other, "You are signed out");

      const { persisted, first } = await back(page);
      figures({ persisted: String(persisted) });
      expect(first).not.toContain(post.rest);
      await expectSession(page, "signed-out");
      await expectHeading(page, post.title);
      await expect(page.getByRole("heading", { name: "The rest is for members" })).toBeVisible();
      expect(await page.content()).not.toContain(post.rest);
    });
  });
}

test("a post from the back/forward cache shows its whole text to the member who left it", async ({ browserIn, admin, watch, faults, figures }) => {
  const person = await admin.person();
  watch.keepSecret(person.password);
  await withProfile(async (dir) => {
    const page = await enter(await browserIn({ dir, launch: WITH_CACHE }), person);
    const post = await openPostForMembers(page, admin);
    await leave(page, faults);
    const { persisted } = await back(page);
    figures({ persisted: String(persisted) });
    await expect(page.getByText(post.rest)).toBeVisible();
    await expectSession(page, "signed-in");
  });
});
