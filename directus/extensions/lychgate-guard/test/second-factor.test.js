import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "../src/key.js";
import { isOurSecret, makeSecret } from "../src/second-factor.js";

const key = new Key("a secret");

test("a secret is in base32, another each time, and known again for its account alone", () => {
  const [first, second] = [makeSecret(key, "u"), makeSecret(key, "u")];
  assert.match(first, /^[A-Z2-7]{32}$/);
  assert.notEqual(first, second);
  assert.equal(isOurSecret(key, "u", first), true);
  assert.equal(isOurSecret(key, "somebody else", first), false);
  assert.equal(isOurSecret(new Key("another"), "u", first), false);
});

test("a secret that somebody has chosen is none", () => {
  const changed = makeSecret(key, "u").replace(/^./, (letter) => (letter === "A" ? "B" : "A"));
  for (const secret of [changed, "A".repeat(32), "JBSWY3DPEHPK3PXP", "", undefined, null, 7, ["A"], {}]) {
    assert.equal(isOurSecret(key, "u", secret), false, String(secret));
  }
});
