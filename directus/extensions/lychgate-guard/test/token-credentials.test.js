import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "../src/key.js";
import { CLAIM, fingerprint, requireCurrentCredentials, withCredentials } from "../src/token-credentials.js";

const key = new Key("a secret");
const USER = "0b0ee2c5-3f3c-4a2c-9d21-5a0f3f5e9d11";
const account = { password: "$argon2id$salted", email: "ada@example.com", status: "active" };

/** Stands for Directus' table of users. */
const users = (rows) => (table) => {
  assert.equal(table, "directus_users");
  return { where: ({ id }) => ({ first: async () => rows[id] }) };
};

const token = (claims) => `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const expired = { name: "DirectusError", code: "TOKEN_EXPIRED", status: 401 };

test("a token is valid while its account is unchanged", async () => {
  const claims = await withCredentials(key, { iss: "directus", id: USER, role: "r" }, USER, users({ [USER]: account }));
  assert.equal(claims.role, "r");
  await requireCurrentCredentials(key, token(claims), users({ [USER]: { ...account } }));
});

test("after a change of password, e-mail or status, or without its account, a token has expired", async () => {
  const claims = await withCredentials(key, { iss: "directus", id: USER }, USER, users({ [USER]: account }));
  for (const change of [{ password: "$argon2id$other" }, { email: "eve@example.com" }, { status: "suspended" }, { password: null }]) {
    await assert.rejects(requireCurrentCredentials(key, token(claims), users({ [USER]: { ...account, ...change } })), expired);
  }
  await assert.rejects(requireCurrentCredentials(key, token(claims), users({})), expired);
});

test("a token without the claim has expired", async () => {
  for (const claims of [{}, { [CLAIM]: null }, { [CLAIM]: "" }].map((more) => ({ iss: "directus", id: USER, ...more }))) {
    await assert.rejects(requireCurrentCredentials(key, token(claims), users({ [USER]: account })), expired);
    await assert.rejects(requireCurrentCredentials(key, token(claims), users({})), expired);
  }
});

test("tokens of sessions and shares, static tokens and nonsense are left to Directus", async () => {
  const none = () => assert.fail("nobody is looked for");
  for (const it of [
    token({ iss: "directus", id: USER, session: "s" }),
    token({ iss: "directus", id: USER, share: "s" }),
    token({ iss: "somebody", id: USER }),
    ...["x", ["x"], { id: 1 }, 7].map((id) => token({ iss: "directus", id })),
    token({}),
    token(null), token("x"), "static-token", "a.b.c", ""]) {
    await requireCurrentCredentials(key, it, none);
  }
  assert.deepEqual(await withCredentials(key, { share: "s", role: null }, undefined, none), { share: "s", role: null });
});

test("a fingerprint cannot be computed without the key, also for an account without a password", () => {
  const made = fingerprint(key, { ...account, password: null });
  assert.match(made, /^[\w-]{22}$/);
  assert.notEqual(made, fingerprint(key, account));
  assert.notEqual(made, fingerprint(new Key("another"), { ...account, password: null }));
  assert.notEqual(made, fingerprint(new Key(undefined), { ...account, password: null }));
});
