import { type Page } from "@playwright/test";
import { Random } from "../support/random.ts";
import { SOAK } from "../support/soak.ts";
import { expect, expectHeading, expectPath, expectSession, signIn, submitSignIn, test, visit } from "../support/test.ts";

// Translators and extensions change the page under the app. It goes on, or says that it does not.

/**
 * Translates the page as Chrome’s translator does, now and whenever a text comes or changes: each text is replaced by two nested `<font>`, in
 * capital letters here. `stopTranslating` puts the texts back.
 */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const fonts = new Map<Element, Text>();
    const translateText = (text: Text) => {
      const parent = text.parentElement;
      if (!text.data.trim() || !parent || parent.closest("script, style, noscript, template, font, [translate=no]")) {
        return;
      }
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = text.data.toUpperCase();
      outer.append(inner);
      fonts.set(outer, text);
      text.replaceWith(outer);
    };
    const translateAll = (node: Node) => {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      const texts: Text[] = node instanceof Text ? [node] : [];
      while (walker.nextNode()) {
        texts.push(walker.currentNode as Text);
      }
      texts.forEach(translateText);
    };
    const observer = new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        (type === "characterData" ? [target] : [...addedNodes]).filter((node) => node.isConnected).forEach(translateAll);
      }
    });
    translateAll(document.body);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, {
      stopTranslating() {
        observer.disconnect();
        for (const [font, text] of fonts) {
          if (font.isConnected) {
            font.replaceWith(text);
          }
        }
      },
    });
  });
}

/** The texts of the page that are not translated, and those that stand in two languages beside each other. */
const leftOver = (page: Page) =>
  page.evaluate(() => {
    const wrong: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      const parent = text.parentElement;
      if (text.data.trim() && parent && !parent.closest("script, style, noscript, template, [translate=no]") && /\p{Ll}/u.test(text.data)) {
        wrong.push(text.data);
      }
    }
    return wrong;
  });

const links = (page: Page, path: string) => page.locator(`a[href="${path}"]`);

test("the way to sign in and out says what it does on a translated page", async ({ page, member }) => {
  await visit(page, "/signin");
  await translate(page);
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email.toUpperCase());
  await expect(links(page, "/logout").first()).toHaveText("SIGN OUT");
  await expect(page.locator("header").getByText("SIGN IN", { exact: true })).toHaveCount(0);
  await expect.poll(() => leftOver(page)).toEqual([]);
  await links(page, "/logout").first().click();
  await expectPath(page, "/logout");
  await expect(links(page, "/signin").first()).toHaveText("SIGN IN");
  await expect(page.locator("header").getByText("SIGN OUT")).toHaveCount(0);
});

test("an error on a translated page is there once, and goes", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await translate(page);
  await page.locator("main button[type=submit]").click();
  await expect(page.locator("main .alert")).toHaveCount(1);
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill("not-the-password");
  await page.locator("main button[type=submit]").click();
  await expect(page.locator("main .alert")).toContainText("PASSWORD IS WRONG");
  await expect.poll(() => leftOver(page)).toEqual([]);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectPath(page, "/profile");
});

test("every page of a translated site has its own texts, there and back", async ({ page, member }) => {
  await visit(page, "/");
  await translate(page);
  for (const [path, heading] of [
    ["/pages/about", "ABOUT"],
    ["/blog", "BLOG"],
    ["/pages/privacy", "PRIVACY"],
    ["/signin", "SIGN IN"],
  ] as const) {
    await links(page, path).first().click();
    await expectHeading(page, heading);
    await expect.poll(() => leftOver(page)).toEqual([]);
  }
  await page.goBack();
  await expectHeading(page, "PRIVACY");
  await page.goForward();
  await page.locator("main [name=email]").fill(member.email);
  await page.locator("main [name=password]").fill(member.password);
  await page.locator("main button[type=submit]").click();
  await expectHeading(page, "YOUR PROFILE");
  await expect.poll(() => leftOver(page)).toEqual([]);
});

test("a translation that is taken back leaves the texts as they are by now", async ({ page, member }) => {
  await visit(page, "/signin");
  await translate(page);
  await submitBy(page, member);
  await expectPath(page, "/profile");
  await page.evaluate(() => (globalThis as unknown as { stopTranslating(): void }).stopTranslating());
  await expectHeading(page, "Your profile");
  await expect(links(page, "/logout").first()).toHaveText("Sign out");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await expect(page.locator("font")).toHaveCount(0);
});

async function submitBy(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.locator("main [name=email]").fill(email);
  await page.locator("main [name=password]").fill(password);
  await page.locator("main button[type=submit]").click();
}

test("signs in though an extension has wrapped the fields and put nodes beside them", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await page.evaluate(() => {
    for (const field of document.querySelectorAll("main input")) {
      const wrap = document.createElement("div");
      field.replaceWith(wrap);
      wrap.append(field, document.createElement("span"));
      field.setAttribute("data-extension", "1");
      field.parentElement?.before(document.createElement("grammarly-extension"));
    }
  });
  await submitSignIn(page, { ...member, password: "not-the-password" });
  await expect(page.getByRole("alert")).toContainText(/password/i);
  await submitSignIn(page, member);
  await expectPath(page, "/profile");
  await expect(page.locator("grammarly-extension")).toHaveCount(0);
});

/** Moves, wraps, removes or adds a random node. Returns what it did. */
const change = (page: Page, numbers: [number, number, number]) =>
  page.evaluate(([which, how, where]) => {
    const nodes: ChildNode[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      nodes.push(walker.currentNode as ChildNode);
    }
    const pick = (number: number) => nodes[Math.floor(number * nodes.length)];
    const [node, other] = [pick(which), pick(where)];
    if (!node || !other) {
      return "nothing";
    }
    const added = () => Object.assign(document.createElement("x-extension"), { textContent: "x" });
    const wrap = added();
    switch (Math.floor(how * 5)) {
      case 0:
        node.remove();
        return `removed ${node.nodeName}`;
      case 1:
        node.replaceWith(wrap);
        wrap.append(node);
        return `wrapped ${node.nodeName}`;
      case 2:
        if (!node.contains(other)) {
          other.before(node);
        }
        return `moved ${node.nodeName}`;
      case 3:
        node.before(added());
        return `added before ${node.nodeName}`;
      default:
        node.replaceWith(node.cloneNode(true));
        return `replaced ${node.nodeName}`;
    }
  }, numbers);

test("goes on or says so whatever is moved, wrapped, removed and added", async ({ browser, member, baseURL }, info) => {
  const rounds = SOAK ? 300 : 24;
  const random = Random.of("changed pages");
  const paths = ["/", "/blog", "/pages/about", "/signin", "/register", "/forgot-password"];
  // Not watched: a page that says that it has stopped writes so to the console.
  const context = await browser.newContext({ baseURL: baseURL ?? "", reducedMotion: "reduce" });
  const page = await context.newPage();
  let stopped = 0;
  for (let round = 0; round < rounds; round += 1) {
    await visit(page, paths[round % paths.length] ?? "/");
    const done: string[] = [];
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      done.push(await change(page, [random.next(), random.next(), random.next()]));
    }
    // By the app, as a link of it would: the links themselves may be gone.
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "/blog?page=2";
      document.body.append(link);
      link.click();
    });
    const stopping = page.getByText("This page has stopped working");
    const going = page.locator("main h1", { hasText: "Blog" });
    await expect(going.or(stopping).first(), `round ${round}: ${done.join(", ")}`).toBeAttached();
    if (await stopping.count()) {
      stopped += 1;
      await expect(stopping).toHaveCount(1);
      await page.getByRole("button", { name: "Load again" }).first().click();
      await expectHeading(page, "Blog");
    }
  }
  info.annotations.push({ type: "figures", description: `rounds: ${rounds}, stopped: ${stopped}` });
  await signIn(page, member);
  await context.close();
});
