import { type Page } from "@playwright/test";
import { type Person, unique } from "../support/admin.ts";
import { Backend } from "../support/backend.ts";
import { type Faults } from "../support/faults.ts";
import {
  BACK_WITHIN,
  MODES,
  type Mode,
  OUTAGE,
  States,
  test as base,
  bound,
  expect,
  inTheMiddle,
  pause,
  save,
  saveAfterAll,
  session,
  sessionCookie,
  settled,
  signIn,
  size,
  sleep,
  tryNow,
  typeFor,
} from "./fixtures.ts";

// Directus itself ends, and is started again on its data. What it leaves half done is nobody's fault of the tests.

/** Somebody at a profile with something typed into it, in a browser context and by a way to Directus of their own. */
interface Lane {
  mode: Mode;
  page: Page;
  person: Person;
  faults: Faults;
  states: States;
  typed: string;
}

interface Fixtures {
  /** One who is in the middle of something in each mode. Their tokens have run out. */
  lanes: Lane[];
}

/** After so many hours everything that a page holds has run out: a token lives for a quarter of an hour, a session for a day. */
const HOURS = { cookie: 1, session: 24 };

const test = base.extend<Fixtures, { backend: Backend }>({
  backend: [
    async ({}, use) => {
      const backend = await Backend.start();
      await use(backend);
      await backend.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  admin: async ({ backend }, use) => {
    await use(backend.admin);
  },
  openFaults: async ({ openFaults, backend }, use) => {
    await use(async () => {
      const faults = await openFaults();
      faults.leadTo(backend.url);
      return faults;
    });
  },
  lanes: async ({ browser, openFaults, admin, watch }, use) => {
    const lanes: Lane[] = [];
    for (const mode of MODES) {
      const [faults, person] = [await openFaults(), await admin.person()];
      watch.keepSecret(person.password);
      faults.configure({ authMode: mode });
      const context = await browser.newContext({ baseURL: faults.url });
      const states = new States(() => faults.now());
      await watch.attach(context);
      await states.attach(context);
      const page = await context.newPage();
      const typed = await inTheMiddle(page, person, HOURS[mode]);
      await expect.poll(() => faults.underway).toBe(0);
      states.forget();
      faults.forget();
      lanes.push({ mode, page, person, faults, states, typed });
    }
    await use(lanes);
    await watch.conclude();
    await Promise.all(lanes.map(({ page }) => page.context().close()));
  },
});

// They stop the same Directus, one after the other.
test.describe.configure({ mode: "default" });
test.setTimeout(size(90_000, 600_000));

/** Somebody types while the server is away. Then it is started again; each page has to be back soon, and all is saved. */
async function outlast(lanes: Lane[], backend: Backend, figures: (figures: Record<string, string | number>) => void): Promise<void> {
  const began = lanes.map(({ faults }) => faults.now());
  const descriptions = await Promise.all(
    lanes.map(async ({ page }) => {
      await session(page, "unreachable");
      await expect(tryNow(page)).toBeVisible();
      return typeFor(page, "Description", OUTAGE);
    }),
  );
  backend.startAgain();
  await backend.answers();
  const there = lanes.map(({ faults }) => faults.now());
  const requests = lanes.map(({ faults }) => faults.requests("/directus/").length);

  for (const [index, { mode, page, person, faults, states, typed }] of lanes.entries()) {
    const [start = 0, end = 0, during = 0, description = ""] = [began[index], there[index], requests[index], descriptions[index]];
    const back = start + (await states.next(page, "signed-in", start)) - end;
    await expect(tryNow(page)).toHaveCount(0);
    await expect.poll(() => faults.underway).toBe(0);
    const after = faults.requests("/directus/").length - during;
    figures({
      mode,
      away: `${Math.round((end - start) / 1000)} s`,
      "requests meanwhile": during,
      "back after": `${Math.round(back)} ms`,
      "requests then": after,
      "sign-outs": states.signedOut,
    });
    expect(states.signedOut).toBe(0);
    expect(back).toBeLessThan(BACK_WITHIN);
    expect(during).toBeLessThanOrEqual(bound(end - start));
    expect(after).toBeLessThanOrEqual(3);
    await saveAfterAll(page, { Location: typed, Description: description });
    expect(await backend.admin.user(person.id)).toMatchObject({ location: typed, description: description.trim() });
  }
}

/** The refresh of each page is on its way. */
async function refreshing(lanes: Lane[]): Promise<void> {
  await Promise.all(
    lanes.map(async ({ page, faults }) => {
      await save(page);
      await expect.poll(() => faults.requests("/auth/refresh").length).toBe(1);
    }),
  );
}

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`Directus that is stopped by ${signal} in mid-session and started again costs nothing but the while`, async ({ lanes, backend, figures }) => {
    await backend.stop(signal);
    await Promise.all(lanes.map(({ page }) => save(page)));
    await outlast(lanes, backend, figures);
  });
}

test("Directus that is stopped while a refresh is on its way costs nothing but the while", async ({ lanes, backend, figures }) => {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  for (const { faults } of lanes) {
    faults.add({ path: "/auth/refresh", before: held, times: 1 });
  }
  await refreshing(lanes);
  await backend.stop("SIGKILL");
  release();
  await outlast(lanes, backend, figures);
});

test("Directus that is killed with a refresh in its hands which it has not begun costs nothing but the while", async ({ lanes, backend, figures }) => {
  await backend.signal("SIGSTOP");
  await refreshing(lanes);
  await expect.poll(() => lanes.every(({ faults }) => faults.requests("/auth/refresh")[0]?.sent)).toBe(true);
  await backend.stop("SIGKILL");
  await outlast(lanes, backend, figures);
});

// At which moment of the refresh, chance says. Where Directus had rotated and could not say so, the new token is lost for
// good: the one case that cookie mode cannot keep.
test("Directus that is killed at a refresh costs nothing that was typed, and in session mode nothing at all", async ({ lanes, backend, random, figures }) => {
  const ROUNDS = size(1, 20);
  const lost = { cookie: 0, session: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const texts = await Promise.all(
      lanes.map(async ({ mode, page, faults }) => {
        const text = unique("typed");
        await page.getByLabel("Location").fill(text);
        await sleep(page.context(), HOURS[mode]);
        faults.forget();
        return text;
      }),
    );
    await refreshing(lanes);
    await pause(random.int(0, 60));
    await backend.stop("SIGKILL");
    backend.startAgain();
    await backend.answers();
    for (const [index, { mode, page, person, states }] of lanes.entries()) {
      const dialog = page.getByRole("dialog");
      await settled(page);
      if (await dialog.isVisible()) {
        lost[mode] += 1;
        // Nobody has revoked the token that the browser has. Directus does not know it any more: it has rotated.
        const answer = await fetch(`${backend.url}/auth/refresh`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ mode: "json", refresh_token: await sessionCookie(page.context()) }),
        });
        expect(answer.status).toBe(401);
        await dialog.getByLabel("E-mail").fill(person.email);
        await dialog.getByLabel("Password", { exact: true }).fill(person.password);
        await dialog.getByRole("button", { name: "Sign in" }).click();
        await expect(dialog).toHaveCount(0);
      }
      await session(page, "signed-in");
      expect(states.signedOut).toBe(lost[mode]);
      await saveAfterAll(page, { Location: texts[index] ?? "" });
    }
  }
  figures({ rounds: ROUNDS, "lost in cookie mode": lost.cookie, "lost in session mode": lost.session });
  expect(lost.session).toBe(0);
});

test("a save while Directus is stopped says so, and works when it is started again", async ({ page, backend, member, states, faults, figures }) => {
  await signIn(page, member);
  await page.getByLabel("Location").fill("Weir Lane");
  states.forget();
  faults.forget();
  await backend.stop("SIGKILL");
  // The token is good still: nobody has noticed anything yet.
  await save(page);
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Location")).toHaveValue("Weir Lane");
  await session(page, "signed-in");
  backend.startAgain();
  await backend.answers();
  await saveAfterAll(page, { Location: "Weir Lane" });
  figures({ saves: faults.requests("/users/me", "PATCH").length, requests: faults.requests("/directus/").length });
  expect(await backend.admin.user(member.id)).toMatchObject({ location: "Weir Lane" });
  expect(states.of(page)).toEqual([]);
});
