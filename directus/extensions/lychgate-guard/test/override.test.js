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
class TFAService {
  async generateTFA(user) {
    return { secret: "JBSWY3DPEHPK3PXP", url: `otpauth://totp/x:${user}?secret=JBSWY3DPEHPK3PXP&period=30` };
  }
  async enableTFA(...args) {
    return args;
  }
}
class UsersService {
  changes = [];
  async updateOne(...args) {
    this.changes.push(args);
  }
  async verifyRegistration() {
    await this.updateOne("u", { status: "active" });
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
const all = { FilesService, ItemsService, MetaService, TFAService, UsersService };
/** The handler of the route that confirms an address. */
let confirm;
const load = (services = all, env = { SECRET: "a secret" }) =>
  register(
    { filter: (event, handler) => events.push({ event, handler }), init: (_, handler) => handler({ app: { get: (_, route) => (confirm = route) } }) },
    { env, services },
  );

test("loaded twice, each method is replaced once, and every query is checked", async () => {
  const { importOne } = FilesService.prototype;
  load();
  load();
  assert.equal(FilesService.prototype.importOne[Symbol.for("lychgate-guard.original")], importOne);
  assert.deepEqual(events.filter(({ event }) => event === "*.query").length, 2);
  assert.equal(await new FilesService(editor).importOne("a"), "imported a");
  await assert.rejects(new FilesService(member).importOne("a"), { code: "FORBIDDEN", message: /address/ });
});

test("with hosts named, imports from other hosts are refused", async () => {
  load(all, { LYCHGATE_IMPORT_HOSTS: "images.example.com" });
  for (const accountability of [editor, { ...member, admin: true }]) {
    const files = new FilesService(accountability);
    assert.equal(await files.importOne("https://images.example.com/a.png"), "imported https://images.example.com/a.png");
    await assert.rejects(files.importOne("https://example.net/a.png"), { code: "FORBIDDEN", message: /LYCHGATE_IMPORT_HOSTS/ });
  }
  load();
});

test("keys for a change are read with the rules of the user", async () => {
  assert.deepEqual(await new FilesService(member).getKeysByQuery({ filter: {} }), [7]);
  assert.equal(await new ItemsService(editor).getKeysByQuery({}), "all keys");
  assert.equal(await new ItemsService(null).getKeysByQuery({}), "all keys");
});

test("a count is checked like a read", async () => {
  const crossing = { meta: ["filter_count"], filter: { author: { name: { _eq: "a" } } } };
  await assert.rejects(new MetaService(member).getMetaForQuery("posts", crossing), { code: "FORBIDDEN" });
  assert.deepEqual(await new MetaService(editor).getMetaForQuery("posts", crossing), { filter_count: 1 });
});

test("without an expected method nothing is registered", () => {
  const before = events.length;
  assert.throws(() => load({ ...all, MetaService: class {} }), /getMetaForQuery/);
  assert.equal(events.length, before);
});

test("a refusal has no stack trace", async () => {
  const error = await new FilesService(member).importOne("a").catch((error) => error);
  assert.doesNotMatch(error.stack, /\n/);
});

test("two-factor is enabled with an issued secret only", async () => {
  const tfa = new TFAService();
  const { secret, url } = await tfa.generateTFA("u", true);
  assert.equal(url, `otpauth://totp/x:u?secret=${secret}&period=30`);
  assert.deepEqual(await tfa.enableTFA("u", "123456", secret), ["u", "123456", secret]);
  for (const chosen of ["JBSWY3DPEHPK3PXP", (await tfa.generateTFA("v")).secret, undefined]) {
    await assert.rejects(tfa.enableTFA("u", "123456", chosen), { name: "DirectusError", code: "INVALID_PAYLOAD", status: 400 });
  }
});

test("an account confirmed in another browser is activated without a password, in one write", async () => {
  const request = (query) => ({ query: { token: "t", ...query }, get: () => "application/json" });
  const confirmed = (query) =>
    new Promise((resolve) => {
      const users = new UsersService();
      confirm(request(query), {}, () => resolve(users.verifyRegistration().then(() => users.changes)));
    });
  assert.deepEqual(await confirmed({ forget_password: "1" }), [["u", { status: "active", password: null }]]);
  assert.deepEqual(await confirmed({}), [["u", { status: "active" }]]);
});
