import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFIRMATION, detour } from "../src/confirmation.js";

const PAGE = "https://example.com/verify-email";

test("a page's own request is let through", () => {
  assert.equal(detour("application/json", "a", PAGE), null);
});

test("a link leads to the site's page, with its token", () => {
  for (const accept of [undefined, "*/*", "text/html,application/xhtml+xml", "application/json, */*"]) {
    assert.equal(detour(accept, "a.b", PAGE), `${PAGE}?token=a.b`);
    assert.equal(detour(accept, undefined, [` ${PAGE}`, "https://example.org/"]), PAGE);
    assert.equal(detour(accept, "a", `${PAGE}?lang=de,https://example.org/`), `${PAGE}?lang=de&token=a`);
    assert.equal(detour(accept, "a&b=c", PAGE), `${PAGE}?token=a%26b%3Dc`);
    assert.equal(detour(accept, ["a", "b"], PAGE), PAGE);
  }
});

test("where the site has no page for it, it leads nowhere", () => {
  for (const pages of [undefined, null, "", [], "verify-email"]) {
    assert.equal(detour("*/*", "a", pages), "");
  }
});

test("it is known in every spelling that Express takes", () => {
  for (const path of ["/users/register/verify-email", "/Users/Register/Verify-Email/", "/users//register/verify-email"]) {
    assert.match(path, CONFIRMATION);
  }
  for (const path of ["/users/register", "/users/register/verify-email/x", "/x/users/register/verify-email"]) {
    assert.doesNotMatch(path, CONFIRMATION);
  }
});
