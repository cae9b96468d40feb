import { newAddress } from "../support/admin.ts";
import { breakRendering, changeNode, translate, untranslated } from "../support/page-changes.ts";
import { Random } from "../support/random.ts";
import { SOAK } from "../support/soak.ts";
import { type Tab } from "../support/webdriver.ts";
import { expect, expectHeading, expectPath, expectSession, expectText, expectValue, replace, submitSignIn, test, visit, waitUntilReady } from "./fixtures.ts";

// The cases of `field/` in WebKit that depend on the browser: changed pages, addresses, texts that come along, a page that has stopped.

const count = (tab: Tab, selector: string) => tab.glimpse((selector) => document.querySelectorAll(selector).length, -1, selector);
const expectTranslated = (tab: Tab) => expect.poll(() => tab.glimpse(untranslated, ["?"])).toEqual([]);
const clickFirst = (tab: Tab, selector: string) => tab.run((selector) => document.querySelector<HTMLElement>(selector)?.click(), selector);

async function typeByName(tab: Tab, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await tab.act(`//main//*[@name='${name}']`, (field) => field.sendKeys(value));
  }
}

test("a translated page signs in and out, says an error once, and has its own texts there and back", async ({ tab, member }) => {
  await visit(tab, "/");
  await tab.run(translate);
  for (const [path, heading] of [
    ["/pages/about", "ABOUT THE COMMONS"],
    ["/blog", "BLOG"],
    ["/signin", "SIGN IN"],
  ] as const) {
    await tab.follow(path);
    await expectHeading(tab, heading);
    await expectTranslated(tab);
  }
  await typeByName(tab, { email: member.email, password: "not-the-password" });
  await clickFirst(tab, "main button[type=submit]");
  await expectText(tab, "main .alert", /PASSWORD IS WRONG/);
  expect(await count(tab, "main .alert")).toBe(1);
  await expectTranslated(tab);
  await tab.run(() => document.querySelector<HTMLInputElement>("main [name=password]")?.select());
  await typeByName(tab, { password: member.password });
  await clickFirst(tab, "main button[type=submit]");
  await expectPath(tab, "/profile");
  await expectText(tab, "[data-testid=profile-email]", member.email.toUpperCase());
  await expectTranslated(tab);
  await tab.run(() => history.back());
  await expectHeading(tab, "BLOG");
  await tab.run(() => (globalThis as unknown as { stopTranslating(): void }).stopTranslating());
  await expectHeading(tab, "Blog");
  expect(await count(tab, "font")).toBe(0);
  await tab.follow("/logout");
  await expectHeading(tab, "You are signed out");
});

test("signs in though an extension has wrapped the fields and put nodes beside them", async ({ tab, member }) => {
  await visit(tab, "/signin");
  await tab.run(() => {
    for (const field of document.querySelectorAll("main input")) {
      const wrap = document.createElement("div");
      field.replaceWith(wrap);
      wrap.append(field, document.createElement("span"));
      field.parentElement?.before(document.createElement("x-extension"));
    }
  });
  await submitSignIn(tab, { ...member, password: "not-the-password" });
  await expectText(tab, "[role=alert]", /password/i);
  await replace(tab, "Password", member.password);
  await tab.press("Sign in");
  await expectPath(tab, "/profile");
  await expect.poll(() => count(tab, "x-extension")).toBe(0);
});

test("goes on or says so whatever is moved, wrapped, removed and added", async ({ webkit, faults, figures }) => {
  const rounds = SOAK ? 300 : 12;
  const random = Random.of("changed pages");
  const paths = ["/", "/blog", "/pages/about", "/signin", "/register", "/forgot-password"];
  let stopped = 0;
  // Not watched: a page that says that it has stopped writes so to the console.
  const tab = await (await webkit.container(faults)).open();
  for (let round = 0; round < rounds; round += 1) {
    await visit(tab, paths[round % paths.length] ?? "/");
    const done: string[] = [];
    for (let left = random.int(1, 4); left > 0; left -= 1) {
      done.push(await tab.run(changeNode, [random.next(), random.next(), random.next()] as [number, number, number]));
    }
    // By the app, as a link of it would: the links themselves may be gone.
    await tab.run(() => {
      const link = document.createElement("a");
      link.href = "/blog?page=2";
      document.body.append(link);
      link.click();
    });
    const outcome = () =>
      tab.glimpse(() => {
        const hasStopped = document.body.textContent?.includes("This page has stopped working");
        return hasStopped ? "stopped" : (document.querySelector("main h1")?.textContent ?? "");
      }, "");
    await expect.poll(outcome, { message: `round ${round}: ${done.join(", ")}` }).toMatch(/^stopped$|^Blog/);
    if ((await outcome()) === "stopped") {
      stopped += 1;
      await tab.press("Load again");
      await expectHeading(tab, "Blog");
    }
  }
  figures({ rounds, stopped });
});

test("a page whose app has panicked says so, keeps what was typed, and goes on signed in when it is loaded again", async ({ webkit, faults, member }) => {
  // Not watched: the panic is in the console.
  const tab = await (await webkit.container(faults)).open();
  await visit(tab, "/signin");
  await submitSignIn(tab, member);
  await expectHeading(tab, "Your profile");
  await tab.fill("Description", "A long story about a river.");
  await tab.run(breakRendering, "A long story about a river.");
  await tab.fill("Title", "Ferrywoman");
  await clickFirst(tab, "main button[type=submit]");
  await expectText(tab, "[role=alert]", /This page has stopped working[^]*Your sign-in is not affected/);
  await expectValue(tab, "description", "A long story about a river.");
  await tab.press("Load again");
  await waitUntilReady(tab);
  await expectSession(tab, "signed-in");
});

const ODD = {
  "/Blog": ["/blog", "Blog"],
  "/SignIn?redirectedFrom=%2Fblog": ["/signin?redirectedFrom=%2Fblog", "Sign in"],
  "/blog/index.html?page=2#top": ["/blog?page=2#top", "Blog"],
  "/FORGOT-PASSWORD/": ["/forgot-password", "Forgot your password?"],
} as const;

test("addresses as people type and copy them lead to the page, and search engines are told one of each", async ({ tab, container }) => {
  for (const [odd, [path, heading]] of Object.entries(ODD)) {
    await tab.goto(odd);
    await expectHeading(tab, heading);
    await expectPath(tab, path);
  }
  const canonical = () => tab.glimpse(() => [...document.querySelectorAll<HTMLLinkElement>("link[rel=canonical]")].map(({ href }) => href), []);
  await tab.goto("/blog/?utm_source=letter&page=2#x");
  await expect.poll(canonical).toEqual([`${container.url}/blog?page=2`]);
  await tab.goto("/Nowhere/Index.html/x");
  await expectHeading(tab, /not found/i);
  expect(await canonical()).toEqual([]);
});

test("signs in with an address that was copied with blanks, marks and the name of a mail program", async ({ tab, member }) => {
  await visit(tab, "/signin");
  await submitSignIn(tab, { ...member, email: `\u{feff} Ada Fenwick <\u{202a}${member.email.replace("@", "\u{200b}@")}\u{202c}>\u{a0}` });
  await expectPath(tab, "/profile");
  await expectText(tab, "[data-testid=profile-email]", member.email);
});

const PASSWORDS = { "é": "Café-crème-1", "Hangul": "비밀번호-열쇠-1" };

for (const [letters, password] of Object.entries(PASSWORDS)) {
  test(`a password with ${letters}, registered on one keyboard, signs in on another`, async ({ tab, watch }) => {
    const email = newAddress();
    const [composed, decomposed] = [password.normalize("NFC"), password.normalize("NFD")];
    expect(composed).not.toBe(decomposed);
    watch.keepSecret(composed);
    watch.keepSecret(decomposed);
    await visit(tab, "/register");
    await typeByName(tab, { email, password: decomposed });
    await tab.press("Create account");
    await expectText(tab, "[data-testid=profile-email]", email);
    for (const typed of [composed, decomposed]) {
      await tab.follow("/logout");
      await expectSession(tab, "signed-out");
      await visit(tab, "/signin");
      await submitSignIn(tab, { email, password: typed });
      await expectText(tab, "[data-testid=profile-email]", email);
    }
  });
}
