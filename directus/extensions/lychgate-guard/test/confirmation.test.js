import assert from "node:assert/strict";
import { test } from "node:test";
import { detour } from "../src/confirmation.js";

const PAGE = "https://example.com/verify-email";

test("a page's own request is let through", () => {
  assert.equal(detour("application/json", "?token=a", PAGE), null);
});

test("a link leads to the site's page, with its token", () => {
  for (const accept of [undefined, "*/*", "text/html,application/xhtml+xml", "application/json, */*"]) {
    assert.equal(detour(accept, "?token=a.b", PAGE), `${PAGE}?token=a.b`);
    assert.equal(detour(accept, "", [` ${PAGE}`, "https://example.org/"]), PAGE);
    assert.equal(detour(accept, "?token=a", `${PAGE},https://example.org/`), `${PAGE}?token=a`);
  }
});

test("where the site has no page for it, it leads nowhere", () => {
  for (const pages of [undefined, null, "", [], "verify-email"]) {
    assert.equal(detour("*/*", "?token=a", pages), "");
  }
});
