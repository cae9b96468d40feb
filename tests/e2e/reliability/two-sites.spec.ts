import { Admin } from "../support/admin.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, expectSession, replace, sleep, submitSignIn, test, visit, resume } from "./fixtures.ts";

// Two sites on one origin, below /a and /b, each with its own Directus.

test.beforeEach(({ faults }) => {
  faults.mount({ at: "/a" });
  faults.mount({ at: "/b", directus: stack.accountsDirectusUrl });
});

test("two sites on one origin, each with its own Directus, keep their sessions apart", async ({ page, context, admin, watch, faults }) => {
  const ada = await admin.person();
  const bert = await new Admin(stack.accountsDirectusUrl, stack.accountsAdminToken).person();
  watch.keepSecret(ada.password);
  watch.keepSecret(bert.password);
  await context.clock.install();

  const [a, b] = [page, await context.newPage()];
  await visit(a, "/a/signin");
  await visit(b, "/b/signin");
  await submitSignIn(a, ada);
  await expectSession(a, "signed-in");
  await expect(a.getByTestId("profile-email")).toHaveText(ada.email);
  expect(await b.locator("html").getAttribute("data-session")).toBe("signed-out");

  await submitSignIn(b, bert);
  await expect(b.getByTestId("profile-email")).toHaveText(bert.email);
  await expect(a.getByTestId("profile-email")).toHaveText(ada.email);

  // New tabs, reloads and resumed tabs keep to their own site.
  for (const [path, person] of [["/a", ada], ["/b", bert]] as const) {
    const tab = await context.newPage();
    await tab.goto(`${path}/profile`);
    await expect(tab.getByTestId("profile-email")).toHaveText(person.email);
    await tab.close();
  }
  await sleep(context, 1);
  await Promise.all([resume(a), resume(b)]);
  await Promise.all([a.reload(), b.reload()]);
  await expect(a.getByTestId("profile-email")).toHaveText(ada.email);
  await expect(b.getByTestId("profile-email")).toHaveText(bert.email);

  // A sign-out, too.
  await a.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(a, "You are signed out");
  await expect.poll(() => faults.requests("/a/directus/auth/logout").length).toBe(1);
  await b.reload();
  await expect(b.getByTestId("profile-email")).toHaveText(bert.email);
  await a.reload();
  await expectSession(a, "signed-out");
  expect(faults.requests("/b/directus/auth/logout")).toHaveLength(0);
});

test("a refresh that is held up on one site does not block the other", async ({ page, context, admin, watch, faults }) => {
  const ada = await admin.person();
  const bert = await new Admin(stack.accountsDirectusUrl, stack.accountsAdminToken).person();
  watch.keepSecret(ada.password);
  watch.keepSecret(bert.password);
  const b = await context.newPage();
  await visit(page, "/a/signin");
  await submitSignIn(page, ada);
  await expectSession(page, "signed-in");
  await visit(b, "/b/signin");
  await submitSignIn(b, bert);
  await expectSession(b, "signed-in");

  const a = await replace(page);
  faults.add({ path: "/a/directus/auth/refresh", fault: "hang" });
  faults.forget();
  await a.goto("/a/profile", { waitUntil: "commit" });
  await expect.poll(() => faults.requests("/a/directus/auth/refresh").length).toBe(1);
  await b.reload();
  await expect(b.getByTestId("profile-email")).toHaveText(bert.email);
  await expect(a.locator("html")).toHaveAttribute("data-session", "booting");
  faults.clear();
});
