import { type Page } from "@playwright/test";
import { stack } from "./support/stack.ts";
import { expect, expectHeading, waitUntilReady, expectSession, signIn, test, visit } from "./support/test.ts";

/** Browser languages, and what the site shows in them. */
const LANGUAGES = [
  { code: "en", locale: "en-US", tag: "en-GB", title: "Sign in", email: "E-mail", missing: "Please enter your e-mail address." },
  { code: "de", locale: "de-AT", tag: "de", title: "Anmelden", email: "E-Mail", missing: "Bitte geben Sie Ihre E-Mail-Adresse ein." },
  { code: "fr", locale: "fr-CA", tag: "fr", title: "Se connecter", email: "E-mail", missing: "Veuillez saisir votre adresse e-mail." },
  { code: "es", locale: "es-MX", tag: "es", title: "Iniciar sesión", email: "Correo electrónico", missing: "Escriba su dirección de correo electrónico." },
  { code: "ar", locale: "ar-EG", tag: "ar-u-nu-latn", title: "تسجيل الدخول", email: "البريد الإلكتروني", missing: "يُرجى إدخال عنوان بريدك الإلكتروني." },
];

const speaks = (page: Page, code: string) => expect(page.locator("html")).toHaveAttribute("lang", code);

/** Sets the browser’s languages: Playwright’s `locale` sets only one. */
async function want(page: Page, ...languages: string[]): Promise<void> {
  await page.addInitScript((languages) => {
    Object.defineProperty(navigator, "languages", { get: () => languages });
  }, languages);
}

for (const { code, locale, tag, title, email, missing } of LANGUAGES) {
  test.describe(`in a browser with the language ${locale}`, () => {
    test.use({ locale });

    test(`the site is in ${code}, errors and dates included, and loads no other catalog`, async ({ page, watch }) => {
      await visit(page, "/signin");
      await speaks(page, code);
      await expect(page.locator("html")).toHaveAttribute("dir", code === "ar" ? "rtl" : "ltr");
      await expectHeading(page, title);
      await page.getByRole("button", { name: title, exact: true }).click();
      await expect(page.getByRole("alert")).toContainText(missing);
      await expect(page.getByLabel(email)).toBeFocused();

      await visit(page, "/blog");
      const time = page.locator("article time").first();
      const day = (await time.getAttribute("datetime")) ?? "";
      const written = await page.evaluate(
        ([day = "", tag]) =>
          new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(day)),
        [day, tag],
      );
      await expect(time).toHaveText(written);

      const loaded = watch.requests("/locales/").map((request) => new URL(request.url()).pathname);
      expect(new Set(loaded).size).toBe(1);
      expect(loaded[0]).toMatch(new RegExp(`^/locales/${code}-[0-9a-f]{16}\\.json$`));
    });
  });
}

test("the first supported language of the browser counts, whatever its region", async ({ page }) => {
  await want(page, "ja", "fr-CH", "de");
  await visit(page, "/signin");
  await speaks(page, "fr");
});

test("the catalog begins to load before the app", async ({ page, watch }) => {
  await page.route("**/*.wasm", () => {});
  await page.goto("/", { waitUntil: "commit" });
  await expect.poll(() => watch.requests("/locales/").length).toBe(1);
});

test("a right-to-left language mirrors the layout, and e-mail fields stay left-to-right", async ({ page }) => {
  await want(page, "ar");
  await visit(page, "/signin");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const [name, account] = [await page.locator(".header-name").boundingBox(), await page.locator(".header-account").boundingBox()];
  expect(account?.x).toBeLessThan(name?.x ?? 0);
  expect(await page.locator("[name=email]").evaluate((field) => getComputedStyle(field).direction)).toBe("ltr");
  // Nothing overflows.
  for (const address of ["/signin", "/", "/blog", "/register"]) {
    await visit(page, address);
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    await expect.poll(() => page.evaluate(overflow)).toBe(0);
  }
});

test("the profile’s language replaces the browser’s without a reload, and keeps what is typed", async ({ page, member }) => {
  await signIn(page, member);
  await page.getByLabel("Location").fill("Mühlbach");
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await page.getByLabel("Language").selectOption("de-DE");
  await expectHeading(page, "Ihr Profil");
  await speaks(page, "de");
  await expect(page.getByText("Gespeichert.")).toBeVisible();
  await expect(page.getByLabel("Ort")).toHaveValue("Mühlbach");
  await expect(page).toHaveTitle(/^Ihr Profil · /);
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
});

test("the next visit begins in the profile’s language before the app runs, also after a sign-out", async ({
  page,
  member,
  admin,
  watch,
}) => {
  await admin.changeUser(member.id, { language: "de-DE" });
  await signIn(page, member);
  await expectHeading(page, "Ihr Profil");

  watch.forgetRequests();
  await page.reload();
  await expectHeading(page, "Ihr Profil");
  expect(watch.requests("/locales/").map((request) => new URL(request.url()).pathname.slice(0, 12))).toEqual(["/locales/de-"]);

  await page.getByRole("link", { name: "Abmelden" }).click();
  await expectSession(page, "signed-out");
  await speaks(page, "de");
  await visit(page, "/signin");
  await expectHeading(page, "Anmelden");
});

test("a changed language applies in other tabs of the same user", async ({ page, member }) => {
  await signIn(page, member);
  const tab = await page.context().newPage();
  await visit(tab, "/profile");
  await tab.getByLabel("Location").fill("typed in the other tab");
  await page.getByLabel("Language").selectOption("es-ES");
  await speaks(page, "es");
  await tab.bringToFront();
  await speaks(tab, "es");
  await expect(tab.locator("[name=location]")).toHaveValue("typed in the other tab");
});

test("a profile with no or an unsupported language leaves the choice to the browser", async ({
  page,
  member,
  admin,
}) => {
  await want(page, "fr");
  await admin.changeUser(member.id, { language: "nl-NL" });
  await visit(page, "/signin");
  await page.locator("[name=email]").fill(member.email);
  await page.locator("[name=password]").fill(member.password);
  await page.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  await speaks(page, "fr");
  await page.locator("#language").selectOption("de-DE");
  await speaks(page, "de");
  await page.locator("#language").selectOption("");
  await speaks(page, "fr");
  expect(await page.evaluate(() => localStorage.getItem("lychgate:language"))).toBeNull();
});

test("without a supported browser language the project’s language applies, also at the next visit", async ({ page, watch }) => {
  await want(page, "ja", "ko-KR");
  await page.route("**/directus/server/info", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.data.project.default_language = "es-ES";
    await route.fulfill({ response: answer, json: body });
  });
  await visit(page, "/blog");
  await speaks(page, "es");
  watch.forgetRequests();
  await page.reload();
  await waitUntilReady(page);
  await speaks(page, "es");
  expect(watch.requests("/locales/")).toHaveLength(1);
  await page.unrouteAll({ behavior: "wait" });
});

test("a catalog that fails to load is requested again", async ({ page, watch }) => {
  watch.expectFailure({ url: "/locales/en.json", status: "none" });
  await page.route("**/locales/*.json", (route) => route.abort("connectionreset"), { times: 1 });
  await visit(page, "/signin");
  await expectHeading(page, "Sign in");
});

test("without any catalog the page says so in its language", async ({ page, watch }) => {
  watch.expectFailure({ url: "/locales/de.json", status: "none", times: 3 });
  watch.expectError("The app did not start.");
  await want(page, "de");
  await page.route("**/locales/*.json", (route) => route.abort("connectionreset"));
  await page.goto("/signin");
  await expectHeading(page, "Diese Seite konnte nicht geladen werden");
  await expect(page).toHaveTitle("Diese Seite konnte nicht geladen werden");

  await page.unroute("**/locales/*.json");
  await page.getByRole("button", { name: "Noch einmal laden" }).click();
  await expectHeading(page, "Anmelden");
});

test("a language whose catalog does not load leaves the page as it was", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/locales/de.json", status: "none", times: 3 });
  await signIn(page, member);
  await page.route("**/locales/de-*.json", (route) => route.abort("connectionreset"));
  await page.getByLabel("Language").selectOption("de-DE");
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect.poll(() => watch.requests("/locales/").filter((request) => request.url().includes("/de-")).length).toBe(3);
  await speaks(page, "en");
  await expectHeading(page, "Your profile");
});

test("catalogs are immutable for caches", async ({ request }) => {
  const [script] = /\/boot-\w+\.js/.exec(await (await request.get(stack.url)).text()) ?? [];
  const text = await (await request.get(new URL(script ?? "", stack.url).href)).text();
  const files = [...text.matchAll(/locales\/\w+-[0-9a-f]{16}\.json/g)].map(([file]) => file);
  expect(files).toHaveLength(LANGUAGES.length);
  for (const file of files) {
    const answer = await request.get(new URL(file, stack.url).href);
    expect(answer.status(), file).toBe(200);
    expect(answer.headers()["cache-control"], file).toBe("public, max-age=31536000, immutable");
    expect(answer.headers()["content-type"], file).toMatch(/^application\/json/);
  }
});

test("content has the lang attribute of its editors, the rest that of the visitor", async ({ page }) => {
  await want(page, "de");
  await visit(page, "/blog");
  await speaks(page, "de");
  const card = page.getByRole("main").getByRole("article").first();
  await expect(card).toHaveAttribute("lang", "en");
  await expect(card.locator("time")).toHaveAttribute("lang", "de");
  await visit(page, "/pages/about");
  await expect(page.getByRole("main").getByRole("article")).toHaveAttribute("lang", "en");
});
