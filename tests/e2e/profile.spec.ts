import { type Page } from "@playwright/test";
import { REFUSAL, expectPath, expect, expectHeading, expectSession, signIn, submitSignIn, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

const save = (page: Page) => page.getByRole("button", { name: "Save changes" }).click();
const saved = (page: Page) => expect(page.getByText("Your profile is saved.")).toBeVisible();

/** Returns the bodies of all PATCH requests. */
function patches(watch: Watch): unknown[] {
  return watch
    .requests("/users/me")
    .filter((request) => request.method() === "PATCH")
    .map((request) => request.postDataJSON() as unknown);
}

test("a save sends only what has changed", async ({ page, admin, watch }) => {
  const person = await admin.person({ first_name: "Ada", last_name: "Fenwick", location: "Weir Lane" });
  await signIn(page, person);
  await page.getByLabel("First name").fill("Adelaide");
  await page.getByLabel("Last name").fill("");
  await save(page);
  await saved(page);
  expect(patches(watch)).toEqual([{ first_name: "Adelaide", last_name: null }]);
  expect(await admin.user(person.id)).toMatchObject({ first_name: "Adelaide", last_name: null, location: "Weir Lane" });

  // The next save compares with what is saved now.
  await page.getByLabel("Location").fill("The mill");
  await save(page);
  await expect.poll(() => patches(watch)).toHaveLength(2);
  expect(patches(watch)[1]).toEqual({ location: "The mill" });
});

test("all fields can be changed and persist over a reload", { tag: "@journey" }, async ({ page, admin, member }) => {
  const values = {
    "First name": "Ørjan <b>",
    "Last name": "O’Hara & Söhne",
    Title: "Gardener",
    Location: "Weir Lane",
    Description: "Two lines,\nand a \"quote\".",
  };
  await signIn(page, member);
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label).fill(value);
  }
  await save(page);
  await saved(page);
  await page.reload();
  for (const [label, value] of Object.entries(values)) {
    await expect(page.getByLabel(label)).toHaveValue(value);
  }
  expect(await admin.user(member.id)).toMatchObject({ first_name: "Ørjan <b>", description: "Two lines,\nand a \"quote\"." });
});

test("a save without a change sends nothing, and says so", async ({ page, member, watch }) => {
  await signIn(page, member);
  await save(page);
  await expect(page.getByText("There is nothing to save")).toBeVisible();
  expect(patches(watch)).toEqual([]);
});

test("unsaved edits survive a save that fails, and can be saved later", async ({ page, admin, member, watch }) => {
  watch.expectFailure({ url: "/users/me", status: 502 });
  await signIn(page, member);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Description").fill("A long text\nthat nobody wants to type again.");
  await page.route(
    "**/users/me?*",
    (route) =>
      route.request().method() === "PATCH"
        ? route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" })
        : route.continue(),
    { times: 1 },
  );
  await save(page);
  await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("Description")).toHaveValue("A long text\nthat nobody wants to type again.");
  await expectSession(page, "signed-in");

  await save(page);
  await saved(page);
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await admin.user(member.id)).toMatchObject({ first_name: "Ada" });
});

test("a profile that does not load offers a retry", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/users/me", status: 400 });
  await signIn(page, member);
  await page.route("**/users/me?*", (route) => route.fulfill({ status: 400, json: REFUSAL }), { times: 1 });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("The server refused this.");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test("a profile that does not load without a connection says so, and loads by itself with one", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/users/me", status: "none", times: "some" });
  await signIn(page, member);
  await page.route("**/users/me?*", (route) => route.abort("connectionreset"));
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
  await page.unroute("**/users/me?*");
  await expect(page.getByTestId("profile-email")).toHaveText(member.email);
});

test.describe("fields that the role may not change", () => {
  const FIELDS = ["id", "email", "first_name", "last_name", "title", "location", "description"];

  test("are shown read-only", async ({ page, admin, watch }) => {
    const role = await admin.role({ read: FIELDS, update: ["first_name"] });
    const person = await admin.person({ role, first_name: "Ada", last_name: "Fenwick", location: "Weir Lane" });
    await signIn(page, person);
    await expect(page.getByLabel("First name")).toHaveValue("Ada");
    await expect(page.getByRole("definition").filter({ hasText: "Fenwick" })).toBeVisible();
    await expect(page.getByRole("definition").filter({ hasText: "Weir Lane" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(1);

    await page.getByLabel("First name").fill("Adelaide");
    await save(page);
    await saved(page);
    expect(patches(watch)).toEqual([{ first_name: "Adelaide" }]);
    await expect(page.getByRole("definition").filter({ hasText: "Fenwick" })).toBeVisible();
  });

  test("leave no form if they are all fields", async ({ page, admin }) => {
    const role = await admin.role({ read: FIELDS, update: [] });
    const person = await admin.person({ role, first_name: "Ada" });
    await signIn(page, person);
    await expect(page.getByText("You can’t change these details yourself.")).toBeVisible();
    await expect(page.getByRole("definition").filter({ hasText: "Ada" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
  });

  test("nor read leave a page that works", async ({ page, admin }) => {
    const role = await admin.role({ read: ["id"], update: [] });
    const person = await admin.person({ role });
    await visit(page, "/signin");
    await submitSignIn(page, person);
    await expectPath(page, "/profile");
    await expectHeading(page, "Your profile");
    await expectSession(page, "signed-in");
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});
