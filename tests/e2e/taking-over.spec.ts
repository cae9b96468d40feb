import type { CDPSession, Page, Route } from "@playwright/test";
import { FORMS } from "./support/forms.ts";
import { rawGet } from "./support/http.ts";
import { Random } from "./support/random.ts";
import { SOAK } from "./support/soak.ts";
import { stack } from "./support/stack.ts";
import { expect, expectHeading, expectPath, test, visit, waitUntilReady } from "./support/test.ts";

// What a visitor does on a page that was rendered ahead, before the app is there and while it takes over.

const TRIES = SOAK ? 300 : 4;

type Form = keyof typeof FORMS;

/** Holds back everything that the app is made of for random times of up to `most` milliseconds, so that it comes in any order. */
async function delayApp(page: Page, random: Random, most: number): Promise<void> {
  await page.route(/\.(js|wasm|css)$|\/config\.json$|\/locales\//, async (route: Route) => {
    const delay = random.next() * most;
    await new Promise((resolve) => setTimeout(resolve, delay));
    await route.continue().catch(() => {}); // The page may be gone.
  });
}

const field = (page: Page, name: string) => page.locator(`main [name=${name}]`);

const state = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement as HTMLInputElement;
    return { focused: active.name, values: Object.fromEntries(new FormData(document.querySelector("form") ?? undefined)) };
  });

const lookOfButton = (page: Page) =>
  page.locator(".submit").evaluate((button) => {
    const { borderRadius, minBlockSize } = getComputedStyle(button);
    return { borderRadius, minBlockSize };
  });

/** Types into the focused field as with an input method: a text that is not there yet, then the text. */
async function compose(client: CDPSession, text: string): Promise<void> {
  for (let end = 1; end <= text.length; end += 1) {
    await client.send("Input.imeSetComposition", { text: text.slice(0, end), selectionStart: end, selectionEnd: end });
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await client.send("Input.insertText", { text });
}

for (const path of Object.keys(FORMS)) {
  test(`the form of ${path} is there with one request, smaller than the first window of a connection`, async ({ browser }) => {
    const { body } = await rawGet(stack.url + path, { "Accept-Encoding": "br" });
    expect(body.length).toBeLessThan(14_000);
    // Not watched: everything else fails.
    const context = await browser.newContext({ baseURL: stack.url });
    const page = await context.newPage();
    await page.route("**/*", (route) => (route.request().isNavigationRequest() ? route.continue() : route.abort()));
    await page.goto(path, { waitUntil: "commit" });
    await expect(field(page, "email")).toBeVisible();
    const look = await lookOfButton(page);
    await context.close();
    // The same as with the whole stylesheet.
    const whole = await (await browser.newContext({ baseURL: stack.url })).newPage();
    await visit(whole, path);
    const final = await lookOfButton(whole);
    await whole.context().close();
    expect(look).toEqual(final);
    expect(look.borderRadius).not.toBe("0px");
  });
}

for (const [path, names] of Object.entries(FORMS) as [Form, readonly string[]][]) {
  test(`nothing that is typed into ${path} before the app is there is lost or doubled`, async ({ browser }) => {
    const random = Random.of(path);
    for (let number = 0; number < TRIES; number += 1) {
      await test.step(`try ${number}`, async () => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await delayApp(page, random, 2_500);
        await page.goto(path, { waitUntil: "commit" });
        const client = await context.newCDPSession(page);
        const expected: Record<string, string> = Object.fromEntries(names.map((name) => [name, ""]));
        await field(page, names[0] ?? "").click();
        for (const [index, name] of names.entries()) {
          const text = name === "email" ? `a${number}@example.com` : `Pa-${random.next().toString(36).slice(2, 8)}`;
          const way = random.next();
          if (way < 0.5) {
            await page.keyboard.type(text, { delay: random.next() * 120 });
          } else if (way < 0.7) {
            await page.keyboard.insertText(text);
          } else if (way < 0.85 && name !== "password" && name !== "email") {
            await compose(client, text);
          } else {
            await field(page, name).fill(text);
          }
          expected[name] = text;
          await page.waitForTimeout(random.next() * 700);
          const next = names[index + 1];
          if (next !== undefined) {
            // Not by Tab alone: a password has a button behind it.
            await (random.next() < 0.6 ? page.keyboard.press("Tab") : field(page, next).click());
          }
        }
        const last = names.at(-1);
        await expect.poll(() => state(page)).toEqual({ focused: last, values: expected });
        await waitUntilReady(page);
        await expect.poll(() => state(page)).toEqual({ focused: last, values: expected });
        await context.close();
      });
    }
  });
}

for (const name of ["email", "password"]) {
  test(`a caret in the middle of the field ${name} stays where it is, on a slow processor, too`, async ({ page }) => {
    const client = await page.context().newCDPSession(page);
    await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await delayApp(page, Random.of("caret"), 2_000);
    await page.goto("/signin", { waitUntil: "commit" });
    await field(page, name).click();
    await page.keyboard.type("abcdef");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await waitUntilReady(page);
    await page.keyboard.type("X");
    await expect(field(page, name)).toHaveValue("abcdXef");
  });
}

test("a form that is sent before the app is there is sent by the app, once", async ({ page, member, watch }) => {
  const random = Random.of("sent");
  for (let number = 0; number < (SOAK ? 30 : 3); number += 1) {
    await page.context().clearCookies();
    await page.goto("about:blank");
    await delayApp(page, random, 2_000);
    const before = watch.requests("/auth/login").length;
    await page.goto("/signin?redirectedFrom=%2Fblog", { waitUntil: "commit" });
    await page.evaluate(() => localStorage.clear());
    await field(page, "email").fill(member.email);
    await field(page, "password").fill(member.password);
    if (number % 2) {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
    } else {
      await page.getByRole("button", { name: "Sign in", exact: true }).dblclick();
    }
    await expectPath(page, "/blog");
    await expectHeading(page, "Blog");
    expect(watch.requests("/auth/login").length - before).toBe(1);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  }
});

test("a wrong password that is sent before the app is there keeps the e-mail, and says the reason", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await delayApp(page, Random.of("wrong"), 1_500);
  await page.goto("/signin", { waitUntil: "commit" });
  await field(page, "email").fill(member.email);
  await field(page, "password").fill("not-the-password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText(/password/i);
  await expect(field(page, "email")).toHaveValue(member.email);
});

test("a form whose app does not come says so, and keeps what was typed", async ({ page, watch }) => {
  watch.expectFailure({ url: "_bg.wasm", status: "none", times: "some" });
  watch.expectError("The app did not start.");
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("/signin", { waitUntil: "commit" });
  await field(page, "email").fill("a@example.com");
  await page.keyboard.press("Enter");
  await expect(page.locator(".submit")).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("alert")).toContainText("This page could not be loaded");
  await expect(page.locator(".submit")).not.toHaveAttribute("aria-disabled");
  await expect(field(page, "email")).toHaveValue("a@example.com");
});

test("a page that a translator or an extension has changed is taken over all the same", async ({ page }) => {
  await delayApp(page, Random.of("foreign"), 2_000);
  await page.goto("/signin", { waitUntil: "commit" });
  await field(page, "email").fill("a@example.com");
  await page.evaluate(() => {
    document.documentElement.lang = "ja";
    for (const element of document.querySelectorAll("label, h1, .submit-label")) {
      const font = document.createElement("font");
      font.append(...element.childNodes);
      element.append(font);
    }
    document.querySelector("[name=password]")?.insertAdjacentElement("afterend", document.createElement("com-password-manager"));
    document.body.prepend(document.createElement("aside"));
  });
  await waitUntilReady(page);
  await expect(field(page, "email")).toHaveValue("a@example.com");
  await expect(page.locator("main h1")).toHaveText("Sign in");
});

test("text that is changed after the form was sent, and before the app is there, is not sent", async ({ page, watch }) => {
  await delayApp(page, Random.of("changed"), 2_500);
  await page.goto("/signin", { waitUntil: "commit" });
  await field(page, "email").fill("a@example.com");
  await field(page, "password").click();
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await page.keyboard.type("er");
  await expect(page.locator(".submit")).not.toHaveAttribute("aria-disabled");
  await waitUntilReady(page);
  await expect(field(page, "password")).toHaveValue("wronger");
  expect(watch.requests("/auth/login")).toHaveLength(0);
});

test("a button that is pressed before the app is there is pressed when it is", async ({ page }) => {
  await delayApp(page, Random.of("pressed"), 1_500);
  await page.goto("/signin", { waitUntil: "commit" });
  await field(page, "password").fill("secret");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(field(page, "password")).toHaveAttribute("type", "text");
  await expect(field(page, "password")).toHaveValue("secret");
});

test("a language that was chosen is there before the app is, whatever the server chose", async ({ page }) => {
  await visit(page, "/signin");
  await page.evaluate(() => localStorage.setItem("lychgate:language", "de"));
  const release: (() => void)[] = [];
  await page.route("**/*.wasm", async (route) => {
    await new Promise<void>((resolve) => release.push(resolve));
    await route.continue();
  });
  await page.goto("/signin", { waitUntil: "commit" });
  await expect(page.locator("main h1")).toHaveText("Anmelden");
  await expect(page).toHaveTitle("Anmelden");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.locator("html")).not.toHaveAttribute("data-ready");
  release.forEach((go) => go());
  await waitUntilReady(page);
});

for (const [path, ...wanted] of [
  ["/", "/items/pages", "/items/posts", "/items/global"],
  ["/blog", "/items/posts", "/items/global"],
  ["/blog?page=2", "/items/global"],
  ["/pages/about", "/items/pages", "/items/global"],
  ["/signin", "/auth", "/server/info", "/items/global"],
  ["/profile", "/items/global"],
] as const) {
  test(`what ${path} shows without a session is asked for before the app is there, and once`, async ({ page, watch }) => {
    if (path === "/profile") {
      // It is asked who is signed in.
      watch.expectFailure({ url: "/auth/refresh", status: 400 });
    }
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, search } = new URL(request.url());
      if (request.resourceType() === "fetch" && /^\/directus\/(items|server|auth|settings)/.test(pathname)) {
        asked.push(pathname + search);
      }
    });
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\.wasm$/, async (route: Route) => {
      await released;
      await route.continue();
    });
    await page.goto(path);
    const early = () => asked.map((url) => url.replace("/directus", "").replace(/\?.*/, "")).sort();
    await expect.poll(early).toEqual([...wanted].sort());
    release();
    await waitUntilReady(page);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(new Set(asked).size, asked.join("\n")).toBe(asked.length);
  });
}

test("nothing moves when the app takes over", async ({ page, watch }) => {
  // On the page for members it is asked who is signed in.
  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  for (const path of ["/", "/blog", "/signin", "/register", "/forgot-password", "/profile", "/pages/about", "/goodbye"]) {
    await page.addInitScript(() => {
      const moved: string[] = ((globalThis as unknown as { moved: string[] }).moved = []);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean; sources: { node?: Element }[] }[]) {
          if (!entry.hadRecentInput && entry.value > 0.001) {
            moved.push(`${entry.value}: ${entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join(" | ")}`);
          }
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await visit(page, path);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved), path).toEqual([]);
  }
});
