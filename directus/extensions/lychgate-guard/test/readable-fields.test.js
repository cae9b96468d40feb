import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadableFields } from "../src/readable-fields.js";

const row = (fields, permissions = null, ip_access = null) => ({ fields, permissions, ip_access });
const published = { status: { _eq: "published" } };
const own = { owner: { _eq: "$CURRENT_USER" } };

test("a field of the only permission is readable on all rows, another on none", () => {
  const readable = new ReadableFields([row("id,title", published)]);
  assert.equal(readable.isReadableOnAllRows("title"), true);
  assert.equal(readable.isReadableOnAllRows("notes"), false);
  assert.equal(readable.isReadableOnSomeRows("title"), false);
  assert.equal(readable.isReadableOnSomeRows("notes"), false);
});

test("a field that one of two permissions lacks is readable on some rows", () => {
  const readable = new ReadableFields([row("id,title", published), row("id,title,notes", own)]);
  assert.equal(readable.isReadableOnAllRows("title"), true);
  assert.equal(readable.isReadableOnAllRows("notes"), false);
  assert.equal(readable.isReadableOnSomeRows("notes"), true);
});

test("a permission without a rule makes its fields readable on all rows", () => {
  for (const none of [null, {}, "{}", "null", ""]) {
    const readable = new ReadableFields([row("id,title,notes", none), row("id", own)]);
    assert.equal(readable.isReadableOnAllRows("notes"), true, JSON.stringify(none));
  }
});

test("the wildcard includes each field, on some rows or on all", () => {
  const readable = new ReadableFields([row("*", own), row("id", published)]);
  assert.equal(readable.isReadableOnAllRows("id"), true);
  assert.equal(readable.isReadableOnAllRows("notes"), false);
  assert.equal(readable.isReadableOnSomeRows("notes"), true);
  assert.equal(new ReadableFields([row(["*"], own)]).isReadableOnAllRows("notes"), true);
});

test("permissions with the same rule add up their fields", () => {
  const readable = new ReadableFields([row("id", published), row("title", JSON.stringify(published))]);
  assert.equal(readable.isReadableOnAllRows("id"), true);
  assert.equal(readable.isReadableOnAllRows("title"), true);
});

test("a permission for some of the rows of another takes none of its fields from them", () => {
  const narrower = { _and: [published, { _or: [own, { shared: { _eq: true } }] }] };
  for (const wider of [published, { _and: [published] }, null]) {
    const readable = new ReadableFields([row("id,title", wider), row("id,notes", narrower)]);
    assert.equal(readable.isReadableOnAllRows("title"), true, JSON.stringify(wider));
    assert.equal(readable.isReadableOnAllRows("notes"), false);
    assert.equal(readable.isReadableOnSomeRows("notes"), true);
  }
  const all = new ReadableFields([row("id,title", { _and: [published, own] }), row("id", { _and: [own, published, { shared: { _eq: true } }] })]);
  assert.equal(all.isReadableOnAllRows("title"), true);
});

test("permissions of which each has rows of its own do not make up for each other", () => {
  const shown = (wider, narrower) => new ReadableFields([row("id,title", wider), row("id", narrower)]).isReadableOnAllRows("title");
  assert.equal(shown({ _and: [published, own] }, published), false);
  assert.equal(shown(published, { _or: [published, own] }), false);
  // Several names at once, and none, mean other rows than they seem to.
  const both = { ...published, ...own };
  assert.equal(shown({ _and: [both] }, both), false);
  assert.equal(shown(published, both), false);
  assert.equal(shown({ _and: [] }, own), false);
  assert.equal(shown(both, JSON.stringify(both)), true);
});

test("a policy for some networks never makes a field readable on all rows", () => {
  assert.equal(new ReadableFields([row("id,notes", null, "10.0.0.0/8"), row("id", null)]).isReadableOnAllRows("notes"), false);
  assert.equal(new ReadableFields([row("id,notes", null), row("id", own, "10.0.0.0/8")]).isReadableOnAllRows("notes"), true);
  assert.equal(new ReadableFields([row("id,notes", published), row("id", own, "10.0.0.0/8")]).isReadableOnAllRows("notes"), false);
  assert.equal(new ReadableFields([row("id", published), row("notes", published, "10.0.0.0/8")]).isReadableOnAllRows("notes"), false);
  assert.equal(new ReadableFields([row("id", published, "10.0.0.0/8"), row("notes", { _and: [published, own] })]).isReadableOnAllRows("id"), false);
  assert.equal(new ReadableFields([row("id", published), row("notes", { _and: [published, own] }, "10.0.0.0/8")]).isReadableOnAllRows("id"), true);
});

test("without a permission, or with one without fields, nothing is readable", () => {
  assert.equal(new ReadableFields([]).isReadableOnAllRows("id"), false);
  assert.equal(new ReadableFields([row(null)]).isReadableOnAllRows("id"), false);
  assert.equal(new ReadableFields([row("", published)]).isReadableOnSomeRows("id"), false);
});
