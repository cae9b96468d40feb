import assert from "node:assert/strict";
import { test } from "node:test";
import { hostsOf, mayImportFrom } from "../src/hosts.js";

test("without a setting files come from anywhere", () => {
  for (const setting of [undefined, null, "", " , ", []]) {
    assert.equal(mayImportFrom("http://example.net/a.png", hostsOf(setting)), true);
  }
});

test("with one they come from the named hosts alone, by HTTPS", () => {
  for (const hosts of [hostsOf("images.example.com, *.example.org"), hostsOf(["images.example.com", "*.Example.org"])]) {
    for (const address of ["https://images.example.com/a.png", "https://IMAGES.example.com:8443/a", "https://a.b.example.org/"]) {
      assert.equal(mayImportFrom(address, hosts), true, address);
    }
    for (const address of [
      "http://images.example.com/a.png",
      "https://example.com/",
      "https://example.org/",
      "https://evilexample.org/",
      "https://images.example.com.evil.net/",
      "https://images.example.com@evil.net/",
      "https://evil.net/images.example.com",
      "images.example.com",
      "file:///etc/passwd",
      { href: "https://images.example.com/" },
      undefined,
    ]) {
      assert.equal(mayImportFrom(address, hosts), false, String(address));
    }
  }
});
