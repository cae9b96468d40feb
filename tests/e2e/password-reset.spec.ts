import { type Page } from "@playwright/test";
import { isPasswordOf } from "./support/accounts.ts";
import { type Admin, USERS_ROLE, newAddress, unique } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { currentPath, expectPath, expect, expectHeading, expectSession, submitSignIn, test, visit, waitForPasswordRule } from "./support/test.ts";
import { code, enableTwoFactor } from "./support/totp.ts";

const passwordField = (page: Page) => page.getByLabel("New password", { exact: true });

/** Requests a link by the form. */
async function ask(page: Page, email: string): Promise<void> {
  await visit(page, "/forgot-password");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "If there is an account" })).toContainText(email);
}

/** Chooses `password` on the page of a link. */
async function choose(page: Page, password: string): Promise<void> {
  await passwordField(page).fill(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
}

/** Requests a link outside of the browser, and returns it from the mail. */
async function request(admin: Admin, email: string): Promise<void> {
  await admin.request("POST", "/auth/password/request", { email, reset_url: `${stack.url}/reset-password` });
}

test("a forgotten password is reset by a mail, with the e-mail that was typed at the sign-in", { tag: "@journey" }, async ({
  page,
  member,
  mail,
  watch,
}) => {
  const password = unique("password");
  watch.keepSecret(password);
  await visit(page, `/signin?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await page.getByLabel("E-mail").fill(member.email);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expectHeading(page, "Forgot your password?");
  await expectPath(page, `/forgot-password?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("main")).toContainText(`If there is an account for ${member.email}`);
  await expect(page.getByRole("heading", { level: 1, name: "Check your mail" })).toBeFocused();

  const { link } = await mail.nextTo(member.email);
  await visit(page, link);
  await expectHeading(page, "Choose a new password");
  await expect(page.getByTestId("link-email")).toHaveText(member.email);
  // The token is in memory only.
  await expectPath(page, `/reset-password?${new URLSearchParams({ redirectedFrom: "/pages/about" })}`);
  await choose(page, password);
  await expectPath(page, "/pages/about");
  await expectSession(page, "signed-in");
  expect(await isPasswordOf(member.email, member.password)).toBe(false);
  expect(await isPasswordOf(member.email, password)).toBe(true);
});

test("the token of the link is in no history entry and no referrer", async ({ page, admin, member, mail, watch }) => {
  await request(admin, member.email);
  const { link } = await mail.nextTo(member.email);
  const token = new URL(link).searchParams.get("token") ?? "";
  const referrers: string[] = [];
  page.on("request", (request) => void referrers.push(request.headers().referer ?? ""));
  await visit(page, "/blog");
  await visit(page, link);
  await expectHeading(page, "Choose a new password");
  await expectPath(page, "/reset-password");
  await page.getByRole("link", { name: "Back to the sign-in" }).click();
  await expectHeading(page, "Sign in");
  await page.goBack();
  await expectPath(page, "/reset-password");
  // Leaving the page discards the link.
  await expect(page.getByRole("alert")).toContainText("This page needs the link from our mail.");
  await page.goBack();
  await expectPath(page, "/blog");
  expect(referrers.filter((referrer) => referrer.includes(token) || referrer.includes("reset-password"))).toEqual([]);
  expect(watch.requests("/auth/password/reset")).toHaveLength(0);
});

test("an e-mail without an account gets the same answer, and no mail", async ({ page, member, mail, watch }) => {
  const screens: string[] = [];
  const unknown = newAddress();
  for (const email of [member.email, unknown]) {
    watch.forgetRequests();
    await ask(page, email);
    screens.push((await page.getByRole("main").innerText()).replaceAll(email, "…"));
    expect(watch.requests("/auth/password/request")).toHaveLength(1);
    expect(watch.requests("/auth/login")).toHaveLength(0);
  }
  expect(screens[1]).toBe(screens[0]);
  await mail.nextTo(member.email);
  await mail.expectNoneTo(unknown);
});

test("the answer takes the same time for known and unknown e-mails", async ({ page, admin }) => {
  // Alternately, so that a slow machine affects both. What remains is Directus’ own time, which it equalises.
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const person = await admin.person();
    for (const [times, email] of [[known, person.email], [unknown, newAddress()]] as const) {
      await visit(page, "/forgot-password");
      await page.getByLabel("E-mail").fill(email);
      times.push(
        await page.evaluate(async () => {
          const began = performance.now();
          const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.includes("Send me"));
          button?.click();
          await new Promise<void>((done) => {
            const watcher = new MutationObserver(() => {
              if (document.querySelector(".alert-success")) {
                watcher.disconnect();
                done();
              }
            });
            watcher.observe(document.body, { subtree: true, childList: true });
          });
          return performance.now() - began;
        }),
      );
    }
  }
  const least = (times: number[]) => Math.min(...times);
  test.info().annotations.push({
    type: "figures",
    description: `answer after ${least(known).toFixed(0)} ms (known), ${least(unknown).toFixed(0)} ms (unknown)`,
  });
  expect(least(known)).toBeGreaterThan(450);
  expect(Math.abs(least(known) - least(unknown))).toBeLessThan(250);
});

test("an account with two-factor is asked for its code on the same page", async ({ page, admin, member, mail, watch }) => {
  const secret = await enableTwoFactor(stack.directusUrl, member);
  await request(admin, member.email);
  const password = unique("password");
  watch.keepSecret(password);
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await visit(page, (await mail.nextTo(member.email)).link);
  await choose(page, password);
  await expectHeading(page, "Sign in");
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await page.keyboard.type(await code(secret));
  await expectHeading(page, "Your profile");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test("when the sign-in after a reset fails, the sign-in page says that the password is saved", async ({ page, admin, member, mail, watch }) => {
  await request(admin, member.email);
  const password = unique("password");
  watch.keepSecret(password);
  watch.expectFailure({ url: "/auth/login", status: "none" });
  await visit(page, (await mail.nextTo(member.email)).link);
  await page.route("**/auth/login", (route) => route.abort("connectionrefused"), { times: 1 });
  await choose(page, password);
  await expectHeading(page, "Sign in");
  await expect(page.getByRole("main")).toContainText("Your new password is saved. Please sign in with it.");
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await submitSignIn(page, { email: member.email, password });
  await expectHeading(page, "Your profile");
});

test.describe("a link that does not work says what to do:", () => {
  test("when it was used before", async ({ page, admin, member, mail, watch }) => {
    watch.expectFailure({ url: "/auth/password/reset", status: 403 });
    await request(admin, member.email);
    const { link } = await mail.nextTo(member.email);
    const token = new URL(link).searchParams.get("token");
    await admin.request("POST", "/auth/password/reset", { token, password: unique("password") });
    await visit(page, link);
    await choose(page, unique("password"));
    await expect(page.getByRole("alert")).toContainText("This link has been used before");
    await expect(page.getByRole("heading", { level: 1, name: "This link doesn’t work" })).toBeFocused();
    // The link to a new mail passes the e-mail on.
    await page.getByRole("link", { name: "Ask for a new link" }).click();
    await expectHeading(page, "Forgot your password?");
    await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
    expect(watch.requests("/auth/login")).toHaveLength(0);
  });

  test("when it has expired", async ({ page, admin, member, mail, watch }) => {
    watch.expectFailure({ url: "/auth/password/reset", status: 401 });
    await request(admin, member.email);
    // Directus’ answer a day later.
    await page.route("**/auth/password/reset", (route) =>
      route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
    );
    await visit(page, (await mail.nextTo(member.email)).link);
    await choose(page, unique("password"));
    await expect(page.getByRole("alert")).toContainText("This link is too old: it works for a day.");
    await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
  });

  test("when it is truncated", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/password/reset", status: 403 });
    await visit(page, "/reset-password?token=half-a-link");
    await expectPath(page, "/reset-password");
    await choose(page, unique("password"));
    await expect(page.getByRole("alert")).toContainText("This link is not complete");
  });

  test("when it is from another kind of mail", async ({ page, admin, mail, watch }) => {
    watch.expectFailure({ url: "/auth/password/reset", status: 403 });
    const email = newAddress();
    await admin.request("POST", "/users/invite", {
      email,
      role: USERS_ROLE,
      invite_url: `${stack.url}/accept-invite`,
    });
    const { link } = await mail.nextTo(email);
    watch.allowMailedLink(link.replace("/accept-invite", "/reset-password"));
    await visit(page, link.replace("/accept-invite", "/reset-password"));
    await choose(page, unique("password"));
    await expect(page.getByRole("alert")).toContainText("Please ask for a new one.");
  });

  for (const query of ["", "?token=", "?token=%20"]) {
    test(`when it has no token (${query || "no query"})`, async ({ page, watch }) => {
      await visit(page, `/reset-password${query}`);
      await expect(page.getByRole("alert")).toContainText("This page needs the link from our mail.");
      await expect(passwordField(page)).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Ask for a new link" })).toBeVisible();
      await expectPath(page, "/reset-password");
      expect(watch.requests("/auth/password/")).toHaveLength(0);
    });
  }
});

test("a refused password is reported beside its field, and is not shown", async ({ page, admin, member, mail, watch }) => {
  const password = unique("weak");
  watch.expectFailure({ url: "/auth/password/reset", status: 400 });
  await request(admin, member.email);
  // Directus’ answer with a password policy; the settings are shared by all tests.
  await page.route("**/auth/password/reset", (route) =>
    route.fulfill({
      status: 400,
      json: {
        errors: [
          {
            message: 'Validation failed for field "password".',
            extensions: { code: "FAILED_VALIDATION", field: "password", type: "custom.pattern.base", invalid: password, path: [] },
          },
        ],
      },
    }),
  );
  await visit(page, (await mail.nextTo(member.email)).link);
  await choose(page, password);
  await expect(passwordField(page)).toHaveAccessibleDescription(/This password does not fit. This site asks for at least 8 characters./);
  await expect(passwordField(page)).toBeFocused();
  expect(await page.getByRole("main").innerText()).not.toContain(password);
  // The link still works.
  await page.unroute("**/auth/password/reset");
  const better = unique("password");
  watch.keepSecret(better);
  await choose(page, better);
  await expectHeading(page, "Your profile");
});

test("a password that is too short sends nothing", async ({ page, watch }) => {
  await visit(page, "/reset-password?token=any");
  await waitForPasswordRule(passwordField(page));
  await choose(page, "1234567");
  await expect(passwordField(page)).toHaveAccessibleDescription(/at least 8 characters/);
  expect(watch.requests("/auth/password/")).toHaveLength(0);
});

test("an unreachable server keeps the link and what was typed", async ({ page, admin, member, mail, watch }) => {
  watch.expectFailure({ url: "/auth/password/reset", status: "none" });
  await request(admin, member.email);
  const password = unique("password");
  watch.keepSecret(password);
  await visit(page, (await mail.nextTo(member.email)).link);
  await page.route("**/auth/password/reset", (route) => route.abort("connectionrefused"), { times: 1 });
  await choose(page, password);
  await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
  await expect(passwordField(page)).toHaveValue(password);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expectHeading(page, "Your profile");
});

test("password managers find the e-mail that the new password is for", async ({ page, admin, member, mail }) => {
  await request(admin, member.email);
  await visit(page, (await mail.nextTo(member.email)).link);
  await expect(passwordField(page)).toHaveAttribute("autocomplete", "new-password");
  await expect(passwordField(page)).toHaveAttribute("name", "password");
  const forms = await page.locator("form").evaluateAll((forms) =>
    (forms as HTMLFormElement[]).map((form) =>
      [...form.elements]
        .filter((element): element is HTMLInputElement => element instanceof HTMLInputElement)
        .map(({ autocomplete, value, hidden }) => [autocomplete, value, hidden]),
    ),
  );
  expect(forms).toEqual([[["username", member.email, true], ["new-password", "", false]]]);
});

test("the page has one form, and an invalid e-mail sends nothing", async ({ page, watch }) => {
  await visit(page, "/forgot-password");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username");
  await expect(page.locator("form")).toHaveCount(1);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription("Please enter your e-mail address.");
  expect(watch.requests("/auth/password/")).toHaveLength(0);
  expect(currentPath(page)).toBe("/forgot-password");
});
