import { type Locator, type Page, expect } from "@playwright/test";

// Replaces Playwright’s pointer by the keyboard: Tab to an element, then the key that activates it.

/** The actions that the keyboard replaces. */
type LocatorActions = Pick<Locator, "click" | "fill" | "check" | "selectOption">;

/** Makes the tests of this process act on `page` by keys from now on. Returns a function that ends it. */
export function useKeyboard(page: Page): () => void {
  const prototype = Object.getPrototypeOf(page.locator("body")) as LocatorActions;
  const { click, fill, check, selectOption } = prototype;
  Object.assign(prototype, {
    async click(this: Locator) {
      await focus(this);
      await press(this);
    },
    async fill(this: Locator, text: string) {
      await focus(this);
      const { keyboard } = this.page();
      await keyboard.press("ControlOrMeta+A");
      await (text ? keyboard.type(text) : keyboard.press("Delete"));
    },
    async check(this: Locator) {
      await focus(this);
      if (!(await this.isChecked())) {
        await press(this);
      }
      await expect(this).toBeChecked();
    },
    async selectOption(this: Locator, wanted: string | { label: string }) {
      await focus(this);
      const options = await this.locator("option").evaluateAll((each: HTMLOptionElement[]) => each.map(({ value, label }) => ({ value, label })));
      const place = options.findIndex(({ value, label }) => (typeof wanted === "string" ? value === wanted : label === wanted.label));
      await this.page().keyboard.press("Home");
      for (let steps = place; steps > 0; steps -= 1) {
        await this.page().keyboard.press("ArrowDown");
      }
      const value = options[place]?.value ?? "";
      await expect(this).toHaveValue(value);
      return [value];
    },
  });
  return () => {
    Object.assign(prototype, { click, fill, check, selectOption });
  };
}

/** Presses the key that activates `wanted`, which has the focus. */
async function press(wanted: Locator): Promise<void> {
  for (const key of await keysFor(wanted)) {
    await wanted.page().keyboard.press(key);
  }
}

/** Returns the keys that activate `wanted` when it, or another option of its group, has the focus: arrows move through a group the shorter way. */
function keysFor(wanted: Locator): Promise<string[]> {
  return wanted.evaluate((element) => {
    const type = element instanceof HTMLInputElement ? element.type : "";
    if (!(element instanceof HTMLInputElement) || type !== "radio") {
      return [type === "checkbox" ? " " : "Enter"];
    }
    const group = [...document.querySelectorAll<HTMLInputElement>(`[type=radio][name="${element.name}"]`)];
    const chosen = group.findIndex(({ checked }) => checked);
    const steps = (group.indexOf(element) - Math.max(chosen, 0) + group.length) % group.length;
    if (steps === 0) {
      return [" "];
    }
    const back = group.length - steps;
    return back < steps ? Array<string>(back).fill("ArrowUp") : Array<string>(steps).fill("ArrowDown");
  });
}

/** Presses Tab or Shift+Tab until the focus is on `wanted` or another option of its group, and checks that the focus is visible. */
async function focus(wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const page = wanted.page();
  for (let presses = 0; presses < 150; presses += 1) {
    let place = await sideOf(wanted);
    if (place === "here") {
      expect(await isFocusVisible(page), "the focus is seen").toBe(true);
      // A page that has just loaded moves the focus to its heading.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      place = await sideOf(wanted);
      if (place === "here") {
        return;
      }
    }
    await page.keyboard.press(place === "before" ? "Shift+Tab" : "Tab");
  }
  throw new Error(`the keyboard does not come to ${wanted}`);
}

/** Returns on which side of the focused element `wanted` is. */
function sideOf(wanted: Locator): Promise<"here" | "before" | "after"> {
  return wanted.evaluate((element) => {
    // A label stands for its field.
    const target = element instanceof HTMLLabelElement ? (element.control ?? element) : element;
    const at = document.activeElement ?? document.body;
    const isChoice = (each: Element): each is HTMLInputElement => each instanceof HTMLInputElement && each.type === "radio";
    if (at === target || (isChoice(at) && isChoice(target) && at.name === target.name)) {
      return "here";
    }
    const position = at.compareDocumentPosition(target);
    return position & Node.DOCUMENT_POSITION_PRECEDING && !(position & Node.DOCUMENT_POSITION_CONTAINED_BY) ? "before" : "after";
  });
}

/** Whether a focus ring is drawn around the focused element, or around its label. */
function isFocusVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const at = document.activeElement;
    // The provider’s pages are not part of the site.
    if (!at || !("session" in document.documentElement.dataset)) {
      return Boolean(at);
    }
    const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
    return [at, ...labels].some((element) =>
      [null, "::before", "::after"].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      }),
    );
  });
}
