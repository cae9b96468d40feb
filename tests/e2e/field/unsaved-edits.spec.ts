import { type Locator, type Page } from "@playwright/test";
import { type Admin, type Person } from "../support/admin.ts";
import { violations } from "../support/axe.ts";
import { currentPath, expect, expectHeading, expectPath, expectSession, holdRequests, signIn, test, visit } from "../support/test.ts";

// What is typed into the profile and not saved is never lost without a question.

const question = (page: Page) => page.getByRole("dialog", { name: "You have unsaved changes" });
const keepEditing = (page: Page) => question(page).getByRole("button", { name: "Keep editing" });
const leave = (page: Page) => question(page).getByRole("button", { name: "Leave without saving" });
const firstName = (page: Page) => page.getByLabel("First name");
const saveButton = (page: Page) => page.getByRole("button", { name: "Save changes" });
const blog = (page: Page) => page.getByRole("banner").getByRole("link", { name: "Blog" });
const profile = (page: Page) => page.getByRole("banner").getByRole("link", { name: /^Profile/ });

/** Signs Ada in, and comes to her profile from the blog: `/blog` is before it in the history. */
async function openProfileFromBlog(page: Page, admin: Admin): Promise<Person> {
  const person = await admin.person({ first_name: "Ada", last_name: "Fenwick" });
  await signIn(page, person);
  await blog(page).click();
  await expectHeading(page, "Blog");
  await profile(page).click();
  await expect(firstName(page)).toHaveValue("Ada");
  return person;
}

/** Makes sure that nothing has asked, neither the site nor the browser, by the time that the test ends. */
function expectNoQuestion(page: Page): () => Promise<void> {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  return async () => {
    await expect(question(page)).toHaveCount(0);
    expect(asked).toEqual([]);
  };
}

/** Makes sure that the page asks, with the focus in the dialog, and still is the profile with what was typed. */
async function expectAsked(page: Page, typed = "Adelaide"): Promise<void> {
  await expect(question(page)).toBeVisible();
  await expect(question(page)).toHaveAccessibleDescription("If you leave this page now, they are lost.");
  await expect(keepEditing(page)).toBeFocused();
  await expectPath(page, "/profile");
  await expect(firstName(page)).toHaveValue(typed);
}

/** Makes sure that the page goes on as before. */
async function expectKept(page: Page, focused: Locator): Promise<void> {
  await expect(question(page)).toBeHidden();
  await expect(focused).toBeFocused();
  await expectPath(page, "/profile");
  await expect(firstName(page)).toHaveValue("Adelaide");
}

test("a link that was clicked asks; Escape stays, a second click and “Leave” leads there", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  await blog(page).click();
  await expectAsked(page);
  await page.keyboard.press("Escape");
  await expectKept(page, blog(page));

  await blog(page).click();
  await expectAsked(page);
  await leave(page).click();
  await expectHeading(page, "Blog");
  await expectPath(page, "/blog");
  expect(await admin.user(person.id)).toMatchObject({ first_name: "Ada" });
});

test("what was kept can still be saved", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  await blog(page).click();
  await keepEditing(page).click();
  await expectKept(page, blog(page));
  await saveButton(page).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  expect(await admin.user(person.id)).toMatchObject({ first_name: "Adelaide" });
});

test("a link that was followed by keyboard asks, and is answered by keyboard", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  await blog(page).focus();
  await page.keyboard.press("Enter");
  await expectAsked(page);
  await page.keyboard.press("Enter");
  await expectKept(page, blog(page));

  await page.keyboard.press("Enter");
  await expectAsked(page);
  await page.keyboard.press("Tab");
  await expect(leave(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expectHeading(page, "Blog");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("Back asks; who stays has the history as it was, who leaves is where Back leads", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  const length = await page.evaluate(() => history.length);
  await firstName(page).fill("Adelaide");
  await page.goBack();
  await expectAsked(page);
  await page.keyboard.press("Escape");
  await expectKept(page, firstName(page));

  await page.goBack();
  await expectAsked(page);
  await leave(page).click();
  await expectHeading(page, "Blog");
  await expectPath(page, "/blog");

  // Forward leads to the profile, as it is saved.
  await page.goForward();
  await expect(firstName(page)).toHaveValue("Ada");
  await expectPath(page, "/profile");
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test("Forward asks, and so do two steps at once", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  for (const link of ["About", "Blog"]) {
    await page.getByRole("banner").getByRole("link", { name: link }).click();
    await expectHeading(page, link);
  }
  await page.goBack();
  await expectHeading(page, "About");
  await page.goBack();
  await expect(firstName(page)).toHaveValue("Ada");
  await firstName(page).fill("Adelaide");

  await page.goForward();
  await expectAsked(page);
  await keepEditing(page).click();
  await expectKept(page, firstName(page));
  await page.evaluate(() => history.go(2));
  await expectAsked(page);
  await leave(page).click();
  await expectHeading(page, "Blog");
  await page.goBack();
  await expectHeading(page, "About");
});

test("Back that was pressed twice at once asks, and either answer is followed", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  for (const link of ["About", "Blog"]) {
    await page.getByRole("banner").getByRole("link", { name: link }).click();
    await expectHeading(page, link);
  }
  await profile(page).click();
  await expect(firstName(page)).toHaveValue("Ada");
  await firstName(page).fill("Adelaide");
  await page.evaluate(() => {
    history.back();
    history.back();
  });
  await expectAsked(page);
  await page.keyboard.press("Escape");
  await expectKept(page, firstName(page));

  // And while the question is there.
  await page.goBack();
  await expectAsked(page);
  await page.goBack();
  await expectAsked(page);
  await leave(page).click();
  await expectHeading(page, "Blog");
});

test("after a reload Back still asks", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await page.reload();
  await expect(firstName(page)).toHaveValue("Ada");
  await firstName(page).fill("Adelaide");
  await page.goBack();
  await expectAsked(page);
  await leave(page).click();
  await expectHeading(page, "Blog");
});

test("a page that is left by Back is scrolled to where it was, and the next page begins at its top", async ({ page, admin }) => {
  const person = await admin.person({ first_name: "Ada" });
  const top = () => page.evaluate(() => scrollY);
  await signIn(page, person);
  await blog(page).click();
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
  await page.evaluate(() => scrollTo({ top: 500, behavior: "instant" }));
  await expect.poll(top).toBe(500);
  await profile(page).evaluate((link: HTMLElement) => link.click());
  await expect(firstName(page)).toHaveValue("Ada");
  await firstName(page).fill("Adelaide");
  await page.evaluate(() => scrollTo({ top: 300, behavior: "instant" }));
  await expect.poll(top).toBe(300);

  await page.goBack();
  await expectAsked(page);
  await page.keyboard.press("Escape");
  await expectPath(page, "/profile");
  expect(await top()).toBe(300);
  await page.goBack();
  await leave(page).click();
  await expectHeading(page, "Blog");
  await expect.poll(top).toBe(500);
  await page.getByRole("banner").getByRole("link", { name: "About" }).evaluate((link: HTMLElement) => link.click());
  await expectHeading(page, "About");
  await expect.poll(top).toBe(0);
});

test("a reload is asked about by the browser, and keeps what was typed if the person stays", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  const reload = async (answer: "accept" | "dismiss") => {
    const asked = page.waitForEvent("dialog");
    void page.evaluate(() => location.reload()).catch(() => {});
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog[answer]();
  };
  await reload("dismiss");
  await expect(firstName(page)).toHaveValue("Adelaide");
  await expect(question(page)).toBeHidden();
  await reload("accept");
  await expect(firstName(page)).toHaveValue("Ada");
});

test("closing the tab is asked about by the browser, and keeps what was typed if the person stays", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  const close = async (answer: "accept" | "dismiss") => {
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog[answer]();
  };
  await close("dismiss");
  await expect(firstName(page)).toHaveValue("Adelaide");
  const closed = page.waitForEvent("close");
  await close("accept");
  await closed;
});

test("what was typed and put back is no change, nor are blanks around it: nothing asks", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  const expectNone = expectNoQuestion(page);
  await firstName(page).fill("Adelaide");
  await firstName(page).fill("Ada");
  await page.reload();
  await expect(page.getByTestId("profile-email")).toHaveText(person.email);
  await firstName(page).fill("Adelaide");
  await firstName(page).fill(" Ada ");
  await page.goBack();
  await expectHeading(page, "Blog");
  await page.goForward();
  await expect(firstName(page)).toHaveValue("Ada");
  await firstName(page).press("End");
  await page.keyboard.type("x");
  await page.keyboard.press("Backspace");
  await blog(page).click();
  await expectHeading(page, "Blog");
  await expectNone();
});

test("what is saved is no change any more: nothing asks", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  const expectNone = expectNoQuestion(page);
  await firstName(page).fill("  Adelaide ");
  await saveButton(page).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await blog(page).click();
  await expectHeading(page, "Blog");
  await page.goBack();
  await expect(firstName(page)).toHaveValue("Adelaide");
  await page.reload();
  await expect(firstName(page)).toHaveValue("Adelaide");
  await page.goBack();
  await expectHeading(page, "Blog");
  await expectNone();
});

test("what is saved while the page asks needs no answer: the link is followed", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  const release = await holdRequests(page, "**/users/me?*");
  await saveButton(page).click();
  await expect(saveButton(page)).toHaveAttribute("aria-disabled", "true");
  await blog(page).click();
  await expectAsked(page);
  release();
  await expectHeading(page, "Blog");
  expect(await admin.user(person.id)).toMatchObject({ first_name: "Adelaide" });
});

test("a save that has failed still leaves something to ask about", async ({ page, admin, watch }) => {
  watch.expectFailure({ url: "/users/me", status: 502 });
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  await page.route("**/users/me?*", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }), { times: 1 });
  await saveButton(page).click();
  await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
  await blog(page).click();
  await expectAsked(page);
});

test("the link to sign out asks, and signs out on “Leave” alone", async ({ page, admin, watch }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  const signOut = page.getByRole("banner").getByRole("link", { name: "Sign out" });
  await signOut.click();
  await expectAsked(page);
  await page.keyboard.press("Escape");
  await expectKept(page, signOut);
  await expectSession(page, "signed-in");
  expect(watch.requests("/auth/logout")).toHaveLength(0);

  await signOut.click();
  await leave(page).click();
  await expectHeading(page, "You are signed out");
  await expectSession(page, "signed-out");
});

test("a sign-out in another tab asks nothing, also while the page asks", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  const expectNone = expectNoQuestion(page);
  await firstName(page).fill("Adelaide");
  await page.goBack();
  await expectAsked(page);
  const other = await page.context().newPage();
  await visit(other, "/profile");
  await expect(other.getByTestId("profile-email")).toHaveText(person.email);
  await other.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(other, "You are signed out");
  await expectSession(page, "signed-out");
  await expectHeading(page, "Sign in");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // Nothing of it is kept.
  await page.reload();
  await expectHeading(page, "Sign in");
  await expectNone();
});

test("the sign-in again in place asks nothing, and keeps what was typed", async ({ page, admin, watch }) => {
  watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
  watch.expectFailure({ url: "/users/me", status: 401 });
  const person = await openProfileFromBlog(page, admin);
  const expectNone = expectNoQuestion(page);
  await firstName(page).fill("Adelaide");
  await admin.changeUser(person.id, { email: person.email });
  await page.route(
    "**/users/me?*",
    (route) => route.fulfill({ status: 401, json: { errors: [{ message: "Token expired.", extensions: { code: "TOKEN_EXPIRED" } }] } }),
    { times: 1 },
  );
  await saveButton(page).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("E-mail").fill(person.email);
  await again.getByLabel("Password", { exact: true }).fill(person.password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toHaveCount(0);
  await expect(firstName(page)).toHaveValue("Adelaide");
  await saveButton(page).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expectNone();
});

test("what another tab saves is taken, and what was typed here is still asked about", async ({ page, admin }) => {
  const person = await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  const other = await page.context().newPage();
  await visit(other, "/profile");
  await expect(other.getByTestId("profile-email")).toHaveText(person.email);
  await other.getByLabel("Last name").fill("Lowe");
  await saveButton(other).click();
  await expect(other.getByText("Your profile is saved.")).toBeVisible();
  await expect(page.getByLabel("Last name")).toHaveValue("Lowe");
  await blog(page).click();
  await expectAsked(page);

  // The same as was typed here: nothing is left to ask about.
  await firstName(other).fill("Adelaide");
  await saveButton(other).click();
  await expectHeading(page, "Blog");
});

test("what does not leave the page is not asked about", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  // To the same page, and back from there.
  await profile(page).click();
  await expect.poll(() => currentPath(page)).toBe("/profile");
  await page.goBack();
  await expect(firstName(page)).toHaveValue("Adelaide");
  // To a new tab.
  const opened = page.context().waitForEvent("page");
  await blog(page).click({ modifiers: ["ControlOrMeta"] });
  await expectHeading(await opened, "Blog");
  // Around on the page.
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await expect(question(page)).toBeHidden();
  await expect(firstName(page)).toHaveValue("Adelaide");

  await page.goBack();
  await expectAsked(page);
});

test("a form that is only opened, and a password that is half typed, are not asked about", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  const expectNone = expectNoQuestion(page);
  await page.getByRole("navigation", { name: "Your account" }).getByRole("link", { name: "Security" }).click();
  await page.getByRole("button", { name: "Change e-mail address" }).click();
  await page.locator("main [name=password]").fill("half");
  await page.goBack();
  await expect(firstName(page)).toHaveValue("Ada");
  await expectNone();
});

test("the question has no accessibility violation, in light and dark and on a narrow screen, where nothing scrolls sideways", async ({ page, admin }) => {
  await openProfileFromBlog(page, admin);
  await firstName(page).fill("Adelaide");
  await blog(page).click();
  await expectAsked(page);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 256 });
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page)).toEqual([]);
  const [root, dialog] = await page.evaluate(() =>
    [document.documentElement, document.querySelector("dialog[open]")].map((element) => (element ? element.scrollWidth - element.clientWidth : -1)),
  );
  expect([root, dialog]).toEqual([0, 0]);
  await leave(page).click();
  await expectHeading(page, "Blog");
});

for (const [locale, heading] of [
  ["de", "Sie haben ungespeicherte Änderungen"],
  ["fr", "Des modifications ne sont pas enregistrées"],
  ["es", "Hay cambios sin guardar"],
  ["ar", "لديك تغييرات غير محفوظة"],
] as const) {
  test.describe(() => {
    test.use({ locale });

    test(`the question is in the language of the page (${locale})`, async ({ page, admin }) => {
      const person = await admin.person({ first_name: "Ada" });
      await page.goto("/signin");
      await page.locator("main [name=email]").fill(person.email);
      await page.locator("main [name=password]").fill(person.password);
      await page.locator("main button[type=submit]").first().click();
      await expect(page.getByTestId("profile-email")).toHaveText(person.email);
      await page.locator("main [name=first_name]").fill("Adelaide");
      await page.locator("header a[href$='/blog']").click();
      await expect(page.getByRole("dialog", { name: heading })).toBeVisible();
    });
  });
}
