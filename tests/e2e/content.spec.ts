import { unique } from "./support/admin.ts";
import { REFUSAL, expectPath, expect, expectImageLoaded, expectHeading, holdRequests, test, visit } from "./support/test.ts";

test("the front page shows the site’s name, its text and the newest posts", async ({ page }) => {
  await visit(page, "/");
  await expectHeading(page, "Millbrook Commons");
  await expect(page.getByText("The gate is open.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Come and" })).toBeVisible();
  const posts = page.getByRole("region", { name: "From the blog" }).getByRole("article");
  await expect(posts).toHaveCount(3);
  await expect(page).toHaveTitle("Millbrook Commons");
});

for (const slug of ["about", "conduct", "privacy"]) {
  test(`the page ${slug} is reached from the navigation and by its address`, async ({ page }) => {
    await visit(page, `/pages/${slug}`);
    const name = await page.getByRole("heading", { level: 1 }).innerText();
    await expect(page).toHaveTitle(`${name} · Millbrook Commons`);
    await expect(page.getByRole("main").getByRole("paragraph").first()).toBeVisible();

    await visit(page, "/");
    await page.getByRole("navigation", { name: "Main" }).locator(`a[href="/pages/${slug}"]`).click();
    await expectPath(page, `/pages/${slug}`);
    await expectHeading(page, name);
    await expect(page.getByRole("navigation", { name: "Main" }).locator(`a[href="/pages/${slug}"]`)).toBeVisible();
  });
}

test.describe("the blog", () => {
  test("lists all posts, newest first, page by page", { tag: "@journey" }, async ({ page }) => {
    await visit(page, "/blog");
    const dates: string[] = [];
    const places = page.getByText(/^Page \d+ of \d+$/);
    for (;;) {
      await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
      for (const time of await page.getByRole("main").locator("article time").all()) {
        dates.push((await time.getAttribute("datetime")) ?? "");
      }
      const older = page.getByRole("link", { name: "Older" });
      if ((await older.count()) === 0) {
        break;
      }
      const place = await places.innerText();
      await older.click();
      await expect(places).not.toHaveText(place);
    }
    // The seeded posts, and those that other tests have created meanwhile.
    expect(dates.length).toBeGreaterThanOrEqual(30);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  test("keeps its page number in the URL, for Back, Forward, reload and links", async ({ page }) => {
    await visit(page, "/blog");
    const first = page.getByRole("main").getByRole("article").first().getByRole("heading");
    const newest = await first.innerText();
    await page.getByRole("link", { name: "Older" }).click();
    await expectPath(page, "/blog?page=2");
    await expect(page.getByText(/^Page 2 of/)).toBeVisible();
    const onTwo = await first.innerText();
    expect(onTwo).not.toBe(newest);
    await expect(page).toHaveTitle("Blog, page 2 · Millbrook Commons");

    await page.getByRole("link", { name: "Older" }).click();
    await expectPath(page, "/blog?page=3");
    await page.goBack();
    await expectPath(page, "/blog?page=2");
    await expect(first).toHaveText(onTwo);
    await page.goBack();
    await expectPath(page, "/blog");
    await expect(first).toHaveText(newest);
    await page.goForward();
    await expect(first).toHaveText(onTwo);
    await page.reload();
    await expect(first).toHaveText(onTwo);

    await page.getByRole("link", { name: "Newer" }).click();
    await expectPath(page, "/blog");
    await expect(first).toHaveText(newest);
  });

  for (const query of ["?page=0", "?page=-1", "?page=two", "?page=1e9", "?page=", "?other=1"]) {
    test(`shows its first page for ${query}`, async ({ page }) => {
      await visit(page, `/blog${query}`);
      await expect(page.getByText(/^Page 1 of/)).toBeVisible();
      await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    });
  }

  test("past its end says so and links to the newest posts", async ({ page }) => {
    await visit(page, "/blog?page=4000");
    await expect(page.getByText("There are no posts on this page.")).toBeVisible();
    await page.getByRole("link", { name: "Go to the newest posts" }).click();
    await expect(page.getByText(/^Page 1 of/)).toBeVisible();
  });

  test("shows pictures that load", async ({ page }) => {
    await visit(page, "/blog");
    const picture = page.getByRole("main").getByRole("article").first().locator("img");
    await expectImageLoaded(picture);
  });
});

test.describe("a post", () => {
  test("has its author, its date and its picture", async ({ page }) => {
    await visit(page, "/blog/apple-day");
    await expectHeading(page, "Apple Day, and the rent");
    await expect(page.getByText("Ada Fenwick").first()).toBeVisible();
    await expect(page.getByText("11 October 2025")).toHaveAttribute("datetime", "2025-10-11");
    const picture = page.getByRole("img", { name: /A spreading apple tree heavy with red fruit/ });
    await expectImageLoaded(picture);
    await expect(page.getByRole("heading", { level: 2, name: "The pressing" })).toBeVisible();
    await expect(page).toHaveTitle("Apple Day, and the rent · Millbrook Commons");
  });

  test("requests its images in the width that they are shown in, also those in its text", async ({ page, admin }) => {
    const [{ image } = { image: "" }] = await admin.request<{ image: string }[]>("GET", "/items/posts?filter[slug]=apple-day&fields=image");
    const post = await admin.post({ image, content: `<p>Look:</p><p><img src="/directus/assets/${image}?width=1600&height=900" alt="The tree"></p>` });
    for (const [width, large, small] of [
      [360, 640, 480],
      [1440, 1120, 800],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await visit(page, `/blog/${post.slug}`);
      await expectHeading(page, post.title);
      for (const [picture, expected] of [
        [page.locator(".post-picture"), large],
        [page.getByRole("img", { name: "The tree" }), small],
      ] as const) {
        await picture.scrollIntoViewIfNeeded();
        const shown = () => picture.evaluate((image: HTMLImageElement) => new URL(image.currentSrc || location.href).searchParams.get("width"));
        await expect.poll(shown).toBe(String(expected));
        await expectImageLoaded(picture);
      }
    }
  });

  test("requests an image again that came empty", async ({ page }) => {
    await page.route(/\/assets\/.*height=/, (route) => route.fulfill({ body: "", contentType: "image/webp" }), { times: 1 });
    await visit(page, "/blog/apple-day");
    const picture = page.locator(".post-picture");
    await expectImageLoaded(picture);
    expect(await picture.getAttribute("src")).toMatch(/&again=1$/);
  });

  test("is opened from the list, and left by the link below it", { tag: "@journey" }, async ({ page }) => {
    await visit(page, "/blog?page=2");
    const card = page.getByRole("main").getByRole("article").first();
    const title = await card.getByRole("heading").innerText();
    await card.getByRole("link", { name: title }).click();
    await expectHeading(page, title);
    await page.getByRole("link", { name: "All posts" }).click();
    await expectPath(page, "/blog");
    await expectHeading(page, "Blog");
  });

  test("is shown without picture, author and summary", async ({ page, admin }) => {
    const post = await admin.post({ content: "<p>Just text.</p>" });
    await visit(page, `/blog/${post.slug}`);
    await expectHeading(page, post.title);
    await expect(page.getByText("Just text.")).toBeVisible();
    await expect(page.getByRole("main").getByRole("img")).toHaveCount(0);
  });

  test("is hidden while its date is in the future or missing", async ({ page, admin }) => {
    const secret = unique("surprise");
    for (const publish_date of ["2999-01-01T00:00:00Z", null]) {
      const post = await admin.post({ publish_date, title: secret });
      await visit(page, `/blog/${post.slug}`);
      await expectHeading(page, "Page not found");
      await expect(page.getByText(secret)).toHaveCount(0);
    }
    await visit(page, "/blog");
    await expect(page.getByRole("main").getByRole("article")).toHaveCount(9);
    await expect(page.getByText(secret)).toHaveCount(0);
  });
});

test.describe("a missing page", () => {
  for (const path of [
    "/no/such/page",
    "/pages/no-such-page",
    "/blog/no-such-post",
    "/pages",
    "/blog/apple-day/comments",
    "/pages/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/404",
  ]) {
    test(`shows the not-found page: ${path}`, async ({ page }) => {
      await visit(page, path);
      await expectHeading(page, "Page not found");
      await expect(page).toHaveTitle("Page not found · Millbrook Commons");
      await expectPath(page, path);
      await page.getByRole("link", { name: "Go to the front page" }).click();
      await expectHeading(page, "Millbrook Commons");
    });
  }
});

test("search engines find what the site is about, and what a page is about where its editors say so", async ({ page }) => {
  const about = page.locator("meta[name=description]");
  const field = async (path: string) => ((await (await page.request.get(`/directus/items/${path}`)).json()) as { data: unknown }).data;
  const { description } = (await field("global?fields=description")) as { description: string };
  const [{ summary }] = (await field("posts?fields=summary&filter[slug]=apple-day")) as [{ summary: string }];
  expect(description.length * summary.length).toBeGreaterThan(0);
  await visit(page, "/");
  await expect(about).toHaveAttribute("content", description);
  await visit(page, "/blog/apple-day");
  await expect(about).toHaveAttribute("content", summary);
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
  await expectPath(page, "/signin");
  await expect(about).toHaveAttribute("content", description);
  await expect(about).toHaveCount(1);
});

test.describe("content that does not load", () => {
  for (const [path, request] of [
    ["/pages/about", "**/items/pages?*"],
    ["/blog", "**/items/posts?*"],
    ["/blog/apple-day", "**/items/posts?*"],
  ] as const) {
    test(`is reported on ${path}, and is retried by itself`, async ({ page, watch }) => {
      const url = request.includes("pages") ? "/items/pages" : "/items/posts";
      watch.expectFailure({ url, status: "none", times: "some" });
      watch.expectFailure({ url, status: 502, times: "some" });
      await page.route(request, (route) => route.abort("connectionrefused"));
      await visit(page, path);
      await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
      // A second route replaces the first, so that no request gets through between them.
      await page.route(request, (route) =>
        route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }),
      );
      await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
      await page.unroute(request);
      await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(0);
    });

    test(`can be retried on ${path} after a refusal`, async ({ page, watch }) => {
      watch.expectFailure({ url: request.includes("pages") ? "/items/pages" : "/items/posts", status: 400 });
      await page.route(request, (route) => route.fulfill({ status: 400, json: REFUSAL }), { times: 1 });
      await visit(page, path);
      await expect(page.getByRole("alert")).toContainText("The server refused this.");
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(0);
    });
  }

  test("leaves the rest of the front page in place", async ({ page, watch }) => {
    watch.expectFailure({ url: "/items/posts", status: 400 });
    await page.route("**/items/posts?*", (route) => route.fulfill({ status: 400, json: REFUSAL }), { times: 1 });
    await visit(page, "/");
    await expect(page.getByRole("heading", { name: "Come and" })).toBeVisible();
    const posts = page.getByRole("region", { name: "From the blog" });
    await posts.getByRole("button", { name: "Try again" }).click();
    await expect(posts.getByRole("article")).toHaveCount(3);
  });

  test("shows a placeholder that says so while it loads", async ({ page }) => {
    const answer = await holdRequests(page, "**/items/pages?*");
    await visit(page, "/pages/about");
    await expect(page.getByText("Loading")).toBeAttached();
    await expect(page.getByRole("main")).toHaveAttribute("aria-busy", "true");
    // Content that loads within 200 ms shows no placeholder.
    const seen = await page.locator(".placeholder").evaluate((placeholder) => {
      const [appearing] = placeholder.getAnimations();
      appearing?.pause();
      return [0, 199, 450].map((time) => {
        Object.assign(appearing ?? {}, { currentTime: time });
        return getComputedStyle(placeholder).opacity;
      });
    });
    expect(seen).toEqual(["0", "0", "1"]);
    answer();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Loading")).toHaveCount(0);
    await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
  });
});

test("links between pages in a text open without a reload", async ({ page, admin }) => {
  const post = await admin.post({
    content: '<p><a href="/pages/about"><em>About us</em></a> <a href="/blog?page=2">Older posts</a></p>',
  });
  await visit(page, `/blog/${post.slug}`);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole("main").getByRole("link", { name: "About us" }).click();
  await expectPath(page, "/pages/about");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goBack();
  await page.getByRole("main").getByRole("link", { name: "Older posts" }).click();
  await expectPath(page, "/blog?page=2");
  await expect(page.getByText(/^Page 2 of/)).toBeVisible();
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
});
