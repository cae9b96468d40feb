import assert from "node:assert/strict";
import { test } from "node:test";
import { CONFIRMATION, confirmationPage } from "../src/email-confirmation.js";

const PAGE = "https://example.com/verify-email";

test("a request that accepts only JSON is passed on", () => {
  assert.equal(confirmationPage("application/json", "a", PAGE), null);
});

test("a followed link is redirected to the site's page, with its token", () => {
  for (const accept of [undefined, "*/*", "text/html,application/xhtml+xml", "application/json, */*"]) {
    assert.equal(confirmationPage(accept, "a.b", PAGE), `${PAGE}?token=a.b`);
    assert.equal(confirmationPage(accept, undefined, [` ${PAGE}`, "https://example.org/"]), PAGE);
    assert.equal(confirmationPage(accept, "a", `${PAGE}?lang=de,https://example.org/`), `${PAGE}?lang=de&token=a`);
    assert.equal(confirmationPage(accept, "a&b=c", PAGE), `${PAGE}?token=a%26b%3Dc`);
    assert.equal(confirmationPage(accept, ["a", "b"], PAGE), PAGE);
  }
});

test("without a configured page there is no redirect", () => {
  for (const pages of [undefined, null, "", [], "verify-email"]) {
    assert.equal(confirmationPage("*/*", "a", pages), "");
  }
});

test("the route matches every spelling that Express accepts", () => {
  for (const path of ["/users/register/verify-email", "/Users/Register/Verify-Email/", "/users//register/verify-email"]) {
    assert.match(path, CONFIRMATION);
  }
  for (const path of ["/users/register", "/users/register/verify-email/x", "/x/users/register/verify-email"]) {
    assert.doesNotMatch(path, CONFIRMATION);
  }
});
