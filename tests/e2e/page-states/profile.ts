import { fileURLToPath } from "node:url";
import { type Page } from "@playwright/test";
import { PUBLIC_POLICY, USERS_ROLE, unique } from "../support/admin.ts";
import { REFUSAL, expect, expectHeading, holdRequests, expectSession, signIn, submitSignIn, visit } from "../support/test.ts";
import { code } from "../support/totp.ts";
import { TOKEN_EXPIRED, walkthrough } from "./walkthrough.ts";

// The pages of the profile.

const clickButton = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const expectProfileOf = (page: Page, email: string) => expect(page.getByTestId("profile-email")).toHaveText(email);
const IMAGE_FILE = fileURLToPath(new URL("../../../directus/seed/images/lantern-walk.webp", import.meta.url));

/** A profile that is filled in. */
const PROFILE = {
  title: "Keeper of the orchard",
  location: "Weir Lane, Millbrook",
  description: "Prunes in winter, presses in autumn, and knows all forty-one trees by name. Ask for Ada on Saturdays, between ten and noon.",
};

/** All fields that a role can be allowed to read. */
const FIELDS = ["id", "email", "first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance", "tfa_secret"];

export const profilePages = [
  walkthrough(["profile-loading", "profile-loaded", "profile-unsaved", "profile-saved", "profile-failed"], async ({ page, watch, namedPerson, checkpoint }) => {
    const { email, password } = await namedPerson("Ada", "Fenwick", PROFILE);
    await signIn(page, { id: "", email, password });
    const release = await holdRequests(page, "**/users/me?*");
    await page.reload();
    await expect(page.getByText("Loading", { exact: true }).first()).toBeAttached();
    await checkpoint("profile-loading", { isLoading: true });
    release();
    await expectProfileOf(page, email);
    await checkpoint("profile-loaded");
    await page.getByLabel("Location").fill("Mill Lane, Millbrook");
    await page.getByRole("link", { name: "Security" }).click();
    await expect(page.getByRole("dialog", { name: "You have unsaved changes" })).toBeVisible();
    await checkpoint("profile-unsaved", { isOverlay: true });
    await clickButton(page, "Keep editing");
    await clickButton(page, "Save changes");
    await expect(page.getByText("Your profile is saved.")).toBeVisible();
    await checkpoint("profile-saved");
    watch.expectFailure({ url: "/users/me", status: 400 });
    await page.route("**/users/me?*", (route) => route.fulfill({ status: 400, json: REFUSAL }));
    await page.reload();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await checkpoint("profile-failed", { hasProblem: true });
  }),

  walkthrough(["profile-avatar-cropper", "profile-avatar-saved", "profile-avatar-refused"], async ({ page, namedPerson, checkpoint }) => {
    await signIn(page, await namedPerson("Beatrix", "Lowe", PROFILE));
    await page.getByLabel(/^(Choose a|Change) picture$/).setInputFiles(IMAGE_FILE);
    await expect(page.getByRole("img", { name: "Your picture as it will be shown" })).toBeVisible();
    await page.getByLabel("Zoom").fill("160");
    await checkpoint("profile-avatar-cropper");
    await clickButton(page, "Save picture");
    await expect(page.getByText("Your picture is saved.")).toBeVisible();
    await checkpoint("profile-avatar-saved");
    await page.getByLabel(/^(Choose a|Change) picture$/).setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Buy bread.") });
    await checkpoint("profile-avatar-refused", { hasProblem: true });
  }),

  walkthrough(["profile-sign-in-again", "profile-sign-in-dismissed"], async ({ page, admin, watch, namedPerson, checkpoint }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    watch.expectFailure({ url: "/users/me", status: 401 });
    const person = await namedPerson("Ada", "Fenwick", PROFILE);
    await signIn(page, person);
    await page.getByLabel("Title").fill("Gardener");
    // Directus ends the sessions of a user whose e-mail is written.
    await admin.changeUser(person.id, { email: person.email });
    await page.route("**/users/me?*", (route) => route.fulfill({ status: 401, json: TOKEN_EXPIRED }), { times: 1 });
    await clickButton(page, "Save changes");
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    // The form below the dialog reports the failed save.
    await checkpoint("profile-sign-in-again", { isOverlay: true, hasProblem: true });
    await clickButton(page, "Not now");
    await expect(dialog).toBeHidden();
    await checkpoint("profile-sign-in-dismissed", { isOverlay: true, hasProblem: true });
  }),

  walkthrough(["profile-unreachable", "unreachable"], async ({ page, context, watch, namedPerson, checkpoint }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 502, times: "some" });
    await page.clock.install();
    await signIn(page, await namedPerson("Ada", "Fenwick", PROFILE));
    await page.getByLabel("Title").fill("Gardener");
    await page.route("**/auth/refresh", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }));
    await context.clock.fastForward("01:00:00");
    await clickButton(page, "Save changes");
    await expectSession(page, "unreachable");
    await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
    // The form reports it, too.
    await checkpoint("profile-unreachable", { isOverlay: true, hasProblem: true });
    await page.reload();
    await expectHeading(page, "We can’t reach the server");
    await checkpoint("unreachable", { hasProblem: true });
  }),

  walkthrough(["profile-read-only", "security-read-only", "not-allowed"], async ({ page, admin, namedPerson, checkpoint }) => {
    const role = await admin.role({ read: FIELDS, update: [] });
    const person = await namedPerson("Jonas", "Weir", { ...PROFILE, role });
    await signIn(page, person);
    await checkpoint("profile-read-only");
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
    await expectHeading(page, "Security");
    await checkpoint("security-read-only");
    await visit(page, "/profile/delete");
    await expectHeading(page, "This page is not open to you");
    await checkpoint("not-allowed");
  }),

  walkthrough(
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
    async ({ page, watch, namedPerson, checkpoint }) => {
      const person = await namedPerson("Ada", "Fenwick", PROFILE);
      const password = unique("password");
      watch.keepSecret(password);
      await signIn(page, person);
      await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
      await expectHeading(page, "Security");
      await checkpoint("security-loaded");
      await clickButton(page, "Change e-mail address");
      await checkpoint("security-email-open");
      await clickButton(page, "Save e-mail address");
      await checkpoint("security-email-problems", { hasProblem: true });
      await clickButton(page, "Cancel");
      await clickButton(page, "Change password");
      await checkpoint("security-password-open");
      await page.getByLabel("Current password").fill(person.password);
      await page.getByLabel("New password", { exact: true }).fill(password);
      await clickButton(page, "Save password");
      await expect(page.getByText("Your password is changed")).toBeVisible();
      await checkpoint("security-password-changed");
      const section = page.getByRole("region", { name: "Two-factor sign-in" });
      await section.getByRole("button", { name: "Set up" }).click();
      await checkpoint("security-two-factor-password");
      await section.getByLabel("Current password").fill(password);
      await section.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByRole("img", { name: "QR code with the key for your authenticator app" })).toBeVisible();
      const secret = ((await page.getByTestId("tfa-secret").textContent()) ?? "").replace(/\s/g, "");
      watch.keepSecret(secret);
      await checkpoint("security-two-factor-code");
      await section.getByLabel("Code", { exact: true }).fill(await code(secret));
      await section.getByRole("button", { name: "Switch on" }).click();
      await expect(section).toContainText("Two-factor sign-in is on.");
      await checkpoint("security-two-factor-on");
      await section.getByRole("button", { name: "Switch off" }).click();
      await checkpoint("security-two-factor-off-open");
    },
  ),

  walkthrough(["two-factor-enrolment"], async ({ page, admin, namedPerson, checkpoint }) => {
    const name = unique("enforced");
    const role = await admin.request<{ id: string }>("POST", "/roles", { name });
    const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: false, enforce_tfa: true });
    const access = await admin.request<{ policy: string; role: string }[]>("GET", "/access?limit=-1&fields=policy,role");
    const usual = access.filter((each) => each.role === USERS_ROLE && each.policy !== PUBLIC_POLICY).map((each) => each.policy);
    for (const id of [policy.id, PUBLIC_POLICY, ...usual]) {
      await admin.request("POST", "/access", { role: role.id, policy: id });
    }
    const person = await namedPerson("Ada", "Fenwick", { role: role.id });
    await visit(page, "/signin");
    await submitSignIn(page, person);
    await expectHeading(page, "One more step to keep your account safe");
    await expect(page.getByLabel("Current password")).toBeVisible();
    await checkpoint("two-factor-enrolment");
  }),

  walkthrough(["delete-account-form", "delete-account-problems", "goodbye"], async ({ page, namedPerson, checkpoint }) => {
    const person = await namedPerson("Rufus", "Gale", PROFILE);
    await signIn(page, person);
    await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Delete account" }).click();
    await expectHeading(page, "Delete your account");
    await checkpoint("delete-account-form");
    await clickButton(page, "Delete my account");
    await checkpoint("delete-account-problems", { hasProblem: true });
    await page.getByLabel("Current password").fill(person.password);
    await page.getByLabel("Your e-mail address, to confirm").fill(person.email);
    await clickButton(page, "Delete my account");
    await expectHeading(page, "Your account is deleted");
    await expectSession(page, "signed-out");
    await checkpoint("goodbye");
  }),
];
