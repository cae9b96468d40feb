import { type Page } from "@playwright/test";
import { type Person, PUBLIC_POLICY, USERS_ROLE, unique } from "./support/admin.ts";
import { expectPath, expect, expectHeading, expectSession, signIn, submitSignIn, test, visit } from "./support/test.ts";
import { code, wrongCode } from "./support/totp.ts";
import { type Watch } from "./support/watch.ts";

const section = (page: Page) => page.getByRole("region", { name: "Two-factor sign-in" });

// Codes have to have time left.
test.setTimeout(120_000);

/** Returns the secret that the page shows, without the spaces between its groups. */
async function shownSecret(page: Page, watch: Watch): Promise<string> {
  const secret = ((await page.getByTestId("tfa-secret").textContent()) ?? "").replace(/\s/g, "");
  expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
  watch.keepSecret(secret);
  return secret;
}

async function openSecurity(page: Page): Promise<void> {
  await page.goto("/profile/security");
  await expectHeading(page, "Security");
}

/** Returns a code that is still valid twelve seconds later: a change of the password signs in twice with it. */
async function lastingCode(secret: string): Promise<string> {
  const left = () => 30_000 - (Date.now() % 30_000);
  await expect.poll(left, { message: "a code with much time left", timeout: 30_000 }).toBeGreaterThan(15_000);
  return code(secret);
}

/** Enables two-factor for `person`, who is signed in, and returns the secret. */
async function switchOn(page: Page, person: Person, watch: Watch): Promise<string> {
  await openSecurity(page);
  await section(page).getByRole("button", { name: "Set up" }).click();
  await expect(section(page).getByLabel("Current password")).toBeFocused();
  await section(page).getByLabel("Current password").fill(person.password);
  await section(page).getByRole("button", { name: "Continue" }).click();
  await expect(section(page).getByRole("list").filter({ hasText: "scan this code" })).toBeFocused();
  const secret = await shownSecret(page, watch);
  await section(page).getByLabel("Code", { exact: true }).fill(await code(secret));
  await section(page).getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("Two-factor sign-in is on. From now on you will be asked for a code when you sign in.")).toBeVisible();
  return secret;
}

/** Signs out, and waits for Directus’ answer: a page that is left before repeats the request. */
async function signOut(page: Page): Promise<void> {
  await Promise.all([page.waitForResponse("**/auth/logout"), page.getByRole("link", { name: "Sign out" }).click()]);
  await expectHeading(page, "You are signed out");
}

/** Signs in with a code, and waits for `address`. */
async function signInWithCode(page: Page, person: Person, secret: string): Promise<void> {
  await submitSignIn(page, person);
  // The code is sent as soon as it is complete.
  await page.getByLabel("Code", { exact: true }).fill(await code(secret));
}

test("two-factor is enabled by password and code, required at the next sign-in, and disabled by a code", { tag: "@journey" }, async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401, times: "some" });
  await signIn(page, member);
  const secret = await switchOn(page, member, watch);
  await expect(page.getByTestId("tfa-secret"), "the form leaves the page").toHaveCount(0);

  await signOut(page);
  await visit(page, "/signin?redirectedFrom=%2Fprofile%2Fsecurity");
  await signInWithCode(page, member, secret);
  await expectHeading(page, "Security");
  await expect(section(page)).toContainText("On:");

  await section(page).getByRole("button", { name: "Switch off" }).click();
  await section(page).getByLabel("Code", { exact: true }).fill(await code(secret));
  await section(page).getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByText("Two-factor sign-in is off. From now on your password alone opens your account.")).toBeVisible();
  await signOut(page);
  await signIn(page, member);
});

test("the QR code is an SVG that holds the secret", async ({ page, member, watch }) => {
  await signIn(page, member);
  await openSecurity(page);
  await section(page).getByRole("button", { name: "Set up" }).click();
  await section(page).getByLabel("Current password").fill(member.password);
  const [answer] = await Promise.all([
    page.waitForResponse("**/users/me/tfa/generate"),
    section(page).getByRole("button", { name: "Continue" }).click(),
  ]);
  const { data } = (await answer.json()) as { data: { secret: string; otpauth_url: string } };
  expect(await shownSecret(page, watch)).toBe(data.secret);
  const drawn = page.getByRole("img", { name: "QR code with the key for your authenticator app" });
  await expect(drawn).toBeVisible();
  // The size of the QR code for this text, with its quiet zone.
  const size = Number(((await drawn.getAttribute("viewBox")) ?? "").split(" ")[2]);
  expect((size - 8 - 17) % 4).toBe(0);
  expect(data.otpauth_url).toContain(data.secret);
});

test("a wrong password is reported beside its field, and keeps the session", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/users/me/tfa/generate", status: 401 });
  await signIn(page, member);
  await openSecurity(page);
  await section(page).getByRole("button", { name: "Set up" }).click();
  await section(page).getByLabel("Current password").fill("not the password");
  await section(page).getByRole("button", { name: "Continue" }).click();
  await expect(section(page).getByLabel("Current password")).toHaveAccessibleDescription(/This is not your current password/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectSession(page, "signed-in");
  expect(watch.requests("/auth/refresh").length).toBeLessThanOrEqual(1);
});

test("a wrong code neither enables nor disables two-factor", async ({ page, member, admin, watch }) => {
  watch.expectFailure({ url: "/users/me/tfa/enable", status: 400 });
  watch.expectFailure({ url: "/users/me/tfa/disable", status: 400 });
  await signIn(page, member);
  await openSecurity(page);
  await section(page).getByRole("button", { name: "Set up" }).click();
  await section(page).getByLabel("Current password").fill(member.password);
  await section(page).getByRole("button", { name: "Continue" }).click();
  const secret = await shownSecret(page, watch);
  const field = section(page).getByLabel("Code", { exact: true });
  await field.fill(await wrongCode(secret));
  await section(page).getByRole("button", { name: "Switch on" }).click();
  await expect(field).toHaveAccessibleDescription(/This code is wrong or too old/);
  expect((await admin.user(member.id)).tfa_secret).toBeNull();
  await field.fill(await code(secret));
  await section(page).getByRole("button", { name: "Switch on" }).click();
  await expect(section(page)).toContainText("Two-factor sign-in is on.");

  await section(page).getByRole("button", { name: "Switch off" }).click();
  await section(page).getByLabel("Code", { exact: true }).fill(await wrongCode(secret));
  await section(page).getByRole("button", { name: "Switch off" }).click();
  await expect(section(page).getByLabel("Code", { exact: true })).toHaveAccessibleDescription(/This code is wrong or too old/);
  expect((await admin.user(member.id)).tfa_secret).not.toBeNull();
});

test("with two-factor on, a new password takes the code, too, and keeps the session", async ({ page, member, watch }) => {
  const next = unique("new-password");
  watch.keepSecret(next);
  await signIn(page, member);
  const secret = await switchOn(page, member, watch);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Current password").fill(member.password);
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByLabel("Code", { exact: true })).toHaveAccessibleDescription(/Please enter the code/);
  await page.getByLabel("Code", { exact: true }).fill(await lastingCode(secret));
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Your password is changed, and your other devices are signed out.")).toBeVisible();
  await page.reload();
  await expectHeading(page, "Security");
  await expectSession(page, "signed-in");
});

test.describe("a role that enforces two-factor", () => {
  async function person(admin: import("./support/admin.ts").Admin, watch: Watch): Promise<Person> {
    const name = unique("enforced");
    const role = await admin.request<{ id: string }>("POST", "/roles", { name });
    const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: false, enforce_tfa: true });
    const users = (await admin.request<{ policy: string; role: string }[]>("GET", "/access?limit=-1&fields=policy,role"))
      .filter((access) => access.role === USERS_ROLE && access.policy !== PUBLIC_POLICY)
      .map((access) => access.policy);
    for (const id of [policy.id, PUBLIC_POLICY, ...users]) {
      await admin.request("POST", "/access", { role: role.id, policy: id });
    }
    const person = await admin.person({ role: role.id });
    watch.keepSecret(person.password);
    return person;
  }

  test("is redirected to the set-up from every page for members, and returns to the requested page", async ({ page, admin, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 401 });
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    const someone = await person(admin, watch);
    const enrolment = "One more step to keep your account safe";
    await visit(page, "/profile/security");
    await submitSignIn(page, someone);
    await expectHeading(page, enrolment);
    await expectPath(page, "/profile/security");

    // A URL, a link, a reload and Back all lead to the set-up.
    for (const address of ["/profile", "/profile/security", "/profile/delete"]) {
      await page.goto(address);
      await expectHeading(page, enrolment);
    }
    await page.getByRole("link", { name: "Blog" }).click();
    await expectHeading(page, "Blog");
    await page.getByRole("banner").getByRole("link", { name: "Profile" }).click();
    await expectHeading(page, enrolment);
    await page.goBack();
    await expectHeading(page, "Blog");
    await page.goForward();
    await expectHeading(page, enrolment);
    await expect(page.getByTestId("profile-email")).toHaveCount(0);

    await page.goto("/profile");
    await page.getByLabel("Current password").fill(someone.password);
    await page.getByRole("button", { name: "Continue" }).click();
    const secret = await shownSecret(page, watch);
    await page.getByLabel("Code", { exact: true }).fill(await code(secret));
    await page.getByRole("button", { name: "Switch on" }).click();
    await expect(page.getByTestId("profile-email")).toHaveText(someone.email);
    await expectPath(page, "/profile");

    await signOut(page);
    await visit(page, "/signin");
    await signInWithCode(page, someone, secret);
    await expect(page.getByTestId("profile-email")).toHaveText(someone.email);
  });

  test("is not locked out when the enforcement cannot be loaded", async ({ page, admin, watch }) => {
    const someone = await person(admin, watch);
    watch.expectFailure({ url: "/policies/me/globals", status: 403, times: "some" });
    const refusal = { errors: [{ message: "You don't have permission to access this.", extensions: { code: "FORBIDDEN" } }] };
    await page.route("**/policies/me/globals", (route) => route.fulfill({ status: 403, json: refusal }));
    await signIn(page, someone);
  });
});

test("two-factor enforcement is requested once on pages for members, and not on public pages", async ({ page, member, watch }) => {
  await signIn(page, member);
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await expectHeading(page, "Security");
  expect(watch.requests("/policies/me/globals")).toHaveLength(1);
  watch.forgetRequests();
  await visit(page, "/blog");
  await expectSession(page, "signed-in");
  await page.getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("heading", { name: "From the blog" })).toBeVisible();
  expect(watch.requests("/policies/me/globals")).toHaveLength(0);
  expect(watch.requests("/permissions/me")).toHaveLength(0);
  expect(watch.requests("/users/me")).toHaveLength(0);
});
