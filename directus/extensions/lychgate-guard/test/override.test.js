import assert from "node:assert/strict";
import { test } from "node:test";
import register from "../index.js";

class ItemsService {
  getKeysByQuery() {
    return "all keys";
  }
  constructor(accountability) {
    this.accountability = accountability;
    this.collection = "posts";
    this.schema = { collections: { posts: { primary: "id" } } };
  }
  async readByQuery(query) {
    return query.fields[0] === "id" ? [{ id: 7 }] : [];
  }
}
class FilesService extends ItemsService {
  async importOne(url) {
    return `imported ${url}`;
  }
}
class MetaService {
  async getMetaForQuery() {
    return { filter_count: 1 };
  }
  constructor(accountability) {
    this.accountability = accountability;
    this.schema = { collections: { posts: { primary: "id", fields: {} } }, relations: [] };
  }
}

const member = { user: "u", roles: ["r"], admin: false, app: false };
const editor = { ...member, app: true };
const events = [];
const load = (services = { FilesService, ItemsService, MetaService }, env = {}) =>
  register({ filter: (event, handler) => events.push({ event, handler }), init: () => {} }, { env, services });

test("loaded twice, each method is replaced once, and every query is heard of", async () => {
  const { importOne } = FilesService.prototype;
  load();
  load();
  assert.equal(FilesService.prototype.importOne[Symbol.for("lychgate-guard.original")], importOne);
  assert.deepEqual(events.filter(({ event }) => event === "*.query").length, 2);
  assert.equal(await new FilesService(editor).importOne("a"), "imported a");
  await assert.rejects(new FilesService(member).importOne("a"), { code: "FORBIDDEN", message: /address/ });
});

test("where hosts are named, nobody has a file fetched from another", async () => {
  load(undefined, { LYCHGATE_IMPORT_HOSTS: "images.example.com" });
  for (const accountability of [editor, { ...member, admin: true }]) {
    const files = new FilesService(accountability);
    assert.equal(await files.importOne("https://images.example.com/a.png"), "imported https://images.example.com/a.png");
    await assert.rejects(files.importOne("https://example.net/a.png"), { code: "FORBIDDEN", message: /LYCHGATE_IMPORT_HOSTS/ });
  }
  load();
});

test("keys for a change are read as the one who asks, with all rules", async () => {
  assert.deepEqual(await new FilesService(member).getKeysByQuery({ filter: {} }), [7]);
  assert.equal(await new ItemsService(editor).getKeysByQuery({}), "all keys");
  assert.equal(await new ItemsService(null).getKeysByQuery({}), "all keys");
});

test("a count is a read", async () => {
  const crossing = { meta: ["filter_count"], filter: { author: { name: { _eq: "a" } } } };
  await assert.rejects(new MetaService(member).getMetaForQuery("posts", crossing), { code: "FORBIDDEN" });
  assert.deepEqual(await new MetaService(editor).getMetaForQuery("posts", crossing), { filter_count: 1 });
});

test("where a method is not as it is known, nothing is registered at all", () => {
  const before = events.length;
  assert.throws(() => load({ FilesService, ItemsService, MetaService: class {} }), /getMetaForQuery/);
  assert.equal(events.length, before);
});

test("a refusal has no stack", async () => {
  const error = await new FilesService(member).importOne("a").catch((error) => error);
  assert.doesNotMatch(error.stack, /\n/);
});
