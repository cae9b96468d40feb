import { Admin } from "../support/admin.ts";
import { rawRequest, headerValues } from "../support/http.ts";
import { stack } from "../support/stack.ts";
import { expect, expectSession, test, visit } from "../support/test.ts";

// A page on a sibling subdomain can set cookies for the site’s domain, and could sign visitors in as another user (cookie tossing).

test.use({ baseURL: process.env.LYCHGATE_HTTPS_URL, ignoreHTTPSErrors: true });

const operator = () => new Admin(stack.httpsDirectusUrl, stack.httpsAdminToken);

/** Returns a refresh token of the attacker’s. */
async function stolen(): Promise<string> {
  const { email, password } = await operator().person();
  const answer = await rawRequest(`${stack.httpsDirectusUrl}/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password, mode: "cookie" }),
  });
  const [cookie = ""] = headerValues(answer, "set-cookie");
  expect(cookie).toMatch(/^__Host-directus_refresh_token=[^;]+; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/);
  return cookie.split(/[=;]/)[1] ?? "";
}

test("a cookie that a sibling subdomain has set signs nobody in", async ({ page, context, watch }) => {
  const token = await stolen();
  watch.expectFailure({ url: "/auth/refresh", status: 400, times: "some" });
  await visit(page, "/signin");
  // Under the name without its prefix, for the paths that would take precedence.
  for (const path of ["/", "/directus", "/directus/auth", "/directus/auth/refresh"]) {
    await context.addCookies([{ name: "directus_refresh_token", value: token, domain: "localhost", path, secure: true }]);
  }
  // Under the `__Host-` name the browser refuses it with a domain, with a path, and without Secure.
  const jar = await page.evaluate((token) => {
    for (const attributes of ["Path=/directus/auth; Secure", "Domain=localhost; Path=/; Secure", "Domain=localhost; Path=/directus; Secure", "Path=/"]) {
      document.cookie = `__Host-directus_refresh_token=${token}; ${attributes}`;
    }
    return document.cookie;
  }, token);
  expect(jar).not.toContain("__Host-");

  const status = await page.evaluate(async () => {
    const answer = await fetch("/directus/auth/refresh", { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"mode":"cookie"}' });
    return answer.status;
  });
  expect(status).toBe(400);
  await visit(page, "/profile");
  await expectSession(page, "signed-out");
});

test("sign-out and the Studio use the cookie names of production", async () => {
  const { email, password } = await operator().person();
  const json = { "Content-Type": "application/json" };
  for (const [mode, name] of [["cookie", "__Host-directus_refresh_token"], ["session", "__Host-directus_session_token"]] as const) {
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      rawRequest(`${stack.httpsDirectusUrl}${path}`, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
    const [first = ""] = headerValues(await post("/auth/login", { email, password, mode }), "set-cookie");
    expect(first).toMatch(new RegExp(`^${name}=.*; Path=/; .*HttpOnly; Secure`));
    expect(first).not.toContain("Domain");
    const refreshed = await post("/auth/refresh", { mode }, { Cookie: first.split(";")[0] ?? "" });
    expect(refreshed.status).toBe(200);
    const [second = ""] = headerValues(refreshed, "set-cookie");
    expect(second.startsWith(`${name}=`)).toBe(true);
    const out = await post("/auth/logout", { mode }, { Cookie: second.split(";")[0] ?? "" });
    expect(out.status).toBe(204);
    expect(headerValues(out, "set-cookie").some((cookie) => cookie.startsWith(`${name}=;`))).toBe(true);
    expect((await post("/auth/refresh", { mode }, { Cookie: second.split(";")[0] ?? "" })).status).toBe(401);
  }
});
