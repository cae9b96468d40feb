import assert from "node:assert/strict";
import { test } from "node:test";
import { queriedFields } from "../src/queried-fields.js";
import { schema } from "./schema.js";

const used = (query, collection = "posts") => queriedFields(query, collection, schema).map((use) => `${use.collection}.${use.field} by ${use.clause}`);

function refused(query, collection = "posts") {
  assert.throws(() => queriedFields(query, collection, schema), { name: "DirectusError", code: "FORBIDDEN", status: 403 }, JSON.stringify(query));
}

test("own fields in every clause are returned with their place", () => {
  const query = {
    filter: { _and: [{ title: { _contains: "a" } }, { _or: [{ author: { _eq: 3 } }, { "year(date)": { _gt: 2000 } }] }] },
    sort: ["-date", "title"],
    group: ["month(date)"],
    aggregate: { count: ["*"], max: ["rank"] },
  };
  assert.deepEqual(used(query), [
    "posts.title by filter",
    "posts.author by filter",
    "posts.date by filter",
    "posts.date by group",
    "posts.* by aggregate",
    "posts.rank by aggregate",
    "posts.date by sort",
    "posts.title by sort",
  ]);
});

test("a query without clauses uses no field", () => {
  assert.deepEqual(used({}), []);
  assert.deepEqual(used({ fields: ["*", "author.name"], limit: -1, page: 2, alias: { x: "author" }, deep: { author: { _limit: 1 } }, filter: null, sort: null }), []);
  assert.deepEqual(used({ filter: {}, sort: [], aggregate: {} }), []);
});

test("counting rows is a use of the rows, wherever it stands", () => {
  assert.deepEqual(used({ fields: ["title", "count(comments)"] }), ["comments.* by fields"]);
  assert.deepEqual(used({ fields: ["boss.count(posts)", "posts.count(comments)"] }, "authors"), ["posts.* by fields", "comments.* by fields"]);
  assert.deepEqual(used({ fields: ["n"], alias: { n: "count(comments)" } }), ["comments.* by fields"]);
  assert.deepEqual(used({ deep: { comments: { _aggregate: { count: ["*"] } } } }), ["comments.* by deep.comments.aggregate"]);
  assert.deepEqual(used({ aggregate: { countAll: ["*"], avg: ["rank"] } }), ["posts.* by aggregate", "posts.* by aggregate", "posts.rank by aggregate"]);
  assert.deepEqual(used({ aggregate: { countDistinct: ["id"], min: ["rank"], max: ["rank"] } }), ["posts.id by aggregate", "posts.rank by aggregate", "posts.rank by aggregate"]);
  refused({ deep: { nothing: { _aggregate: { count: ["*"] } } } });
});

test("a request for a row by its key does not count as a use", () => {
  assert.deepEqual(used({ filter: { id: { _eq: 1 } } }), []);
  assert.deepEqual(used({ filter: { _and: [{ id: { _in: [1, 2] } }, {}] } }), []);
  assert.deepEqual(used({ filter: { id: { _gt: 1 } } }), ["posts.id by filter"]);
});

test("conditions that Directus adds for uploads do not count as a use", () => {
  assert.deepEqual(used({ filter: { _and: [{ title: { _eq: "a" } }, { tus_id: { _null: true } }] } }, "directus_files"), ["directus_files.title by filter"]);
  assert.deepEqual(used({ filter: { tus_id: { _starts_with: "a" } } }, "directus_files"), ["directus_files.tus_id by filter"]);
});

test("filters across relations of every kind are refused, at any depth", () => {
  for (const filter of [
    { author: { name: { _eq: "a" } } },
    { author: { id: { _eq: 1 } } },
    { author: { boss: { name: { _eq: "a" } } } },
    { author: { _eq: 1, name: { _eq: "a" } } },
    { author: { _and: [{ _eq: 1 }, { name: { _eq: "a" } }] } },
    { comments: { text: { _eq: "a" } } },
    { comments: { _some: { text: { _eq: "a" } } } },
    { comments: { _none: { text: { _eq: "a" } } } },
    { author: { _some: { name: { _eq: "a" } } } },
    { comments: { _null: true } },
    { comments: {} },
    { comments: 1 },
    { "count(comments)": { _gt: 0 } },
    { "blocks": { "item:authors": { name: { _eq: "a" } } } },
    { "$FOLLOW(comments,post)": { text: { _eq: "a" } } },
    { "$FOLLOW(comments,post)": { _some: { text: { _eq: "a" } } } },
    { "$FOLLOW(blocks,item,collection)": { id: { _eq: 1 } } },
    { _and: [{ title: { _eq: "a" } }, { author: { name: { _eq: "a" } } }] },
    { _or: [{ _and: [{ author: { name: { _eq: "a" } } }] }] },
    { _or: { 0: { author: { name: { _eq: "a" } } } } },
    { _some: { title: { _eq: "a" } } },
    { _eq: 1 },
    [{ author: { name: { _eq: "a" } } }],
    { author: [{ name: { _eq: "a" } }] },
    "author",
    { _and: null },
  ]) {
    refused({ filter });
  }
  refused({ filter: { "item:authors": { name: { _eq: "a" } } } }, "blocks");
});

test("a scope or a relation inside a function is refused", () => {
  for (const name of ["year(author.date)", "count(comments)", "count(blocks)", "json(comments, a)", "json(tags, $FOLLOW(a,b))", "year(date)(comments)", "$FOLLOW(comments,post)", "author.year(date)", "year()", "YEAR(date)"]) {
    refused({ filter: { [name]: { _eq: 1 } } });
    refused({ sort: [name] });
    refused({ group: [name] });
    refused({ aggregate: { count: [name] } });
  }
  assert.deepEqual(used({ filter: { "json(tags, a.b[0])": { _eq: 1 } }, sort: ["count(tags)"] }), ["posts.tags by filter", "posts.tags by sort"]);
  assert.deepEqual(used({ filter: { tags: { _json: { "a.b": { _eq: 1 } } } } }), ["posts.tags by filter"]);
});

test("sorting, grouping and aggregating by anything but own fields is refused", () => {
  for (const name of ["author.name", "comments.text", "comments", "?", "", "nothing", "__proto__", "constructor", "title.x", "toString"]) {
    refused({ sort: [name] });
    refused({ sort: [`-${name}`] });
    refused({ group: [name] });
    refused({ aggregate: { min: [name] } });
  }
  refused({ sort: "author.name" });
  refused({ sort: [["author.name"]] });
  refused({ group: { 0: "author.name" } });
  refused({ aggregate: { min: "author.name" } });
  refused({ aggregate: "min" });
});

test("results may be sorted by their aggregates only", () => {
  assert.deepEqual(used({ aggregate: { count: ["*"], sum: ["rank"] }, sort: ["count", "-sum.rank", "count.*"] }), ["posts.* by aggregate", "posts.* by aggregate", "posts.rank by aggregate"]);
  refused({ aggregate: { count: ["*"] }, sort: ["sum.rank"] });
  refused({ aggregate: { sum: ["rank"] }, sort: ["sum.author.name"] });
  refused({ aggregate: { sum: ["rank"] }, sort: ["sum.rank.name"] });
  refused({ aggregate: { author: ["rank"] }, sort: ["author.name"] });
});

test("an alias counts as the field that it names", () => {
  assert.deepEqual(used({ alias: { x: "title" }, sort: ["-x"] }), ["posts.title by sort"]);
  refused({ alias: { x: "count(comments)" }, sort: ["x"] });
  refused({ alias: { x: "author" }, filter: { x: { name: { _eq: "a" } } } });
  // Directus 11 sorts by the name itself, whatever it stands for.
  refused({ alias: { "$FOLLOW(comments,post)": "title" }, sort: ["$FOLLOW(comments,post)"] });
  refused({ alias: { comments: "title" }, sort: ["comments"] });
  assert.deepEqual(used({ alias: { rank: "title" }, sort: ["rank"] }), ["posts.rank by sort", "posts.title by sort"]);
});

test("a search uses every field that it reads", () => {
  const expected = ["id", "title", "rank", "author", "image"].map((field) => `posts.${field} by search`);
  assert.deepEqual(used({ search: "a" }), expected);
});

test("below a relation, own fields are those of its collection", () => {
  const deep = { author: { _filter: { name: { _eq: "a" } }, posts: { _sort: ["title"], comments: { _search: "x" } } } };
  assert.deepEqual(used({ deep }), [
    "authors.name by deep.author.filter",
    "posts.title by deep.author.deep.posts.sort",
    "comments.id by deep.author.deep.posts.deep.comments.search",
    "comments.text by deep.author.deep.posts.deep.comments.search",
    "comments.post by deep.author.deep.posts.deep.comments.search",
  ]);
  refused({ deep: { author: { _filter: { boss: { name: { _eq: "a" } } } } } });
  refused({ deep: { author: { posts: { _filter: { author: { name: { _eq: "a" } } } } } } });
  refused({ deep: { comments: { _sort: ["post.title"] } } });
  refused({ deep: { comments: { _group: ["post.title"] } } });
  refused({ deep: { comments: { _aggregate: { min: ["post.title"] } } } });
  refused({ deep: { comments: { _filter: { title: { _eq: "a" } } } } });
  refused({ deep: { comments: { _deep: { post: { _filter: {} } } } } });
});

test("below many-to-any the scope names the collection", () => {
  assert.deepEqual(used({ deep: { "item:authors": { _filter: { name: { _eq: "a" } } } } }, "blocks"), ["authors.name by deep.item:authors.filter"]);
  refused({ deep: { "item:authors": { _filter: { text: { _eq: "a" } } } } }, "blocks");
  refused({ deep: { "item:posts": { _filter: { title: { _eq: "a" } } } } }, "blocks");
  refused({ deep: { item: { _filter: { name: { _eq: "a" } } } } }, "blocks");
});

test("below an alias the named relation counts, and unknown names may limit but not select", () => {
  assert.deepEqual(used({ alias: { writer: "author" }, deep: { writer: { _filter: { name: { _eq: "a" } } } } }), ["authors.name by deep.writer.filter"]);
  refused({ alias: { writer: "author" }, deep: { writer: { _filter: { title: { _eq: "a" } } } } });
  // Either may be meant.
  refused({ alias: { author: "comments" }, deep: { author: { _filter: { name: { _eq: "a" } } } } });
  assert.deepEqual(used({ deep: { unknown: { _limit: 1 } } }), []);
  refused({ deep: { unknown: { _search: "a" } } });
  refused({ deep: { unknown: { below: { _sort: ["id"] } } } });
  assert.deepEqual(used({ deep: { author: { _alias: { written: "posts" }, written: { _sort: ["title"] } } } }), ["posts.title by deep.author.deep.written.sort"]);
});

test("the message of a refusal is the same for hidden and unknown fields", () => {
  const message = (name) => {
    try {
      queriedFields({ sort: [name] }, "posts", schema);
    } catch (error) {
      return error.message.replace(name, "it");
    }
  };
  assert.equal(message("comments"), message("nothing"));
  assert.match(message("comments"), /^"sort" may not use "it": without access to the Studio, /);
});
