import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { rawGet } from "./support/http.ts";
import { stack } from "./support/stack.ts";
import { expect, test } from "./support/test.ts";

const DEEP_LINKS = ["/blog/apple-day", "/blog/version-2.0", "/profile", "/signin?redirectedFrom=%2Fprofile", "/pages/about", "/no/such/page"];

/** Returns the URLs of all files that index.html names. */
async function files(): Promise<string[]> {
  const html = (await rawGet(stack.url)).body.toString();
  const named = [...html.matchAll(/(?:src|href|data-module|data-wasm)=["']?(\/[^"'\s>]+\.[a-z]+)/g)].map(([, path]) => path ?? "");
  return [...new Set(named)];
}

/** Returns the directives of a policy with their values. */
const directives = (policy: string) =>
  new Map(
    policy
      .split(";")
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = "", ...values]) => [name, values]),
  );

const sha256 = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

for (const path of ["/", "/blog", ...DEEP_LINKS]) {
  test(`the page of ${path} links app, styles and sanitiser, and allows what is inline by its hash, and nothing else`, async () => {
    const names = (await files()).join(" ");
    for (const file of [/\/lychgate-\w+\.js/, /\/lychgate-\w+_bg\.wasm/, /\/site-\w+\.css/, /\/purify\.min-\w+\.js/, /\/boot-\w+\.js/]) {
      expect(names).toMatch(file);
    }
    const html = (await rawGet(stack.url + path)).body.toString();
    // The policy stands before everything that it is about.
    const [, text] = /^<!doctype html><html [^>]*><head><meta charset=utf-8><meta http-equiv=Content-Security-Policy content="([^"]*)">/.exec(html) ?? [];
    const policy = directives(text ?? "");
    const scripts = [...html.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs)].map(([, script = ""]) => sha256(script));
    const styles = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, style = ""]) => sha256(style));
    // A page that needs its user has a script that asks for them.
    expect([scripts.length, styles.length]).toEqual([html.includes(" data-account=") ? 3 : 2, 1]);
    expect(new Set(policy.get("script-src"))).toEqual(new Set(["'self'", "'wasm-unsafe-eval'", ...scripts]));
    expect(policy.get("style-src")).toEqual(["'self'", ...styles]);
    const markup = html.replace(/<(script|style)[^>]*>.*?<\/\1>/gs, "");
    expect(markup).not.toMatch(/\sstyle=|\son\w+=|javascript:/i);
    // What is held before the app is there takes little room.
    expect(Math.max(...[...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = ""]) => script.length))).toBeLessThan(2048);
  });
}

test("an inline script or style that is not the page’s own does not run", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: stack.url });
  const page = await context.newPage();
  for (const path of ["/", "/signin"]) {
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const added = "<script>document.title='injected'</script><style>h1{color:rgb(1,2,3)}</style><img src=x onerror=\"document.title='injected'\">";
      await route.fulfill({ response, body: (await response.text()).replace("<noscript>", `${added}<noscript>`) });
    });
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("data-ready");
    await expect(page).not.toHaveTitle(/injected/);
    expect(await page.locator("h1").evaluate((heading) => getComputedStyle(heading).color)).not.toBe("rgb(1, 2, 3)");
  }
  await context.close();
});

test("the page is in the first language that the browser asks for and the site speaks", async () => {
  for (const [asked, language] of [
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["nl,fr;q=0.7", "fr"],
    ["ar", "ar"],
    ["tlh", "en"],
  ] as const) {
    const { headers, body } = await rawGet(`${stack.url}/signin`, { "Accept-Language": asked });
    expect(body.toString(), asked).toContain(`<html lang=${language} dir=${language === "ar" ? "rtl" : "ltr"}`);
    expect(headers.vary, asked).toMatch(/accept-language/i);
  }
});

test("the configuration may be a minute old", async () => {
  const { status, headers, body } = await rawGet(`${stack.url}/config.json`);
  expect([status, headers["cache-control"]]).toEqual([200, "max-age=60, stale-while-revalidate=86400"]);
  expect(JSON.parse(body.toString())).toHaveProperty("directusUrl");
});

for (const path of ["/", ...DEEP_LINKS]) {
  test(`${path} serves a page with no-cache and the security headers`, async () => {
    const { status, headers } = await rawGet(stack.url + path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/html; charset=utf-8$/i);
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
    expect(headers.server).not.toMatch(/\d/);

    const policy = directives(String(headers["content-security-policy"]));
    expect(policy.get("default-src")).toEqual(["'none'"]);
    // What is inline is up to the policy of the page, beside this one.
    expect(policy.get("script-src")).toEqual(["'self'", "'unsafe-inline'", "'wasm-unsafe-eval'"]);
    expect(policy.get("style-src")).toEqual(["'self'", "'unsafe-inline'"]);
    expect(policy.get("connect-src")).toEqual(["'self'"]);
    expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy.get("base-uri")).toEqual(["'self'"]);
    expect(policy.get("form-action")).toEqual(["'self'"]);
    expect(policy.get("require-trusted-types-for")).toEqual(["'script'"]);
    expect(String(headers["content-security-policy"])).not.toContain("'unsafe-eval'");
  });
}

test("an unchanged index.html is answered with 304", async () => {
  const { headers } = await rawGet(stack.url);
  const again = await rawGet(stack.url, { "If-None-Match": String(headers.etag) });
  expect(again.status).toBe(304);
  expect(again.headers["cache-control"]).toBe("no-cache");
});

test("hashed files are immutable and have the right types", async () => {
  const types: Record<string, RegExp> = {
    js: /^(text|application)\/javascript/,
    css: /^text\/css/,
    wasm: /^application\/wasm$/,
    svg: /^image\/svg\+xml/,
  };
  const paths = await files();
  expect(paths.length).toBeGreaterThanOrEqual(6);
  for (const path of paths) {
    const { status, headers } = await rawGet(stack.url + path);
    expect(status, path).toBe(200);
    expect(headers["cache-control"], path).toBe("public, max-age=31536000, immutable");
    expect(headers["content-type"], path).toMatch(types[path.split(".").at(-1) ?? ""] ?? /never/);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
});

for (const [encoding, decompress] of [
  ["br", brotliDecompressSync],
  ["gzip", gunzipSync],
] as const) {
  test(`compressible files are sent as ${encoding} to clients that accept it, plain to others`, async () => {
    for (const path of ["/", ...(await files())]) {
      const plain = await rawGet(stack.url + path);
      expect(plain.headers["content-encoding"], path).toBeUndefined();
      const small = await rawGet(stack.url + path, { "Accept-Encoding": encoding });
      // The build does not compress files that fit into one packet anyway.
      if ((/\.(js|css|wasm)$/.test(path) || path === "/") && plain.body.length >= 512) {
        expect(small.headers["content-encoding"], path).toBe(encoding);
      }
      if (small.headers["content-encoding"] !== undefined) {
        expect(small.headers.vary, path).toMatch(/accept-encoding/i);
        expect(decompress(small.body).equals(plain.body), path).toBe(true);
        expect(small.body.length, path).toBeLessThan(plain.body.length);
      }
      expect(small.headers["content-type"], path).toBe(plain.headers["content-type"]);
      expect(small.headers["cache-control"], path).toBe(plain.headers["cache-control"]);
    }
  });
}

test("the smaller of both encodings is sent", async () => {
  const { headers } = await rawGet(stack.url, { "Accept-Encoding": "gzip, deflate, br, zstd" });
  expect(headers["content-encoding"]).toBe("br");
});

for (const path of ["/lychgate-0123456789abcdef.js", "/no-such-file.png", "/index.html.bak", "/.env", "/.git/config"]) {
  test(`the missing file ${path} is an uncached 404, not index.html`, async () => {
    const { status, headers, body } = await rawGet(stack.url + path);
    // A name without an extension is a path of the app, even if it begins with a dot.
    if (/\.\w+$/.test(path)) {
      expect(status).toBe(404);
      expect(headers["cache-control"]).toBe("no-cache");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(body.toString()).not.toContain("lychgate-app");
    } else {
      expect(body.toString()).toContain("lychgate-app");
    }
  });
}

test("/.well-known/change-password redirects, and other well-known paths are 404", async () => {
  const { status, headers } = await rawGet(`${stack.url}/.well-known/change-password`);
  expect(status).toBe(302);
  expect(headers.location).toBe("/profile/security");
  expect(headers["cache-control"]).toBe("no-cache");
  // The URL that they probe first, by https://www.w3.org/TR/change-password-url/.
  const none = await rawGet(`${stack.url}/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200`);
  expect(none.status).toBe(404);
  expect(none.body.toString()).not.toContain("lychgate-app");
});

test("a path with .. does not leave the site’s root", async () => {
  for (const path of ["/../../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd"]) {
    const { body } = await rawGet(stack.url, {}, path);
    expect(body.toString()).not.toContain("root:");
  }
});

test("Directus answers below /directus/ with its own headers and without the site’s", async () => {
  for (const file of ["/directus/server/info", "/directus/assets/no-such.webp"]) {
    expect((await rawGet(stack.url + file)).headers["x-powered-by"], file).toBe("Directus");
  }
  const { status, headers, rawHeaders } = await rawGet(`${stack.url}/directus/server/info`);
  expect(status).toBe(200);
  expect(headers["content-type"]).toMatch(/^application\/json/);
  const policies = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "content-security-policy");
  expect(policies.length).toBeLessThanOrEqual(1);
  expect(headers["content-security-policy"] ?? "").not.toContain("trusted-types");
  expect(headers["permissions-policy"]).toBeUndefined();
  expect(headers["x-from"]).toBeUndefined();
});

test("the Studio works under its own CSP", async ({ browser }) => {
  // Not watched: the console of the Studio is not the site’s.
  const context = await browser.newContext({ baseURL: stack.url });
  const page = await context.newPage();
  await page.goto("/directus/admin/login");
  await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
  await context.close();
});

test("with a host of its own, the Studio is on no other host", async ({ browser }) => {
  const studio = stack.studioHostUrl.replace("localhost", "127.0.0.1");
  const context = await browser.newContext();
  const page = await context.newPage();
  // Mails of Directus link to PUBLIC_URL, which is the site’s host.
  await page.goto(`${stack.studioHostUrl}/directus/admin/reset-password?token=x`);
  expect(page.url()).toMatch(`${studio}/directus/admin/`);
  await page.goto(`${studio}/directus/admin/login`);
  await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
  // The site stays on its host, and only there.
  const site = await rawGet(`${studio}/blog/apple-day?a=b`);
  expect([site.status, site.headers.location]).toEqual([302, `${stack.studioHostUrl}/blog/apple-day?a=b`]);
  expect((await rawGet(`${stack.studioHostUrl}/blog/apple-day`)).body.toString()).toContain("lychgate-app");
  expect((await rawGet(`${stack.studioHostUrl}/directus/server/info`)).status).toBe(200);
  await context.close();
});

test("no other site can frame this one", async ({ browser }) => {
  // Not watched: the browser’s error is expected.
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaint = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await page.setContent(`<iframe src="${stack.url}/signin"></iframe>`);
  await complaint;
  await expect(page.frameLocator("iframe").getByLabel("E-mail")).toHaveCount(0);
  await context.close();
});
