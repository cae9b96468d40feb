import { Buffer } from "node:buffer";
import { type Page } from "@playwright/test";
import { avatarOf, choose, drop, expectSaved, inHeader, save, section, stripes } from "./support/avatar.ts";
import { Faults } from "./support/faults.ts";
import { stack } from "./support/stack.ts";
import { expect, expectImageLoaded, expectHeading, holdRequests, expectSession, signIn, submitSignIn, test, visit } from "./support/test.ts";

test("a chosen image is cropped and resized in the browser, uploaded, and shown on the page and in the header", { tag: "@journey" }, async ({ page, admin, member }) => {
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 1800, 900));
  await expect(section(page).getByRole("img", { name: "Your picture as it will be shown" })).toBeVisible();
  await save(page);
  const file = await avatarOf(admin, member.id);
  expect(file).toMatchObject({ type: "image/webp", width: 512, height: 512, uploaded_by: member.id });
  expect(Number(file?.filesize)).toBeLessThan(60_000);

  for (const picture of [inHeader(page), section(page).locator(".avatar img")]) {
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
    expect(await picture.getAttribute("src")).toMatch(/^blob:/);
  }
  await page.reload();
  await expect.poll(() => inHeader(page).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
});

test("the uploaded crop is what the sliders select, also by keyboard", async ({ page, member }) => {
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 1800, 600));
  const canvas = section(page).getByRole("img", { name: "Your picture as it will be shown" });
  const middle = () =>
    canvas.evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext("2d")!.getImageData(256, 256, 1, 1).data].slice(0, 3));
  await expect.poll(middle).toEqual([0, 255, 0]);
  await expect(section(page).getByLabel("Zoom")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(section(page).getByLabel("Sideways")).toBeFocused();
  await page.keyboard.press("Home");
  await expect.poll(middle).toEqual([255, 0, 0]);
  await page.keyboard.press("End");
  await expect.poll(middle).toEqual([0, 0, 255]);

  // Dragging moves the image under the crop square.
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 1.5, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(middle).toEqual([0, 255, 0]);
});

test("a dropped image is taken like a chosen one", async ({ page, member }) => {
  await signIn(page, member);
  const bytes = (await stripes(page, 300, 300)).toString("base64");
  await drop(page, await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([data], "stripes.png", { type: "image/png" }));
    return transfer;
  }, bytes));
  await save(page);
  await expect(inHeader(page)).toBeVisible();
});

test("a new avatar replaces the old file, and removing it leaves none", async ({ page, admin, member, watch }) => {
  await signIn(page, member);
  const change = async (width: number) => {
    await choose(page, "stripes.png", "image/png", await stripes(page, width, width));
    await save(page);
    return (await avatarOf(admin, member.id))!;
  };
  const first = await change(90);
  expect(first).toMatchObject({ width: 90, height: 90 });
  const second = await change(120);
  expect(second).toMatchObject({ width: 120, height: 120 });
  await expect(admin.request("GET", `/files/${first.id}`)).rejects.toThrow(/403|404/);

  await section(page).getByRole("button", { name: "Remove picture" }).click();
  await expect(section(page).getByText("Your picture is removed.")).toBeVisible();
  expect(await avatarOf(admin, member.id)).toBeNull();
  await expect(admin.request("GET", `/files/${second.id}`)).rejects.toThrow(/403|404/);
  await expect(inHeader(page)).toHaveCount(0);
  expect(watch.requests("/files").filter((request) => request.method() === "POST")).toHaveLength(2);
});

test("a file that is too large or no image is refused before anything is sent", async ({ page, member, watch }) => {
  await signIn(page, member);
  // Made in the page: passing such a large file to a file field takes too long on a busy machine.
  await drop(page, await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(20_000_001)], "large.png", { type: "image/png" }));
    return transfer;
  }));
  await expect(section(page).getByRole("alert")).toContainText("larger than 20 MB");
  for (const [name, type] of [["notes.txt", "text/plain"], ["broken.png", "image/png"], ["drawing.svg", "image/svg+xml"]] as const) {
    await choose(page, name, type, Buffer.from("no picture at all"));
    await expect(section(page).getByRole("alert")).toContainText("can’t be read as a picture");
  }
  expect(watch.requests("/files")).toHaveLength(0);
});

test("an upload that fails keeps the image, and can be retried", async ({ page, member, watch }) => {
  watch.expectFailure({ url: "/files", status: "none" });
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 300, 300));
  await page.route("**/files?*", (route) => route.abort("connectionreset"), { times: 1 });
  await section(page).getByRole("button", { name: "Save picture" }).click();
  await expect(section(page).getByRole("alert")).toContainText("The server can’t be reached.");
  await save(page);
});

test("a running upload is announced", async ({ page, member }) => {
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 300, 300));
  const release = await holdRequests(page, "**/files?*");
  await section(page).getByRole("button", { name: "Save picture" }).click();
  await expect(section(page).getByRole("progressbar", { name: "Sending your picture" })).toBeVisible();
  release();
  await expectSaved(page);
});

test("an avatar is visible to its owner only, and appears in other tabs without a reload", async ({ page, admin, member }) => {
  await signIn(page, member);
  const tab = await page.context().newPage();
  await visit(tab, "/profile");
  await expect(tab.getByTestId("profile-email")).toHaveText(member.email);
  await tab.getByRole("link", { name: "Blog" }).click();
  await expectHeading(tab, "Blog");
  await choose(page, "stripes.png", "image/png", await stripes(page, 300, 300));
  await save(page);
  await expect(inHeader(tab)).toBeVisible();
  const file = await avatarOf(admin, member.id);
  expect((await fetch(`${stack.directusUrl}/assets/${file?.id}`)).status).toBe(403);
});

test("deleting the account deletes the avatar", async ({ page, admin, member }) => {
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 300, 300));
  await save(page);
  const file = await avatarOf(admin, member.id);
  await page.goto("/profile/delete");
  await page.getByLabel("Current password").fill(member.password);
  await page.getByLabel("Your e-mail address, to confirm").fill(member.email);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expectHeading(page, "Your account is deleted");
  await expect(admin.user(member.id)).rejects.toThrow(/403|404/);
  await expect(admin.request("GET", `/files/${file?.id}`)).rejects.toThrow(/403|404/);
});

/** Whether the browser has `url` in its cache. */
function isKept(page: Page, url: string): Promise<boolean> {
  return page.evaluate(
    (url) => fetch(url, { cache: "only-if-cached", mode: "same-origin" }).then(({ ok }) => ok, () => false),
    url,
  );
}

for (const authMode of ["cookie", "session"]) {
  test(`authenticated answers are not cached by the browser in ${authMode} mode, public ones may be`, async ({ page, admin, member, watch }) => {
    // Not by page.route, which disables the cache.
    const site = await Faults.start(stack.url);
    site.configure({ directusUrl: "/directus", authMode });
    await visit(page, `${site.url}/signin`);
    await submitSignIn(page, member);
    await expectSession(page, "signed-in");
    await choose(page, "stripes.png", "image/png", await stripes(page, 900, 900));
    await save(page);
    const { avatar } = await admin.user(member.id);
    await page.reload();
    await expectImageLoaded(inHeader(page));
    const picture = watch.requests("/assets/").filter((request) => request.url().includes(avatar as string));
    const own = [...picture, ...watch.requests("/users/me"), ...watch.requests("/permissions/me")].filter((request) => request.method() === "GET");
    expect(picture.length).toBeGreaterThan(0);
    // As Directus sends it; other requests would be cached for a month.
    expect(await (await picture.at(-1)?.response())?.headerValue("cache-control")).toMatch(/private, max-age=\d{6}|no-store/);
    watch.expectFailure({ url: `/assets/${avatar as string}`, status: "none", times: "some" });
    for (const path of ["/users/me", "/permissions/me"]) {
      watch.expectFailure({ url: path, status: "none", times: "some" });
    }
    for (const url of new Set(own.map((request) => request.url()))) {
      expect(await isKept(page, url), url).toBe(false);
    }
    // The same check finds a public file in the cache.
    const style = watch.requests("/").find((request) => request.url().endsWith(".css"));
    expect(await isKept(page, style!.url())).toBe(true);
    await site.stop();
  });
}
