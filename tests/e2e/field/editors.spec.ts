import { type Page } from "@playwright/test";
import { type Admin, accountsAdmin, unique } from "../support/admin.ts";
import { violations } from "../support/axe.ts";
import { png, uploadPublicFile, wav } from "../support/files.ts";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, expectImageLoaded, expectPath, test, visit } from "../support/test.ts";

// What editors write in the Studio, and what visitors get.

/** Opens a post with this text. */
async function read(page: Page, admin: Admin, content: string, fields: Record<string, unknown> = {}): Promise<string> {
  const post = await admin.post({ content, ...fields });
  await visit(page, `/blog/${post.slug}`);
  await expectHeading(page, post.title);
  return post.slug;
}

const text = (page: Page) => page.locator(".rich-text");

/** https://developer.mozilla.org/docs/Web/API/LayoutShift */
type LayoutShift = PerformanceEntry & { value: number; hadRecentInput: boolean };

/** The id of a public picture of 1600 × 900 pixels. */
async function pictureOf(admin: Admin): Promise<string> {
  const [post] = await admin.request<[{ image: string }]>("GET", "/items/posts?filter[slug]=apple-day&fields=image");
  return post.image;
}

test.describe("a picture that an editor inserts", () => {
  const otherName = new URL(stack.url);
  otherName.hostname = "127.0.0.1";
  for (const [how, src, size] of [
    ["with its size, as the Studio does", (id: string) => `/directus/assets/${id}.webp?width=1600&amp;height=900`, ["1600", "900"]],
    ["on another name of the same site", (id: string) => `${otherName.origin}/directus/assets/${id}?width=1600&height=900`, ["1600", "900"]],
    ["with an ampersand that was escaped twice", (id: string) => `/directus/assets/${id}?width=1600&amp;amp;height=900`, ["1600", "900"]],
    ["without its size", (id: string) => `/directus/assets/${id}`, undefined],
    ["as a download", (id: string) => `/directus/assets/${id}.webp?download`, undefined],
    ["with a token in its URL", (id: string) => `/directus/assets/${id}.webp?access_token=x`, undefined],
  ] as const) {
    test(`${how} keeps its place, and comes in the width that it is shown in`, async ({ page, admin }) => {
      const id = await pictureOf(admin);
      const file = await admin.request<{ width: number; height: number }>("GET", `/files/${id}?fields=width,height`);
      await page.setViewportSize({ width: 360, height: 800 });
      await read(page, admin, `<p>Look:</p><p><img src="${src(id)}" alt="The tree" /></p><p>Below.</p>`);
      const picture = page.getByRole("img", { name: "The tree" });
      await expect(picture).toHaveAttribute("loading", "lazy");
      await expect(picture).toHaveAttribute("width", size?.[0] ?? String(file.width));
      await expect(picture).toHaveAttribute("height", size?.[1] ?? String(file.height));
      await picture.scrollIntoViewIfNeeded();
      await expectImageLoaded(picture);
      const shown = new URL(await picture.evaluate((image: HTMLImageElement) => image.currentSrc));
      expect(shown.host).toBe(new URL(stack.url).host);
      expect(shown.searchParams.get("width")).toBe("480");
      expect(shown.searchParams.has("access_token")).toBe(false);
    });
  }

  test("in a size of its own is loaded no larger than that", async ({ page, admin }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await read(page, admin, `<p><img src="/directus/assets/${await pictureOf(admin)}?width=1600&height=900" width="300" height="169" alt="The tree"></p>`);
    const picture = page.getByRole("img", { name: "The tree" });
    await expectImageLoaded(picture);
    expect(await picture.evaluate((image: HTMLImageElement) => new URL(image.currentSrc).searchParams.get("width"))).toBe("480");
    expect((await picture.boundingBox())?.width).toBe(300);
  });

  for (const [what, name, type, content] of [
    ["that is wider than Directus scales", "wide.png", "image/png", png(6100, 100)],
    ["that moves", "dot.gif", "image/gif", Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")],
  ] as const) {
    test(`${what} is shown as it is`, async ({ page, admin, watch }) => {
      const id = await uploadPublicFile(name, type, content);
      watch.expectFailure({ url: `/assets/${id}`, status: 400, times: "any" });
      await read(page, admin, `<p><img src="/directus/assets/${id}?width=610&height=10" alt="Map"></p>`);
      await expectImageLoaded(page.getByRole("img", { name: "Map" }));
    });
  }

  test("is shown as it is where the operator has forbidden to scale pictures", async ({ page, watch }) => {
    const admin = accountsAdmin();
    const [post] = await admin.request<[{ image: string }]>("GET", "/items/posts?filter[slug]=apple-day&fields=image");
    watch.expectFailure({ url: `/assets/${post.image}`, status: 400, times: "some" });
    const { slug } = await admin.post({ content: `<p><img src="/directus/assets/${post.image}?width=1600&height=900" alt="The tree"></p>` });
    await admin.request("PATCH", "/settings", { storage_asset_transform: "none" });
    try {
      await visit(page, `${stack.accountsUrl}/blog/${slug}`);
      await expectImageLoaded(page.getByRole("img", { name: "The tree" }));
    } finally {
      await admin.request("PATCH", "/settings", { storage_asset_transform: "all" });
    }
  });

  test("from elsewhere becomes a link with its words, and nothing is asked of there", async ({ page, admin }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).hostname));
    await read(page, admin, '<p>Here: <img src="https://maps.example/mill.png" alt="Map of the mill"> and <img src="https://count.example/1.gif" alt=""></p>');
    await expect(text(page).getByRole("link", { name: "Map of the mill" })).toHaveAttribute("href", "https://maps.example/mill.png");
    await expect(text(page).locator("img")).toHaveCount(0);
    expect(new Set(asked)).toEqual(new Set([new URL(stack.url).hostname]));
  });

  test("of another Directus becomes a link with its words, and so does a video; a link leads there", async ({ page, admin }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).hostname));
    const src = (digit: number) => `https://cms.example/directus/assets/00000000-0000-4000-8000-00000000000${digit}`;
    const slug = await read(
      page,
      admin,
      `<p><img src="${src(1)}?width=16&height=9" alt="Map of the mill"> <video src="${src(2)}" title="Film"></video> <a href="${src(3)}.pdf">Rules</a></p>`,
    );
    await expect(text(page).getByRole("link", { name: "Map of the mill" })).toHaveAttribute("href", `${src(1)}?width=16&height=9`);
    await expect(text(page).getByRole("link", { name: "Film" })).toHaveAttribute("href", src(2));
    await expect(text(page).getByRole("link", { name: "Rules" })).toHaveAttribute("href", `${src(3)}.pdf`);
    await expect(text(page).getByRole("link", { name: "Rules" })).not.toHaveAttribute("download");
    expect(new Set(asked)).toEqual(new Set([new URL(stack.url).hostname]));
    await expectPath(page, `/blog/${slug}`);
  });

  test("without its size moves nothing when one comes back to it", async ({ page, admin }) => {
    await page.addInitScript(() => {
      const shifts: number[] = Object.assign(window, { shifts: [] }).shifts;
      new PerformanceObserver((list) => {
        // Right after a click things may move: the footer of a page that begins to load.
        const unexpected = list.getEntries().filter((entry) => !(entry as LayoutShift).hadRecentInput);
        shifts.push(...unexpected.map((entry) => (entry as LayoutShift).value));
      }).observe({ type: "layout-shift", buffered: true });
    });
    const shifts = () => page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    await read(page, admin, `<p><img src="/directus/assets/${await pictureOf(admin)}" alt="The tree"></p><p>Below. <a href="/pages/about">Next</a></p>`);
    const picture = page.getByRole("img", { name: "The tree" });
    await expectImageLoaded(picture);
    const next = text(page).getByRole("link", { name: "Next" });
    await next.scrollIntoViewIfNeeded();
    const above = (await picture.boundingBox())?.y;
    await next.click();
    await expectPath(page, "/pages/about");
    let isAskedAgain = false;
    page.on("request", (request) => (isAskedAgain ||= request.url().includes("/files?")));
    await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.splice(0));
    await page.goBack();
    await expectImageLoaded(picture);
    await expect.poll(async () => (await picture.boundingBox())?.y).toBe(above);
    expect(isAskedAgain).toBe(false);
    expect(await shifts()).toEqual([]);
  });
});

test.describe("styles that carry meaning", () => {
  for (const [html, property, value] of [
    ['<span style="text-decoration: underline;">not</span>', "text-decoration-line", "underline"],
    ['<span style="text-decoration: line-through;">not</span>', "text-decoration-line", "line-through"],
    ['<p style="text-align: center;">not</p>', "text-align", "center"],
    ['<p style="text-align: right;">not</p>', "text-align", "right"],
    ['<h2 style="text-align: justify;">not</h2>', "text-align", "justify"],
    ['<ol style="list-style-type: lower-alpha;"><li>not</li></ol>', "list-style-type", "lower-alpha"],
    ['<ul style="list-style-type: square;"><li>not</li></ul>', "list-style-type", "square"],
    ['<span style="font-weight: bold;">not</span>', "font-weight", "700"],
    ['<span style="mso-bidi-font-style: normal; font-style: italic">not</span>', "font-style", "italic"],
    ['<p dir="rtl">not</p>', "direction", "rtl"],
  ] as const) {
    test(`stay: ${html}`, async ({ page, admin }) => {
      await read(page, admin, `<div>${html}</div>`);
      expect(await text(page).getByText("not").evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property)).toBe(value);
    });
  }

  test("indent as far as the editor did, and colours and sizes are the site’s", async ({ page, admin }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await read(
      page,
      admin,
      `<p>plain</p><p style="padding-left: 40px;">one</p><p style="padding-left: 80px;">two</p><p style="padding-left: 4000px;">far</p>
       <p style="color: #fff; background: #fff; font-size: 72pt; font-family: Comic Sans MS; position: fixed; width: 4000px">loud</p>
       <p><font color="#ffffff" size="7">font</font></p><table bgcolor="#000000" width="4000"><tbody><tr><td style="width: 3000px" width="3000">cell</td></tr></tbody></table>`,
    );
    const style = (words: string) =>
      text(page).getByText(words).evaluate((element) => {
        const { color, backgroundColor, fontSize, fontFamily, position, paddingInlineStart } = getComputedStyle(element);
        return { look: [color, backgroundColor, fontSize, fontFamily, position].join(), indent: parseFloat(paddingInlineStart) };
      });
    const [plain, one, two, far, loud, font] = [await style("plain"), await style("one"), await style("two"), await style("far"), await style("loud"), await style("font")];
    expect(one.indent).toBeGreaterThan(plain.indent);
    expect(two.indent).toBeGreaterThan(one.indent);
    expect(far.indent).toBeGreaterThan(two.indent);
    expect(far.indent).toBeLessThan(120);
    expect([loud.look, font.look]).toEqual([plain.look, plain.look]);
    await expect(text(page).locator("table")).not.toHaveAttribute("bgcolor");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test.describe("an anchor in a text", () => {
  const FILLING = "<p>Filling.</p>".repeat(60);
  for (const [id, html] of [
    ["öffnungszeiten", '<h2 id="öffnungszeiten">Hours</h2>'],
    ["links", '<h2 id="links">Hours</h2>'],
    ["location", '<h2 id="location">Hours</h2>'],
    ["main", '<h2 id="main">Hours</h2>'],
    ["chapter1", '<p><a name="chapter1"></a>Hours</p>'],
    ["ساعات العمل", '<h2 id="ساعات العمل">Hours</h2>'],
    ["100%", '<h2 id="100%">Hours</h2>'],
    ["chapter:2", '<h2 id="chapter:2">Hours</h2>'],
  ] as const) {
    test(`is reached by a click, a link in a mail, and a reload: #${id}`, async ({ page, admin }) => {
      const slug = await read(page, admin, `<p><a href="#${id}">When?</a></p>${FILLING}${html}<p><a href="/pages/about">Next</a></p>${FILLING}`);
      const hours = text(page).getByText("Hours");
      await expect(hours).not.toBeInViewport();
      await text(page).getByRole("link", { name: "When?" }).click();
      await expect(hours).toBeInViewport();
      await expect.poll(() => decodeURIComponent(new URL(page.url()).hash.replace(/%(?![0-9A-F]{2})/g, "%25"))).toBe(`#${id}`);
      await expectHeading(page, /^Post/);
      await page.keyboard.press("Tab");
      await expect(text(page).getByRole("link", { name: "Next" })).toBeFocused();

      await page.reload();
      await expect(hours).toBeInViewport();
      await visit(page, "/");
      await visit(page, `/blog/${slug}#${encodeURIComponent(id)}`);
      await expect(hours).toBeInViewport();
      await page.keyboard.press("Tab");
      await expect(text(page).getByRole("link", { name: "Next" })).toBeFocused();
    });
  }

  test("that is not there leads to the top of the page", async ({ page, admin }) => {
    await read(page, admin, `${FILLING}<p><a href="#nowhere">Nowhere</a></p>`);
    await text(page).getByRole("link", { name: "Nowhere" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeInViewport();
  });
});

test.describe("what an editor embeds", () => {
  test("plays where it is a file of Directus, and can be sought in", async ({ page, admin }) => {
    const id = await uploadPublicFile("bell.wav", "audio/wav", wav(20));
    await read(
      page,
      admin,
      `<p><video width="300" height="150" controls="controls"><source src="/directus/assets/${id}.wav" type="audio/wav"></video></p>
       <p><audio src="http://127.0.0.1:9/directus/assets/${id}"></audio></p>`,
    );
    for (const medium of [text(page).locator("video"), text(page).locator("audio")]) {
      await expect(medium).toHaveAttribute("controls");
      expect(
        await medium.evaluate(async (medium: HTMLMediaElement) => {
          medium.muted = true;
          await medium.play();
          const sought = new Promise((resolve) => medium.addEventListener("seeked", resolve, { once: true }));
          medium.currentTime = 15;
          await sought;
          return Math.round(medium.duration) * 100 + Math.floor(medium.currentTime);
        }),
      ).toBe(2015);
    }
  });

  test("from elsewhere becomes a link with its title, which opens beside the site", async ({ page, admin }) => {
    await read(
      page,
      admin,
      `<p><iframe src="https://www.youtube.com/embed/x" title="The pressing" width="560" height="314" allowfullscreen="allowfullscreen"></iframe></p>
       <p><iframe src="//player.vimeo.com/video/1"></iframe></p>
       <p><video controls><source src="https://films.example/mill.mp4" type="video/mp4"></video></p>
       <p><iframe src="data:text/html,no" title="Not a page"></iframe></p>`,
    );
    const link = (name: string) => text(page).getByRole("link", { name });
    await expect(link("The pressing")).toHaveAttribute("href", "https://www.youtube.com/embed/x");
    await expect(link("The pressing")).toHaveAttribute("target", "_blank");
    await expect(link("The pressing")).toHaveAttribute("rel", "noopener");
    await expect(link("player.vimeo.com")).toHaveAttribute("href", /^https?:\/\/player\.vimeo\.com\/video\/1$/);
    await expect(link("films.example")).toHaveAttribute("href", "https://films.example/mill.mp4");
    await expect(text(page).getByText("Not a page")).toBeVisible();
    await expect(text(page).locator("iframe, video")).toHaveCount(0);
  });
});

test.describe("a link in a text", () => {
  test("opens in a new tab where the editor wants it so", async ({ page, admin, context }) => {
    await read(page, admin, '<p><a href="/pages/about" target="_blank">About us</a></p>');
    const opened = context.waitForEvent("page");
    await text(page).getByRole("link", { name: "About us" }).click();
    const other = await opened;
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await other.evaluate(() => opener)).toBeNull();
    await other.close();
  });

  test("in full to a page of the site is followed without a reload", async ({ page, admin }) => {
    await read(page, admin, `<p><a href="${stack.url}/pages/about">About us</a></p>`);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await text(page).getByRole("link", { name: "About us" }).click();
    await expectPath(page, "/pages/about");
    expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  });

  for (const target of ["", ' target="_blank"']) {
    test(`to a file of Directus saves it${target}`, async ({ page, admin }) => {
      const id = await uploadPublicFile("rules.txt", "text/plain", Buffer.from("Rules."));
      const slug = await read(page, admin, `<p><a href="/directus/assets/${id}.txt"${target}>Rules</a></p>`);
      const download = page.waitForEvent("download");
      await text(page).getByRole("link", { name: "Rules" }).click();
      expect((await download).suggestedFilename()).toBe("rules.txt");
      await expectPath(page, `/blog/${slug}`);
    });
  }

  test("to a mail address or a telephone stays one", async ({ page, admin }) => {
    await read(page, admin, '<p><a href="mailto:a@example.com?subject=x">Write</a> <a href="tel:+44123">Call</a></p>');
    await expect(text(page).getByRole("link", { name: "Write" })).toHaveAttribute("href", "mailto:a@example.com?subject=x");
    await expect(text(page).getByRole("link", { name: "Call" })).toHaveAttribute("href", "tel:+44123");
  });
});

test("a text flows around a picture that an editor puts at its side, in the column of the text", async ({ page, admin }) => {
  const filling = "Words that go on for a while. ".repeat(3);
  const { slug, title } = await admin.page({
    content: `<p>Begin.</p><h2>Heading</h2><p><img style="float: left;" src="/directus/assets/${await pictureOf(admin)}?width=400&height=300" alt="The tree">${filling}</p>
      <p>Beside. ${filling}</p>`,
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/pages/${slug}`);
  await expectHeading(page, title);
  const picture = page.getByRole("img", { name: "The tree" });
  await expectImageLoaded(picture);
  const [right, bottom] = await picture.evaluate((image) => [image.getBoundingClientRect().right, image.getBoundingClientRect().bottom]);
  const line = await text(page).getByText("Beside.").evaluate((paragraph) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const { left, top } = range.getClientRects()[0] ?? new DOMRect();
    return { left, top };
  });
  expect(line.top).toBeLessThan(bottom ?? 0);
  expect(line.left).toBeGreaterThan(right ?? Infinity);
  const columns = await text(page).evaluate((text) => [...text.children].map((child) => child.getBoundingClientRect().left));
  expect(new Set(columns).size).toBe(1);
});

test.describe("on a phone", () => {
  const WORD = "W".repeat(300);
  const WIDE = `<h2>${"Heading".repeat(15)}</h2><p>${WORD}</p><p>https://example.com/${"path".repeat(90)}</p>
    <p><a href="https://example.com/">https://example.com/${"path".repeat(90)}</a></p>
    <table><tbody><tr>${"<td>A cell</td>".repeat(20)}</tr></tbody></table><table style="width: 3000px"><tbody><tr><td>${WORD}</td></tr></tbody></table>
    <pre>${"x".repeat(400)}</pre><p><code>${WORD}</code></p><blockquote><p>${WORD}</p></blockquote><ul><li>${WORD}<ul><li>${WORD}</li></ul></li></ul>
    <dl><dt>${WORD}</dt><dd>${WORD}</dd></dl><figure><img src="/favicon.svg" alt="${WORD}" width="4000" height="10"><figcaption>${WORD}</figcaption></figure>
    <p><img src="https://elsewhere.example/x" alt="${WORD}"></p><p><iframe src="https://elsewhere.example/x" title="${WORD}"></iframe></p>
    <details><summary>${WORD}</summary><p>${WORD}</p></details><p style="padding-left: 800px">${WORD}</p><p>${"&nbsp;wide".repeat(80)}</p><hr>
    <p><kbd>${WORD}</kbd> <samp>${WORD}</samp> <mark>${WORD}</mark> <sup>${WORD}</sup></p><h3>${WORD}</h3><h4>${WORD}</h4><h5>${WORD}</h5><h6>${WORD}</h6>`;

  /** The elements that reach beyond the side of the window, where the page can be scrolled sideways. */
  const tooWide = (page: Page) =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const beyond = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
      return scrollWidth > clientWidth ? [String(scrollWidth), ...beyond.map((element) => `${element.tagName}.${element.className}`)] : [];
    });

  test.use({ viewport: { width: 360, height: 800 } });
  test.beforeEach(async ({ page }) => {
    await page.route("**/favicon.svg", (route) => route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }));
  });

  test("no post is wider than the window, and what scrolls is reached by the keyboard", async ({ page, admin }) => {
    const author = await admin.request<{ id: number }>("POST", "/items/authors", { slug: unique("author"), name: WORD.slice(0, 200), bio: WORD });
    await read(page, admin, WIDE, { title: WORD.slice(0, 250), summary: WORD, author: author.id, image: await pictureOf(admin), image_alt: WORD });
    await expect(text(page).locator("pre")).toBeVisible();
    expect(await tooWide(page)).toEqual([]);
    await expect(text(page).locator("pre")).toHaveAttribute("tabindex", "0");
    expect(await violations(page)).toEqual([]);
  });

  test("no page is wider than the window", async ({ page, admin }) => {
    const { slug, title } = await admin.page({ content: WIDE, title: WORD.slice(0, 250), summary: WORD });
    for (const width of [320, 360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await visit(page, `/pages/${slug}`);
      await expectHeading(page, title);
      await expect(text(page).locator("pre")).toBeVisible();
      expect(await tooWide(page)).toEqual([]);
    }
  });

  for (const path of ["/", "/blog", "/signin", "/pages/about"]) {
    test(`no name and no title makes ${path} wider than the window`, async ({ page }) => {
      const lengthen = (value: unknown): unknown =>
        Array.isArray(value)
          ? value.map(lengthen)
          : value && typeof value === "object"
            ? Object.fromEntries(Object.entries(value).map(([key, value]) => [key, ["title", "summary", "name", "tagline", "description", "bio"].includes(key) ? WORD : lengthen(value)]))
            : value;
      await page.route(/\/items\/(global|posts|pages)\?/, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: lengthen(await answer.json()) });
      });
      await visit(page, path);
      await expect(page.getByText(WORD).first()).toBeVisible();
      await expect(page.locator("main")).not.toHaveAttribute("aria-busy");
      expect(await tooWide(page)).toEqual([]);
    });
  }

  test("the name of a person makes no page wider than the window", async ({ page, admin }) => {
    const person = await admin.person({ first_name: WORD.slice(0, 50), last_name: WORD.slice(0, 50), title: WORD.slice(0, 50), location: WORD, description: WORD });
    await visit(page, "/signin");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.keyboard.press("Enter");
    await expectPath(page, "/profile");
    await expect(page.getByTestId("profile-email")).toBeVisible();
    expect(await tooWide(page)).toEqual([]);
  });
});
