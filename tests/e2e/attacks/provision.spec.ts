import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { PUBLIC_POLICY, USERS_ROLE, newAddress, unique } from "../support/admin.ts";
import { Backend } from "../support/backend.ts";
import { sectionOf, provision } from "../support/provision.ts";
import { DRAFT, SECRET, fillExistingDirectus } from "./existing-directus.ts";

// `cargo xtask provision` on a Directus that has been used for years: with a role that happens to be called `Users` and may
// do everything, a `global` with a secret field, and drafts among its `pages`. All tests use one Directus: each continues
// where the one before ended.
test.describe.configure({ mode: "serial" });

const UPDATE_OWN = "permission of Users: update directus_users";
const AVATARS = "736974e5-0003-4000-8000-6c7963686761";
const USERS_POLICY = "736974e5-0002-4000-8000-6c7963686761";
/** A PNG of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let backend: Backend;
let noExtensions: string;
let richRole: string;

/** Runs provision on this Directus. */
const run = (...options: string[]) => provision(backend.url, backend.admin.token, ...options);

interface Answer {
  status: number;
  data: any;
  text: string;
}

/** Sends a request with this token, or without one. */
async function ask(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}): Promise<Answer> {
  const form = body instanceof FormData;
  const answer = await fetch(backend.url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(form || body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, data: text.startsWith("{") ? (JSON.parse(text) as { data?: unknown }).data : undefined };
}

async function signIn(email: string, password: string): Promise<string> {
  const { data } = await ask("POST", "/auth/login", { body: { email, password, mode: "json" } });
  return data.access_token as string;
}

/** Creates a user with the role of registrations. */
async function member(): Promise<{ id: string; token: string; email: string; password: string }> {
  const { id, email, password } = await backend.admin.person();
  return { id, email, password, token: await signIn(email, password) };
}

const verify = (on: boolean) => backend.admin.request("PATCH", "/settings", { public_registration_verify_email: on });

/** Returns everything that provisioning could change. */
async function everything(): Promise<unknown> {
  const paths = ["/collections", "/fields", "/relations", "/roles", "/policies", "/access", "/permissions", "/folders", "/settings", "/files"];
  return Promise.all(paths.map((path) => backend.admin.request<unknown>("GET", `${path}?limit=-1`)));
}

test.beforeAll(async () => {
  noExtensions = await mkdtemp(join(tmpdir(), "lychgate-no-extensions-"));
  // Without the guard, and without a limit: all registrations come from one address.
  const settings = [`EXTENSIONS_PATH=${noExtensions}`, "RATE_LIMITER_REGISTRATION_POINTS=1000"];
  backend = await Backend.start("--bare", ...settings.flatMap((setting) => ["--env", setting]));
  richRole = await fillExistingDirectus(backend.admin);
});

test.afterAll(async () => {
  await backend.remove();
  await rm(noExtensions, { recursive: true, force: true });
});

/** Sends requests that could reveal what nobody may read. */
async function expectNothing(path: string, token?: string): Promise<void> {
  const queries = [
    "",
    "fields=*",
    "fields=*.*",
    "fields=secret",
    "fields=internal",
    "fields=title,secret,internal,status",
    `search=${SECRET.slice(0, 5)}`,
    `search=${DRAFT.slice(0, 5)}`,
    "filter[secret][_nnull]=true",
    "filter[internal][_starts_with]=the",
    "filter[status][_eq]=draft",
    "sort=internal",
    "sort=-secret",
    "aggregate[max]=internal",
    "aggregate[max]=secret",
    "groupBy[]=status",
    "alias[x]=secret&fields=x",
    "export=csv",
    "meta=*",
  ];
  for (const query of queries) {
    const { text } = await ask("GET", `${path}?${query}`, { ...(token === undefined ? {} : { token }) });
    expect(text, `${path}?${query}`).not.toContain(SECRET);
    expect(text, `${path}?${query}`).not.toContain(DRAFT);
    expect(text, `${path}?${query}`).not.toMatch(/"(filter_count|total_count)":\s*[1-9]/);
  }
  const collection = path.replace("/items/", "");
  for (const selection of ["secret", "internal", "title", "title status"]) {
    const { text } = await ask("POST", "/graphql", { ...(token === undefined ? {} : { token }), body: { query: `{ ${collection} { ${selection} } }` } });
    expect(text, `${collection} { ${selection} }`).not.toContain(SECRET);
    expect(text, `${collection} { ${selection} }`).not.toContain(DRAFT);
  }
}

test("a dry run changes nothing, and lists what stays closed", async () => {
  const before = await everything();
  const said = await run("--dry-run");
  expect(await everything()).toEqual(before);
  for (const collection of ["global", "pages"]) {
    expect(said).toContain(`permission of Public: read ${collection}: left out: it was there before`);
    expect(said).not.toContain(`  read ${collection}\n`);
  }
  expect(said).toContain("settings: public registration: would be changed (public_registration_role)");
  // The report tells what would be, not what is.
  expect(said).toContain("Who registers gets the role Users, at once");
  expect(said).not.toContain("HAS NOT MADE");
});

test("existing secrets and drafts stay closed to the public", async () => {
  const said = await run();
  expect(said).not.toContain("is opened to everybody");
  expect(said).toContain("Another role of that name was there before.");
  expect(said.replace(/\s+/g, " ")).toContain("get the role Users of this program, and not the role Users as so far");
  const somebody = await member();
  for (const token of [undefined, somebody.token]) {
    for (const path of ["/items/global", "/items/pages"]) {
      expect((await ask("GET", path, token === undefined ? {} : { token })).status).toBe(403);
      await expectNothing(path, token);
    }
  }
  expect((await ask("GET", "/items/authors")).status, "which is ours, and new").toBe(200);
  expect(await run()).toContain("Nothing to do: everything is there already.");
});

test("people who register get the role by its id, and no rights of another role named Users", async () => {
  const [email, password] = [newAddress(), unique("password")];
  expect((await ask("POST", "/users/register", { body: { email, password } })).status).toBe(204);
  const [user] = await backend.admin.request<{ role: string }[]>("GET", `/users?filter[email][_eq]=${email}&fields=role`);
  expect(user?.role).toBe(USERS_ROLE);
  expect(user?.role).not.toBe(richRole);
  const token = await signIn(email, password);
  expect((await ask("GET", "/users?fields=id&limit=-1", { token })).data).toHaveLength(1);
  expect((await ask("GET", "/roles", { token })).data ?? []).toEqual([]);
  expect((await ask("GET", "/policies/me/globals", { token })).data).toMatchObject({ app_access: false, admin_access: false });
});

test("without the guard, provision warns of what queries can read", async () => {
  const said = await run("--dry-run");
  expect(said).toContain("WARNING: the extension lychgate-guard does not work in this Directus.");
  expect(said).toContain("directus/extensions/README.md");
});

test("--open opens the fields that were listed, and no others", async () => {
  const before = await everything();
  const preview = await run("--dry-run", "--open", "pages");
  expect(await everything()).toEqual(before);
  const listed = sectionOf(preview, "pages was there before, and would be opened to everybody:");
  expect(listed).toContain("fields: id, title, slug, summary, content, audience\n");
  expect(listed).toContain("items: status is published; 1 now");

  const said = await run("--open", "pages");
  // The list comes before the change.
  const opened = said.indexOf("pages was there before, and is opened to everybody:");
  expect(opened).toBeGreaterThanOrEqual(0);
  expect(opened).toBeLessThan(said.indexOf("permission of Public: read pages: created"));
  expect(sectionOf(said, "  read pages")).toContain("fields: id, title, slug, summary, content, audience\n");

  const { data } = await ask("GET", "/items/pages?fields=*");
  expect(data).toEqual([{ id: 1, title: "About", slug: "about", summary: null, content: null, audience: "everyone" }]);
  for (const query of ["fields=internal", "filter[internal][_starts_with]=the", "filter[status][_eq]=draft", "sort=internal"]) {
    expect((await ask("GET", `/items/pages?${query}`)).status, query).toBe(403);
  }
  for (const search of [SECRET.slice(0, 9), DRAFT.slice(0, 9)]) {
    expect((await ask("GET", `/items/pages?search=${search}`)).data, search).toEqual([]);
  }
  expect((await ask("GET", "/items/pages/2")).status).toBe(403);
  expect((await ask("GET", "/items/global")).status, "which nobody has named").toBe(403);
  expect(await run()).toContain("Nothing to do: everything is there already.");
  expect(await run("--open", "pages")).toContain("Nothing to do: everything is there already.");
});

test("without the guard, texts are for all members or for nobody", async () => {
  const { admin } = backend;
  const { token } = await member();
  const said = await run("--dry-run");
  expect(sectionOf(said, "permission of Users: read posts").replace(/\s+/g, " ")).toContain("Without texts for certain roles: without the extension lychgate-guard");
  const post = { title: "Plan", publish_date: "2001-02-03T04:05:06", members_content: SECRET };
  const create = (fields: object) => ask("POST", "/items/posts", { token: admin.token, body: { ...post, ...fields } });
  const refused = await create({ slug: "for-roles", audience: "roles" });
  expect(refused).toMatchObject({ status: 400 });
  expect(refused.text).toContain("FAILED_VALIDATION");
  expect((await create({ slug: "for-members", audience: "members" })).status).toBe(200);
  const read = () => ask("GET", "/items/posts?filter[slug][_eq]=for-members&fields=members_content", { token });
  expect((await read()).data).toEqual([{ members_content: SECRET }]);
  expect((await ask("GET", "/items/posts?filter[slug][_eq]=for-members&fields=members_content")).status).toBe(403);
  for (const query of [`filter[members_content][_starts_with]=${SECRET.slice(0, 4)}`, "sort=members_content", "aggregate[max]=members_content", "groupBy[]=members_content"]) {
    expect((await ask("GET", `/items/posts?${query}`)).status, query).toBe(403);
  }

  // As a Directus is left from which the extension has been removed.
  const validation = async (rule: unknown) => admin.request("PATCH", "/fields/posts/audience", { meta: { validation: rule } });
  await validation(null);
  expect((await create({ slug: "for-roles", audience: "roles" })).status).toBe(200);
  const closed = await run();
  expect(sectionOf(closed, "permission of Users: read posts").replace(/\s+/g, " ")).toContain("since there are some for certain roles");
  expect(closed).toContain("audiences of posts: changed (meta)");
  expect((await read()).status).toBe(403);
  expect((await create({ slug: "for-roles-too", audience: "roles" })).status).toBe(400);
  const [{ id } = { id: 0 }] = await admin.request<{ id: number }[]>("GET", "/items/posts?filter[slug][_eq]=for-roles&fields=id");
  // Its other fields can be written.
  await admin.request("PATCH", `/items/posts/${id}`, { title: "Plan of old" });
  await admin.request("DELETE", `/items/posts/${id}`);
  expect(await run()).toContain("permission of Users: read posts: changed (fields)");
  expect((await read()).data).toEqual([{ members_content: SECRET }]);
  expect(await run()).toContain("Nothing to do: everything is there already.");
});

test("a Directus that was provisioned before gets the fields, and its posts stay for everyone", async () => {
  const { admin } = backend;
  const { token } = await member();
  for (const collection of ["posts_roles", "pages_roles"]) {
    await admin.request("DELETE", `/collections/${collection}`);
  }
  for (const field of ["audience_roles", "members_content", "audience"]) {
    await admin.request("DELETE", `/fields/posts/${field}`);
  }
  const rows = await admin.request<{ id: number; policy: string; collection: string; fields: string[] }[]>("GET", "/permissions?filter[collection][_eq]=posts&limit=-1");
  for (const { id, policy, fields } of rows) {
    if (policy === USERS_POLICY) {
      await admin.request("DELETE", `/permissions/${id}`);
    } else {
      await admin.request("PATCH", `/permissions/${id}`, { fields: fields.filter((field) => field !== "audience") });
    }
  }
  const said = await run();
  expect(said).toContain("field posts.audience: created");
  expect(said).toContain("relation posts_roles.posts_id → posts: created");
  expect(said).toContain("permission of Public: read posts: changed (fields)");
  expect(said).not.toContain("had opened all fields");
  expect((await ask("GET", "/items/posts?fields=slug,audience")).data).toEqual([{ slug: "for-members", audience: "everyone" }]);
  expect((await ask("GET", "/items/posts?fields=slug,members_content", { token })).data).toEqual([{ slug: "for-members", members_content: null }]);
  expect(await run()).toContain("Nothing to do: everything is there already.");
});

test("a field that is added to an open collection stays closed", async () => {
  await backend.admin.request("POST", "/fields/authors", { field: "salary", type: "string", schema: {}, meta: {} });
  await backend.admin.request("POST", "/items/authors", { name: "Ada", slug: "ada", bio: "Writes.", salary: SECRET });
  expect((await ask("GET", "/items/authors?fields=*")).data).toEqual([{ id: 1, name: "Ada", slug: "ada", bio: "Writes." }]);
  expect((await ask("GET", "/items/authors?fields=salary")).status).toBe(403);
  expect((await ask("GET", `/items/authors?search=${SECRET.slice(0, 9)}`)).data).toEqual([]);
});

test("of the settings only the password policy is public", async () => {
  const somebody = await member();
  for (const asker of [{}, { token: somebody.token }]) {
    for (const query of ["", "?fields=auth_password_policy", "?fields=*", "?fields=*.*"]) {
      expect((await ask("GET", `/settings${query}`, asker)).data, query).toEqual({ auth_password_policy: "/^.{8,}$/" });
    }
    for (const query of [
      "fields=project_descriptor",
      "filter[project_descriptor][_starts_with]=the",
      "filter[_or][0][project_descriptor][_starts_with]=the",
      "sort=project_descriptor",
      "aggregate[max]=project_descriptor",
      "groupBy[]=project_descriptor",
      "alias[x]=project_descriptor&fields=x",
      "filter[public_registration_role][name][_nnull]=true",
    ]) {
      expect((await ask("GET", `/settings?${query}`, asker)).status, query).toBe(403);
    }
    // A search without a match answers with the defaults of Directus’ source; one with a match answers with the
    // readable field. It must not reveal other fields.
    const found = async (word: string) => (await ask("GET", `/settings?${new URLSearchParams({ search: word })}`, asker)).text;
    expect(await found(SECRET.slice(0, 9))).toBe(await found("no such word"));
    const graphql = (fields: string) => ask("POST", "/graphql/system", { ...asker, body: { query: `{ settings { ${fields} } }` } });
    expect((await graphql("auth_password_policy")).data).toEqual({ settings: { auth_password_policy: "/^.{8,}$/" } });
    expect((await graphql("project_descriptor")).text).toContain("Cannot query field");
    expect((await ask("PATCH", "/settings", { ...asker, body: { auth_password_policy: null } })).status).toBe(403);
  }
});

test("Directus refuses short passwords, and provision never loosens a stricter policy", async () => {
  const somebody = await member();
  for (const password of ["a", "1234567"]) {
    expect((await ask("POST", "/users/register", { body: { email: newAddress(), password } })).status, password).toBe(400);
    expect((await ask("PATCH", "/users/me", { token: somebody.token, body: { password } })).status, password).toBe(400);
  }
  expect((await ask("POST", "/users/register", { body: { email: newAddress(), password: "12345678" } })).status).toBe(204);
  // Directus accepts an empty password from a signed-in user; nobody can sign in with it.
  await ask("PATCH", "/users/me", { token: somebody.token, body: { password: "" } });
  expect((await ask("POST", "/auth/login", { body: { email: somebody.email, password: "" } })).status).not.toBe(200);

  expect(await run("--password-policy", "strong")).toContain("settings: rule for passwords: changed");
  expect((await ask("POST", "/users/register", { body: { email: newAddress(), password: "12345678" } })).status).toBe(400);
  expect(await run("--password-policy", "weak")).toContain("settings: rule for passwords: already there, but");
  expect(await run()).toContain("Nothing to do: everything is there already.");
  expect((await ask("POST", "/users/register", { body: { email: newAddress(), password: "12345678" } })).status).toBe(400);
  const refused = await run("--password-policy", "^.{4,}$").catch((error: { stderr: string }) => error.stderr);
  expect(refused).toContain("it takes passwords of fewer than 8 characters");
  await backend.admin.request("PATCH", "/settings", { auth_password_policy: "/^.{8,}$/" });
});

test("with e-mail verification on, people change their e-mail only with --allow-email-change", async () => {
  const somebody = await member();
  const change = async (body: object) => (await ask("PATCH", "/users/me", { token: somebody.token, body })).status;
  expect(await change({ email: newAddress() }), "not verified").toBe(200);

  await verify(true);
  const said = await run();
  expect(said).toContain(`${UPDATE_OWN}: changed (fields)`);
  expect(sectionOf(said, "  update directus_users")).not.toContain("email");
  expect(await change({ email: newAddress() })).toBe(403);
  expect(await change({ password: unique("password") }), "the password stays theirs to change").toBe(200);
  expect(await run()).toContain("Nothing to do: everything is there already.");

  await run("--allow-email-change");
  expect(await change({ email: newAddress() })).toBe(200);
  await run();
  expect(await change({ email: newAddress() }), "what is not said is not so").toBe(403);
  await verify(false);
  await run();
  expect(await change({ email: newAddress() })).toBe(200);
});

test("registration that was switched off stays off without --registration", async () => {
  await backend.admin.request("PATCH", "/settings", { public_registration: false });
  expect(await run()).toContain("settings: public registration: already there, but it was switched off");
  expect((await ask("POST", "/users/register", { body: { email: newAddress(), password: unique("password") } })).status).toBe(403);
  expect(await run("--registration")).toContain("settings: public registration: changed");
  expect((await ask("POST", "/users/register", { body: { email: newAddress(), password: unique("password") } })).status).toBe(204);
});

test("permissions of an older version are narrowed, and people still find their avatars", async () => {
  const { admin } = backend;
  const rows = await admin.request<{ id: number; policy: string; collection: string; action: string; fields: string[] }[]>("GET", "/permissions?limit=-1");
  const row = (policy: string, action: string, collection: string) =>
    rows.find((it) => it.policy === policy && it.action === action && it.collection === collection);
  await admin.request("PATCH", `/permissions/${row(PUBLIC_POLICY, "read", "authors")?.id}`, { fields: ["*"] });
  const files = row(USERS_POLICY, "read", "directus_files");
  await admin.request("PATCH", `/permissions/${files?.id}`, { fields: [...(files?.fields ?? []), "folder", "uploaded_by"] });
  await admin.request("PATCH", `/permissions/${row(USERS_POLICY, "create", "directus_files")?.id}`, { presets: { folder: AVATARS } });
  // Permissions without a rule, as the Studio creates them, stay.
  await admin.request("POST", "/permissions", { policy: PUBLIC_POLICY, collection: "directus_folders", action: "read", fields: ["*"] });
  expect((await ask("GET", "/items/authors?fields=salary")).text).toContain(SECRET);

  const somebody = await member();
  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "me.png");
  const sent = await ask("POST", "/files?fields=id,uploaded_by,description", { token: somebody.token, body: form });
  expect(sent.data).toMatchObject({ uploaded_by: somebody.id, description: null });

  const said = await run();
  expect(said).toContain("permission of Public: read authors: changed (fields)");
  expect(said).toContain("pictures in the folder Avatars, which have to say whose they are: changed (1)");
  expect(sectionOf(said, "  read directus_folders")).toContain("NOT MADE BY THIS PROGRAM");
  expect((await ask("GET", "/items/authors?fields=salary")).status).toBe(403);
  const own = async (field: string) =>
    ask("GET", `/files?${new URLSearchParams({ [`filter[${field}][_eq]`]: "$CURRENT_USER", fields: "id" })}`, { token: somebody.token });
  expect((await own("description")).data).toEqual([{ id: sent.data.id }]);
  expect((await own("uploaded_by")).status).toBe(403);
  for (const query of ["fields=uploaded_by.email", "fields=folder.name", "filter[uploaded_by][email][_starts_with]=a", "sort=uploaded_by.email", "filter[modified_by][email][_starts_with]=a"]) {
    expect((await ask("GET", `/files?${query}`, { token: somebody.token })).status, query).toBe(403);
  }
  expect(await run()).toContain("Nothing to do: everything is there already.");
});
