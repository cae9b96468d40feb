import { fileURLToPath } from "node:url";
import { type Page } from "@playwright/test";
import { PUBLIC_POLICY, USERS_ROLE, unique } from "../support/admin.ts";
import { REFUSAL, expect, heading, hold, session, signIn, submitSignIn, visit } from "../support/test.ts";
import { code } from "../support/totp.ts";
import { TOKEN_EXPIRED, scene } from "./stage.ts";

// The pages of the account.

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const here = (page: Page, email: string) => expect(page.getByTestId("profile-email")).toHaveText(email);
const picture = fileURLToPath(new URL("../../../directus/seed/images/lantern-walk.webp", import.meta.url));

/** What somebody has told about themselves. */
const TOLD = {
  title: "Keeper of the orchard",
  location: "Weir Lane, Millbrook",
  description: "Prunes in winter, presses in autumn, and knows all forty-one trees by name. Ask for Ada on Saturdays, between ten and noon.",
};

/** All that a role can be allowed to see. */
const FIELDS = ["id", "email", "first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance", "tfa_secret"];

export const account = [
  scene(["profile-loading", "profile-loaded", "profile-saved", "profile-failed"], async ({ page, watch, resident, show }) => {
    const { email, password } = await resident("Ada", "Fenwick", TOLD);
    await signIn(page, { id: "", email, password });
    const release = await hold(page, "**/users/me?*");
    await page.reload();
    await expect(page.getByText("Loading", { exact: true }).first()).toBeAttached();
    await show("profile-loading", { waiting: true });
    release();
    await here(page, email);
    await show("profile-loaded");
    await page.getByLabel("Location").fill("Mill Lane, Millbrook");
    await press(page, "Save changes");
    await expect(page.getByText("Your profile is saved.")).toBeVisible();
    await show("profile-saved");
    watch.expectFailure({ url: "/users/me", status: 400 });
    await page.route("**/users/me?*", (route) => route.fulfill({ status: 400, json: REFUSAL }));
    await page.reload();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await show("profile-failed", { problem: true });
  }),

  scene(["profile-picture-cutter", "profile-picture-saved", "profile-picture-refused"], async ({ page, resident, show }) => {
    await signIn(page, await resident("Beatrix", "Lowe", TOLD));
    await page.getByLabel(/^(Choose a|Change) picture$/).setInputFiles(picture);
    await expect(page.getByRole("img", { name: "Your picture as it will be shown" })).toBeVisible();
    await page.getByLabel("Zoom").fill("160");
    await show("profile-picture-cutter");
    await press(page, "Save picture");
    await expect(page.getByText("Your picture is saved.")).toBeVisible();
    await show("profile-picture-saved");
    await page.getByLabel(/^(Choose a|Change) picture$/).setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Buy bread.") });
    await show("profile-picture-refused", { problem: true });
  }),

  scene(["profile-sign-in-again", "profile-sign-in-put-off"], async ({ page, admin, watch, resident, show }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    watch.expectFailure({ url: "/users/me", status: 401 });
    const person = await resident("Ada", "Fenwick", TOLD);
    await signIn(page, person);
    await page.getByLabel("Title").fill("Gardener");
    // Directus ends the sessions of an account whose address changes.
    await admin.changeUser(person.id, { email: person.email });
    await page.route("**/users/me?*", (route) => route.fulfill({ status: 401, json: TOKEN_EXPIRED }), { times: 1 });
    await press(page, "Save changes");
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    // What could not be saved is said below it.
    await show("profile-sign-in-again", { over: true, problem: true });
    await press(page, "Not now");
    await expect(dialog).toBeHidden();
    await show("profile-sign-in-put-off", { over: true, problem: true });
  }),

  scene(["profile-unreachable", "unreachable"], async ({ page, context, watch, resident, show }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 502, times: "some" });
    await page.clock.install();
    await signIn(page, await resident("Ada", "Fenwick", TOLD));
    await page.getByLabel("Title").fill("Gardener");
    await page.route("**/auth/refresh", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }));
    await context.clock.fastForward("01:00:00");
    await press(page, "Save changes");
    await session(page, "unreachable");
    await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
    // The form says so, too.
    await show("profile-unreachable", { over: true, problem: true });
    await page.reload();
    await heading(page, "We can’t reach the server");
    await show("unreachable", { problem: true });
  }),

  scene(["profile-read-only", "security-read-only", "not-allowed"], async ({ page, admin, resident, show }) => {
    const role = await admin.role({ read: FIELDS, update: [] });
    const person = await resident("Jonas", "Weir", { ...TOLD, role });
    await signIn(page, person);
    await show("profile-read-only");
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
    await heading(page, "Security");
    await show("security-read-only");
    await visit(page, "/profile/delete");
    await heading(page, "This page is not open to you");
    await show("not-allowed");
  }),

  scene(
    [
      "security-loaded",
      "security-email-open",
      "security-email-problems",
      "security-password-open",
      "security-password-changed",
      "security-two-factor-password",
      "security-two-factor-code",
      "security-two-factor-on",
      "security-two-factor-off-open",
    ],
    async ({ page, watch, resident, show }) => {
      const person = await resident("Ada", "Fenwick", TOLD);
      const password = unique("password");
      watch.keepSecret(password);
      await signIn(page, person);
      await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
      await heading(page, "Security");
      await show("security-loaded");
      await press(page, "Change e-mail address");
      await show("security-email-open");
      await press(page, "Save e-mail address");
      await show("security-email-problems", { problem: true });
      await press(page, "Cancel");
      await press(page, "Change password");
      await show("security-password-open");
      await page.getByLabel("Current password").fill(person.password);
      await page.getByLabel("New password", { exact: true }).fill(password);
      await press(page, "Save password");
      await expect(page.getByText("Your password is changed")).toBeVisible();
      await show("security-password-changed");
      const section = page.getByRole("region", { name: "Two-factor sign-in" });
      await section.getByRole("button", { name: "Set up" }).click();
      await show("security-two-factor-password");
      await section.getByLabel("Current password").fill(password);
      await section.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByRole("img", { name: "QR code with the key for your authenticator app" })).toBeVisible();
      const secret = ((await page.getByTestId("tfa-secret").textContent()) ?? "").replace(/\s/g, "");
      watch.keepSecret(secret);
      await show("security-two-factor-code");
      await section.getByLabel("Code", { exact: true }).fill(await code(secret));
      await section.getByRole("button", { name: "Switch on" }).click();
      await expect(section).toContainText("Two-factor sign-in is on.");
      await show("security-two-factor-on");
      await section.getByRole("button", { name: "Switch off" }).click();
      await show("security-two-factor-off-open");
    },
  ),

  scene(["enrolment"], async ({ page, admin, resident, show }) => {
    const name = unique("enforced");
    const role = await admin.request<{ id: string }>("POST", "/roles", { name });
    const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: false, enforce_tfa: true });
    const access = await admin.request<{ policy: string; role: string }[]>("GET", "/access?limit=-1&fields=policy,role");
    const usual = access.filter((each) => each.role === USERS_ROLE && each.policy !== PUBLIC_POLICY).map((each) => each.policy);
    for (const id of [policy.id, PUBLIC_POLICY, ...usual]) {
      await admin.request("POST", "/access", { role: role.id, policy: id });
    }
    const person = await resident("Ada", "Fenwick", { role: role.id });
    await visit(page, "/signin");
    await submitSignIn(page, person);
    await heading(page, "One more step to keep your account safe");
    await expect(page.getByLabel("Current password")).toBeVisible();
    await show("enrolment");
  }),

  scene(["delete-account-form", "delete-account-problems", "goodbye"], async ({ page, resident, show }) => {
    const person = await resident("Rufus", "Gale", TOLD);
    await signIn(page, person);
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Delete account" }).click();
    await heading(page, "Delete your account");
    await show("delete-account-form");
    await press(page, "Delete my account");
    await show("delete-account-problems", { problem: true });
    await page.getByLabel("Current password").fill(person.password);
    await page.getByLabel("Your e-mail address, to confirm").fill(person.email);
    await press(page, "Delete my account");
    await heading(page, "Your account is deleted");
    await session(page, "signed-out");
    await show("goodbye");
  }),
];
