import { newAddress } from "../support/admin.ts";
import { expect, expectPath, signIn, submitSignIn, test, visit } from "../support/test.ts";

// What comes along when people type, paste and copy.

const SPELLINGS: Record<string, (email: string) => string> = {
  "a byte order mark and blanks": (email) => `\u{feff} ${email}\u{a0}\n`,
  "an invisible blank in it": (email) => email.replace("@", "\u{200b}@"),
  "marks of the direction of writing": (email) => `\u{202a}${email}\u{202c}\u{200e}`,
  "a soft hyphen": (email) => email.replace(".", "\u{ad}."),
  "mailto:": (email) => `mailto:${email}`,
  "the subject of a link": (email) => `MAILTO:${email}?subject=Hello`,
  "the name of a mail program": (email) => `Ada Fenwick <${email}>`,
};

for (const [what, spell] of Object.entries(SPELLINGS)) {
  test(`signs in with an address that was copied with ${what}`, async ({ page, member }) => {
    await visit(page, "/signin");
    await submitSignIn(page, { ...member, email: spell(member.email) });
    await expectPath(page, "/profile");
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  });
}

test("registers the address alone of what was pasted", async ({ page, watch }) => {
  const email = newAddress();
  watch.keepSecret("long-enough-1");
  await visit(page, "/register");
  await page.getByLabel("E-mail").fill(`mailto:\u{200b}${email}`);
  await page.getByLabel("Password", { exact: true }).fill("long-enough-1");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(email);
});

const PASSWORDS = { "é": "Café-crème-1", "Hangul": "비밀번호-열쇠-1", "the Swedish å": "Smörgås-på-bordet-1" };

for (const [letters, password] of Object.entries(PASSWORDS)) {
  test(`a password with ${letters}, registered on one keyboard, signs in on another`, async ({ page, watch }) => {
    const email = newAddress();
    const [composed, decomposed] = [password.normalize("NFC"), password.normalize("NFD")];
    expect(composed).not.toBe(decomposed);
    watch.keepSecret(composed);
    watch.keepSecret(decomposed);
    await visit(page, "/register");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(decomposed);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(email);
    for (const typed of [composed, decomposed]) {
      // Another browser.
      await page.context().clearCookies();
      await page.evaluate(() => localStorage.clear());
      if (typed === decomposed) {
        // As it was typed first, then the other form.
        watch.expectFailure({ url: "/auth/login", status: 401 });
      }
      await visit(page, "/signin");
      await submitSignIn(page, { email, password: typed });
      await expect(page.getByTestId("profile-email")).toHaveText(email);
    }
  });
}

test("a password that Directus has in the other form still signs in, and confirms a change", async ({ page, admin, watch }) => {
  const password = "Café-crème-2".normalize("NFD");
  const person = await admin.person({ password });
  const composed = password.normalize("NFC");
  watch.keepSecret(password);
  watch.keepSecret(composed);
  watch.expectFailure({ url: "/auth/login", status: 401, times: 2 });
  await signIn(page, { ...person, password: composed });
  await page.goto("/profile/security");
  await page.getByRole("button", { name: "Change e-mail address" }).click();
  const email = newAddress();
  await page.locator("main [name=email]").fill(email);
  await page.locator("main [name=password]").fill(composed);
  await page.getByRole("button", { name: "Save e-mail address" }).click();
  await expect(page.getByRole("main")).toContainText(email);
});

test("a wrong password without accents is tried once", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await submitSignIn(page, { ...member, password: "not-the-password" });
  await expect(page.getByRole("alert")).toContainText(/password/i);
  expect(watch.requests("/auth/login")).toHaveLength(1);
});
