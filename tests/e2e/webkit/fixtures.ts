import { Key } from "selenium-webdriver";
import { type Person } from "../support/admin.ts";
import { WebKit } from "../support/webkit.ts";
import { type Tab, fieldLabelled } from "../support/webdriver.ts";
import { test as base } from "../reliability/browsers.ts";
import { type State, expect } from "../support/test.ts";

export { expect };

interface Fixtures {
  webkit: WebKit;
  /** A tab of a browser of its own. */
  tab: Tab;
}

export const test = base.extend<Fixtures>({
  webkit: async ({}, use) => {
    const webkit = await WebKit.start();
    await use(webkit);
    await webkit.quit();
  },
  newContainer: async ({ webkit, watch, serviceWorker }, use) => {
    await use((faults) => {
      faults.configure({ serviceWorker });
      return webkit.container(faults, watch);
    });
  },
  tab: async ({ container }, use) => {
    await use(await container.open());
  },
});

/** Opens a URL or path as from the address bar, and waits until the page is ready. */
export async function visit(tab: Tab, address: string): Promise<void> {
  await tab.goto(address);
  await waitUntilReady(tab);
}

export async function waitUntilReady(tab: Tab): Promise<void> {
  await expect.poll(() => tab.glimpse(() => document.documentElement.dataset.ready !== undefined, false)).toBe(true);
}

export async function expectSession(tab: Tab, state: State): Promise<void> {
  await expect.poll(() => tab.state()).toBe(state);
}

/** Waits until the page's URL has this path, query and fragment. */
export async function expectPath(tab: Tab, path: string): Promise<void> {
  await expect.poll(() => tab.glimpse(() => location.pathname + location.search + location.hash, "")).toBe(path);
}

/** Waits for the page with this heading. */
export async function expectHeading(tab: Tab, heading: string | RegExp): Promise<void> {
  await expectText(tab, "h1", heading);
}

/** Waits until the first element that `selector` finds has this text, as a person sees it. */
export async function expectText(tab: Tab, selector: string, text: string | RegExp): Promise<void> {
  const shown = () => tab.glimpse((found) => document.querySelector<HTMLElement>(found)?.innerText.trim() ?? "", "", selector);
  await (typeof text === "string" ? expect.poll(shown, { message: selector }).toBe(text) : expect.poll(shown, { message: selector }).toMatch(text));
}

/** Waits until the page says this. */
export async function expectSaid(tab: Tab, text: string): Promise<void> {
  await expect.poll(() => tab.glimpse(() => document.body.innerText, "")).toContain(text);
}

/** Waits until the field of this name has this value. */
export async function expectValue(tab: Tab, name: string, value: string): Promise<void> {
  const read = () => tab.glimpse((field) => document.querySelector<HTMLInputElement>(`main [name=${field}]`)?.value ?? null, null, name);
  await expect.poll(read, { message: name }).toBe(value);
}

/** Waits until the field of this name has the focus. */
export async function expectFocused(tab: Tab, name: string): Promise<void> {
  await expect.poll(() => tab.glimpse(() => (document.activeElement as HTMLInputElement).name ?? "", "")).toBe(name);
}

/** Types into the field with this label, in place of what stands there. */
export async function replace(tab: Tab, label: string, text: string): Promise<void> {
  await tab.act(fieldLabelled(label), async (field) => {
    await field.sendKeys(Key.chord(Key.CONTROL, "a"));
    await field.sendKeys(Key.BACK_SPACE, text);
  });
}

/** Types, tabulator by tabulator, from the field of the first name on, and sends the form by Enter. */
export async function typeAndSend(tab: Tab, values: Record<string, string>): Promise<void> {
  const [[first] = [""]] = Object.entries(values);
  await expect.poll(() => tab.run((name) => (document.querySelector<HTMLElement>(`main [name=${name}]`)?.focus(), document.activeElement?.getAttribute("name")), first)).toBe(first);
  for (const [name, value] of Object.entries(values)) {
    // Between them are links and buttons.
    for (let stops = 0; stops < 4 && (await focusedName(tab)) !== name; stops += 1) {
      await tab.keys(Key.TAB);
    }
    await expectFocused(tab, name);
    await tab.keys(value);
  }
  await tab.keys(Key.ENTER);
}

const focusedName = (tab: Tab) => tab.run(() => document.activeElement?.getAttribute("name"));

/** Signs in by the form that is shown. */
export async function submitSignIn(tab: Tab, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await replace(tab, "E-mail", email);
  await replace(tab, "Password", password);
  await tab.press("Sign in");
}
