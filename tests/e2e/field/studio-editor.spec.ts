import { type Page } from "@playwright/test";
import { type Admin, newAddress, unique } from "../support/admin.ts";
import { violations } from "../support/axe.ts";
import { png, wav } from "../support/files.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, expectImageLoaded, test, visit } from "../support/test.ts";

/** What the tests use of the editor’s API: https://www.tiny.cloud/docs/tinymce/latest/apis/tinymce.editor/. */
interface Editor {
  initialized: boolean;
  dom: { select(selector: string): HTMLElement[] };
  selection: { select(node: Node, content?: boolean): void; setCursorLocation(node: Node, offset: number): void };
  setContent(html: string): void;
  execCommand(command: string, ui?: boolean, value?: unknown): void;
  getContent(): string;
}

/** What is done in the editor: the id of the paragraph that is selected, and the commands. Its text is the id. */
const FORMATTINGS: [string, ...[command: string, value?: unknown][]][] = [
  ["bold", ["Bold"]],
  ["italic", ["Italic"]],
  ["underline", ["Underline"]],
  ["strikethrough", ["Strikethrough"]],
  ["subscript", ["Subscript"]],
  ["superscript", ["Superscript"]],
  ["underlined and struck out", ["Underline"], ["Strikethrough"]],
  ["centre", ["JustifyCenter"]],
  ["right", ["JustifyRight"]],
  ["full", ["JustifyFull"]],
  ["indent", ["Indent"]],
  ["indented twice", ["Indent"], ["Indent"]],
  ["numbers", ["InsertOrderedList"]],
  ["letters", ["InsertOrderedList", { "list-style-type": "lower-alpha" }]],
  ["bullets", ["InsertUnorderedList"]],
  ["quotation", ["mceBlockQuote"]],
  ["heading", ["FormatBlock", "h2"]],
  ["smaller heading", ["FormatBlock", "h3"]],
  ["smallest heading", ["FormatBlock", "h4"]],
  ["preformatted", ["FormatBlock", "pre"]],
  ["code", ["mceToggleFormat", "code"]],
  ["red", ["ForeColor", "#ff0000"]],
  ["marked", ["HiliteColor", "#000000"]],
  ["large", ["FontSize", "72pt"]],
  ["comic", ["FontName", "Comic Sans MS"]],
  ["from right to left", ["mceDirectionRTL"]],
  ["link", ["mceInsertLink", { href: "/pages/about", target: "_blank" }]],
  ["ruled", ["InsertHorizontalRule"]],
  ["table", ["mceInsertTable", { rows: 2, columns: 2 }]],
];

/** Signs in to the Studio, and opens the post with the editor. */
async function openStudio(page: Page, admin: Admin, id: string): Promise<void> {
  const { role } = await admin.request<{ role: string }>("GET", "/users/me?fields=role");
  const person = { email: newAddress(), password: unique("password") };
  await admin.request("POST", "/users", { ...person, role });
  const studio = new URL(stack.studioHostUrl);
  studio.hostname = "127.0.0.1";
  await page.goto(`${studio.origin}/directus/admin/login`);
  await page.locator("input[type=email]").fill(person.email);
  await page.locator("input[type=password]").fill(person.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin\/(?!login)/);
  await page.goto(`${studio.origin}/directus/admin/content/posts/${id}`);
  await page.waitForFunction(() => (globalThis as unknown as { tinymce?: { activeEditor?: Editor } }).tinymce?.activeEditor?.initialized);
}

// The Studio is another program: its requests and its console are not the site’s.
test("each formatting of the Studio’s editor arrives as it was meant", { tag: "@pointer" }, async ({ page, admin, browser }) => {
  const post = await admin.post({ content: "<p>x</p>" });
  const [{ id }] = await admin.request<[{ id: string }]>("GET", `/items/posts?filter[slug]=${post.slug}&fields=id`);
  const studio = await browser.newPage();
  await openStudio(studio, admin, id);
  const written = await studio.evaluate((formattings) => {
    const editor = (globalThis as unknown as { tinymce: { activeEditor: Editor } }).tinymce.activeEditor;
    editor.setContent(formattings.map(([words], index) => `<p id="p${index}">${words}</p>`).join(""));
    formattings.forEach(([words, ...commands], index) => {
      for (const [command, value] of commands) {
        const block = editor.dom.select(`#p${index}`)[0];
        const text = block && document.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode();
        if (!text) throw new Error(`${words} is gone before ${command}`);
        if (/^(Insert(Horizontal|Table)|mceInsertTable)/.test(command)) {
          editor.selection.setCursorLocation(text, words.length);
        } else {
          editor.selection.select(text, true);
        }
        editor.execCommand(command, false, value);
      }
    });
    return editor.getContent();
  }, FORMATTINGS);
  await studio.getByText("Remind").click();
  // Out of the frame that the text is in.
  await studio.getByRole("heading", { name: post.title }).or(studio.getByText(post.title)).first().click();
  await studio.keyboard.press("Control+s");
  const stored = async () => (await admin.request<{ content: string }>("GET", `/items/posts/${id}?fields=content`)).content;
  await expect.poll(stored).not.toBe("<p>x</p>");
  expect(await stored()).toBe(written);
  // Worth something: the editor does write styles.
  expect(written).toContain("text-decoration: underline");
  await studio.close();

  await visit(page, `/blog/${post.slug}`);
  await expectHeading(page, post.title);
  const shown = page.locator(".rich-text");
  const style = (words: string, property: string) =>
    shown.getByText(words, { exact: true }).evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);
  const tag = (words: string) => shown.getByText(words, { exact: true }).evaluate((element) => element.tagName.toLowerCase());
  expect(await tag("bold")).toBe("strong");
  expect(await tag("italic")).toBe("em");
  expect(await style("underline", "text-decoration-line")).toBe("underline");
  expect(await style("strikethrough", "text-decoration-line")).toBe("line-through");
  expect([await tag("subscript"), await tag("superscript")]).toEqual(["sub", "sup"]);
  const both = shown.getByText("underlined and struck out");
  expect(await both.evaluate((element) => [element, element.parentElement].map((it) => it && getComputedStyle(it).textDecorationLine).join(" "))).toMatch(/underline/);
  expect(await both.evaluate((element) => [element, element.parentElement].map((it) => it && getComputedStyle(it).textDecorationLine).join(" "))).toMatch(/line-through/);
  expect([await style("centre", "text-align"), await style("right", "text-align"), await style("full", "text-align")]).toEqual(["center", "right", "justify"]);
  const indents = [parseFloat(await style("indent", "padding-inline-start")), parseFloat(await style("indented twice", "padding-inline-start"))];
  expect(indents[0]).toBeGreaterThan(0);
  expect(indents[1]).toBeGreaterThan(indents[0] ?? 0);
  expect([await style("numbers", "list-style-type"), await style("letters", "list-style-type"), await style("bullets", "list-style-type")]).toEqual(["decimal", "lower-alpha", "disc"]);
  await expect(shown.locator("blockquote")).toHaveText("quotation");
  expect([await tag("heading"), await tag("smaller heading"), await tag("smallest heading"), await tag("preformatted"), await tag("code")]).toEqual(["h2", "h3", "h4", "pre", "code"]);
  const ordinary = await style("indent", "color");
  for (const words of ["red", "marked", "large", "comic"]) {
    expect([await style(words, "color"), await style(words, "background-color"), await style(words, "font-size"), await style(words, "font-family")], words).toEqual([
      ordinary,
      "rgba(0, 0, 0, 0)",
      await style("indent", "font-size"),
      await style("indent", "font-family"),
    ]);
  }
  expect(await style("from right to left", "direction")).toBe("rtl");
  await expect(shown.getByRole("link", { name: "link" })).toHaveAttribute("target", "_blank");
  await expect(shown.locator("hr")).toHaveCount(1);
  await expect(shown.locator("table")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

const PICTURE = { name: "mill.png", mimeType: "image/png", buffer: png(1600, 900) };

/** Inserts a file by a dialog of the Studio, as editors do. */
async function insert(studio: Page, button: string, file: { name: string; mimeType: string; buffer: Buffer }, alt?: string): Promise<void> {
  await studio.getByRole("button", { name: button }).click();
  const drawer = studio.locator(".v-drawer");
  await drawer.locator("input[type=file]").setInputFiles(file);
  const source = drawer.locator("input").first();
  await expect(source).toHaveValue(/\/assets\//);
  if (alt !== undefined) {
    await drawer.locator(".field", { hasText: "Alternative Text" }).locator("input").fill(alt);
  }
  await drawer.locator("header .actions button").last().click();
  await expect(drawer).toHaveCount(0);
}

test("a picture and a sound that are uploaded in the Studio’s dialogs are there for visitors", { tag: "@pointer" }, async ({ page, admin, browser }) => {
  const post = await admin.post({ content: "<p>Listen.</p>" });
  const [{ id }] = await admin.request<[{ id: string }]>("GET", `/items/posts?filter[slug]=${post.slug}&fields=id`);
  const studio = await browser.newPage();
  await openStudio(studio, admin, id);
  await studio.getByText("Remind").click();
  await insert(studio, "Add/Edit Image", PICTURE, "Map of the mill");
  await insert(studio, "Add/Edit Media", { name: "bell.wav", mimeType: "audio/wav", buffer: wav(2) });
  await studio.getByRole("heading", { name: post.title }).or(studio.getByText(post.title)).first().click();
  await studio.keyboard.press("Control+s");
  const stored = async () => (await admin.request<{ content: string }>("GET", `/items/posts/${id}?fields=content`)).content;
  await expect.poll(stored).toMatch(/<img .*<audio |<audio .*<img /s);
  await studio.close();

  await page.setViewportSize({ width: 360, height: 800 });
  await visit(page, `/blog/${post.slug}`);
  const picture = page.getByRole("img", { name: "Map of the mill" });
  await expectImageLoaded(picture);
  expect(await picture.evaluate((image: HTMLImageElement) => new URL(image.currentSrc).searchParams.get("width"))).toBe("480");
  expect(await page.locator(".rich-text audio").evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true;
    await audio.play();
    return Math.round(audio.duration);
  })).toBe(2);
});
