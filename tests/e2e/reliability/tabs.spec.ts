import { type BrowserContext, type Page } from "@playwright/test";
import { type Person } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { MODES, expect, expectHeading, openProfile, waitUntilReady, expectSession, waitUntilSettled, signIn, quickOrFull, sleep, test, resume } from "./fixtures.ts";

const ROUNDS = quickOrFull(1, 10);
const OPENED = quickOrFull(5, 20);
const WOKEN = quickOrFull(4, 10);

test.setTimeout(quickOrFull(120_000, 3_600_000));

/** Opens the profile in new tabs at once. */
async function openTabs(context: BrowserContext, count: number): Promise<Page[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const page = await context.newPage();
      await page.goto("/profile");
      return page;
    }),
  );
}

/** Returns how many of `pages` have lost the session, and expects the others to show the profile of `person`. */
async function countLost(pages: Page[], person: Person): Promise<number> {
  const states = await Promise.all(pages.map((page) => waitUntilSettled(page)));
  const kept = pages.filter((_, index) => states[index] === "signed-in");
  await Promise.all(kept.map((page) => expect(page.getByTestId("profile-email")).toHaveText(person.email)));
  return pages.length - kept.length;
}

/** Waits until no request is pending, so that no request of a round counts in the next. */
async function waitUntilIdle(faults: Faults): Promise<void> {
  await expect.poll(() => faults.underway).toBe(0);
}

for (const mode of MODES) {
  test.describe(() => {
    test.use({ mode });

    test(`many tabs opened at once are signed in by one refresh in ${mode} mode`, async ({ page, member, faults, states, figures }) => {
      await signIn(page, member);
      const context = page.context();
      await page.close();
      const rotations: number[] = [];
      let lost = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        await waitUntilIdle(faults);
        faults.forget();
        const tabs = await openTabs(context, OPENED);
        lost += await countLost(tabs, member);
        await waitUntilIdle(faults);
        rotations.push(faults.rotations());
        if (lost > 0) {
          break;
        }
        await Promise.all(tabs.map((tab) => tab.close()));
      }
      figures({ rounds: rotations.length, tabs: OPENED, lost, "rotations by round": rotations.join(" ") });
      expect(lost).toBe(0);
      expect(states.signedOut).toBe(1); // Before the sign-in.
      expect(Math.max(...rotations)).toBeLessThanOrEqual(1);
    });
  });
}

for (const [what, come] of [
  ["are looked at", (tabs: Page[]) => Promise.all(tabs.map((tab) => resume(tab)))],
  [
    "are used",
    (tabs: Page[]) => Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Profile" }).click())),
  ],
] as const) {
  test(`many tabs with expired tokens that ${what} at once need one refresh`, async ({
    page,
    member,
    faults,
    states,
    figures,
  }) => {
    const context = page.context();
    await context.clock.install();
    await signIn(page, member);
    const tabs = [page, ...(await openTabs(context, WOKEN - 1))];
    await countLost(tabs, member);
    const rotations: number[] = [];
    let lost = 0;
    for (let round = 0; round < ROUNDS && lost === 0; round += 1) {
      await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Blog" }).click()));
      await Promise.all(tabs.map((tab) => expectHeading(tab, "Blog")));
      await waitUntilIdle(faults);
      states.forget();
      faults.forget();
      await sleep(context, 1);
      await come(tabs);
      if (what === "are looked at") {
        await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Profile" }).click()));
      }
      lost += await countLost(tabs, member);
      await waitUntilIdle(faults);
      rotations.push(faults.rotations());
      lost += states.signedOut;
    }
    figures({ rounds: rotations.length, tabs: WOKEN, lost, "rotations by round": rotations.join(" ") });
    expect(lost).toBe(0);
    expect(Math.max(...rotations)).toBe(1);
  });
}

test("a new tab beside others is signed in without a refresh", async ({ page, member, faults, figures }) => {
  await signIn(page, member);
  const context = page.context();
  await openTabs(context, quickOrFull(2, 9));
  await Promise.all(context.pages().map((tab) => waitUntilSettled(tab)));
  await waitUntilIdle(faults);
  faults.forget();
  const tab = await context.newPage();
  await openProfile(tab, member);
  await waitUntilIdle(faults);
  figures({ tabs: context.pages().length, refreshes: faults.requests("/auth/refresh").length });
  expect(faults.requests("/auth/").map(String)).toEqual([]);
});

test("a reloaded tab beside another is signed in without a refresh", async ({ page, member, faults }) => {
  await signIn(page, member);
  const other = await page.context().newPage();
  await openProfile(other, member);
  await waitUntilIdle(faults);
  faults.forget();
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await waitUntilIdle(faults);
  expect(faults.requests("/auth/refresh")).toHaveLength(0);
});

test("a tab does not share a token that is about to expire", async ({ page, member, faults }) => {
  const context = page.context();
  await context.clock.install();
  await signIn(page, member);
  await sleep(context, 1);
  faults.forget();
  const tab = await context.newPage();
  await openProfile(tab, member);
  expect(faults.rotations()).toBe(1);
  // The new tab’s token serves the old tab, too.
  await page.getByRole("link", { name: "Blog" }).click();
  await expectHeading(page, "Blog");
  await page.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await waitUntilIdle(faults);
  expect(faults.rotations()).toBe(1);
});

test("tabs that resume one after the other on a slow connection need one refresh", async ({ page, member, random, faults, states }) => {
  const context = page.context();
  await context.clock.install();
  await signIn(page, member);
  const tabs = [page, ...(await openTabs(context, 2))];
  await countLost(tabs, member);
  await sleep(context, 1);
  faults.forget();
  states.forget();
  faults.add({ path: "/auth/refresh", before: () => random.int(200, 800), after: () => random.int(200, 800) });
  for (const tab of tabs) {
    await resume(tab);
    await expect.poll(() => faults.requests("/auth/refresh").length).toBeGreaterThan(0);
  }
  await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Blog" }).click()));
  await Promise.all(tabs.map((tab) => tab.getByRole("link", { name: "Profile" }).click()));
  expect(await countLost(tabs, member)).toBe(0);
  await waitUntilIdle(faults);
  expect(faults.rotations()).toBe(1);
  expect(states.signedOut).toBe(0);
});

test("a public page beside a signed-in tab shows the signed-in state without a request", async ({
  page,
  member,
  faults,
}) => {
  await signIn(page, member);
  await waitUntilIdle(faults);
  faults.forget();
  const tab = await page.context().newPage();
  await tab.goto("/blog");
  await waitUntilReady(tab);
  await expectSession(tab, "signed-in");
  await waitUntilIdle(faults);
  expect(faults.requests("/auth/")).toHaveLength(0);
});
