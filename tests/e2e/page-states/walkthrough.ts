import { randomInt } from "node:crypto";
import { type BrowserContext, type Page } from "@playwright/test";
import { type Admin, type Person, accountsAdmin, admin } from "../support/admin.ts";
import { type Mailbox } from "../support/mail.ts";
import { stack } from "../support/stack.ts";
import { expect } from "../support/test.ts";
import { type Watch } from "../support/watch.ts";

/** How a state differs from a page that has loaded without a problem. */
export interface StateOptions {
  /** It shows an error that the walkthrough has caused. No other state may show one. */
  hasProblem?: boolean;
  /** It still waits for an answer. */
  isLoading?: boolean;
  /** A dialog, a menu or a bar covers a part of the viewport. */
  isOverlay?: boolean;
  /** It exists on narrow screens only. */
  isNarrowOnly?: boolean;
}

/** Inspects a page that is in `state`, and leaves it as it was. */
export type Inspect = (page: Page, state: string, options: StateOptions) => Promise<void>;

/** What a walkthrough runs with. */
export interface WalkthroughContext<State extends string = string> {
  page: Page;
  context: BrowserContext;
  /** The administrator of the Directus behind the walkthrough’s site. */
  admin: Admin;
  mail: Mailbox;
  watch: Watch;
  /** Creates an account with a name as people have it. */
  namedPerson(first: string, last: string, fields?: Record<string, unknown>): Promise<Person>;
  /** Waits until the page has settled in `state`, and inspects it. */
  checkpoint(state: State, options?: StateOptions): Promise<void>;
}

/** One way through the site, with the states that pages reach on it. */
export interface Walkthrough {
  /** Names of the screenshots; each begins with the name of its page. */
  states: readonly string[];
  /** `accounts` verifies e-mail addresses and offers single sign-on. */
  site: "plain" | "accounts";
  run(context: WalkthroughContext): Promise<void>;
}

/** A walkthrough on the site that most tests use. */
export function walkthrough<const State extends string>(states: readonly State[], run: (context: WalkthroughContext<State>) => Promise<void>): Walkthrough {
  return { states, site: "plain", run: run as Walkthrough["run"] };
}

/** A walkthrough on the site that verifies e-mail addresses and offers single sign-on. */
export function accountsWalkthrough<const State extends string>(states: readonly State[], run: (context: WalkthroughContext<State>) => Promise<void>): Walkthrough {
  return { ...walkthrough(states, run), site: "accounts" };
}

/** Returns the URL of the walkthrough’s site. */
export function baseUrlOf({ site }: Walkthrough): string {
  return site === "accounts" ? stack.accountsUrl : stack.url;
}

/** Returns an e-mail address that looks like a person’s and has no account here. */
export function mailAddress(first: string, last: string): string {
  return `${first}.${last}${randomInt(10_000, 100_000)}@example.com`.toLowerCase();
}

/** Runs `walkthrough`, and inspects each of its states. */
export async function runWalkthrough(
  walkthrough: Walkthrough,
  { page, context, mail, watch }: Pick<WalkthroughContext, "page" | "context" | "mail" | "watch">,
  inspect: Inspect,
): Promise<void> {
  const operator = walkthrough.site === "accounts" ? accountsAdmin() : admin();
  const reached: string[] = [];
  await walkthrough.run({
    page,
    context,
    admin: operator,
    mail,
    watch,
    namedPerson: async (first, last, fields = {}) => {
      const person = await operator.person({ first_name: first, last_name: last, email: mailAddress(first, last), ...fields });
      watch.keepSecret(person.password);
      return person;
    },
    checkpoint: async (state, options = {}) => {
      await waitUntilSettled(page, options);
      reached.push(state);
      await inspect(page, state, options);
    },
  });
  expect(reached, "the states of the walkthrough").toEqual(walkthrough.states);
}

/** Waits until the page has loaded, and makes sure that it shows an error only if it should. */
async function waitUntilSettled(page: Page, { hasProblem = false, isLoading = false }: StateOptions): Promise<void> {
  if (!isLoading) {
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    // The name of the site loads apart from the page.
    await expect(page.locator(".is-unknown")).toHaveCount(0);
  }
  const problems = page.locator(".alert-error, .field-problem").filter({ visible: true });
  if (hasProblem) {
    await expect(problems.first()).toBeVisible();
  } else {
    await expect(problems, "unexpected errors").toHaveCount(0);
  }
  await waitForImages(page);
  await waitForAnimations(page);
}

/** Waits for all images, also for those below the fold. */
async function waitForImages(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(
      [...document.images].map((image) => {
        image.loading = "eager";
        return image.complete || new Promise((done) => ["load", "error"].forEach((event) => image.addEventListener(event, done)));
      }),
    );
  });
}

/** Waits until all animations that end have ended. */
export async function waitForAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
  });
}

/** Directus’ answer to an expired token. */
export const TOKEN_EXPIRED = { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] };
