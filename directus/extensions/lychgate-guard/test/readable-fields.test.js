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

test("a policy for some networks never makes a field readable on all rows", () => {
  assert.equal(new ReadableFields([row("id,notes", null, "10.0.0.0/8"), row("id", null)]).isReadableOnAllRows("notes"), false);
  assert.equal(new ReadableFields([row("id,notes", null), row("id", own, "10.0.0.0/8")]).isReadableOnAllRows("notes"), true);
  assert.equal(new ReadableFields([row("id,notes", published), row("id", own, "10.0.0.0/8")]).isReadableOnAllRows("notes"), false);
  assert.equal(new ReadableFields([row("id", published), row("notes", published, "10.0.0.0/8")]).isReadableOnAllRows("notes"), false);
});

test("without a permission, or with one without fields, nothing is readable", () => {
  assert.equal(new ReadableFields([]).isReadableOnAllRows("id"), false);
  assert.equal(new ReadableFields([row(null)]).isReadableOnAllRows("id"), false);
  assert.equal(new ReadableFields([row("", published)]).isReadableOnSomeRows("id"), false);
});
