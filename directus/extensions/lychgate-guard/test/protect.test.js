import assert from "node:assert/strict";
import { test } from "node:test";
import { hasStudioAccess, protectQuery } from "../src/protect.js";
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

test("whoever may use the Studio, and Directus itself, have access", () => {
  for (const accountability of [null, undefined, { ...member, admin: true }, { ...member, app: true }]) {
    assert.equal(hasStudioAccess(accountability), true);
  }
  for (const accountability of [member, {}, { user: null, role: null, roles: [], admin: false, app: false }, { app: 1 }]) {
    assert.equal(hasStudioAccess(accountability), false);
  }
});

test("a query of somebody with access is left alone", async () => {
  const query = { filter: { author: { name: { _eq: "a" } } } };
  assert.equal(await protectQuery(query, "posts", { accountability: { ...member, app: true }, schema }), query);
});

test("a field that all rows show may be used, one that some show may not", async () => {
  const context = { accountability: member, schema, database: database(rows("id,title", "id,title,rank")) };
  assert.deepEqual(await protectQuery({ sort: ["title"] }, "posts", context), { sort: ["title"] });
  await assert.rejects(protectQuery({ sort: ["rank"] }, "posts", context), { code: "FORBIDDEN", message: /^"sort" may not use "rank"/ });
  await assert.rejects(protectQuery({ filter: { rank: { _gt: 1 } } }, "posts", context), { message: /^"filter" may not use "rank"/ });
  await assert.rejects(protectQuery({ search: "a" }, "posts", context), { message: /^"search" may not use "rank"/ });
});

test("a search passes over fields that nobody shows", async () => {
  const context = { accountability: member, schema, database: database(rows("id,title", "id,title,date")) };
  assert.deepEqual(await protectQuery({ search: "a", sort: [] }, "posts", context), { search: "a", sort: [] });
});

test("a field that no row shows is refused in the words for one that is not there", async () => {
  const context = { accountability: member, schema, database: database(rows("id")) };
  const message = async (name) => protectQuery({ sort: [name] }, "posts", context).catch((error) => error.message.replace(name, "it"));
  assert.equal(await message("title"), await message("nothing"));
});

test("rows come in an order that tells nothing: by the key where not every row shows the field that orders them", async () => {
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

test("so do lists below a relation, wherever the fields lead to one", async () => {
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

test("what is run is what was judged, though Directus still fills in the query", async () => {
  const query = { deep: {} };
  const judging = protectQuery(query, "posts", { accountability: member, schema, database: database(rows("id")) });
  query.deep.author = { _filter: { boss: { name: { _eq: "a" } } } };
  assert.deepEqual(await judging, { deep: {}, sort: ["id"] });
});

test("a share shows its fields on all of its rows; relations it may not cross either", async () => {
  const context = { accountability: { ...member, share: "s" }, schema };
  assert.deepEqual(await protectQuery({ sort: ["title"] }, "posts", context), { sort: ["title"] });
  await assert.rejects(protectQuery({ sort: ["author.name"] }, "posts", context), { code: "FORBIDDEN" });
});
