import assert from "node:assert/strict";
import { test } from "node:test";
import { hasStudioAccess, protectQuery } from "../src/protect-query.js";
import { schema } from "./schema.js";

const member = { user: "u", role: "r", roles: ["r"], admin: false, app: false };

/** Stands for Directus' database connection: whatever is asked, it answers with these rows. */
function database(rows) {
  const query = new Proxy({}, {
    get: (_, name) => {
      if (name === "then") {
        return (resolve) => resolve(rows);
      }
      return () => query;
    },
  });
  return () => query;
}

const rows = (...fields) => fields.map((list, index) => ({ collection: "posts", fields: list, permissions: { id: { _gt: index } }, ip_access: null }));

test("users of the Studio and Directus itself have access", () => {
  for (const accountability of [null, undefined, { ...member, admin: true }, { ...member, app: true }]) {
    assert.equal(hasStudioAccess(accountability), true);
  }
  for (const accountability of [member, {}, { user: null, role: null, roles: [], admin: false, app: false }, { app: 1 }]) {
    assert.equal(hasStudioAccess(accountability), false);
  }
});

test("a query of a user with access is not changed", async () => {
  const query = { filter: { author: { name: { _eq: "a" } } } };
  assert.equal(await protectQuery(query, "posts", { accountability: { ...member, app: true }, schema }), query);
});

test("a field that is readable on all rows may be used, one on some rows may not", async () => {
  const context = { accountability: member, schema, database: database(rows("id,title", "id,title,rank")) };
  assert.deepEqual(await protectQuery({ sort: ["title"] }, "posts", context), { sort: ["title"] });
  await assert.rejects(protectQuery({ sort: ["rank"] }, "posts", context), { code: "FORBIDDEN", message: /^"sort" may not use "rank"/ });
  await assert.rejects(protectQuery({ filter: { rank: { _gt: 1 } } }, "posts", context), { message: /^"filter" may not use "rank"/ });
  await assert.rejects(protectQuery({ search: "a" }, "posts", context), { message: /^"search" may not use "rank"/ });
});

test("a search ignores fields that are not readable", async () => {
  const context = { accountability: member, schema, database: database(rows("id,title", "id,title,date")) };
  assert.deepEqual(await protectQuery({ search: "a", sort: [] }, "posts", context), { search: "a", sort: [] });
});

test("a hidden field is refused with the message for an unknown one", async () => {
  const context = { accountability: member, schema, database: database(rows("id")) };
  const message = async (name) => protectQuery({ sort: [name] }, "posts", context).catch((error) => error.message.replace(name, "it"));
  assert.equal(await message("title"), await message("nothing"));
});

test("rows are sorted by the key if the sort field is not readable on all rows", async () => {
  const query = { fields: ["id"] };
  const ordered = (...fields) => protectQuery(query, "posts", { accountability: member, schema, database: database(rows(...fields)) });
  assert.deepEqual(await ordered("id,rank", "id"), { fields: ["id"], sort: ["id"] });
  assert.deepEqual(await ordered("title,rank", "title"), { fields: ["id"], sort: ["title"] });
  assert.deepEqual(await ordered("id,rank", "id,rank"), { fields: ["id"] });
  assert.deepEqual(await ordered("id", "id"), { fields: ["id"], sort: ["id"] });
  assert.deepEqual(await protectQuery({ aggregate: {} }, "posts", { accountability: member, schema, database: database(rows("id,rank", "id")) }), { aggregate: {}, sort: ["id"] });
  assert.deepEqual(await ordered(), { fields: ["id"] });
  await assert.rejects(ordered("rank", "title"), { code: "FORBIDDEN" });
});

test("lists below a relation are sorted by the key, too", async () => {
  const context = { accountability: member, schema, database: database(rows("id,title,rank", "id,title")) };
  const below = async (query, collection = "authors") => (await protectQuery({ sort: [], ...query }, collection, context)).deep;
  const posts = { posts: { _sort: ["id"] } };
  assert.deepEqual(await below({ fields: ["posts.title"] }), posts);
  assert.deepEqual(await below({ fields: ["*"] }), posts);
  assert.deepEqual(await below({}), posts);
  assert.deepEqual(await below({ fields: ["*.*"] }), { ...posts, boss: posts });
  assert.deepEqual(await below({ fields: ["boss.boss.posts"] }), { boss: { boss: posts } });
  assert.deepEqual(await below({ fields: ["written.id"], alias: { written: "posts" } }), { written: { _sort: ["id"] } });
  assert.deepEqual(await below({ fields: ["item.posts.id"] }, "blocks"), { "item:authors": posts });
  assert.deepEqual(await below({ fields: ["posts.id"], deep: { posts: { _sort: ["-title"], _limit: 1 } } }), { posts: { _sort: ["-title"], _limit: 1 } });
  assert.equal(await below({ fields: ["name", "count(posts)"] }), undefined);
  assert.equal(await below({ aggregate: { count: ["*"] } }), undefined);
});

test("rows are not counted where a rule depends on several related rows", async () => {
  const counting = (permissions, query = { aggregate: { count: ["*"] } }, collection = "posts") =>
    protectQuery(query, collection, { accountability: member, schema, database: database([{ collection: "posts", fields: "*", permissions, ip_access: null }]) });
  const several = [
    { comments: { _some: { text: { _eq: "a" } } } },
    { _and: [{ title: { _eq: "a" } }, { _or: [{ comments: { text: { _eq: "a" } } }] }] },
    { author: { posts: { title: { _eq: "a" } } } },
    { blocks: { "item:comments": { text: { _eq: "a" } } } },
    { "$FOLLOW(comments,post)": { text: { _eq: "a" } } },
    { "count(comments)": { _gt: 1 } },
  ];
  for (const permissions of several) {
    await assert.rejects(counting(permissions), { code: "FORBIDDEN", message: /^"aggregate" may not count "posts"/ }, JSON.stringify(permissions));
    await assert.rejects(counting(permissions, { fields: ["id", "count(posts)"] }, "authors"), { message: /^"fields" may not count "posts"/ });
    await counting(permissions, { aggregate: { countDistinct: ["id"] } });
  }
  for (const permissions of [null, {}, { title: { _eq: "a" } }, { author: { _eq: 1 } }, { author: { boss: { name: { _eq: "a" } } } }]) {
    await counting(permissions);
  }
});

test("the checked query is the one that runs, though Directus still changes it", async () => {
  const query = { deep: {} };
  const judging = protectQuery(query, "posts", { accountability: member, schema, database: database(rows("id")) });
  query.deep.author = { _filter: { boss: { name: { _eq: "a" } } } };
  assert.deepEqual(await judging, { deep: {}, sort: ["id"] });
});

test("a share has its fields on all rows, and may not cross relations", async () => {
  const context = { accountability: { ...member, share: "s" }, schema };
  assert.deepEqual(await protectQuery({ sort: ["title"] }, "posts", context), { sort: ["title"] });
  await assert.rejects(protectQuery({ sort: ["author.name"] }, "posts", context), { code: "FORBIDDEN" });
});
