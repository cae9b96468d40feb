import { type BrowserContext, type Page } from "@playwright/test";
import {
  expectPath,
  expect,
  expectNothingPrivate,
  expectHeading,
  openProfile,
  pause,
  reloadNow,
  sessionCookie,
  save,
  expectSaved,
  expectSession,
  waitUntilSettled,
  signIn,
  signInPathFor,
  quickOrFull,
  submitSignIn,
  test,
  visit,
  withProfile,
} from "./fixtures.ts";

// Browsers without the APIs that the session uses: it works as far as it can.

const withoutLocks = () => void Reflect.deleteProperty(Navigator.prototype, "locks");
const withoutChannel = () => void Reflect.deleteProperty(globalThis, "BroadcastChannel");
/** As in a browser whose user has disabled site data. */
const withoutStorage = () => {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
  }
};

type Part = () => void;

const WITHOUT: Record<string, Part[]> = {
  "Web Locks": [withoutLocks],
  BroadcastChannel: [withoutChannel],
  "Web Locks and BroadcastChannel": [withoutLocks, withoutChannel],
  storage: [withoutStorage],
  "any of them": [withoutLocks, withoutChannel, withoutStorage],
};

async function takeAway(context: BrowserContext, parts: Part[]): Promise<void> {
  for (const part of parts) {
    await context.addInitScript(part);
  }
}

/** Closes the pages, because the watch reads the storage at the end, which fails without one. */
async function leave(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.goto("about:blank")));
}

test.afterEach(({ context }) => leave(context));

for (const [what, parts] of Object.entries(WITHOUT)) {
  test(`without ${what} sign-in, reload, save, a second tab and sign-out work`, async ({ page, context, admin, member, faults }) => {
    await takeAway(context, parts);
    await signIn(page, member);
    await page.reload();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    await page.getByLabel("Location").fill("Weir Lane");
    await save(page);
    await expectSaved(page);
    expect(await admin.user(member.id)).toMatchObject({ location: "Weir Lane" });

    const other = await context.newPage();
    await openProfile(other, member);
    await page.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await expectSession(page, "signed-out");
    await expect.poll(() => sessionCookie(context)).toBe("");
    await other.reload();
    await expectSession(other, "signed-out");
    await expectNothingPrivate(other, member);
    await expect.poll(() => faults.underway).toBe(0);
    // The boot of the sign-in, two reloads, the second tab; and no loop.
    expect(faults.requests("/auth/refresh").length).toBeLessThanOrEqual(6);
  });

  test(`without ${what} repeated reloads in mid-refresh lose no session`, async ({ page, context, member, faults, random, figures }) => {
    await takeAway(context, parts);
    await signIn(page, member);
    const STORMS = quickOrFull(1, 20);
    let lost = 0;
    faults.add({ path: "/auth/refresh", before: () => random.int(0, 300), after: () => random.int(0, 300) });
    for (let storm = 0; storm < STORMS; storm += 1) {
      for (let reloads = random.int(1, 3); reloads > 0; reloads -= 1) {
        await reloadNow(page);
        await pause(random.int(0, 800));
      }
      if ((await waitUntilSettled(page)) === "signed-out") {
        lost += 1;
        await signIn(page, member);
      }
    }
    figures({ storms: STORMS, lost });
    expect(lost).toBe(0);
  });
}

test("without Web Locks several tabs opened at once lose no session", async ({ page, context, member, faults, figures }) => {
  await takeAway(context, [withoutLocks]);
  await signIn(page, member);
  await page.close();
  faults.forget();
  const tabs: Page[] = await Promise.all(
    Array.from({ length: quickOrFull(3, 6) }, async () => {
      const tab = await context.newPage();
      await tab.goto("/profile");
      return tab;
    }),
  );
  const states = await Promise.all(tabs.map((tab) => waitUntilSettled(tab)));
  figures({ tabs: tabs.length, lost: states.filter((state) => state === "signed-out").length, rotations: faults.rotations() });
  expect(states).not.toContain("signed-out");
});

test("without BroadcastChannel a sign-out in one tab reaches the others", async ({ page, context, member }) => {
  await takeAway(context, [withoutChannel]);
  await signIn(page, member);
  const other = await context.newPage();
  await openProfile(other, member);
  await other.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(other, "You are signed out");
  await expectSession(page, "signed-out");
  await expectNothingPrivate(page, member);
});

test("without storage a public page opens, and sends no auth request", async ({ page, context, faults }) => {
  await takeAway(context, [withoutStorage]);
  await visit(page, "/blog");
  await expectSession(page, "signed-out");
  await expectHeading(page, "Blog");
  expect(faults.requests("/auth/")).toHaveLength(0);
});

test.describe("with cookies blocked", () => {
  /** The browser setting “Block all cookies”. */
  const BLOCKED = { profile: { default_content_setting_values: { cookies: 2 } } };

  test("public pages open, and the sign-in page explains the problem instead of looping", async ({ browserIn, admin, watch, faults, figures }) => {
    const member = await admin.person();
    watch.keepSecret(member.password);
    await withProfile(async (dir) => {
      const context = await browserIn({ dir });
      const page = context.pages()[0] ?? (await context.newPage());
      try {
        await visit(page, "/blog");
        await expectHeading(page, "Blog");
        // The setting is effective; `navigator.cookieEnabled` says true nevertheless.
        expect(await page.evaluate(() => ((document.cookie = "probe=1"), document.cookie))).toBe("");
        expect(faults.requests("/auth/")).toHaveLength(0);

        await page.goto("/profile");
        await expectPath(page, signInPathFor("/profile"));
        await expect(page.getByRole("main")).toContainText(/cookies/i);

        // A sign-in works while the page is open, and does not loop after it.
        await submitSignIn(page, member);
        await expect(page.getByTestId("profile-email")).toHaveText(member.email);
        await page.reload();
        await expectPath(page, signInPathFor("/profile"));
        await expect(page.getByRole("main")).toContainText(/cookies/i);
        const asked = faults.requests("/auth/").length;
        figures({ "requests to /auth": asked });
        expect(asked).toBeLessThanOrEqual(4);
      } finally {
        await leave(context);
      }
    }, BLOCKED);
  });
});
