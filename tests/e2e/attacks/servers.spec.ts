import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect } from "node:tls";
import { Admin, type Person } from "../support/admin.ts";
import { type RawRequest, type RawAnswer, rawRequest, headerValues } from "../support/http.ts";
import { accessToken, sessionCookie } from "../support/accounts.ts";
import { Random } from "../support/random.ts";
import { stack } from "../support/stack.ts";
import { expect, test } from "../support/test.ts";

// The requests that deploy/nginx.conf and deploy/Caddyfile refuse; both servers have to do the same.

const operator = () => new Admin(stack.httpsDirectusUrl, stack.httpsAdminToken);
const ADMINISTRATOR = { email: process.env.LYCHGATE_ADMIN_EMAIL ?? "", password: process.env.LYCHGATE_ADMIN_PASSWORD ?? "" };

const JSON_BODY = { "Content-Type": "application/json" };
const isDirectus = (answer: RawAnswer) => answer.headers["x-powered-by"] === "Directus";
const message = (answer: RawAnswer) => (JSON.parse(answer.body.toString()) as { errors: { message: string }[] }).errors[0]?.message;

/** Expects a refusal by the web server, in the form of Directus' errors. */
function expectRefused(answer: RawAnswer, of: RegExp, what: string): void {
  expect({ status: answer.status, directus: isDirectus(answer) }, `${what}: ${answer.body}`).toEqual({ status: 403, directus: false });
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(message(answer)).toMatch(of);
}

const random = Random.of("spellings");
const pick = (from: string[]) => from[random.int(0, from.length - 1)] ?? "";
const hex = (letter: string) => letter.charCodeAt(0).toString(16).padStart(2, "0");

/** Returns `text` with each letter as it is or percent-encoded up to three times, in either case. */
function spelled(text: string): string {
  return [...text]
    .map((letter) => pick([letter.toLowerCase(), letter.toUpperCase()]))
    .map((letter) => pick([letter, `%${hex(letter)}`, `%${hex(letter).toUpperCase()}`, `%25${hex(letter)}`, `%2525${hex(letter)}`]))
    .join("");
}

/** Returns a token with an administrator's claims and a forged signature. */
function forged(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const id = "11111111-1111-4111-8111-111111111111";
  const claims = { id, role: id, app_access: true, admin_access: true, session: "x", iss: "directus", exp: 4_000_000_000 };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.${randomBytes(32).toString("base64url")}`;
}

for (const [server, site, log] of [
  ["nginx", () => stack.httpsUrl, () => stack.httpsAccessLog],
  ["Caddy", () => stack.caddyUrl, () => stack.caddyAccessLog],
] as const) {
  test.describe(server, () => {
    const ask = (path: string, asked: Omit<RawRequest, "path"> = {}) => rawRequest(site(), { ...asked, path: `/directus${path}` });
    let member: Person & { token: string; session: string };
    let studio: string;

    test.beforeAll(async () => {
      const person = await operator().person();
      const [token, session] = [await accessToken(stack.httpsDirectusUrl, person), await sessionCookie(stack.httpsDirectusUrl, person)];
      member = { ...person, token, session };
      studio = await sessionCookie(stack.httpsDirectusUrl, ADMINISTRATOR);
      expect(studio).toMatch(/^__Host-directus_session_token=eyJ/);
    });

    /** Requests without a Studio session, and with a forged one. */
    function outsiders(): Record<string, { headers: Record<string, string | string[]>; query?: string }> {
      const [name] = studio.split("=");
      return {
        nobody: { headers: {} },
        "a member": { headers: { Authorization: `Bearer ${member.token}` } },
        "a member with a session cookie": { headers: { Cookie: member.session } },
        "a member with the access token for a cookie": { headers: { Cookie: `${name}=${member.token}` } },
        "a member beside an editor’s cookie": { headers: { Cookie: studio, Authorization: `Bearer ${member.token}` } },
        "a member by address beside a forged cookie": { headers: { Cookie: `${name}=${forged()}` }, query: `${spelledName()}=${member.token}` },
        "an empty cookie before a forged one": { headers: { Cookie: `${name}=; ${name}=${forged()}` } },
        "an empty cookie in a header before": { headers: { Cookie: [`${name}=`, `${name}=${forged()}`] } },
        "a quoted empty cookie": { headers: { Cookie: `${name}=""; x="; ${name}=${forged()}"` } },
        "a cookie that ends so": { headers: { Cookie: `x${name}=${forged()}` } },
        "a cookie without the prefix": { headers: { Cookie: `directus_session_token=${forged()}` } },
        "what looks like the server’s own notes": { headers: { Authorization: "1|0|" } },
      };
    }
    // Percent-encoded once: Directus decodes it.
    const spelledName = () => [..."access_token"].map((letter) => pick([letter, `%${hex(letter)}`])).join("");

    test("$FOLLOW is refused in every spelling without a Studio session", async () => {
      const spellings = [
        "filter[$FOLLOW(posts,image)][content][_contains]=a",
        "filter[_or][0][$FOLLOW(posts,image)][content][_contains]=a",
        "deep[$FOLLOW(posts,image)][_limit]=1",
        "sort=$FOLLOW(posts,image).content",
        "aggregate[count]=$FOLLOW(posts,image)",
        ...["\\u0024FOLLOW", "$\\u0046OLLOW", "%5Cu0024FOLLOW", "%5c%750024FOLLOW", "%255cu0024FOLLOW"].map((name) => `filter={"${name}(posts,image)":{}}`),
        ...Array.from({ length: 100 }, () => `filter[${spelled("$follow")}(posts,image)][content][_contains]=a`),
      ];
      for (const [who, { headers, query = "" }] of Object.entries(outsiders())) {
        const some = who === "nobody" ? spellings : spellings.slice(0, 12);
        await Promise.all(some.map(async (spelling) => expectRefused(await ask(`/files?${query}&${spelling}`, { headers }), /relations/, `${who}: ${spelling}`)));
      }
    });

    test("paths that merely resemble $FOLLOW reach Directus", async () => {
      for (const query of ["filter[title][_contains]=follow", "filter[title][_contains]=%2450", "search=follow%20me", "fields=id,title&limit=1"]) {
        const answer = await ask(`/items/posts?${query}`);
        expect(isDirectus(answer), query).toBe(true);
        expect(answer.status, query).toBe(200);
      }
    });

    test("SEARCH, import, system GraphQL and WebSockets are refused without a Studio session", async () => {
      const refused: [string, string, RegExp][] = [
        ["SEARCH", "/items/posts", /SEARCH/],
        ["SEARCH", "/files", /SEARCH/],
        ["POST", "/utils/export/posts", /Studio/],
        ["POST", "/UTILS/export/posts", /Studio/],
        ["POST", "/utils/%65xport/posts", /Studio/],
        ["POST", "/utils//export/posts", /Studio/],
        ["POST", "/graphql/system", /Studio/],
        ["POST", "/GraphQL/system/", /Studio/],
        ["GET", "/websocket", /Studio/],
        ["POST", "/files/import", /Import/],
        ["POST", "/files/import/", /Import/],
        ["POST", "/Files/IMPORT", /Import/],
        ["POST", "/files/import?", /Import/],
        ["POST", "/files/%69mport", /Import/],
        ["POST", "/%66iles/i%6Dport", /Import/],
        ["POST", "/files//import", /Import/],
      ];
      for (const [who, { headers, query }] of Object.entries(outsiders())) {
        await Promise.all(
          refused.map(async ([method, path, of]) => {
            const answer = await ask(query === undefined ? path : `${path.replace("?", "")}?${query}`, { method, headers: { ...JSON_BODY, ...headers }, body: "{}" });
            expectRefused(answer, of, `${who}: ${method} ${path}`);
          }),
        );
      }
      // Spellings of the path that are unknown or refused as well.
      for (const path of ["/files/./import", "//files/import", "/files/x/../import", "/files%2fimport", "/files/%2569mport", "/./files/import"]) {
        const answer = await ask(path, { method: "POST", headers: { ...JSON_BODY, Authorization: `Bearer ${member.token}` }, body: '{"url":"http://127.0.0.1/"}' });
        expect([403, 404], `${path}: ${answer.body}`).toContain(answer.status);
      }
    });

    test("editors with a Studio session are not restricted", async () => {
      const headers = { ...JSON_BODY, Cookie: `a=b; ${studio}; c=d` };
      const answers = {
        follow: await ask("/files?filter[$FOLLOW(posts,image)][id][_nnull]=true&limit=1", { headers }),
        search: await ask("/items/posts", { method: "SEARCH", headers, body: '{"query":{"limit":1}}' }),
        graphql: await ask("/graphql/system", { method: "POST", headers, body: '{"query":"{ server_ping }"}' }),
        export: await ask("/utils/export/posts", { method: "POST", headers, body: "{}" }),
        // Refused by Directus: it is an internal address.
        import: await ask("/files/import", { method: "POST", headers, body: '{"url":"http://127.0.0.1/"}' }),
      };
      expect(Object.values(answers).map(isDirectus)).toEqual([true, true, true, true, true]);
      expect(Object.values(answers).map(({ status }) => status)).toEqual([200, 200, 200, 400, 503]);
    });

    test("a forged session cookie passes the web server and is refused by Directus", async () => {
      const answer = await ask("/files?filter[$FOLLOW(posts,image)][id][_nnull]=true", { headers: { Cookie: `__Host-directus_session_token=${forged()}` } });
      expect(isDirectus(answer)).toBe(true);
      expect([401, 403]).toContain(answer.status);
      expect(answer.body.toString()).not.toContain('"data"');
    });

    test("answers carry HSTS, nosniff and no-store headers", async () => {
      const bearer = { Authorization: `Bearer ${member.token}` };
      const answers = {
        page: await rawRequest(`${site()}/blog/apple-day`),
        missing: await rawRequest(`${site()}/no-such.js`),
        public: await ask("/items/posts?limit=1"),
        refused: await ask("/files/import", { method: "POST" }),
        account: await ask("/users/me", { headers: bearer }),
        signIn: await ask("/auth/login", { method: "POST", headers: JSON_BODY, body: "{}" }),
        session: await ask("/items/posts?limit=1", { headers: { Cookie: member.session } }),
        studio: await ask("/admin/login"),
      };
      for (const [what, answer] of Object.entries(answers)) {
        expect(headerValues(answer, "strict-transport-security"), what).toEqual(["max-age=31536000; includeSubDomains"]);
        expect(headerValues(answer, "x-content-type-options"), what).toEqual(["nosniff"]);
      }
      const kept = Object.fromEntries(Object.entries(answers).map(([what, answer]) => [what, headerValues(answer, "cache-control")]));
      expect(kept).toMatchObject({ account: ["no-store"], signIn: ["no-store"], session: ["no-store"], page: ["no-cache"], public: ["no-cache"], studio: ["no-cache"] });
    });

    test("an upload is sandboxed and cannot be framed", async () => {
      const [image] = await operator().request<{ image: string }[]>("GET", "/items/posts?fields=image&limit=1");
      const picture = await ask(`/assets/${image?.image}`);
      expect(picture.status).toBe(200);
      const pdf = new FormData();
      pdf.append("file", new Blob(["%PDF-1.4"], { type: "application/pdf" }), "a.pdf");
      const uploaded = await fetch(`${stack.httpsDirectusUrl}/files`, { method: "POST", body: pdf, headers: { Authorization: `Bearer ${stack.httpsAdminToken}` } });
      const { data } = (await uploaded.json()) as { data: { id: string } };
      const document = await ask(`/ASSETS/${data.id}`, { headers: { Cookie: studio } });
      expect(document.status).toBe(200);
      for (const answer of [picture, document]) {
        const policies = headerValues(answer, "content-security-policy");
        // Directus’ own header, and that of the web server.
        expect(policies).toHaveLength(2);
        expect(policies).toContain("default-src 'none'; form-action 'none'; frame-ancestors 'none'; sandbox");
        expect(headerValues(answer, "x-content-type-options")).toEqual(["nosniff"]);
      }
      const asMember = await ask(`/assets/${image?.image}`, { headers: { Authorization: `Bearer ${member.token}` } });
      expect(headerValues(asMember, "cache-control")).toEqual(["no-store"]);
      await operator().request("DELETE", `/files/${data.id}`);
    });

    test("request bodies without a Studio session are limited in size", async () => {
      const bearer = { Authorization: `Bearer ${member.token}` };
      const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000);
      for (const asked of [
        { path: "/files", size: 24 },
        { path: "/files", size: 6 },
        { path: "/FILES/", size: 24 },
        { path: "/users/me", size: 2, method: "PATCH" },
        { path: "/graphql", size: 2 },
      ]) {
        const answer = await ask(asked.path, { method: asked.method ?? "POST", headers: { ...bearer, "Content-Type": "image/png" }, body: zeros(asked.size) });
        expect({ status: answer.status, directus: isDirectus(answer) }, asked.path).toEqual({ status: 413, directus: false });
        expect(answer.body.toString()).toContain("CONTENT_TOO_LARGE");
      }
    });

    test("TLS older than 1.2 is refused", async () => {
      const version = (maxVersion: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") =>
        new Promise<string | null>((resolve) => {
          const { hostname, port } = new URL(site());
          const old = { minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" } as const;
          const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false, servername: "localhost", maxVersion, ...old }, () => {
            resolve(socket.getProtocol());
            socket.destroy();
          });
          socket.on("error", () => resolve(null));
        });
      expect([await version("TLSv1.1"), await version("TLSv1.2"), await version("TLSv1.3")]).toEqual([null, "TLSv1.2", "TLSv1.3"]);
    });

    test("the access log has paths and no tokens", async () => {
      const secret = randomBytes(16).toString("hex");
      const path = `/reset-password-${randomBytes(8).toString("hex")}`;
      const headers = { Referer: `${site()}/verify-email?token=${secret}`, Cookie: `x=${secret}`, Authorization: `Bearer ${secret}` };
      await rawRequest(`${site()}${path}?token=${secret}`, { headers });
      await ask(`/users/register/verify-email?token=${secret}`, { headers });
      await ask(`/auth/login/nobody/callback?code=${secret}`, { headers });
      await ask(`/files?filter[$FOLLOW(posts,${secret})]=1`, { headers });
      await ask(`${path}?last`, { headers });
      await expect.poll(async () => (await readFile(log(), "utf8")).includes(`/directus${path}`)).toBe(true);
      const text = await readFile(log(), "utf8");
      expect(text).toContain(path);
      expect(text).toContain("/directus/users/register/verify-email");
      expect(text).not.toContain(secret);
    });
  });
}

test("the log of Directus has no token of a mailed link", async () => {
  const [secret, marker] = [randomBytes(16).toString("hex"), randomBytes(8).toString("hex")];
  await rawRequest(`${stack.httpsUrl}/directus/users/register/verify-email?token=${secret}`);
  await rawRequest(`${stack.httpsUrl}/directus/server/ping?${marker}`);
  await expect.poll(async () => (await readFile(stack.httpsDirectusLog, "utf8")).includes(marker)).toBe(true);
  expect(await readFile(stack.httpsDirectusLog, "utf8")).not.toContain(secret);
});
