import { newAddress, unique } from "../support/admin.ts";
import { stack } from "../support/stack.ts";
import { refreshDirectly } from "../reliability/fixtures.ts";
import {
  expect,
  expectFocused,
  expectHeading,
  expectPath,
  expectSaid,
  expectSession,
  expectText,
  expectValue,
  replace,
  submitSignIn,
  test,
  visit,
} from "./fixtures.ts";
import { signInPathFor } from "../support/test.ts";

// The journey of the guide, in WebKit, as visitors have it: with the service worker.

test.use({ serviceWorker: true });

test("a visitor registers, changes the profile, reads, signs out, and finds the profile closed", async ({ tab, container, faults, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);
  await visit(tab, "/");
  await tab.follow("/signin");
  await expectHeading(tab, "Sign in");
  await tab.follow("/register");
  await expectHeading(tab, "Create an account");
  await tab.fill("E-mail", email);
  await tab.fill("Password", password);
  await tab.press("Create account");

  // Registration signs in at once.
  await expectPath(tab, "/profile");
  await expectSession(tab, "signed-in");
  await expectText(tab, "[data-testid=profile-email]", email);

  await tab.fill("First name", "Wilhelmina");
  await tab.press("Save changes");
  await expectSaid(tab, "Your profile is saved.");
  await tab.reload();
  await expectValue(tab, "first_name", "Wilhelmina");
  await expectSession(tab, "signed-in");

  await tab.follow("/blog");
  await expectHeading(tab, "Blog");
  await tab.act("(//main//article)[1]//a", (link) => link.click());
  await expect.poll(() => tab.glimpse(() => document.querySelectorAll("main time").length, 0)).toBe(1);
  await expectSession(tab, "signed-in");

  const token = await container.sessionCookie();
  await tab.follow("/logout");
  await expectHeading(tab, "You are signed out");
  await expectSession(tab, "signed-out");
  await expect.poll(() => faults.requests("/auth/logout").map(({ server }) => server)).toEqual([204]);
  await expect.poll(() => container.sessionCookie()).toBe("");
  expect((await refreshDirectly(token, "cookie", stack.directusUrl)).status, "the revoked token").toBe(401);

  await visit(tab, "/profile");
  await expectPath(tab, signInPathFor("/profile"));
  await expectHeading(tab, "Sign in");
});

test("a wrong password keeps the e-mail and says why, and the right one leads to the page that was wanted", async ({ tab, member, faults }) => {
  const wanted = "/profile?from=a%20mail&n=1#profile";
  await visit(tab, wanted);
  await expectPath(tab, signInPathFor(wanted));
  await submitSignIn(tab, { email: member.email, password: "not the password" });
  await expectText(tab, "[role=alert]", /E-mail or password is wrong, or the account is not active\./);
  await expectValue(tab, "email", member.email);
  await expectFocused(tab, "password");
  await expectSession(tab, "signed-out");
  await replace(tab, "Password", member.password);
  await tab.press("Sign in");
  await expectPath(tab, wanted);
  await expectText(tab, "[data-testid=profile-email]", member.email);
  expect(faults.requests("/auth/login").map(({ server }) => server)).toEqual([401, 200]);
});

test("the forms for visitors lead a signed-in user to the profile, and Back does not lead to them", async ({ tab, member }) => {
  await visit(tab, "/blog");
  await tab.follow("/signin");
  await expectHeading(tab, "Sign in");
  await submitSignIn(tab, member);
  await expectHeading(tab, "Your profile");
  await tab.run(() => history.back());
  await expectPath(tab, "/blog");
  await expectHeading(tab, "Blog");
  for (const path of ["/signin", "/register"]) {
    await tab.goto(path);
    await expectPath(tab, "/profile");
    await expectHeading(tab, "Your profile");
  }
});

test("the blog pages, and Back returns to where one was", async ({ tab }) => {
  await visit(tab, "/blog");
  const titles = () => tab.glimpse(() => [...document.querySelectorAll("main article")].map((article) => article.textContent), []);
  const first = await titles();
  expect(first.length).toBeGreaterThan(0);
  await tab.act("//main//a[contains(@href, 'page=2')]", (link) => link.click());
  await expectPath(tab, "/blog?page=2");
  await expect.poll(titles).not.toEqual(first);
  await tab.run(() => history.back());
  await expectPath(tab, "/blog");
  await expect.poll(titles).toEqual(first);
});

test("the language of the profile is that of the site, over a reload and a sign-out", async ({ tab, member }) => {
  const language = () => tab.glimpse(() => document.documentElement.lang, "");
  await visit(tab, "/signin");
  await submitSignIn(tab, member);
  await expectHeading(tab, "Your profile");
  await tab.act("//select[@name='language']", (select) => select.sendKeys("Deutsch"));
  await expectHeading(tab, "Ihr Profil");
  await tab.reload();
  await expectHeading(tab, "Ihr Profil");
  await expect.poll(language).toBe("de");
  await tab.follow("/logout");
  await expectSession(tab, "signed-out");
  await expect.poll(language).toBe("de");
  await tab.reload();
  await expect.poll(language).toBe("de");
});

test("a session whose storage the browser has deleted goes on at the next page that needs it", async ({ tab, container, member, faults }) => {
  await visit(tab, "/signin");
  await submitSignIn(tab, member);
  await expectHeading(tab, "Your profile");
  // Intelligent Tracking Prevention does so after seven days without a visit, to all that scripts have stored. The cookie is the server's.
  const later = await container.open();
  await later.goto("/favicon.ico");
  await tab.close();
  await later.run(async () => {
    const registrations = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.map((registration) => registration.unregister()));
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    localStorage.clear();
  });
  expect(await container.sessionCookie()).not.toBe("");

  faults.forget();
  await visit(later, "/blog");
  await expectSession(later, "signed-out");
  expect(faults.requests("/auth/")).toEqual([]);
  await visit(later, "/profile");
  await expectSession(later, "signed-in");
  await expectText(later, "[data-testid=profile-email]", member.email);
  expect(faults.rotations()).toBe(1);
  await later.follow("/blog");
  await expectHeading(later, "Blog");
  await later.reload();
  await expectSession(later, "signed-in");
});
