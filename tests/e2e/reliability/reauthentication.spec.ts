import { type Page } from "@playwright/test";
import { type Admin, type Person, unique } from "../support/admin.ts";
import { stack } from "../support/stack.ts";
import { expect, openProfile, sessionCookie, save, expectSaved, expectSession, signIn, sleep, submitSignIn, test, resume } from "./fixtures.ts";

// A session that has ended while the user types: they sign in again in a dialog, and continue.

interface Ending {
  /** Ends the session at Directus. */
  end: (page: Page, admin: Admin, person: Person) => Promise<void>;
  /** Makes it possible to sign in again. */
  restore?: (admin: Admin, person: Person) => Promise<void>;
  password?: string;
  /** The text of the dialog. */
  says: RegExp;
}

const ENDINGS: Record<string, Ending> = {
  "whose password was changed elsewhere": {
    end: (_, admin, { id }) => admin.changeUser(id, { password: "another password" }),
    password: "another password",
    says: /has ended/,
  },
  "that was revoked": {
    end: async (page) => {
      const answer = await fetch(`${stack.directusUrl}/auth/logout`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ mode: "json", refresh_token: await sessionCookie(page.context()) }),
      });
      expect(answer.status).toBe(204);
    },
    says: /has ended/,
  },
  "of an account that was suspended": {
    // Directus suspends a user after too many wrong passwords; only then does the session outlive the suspension.
    end: async (_, admin, { id, email }) => {
      const guess = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email, password: "a wrong guess" }) };
      // Not all at once: each guess costs Directus much processor time, and other tests sign in, too.
      const lane = async () => {
        for (let guesses = 0; guesses < 9; guesses += 1) {
          await fetch(`${stack.directusUrl}/auth/login`, guess);
        }
      };
      await Promise.all([lane(), lane(), lane()]);
      expect((await admin.user(id)).status).toBe("suspended");
    },
    restore: (admin, { id }) => admin.changeUser(id, { status: "active" }),
    says: /suspended/,
  },
};

for (const [what, { end, restore, password, says }] of Object.entries(ENDINGS)) {
  test(`a session ${what} while a form is open is renewed in the dialog, and what was typed is saved`, async ({
    page,
    admin,
    member,
    watch,
    faults,
    figures,
  }) => {
    const text = unique("typed");
    await page.clock.install();
    await signIn(page, member);
    await page.getByLabel("Location").fill(text);
    const node = await page.getByLabel("Location").elementHandle();
    await end(page, admin, member);
    await sleep(page.context(), 1);
    faults.forget();
    await save(page);

    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await expect(dialog).toContainText(says);
    await expect(dialog.getByLabel("E-mail")).toBeVisible();
    const refreshes = faults.requests("/auth/refresh").length;
    // The page is still there, below the dialog.
    expect(await node?.evaluate((field) => field.isConnected)).toBe(true);

    await restore?.(admin, member);
    const credentials = { email: member.email, password: password ?? member.password };
    watch.keepSecret(credentials.password);
    await dialog.getByLabel("E-mail").fill(credentials.email);
    await dialog.getByLabel("Password", { exact: true }).fill(credentials.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expect(dialog).toHaveCount(0);
    await expectSession(page, "signed-in");

    await expect(page.getByLabel("Location")).toHaveValue(text);
    expect(await node?.evaluate((field) => field.isConnected)).toBe(true);
    await save(page);
    await expectSaved(page);
    expect(await admin.user(member.id)).toMatchObject({ location: text });
    figures({ "refreshes before it was believed": refreshes });
    expect(refreshes).toBeLessThanOrEqual(7);
  });
}

test("a session that has ended is noticed when the tab becomes visible", async ({ page, admin, member }) => {
  await page.clock.install();
  await signIn(page, member);
  await page.getByLabel("Location").fill("Weir Lane");
  await admin.changeUser(member.id, { password: "another password" });
  await sleep(page.context(), 1);
  await resume(page);
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.getByLabel("Location")).toHaveValue("Weir Lane");
});

test("a wrong password in the dialog is reported there, and what was typed stays", async ({ page, admin, member, watch }) => {
  await page.clock.install();
  await signIn(page, member);
  await page.getByLabel("Location").fill("Weir Lane");
  await admin.changeUser(member.id, { password: "another password" });
  watch.keepSecret("another password");
  await sleep(page.context(), 1);
  await save(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(member.email);
  await dialog.getByLabel("Password", { exact: true }).fill(member.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByRole("alert")).toContainText("E-mail or password is wrong");
  await dialog.getByLabel("Password", { exact: true }).fill("another password");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel("Location")).toHaveValue("Weir Lane");
  await save(page);
  await expectSaved(page);
});

test("a sign-in in one tab closes the dialog in the others, and what was typed there is saved", async ({ page, context, admin, member, watch }) => {
  await page.clock.install();
  await signIn(page, member);
  const other = await context.newPage();
  await openProfile(other, member);
  await page.getByLabel("Location").fill("Weir Lane");
  await other.getByLabel("Title").fill("Gardener");
  await admin.changeUser(member.id, { password: "another password" });
  watch.keepSecret("another password");
  await sleep(context, 1);
  await save(page);
  await save(other);
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(other.getByRole("dialog")).toBeVisible();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(member.email);
  await dialog.getByLabel("Password", { exact: true }).fill("another password");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByRole("dialog")).toHaveCount(0);
    await expectSession(tab, "signed-in");
    await save(tab);
    await expectSaved(tab);
  }
  expect(await admin.user(member.id)).toMatchObject({ location: "Weir Lane", title: "Gardener" });
});

test("another user who signs in in the dialog gets a fresh page", async ({ page, admin, member, watch }) => {
  const bert = await admin.person({ first_name: "Bertrand" });
  watch.keepSecret(bert.password);
  await page.clock.install();
  await signIn(page, member);
  await page.getByLabel("Description").fill("Typed by somebody else.");
  await admin.changeUser(member.id, { password: "another password" });
  await sleep(page.context(), 1);
  await resume(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(bert.email);
  await dialog.getByLabel("Password", { exact: true }).fill(bert.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(bert.email);
  await expect(page.getByLabel("First name")).toHaveValue("Bertrand");
  await expect(page.getByLabel("Description")).toHaveValue("");
});

test("a wrong current password does not end the session", async ({ page, member, states, faults }) => {
  await signIn(page, member);
  await page.getByRole("link", { name: "Security" }).click();
  await page.getByRole("button", { name: "Change e-mail address" }).click();
  states.forget();
  faults.forget();
  await page.getByLabel("New e-mail address").fill("somebody.else@example.com");
  await page.getByLabel("Current password").fill("not the password");
  await page.getByRole("button", { name: "Save e-mail address" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/This is not your current password/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(faults.requests("/auth/refresh")).toHaveLength(0);
  expect(states.of(page)).toEqual([]);
});

test("a private page opened after the session has ended leads to the sign-in, and back", async ({ page, admin, member, watch }) => {
  await signIn(page, member);
  await admin.changeUser(member.id, { password: "another password" });
  watch.keepSecret("another password");
  await page.goto("/profile?tab=1");
  await expectSession(page, "signed-out");
  await submitSignIn(page, { email: member.email, password: "another password" });
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  expect(new URL(page.url()).search).toBe("?tab=1");
});
