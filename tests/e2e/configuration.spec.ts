import { configure } from "./support/configure.ts";
import { expectPath, expect, expectHeading, signIn, test, visit } from "./support/test.ts";

for (const [what, text, named] of [
  ["an address of Directus that is none", '{"directusUrl":"ftp://example.com"}', "directusUrl"],
  ["an address of Directus that is no text", '{"directusUrl":7}', "directusUrl"],
  ["an unknown mode", '{"directusUrl":"/directus","authMode":"token"}', "authMode"],
  ["a page of another site after the sign-in", '{"directusUrl":"/directus","afterSignIn":"https://example.com/"}', "afterSignIn"],
  ["a page that there is not", '{"directusUrl":"/directus","afterSignIn":"/nowhere"}', "afterSignIn"],
  ["a mistyped key", '{"directusURL":"/directus"}', "directusURL"],
  ["what is no JSON", "{ directusUrl: '/directus' }", "config.json"],
] as const) {
  test(`${what} shows a page that names ${named}, and asks for nothing but what everybody may read`, async ({ page, watch }) => {
    await configure(page, text);
    await visit(page, "/blog");
    await expectHeading(page, "This site is not set up correctly");
    await expect(page.getByRole("alert")).toContainText(named);
    await expect(page).toHaveTitle("Configuration problem");
    // That is asked for before the app is there, if it is known where.
    expect(watch.requests("/items/").length === 0).toBe(!text.includes('"directusUrl":"/directus"'));
    expect(watch.requests("/auth/")).toHaveLength(0);
  });
}

test("afterSignIn sets the page after the sign-in", async ({ page, member }) => {
  await configure(page, '{"directusUrl":"/directus","afterSignIn":"/blog?page=2"}');
  await visit(page, "/signin");
  await page.getByLabel("E-mail").fill(member.email);
  await page.getByLabel("Password", { exact: true }).fill(member.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectPath(page, "/blog?page=2");
  await expect(page.getByText(/^Page 2 of/)).toBeVisible();
});

test("directusUrl is the only required key", async ({ page, member }) => {
  await configure(page, '{"directusUrl":"/directus/"}');
  await signIn(page, member);
  await expectPath(page, "/profile");
});
