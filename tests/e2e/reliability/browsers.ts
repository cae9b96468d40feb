import { Key } from "selenium-webdriver";
import { type Person } from "../support/admin.ts";
import { type Faults } from "../support/faults.ts";
import { FORMS } from "../support/forms.ts";
import { Random } from "../support/random.ts";
import { type Container, type Tab } from "../support/webdriver.ts";
import { MODES, type Mode, expect, pause, quickOrFull, test as base } from "./fixtures.ts";

// What the browsers that Playwright does not drive have to pass: the reload storms and tabs of `reload-storms.spec.ts` and `tabs.spec.ts`, the
// sign-out, and typing before the app is there.
//
// What differs: they have no fake clock, so that a clock in the page is put forward; and they tell WebDriver nothing of failed
// requests, so that the watch does not see them (the proxy does).

/** Concurrent storms, each with its own user, container and proxy. */
const LANES = quickOrFull(2, 4);
const SLOWEST = 800;
/** About how long a boot takes on the slow connection: reloads happen at any moment of it. */
const BOOT = 1_500;
const ROUNDS = quickOrFull(1, 10);
/** How often each form is typed into before the app is there. */
const TRIES = quickOrFull(2, 100);
const OPENED = quickOrFull(3, 20);
const WOKEN = quickOrFull(3, 10);

interface Fixtures {
  /** Whether the service worker is there. */
  serviceWorker: boolean;
  /** Opens a container for the site behind a proxy. */
  openContainer: (faults: Faults) => Promise<Container>;
  container: Container;
}

/** The tests of a browser override `newContainer`. */
export const test = base.extend<Fixtures & { newContainer: (faults: Faults) => Promise<Container> }>({
  serviceWorker: [false, { option: true }],
  newContainer: async ({}, use) => {
    await use(() => Promise.reject(new Error("no browser")));
  },
  openContainer: async ({ newContainer, watch }, use) => {
    const containers: Container[] = [];
    await use(async (faults) => {
      const container = await newContainer(faults);
      containers.push(container);
      return container;
    });
    for (const container of containers) {
      await container.close();
    }
    await watch.conclude();
  },
  container: async ({ openContainer, faults }, use) => {
    await use(await openContainer(faults));
  },
});

type BrowserTest = typeof test;

/** Signs in by the form, and waits for the profile. */
export async function signIn(tab: Tab, person: Person): Promise<void> {
  await tab.goto("/signin");
  await tab.fill("E-mail", person.email);
  await tab.fill("Password", person.password);
  await tab.press("Sign in");
  await showsProfile(tab, person);
}

export async function showsProfile(tab: Tab, person: Person): Promise<void> {
  await expect.poll(() => tab.state()).toBe("signed-in");
  await expect.poll(() => tab.text("profile-email")).toBe(person.email);
}

/** Opens the profile in new tabs at once. */
async function openTabs(container: Container, count: number, where: "seen" | "behind"): Promise<Tab[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const tab = await container.open(where);
      await tab.goto("/profile");
      return tab;
    }),
  );
}

/** Returns how many of `tabs` have lost the session, and expects the others to show the profile of `person`. */
async function countLost(tabs: Tab[], person: Person): Promise<number> {
  const states = await Promise.all(tabs.map((tab) => tab.settled()));
  const kept = tabs.filter((_, index) => states[index] === "signed-in");
  await Promise.all(kept.map((tab) => showsProfile(tab, person)));
  return tabs.length - kept.length;
}

async function quiet(faults: Faults): Promise<void> {
  await expect.poll(() => faults.underway).toBe(0);
}

async function expectNothingPrivate(tab: Tab, ...texts: string[]): Promise<void> {
  await expect.poll(() => tab.text("profile-email")).toBe("");
  const shown = await tab.allText();
  for (const text of texts) {
    expect(shown).not.toContain(text);
  }
}

interface Lane {
  tab: Tab;
  /** The second tab of storms with expired tokens; it resumes when the first one reloads. */
  beside: Tab | undefined;
  container: Container;
  faults: Faults;
  random: Random;
  person: Person;
}

/** Reloads at random moments. Returns the number of reloads. */
async function storm({ tab, random }: Lane): Promise<number> {
  const reloads = random.int(1, 5);
  for (let reload = 0; reload < reloads; reload += 1) {
    await tab.reload();
    await pause(random.int(0, BOOT));
  }
  return reloads;
}

const STORMS = [
  { mode: "cookie", name: "reload storms in cookie mode lose no session", expired: false, storms: quickOrFull(2, 200) },
  { mode: "session", name: "reload storms in session mode lose no session", expired: false, storms: quickOrFull(2, 200) },
  {
    mode: "cookie",
    name: "reload storms with expired tokens, beside a tab that resumes, lose no session",
    expired: true,
    storms: quickOrFull(2, 200),
  },
] as const;

const STORMS_AND_WORKERS = STORMS.flatMap((storms) => [
  { ...storms, serviceWorker: false },
  { ...storms, name: storms.name.replace("reload storms", "reload storms with the service worker"), serviceWorker: true },
]);

/** Reload storms lose no session. */
export function stormTests(test: BrowserTest): void {
  for (const { mode, name, expired, storms, serviceWorker } of STORMS_AND_WORKERS) {
    test.describe(() => {
      test.use({ mode, serviceWorker });

      test(name, async ({ openContainer, openFaults, admin, watch, figures }, info) => {
        const lanes: Lane[] = [];
        for (let index = 0; index < LANES; index += 1) {
          const [faults, person] = [await openFaults(), await admin.person()];
          watch.keepSecret(person.password);
          const container = await openContainer(faults);
          const tab = await container.open();
          // One after the other: a sign-in costs Directus much processor time.
          await signIn(tab, person);
          if (serviceWorker) {
            // Not its state: once WebKit said "installing" for a minute of the one that had taken over the page.
            await expect.poll(() => tab.run(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
          }
          const [beside] = expired ? await openTabs(container, 1, "seen") : [];
          if (beside) {
            await showsProfile(beside, person);
          }
          container.signedOut = 0;
          lanes.push({ tab, beside, container, faults, random: Random.of(`${info.title} ${index}`), person });
        }

        const count = { storms: 0, reloads: 0, lost: 0, rotations: 0, refreshes: 0, "pages gone in mid-refresh": 0 };
        const pass = async (lane: Lane) => {
          const { tab, beside, container, faults, random, person } = lane;
          const slow = () => random.int(0, SLOWEST);
          const calm = faults.add({ path: "/auth/refresh", before: slow, after: slow });
          faults.forget();
          if (beside) {
            await container.sleep(1);
          }
          const [reloads] = await Promise.all([storm(lane), beside?.resume()]);
          const lost = (await tab.settled()) === "signed-out";
          calm();
          count.storms += 1;
          count.reloads += reloads;
          count.rotations += faults.rotations();
          count.refreshes += faults.requests("/auth/refresh").length;
          count["pages gone in mid-refresh"] += faults.requests("/auth/refresh").filter(({ gone }) => gone).length;
          if (lost) {
            count.lost += 1;
            console.log(`lost:\n${faults}`);
            await signIn(tab, person);
          }
          for (const each of beside ? [tab, beside] : [tab]) {
            await showsProfile(each, person);
          }
        };
        await Promise.all(
          lanes.map(async (lane) => {
            for (let left = storms / LANES; left > 0; left -= 1) {
              await pass(lane);
            }
          }),
        );
        figures(count);
        expect(count.lost).toBe(0);
        const signedOut = lanes.reduce((sum, { container }) => sum + container.signedOut, 0);
        expect(signedOut, "a page that says that nobody is signed in, if only for a moment").toBe(0);
      });
    });
  }
}

/** Tabs that are opened or that resume at once share one refresh; `rotationsOfOpened` at most where they are opened. */
export function tabTests(test: BrowserTest, rotationsOfOpened: Record<Mode, number> = { cookie: 1, session: 1 }): void {
  for (const mode of MODES) {
    test.describe(() => {
      test.use({ mode });

      test(`many tabs opened at once share a refresh in ${mode} mode`, async ({ container, member, faults, figures }) => {
        const first = await container.open();
        await signIn(first, member);
        await first.close();
        container.signedOut = 0;
        const rotations: number[] = [];
        let lost = 0;
        for (let round = 0; round < ROUNDS && lost === 0; round += 1) {
          await quiet(faults);
          faults.forget();
          // Of tabs that are opened at once, one is visible.
          const [seen, behind] = await Promise.all([openTabs(container, 1, "seen"), openTabs(container, OPENED - 1, "behind")]);
          const tabs = [...seen, ...behind];
          lost += await countLost(tabs, member);
          await quiet(faults);
          rotations.push(faults.rotations());
          await Promise.all(tabs.map((tab) => tab.close()));
        }
        figures({ rounds: rotations.length, tabs: OPENED, lost, "rotations by round": rotations.join(" ") });
        expect(lost).toBe(0);
        expect(container.signedOut).toBe(0);
        expect(Math.max(...rotations)).toBeLessThanOrEqual(rotationsOfOpened[mode]);
      });
    });
  }

  test("many tabs with expired tokens that resume at once need one refresh", async ({
    container,
    member,
    faults,
    figures,
  }) => {
    const first = await container.open();
    await signIn(first, member);
    const tabs = [first, ...(await openTabs(container, WOKEN - 1, "seen"))];
    await countLost(tabs, member);
    const rotations: number[] = [];
    let lost = 0;
    for (let round = 0; round < ROUNDS && lost === 0; round += 1) {
      await Promise.all(tabs.map((tab) => tab.follow("/blog")));
      await quiet(faults);
      container.signedOut = 0;
      faults.forget();
      await container.sleep(1);
      await Promise.all(tabs.map((tab) => tab.resume()));
      await Promise.all(tabs.map((tab) => tab.follow("/profile")));
      lost += await countLost(tabs, member);
      await quiet(faults);
      rotations.push(faults.rotations());
      lost += container.signedOut;
    }
    figures({ rounds: rotations.length, tabs: WOKEN, lost, "rotations by round": rotations.join(" ") });
    expect(lost).toBe(0);
    expect(Math.max(...rotations)).toBe(1);
  });
}

/** A sign-out signs out all tabs, those in the page cache too. */
export function signOutTests(test: BrowserTest): void {
  for (const mode of MODES) {
    test.describe(() => {
      test.use({ mode });

      test(`a sign-out in one tab signs out all, and Back shows nothing private, also from the page cache, in ${mode} mode`, async ({
        container,
        admin,
        watch,
        faults,
        figures,
      }) => {
        const person = await admin.person({ first_name: "Wilhelmina", location: "Weir Lane" });
        watch.keepSecret(person.password);
        const secrets = [person.email, "Wilhelmina", "Weir Lane"];
        const kept = await container.open();
        await signIn(kept, person);
        const [other, behind] = [...(await openTabs(container, 1, "seen")), ...(await openTabs(container, 1, "behind"))] as [Tab, Tab];
        await countLost([other, behind], person);
        // Navigates to a page outside of the app.
        faults.add({
          path: "/elsewhere",
          fault: { status: 200, headers: { "Content-Type": "text/html" }, body: "<title>Elsewhere</title><link rel=icon href=data:,>" },
        });
        await kept.goto("/elsewhere");

        await other.follow("/logout");
        for (const tab of [other, behind]) {
          await expect.poll(() => tab.state()).toBe("signed-out");
          await expectNothingPrivate(tab, ...secrets);
        }
        // Firefox is slow to share writes to storage with other tabs, which then notify Directus of the sign-out again.
        const logoutStatuses = () => faults.requests("/auth/logout").map(({ server }) => server);
        await expect.poll(() => logoutStatuses()[0]).toBe(204);
        await expect.poll(() => container.sessionCookie()).toBe("");
        const signedOut = faults.now();

        const how = await kept.back();
        figures({ persisted: String(how.persisted) });
        for (const text of secrets) {
          expect(how.first).not.toContain(text);
        }
        await expect.poll(() => kept.state()).toBe("signed-out");
        await expectNothingPrivate(kept, ...secrets);
        await behind.reload();
        expect(await behind.settled()).toBe("signed-out");
        await expectNothingPrivate(behind, ...secrets);
        expect(faults.requests("/auth/refresh").filter(({ at, server }) => at > signedOut && server === 200)).toEqual([]);
        expect(logoutStatuses().slice(1).filter((status) => status !== 400)).toEqual([]);
      });
    });
  }
}

/** What stands in the fields of the form, and which of them has the focus. */
const typedInto = (tab: Tab) =>
  tab.run(() => ({
    focused: (document.activeElement as HTMLInputElement).name,
    values: Object.fromEntries(new FormData(document.querySelector("form") ?? undefined)),
    isReady: document.documentElement.dataset.ready !== undefined,
  }));

/** What is typed before the app is there stays. */
export function formTests(test: BrowserTest): void {
  for (const [path, names] of Object.entries(FORMS)) {
    test(`nothing that is typed into ${path} before the app is there is lost or doubled`, async ({ openContainer, faults }) => {
      const random = Random.of(`typed ${path}`);
      for (const file of [".js", ".wasm", ".css", ".json"]) {
        faults.add({ path: file, before: () => random.int(0, 2_500) });
      }
      for (let number = 0; number < TRIES; number += 1) {
        // With a cache of its own.
        const container = await openContainer(faults);
        const tab = await container.open();
        await tab.goto(path);
        const expected: Record<string, string> = Object.fromEntries(names.map((name) => [name, ""]));
        await expect.poll(() => tab.run(() => document.querySelector("main form") !== null)).toBe(true);
        await tab.run((name) => document.querySelector<HTMLElement>(`main [name=${name}]`)?.focus(), names[0] ?? "");
        for (const [index, name] of names.entries()) {
          const text = name === "email" ? `a${number}@example.com` : `Pa-${random.int(0, 1e9)}`;
          expected[name] = text;
          const cut = random.int(0, text.length);
          await tab.keys(text.slice(0, cut));
          await pause(random.int(0, 400));
          await tab.keys(text.slice(cut));
          await pause(random.int(0, 700));
          if (index < names.length - 1) {
            await tab.keys(Key.TAB);
          }
        }
        const whole = { focused: names.at(-1), values: expected };
        expect(await typedInto(tab), `try ${number}`).toMatchObject(whole);
        await expect.poll(async () => (await typedInto(tab)).isReady).toBe(true);
        expect(await typedInto(tab), `try ${number}, taken over`).toMatchObject(whole);
        await container.close();
      }
    });
  }
}
