import { type Page } from "@playwright/test";
import { accountsAdmin } from "./support/admin.ts";
import { stack } from "./support/stack.ts";
import { expect, expectImageLoaded, expectHeading, holdRequests, test, visit } from "./support/test.ts";

// This Directus serves other tests, too; none of them depends on its branding.
test.use({ baseURL: stack.accountsUrl });
test.describe.configure({ mode: "serial" });

/** 1×1, and green. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const NOTE = "Open on Sundays.\n**Bring** a <b>mug</b>.";

async function upload(name: string): Promise<string> {
  const form = new FormData();
  form.append("title", name);
  form.append("file", new Blob([PIXEL], { type: "image/png" }), `${name}.png`);
  const answer = await fetch(`${stack.accountsDirectusUrl}/files`, {
    method: "POST",
    headers: { Authorization: `Bearer ${stack.accountsAdminToken}` },
    body: form,
  });
  expect(answer.ok).toBe(true);
  return ((await answer.json()) as { data: { id: string } }).data.id;
}

const changeSettings = (settings: Record<string, unknown>) => accountsAdmin().request("PATCH", "/settings", settings);

let before: Record<string, unknown> = {};

test.beforeAll(async () => {
  const fields = ["project_name", "project_descriptor", "project_logo", "project_color", "public_note", "public_background"];
  const settings = await accountsAdmin().request<Record<string, unknown>>("GET", "/settings");
  before = Object.fromEntries(fields.map((field) => [field, settings[field] ?? null]));
  await changeSettings({
    project_name: "Orchard Lane",
    project_descriptor: "A community garden",
    project_logo: await upload("logo"),
    project_color: "#ffe14d",
    public_note: NOTE,
    public_background: await upload("background"),
  });
});

test.afterAll(async () => {
  await changeSettings(before);
});

/** Returns the contrast of an element’s colour with the background of `ground`, by WCAG, as the browser has painted them. */
async function contrast(page: Page, selector: string, ground: string, property: "color" | "backgroundColor" = "color"): Promise<number> {
  return page.evaluate(
    ({ selector, ground, property }) => {
      const painted = (element: Element | null, property: "color" | "backgroundColor") => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        if (!canvas || !element) {
          throw new Error("there is nothing to look at");
        }
        canvas.fillStyle = getComputedStyle(element)[property];
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
        const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
      };
      const [one, two] = [painted(document.querySelector(selector), property), painted(document.querySelector(ground), "backgroundColor")];
      return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    },
    { selector, ground, property },
  );
}

test("auth pages show the name, logo, note and background of the project", async ({ page }) => {
  for (const path of ["/signin", "/register", "/forgot-password"]) {
    await visit(page, path);
    const main = page.getByRole("main");
    await expect(main.getByText("Orchard Lane")).toBeVisible();
    await expect(main.getByText("A community garden")).toBeVisible();
    const logo = page.locator(".auth-logo");
    await expectImageLoaded(logo);
    await expect(main).toHaveCSS("background-image", /^url\(".*\/directus\/assets\/.+"\)$/);
  }
});

test("the public note is shown as plain text", async ({ page }) => {
  await visit(page, "/signin");
  const note = page.locator(".auth-note");
  await expect(note).toHaveText(NOTE, { useInnerText: true });
  await expect(note.locator("b")).toHaveCount(0);
});

for (const scheme of ["light", "dark"] as const) {
  for (const color of ["#ffe14d", "#101010", "#ff2d55", "#00d4ff"]) {
    test(`buttons and links have enough contrast in the project colour ${color} (${scheme})`, async ({ page }) => {
      await changeSettings({ project_color: color });
      await page.emulateMedia({ colorScheme: scheme });
      await visit(page, "/signin");
      await expect(page.getByRole("main")).toHaveAttribute("style", /--accent/);
      expect(await contrast(page, ".submit", ".submit")).toBeGreaterThan(4.5);
      expect(await contrast(page, ".form-aside a", ".auth-card")).toBeGreaterThan(4.5);
      expect(await contrast(page, ".submit", ".auth-card", "backgroundColor")).toBeGreaterThan(3);
    });
  }
}

test("the sign-in form is shown before the branding has loaded, and does not move when it has", async ({ page }) => {
  const release = await holdRequests(page, "**/server/info");
  await visit(page, "/signin");
  await expectHeading(page, "Sign in");
  const submit = page.getByRole("button", { name: "Sign in", exact: true });
  const place = await submit.boundingBox();
  release();
  await expect(page.locator(".auth-note")).toBeVisible();
  expect(await submit.boundingBox()).toEqual(place);
});

test("without a project name or colour the sign-in page has the site’s own look", async ({ page }) => {
  await changeSettings({ project_name: "Directus", project_color: "#6644FF", project_logo: null, public_note: null, public_background: null });
  await visit(page, "/signin");
  await expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();
  await expect(page.getByRole("main")).not.toHaveAttribute("style");
  await expect(page.locator(".auth-logo, .auth-note")).toHaveCount(0);
  await expect(page.getByRole("main").getByText("Directus")).toHaveCount(0);
});
