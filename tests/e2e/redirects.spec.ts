import { expectPath, expect, expectHeading, expectSession, signIn, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";

/** The worst payloads, escaped as in the URL. The whole list is tested natively. */
const PAYLOADS = [
  "https://example.com/",
  "//example.com",
  "/%5Cexample.com",
  "\\\\example.com",
  "/%09/example.com",
  "%0A//example.com",
  "/%2F%2Fexample.com",
  "/%252F%252Fexample.com",
  "/..%2F..//example.com",
  "javascript%3Aalert(document.domain)",
  "data%3Atext/html,%3Cscript%3Ealert(1)%3C/script%3E",
  "https%3Aexample.com",
  "/profile%40example.com",
  "%E2%80%AE//example.com",
  "/signin?redirectedFrom=//example.com",
  "/logout",
];

test("a redirectedFrom that points to another site is ignored by the sign-in page", async ({ page, member, watch, baseURL }) => {
  await signIn(page, member);
  for (const payload of PAYLOADS) {
    await test.step(payload, async () => {
      await page.goto(`/signin?redirectedFrom=${payload}`);
      await expectPath(page, "/profile");
      await expectHeading(page, "Your profile");
      await expectSession(page, "signed-in");
    });
  }
  const origins = new Set(watch.requests("/").map((request) => new URL(request.url()).origin));
  expect([...origins]).toEqual([new URL(baseURL ?? "").origin]);
});

test("a redirectedFrom that points to another site is ignored after a sign-in by the form", async ({ page, member }) => {
  await visit(page, signInPathFor("//example.com/profile"));
  await submitSignIn(page, member);
  await expectPath(page, "/profile");
  await expectHeading(page, "Your profile");
});

test("a redirectedFrom that points to another site is not passed on by registration", async ({ page }) => {
  await visit(page, "/register?redirectedFrom=//example.com");
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await expectPath(page, "/signin");
});

test("a path that begins with two slashes stays on this site", async ({ page, baseURL }) => {
  await visit(page, `${baseURL}//example.com/profile`);
  await expectHeading(page, "Page not found");
  expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? "").origin);
  await page.getByRole("link", { name: "Go to the front page" }).click();
  await expectPath(page, "/");
});
