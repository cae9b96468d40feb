import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "../src/key.js";
import { isIssuedSecret, issueSecret } from "../src/two-factor.js";

const key = new Key("a secret");

test("a secret is in base32, differs each time, and is accepted for its account only", () => {
  const [first, second] = [issueSecret(key, "u"), issueSecret(key, "u")];
  assert.match(first, /^[A-Z2-7]{32}$/);
  assert.notEqual(first, second);
  assert.equal(isIssuedSecret(key, "u", first), true);
  assert.equal(isIssuedSecret(key, "somebody else", first), false);
  assert.equal(isIssuedSecret(new Key("another"), "u", first), false);
});

test("a chosen secret is refused", () => {
  const changed = issueSecret(key, "u").replace(/^./, (letter) => (letter === "A" ? "B" : "A"));
  for (const secret of [changed, "A".repeat(32), "JBSWY3DPEHPK3PXP", "", undefined, null, 7, ["A"], {}]) {
    assert.equal(isIssuedSecret(key, "u", secret), false, String(secret));
  }
});
