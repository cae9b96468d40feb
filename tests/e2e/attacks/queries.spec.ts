import { Backend } from "../support/backend.ts";
import { SOAK } from "../support/soak.ts";
import { expect, test as base } from "../support/test.ts";
import { type Answer, type Query, sendQueries } from "./send-queries.ts";
import { type Requester, type HiddenData, VERSIONS, createHiddenData } from "./hidden-data.ts";
import { QueryGenerator, readSchema } from "./query-generator.ts";

// No answer to any query depends on hidden data. The same queries go to a Directus with one
// version of the hidden data, and then with the other. Every answer that differs by one bit is a leak.
//
// These tests have their own Directus, without nginx in front of it: nothing else changes its data, and the guard alone is tested.

/** Collections of which visitors or members may read something, and some of which they may read nothing. */
const OPEN = ["posts", "pages", "authors", "global", "cards", "boards", "blocks", "directus_files", "directus_users"];
const CLOSED = ["drawers", "posts_roles", "pages_roles", "directus_folders", "directus_roles", "directus_settings"];

const UNLIMITED = ["--env", "RATE_LIMITER_ENABLED=false"];

interface Setup {
  backend: Backend;
  hidden: HiddenData;
  queries: Query[];
}

const test = base.extend<object, { setup: Setup }>({
  setup: [
    async ({}, use) => {
      const backend = await Backend.start(...UNLIMITED);
      try {
        const hidden = await createHiddenData(backend.admin, backend.url);
        const queries = new QueryGenerator(await readSchema(backend.admin), hidden.secrets, SOAK).generate(OPEN, CLOSED);
        await use({ backend, hidden, queries });
      } finally {
        await backend.remove();
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
// In this order: the last tests remove the guard. Each sends thousands of queries.
test.describe.configure({ mode: "serial", timeout: 300_000 });

/** Returns the queries whose answers depend on the version, and all answers for the second version. */
async function compareVersions({ backend, hidden }: Setup, asker: Requester, queries: Query[]): Promise<{ leaks: string[]; answers: Answer[] }> {
  const both: Answer[][] = [];
  for (const version of VERSIONS) {
    await hidden.switchTo(version, asker);
    both.push(await sendQueries(backend.url, asker, queries));
  }
  const [first, second] = both as [Answer[], Answer[]];
  return { leaks: queries.filter((_, number) => first[number] !== second[number]).map(({ description }) => description), answers: second };
}

const countStatus = (answers: Answer[], status: number) => answers.filter((answer) => answer.startsWith(`${status} `)).length;

for (const who of ["nobody", "member", "patron"] as const) {
  test(`answers to ${who} do not depend on hidden data`, async ({ setup }) => {
    const { leaks, answers } = await compareVersions(setup, setup.hidden[who], setup.queries);
    expect(leaks).toEqual([]);
    // A Directus that answers nothing leaks nothing, either.
    expect(countStatus(answers, 200)).toBeGreaterThan(500);
    expect(countStatus(answers, 403)).toBeGreaterThan(1000);
    expect(answers.filter((answer) => answer.startsWith("5"))).toEqual([]);
  });
}

test("an export obeys the rules of the user who exports", async ({ setup }) => {
  const { backend, hidden } = setup;
  const { exporter } = hidden;
  /** Exports, and returns the file’s content, or `failed`. */
  const exported = async (query: object): Promise<string> => {
    const title = `export ${Math.random()}`;
    const done = async () => {
      const failed = await backend.admin.request<unknown[]>("GET", `/notifications?filter[recipient][_eq]=${exporter.id}&filter[subject][_contains]=failed`);
      const [file] = await backend.admin.request<{ id: string }[]>("GET", `/files?filter[title][_eq]=${title}&fields=id`);
      return { failed: failed.length, file: file?.id };
    };
    const before = (await done()).failed;
    const [answer] = await sendQueries(backend.url, exporter, [{ description: "", method: "POST", path: "/utils/export/posts", body: { query, format: "json", file: { title } } }]);
    expect(answer).toMatch(/^20[04] /);
    await expect.poll(async () => { const now = await done(); return now.failed > before || now.file !== undefined; }).toBe(true);
    const { file } = await done();
    if (file === undefined) {
      return "failed";
    }
    const [content] = await sendQueries(backend.url, exporter, [{ description: "", method: "GET", path: `/assets/${file}` }]);
    return String(content);
  };
  expect(await exported({ filter: { slug: { _eq: "moth-night" } }, fields: ["slug"] })).toContain('"slug": "moth-night"');
  for (const version of VERSIONS) {
    await hidden.switchTo(version, exporter);
    expect(await exported({ filter: { author: { "$FOLLOW(posts,author)": { content: { _starts_with: "amber" } } } }, fields: ["slug"] })).toBe("failed");
    expect(await exported({ sort: ["cards.note"], fields: ["slug"] })).toBe("failed");
  }
});

test("queries of the site, of Studio users and of administrators are answered", async ({ setup }) => {
  const { backend, hidden } = setup;
  const crossing = { filter: { author: { name: { _contains: "e" } } }, sort: ["-author.name"], fields: ["id", "author.name"] };
  const question = { description: "", method: "SEARCH", path: "/items/posts", body: { query: crossing } };
  const follow = { description: "", method: "GET", path: "/files?filter[$FOLLOW(posts,image)][title][_contains]=e&fields=id&limit=1" };
  const graphql = { description: "", method: "POST", path: "/graphql", body: { query: `{ posts(filter: {author: {name: {_contains: "e"}}}, sort: ["author.name"]) { id } }` } };
  for (const answer of await sendQueries(backend.url, hidden.editor, [question, follow, graphql])) {
    expect(answer).toMatch(/^200 .*"id":/);
  }
  expect(await backend.admin.request<unknown[]>("SEARCH", "/items/posts", question.body)).not.toHaveLength(0);
  expect(await backend.admin.request<unknown[]>("GET", follow.path)).toHaveLength(1);

  const site = [
    "/items/global?fields=title,tagline,description",
    "/items/pages?fields=title,summary,content&filter[slug][_eq]=about&limit=1",
    "/items/posts?fields=slug,title,summary,image,image_alt,publish_date,author.name&sort=-publish_date,slug&limit=9&page=2&meta=filter_count",
    "/items/posts?fields=slug,title,author.name,author.bio,content&filter[slug][_eq]=moth-night&limit=1",
    "/items/posts?search=moth&fields=slug",
  ].map((path) => ({ description: "", method: "GET", path }));
  for (const who of [hidden.nobody, hidden.member, hidden.patron]) {
    for (const answer of await sendQueries(backend.url, who, site)) {
      expect(answer).toMatch(/^200 .*"(slug|title)":/);
    }
  }
  const text = (slug: string) => ({ description: "", method: "GET", path: `/items/posts?filter[slug][_eq]=${slug}&fields=members_content&limit=1` });
  const texts = [text("sharpening-day"), text("forty-one-chairs"), text("moth-night")];
  for (const [who, shown] of [[hidden.member, [true, false, false]], [hidden.patron, [true, true, false]]] as const) {
    const answers = await sendQueries(backend.url, who, texts);
    expect(answers.map((answer) => answer.startsWith('200 {"data":[{"members_content":"<')), who.name).toEqual(shown);
  }
});

test("a refusal names the clause and the field, without a stack trace", async ({ setup }) => {
  const { backend, hidden } = setup;
  const path = "/items/posts?filter[author][name][_eq]=x";
  const [answer] = await sendQueries(backend.url, hidden.nobody, [{ description: "", method: "GET", path }]);
  const [, status, body] = /^(\d+) (.*)$/.exec(String(answer)) ?? [];
  expect(status).toBe("403");
  const sentence = expect.stringMatching(/^"filter" may not use "author\.name": [^.]+\.$/);
  expect(JSON.parse(String(body))).toEqual({
    errors: [{ message: sentence, extensions: { code: "FORBIDDEN", reason: sentence, refused_by: "lychgate-guard" } }],
  });
});

test("without the guard, the same queries leak hidden data", async ({ setup }) => {
  const { backend, hidden, queries } = setup;
  await backend.stop("SIGTERM");
  backend.startAgain(...UNLIMITED, "--without-guard");
  await backend.waitUntilAnswering();
  const { leaks } = await compareVersions(setup, hidden.member, queries);
  for (const how of [
    // The cases that matter most: a scheduled post by its image, and the uploader of an image.
    /^one step \{"\$FOLLOW\(posts,image\)":\{"title":\{"_starts_with":.*: directus_files$/,
    /^one step \{"uploaded_by":\{"first_name":\{"_starts_with":.*: directus_files$/,
    /^one step \{"owner":\{"email":.*: cards$/,
    /^two steps /,
    /^own field \{"note":\{"_starts_with":.*: cards$/,
    // A text for another role.
    /^own field \{"members_content":\{"_starts_with":.*: posts$/,
    /^own field, sort: pages$/,
    /^own field, sort: cards$/,
    // How many roles a text is for.
    /^own field, aggregate count: posts$/,
    /^own field, aggregate max: cards$/,
    /^search amber: cards$/,
    /^sort: /,
    /^deep /,
    /^filter_count, /,
    /^SEARCH, /,
    /^GraphQL filter: /,
    /^GraphQL aggregated: /,
    /^fields: /,
  ]) {
    expect(leaks, String(how)).toContainEqual(expect.stringMatching(how));
  }
  // These need no permission.
  const changes = queries.filter(({ description }) => description.startsWith("change "));
  const changed = (await compareVersions(setup, hidden.nobody, changes)).leaks;
  expect(changed).toContainEqual(expect.stringMatching(/^change \{"content":.*: drawers$/));
  expect(changed).toContainEqual(expect.stringMatching(/^change \{"members_content":.*: posts$/));
});

test("without the guard, no other query of a visitor leaks a text for members or its roles", async ({ setup }) => {
  const { hidden, queries } = setup;
  const asked = queries.filter(({ description }) => /members_content|_roles/.test(description) && !description.startsWith("change "));
  expect(asked.length).toBeGreaterThan(500);
  expect((await compareVersions(setup, hidden.nobody, asked)).leaks).toEqual([]);
});
