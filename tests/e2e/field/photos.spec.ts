import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { type Page } from "@playwright/test";
import { type Person } from "../support/admin.ts";
import { avatarOf, choose, drop, field, save, section, stripes } from "../support/avatar.ts";
import { Firefox } from "../support/firefox.ts";
import { stack } from "../support/stack.ts";
import { expect, signIn, test } from "../support/test.ts";
import { type Tab } from "../support/webdriver.ts";

// Photos as telephones, messengers and file managers hand them on, and browsers that let no site read a canvas.

const preview = (page: Page) => section(page).getByRole("img", { name: "Your picture as it will be shown" });
const alert = (page: Page) => section(page).getByRole("alert");

/** A box `ftyp` of these brands, and something after it. */
function ftyp(major: string, ...compatible: string[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(16 + 4 * compatible.length);
  return Buffer.concat([length, Buffer.from(`ftyp${major}\0\0\0\0${compatible.join("")}`), Buffer.alloc(4000, 7)]);
}

/** Puts EXIF data with `text` into a JPEG, where cameras put place and time. */
function withExif(jpeg: Buffer, text: string): Buffer {
  const content = Buffer.from(`Exif\0\0${text}`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, content, jpeg.subarray(2)]);
}

const WRONG_TYPES = {
  "as a download of unknown type": ["photo.jpg", "application/octet-stream"],
  "with the extension of a messenger": ["photo.pic", "application/octet-stream"],
  "that is called a text": ["photo.txt", "text/plain"],
  "that is called a PNG": ["photo.png", "image/png"],
  "that is called HEIC": ["IMG_0042.HEIC", "image/heic"],
  "that is called SVG": ["photo.svg", "image/svg+xml"],
} as const;

for (const [what, [name, type]] of Object.entries(WRONG_TYPES)) {
  test(`chooses a JPEG ${what}, and saves it`, async ({ page, admin, member }) => {
    await signIn(page, member);
    await choose(page, name, type, await stripes(page, 600, 600, "image/jpeg"));
    await save(page);
    expect(await avatarOf(admin, member.id)).toMatchObject({ type: "image/webp", width: 512, height: 512 });
  });
}

test("chooses a photo without extension and type from the disk, and saves it without its place", async ({ page, admin, member }, info) => {
  const photo = withExif(await stripes(page, 600, 600, "image/jpeg"), "51.5007 N 0.1246 W");
  const path = info.outputPath("IMG_0042");
  await writeFile(path, photo);
  await signIn(page, member);
  await page.evaluate(() => {
    const look = ({ target }: Event) => Object.assign(globalThis, { chosen: (target as HTMLInputElement).files?.[0]?.type });
    document.addEventListener("change", look, { capture: true, once: true });
  });
  await field(page).setInputFiles(path);
  await expect(preview(page)).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { chosen?: string }).chosen)).toBe("");
  await save(page);
  const file = await avatarOf(admin, member.id);
  const answer = await fetch(`${stack.directusUrl}/assets/${file?.id}`, { headers: { Authorization: `Bearer ${admin.token}` } });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(photo.includes("51.5007 N")).toBe(true);
  expect(bytes.includes("51.5007 N")).toBe(false);
});

test("drops a photo without a type, and saves it", async ({ page, admin, member }) => {
  await signIn(page, member);
  const bytes = (await stripes(page, 300, 300, "image/jpeg")).toString("base64");
  await drop(page, await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([data], "IMG_0042"));
    return transfer;
  }, bytes));
  await save(page);
  expect(await avatarOf(admin, member.id)).toMatchObject({ type: "image/webp", width: 300, height: 300 });
});

const HEIC = {
  "an iPhone": ["IMG_0042.HEIC", "image/heic", ftyp("heic", "mif1", "MiHE", "miaf", "heic")],
  "an iPhone, of unknown type": ["IMG_0042.HEIC", "application/octet-stream", ftyp("heic", "mif1", "heic")],
  "a telephone, renamed to .jpg": ["photo.jpg", "image/jpeg", ftyp("mif1", "mif1", "heic")],
  "a camera with ten bits": ["DSC_0042.HIF", "application/octet-stream", ftyp("heix", "mif1", "heix")],
} as const;

for (const [what, [name, type, photo]] of Object.entries(HEIC)) {
  test(`chooses the HEIC photo of ${what}, and is told so by name`, async ({ page, member, watch }) => {
    await signIn(page, member);
    await choose(page, name, type, photo);
    await expect(alert(page)).toContainText("This is a HEIC photo, which this browser can’t read.");
    await expect(preview(page)).toHaveCount(0);
    // Another one goes on from there.
    await choose(page, "photo.jpg", "image/jpeg", await stripes(page, 90, 90, "image/jpeg"));
    await expect(preview(page)).toBeVisible();
    await expect(alert(page)).toHaveCount(0);
    expect(watch.requests("/files")).toHaveLength(0);
  });
}

test("chooses files that are no photos, and is told so", async ({ page, member, watch }) => {
  await signIn(page, member);
  const jpeg = await stripes(page, 600, 600, "image/jpeg");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>';
  const files: Record<string, [string, Buffer]> = {
    "empty.jpg": ["image/jpeg", Buffer.alloc(0)],
    "half.jpg": ["image/jpeg", jpeg.subarray(0, jpeg.length / 2)],
    "beginning.jpg": ["image/jpeg", jpeg.subarray(0, 3)],
    "letter.jpg": ["image/jpeg", Buffer.from("Dear Ada, see the photo.")],
    "drawing.svg": ["image/svg+xml", Buffer.from(svg)],
    "film.mov": ["video/quicktime", ftyp("qt  ", "qt  ")],
    "film.jpg": ["image/jpeg", ftyp("isom", "isom", "avc1")],
    "raw.CR3": ["application/octet-stream", ftyp("crx ", "crx ", "isom")],
    "unknown": ["application/octet-stream", ftyp("zzzz")],
  };
  for (const [name, [type, content]] of Object.entries(files)) {
    // What was said about the file before it goes.
    await choose(page, "photo.jpg", "image/jpeg", jpeg);
    await expect(alert(page)).toHaveCount(0);
    await section(page).getByRole("button", { name: "Cancel" }).click();
    await choose(page, name, type, content);
    await expect(alert(page), name).toContainText("can’t be read as a picture");
  }
  expect(watch.requests("/files")).toHaveLength(0);
});

interface Protection {
  /** Whether the person has allowed the site to read a canvas. */
  canvasAllowed?: boolean;
}

/** Runs in the page before the site: alters or blocks what is read from a canvas, as browsers and extensions do against fingerprinting. */
function protect(how: string) {
  const page = globalThis as unknown as Protection;
  const { toBlob } = HTMLCanvasElement.prototype;
  const { getImageData } = CanvasRenderingContext2D.prototype;
  const altered = (data: Uint8ClampedArray) => data.forEach((_, index) => (data[index] = how === "noise" ? Math.random() * 256 : 255));
  CanvasRenderingContext2D.prototype.getImageData = function (...args: [number, number, number, number]) {
    if (!page.canvasAllowed && how === "refusal") {
      throw new DOMException("The operation is insecure.", "SecurityError");
    }
    const image = getImageData.apply(this, args);
    if (!page.canvasAllowed) {
      altered(image.data);
    }
    return image;
  };
  HTMLCanvasElement.prototype.toBlob = function (this: HTMLCanvasElement, callback: BlobCallback, ...rest: [string?, number?]) {
    if (page.canvasAllowed) {
      return toBlob.call(this, callback, ...rest);
    }
    if (how === "refusal") {
      throw new DOMException("The operation is insecure.", "SecurityError");
    }
    const other = Object.assign(document.createElement("canvas"), { width: this.width, height: this.height });
    const image = new ImageData(this.width, this.height);
    altered(image.data);
    other.getContext("2d")!.putImageData(image, 0, 0);
    toBlob.call(other, callback, ...rest);
  };
}

for (const how of ["noise", "white", "refusal"]) {
  test(`a browser that answers a canvas with ${how} is noticed, and the picture is saved once the person allows it`, async ({ page, admin, member, watch }) => {
    await page.addInitScript(protect, how);
    await signIn(page, member);
    await choose(page, "stripes.png", "image/png", await stripes(page, 600, 600));
    await section(page).getByRole("button", { name: "Save picture" }).click();
    await expect(alert(page)).toContainText("allow this site to read canvas data");
    await expect(preview(page)).toBeVisible();
    expect(watch.requests("/files")).toHaveLength(0);
    expect(await avatarOf(admin, member.id)).toBeNull();

    await page.evaluate(() => ((globalThis as unknown as Protection).canvasAllowed = true));
    await save(page);
    expect(await avatarOf(admin, member.id)).toMatchObject({ type: "image/webp", width: 512 });
  });
}

test("noise that nobody sees, as of Brave and Safari, hinders nobody", async ({ page, admin, member }) => {
  await page.addInitScript(() => {
    const { getImageData } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.getImageData = function (...args: [number, number, number, number]) {
      const image = getImageData.apply(this, args);
      image.data.forEach((value, index) => (image.data[index] = value + Math.random() * 6 - 3));
      return image;
    };
  });
  await signIn(page, member);
  await choose(page, "stripes.png", "image/png", await stripes(page, 90, 90));
  await save(page);
  expect(await avatarOf(admin, member.id)).toMatchObject({ width: 90 });
});

/** Signs in, chooses the picture at `path`, and saves it. */
async function saveInFirefox(tab: Tab, { email, password }: Person, path: string): Promise<void> {
  await tab.goto("/signin");
  await tab.fill("E-mail", email);
  await tab.fill("Password", password);
  await tab.press("Sign in");
  await expect.poll(() => tab.text("profile-email")).toBe(email);
  await tab.fill("Choose a picture", path);
  await tab.press("Save picture");
}

const PROTECTIONS = [
  { preference: "privacy.resistFingerprinting", does: "says that Firefox alters the picture, and sends nothing", says: "allow this site to read canvas data" },
  { preference: "privacy.fingerprintingProtection", does: "saves the picture, which Firefox leaves as it is", says: "Your picture is saved." },
];

for (const { preference, does, says } of PROTECTIONS) {
  test(`with ${preference} the site ${does}`, async ({ page, admin, member, watch }, info) => {
    const path = info.outputPath("stripes.png");
    await writeFile(path, await stripes(page, 300, 300));
    const firefox = await Firefox.start(false, { [preference]: true });
    try {
      const container = await firefox.container(stack.url, watch);
      const tab = await container.open();
      await saveInFirefox(tab, member, path);
      await expect.poll(() => tab.allText()).toContain(says);
      const file = await avatarOf(admin, member.id);
      expect(file?.width).toBe(preference === "privacy.resistFingerprinting" ? undefined : 300);
      await container.close();
    } finally {
      await firefox.quit();
    }
  });
}
