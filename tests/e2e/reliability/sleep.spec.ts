import { TOKEN_EXPIRED } from "../support/faults.ts";
import { unique } from "../support/admin.ts";
import { expect, expectHeading, save, expectSaved, expectSession, signIn, sleep, test, visit, resume } from "./fixtures.ts";

const DAY = 24 * 3_600_000;

test("a click after eight hours of sleep works, with one refresh", async ({ page, member, admin, faults, states, figures }) => {
  await page.clock.install();
  await signIn(page, member);
  const text = unique("typed");
  await page.getByLabel("Location").fill(text);
  states.forget();
  faults.forget();
  await sleep(page.context(), 8);
  expect(faults.requests("/auth/")).toHaveLength(0);
  await save(page);
  await expectSaved(page);
  const refreshes = faults.requests("/auth/refresh").length;
  figures({ hours: 8, refreshes, "sign-outs": states.signedOut });
  expect(refreshes).toBe(1);
  expect(states.signedOut).toBe(0);
  expect(await admin.user(member.id)).toMatchObject({ location: text });
});

test("a page that resumes after eight hours of sleep refreshes once", async ({ page, member, faults, states }) => {
  await page.clock.install();
  await signIn(page, member);
  states.forget();
  faults.forget();
  await sleep(page.context(), 8);
  await Promise.all([resume(page), resume(page), page.evaluate(() => window.dispatchEvent(new Event("online")))]);
  await page.getByRole("link", { name: "Blog" }).click();
  await expectHeading(page, "Blog");
  await page.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  expect(faults.requests("/auth/refresh")).toHaveLength(1);
  expect(states.of(page)).toEqual([]);
});

// On some systems the monotonic clock stops while the machine sleeps.
test("a click after a sleep that only the wall clock counted works, with one refresh", async ({ page, member, faults, states }) => {
  await page.clock.install();
  await signIn(page, member);
  await page.getByRole("link", { name: "Blog" }).click();
  await expectHeading(page, "Blog");
  states.forget();
  faults.forget();
  await page.clock.setSystemTime(Date.now() + 8 * 3_600_000);
  // The page’s token was valid for a quarter of an hour.
  const old = faults.add({ path: "/users/me", fault: TOKEN_EXPIRED, when: () => faults.rotations() === 0 });
  const oldToo = faults.add({ path: "/permissions/me", fault: TOKEN_EXPIRED, when: () => faults.rotations() === 0 });
  await page.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  old();
  oldToo();
  expect(faults.requests("/auth/refresh")).toHaveLength(1);
  expect(states.of(page)).toEqual([]);
});

for (const [what, shift] of [["a day fast", DAY], ["a day slow", -DAY]] as const) {
  test(`a wall clock that is ${what} changes nothing`, async ({ page, member, faults, states, figures }) => {
    await page.clock.install({ time: Date.now() + shift });
    await signIn(page, member);
    states.forget();
    faults.forget();
    await page.reload();
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    for (let visits = 0; visits < 3; visits += 1) {
      await resume(page);
      await page.getByRole("link", { name: "Blog" }).click();
      await expectHeading(page, "Blog");
      await page.getByRole("link", { name: "Profile" }).click();
      await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    }
    const refreshes = faults.requests("/auth/refresh").length;
    figures({ clock: what, refreshes, "sign-outs": states.signedOut });
    // That of the reload, unless the service worker has the token.
    expect(refreshes).toBeLessThanOrEqual(1);
    expect(states.signedOut).toBe(0);
  });

  test(`a wall clock that jumps ${what === "a day fast" ? "a day ahead" : "a day back"} in mid-session signs nobody out`, async ({
    page,
    member,
    faults,
    states,
    figures,
  }) => {
    await page.clock.install();
    await signIn(page, member);
    states.forget();
    faults.forget();
    await page.clock.setSystemTime(Date.now() + shift);
    for (let visits = 0; visits < 3; visits += 1) {
      await resume(page);
      await page.getByRole("link", { name: "Blog" }).click();
      await expectHeading(page, "Blog");
      await page.getByRole("link", { name: "Profile" }).click();
      await expect(page.getByTestId("profile-email")).toHaveText(member.email);
    }
    const refreshes = faults.requests("/auth/refresh").length;
    figures({ jump: what, refreshes, "sign-outs": states.signedOut });
    // A jump ahead may be a sleep.
    expect(refreshes).toBeLessThanOrEqual(1);
    expect(states.of(page)).toEqual([]);
  });
}

test("a wall clock that goes back and forth causes no series of refreshes", async ({ page, member, faults, states }) => {
  await page.clock.install();
  await signIn(page, member);
  states.forget();
  faults.forget();
  const JUMPS = 6;
  for (let jump = 0; jump < JUMPS; jump += 1) {
    await page.clock.setSystemTime(Date.now() + (jump % 2 === 0 ? DAY : -DAY));
    await resume(page);
    await page.getByRole("link", { name: jump % 2 === 0 ? "Blog" : "Profile" }).click();
    await expectHeading(page, jump % 2 === 0 ? "Blog" : "Your profile");
  }
  await expectSession(page, "signed-in");
  expect(faults.requests("/auth/refresh").length).toBeLessThanOrEqual(JUMPS);
  expect(states.of(page)).toEqual([]);
});

test("an idle tab sends no request for eight hours", async ({ page, member, faults, figures }) => {
  await page.clock.install();
  await signIn(page, member);
  await visit(page, "/blog");
  await expectSession(page, "signed-in");
  await expect(page.getByRole("article")).toHaveCount(9);
  await page.evaluate(() => Promise.all([...document.images].filter(({ loading }) => loading !== "lazy").map((image) => image.decode())));
  await expect.poll(() => faults.underway).toBe(0);
  faults.forget();
  for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
    await page.clock.fastForward("10:00");
  }
  figures({ hours: 8, requests: faults.requests("/directus/").length });
  expect(faults.requests("/directus/")).toHaveLength(0);
});
