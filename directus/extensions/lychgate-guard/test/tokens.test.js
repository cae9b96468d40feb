import assert from "node:assert/strict";
import { test } from "node:test";
import { CLAIM, fingerprint, requireCurrent, withCredentials } from "../src/tokens.js";

const account = { password: "$argon2id$salted", email: "ada@example.com", status: "active" };

/** Stands for Directus' table of users. */
const users = (rows) => (table) => {
  assert.equal(table, "directus_users");
  return { where: ({ id }) => ({ first: async () => rows[id] }) };
};

const token = (claims) => `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const expired = { name: "DirectusError", code: "TOKEN_EXPIRED", status: 401 };

test("a token is good while its account is as it was", async () => {
  const claims = await withCredentials({ id: "u", role: "r" }, "u", users({ u: account }));
  assert.equal(claims.role, "r");
  await requireCurrent(token(claims), users({ u: { ...account } }));
});

test("with another password, address or status, or without its account, a token has expired", async () => {
  const claims = await withCredentials({ id: "u" }, "u", users({ u: account }));
  for (const change of [{ password: "$argon2id$other" }, { email: "eve@example.com" }, { status: "suspended" }, { password: null }]) {
    await assert.rejects(requireCurrent(token(claims), users({ u: { ...account, ...change } })), expired);
  }
  await assert.rejects(requireCurrent(token(claims), users({})), expired);
});

test("a token of before, or with a claim that somebody has taken off, has expired", async () => {
  for (const claims of [{ id: "u" }, { id: "u", [CLAIM]: null }, { id: "u", [CLAIM]: "" }]) {
    await assert.rejects(requireCurrent(token(claims), users({ u: account })), expired);
    await assert.rejects(requireCurrent(token(claims), users({})), expired);
  }
});

test("tokens of sessions and shares, static tokens and nonsense are left to Directus", async () => {
  const none = () => assert.fail("nobody is looked for");
  for (const it of [token({ id: "u", session: "s" }), token({ share: "s" }), token({}), token(null), token("x"), "static-token", "a.b.c", ""]) {
    await requireCurrent(it, none);
  }
  assert.deepEqual(await withCredentials({ share: "s", role: null }, undefined, none), { share: "s", role: null });
});

test("a fingerprint tells nothing of what it is of", () => {
  const made = fingerprint(account);
  assert.match(made, /^[\w-]{22}$/);
  assert.notEqual(made, fingerprint({ ...account, password: null }));
});
