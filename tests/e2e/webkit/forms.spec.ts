import { Key } from "selenium-webdriver";
import { isPasswordOf } from "../support/accounts.ts";
import { newAddress, unique } from "../support/admin.ts";
import { stack } from "../support/stack.ts";
import { code, enableTwoFactor } from "../support/totp.ts";
import { fillFields } from "../support/page-changes.ts";
import { type Tab } from "../support/webdriver.ts";
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
  typeAndSend,
  visit,
} from "./fixtures.ts";

// Every form in WebKit: typed into by the keyboard alone and sent by Enter; and filled in by others than the person.

test.use({ serviceWorker: true });

async function signIn(tab: Tab, person: { email: string; password: string }, path = "/profile"): Promise<void> {
  await visit(tab, `/signin?${new URLSearchParams({ redirectedFrom: path })}`);
  await submitSignIn(tab, person);
  await expectPath(tab, path);
  await expectSession(tab, "signed-in");
}

test("registers by the keyboard", async ({ tab, admin, watch }) => {
  const values = { first_name: "Mara", last_name: "Ødegård", email: newAddress(), password: unique("pass wörd") };
  watch.keepSecret(values.password);
  await visit(tab, "/register");
  await typeAndSend(tab, values);
  await expectText(tab, "[data-testid=profile-email]", values.email);
  const [{ id = "" } = {}] = await admin.request<{ id: string }[]>("GET", `/users?${new URLSearchParams({ "filter[email][_eq]": values.email })}`);
  expect(await admin.user(id)).toMatchObject({ first_name: "Mara", last_name: "Ødegård" });
  expect(await isPasswordOf(values.email, values.password)).toBe(true);
});

test("signs in by the keyboard", async ({ tab, member }) => {
  await visit(tab, "/signin");
  await typeAndSend(tab, { email: member.email, password: member.password });
  await expectText(tab, "[data-testid=profile-email]", member.email);
  await expectSession(tab, "signed-in");
});

test("the sign-in form says by each field what is missing, and focuses the first", async ({ tab, faults }) => {
  await visit(tab, "/signin");
  await tab.press("Sign in");
  await expectText(tab, "[role=alert]", /Please enter your password\./);
  await expectFocused(tab, "email");
  await tab.keys("somebody@example.com");
  await expectValue(tab, "email", "somebody@example.com");
  await expectFocused(tab, "email");
  expect(faults.requests("/auth/login")).toEqual([]);
});

test("a password is shown and hidden as typed", async ({ tab }) => {
  const type = () => tab.run(() => document.querySelector<HTMLInputElement>("main [name=password]")?.type);
  await visit(tab, "/signin");
  await tab.fill("Password", "visible or not");
  await tab.act("//button[@aria-label='Show password' or normalize-space()='Show password']", (button) => button.click());
  await expect.poll(type).toBe("text");
  await expectValue(tab, "password", "visible or not");
  await tab.act("//button[@aria-label='Hide password' or normalize-space()='Hide password']", (button) => button.click());
  await expect.poll(type).toBe("password");
  await expectValue(tab, "password", "visible or not");
});

test("asks for a link by the keyboard, and chooses a new password by it", async ({ tab, member, mail, watch }) => {
  const password = unique("password");
  watch.keepSecret(password);
  // Not through the proxy: Directus mails links to this address of the site alone.
  await visit(tab, `${stack.url}/forgot-password`);
  await typeAndSend(tab, { email: member.email });
  await expectHeading(tab, "Check your mail");
  const { link } = await mail.nextTo(member.email);
  await visit(tab, link);
  await expectHeading(tab, "Choose a new password");
  await expectPath(tab, "/reset-password");
  await typeAndSend(tab, { password });
  await expectPath(tab, "/profile");
  await expectSession(tab, "signed-in");
  expect(await isPasswordOf(member.email, member.password)).toBe(false);
  expect(await isPasswordOf(member.email, password)).toBe(true);
});

test("changes the profile by the keyboard, and keeps it over a reload", async ({ tab, member, admin }) => {
  const values = { "First name": "Ørjan <b>", "Last name": "O’Hara & Söhne", Title: "Gardener", Location: "Weir Lane", Description: "Two lines,\nand a quote." };
  await signIn(tab, member);
  for (const [label, value] of Object.entries(values)) {
    await tab.fill(label, value);
  }
  await tab.press("Save changes");
  await expectSaid(tab, "Your profile is saved.");
  await tab.reload();
  await expectValue(tab, "first_name", "Ørjan <b>");
  await expectValue(tab, "last_name", "O’Hara & Söhne");
  await expectValue(tab, "description", "Two lines,\nand a quote.");
  expect(await admin.user(member.id)).toMatchObject({ first_name: "Ørjan <b>", title: "Gardener", location: "Weir Lane" });
});

test("changes the e-mail by the keyboard, and keeps the session", async ({ tab, member, admin }) => {
  const email = newAddress();
  await signIn(tab, member, "/profile/security");
  await tab.press("Change e-mail address");
  await typeAndSend(tab, { email, password: member.password });
  await expectSaid(tab, "Your e-mail address is changed, and your other devices are signed out.");
  await tab.reload();
  await expectSaid(tab, email);
  await expectSession(tab, "signed-in");
  expect(await admin.user(member.id)).toMatchObject({ email });
});

test("changes the password by the keyboard, and keeps the session", async ({ tab, member, watch }) => {
  const password = unique("password");
  watch.keepSecret(password);
  await signIn(tab, member, "/profile/security");
  await tab.press("Change password");
  await tab.fill("Current password", member.password);
  await tab.keys(Key.TAB);
  await tab.fill("New password", password);
  await tab.keys(Key.ENTER);
  await expectSaid(tab, "Your password is changed, and your other devices are signed out.");
  await tab.reload();
  await expectSession(tab, "signed-in");
  expect(await isPasswordOf(member.email, member.password)).toBe(false);
  expect(await isPasswordOf(member.email, password)).toBe(true);
});

/** The digits of a code as an input method for Chinese or Japanese types them. */
const fullWidth = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

for (const [how, type] of [
  ["as shown", (digits: string) => digits],
  ["in full-width digits", fullWidth],
] as const) {
  test(`signs in by two factors with a code ${how}, which is sent when it is complete`, async ({ tab, member, faults }) => {
    const secret = await enableTwoFactor(stack.directusUrl, member);
    await visit(tab, "/signin");
    await typeAndSend(tab, { email: member.email, password: member.password });
    await expectFocused(tab, "otp");
    await tab.keys(type(await code(secret)));
    await expectPath(tab, "/profile");
    await expectSession(tab, "signed-in");
    expect(faults.requests("/auth/login").map(({ server }) => server)).toEqual([401, 200]);
  });
}

/** How a password manager tells the page of what it has filled in. */
const WAYS = { nothing: [], "the event change alone": ["change"] } as const;

for (const [way, events] of Object.entries(WAYS)) {
  test(`signs in with what was filled in, by ${way}`, async ({ tab, member }) => {
    await visit(tab, "/signin");
    await tab.run(fillFields, { email: member.email, password: member.password }, events);
    await tab.press("Sign in");
    await expectPath(tab, "/profile");
    await expectSession(tab, "signed-in");
  });

  test(`registers, saves the profile and changes the e-mail with what was filled in, by ${way}`, async ({ tab, watch }) => {
    const [email, later, password] = [newAddress(), newAddress(), unique("password")];
    watch.keepSecret(password);
    await visit(tab, "/register");
    await tab.fill("First name", "Mara");
    await tab.run(fillFields, { email, password }, events);
    await tab.press("Create account");
    await expectText(tab, "[data-testid=profile-email]", email);

    await tab.run(fillFields, { title: "Ferrywoman", description: "Crosses\nthe Weir." }, events);
    await tab.press("Save changes");
    await expectSaid(tab, "Your profile is saved");
    await tab.reload();
    await expectValue(tab, "first_name", "Mara");
    await expectValue(tab, "title", "Ferrywoman");
    await expectValue(tab, "description", "Crosses\nthe Weir.");

    await tab.follow("/profile/security");
    await tab.press("Change e-mail address");
    await tab.fill("New e-mail address", later);
    await tab.run(fillFields, { password }, events);
    await tab.press("Save e-mail address");
    await expectSaid(tab, "Your e-mail address is changed");
    await expectSaid(tab, later);
  });
}

test("keeps what was filled in silently while another field is typed into, and corrected", async ({ tab, member }) => {
  await visit(tab, "/signin");
  await tab.run(fillFields, { email: member.email }, []);
  await tab.fill("Password", "wrong-password");
  await expectValue(tab, "email", member.email);
  await tab.keys(Key.ENTER);
  await expectText(tab, "[role=alert]", /password/i);
  await expectValue(tab, "email", member.email);
  await replace(tab, "Password", member.password);
  await tab.keys(Key.ENTER);
  await expectPath(tab, "/profile");
});
