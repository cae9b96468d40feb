import { type Page } from "@playwright/test";
import { unique } from "../support/admin.ts";
import { BAD_GATEWAY, type Fault, type Faults, INTERNAL_SERVER_ERROR, SERVICE_UNAVAILABLE, tooMany } from "../support/faults.ts";
import {
  BACK_WITHIN,
  type Mode,
  OUTAGE,
  maxRequests,
  expect,
  expectHeading,
  typeWithExpiredToken,
  pause,
  save,
  expectTypedAndSave,
  expectSession,
  signIn,
  quickOrFull,
  replace,
  sleep,
  test,
  tryNowButton,
  typeFor,
  visit,
} from "./fixtures.ts";

test.setTimeout(quickOrFull(120_000, 300_000));

const OUTAGES: [Mode, string, Fault][] = [
  ["cookie", "a connection that breaks", "reset"],
  ["cookie", "500", INTERNAL_SERVER_ERROR],
  ["cookie", "502 with a page of HTML", BAD_GATEWAY],
  ["cookie", "503", SERVICE_UNAVAILABLE],
  // Directus rotates each time, and each answer delivers its cookie.
  ["cookie", "an answer whose body breaks off", "truncate"],
  ["session", "503", SERVICE_UNAVAILABLE],
];

for (const [mode, what, fault] of OUTAGES) {
  test.describe(() => {
    test.use({ mode });

    test(`${what} in mid-session in ${mode} mode loses no session and no typed text`, async ({ page, member, admin, faults, states, figures }) => {
      // A session of session mode lives for a day.
      const text = await typeWithExpiredToken(page, member, mode === "session" ? 24 : 1);
      states.forget();
      faults.forget();
      faults.down(fault);
      await save(page);
      await expectSession(page, "unreachable");
      await expect(tryNowButton(page)).toBeVisible();
      const description = await typeFor(page, "Description", OUTAGE);
      const during = faults.requests("/directus/").length;
      const away = faults.now() - (faults.requests("/directus/")[0]?.at ?? 0);

      const since = faults.now();
      faults.clear();
      const back = await states.next(page, "signed-in", since);
      await expect(tryNowButton(page)).toHaveCount(0);
      await expect.poll(() => faults.underway).toBe(0);
      const after = faults.requests("/directus/").length - during;
      figures({ away: `${Math.round(away / 1000)} s`, "requests meanwhile": during, "back after": `${back} ms`, "requests then": after });

      expect(states.signedOut).toBe(0);
      expect(back).toBeLessThan(BACK_WITHIN);
      expect(during).toBeLessThanOrEqual(maxRequests(away));
      expect(after).toBeLessThanOrEqual(3);
      await expectTypedAndSave(page, { Location: text, Description: description });
      expect(await admin.user(member.id)).toMatchObject({ location: text, description: description.trim() });
    });
  });
}

test("a server that stops in mid-refresh is retried until it answers", async ({ page, member, faults, states, figures }) => {
  const text = await typeWithExpiredToken(page, member);
  states.forget();
  faults.forget();
  faults.add({ path: "/auth/refresh", before: 1_000, times: 1 });
  await save(page);
  await expect.poll(() => faults.requests("/auth/refresh").length).toBe(1);
  // The request is on its way when the server stops.
  faults.down("reset");
  await expectSession(page, "unreachable");
  await typeFor(page, "Description", OUTAGE);
  const during = faults.requests("/directus/").length;
  const since = faults.now();
  faults.clear();
  const back = await states.next(page, "signed-in", since);
  figures({ "requests meanwhile": during, "back after": `${back} ms` });
  expect(states.signedOut).toBe(0);
  expect(back).toBeLessThan(BACK_WITHIN);
  expect(during).toBeLessThanOrEqual(maxRequests(OUTAGE + 1_000));
  await expectTypedAndSave(page, { Location: text });
});

test("a refresh that hangs is aborted and retried", async ({ page, member, faults, states, figures }) => {
  const text = await typeWithExpiredToken(page, member);
  states.forget();
  faults.forget();
  faults.add({ path: "/auth/refresh", fault: "hang" });
  await save(page);
  await page.getByLabel("Description").fill("Typed while nothing happens.");
  for (let given = 0; given < quickOrFull(1, 3); given += 1) {
    // One after the other, each until its timeout.
    await expect.poll(() => faults.requests("/auth/refresh").length).toBe(given + 1);
    await page.clock.fastForward(21_000);
    await expectSession(page, "unreachable");
  }
  // The next refresh may hang already.
  const since = faults.now();
  faults.clear();
  await expect
    .poll(async () => {
      await page.clock.fastForward(5_000);
      return page.locator("html").getAttribute("data-session");
    })
    .toBe("signed-in");
  const refreshes = faults.requests("/auth/refresh").length;
  figures({ refreshes, "back after": `${Math.round(faults.now() - since)} ms` });
  expect(states.signedOut).toBe(0);
  expect(refreshes).toBeLessThanOrEqual(6);
  await expectTypedAndSave(page, { Location: text, Description: "Typed while nothing happens." });
});

test("a late answer to an aborted refresh still delivers its cookie", async ({ page, member, faults, states }) => {
  const text = await typeWithExpiredToken(page, member);
  states.forget();
  faults.forget();
  let release = () => {};
  faults.add({ path: "/auth/refresh", after: new Promise<void>((done) => (release = done)), times: 1 });
  await save(page);
  await expect.poll(() => faults.rotations()).toBe(1);
  await page.clock.fastForward(21_000);
  await expectSession(page, "unreachable");
  release();
  await expectSession(page, "signed-in");
  expect(states.signedOut).toBe(0);
  await expectTypedAndSave(page, { Location: text });
});

test("a refresh that hangs in one tab does not block the others for ever", async ({ page, member, faults, states }) => {
  await page.clock.install();
  await signIn(page, member);
  const other = await page.context().newPage();
  await visit(other, "/profile");
  await expectSession(other, "signed-in");
  await sleep(page.context(), 1);
  states.forget();
  faults.forget();
  faults.add({ path: "/auth/refresh", fault: "hang", times: 1 });
  await page.getByRole("link", { name: "Blog" }).click();
  await expectHeading(page, "Blog");
  await page.getByRole("link", { name: "Profile" }).click();
  await expect.poll(() => faults.requests("/auth/refresh").length).toBe(1);
  await other.getByRole("link", { name: "Blog" }).click();
  await expectHeading(other, "Blog");
  await other.getByRole("link", { name: "Profile" }).click();
  await expect
    .poll(async () => {
      await page.clock.fastForward(5_000);
      return Promise.all([page, other].map((tab) => tab.getByTestId("profile-email").count()));
    })
    .toEqual([1, 1]);
  expect(states.signedOut).toBe(0);
});

for (const form of ["seconds", "a date", "a date of a server whose clock is an hour behind the page’s"]) {
  test(`429 with Retry-After as ${form} delays the retry, and signs nobody out`, async ({ page, member, faults, states, figures }) => {
    const text = await typeWithExpiredToken(page, member);
    const WAIT = quickOrFull(2, 60);
    states.forget();
    faults.forget();
    // The server’s clock did not sleep.
    const clock = form === "a date" ? await page.evaluate(() => Date.now()) : Date.now();
    const until = new Date(Math.floor(clock / 1000 + WAIT) * 1000);
    const answer = tooMany(form === "seconds" ? WAIT : until);
    const limit = faults.add({
      path: "/auth/refresh",
      fault: { ...answer, headers: { ...answer.headers, Date: new Date(clock).toUTCString() } },
    });
    await save(page);
    await expectSession(page, "unreachable");
    await typeFor(page, "Description", 1_000);
    limit();
    await states.next(page, "signed-in", 0, WAIT * 1000 + 15_000);
    const [first, second, ...others] = faults.requests("/auth/refresh");
    const waited = Math.round((second?.at ?? 0) - (first?.ended ?? 0));
    figures({ waited: `${waited} ms`, "Retry-After": `${WAIT} s as ${form}` });
    // A date has whole seconds; both ends round down. The fake and the real clock differ by a few milliseconds.
    const earliest = form === "seconds" ? WAIT * 1000 : until.getTime() - clock - 1000;
    expect(waited).toBeGreaterThanOrEqual(earliest - 100);
    expect(waited).toBeLessThan(WAIT * 1000 + BACK_WITHIN);
    expect(others).toEqual([]);
    expect(states.signedOut).toBe(0);
    await expectTypedAndSave(page, { Location: text });
  });
}

test("ten minutes without a network lose no session", async ({ page, context, member, faults, watch, states, figures }) => {
  const text = await typeWithExpiredToken(page, member);
  states.forget();
  faults.forget();
  await context.setOffline(true);
  watch.forgetRequests();
  await save(page);
  await expectSession(page, "unreachable");
  await page.getByLabel("Description").fill("Typed in a tunnel.");
  const STEP = 10_000;
  for (let ms = 0; ms < 600_000; ms += STEP) {
    await page.clock.fastForward(STEP);
    await expectSession(page, "unreachable");
  }
  const tries = watch.requests("/directus/").length;
  await page.getByLabel("Description").press("End");
  const since = faults.now();
  await context.setOffline(false);
  const back = await states.next(page, "signed-in", since);
  figures({ offline: "10 min", tries, "back after": `${back} ms` });
  expect(faults.requests("/directus/").length).toBeLessThanOrEqual(3);
  expect(tries).toBeLessThanOrEqual(maxRequests(600_000));
  expect(back).toBeLessThan(BACK_WITHIN);
  expect(states.signedOut).toBe(0);
  await expectTypedAndSave(page, { Location: text, Description: "Typed in a tunnel." });
});

test("a page opened during an outage loads by itself after it", async ({ page, member, faults, states, figures }) => {
  await signIn(page, member);
  const opened = await replace(page);
  states.forget();
  faults.down(BAD_GATEWAY);
  await opened.goto("/profile");
  await expectSession(opened, "unreachable");
  await expectHeading(opened, "We can’t reach the server");
  faults.forget();
  await pause(OUTAGE / 2);
  await opened.mouse.click(5, 5);
  const during = faults.requests("/auth/refresh").length;
  const since = faults.now();
  faults.clear();
  const back = await states.next(opened, "signed-in", since);
  await expect(opened.getByTestId("profile-email")).toHaveText(member.email);
  figures({ "requests meanwhile": during, "back after": `${back} ms` });
  expect(back).toBeLessThan(BACK_WITHIN);
  expect(during).toBeLessThanOrEqual(maxRequests(OUTAGE / 2));
  expect(states.signedOut).toBe(0);
});

test("many tabs retry hardly more often than one, and recover together by one refresh", async ({ page, member, faults, states, figures }) => {
  await page.clock.install();
  await signIn(page, member);
  const TABS = 4;
  const tabs = [page];
  while (tabs.length < TABS) {
    const tab = await page.context().newPage();
    await visit(tab, "/profile");
    await expectSession(tab, "signed-in");
    tabs.push(tab);
  }
  for (const tab of tabs) {
    await tab.getByLabel("Location").fill(unique("typed"));
  }
  await sleep(page.context(), 1);
  states.forget();
  faults.forget();
  faults.down(SERVICE_UNAVAILABLE);
  await Promise.all(tabs.map((tab) => save(tab)));
  await Promise.all(tabs.map((tab) => expectSession(tab, "unreachable")));
  // The user is active in one of the tabs.
  await typeFor(page, "Description", OUTAGE);
  const during = faults.requests("/auth/refresh").length;
  const since = faults.now();
  faults.clear();
  await Promise.all(tabs.map((tab) => expectSession(tab, "signed-in")));
  figures({ tabs: TABS, away: `${OUTAGE / 1000} s`, "refreshes meanwhile": during, "all back after": `${Math.round(faults.now() - since)} ms`, rotations: faults.rotations() });
  // Fewer than if each tab retried for itself.
  expect(during).toBeLessThanOrEqual(maxRequests(OUTAGE) + TABS);
  expect(faults.rotations()).toBe(1);
  expect(states.signedOut).toBe(0);
});

test.describe("an answer that is lost after Directus has rotated", () => {
  async function loseOne(page: Page, faults: Faults) {
    faults.add({ path: "/auth/refresh", fault: "swallow", times: 1 });
    await save(page);
    // The next retry may succeed before the check.
    await expect.poll(() => faults.rotations()).toBeGreaterThan(0);
  }

  // The one case that cookie mode cannot survive: the only copy of the new token is lost.
  test("ends the session in cookie mode, and keeps what was typed", async ({ page, member, faults }) => {
    const text = await typeWithExpiredToken(page, member);
    faults.forget();
    await loseOne(page, faults);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill(member.email);
    await dialog.getByLabel("Password", { exact: true }).fill(member.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expect(dialog).toHaveCount(0);
    await expectTypedAndSave(page, { Location: text });
  });

  test.describe("in session mode", () => {
    test.use({ mode: "session" });

    test("loses nothing", async ({ page, member, admin, faults, states }) => {
      // A session lives for a day.
      const text = await typeWithExpiredToken(page, member, 24);
      faults.forget();
      states.forget();
      await loseOne(page, faults);
      await expectSession(page, "signed-in");
      await expect(page.getByLabel("Location")).toHaveValue(text);
      // The browser may have repeated the request by itself: then the first click has saved it.
      await save(page);
      await expect.poll(async () => (await admin.user(member.id)).location).toBe(text);
      expect(states.signedOut).toBe(0);
    });
  });
});
