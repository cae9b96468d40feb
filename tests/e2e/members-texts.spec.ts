import { type Page } from "@playwright/test";
import { type Admin, type Person, type PostForMembers, newAddress, unique } from "./support/admin.ts";
import { LONG, scroll, top } from "./support/scroll.ts";
import { REFUSAL, currentPath, expect, expectHeading, expectPath, expectSession, holdRequests, signIn, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";
import { type Watch } from "./support/watch.ts";

// Posts and pages whose rest is for members. The first view of a page is without it: what the site asks for as the user, it asks for apart.

/** The part of the page that is for members, or what stands in its place. */
const part = (page: Page) => page.getByRole("region", { name: "For members", exact: true });
const partForSome = (page: Page) => page.getByRole("region", { name: "For certain members", exact: true });
const REST = /\/items\/p(ost|age)s\?.*members_content/;
/** The requests for what only members read. */
const asked = (watch: Watch) => watch.requests("/items/").filter((request) => REST.test(request.url()));

/** Expects that nothing of `text` is left in the document, seen or not. */
async function expectGone(page: Page, text: string): Promise<void> {
  await expect(page.locator("html")).not.toContainText(text);
  expect(await page.content()).not.toContain(text);
}

async function expectNotice(page: Page): Promise<void> {
  await expect(part(page).getByRole("heading", { name: "The rest is for members" })).toBeVisible();
  await expect(part(page).getByRole("link", { name: "Sign in" })).toBeVisible();
}

/** Opens a post as somebody who is signed in, and waits for what only members read. */
async function openWhole(page: Page, post: PostForMembers): Promise<void> {
  await visit(page, `/blog/${post.slug}`);
  await expect(part(page).getByText(post.rest)).toBeVisible();
}

/** Creates a post for the users of a role, and such a user. */
async function forPatrons(admin: Admin, watch: Watch): Promise<{ post: PostForMembers; patron: Person }> {
  const role = await admin.roleOfMembers();
  const post = await admin.postForMembers({ audience: "roles", audience_roles: [{ directus_roles_id: role }] });
  const patron = await admin.person({ role });
  watch.keepSecret(patron.password);
  return { post, patron };
}

/** Signs out in another tab, and returns that. */
async function signOutElsewhere(page: Page, watch: Watch): Promise<Page> {
  const tab = await page.context().newPage();
  await visit(tab, "/blog");
  await expectSession(tab, "signed-in");
  watch.forgetRequests();
  await tab.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
  await expectHeading(tab, "You are signed out");
  // Else a page that is opened or closed next would abort the request.
  await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(204);
  return tab;
}

test.describe("a visitor", () => {
  test("reads the beginning of a post, whom the rest is for, and the ways in", async ({ page, admin, watch }) => {
    const post = await admin.postForMembers({ summary: "What it is about." });
    await visit(page, `/blog/${post.slug}`);
    await expectHeading(page, post.title);
    await expect(page.getByText("The beginning.")).toBeVisible();
    await expectNotice(page);
    const back = `redirectedFrom=${encodeURIComponent(`/blog/${post.slug}#members-part`)}`;
    await expect(part(page).getByRole("link", { name: "Sign in" })).toHaveAttribute("href", `/signin?${back}`);
    await expect(part(page).getByRole("link", { name: "Create an account" })).toHaveAttribute("href", `/register?${back}`);
    await expect(page.locator(".byline")).toContainText("For members");
    await page.waitForLoadState("networkidle");
    await expectGone(page, post.rest);
    expect(watch.requests("/items/posts"), "one request, and none as a user").toHaveLength(1);
    expect(asked(watch)).toEqual([]);
    expect(watch.requests("/auth/")).toEqual([]);
  });

  test("reads the beginning of a page, and whom the rest is for", async ({ page, admin, watch }) => {
    const rest = unique("rest");
    const { slug, title } = await admin.page({ audience: "members", content: "<p>The beginning.</p>", members_content: `<p>${rest}</p>` });
    await visit(page, `/pages/${slug}`);
    await expectHeading(page, title);
    await expect(page.getByText("The beginning.")).toBeVisible();
    await expectNotice(page);
    await page.waitForLoadState("networkidle");
    await expectGone(page, rest);
    expect(watch.requests("/items/pages")).toHaveLength(1);
  });

  test("is told that a rest is for certain members", async ({ page, admin, watch }) => {
    const { post } = await forPatrons(admin, watch);
    await visit(page, `/blog/${post.slug}`);
    await expect(partForSome(page).getByRole("heading", { name: "The rest is for certain members" })).toBeVisible();
    await expect(partForSome(page).getByRole("link", { name: "Sign in" })).toBeVisible();
    await expect(page.locator(".byline")).toContainText("For certain members");
  });

  test("finds nothing where a post for members was removed, as where there never was one", async ({ page, admin, member }) => {
    const post = await admin.postForMembers();
    await admin.request("DELETE", `/items/posts/${post.id}`);
    await visit(page, `/blog/${post.slug}`);
    await expectHeading(page, "Page not found");
    const shown = await page.getByRole("main").innerText();
    await visit(page, `/blog/${unique("never")}`);
    await expect(page.getByRole("main")).toHaveText(shown, { useInnerText: true });
    await signIn(page, member);
    await visit(page, `/blog/${post.slug}`);
    await expectHeading(page, "Page not found");
  });

  test("signs in and reads on at the same place", { tag: "@journey" }, async ({ page, admin, member }) => {
    const post = await admin.postForMembers({ content: LONG });
    await visit(page, `/blog/${post.slug}`);
    await part(page).getByRole("link", { name: "Sign in" }).click();
    await expectPath(page, signInPathFor(`/blog/${post.slug}#members-part`));
    await submitSignIn(page, member);
    await expectPath(page, `/blog/${post.slug}#members-part`);
    await expect(part(page).getByText(post.rest)).toBeInViewport();
    await expect(part(page)).toBeFocused();
    await expect(part(page).getByRole("link", { name: "Sign in" })).toHaveCount(0);
    await page.goBack();
    await expectPath(page, `/blog/${post.slug}`);
    await expect(part(page).getByText(post.rest)).toBeAttached();
  });

  test("registers and reads on at the same place", { tag: "@journey" }, async ({ page, admin, watch }) => {
    const post = await admin.postForMembers({ content: LONG });
    const password = unique("password");
    watch.keepSecret(password);
    await visit(page, `/blog/${post.slug}`);
    await part(page).getByRole("link", { name: "Create an account" }).click();
    await expectHeading(page, "Create an account");
    await page.getByLabel("E-mail").fill(newAddress());
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expectPath(page, `/blog/${post.slug}#members-part`);
    await expect(part(page).getByText(post.rest)).toBeInViewport();
  });

  test("who signs in in another tab reads on, and stays where they are", async ({ page, context, admin, member }) => {
    const post = await admin.postForMembers({ content: LONG, members_content: LONG });
    await visit(page, `/blog/${post.slug}`);
    await expectNotice(page);
    await scroll(page, 600);
    const tab = await context.newPage();
    await signIn(tab, member);
    await expect(part(page).getByRole("paragraph")).toHaveCount(80);
    expect(await top(page)).toBe(600);
    await expectPath(page, `/blog/${post.slug}`);
  });
});

test.describe("a member", () => {
  test("reads the whole post, and the rest alone is asked for as them", async ({ page, admin, member, watch }) => {
    const post = await admin.postForMembers({ members_content: '<h2>More</h2><p>The end.</p><p onclick="alert(1)">Safe.</p>' });
    await signIn(page, member);
    watch.forgetRequests();
    await visit(page, `/blog/${post.slug}`);
    await expect(part(page).getByRole("heading", { name: "More" })).toBeVisible();
    await expect(part(page).getByText("The end.")).toBeVisible();
    await expect(part(page).locator("[onclick]")).toHaveCount(0);
    await expect(page.getByText("The beginning.")).toBeVisible();
    const requests = watch.requests("/items/posts");
    expect(requests).toHaveLength(2);
    for (const request of requests) {
      const authorization = await request.headerValue("authorization");
      expect(authorization, request.url()).toEqual(REST.test(request.url()) ? expect.stringMatching(/^Bearer /) : null);
    }
  });

  test("reads the whole page", async ({ page, admin, member }) => {
    const { slug } = await admin.page({ audience: "members", members_content: "<p>The rest.</p>" });
    await signIn(page, member);
    await visit(page, `/pages/${slug}`);
    await expect(part(page).getByText("The rest.")).toBeVisible();
  });

  test("sees the beginning and a placeholder while the rest loads", async ({ page, admin, member }) => {
    const post = await admin.postForMembers();
    await signIn(page, member);
    const release = await holdRequests(page, REST);
    await visit(page, `/blog/${post.slug}`);
    await expect(page.getByText("The beginning.")).toBeVisible();
    await expect(page.locator("article .placeholder")).toBeAttached();
    await expect(part(page)).toHaveCount(0);
    release();
    await expect(part(page).getByText(post.rest)).toBeVisible();
    await expect(page.locator(".placeholder")).toHaveCount(0);
    await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
  });

  test("finds nothing more where nothing is written for members", async ({ page, admin, member }) => {
    const post = await admin.postForMembers({ members_content: null });
    await signIn(page, member);
    await visit(page, `/blog/${post.slug}`);
    await expect(page.getByText("The beginning.")).toBeVisible();
    await expect(page.getByRole("main")).not.toHaveAttribute("aria-busy");
    await expect(page.locator(".members-part, .placeholder, .alert")).toHaveCount(0);
  });

  test("is told kindly that a rest is for certain members", async ({ page, admin, member, watch }) => {
    const { post } = await forPatrons(admin, watch);
    await signIn(page, member);
    await visit(page, `/blog/${post.slug}`);
    await expect(partForSome(page).getByRole("heading", { name: "The rest is for certain members" })).toBeVisible();
    await expect(partForSome(page)).toContainText("this part is not open to your account");
    await expect(partForSome(page).getByRole("link")).toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expectGone(page, post.rest);
  });

  test("with the role reads the rest", async ({ page, admin, watch }) => {
    const { post, patron } = await forPatrons(admin, watch);
    const forAll = await admin.postForMembers();
    await signIn(page, patron);
    await visit(page, `/blog/${post.slug}`);
    await expect(partForSome(page).getByText(post.rest)).toBeVisible();
    await openWhole(page, forAll);
  });

  test("whose role may read nothing that is for members is told the same", async ({ page, admin, watch }) => {
    const role = await admin.role({ read: ["id", "email"], update: [] });
    const person = await admin.person({ role });
    watch.keepSecret(person.password);
    watch.expectFailure({ url: "/items/posts", status: 403 });
    const post = await admin.postForMembers();
    await signIn(page, person);
    await visit(page, `/blog/${post.slug}`);
    await expect(part(page)).toContainText("this part is not open to your account");
    await expect(page.getByRole("alert")).toHaveCount(0);
  });

  test("can ask again for a rest that was refused", async ({ page, admin, member, watch }) => {
    const post = await admin.postForMembers();
    await signIn(page, member);
    watch.expectFailure({ url: "/items/posts", status: 400 });
    await page.route(REST, (route) => route.fulfill({ status: 400, json: REFUSAL }), { times: 1 });
    await visit(page, `/blog/${post.slug}`);
    await expect(part(page).getByRole("alert")).toContainText("The server refused this.");
    await expect(page.getByText("The beginning.")).toBeVisible();
    await part(page).getByRole("button", { name: "Try again" }).click();
    await expect(part(page).getByText(post.rest)).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });

  test("reads on by itself once the server answers again", async ({ page, admin, member, watch }) => {
    const post = await admin.postForMembers();
    await signIn(page, member);
    watch.expectFailure({ url: "/items/posts", status: 502, times: "some" });
    await page.route(REST, (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }));
    await visit(page, `/blog/${post.slug}`);
    await expect(part(page).getByRole("alert")).toContainText("The server has trouble answering.");
    await page.unroute(REST);
    await expect(part(page).getByText(post.rest)).toBeVisible();
  });

  test("comes back to where they read, also where the rest is slow", async ({ page, admin, member }) => {
    const post = await admin.postForMembers({ members_content: LONG + '<p><a href="/pages/about">About us</a></p>' });
    await signIn(page, member);
    await visit(page, `/blog/${post.slug}`);
    await expect(part(page).getByRole("link", { name: "About us" })).toBeAttached();
    await scroll(page, 1500);
    await part(page).getByRole("link", { name: "About us" }).evaluate((link: HTMLElement) => link.click());
    await expectPath(page, "/pages/about");
    await expect.poll(() => top(page)).toBe(0);
    const release = await holdRequests(page, REST);
    await page.goBack();
    await expectHeading(page, post.title);
    release();
    await expect(part(page).getByRole("link", { name: "About us" })).toBeAttached();
    await expect.poll(() => top(page)).toBe(1500);
    await page.reload();
    await expect(part(page).getByRole("link", { name: "About us" })).toBeAttached();
    await expect.poll(() => top(page)).toBe(1500);
  });
});

test.describe("the rest of a text goes from the page", () => {
  test("with a sign-out in another tab, and comes back with a sign-in there", async ({ page, admin, member, watch }) => {
    const post = await admin.postForMembers();
    await signIn(page, member);
    await openWhole(page, post);
    const tab = await signOutElsewhere(page, watch);
    await expectSession(page, "signed-out");
    await expectGone(page, post.rest);
    await expect(page.getByText("The beginning.")).toBeVisible();
    await expectNotice(page);
    await expect(part(page).getByRole("status")).toHaveText("You have signed out in another tab.");
    await tab.getByRole("link", { name: "Sign in again" }).click();
    await submitSignIn(tab, member);
    await expect(part(page).getByText(post.rest)).toBeVisible();
  });

  test("with a sign-out on the page itself, and Back shows its beginning", async ({ page, admin, member, watch }) => {
    const post = await admin.postForMembers();
    await signIn(page, member);
    await openWhole(page, post);
    watch.forgetRequests();
    await page.getByRole("banner").getByRole("link", { name: "Sign out" }).click();
    await expectHeading(page, "You are signed out");
    await expectGone(page, post.rest);
    await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(204);
    await page.goBack();
    await expectHeading(page, post.title);
    await expectNotice(page);
    await expectGone(page, post.rest);
  });

  test("with the user, where another one takes their place", async ({ page, admin, member, watch }) => {
    const { post, patron } = await forPatrons(admin, watch);
    await signIn(page, patron);
    await visit(page, `/blog/${post.slug}`);
    await expect(partForSome(page).getByText(post.rest)).toBeVisible();
    const tab = await signOutElsewhere(page, watch);
    await tab.getByRole("link", { name: "Sign in again" }).click();
    await submitSignIn(tab, member);
    await expect(partForSome(page)).toContainText("this part is not open to your account");
    await expectGone(page, post.rest);
  });

  test("when the session turns out to have ended, without a dialog over the page", async ({ page, admin, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 401, times: "some" });
    await page.clock.install();
    const [post, other] = [await admin.postForMembers(), await admin.postForMembers()];
    await admin.request("PATCH", `/items/posts/${post.id}`, {
      content: `<p>The beginning.</p><p><a href="/blog/${other.slug}">The other one</a></p>`,
    });
    await signIn(page, member);
    await openWhole(page, post);
    const tab = await page.context().newPage();
    await openWhole(tab, other);

    await admin.changeUser(member.id, { password: "another password" });
    watch.keepSecret("another password");
    await page.clock.fastForward("01:00:00");
    // The page asks for something as the user, and Directus says that there is no session.
    await page.getByRole("link", { name: "The other one" }).click();
    await expectHeading(page, other.title);
    for (const each of [page, tab]) {
      await expectSession(each, "signed-out");
      await expect(part(each).getByRole("status")).toHaveText("Your session has ended. Please sign in again to go on.");
      await expectNotice(each);
      await expectGone(each, other.rest);
      await expect(each.getByRole("dialog")).toHaveCount(0);
      await expect(each.getByText("The beginning.")).toBeVisible();
    }
    await page.goBack();
    await expectHeading(page, post.title);
    await expectNotice(page);
    await expectGone(page, post.rest);

    await part(page).getByRole("link", { name: "Sign in" }).click();
    await submitSignIn(page, { email: member.email, password: "another password" });
    await expect(part(page).getByText(post.rest)).toBeVisible();
    await expect(part(tab).getByText(other.rest)).toBeVisible();
    expect(currentPath(tab)).toBe(`/blog/${other.slug}`);
  });
});

test.describe("lists", () => {
  for (const path of ["/blog", "/"]) {
    test(`mark the posts on ${path} that are for members, in words`, async ({ page }) => {
      // A changed answer: new posts would change the lists of other tests.
      await page.route("**/items/posts?*", async (route) => {
        const response = await route.fetch();
        const answer = (await response.json()) as { data: { audience: string }[] };
        answer.data.forEach((post, index) => (post.audience = ["everyone", "members", "roles"][index] ?? "everyone"));
        await route.fulfill({ response, json: answer });
      });
      await visit(page, path);
      const cards = page.locator(".post-list").getByRole("article");
      await expect(cards.nth(1).getByText("For members", { exact: true })).toBeVisible();
      await expect(cards.nth(2).getByText("For certain members", { exact: true })).toBeVisible();
      await expect(page.locator(".byline-audience")).toHaveCount(2);
    });
  }
});
