import { type Page } from "@playwright/test";
import { type Person } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { currentPath, expect, expectHeading, expectPath, expectSession, signInPathFor, submitSignIn, test } from "./support/test.ts";

test.use({ baseURL: stack.exampleUrl });

/** The guard asks Directus who is signed in where this browser has not seen anybody yet. */
const NOBODY_IS_SIGNED_IN = { url: "/auth/refresh", status: 400 };

/** Opens the notes, and signs in on the way. */
async function openNotes(page: Page, member: Person): Promise<void> {
  await page.goto("/notes");
  await expectHeading(page, "Sign in");
  await submitSignIn(page, member);
  await expectHeading(page, "My notes");
}

function notes(page: Page) {
  return page.getByRole("list").getByRole("listitem");
}

async function add(page: Page, text: string): Promise<void> {
  await page.getByLabel("New note").fill(text);
  await page.getByRole("button", { name: "Add" }).click();
}

test("page for everyone asks nobody to sign in", async ({ page }) => {
  await page.goto("/");
  await expectHeading(page, "A notebook of your own");
  await expectSession(page, "signed-out");
});

test("guarded page leads to the sign-in and back with query and fragment", { tag: "@journey" }, async ({ page, member, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  const wanted = "/notes?from=a%20mail#top";
  await page.goto(wanted);
  await expectPath(page, signInPathFor(wanted));
  await submitSignIn(page, member);
  await expectHeading(page, "My notes");
  expect(currentPath(page)).toBe(wanted);
});

test("wrong password is refused with a message, and what was typed stays", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/auth/login", status: 401 });
  await page.goto("/signin");
  await submitSignIn(page, { ...member, password: "not the password" });
  await expect(page.getByRole("alert")).toHaveText("E-mail or password is wrong.");
  await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  await submitSignIn(page, member);
  await expectHeading(page, "My notes");
});

test("member writes, changes and deletes notes", { tag: "@journey" }, async ({ page, member, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  await openNotes(page, member);
  await expect(page.getByText("There are no notes yet.")).toBeVisible();
  await add(page, "Buy seeds");
  await expect(notes(page)).toHaveText([/^Buy seeds/]);
  await expect(page.getByLabel("New note")).toHaveValue("");
  await add(page, "Mend the fence");
  await expect(notes(page).filter({ hasText: "Mend the fence" })).toBeVisible();
  await expect(notes(page)).toHaveCount(2);

  await notes(page).filter({ hasText: "Buy seeds" }).getByRole("button", { name: "Change" }).click();
  await expect(page.getByLabel("Change the note")).toHaveValue("Buy seeds");
  await page.getByLabel("Change the note").fill("Buy seeds and bulbs");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(notes(page).filter({ hasText: "Buy seeds and bulbs" })).toBeVisible();

  await notes(page).filter({ hasText: "Mend the fence" }).getByRole("button", { name: "Delete" }).click();
  await expect(notes(page)).toHaveText([/^Buy seeds and bulbs/]);
  await page.reload();
  await expect(notes(page)).toHaveText([/^Buy seeds and bulbs/]);
});

test("member does not see the notes of another member", async ({ admin, browser, page, member, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  await openNotes(page, member);
  await add(page, "Of one member alone");
  await expect(notes(page)).toHaveCount(1);

  const other = await admin.person();
  watch.keepSecret(other.password);
  const context = await browser.newContext({ baseURL: stack.exampleUrl });
  await watch.attach(context);
  const otherPage = await context.newPage();
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  await openNotes(otherPage, other);
  await expect(otherPage.getByText("There are no notes yet.")).toBeVisible();
  await context.close();
});

test("note that could not be saved stays in its field", async ({ page, member, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  await openNotes(page, member);
  watch.expectFailure({ url: "/items/notes", status: "none" });
  // The list has a query.
  await page.route("**/items/notes", (route) => route.abort("connectionreset"), { times: 1 });
  await add(page, "Written on the train");
  await expect(page.getByRole("alert")).toHaveText(/^The server cannot be reached\./);
  await expect(page.getByLabel("New note")).toHaveValue("Written on the train");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(notes(page)).toHaveText([/^Written on the train/]);
  await expect(page.getByLabel("New note")).toHaveValue("");
});

test("sign-out in another tab leads out of the notes at once", { tag: "@journey" }, async ({ context, page, member, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  await openNotes(page, member);
  await add(page, "For me only");
  await expect(notes(page)).toHaveCount(1);

  const otherTab = await context.newPage();
  await otherTab.goto("/");
  await expectSession(otherTab, "signed-in");
  await otherTab.getByRole("button", { name: "Sign out" }).click();
  await expectSession(otherTab, "signed-out");

  await expectHeading(page, "Sign in");
  await expect(page.getByText("For me only")).toHaveCount(0);
  await expectPath(page, signInPathFor("/notes"));
});

test("session that has ended is renewed over the page, and what was typed stays", async ({ page, member, admin, watch }) => {
  watch.expectFailure(NOBODY_IS_SIGNED_IN);
  watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
  await page.clock.install();
  await openNotes(page, member);
  await admin.changeUser(member.id, { password: "another password" });
  watch.keepSecret("another password");
  await page.getByLabel("New note").fill("Half a thought");
  await page.clock.fastForward("01:00:00");

  await page.getByRole("button", { name: "Add" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("E-mail").fill(member.email);
  await dialog.getByLabel("Password").fill("another password");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel("New note")).toHaveValue("Half a thought");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(notes(page)).toHaveText([/^Half a thought/]);
});
