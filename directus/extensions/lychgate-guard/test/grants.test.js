import assert from "node:assert/strict";
import { test } from "node:test";
import { Grants } from "../src/grants.js";

const row = (fields, permissions = null, ip_access = null) => ({ fields, permissions, ip_access });
const published = { status: { _eq: "published" } };
const own = { owner: { _eq: "$CURRENT_USER" } };

test("a field of the only permission is shown everywhere, another nowhere", () => {
  const grants = new Grants([row("id,title", published)]);
  assert.equal(grants.showsEverywhere("title"), true);
  assert.equal(grants.showsEverywhere("notes"), false);
  assert.equal(grants.showsInPlaces("title"), false);
  assert.equal(grants.showsInPlaces("notes"), false);
});

test("a field that one of two permissions lacks is shown in places", () => {
  const grants = new Grants([row("id,title", published), row("id,title,notes", own)]);
  assert.equal(grants.showsEverywhere("title"), true);
  assert.equal(grants.showsEverywhere("notes"), false);
  assert.equal(grants.showsInPlaces("notes"), true);
});

test("a permission without a rule shows its fields on every row", () => {
  for (const none of [null, {}, "{}", "null", ""]) {
    const grants = new Grants([row("id,title,notes", none), row("id", own)]);
    assert.equal(grants.showsEverywhere("notes"), true, JSON.stringify(none));
  }
});

test("all fields include each, in some rows as in all", () => {
  const grants = new Grants([row("*", own), row("id", published)]);
  assert.equal(grants.showsEverywhere("id"), true);
  assert.equal(grants.showsEverywhere("notes"), false);
  assert.equal(grants.showsInPlaces("notes"), true);
  assert.equal(new Grants([row(["*"], own)]).showsEverywhere("notes"), true);
});

test("permissions with the same rule add their fields up", () => {
  const grants = new Grants([row("id", published), row("title", JSON.stringify(published))]);
  assert.equal(grants.showsEverywhere("id"), true);
  assert.equal(grants.showsEverywhere("title"), true);
});

test("a policy for some networks is no reason to take a field as shown, and one not to", () => {
  assert.equal(new Grants([row("id,notes", null, "10.0.0.0/8"), row("id", null)]).showsEverywhere("notes"), false);
  assert.equal(new Grants([row("id,notes", null), row("id", own, "10.0.0.0/8")]).showsEverywhere("notes"), true);
  assert.equal(new Grants([row("id,notes", published), row("id", own, "10.0.0.0/8")]).showsEverywhere("notes"), false);
  assert.equal(new Grants([row("id", published), row("notes", published, "10.0.0.0/8")]).showsEverywhere("notes"), false);
});

test("without any permission, and with one without fields, nothing is shown", () => {
  assert.equal(new Grants([]).showsEverywhere("id"), false);
  assert.equal(new Grants([row(null)]).showsEverywhere("id"), false);
  assert.equal(new Grants([row("", published)]).showsInPlaces("id"), false);
});
