import { shortJourney } from "./support/journey.ts";
import { stack } from "./support/stack.ts";
import { expect, expectSession, submitSignIn, test, visit } from "./support/test.ts";

test.use({ baseURL: process.env.LYCHGATE_CROSS_ORIGIN_URL });

test("the site works with a Directus on another origin of the same site", async ({ page, watch }) => {
  await shortJourney(page, watch);
  const asked = [...watch.requests("/auth/"), ...watch.requests("/users/"), ...watch.requests("/items/")];
  const origins = new Set(asked.map((request) => new URL(request.url()).origin));
  expect([...origins]).toEqual([stack.directusUrl]);
  expect(stack.directusUrl).not.toBe(stack.crossOriginUrl);
});

test("a wrong password is reported with a Directus on another origin", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, "/signin");
  await submitSignIn(page, { email: member.email, password: "not the password" });
  await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong");
  await expectSession(page, "signed-out");
});
