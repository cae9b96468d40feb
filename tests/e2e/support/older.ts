import { type BrowserContext, type Page } from "@playwright/test";

/**
 * What one of the oldest supported browsers (.browserslistrc) lacks, the browser of the tests may have, and an app might want. Deleted before
 * the page's scripts run.
 */
const LACKING = [
  "AbortSignal.any",
  "Array.fromAsync",
  "ArrayBuffer.prototype.detached",
  "ArrayBuffer.prototype.resizable",
  "ArrayBuffer.prototype.transfer",
  "Blob.prototype.bytes",
  "Document.prototype.prerendering",
  "Document.prototype.startViewTransition",
  "Element.prototype.checkVisibility",
  "Element.prototype.moveBefore",
  "Element.prototype.setHTMLUnsafe",
  "HTMLDialogElement.prototype.requestClose",
  "HTMLElement.prototype.hidePopover",
  "HTMLElement.prototype.popover",
  "HTMLElement.prototype.showPopover",
  "HTMLElement.prototype.togglePopover",
  "Intl.DurationFormat",
  "Intl.Segmenter",
  "Iterator",
  "Map.groupBy",
  "Navigator.prototype.connection",
  "Navigator.prototype.userActivation",
  "Object.groupBy",
  "Promise.try",
  "Promise.withResolvers",
  "RegExp.escape",
  "Response.prototype.bytes",
  "Set.prototype.union",
  "String.prototype.isWellFormed",
  "URL.canParse",
  "URL.parse",
  "WebAssembly.JSTag",
  "navigation",
  "requestIdleCallback",
  "scheduler",
  "trustedTypes",
] as const;

/** What the style sheets have that one of them does not know. The other names mean nothing to any browser. */
const UNKNOWN = /(?<![-\w])(light-dark\(|field-sizing:|text-wrap:|subgrid\b|has\(|dir\(|scripting:|view-transition)/g;
/** The alternative text of a generated content. */
const ALTERNATIVE = /(?<=content:[^;{}]*?)\s*\/\s*""/g;

const older = (css: string) => css.replaceAll(UNKNOWN, "no-$1").replaceAll(ALTERNATIVE, " / no-alternative");

/**
 * Takes from all pages of `context` what the oldest supported browsers lack. Only for tests with `bypassCSP`: the policy of a page allows its own
 * styles by their hash. Nesting, which cannot be taken away, is what `uncompiled` looks for.
 */
export async function makeOlder(context: BrowserContext): Promise<void> {
  await context.addInitScript((names) => {
    for (const name of names) {
      const path = name.split(".");
      const last = path.pop() ?? "";
      const owner = path.reduce<Record<string, never> | undefined>((owner, part) => owner?.[part], globalThis as never);
      if (owner && last in owner && !Reflect.deleteProperty(owner, last)) {
        throw new Error(`${name} cannot be deleted`);
      }
    }
  }, LACKING);
  const isOurs = ({ pathname }: URL) => !pathname.startsWith("/directus/") && /(^|\/)[^./]*$|\.(css|html)$/.test(pathname);
  await context.route(isOurs, async (route) => {
    if (!["document", "stylesheet"].includes(route.request().resourceType())) {
      return route.fallback();
    }
    const response = await route.fetch();
    const text = await response.text();
    const isCss = response.headers()["content-type"]?.startsWith("text/css");
    const body = isCss ? older(text) : text.replaceAll(/(?<=<style>)[^<]*/g, older);
    await route.fulfill({ response, body });
  });
}

/** Returns the rules of the page’s style sheets that are not compiled: with rules or with `light-dark()` inside. */
export const uncompiled = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const look = (rules: CSSRuleList) => {
      for (const rule of rules) {
        if (rule instanceof CSSStyleRule ? rule.cssRules.length > 0 || rule.cssText.includes("light-dark(") : false) {
          found.push(rule.cssText);
        } else if (rule instanceof CSSGroupingRule) {
          look(rule.cssRules);
        }
      }
    };
    for (const sheet of document.styleSheets) {
      look(sheet.cssRules);
    }
    return found;
  });

/**
 * Returns the texts and controls of the page whose colour has less than 3:1 with what is behind them. axe asks for more, but leaves open what it
 * does not see, as white on white.
 */
export const unreadable = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (!canvas) {
      throw new Error("there is no canvas");
    }
    const luminance = (layers: string[]) => {
      for (const layer of layers) {
        canvas.fillStyle = layer;
        canvas.fillRect(0, 0, 1, 1);
      }
      const linear = (part = 0) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const contrast = (element: Element) => {
      const grounds = ["#fff"];
      for (let at: Element | null = element; at; at = at.parentElement) {
        grounds.splice(1, 0, getComputedStyle(at).backgroundColor);
      }
      const [text, ground] = [luminance([...grounds, getComputedStyle(element).color]), luminance(grounds)];
      return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    };
    const isText = (node: Node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.textContent ?? "");
    const elements = [...document.body.querySelectorAll("*")].filter(
      (element) => element.matches("input, textarea, select, button") || [...element.childNodes].some(isText),
    );
    const seen = elements.filter((element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible");
    if (seen.length === 0) {
      throw new Error("there is nothing to read");
    }
    return seen
      .filter((element) => contrast(element) < 3)
      .map((element) => `${element.localName}.${element.className}: ${contrast(element).toFixed(2)}: ${element.textContent?.trim().slice(0, 60)}`);
  });
