import { randomInt } from "node:crypto";
import { type BrowserContext, type Page } from "@playwright/test";
import { type Admin, type Person, accountsAdmin, admin } from "../support/admin.ts";
import { type Mailbox } from "../support/mail.ts";
import { stack } from "../support/stack.ts";
import { expect } from "../support/test.ts";
import { type Watch } from "../support/watch.ts";

/** How a state differs from a page that simply is there. */
export interface Particulars {
  /** It says that something went wrong, because it was made to. Any other state may not. */
  problem?: boolean;
  /** It is still waiting for something. */
  waiting?: boolean;
  /** Something stands over the page, where the window is. */
  over?: boolean;
  /** There is no such thing on a wide screen. */
  narrow?: boolean;
}

/** What is done with a state once the page is in it. The page has to be left as it was found. */
export type Look = (page: Page, state: string, particulars: Particulars) => Promise<void>;

/** What a scene is played with. */
export interface Stage<State extends string = string> {
  page: Page;
  context: BrowserContext;
  /** Of the Directus behind the site of the scene. */
  admin: Admin;
  mail: Mailbox;
  watch: Watch;
  /** Somebody with an account and a name, such as people have. */
  resident(first: string, last: string, fields?: Record<string, unknown>): Promise<Person>;
  /** The page is in this state now: waits until nothing more comes, and has it looked at. */
  show(state: State, particulars?: Particulars): Promise<void>;
}

/** One way through the site, and the states that a page goes through on it. */
export interface Scene {
  /** As the screenshots are called: the page first. */
  states: readonly string[];
  /** `accounts` verifies addresses and knows a provider. */
  site: "plain" | "accounts";
  play(stage: Stage): Promise<void>;
}

/** A scene on the site that most tests use. */
export function scene<const State extends string>(states: readonly State[], play: (stage: Stage<State>) => Promise<void>): Scene {
  return { states, site: "plain", play: play as Scene["play"] };
}

/** A scene on the site that verifies addresses and knows a provider. */
export function accountsScene<const State extends string>(states: readonly State[], play: (stage: Stage<State>) => Promise<void>): Scene {
  return { ...scene(states, play), site: "accounts" };
}

/** The address of the scene's site. */
export function addressOf({ site }: Scene): string {
  return site === "accounts" ? stack.accountsUrl : stack.url;
}

/** An address as people have them, which nobody has here. */
export function mailAddress(first: string, last: string): string {
  return `${first}.${last}${randomInt(10_000, 100_000)}@example.com`.toLowerCase();
}

/** Plays `scene`, and looks at each of its states. */
export async function play(
  scene: Scene,
  { page, context, mail, watch }: Pick<Stage, "page" | "context" | "mail" | "watch">,
  look: Look,
): Promise<void> {
  const operator = scene.site === "accounts" ? accountsAdmin() : admin();
  const shown: string[] = [];
  await scene.play({
    page,
    context,
    admin: operator,
    mail,
    watch,
    resident: async (first, last, fields = {}) => {
      const person = await operator.person({ first_name: first, last_name: last, email: mailAddress(first, last), ...fields });
      watch.keepSecret(person.password);
      return person;
    },
    show: async (state, particulars = {}) => {
      await settled(page, particulars);
      shown.push(state);
      await look(page, state, particulars);
    },
  });
  expect(shown, "the states of the scene").toEqual(scene.states);
}

/** Waits until everything is there, and makes sure that nothing is wrong that was not made so. */
async function settled(page: Page, { problem = false, waiting = false }: Particulars): Promise<void> {
  if (!waiting) {
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    // The name of the site, which comes by itself.
    await expect(page.locator(".is-unknown")).toHaveCount(0);
  }
  const problems = page.locator(".alert-error, .field-problem").filter({ visible: true });
  if (problem) {
    await expect(problems.first()).toBeVisible();
  } else {
    await expect(problems, "what nobody asked for").toHaveCount(0);
  }
  await pictures(page);
  await appeared(page);
}

/** Waits for all pictures, also for those further down. */
async function pictures(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(
      [...document.images].map((image) => {
        image.loading = "eager";
        return image.complete || new Promise((done) => ["load", "error"].forEach((event) => image.addEventListener(event, done)));
      }),
    );
  });
}

/** Waits until whatever comes into view by and by has come. */
export async function appeared(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
  });
}

/** What Directus says to a token that has run out. */
export const TOKEN_EXPIRED = { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] };
