import { Backend } from "../support/backend.ts";
import { SOAK } from "../support/size.ts";
import { expect, test as base } from "../support/test.ts";
import { type Answer, type Question, ask } from "./ask.ts";
import { type Asker, type Planted, VERSIONS, plant } from "./plant.ts";
import { Questions, schemaOf } from "./questions.ts";

// Whatever is asked, and however: no answer depends on what rules hide. The same questions are put to one Directus that knows one
// version of everything hidden, and then the other. Whatever is not the same, bit for bit, has told something.
//
// The Directus is one of these tests' own, asked without nginx before it: nothing else may change there, and it is this that is tested.

/** What anybody or a member may read something of, and some of what they may read nothing of. */
const OPEN = ["posts", "pages", "authors", "global", "cards", "boards", "blocks", "directus_files", "directus_users"];
const CLOSED = ["drawers", "directus_folders", "directus_roles", "directus_settings"];

const UNLIMITED = ["--env", "RATE_LIMITER_ENABLED=false"];

interface Ground {
  backend: Backend;
  planted: Planted;
  questions: Question[];
}

const test = base.extend<object, { ground: Ground }>({
  ground: [
    async ({}, use) => {
      const backend = await Backend.start(...UNLIMITED);
      try {
        const planted = await plant(backend.admin, backend.url);
        const questions = new Questions(await schemaOf(backend.admin), planted.secrets, SOAK).about(OPEN, CLOSED);
        await use({ backend, planted, questions });
      } finally {
        await backend.remove();
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
// In this order: the last one takes the guard away.
test.describe.configure({ mode: "serial" });

/** What the answers to questions were that depend on what is hidden, and all answers of the second time. */
async function told({ backend, planted }: Ground, asker: Asker, questions: Question[]): Promise<{ leaks: string[]; answers: Answer[] }> {
  const both: Answer[][] = [];
  for (const version of VERSIONS) {
    await planted.tell(version);
    both.push(await ask(backend.url, asker, questions));
  }
  const [first, second] = both as [Answer[], Answer[]];
  return { leaks: questions.filter((_, number) => first[number] !== second[number]).map(({ how }) => how), answers: second };
}

const counted = (answers: Answer[], status: number) => answers.filter((answer) => answer.startsWith(`${status} `)).length;

for (const who of ["nobody", "member"] as const) {
  test(`${who} is told not one bit of what is hidden`, async ({ ground }) => {
    const { leaks, answers } = await told(ground, ground.planted[who], ground.questions);
    expect(leaks).toEqual([]);
    // A Directus that answered nothing would tell nothing, either.
    expect(counted(answers, 200)).toBeGreaterThan(500);
    expect(counted(answers, 403)).toBeGreaterThan(1000);
    expect(answers.filter((answer) => answer.startsWith("5"))).toEqual([]);
  });
}

test("an export is of what the one who exports may ask for", async ({ ground }) => {
  const { backend, planted } = ground;
  const { exporter } = planted;
  /** What came of it: the file as it is, or that Directus says it has failed. */
  const exported = async (query: object): Promise<string> => {
    const title = `export ${Math.random()}`;
    const done = async () => {
      const failed = await backend.admin.request<unknown[]>("GET", `/notifications?filter[recipient][_eq]=${exporter.id}&filter[subject][_contains]=failed`);
      const [file] = await backend.admin.request<{ id: string }[]>("GET", `/files?filter[title][_eq]=${title}&fields=id`);
      return { failed: failed.length, file: file?.id };
    };
    const before = (await done()).failed;
    const [answer] = await ask(backend.url, exporter, [{ how: "", method: "POST", path: "/utils/export/posts", body: { query, format: "json", file: { title } } }]);
    expect(answer).toMatch(/^20[04] /);
    await expect.poll(async () => { const now = await done(); return now.failed > before || now.file !== undefined; }).toBe(true);
    const { file } = await done();
    if (file === undefined) {
      return "failed";
    }
    const [content] = await ask(backend.url, exporter, [{ how: "", method: "GET", path: `/assets/${file}` }]);
    return String(content);
  };
  expect(await exported({ filter: { slug: { _eq: "moth-night" } }, fields: ["slug"] })).toContain('"slug": "moth-night"');
  for (const version of VERSIONS) {
    await planted.tell(version);
    expect(await exported({ filter: { author: { "$FOLLOW(posts,author)": { content: { _starts_with: "amber" } } } }, fields: ["slug"] })).toBe("failed");
    expect(await exported({ sort: ["cards.note"], fields: ["slug"] })).toBe("failed");
  }
});

test("what the site itself asks, people of the Studio and administrators are answered as ever", async ({ ground }) => {
  const { backend, planted } = ground;
  const crossing = { filter: { author: { name: { _contains: "e" } } }, sort: ["-author.name"], fields: ["id", "author.name"] };
  const question = { how: "", method: "SEARCH", path: "/items/posts", body: { query: crossing } };
  const follow = { how: "", method: "GET", path: "/files?filter[$FOLLOW(posts,image)][title][_contains]=e&fields=id&limit=1" };
  const graphql = { how: "", method: "POST", path: "/graphql", body: { query: `{ posts(filter: {author: {name: {_contains: "e"}}}, sort: ["author.name"]) { id } }` } };
  for (const answer of await ask(backend.url, planted.editor, [question, follow, graphql])) {
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
  ].map((path) => ({ how: "", method: "GET", path }));
  for (const who of [planted.nobody, planted.member]) {
    for (const answer of await ask(backend.url, who, site)) {
      expect(answer).toMatch(/^200 .*"(slug|title)":/);
    }
  }
});

test("a refusal is one sentence that names what was refused, and no stack anywhere", async ({ ground }) => {
  const { backend, planted } = ground;
  const path = "/items/posts?filter[author][name][_eq]=x";
  const [answer] = await ask(backend.url, planted.nobody, [{ how: "", method: "GET", path }]);
  const [, status, body] = /^(\d+) (.*)$/.exec(String(answer)) ?? [];
  expect(status).toBe("403");
  const sentence = expect.stringMatching(/^"filter" may not use "author\.name": [^.]+\.$/);
  expect(JSON.parse(String(body))).toEqual({
    errors: [{ message: sentence, extensions: { code: "FORBIDDEN", reason: sentence, refused_by: "lychgate-guard" } }],
  });
});

test("without the guard, the same questions do get at it", async ({ ground }) => {
  const { backend, planted, questions } = ground;
  await backend.stop("SIGTERM");
  backend.startAgain(...UNLIMITED, "--without-guard");
  await backend.answers();
  const { leaks } = await told(ground, planted.member, questions);
  for (const how of [
    // What this is all about: a scheduled post by its picture, and the address of whoever uploaded one.
    /^one step \{"\$FOLLOW\(posts,image\)":\{"title":\{"_starts_with":.*: directus_files$/,
    /^one step \{"uploaded_by":\{"first_name":\{"_starts_with":.*: directus_files$/,
    /^one step \{"owner":\{"email":.*: cards$/,
    /^two steps /,
    /^own field \{"note":\{"_starts_with":.*: cards$/,
    /^own field, sort: cards$/,
    /^own field, aggregate max: cards$/,
    /^search amber: cards$/,
    /^sort: /,
    /^deep /,
    /^count, groupBy: /,
    /^filter_count, /,
    /^SEARCH, /,
    /^GraphQL filter: /,
    /^GraphQL aggregated: /,
    /^fields: /,
  ]) {
    expect(leaks, String(how)).toContainEqual(expect.stringMatching(how));
  }
  // Nobody needs any permission for this one.
  const changes = questions.filter(({ how }) => how.startsWith("change "));
  expect((await told(ground, planted.nobody, changes)).leaks).toContainEqual(expect.stringMatching(/^change \{"content":.*: drawers$/));
});
