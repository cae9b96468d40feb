import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHosts, mayImportFrom } from "../src/import-hosts.js";

test("without the setting all hosts are allowed", () => {
  for (const setting of [undefined, null, "", " , ", []]) {
    assert.equal(mayImportFrom("http://example.net/a.png", parseHosts(setting)), true);
  }
});

test("with the setting only the named hosts are allowed, by HTTPS", () => {
  for (const hosts of [parseHosts("images.example.com, *.example.org"), parseHosts(["images.example.com", "*.Example.org"])]) {
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
