import { type Page } from "@playwright/test";
import { expect, expectHeading, test, visit } from "./support/test.ts";

/** Each payload calls this function if it runs. */
const RUN = "window.__ran=(window.__ran||0)+1";

/** What has been published against sanitisers, and what careless editors paste. */
const PAYLOADS: Record<string, string> = {
  "a script": `<script>${RUN}</script>`,
  "a script from elsewhere": `<script src="https://example.com/x.js"></script>`,
  "a script in odd writing": `<ScRiPt/x>${RUN}</sCrIpT >`,
  "a module": `<script type="module">${RUN}</script>`,
  "an event of an image": `<img src=x onerror="${RUN}">`,
  "an event without quotes": `<img/src=x/onerror=${RUN}>`,
  "an event that starts by itself": `<details open ontoggle="${RUN}">x</details>`,
  "an event of an animation": `<p style="animation-name:x" onanimationstart="${RUN}">x</p>`,
  "an event of focus": `<input autofocus onfocus="${RUN}"><a tabindex=0 autofocus onfocus="${RUN}">x</a>`,
  "an event of media": `<video src=x onerror="${RUN}"></video><audio src=x onerror="${RUN}"></audio>`,
  "an address of code": `<a class=victim href="javascript:${RUN}">x</a>`,
  "an address of code with a tab": `<a class=victim href="java&#9;script:${RUN}">x</a>`,
  "an address of code in entities": `<a class=victim href="&#106;avascript&colon;${RUN}">x</a>`,
  "an address of code after a control character": `<a class=victim href="&#1;javascript:${RUN}">x</a>`,
  "an address of data": `<a class=victim href="data:text/html,<script>${RUN}</script>">x</a>`,
  "an SVG that loads": `<svg onload="${RUN}"></svg>`,
  "an SVG with a script": `<svg><script>${RUN}</script></svg>`,
  "an SVG animation": `<svg><a><animate attributeName=href values="javascript:${RUN}"/><text y=20>x</text></a></svg>`,
  "an SVG with foreign content": `<svg><foreignObject><img src=x onerror="${RUN}"></foreignObject></svg>`,
  "an SVG use": `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><a href='javascript:${RUN}'/></svg>#x"/></svg>`,
  "MathML": `<math><maction actiontype="statusline" xlink:href="javascript:${RUN}">x</maction></math>`,
  "a frame": `<iframe src="javascript:${RUN}"></iframe><iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  "an object": `<object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">`,
  "a form": `<form action="https://example.com/"><input name=password type=password><button>Sign in</button></form>`,
  "a button with an action": `<form id=f></form><button form=f formaction="javascript:${RUN}">x</button>`,
  "a base": `<base href="https://example.com/">`,
  "a refresh": `<meta http-equiv="refresh" content="0;url=https://example.com/">`,
  "a link to styles": `<link rel=stylesheet href="https://example.com/x.css">`,
  "styles": `<style>body{display:none}</style><p style="position:fixed;inset:0;background:url(https://example.com/x)">x</p>`,
  "a template": `<template><img src=x onerror="${RUN}"></template>`,
  "mutation by noscript": `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  "mutation by MathML and style": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  "mutation by SVG and style": `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  "mutation by forms": `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  "mutation by a comment": `<!--><img src=x onerror=${RUN}>-->`,
  "mutation by a title": `<svg><title><style><img title="</style><img src=x onerror=${RUN}>"></style></title></svg>`,
  "mutation by a textarea": `<textarea><img title="</textarea><img src=x onerror=${RUN}>"></textarea>`,
  "mutation by deep nesting": `${"<div>".repeat(600)}<img src=x onerror=${RUN}>${"</div>".repeat(600)}`,
  "clobbering of the document": `<img name=body><img name=getElementById><form id=location></form><a id=DOMPurify></a>`,
  "clobbering of the app’s configuration": `<p id="lychgate-config">{"directusUrl":"https://example.com"}</p>`,
};

/** Returns the elements and attributes that a sanitised text must not have. */
async function leftovers(page: Page): Promise<string[]> {
  return page.getByRole("main").evaluate((main) => {
    const found: string[] = [];
    const elements = [...main.querySelectorAll(".rich-text *")];
    for (const element of elements) {
      if (element instanceof HTMLTemplateElement) {
        elements.push(...element.content.querySelectorAll("*"));
      }
      if (/^(script|iframe|object|embed|form|input|button|textarea|style|link|meta|base|svg|math)$/i.test(element.tagName)) {
        found.push(element.tagName);
      }
      for (const { name, value } of element.attributes) {
        const code = /^(href|src|action|formaction|xlink:href|srcset|poster|data)$/.test(name) && /^[\s\u0000-\u0020]*(java\s*script|vbscript|data:text)/i.test(value);
        if (/^on/i.test(name) || name === "style" || code) {
          found.push(`${element.tagName} ${name}=${value}`);
        }
      }
    }
    return found;
  });
}

// By pointer only: a link without a URL cannot be focused.
test("no script in a hostile post runs, and no CSP violation occurs", { tag: "@pointer" }, async ({ page, admin, watch }) => {
  // The payloads name missing images; their 404 does not matter here.
  await page.route(/\/[x1]$/, (route) => route.fulfill({ contentType: "image/gif", body: Buffer.from("GIF89a") }));
  const content = Object.entries(PAYLOADS)
    .map(([, payload]) => `<p>Before.</p>${payload}`)
    .join("\n");
  for (const [name, payload] of [...Object.entries(PAYLOADS), ["all of them", `${content}<p>After all.</p>`] as const]) {
    await test.step(name, async () => {
      const post = await admin.post({ content: `<p>Harmless <strong>text</strong>.</p>${payload}` });
      await visit(page, `/blog/${post.slug}`);
      await expectHeading(page, post.title);
      await expect(page.getByText("Harmless text.")).toBeVisible();
      for (const victim of await page.locator(".rich-text a").all()) {
        if (await victim.isVisible()) {
          await victim.click({ noWaitAfter: true, force: true });
        }
      }
      expect(await page.evaluate(() => (window as unknown as { __ran?: number }).__ran ?? 0)).toBe(0);
      expect(await leftovers(page)).toEqual([]);
      expect(new URL(page.url()).pathname).toBe(`/blog/${post.slug}`);
    });
  }
  expect(watch.requests("/auth/")).toHaveLength(0);
});

test("a hostile title, summary and author are shown as text", async ({ page, admin }) => {
  const payload = `<img src=x onerror="${RUN}">`;
  const author = await admin.request<{ id: number }>("POST", "/items/authors", {
    slug: `hostile-${Date.now()}`,
    name: `${payload} Mallory`,
    bio: `${payload} Bio`,
  });
  const post = await admin.post({ title: `${payload} Title`, summary: `${payload} Summary`, author: author.id });
  await visit(page, `/blog/${post.slug}`);
  await expectHeading(page, `${payload} Title`);
  await expect(page.getByText(`${payload} Mallory`).first()).toBeVisible();
  await expect(page).toHaveTitle(new RegExp("^<img src=x"));
  expect(await page.evaluate(() => "__ran" in window)).toBe(false);
});

test("harmless markup in a text is kept", async ({ page, admin }) => {
  const post = await admin.post({
    content: `<h2>Heading</h2><p>A <strong>strong</strong> and <em>emphasised</em> <a href="https://example.com/">link</a>.</p>
      <ul><li>one</li><li>two</li></ul><blockquote><p>Quoted</p></blockquote>
      <table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table><pre><code>a &lt; b</code></pre>
      <figure><img src="/favicon.svg" alt="A picture" width="10" height="10"><figcaption>Caption</figcaption></figure>`,
  });
  // The missing image does not matter here.
  await page.route("**/favicon.svg", (route) =>
    route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  );
  await visit(page, `/blog/${post.slug}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 2, name: "Heading" })).toBeVisible();
  await expect(main.getByRole("link", { name: "link", exact: true })).toHaveAttribute("href", "https://example.com/");
  await expect(main.getByRole("listitem")).toHaveCount(2);
  await expect(main.getByRole("columnheader", { name: "Head" })).toBeVisible();
  await expect(main.getByRole("cell", { name: "Cell" })).toBeVisible();
  await expect(main.getByText("a < b")).toBeVisible();
  await expect(main.getByRole("figure")).toBeVisible();
  await expect(main.getByRole("img", { name: "A picture" })).toBeAttached();
});

test("a text is not shown as HTML when the sanitiser has not loaded", async ({ page, admin, watch }) => {
  watch.expectFailure({ url: "purify.min.js", status: "none", times: "some" });
  const post = await admin.post({ content: `<p>Text</p><img src=x onerror="${RUN}">` });
  await page.route(/purify\.min[^/]*\.js$/, (route) => route.abort("connectionreset"));
  await visit(page, `/blog/${post.slug}`);
  await expectHeading(page, post.title);
  await expect(page.getByRole("alert")).toContainText("can’t be shown safely");
  expect(await page.evaluate(() => "__ran" in window)).toBe(false);
});
