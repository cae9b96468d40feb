import { type Page } from "@playwright/test";
import { BAD_GATEWAY } from "../support/faults.ts";
import { stack } from "../support/stack.ts";
import {
  MODES,
  type Mode,
  expectPath,
  expect,
  expectNothingPrivate,
  expectHeading,
  openProfile,
  reloadNow,
  refreshDirectly,
  expectSession,
  sessionCookie,
  signIn,
  signInPathFor,
  sleep,
  test,
  visit,
  resume,
  withProfile,
} from "./fixtures.ts";

const signOut = (page: Page) => page.getByRole("banner").getByRole("link", { name: "Sign out" }).click();

/** Whether Directus still accepts this token. The check is made outside of the browser. */
async function isGood(token: string, mode: Mode): Promise<boolean> {
  return (await refreshDirectly(token, mode, stack.directusUrl)).ok;
}

for (const mode of MODES) {
  test.describe(`in ${mode} mode`, () => {
    test.use({ mode });

    test("a sign-out in one tab signs out all, and removes private data from all pages", async ({ page, admin, faults }) => {
      const person = await admin.person({ first_name: "Wilhelmina", location: "Weir Lane" });
      await signIn(page, person);
      const other = await page.context().newPage();
      await openProfile(other, person);
      const reader = await page.context().newPage();
      await visit(reader, "/blog");
      await expectSession(reader, "signed-in");

      await signOut(reader);
      await expectHeading(reader, "You are signed out");
      for (const tab of [page, other, reader]) {
        await expectSession(tab, "signed-out");
        await expectNothingPrivate(tab, person, "Wilhelmina", "Weir Lane");
      }
      await expect.poll(() => faults.requests("/auth/logout").map(({ server }) => server)).toEqual([204]);

      // Nor after Back and Reload.
      await page.goBack();
      await expectNothingPrivate(page, person, "Wilhelmina", "Weir Lane");
      await other.reload();
      await expectSession(other, "signed-out");
      await expectNothingPrivate(other, person, "Wilhelmina", "Weir Lane");
      expect(faults.requests("/auth/logout")).toHaveLength(1);
    });

    test("a sign-out without a network holds, and Directus is notified when the network is back", async ({ page, context, member, faults, states }) => {
      await signIn(page, member);
      const other = await context.newPage();
      await openProfile(other, member);
      const token = await sessionCookie(context);
      await context.setOffline(true);
      await signOut(page);
      for (const tab of [page, other]) {
        await expectSession(tab, "signed-out");
        await expectNothingPrivate(tab, member);
      }
      faults.forget();
      states.forget();
      const since = faults.now();
      await context.setOffline(false);
      await expect.poll(() => faults.requests("/auth/logout").map(({ server }) => server)).toContain(204);
      expect((faults.requests("/auth/logout")[0]?.at ?? Infinity) - since).toBeLessThan(2_000);
      await expect.poll(() => sessionCookie(context)).toBe("");
      expect(await isGood(token, mode)).toBe(false);
      expect(faults.requests("/auth/refresh")).toHaveLength(0);
      expect(states.of(page)).toEqual([]);
    });

    test("a sign-out during an outage holds over reloads and a restart of the browser, until Directus has been notified", async ({
      browserIn,
      admin,
      watch,
      faults,
      figures,
    }) => {
      const member = await admin.person();
      watch.keepSecret(member.password);
      await withProfile(async (dir) => {
        let context = await browserIn({ dir });
        let page = context.pages()[0] ?? (await context.newPage());
        await signIn(page, member);
        const token = await sessionCookie(context);
        faults.down(BAD_GATEWAY);
        await signOut(page);
        await expectSession(page, "signed-out");
        faults.forget();

        const expectSignedOut = async () => {
          await page.goto("/profile");
          await expectPath(page, signInPathFor("/profile"));
          await expectSession(page, "signed-out");
          await expectNothingPrivate(page, member);
        };
        await expectSignedOut();
        await page.reload();
        await expectSession(page, "signed-out");
        await context.close();

        context = await browserIn({ dir });
        page = context.pages()[0] ?? (await context.newPage());
        await expectSignedOut();
        // The cookie is still there and valid; nothing has used it.
        expect(await sessionCookie(context)).toBe(token);
        expect(faults.requests("/auth/refresh")).toHaveLength(0);
        const tries = faults.requests("/auth/logout").length;

        const since = faults.now();
        faults.clear();
        await page.getByLabel("E-mail").press("Tab");
        await expect.poll(() => sessionCookie(context)).toBe("");
        const notified = faults.requests("/auth/logout").find(({ server }) => server === 204);
        figures({ "tries meanwhile": tries, "notified after": `${Math.round((notified?.ended ?? Infinity) - since)} ms` });
        expect(await isGood(token, mode)).toBe(false);
        await expectSignedOut();
        expect(faults.requests("/auth/refresh").filter(({ server }) => server === 200)).toEqual([]);
        await context.close();
      });
    });
  });
}

test("a sign-out in another tab removes what was typed into a private page", async ({ page, member }) => {
  await signIn(page, member);
  const other = await page.context().newPage();
  await openProfile(other, member);
  await page.getByLabel("Description").fill("A secret of mine.");
  await signOut(other);
  await expectSession(page, "signed-out");
  await expectNothingPrivate(page, member, "A secret of mine.");
});

test("a refresh under way at the sign-out signs nobody in", async ({ page, context, member, faults, states }) => {
  await page.clock.install();
  await signIn(page, member);
  const other = await context.newPage();
  await openProfile(other, member);
  await sleep(context, 1);
  faults.add({ path: "/auth/refresh", before: 300, after: 1_500 });
  faults.forget();
  await resume(other);
  await expect.poll(() => faults.rotations()).toBe(1);
  states.forget();
  await signOut(page);
  for (const tab of [page, other]) {
    await expectSession(tab, "signed-out");
    await expectNothingPrivate(tab, member);
  }
  // The new cookie arrives, and is revoked.
  await expect.poll(() => faults.requests("/auth/logout").map(({ status }) => status)).toContain(204);
  await expect.poll(() => faults.underway).toBe(0);
  await expect.poll(() => sessionCookie(context)).toBe("");
  for (const tab of [page, other]) {
    await tab.reload();
    await expectSession(tab, "signed-out");
  }
  expect(states.of(page)).not.toContain("signed-in");
  expect(states.of(other)).not.toContain("signed-in");
});

test("a reload right after the click on Sign out does not undo it", async ({ page, context, random, member, faults }) => {
  await signIn(page, member);
  faults.add({ path: "/auth/", before: () => random.int(0, 800), after: () => random.int(0, 800) });
  await signOut(page);
  await expectSession(page, "signed-out");
  await page.goto("/profile", { waitUntil: "commit" });
  await reloadNow(page);
  await expectSession(page, "signed-out");
  await expectNothingPrivate(page, member);
  await expect.poll(() => sessionCookie(context)).toBe("");
  await page.goto("/profile");
  await expectPath(page, signInPathFor("/profile"));
});
