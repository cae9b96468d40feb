import { type Locator, type Page, test as base, expect } from "@playwright/test";
import { type Admin, type Person, admin } from "./admin.ts";
import { useKeyboard } from "./keyboard.ts";
import { Mailbox } from "./mail.ts";
import { Watch } from "./watch.ts";

export { expect };

export interface Options {
  /** The input devices of a test. */
  hands: "pointer and keyboard" | "keyboard";
}

interface Fixtures {
  /** Watches all pages, and fails the test for what must not happen in any test. */
  watch: Watch;
  /** The API of Directus with the administrator’s token. */
  admin: Admin;
  /** A user with an account that was created for this test. */
  member: Person;
  /** The mails to the users of this test. */
  mail: Mailbox;
}

export const test = base.extend<Fixtures & Options>({
  hands: ["pointer and keyboard", { option: true }],
  page: async ({ page, hands }, use) => {
    const restorePointer = hands === "keyboard" ? useKeyboard(page) : () => {};
    await use(page);
    restorePointer();
  },
  watch: [
    async ({}, use) => {
      await use(new Watch());
    },
    { auto: true },
  ],
  context: async ({ context, watch }, use) => {
    await watch.attach(context);
    await use(context);
    await watch.conclude();
  },
  admin: async ({}, use) => {
    await use(admin());
  },
  member: async ({ admin, watch }, use) => {
    const member = await admin.person();
    watch.keepSecret(member.password);
    await use(member);
  },
  mail: async ({ watch }, use) => {
    await use(new Mailbox(watch));
  },
});

export type State = "booting" | "signed-out" | "signed-in" | "unreachable";

/** Waits until the page reacts to clicks and typing. */
export async function waitUntilReady(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-ready");
}

/** Waits until a form knows the rule for new passwords, which it asks Directus for. Until then it takes any. */
export async function waitForPasswordRule(password: Locator): Promise<void> {
  await expect(password).toHaveAccessibleDescription(/At least 8 characters/);
}

/** Waits until the page shows this state of the session. */
export async function expectSession(page: Page, state: State): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-session", state);
}

/** Waits for the page with this heading. */
export async function expectHeading(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Opens a URL or path as from the address bar, and waits until the page is ready. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await waitUntilReady(page);
}

/** Fills in the sign-in form that is shown, and submits it. */
export async function submitSignIn(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in by the form, and waits for the profile. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await visit(page, "/signin");
  await submitSignIn(page, person);
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
}

/** A refusal that the site does not retry by itself. */
export const REFUSAL = { errors: [{ message: "Invalid query.", extensions: { code: "INVALID_QUERY" } }] };

/** Waits until the image `picture` has loaded. */
export async function expectImageLoaded(picture: Locator): Promise<void> {
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
}

/** Holds requests for `url` back until the returned function is called. */
export async function holdRequests(page: Page, url: string | RegExp): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route(url, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Returns the path, query and fragment of the page’s URL. */
export function currentPath(page: Page): string {
  const { pathname, search, hash } = new URL(page.url());
  return pathname + search + hash;
}

/** Waits until the page’s URL has this path, query and fragment. */
export async function expectPath(page: Page, expected: string): Promise<void> {
  await expect.poll(() => currentPath(page)).toBe(expected);
}

/** Returns the sign-in path that returns to `address`. */
export function signInPathFor(address: string): string {
  return `/signin?${new URLSearchParams({ redirectedFrom: address })}`;
}
