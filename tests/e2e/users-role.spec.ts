import { type Admin, USERS_ROLE, type Person, unique } from "./support/admin.ts";
import { SITE_FOLDER } from "./support/files.ts";
import { stack } from "./support/stack.ts";
import { expect, test } from "./support/test.ts";

// What the role `Users` of `cargo xtask provision` allows, tested by requests to Directus: the
// pages cannot offer more than this, and a member with a console cannot do more.

/** A PNG of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** The folder `Avatars`; the same id on every provisioned Directus. */
const AVATARS = "736974e5-0003-4000-8000-6c7963686761";

/** Requests to Directus with the token of one user. */
class Account {
  readonly #token: string;

  private constructor(token: string) {
    this.#token = token;
  }

  static async of({ email, password }: Person): Promise<Account> {
    const answer = await fetch(`${stack.directusUrl}/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password, mode: "json" }),
    });
    const { data } = (await answer.json()) as { data: { access_token: string } };
    return new Account(data.access_token);
  }

  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; data: unknown }> {
    const form = body instanceof FormData;
    const answer = await fetch(stack.directusUrl + path, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, ...(form || body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const data = answer.headers.get("content-type")?.startsWith("application/json") ? (JSON.parse(text) as { data: unknown }).data : text;
    return { status: answer.status, data };
  }

  async status(method: string, path: string, body?: unknown): Promise<number> {
    return (await this.ask(method, path, body)).status;
  }

  /** Uploads a file as a form does, with the fields before it, as Directus requires. */
  async upload(type = "image/png", fields: Record<string, string> = {}): Promise<{ status: number; data: unknown }> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, value);
    }
    form.append("file", new Blob([PNG], { type }), "me.png");
    return this.ask("POST", "/files", form);
  }

  /** Uploads an image and returns its id. */
  async picture(): Promise<string> {
    const { data } = await this.upload();
    return (data as { id: string }).id;
  }
}

const someone = async (admin: Admin): Promise<[Account, Person]> => {
  const person = await admin.person();
  return [await Account.of(person), person];
};

test("an uploaded image goes into the folder Avatars, and only its owner sees it", async ({ admin, member }) => {
  const me = await Account.of(member);
  const { status, data } = await me.upload();
  expect(status).toBe(200);
  const { id } = data as { id: string };
  expect(data).toMatchObject({ description: member.id, type: "image/png", width: 1, height: 1 });
  expect(await admin.request("GET", `/files/${id}`)).toMatchObject({ folder: AVATARS, uploaded_by: member.id });
  expect(await me.status("PATCH", "/users/me", { avatar: id })).toBe(200);

  const asset = `/assets/${id}?width=64&height=64&fit=cover`;
  expect(await me.status("GET", asset)).toBe(200);
  const [other] = await someone(admin);
  expect(await other.status("GET", asset)).toBe(403);
  expect((await fetch(stack.directusUrl + asset)).status).toBe(403);
  expect(await other.status("DELETE", `/files/${id}`)).toBe(403);

  expect(await me.status("DELETE", `/files/${id}`)).toBe(204);
  // Directus keeps the id of a deleted file in `avatar`: whoever deletes the file has to clear the field.
  expect((await me.ask("GET", "/users/me?fields=avatar")).data).toEqual({ avatar: id });
  expect(await me.status("GET", asset)).toBe(403);
  expect(await me.status("PATCH", "/users/me", { avatar: null })).toBe(200);
});

test("an upload is accepted only as an image, in that folder, in the user’s own name", async ({ admin, member }) => {
  const me = await Account.of(member);
  for (const type of ["image/svg+xml", "text/html", "application/pdf"]) {
    expect((await me.upload(type)).status, type).toBe(400);
  }
  expect((await me.upload("image/png", { folder: SITE_FOLDER })).status).toBe(400);
  const [, other] = await someone(admin);
  for (const field of ["uploaded_by", "description"]) {
    expect((await me.upload("image/png", { [field]: other.id })).status, field).toBe(403);
  }
  const id = await me.picture();
  expect(await me.status("PATCH", `/files/${id}`, { folder: SITE_FOLDER })).toBe(403);
});

test("whether two-factor is on is readable, its secret is not", async ({ member }) => {
  const me = await Account.of(member);
  expect((await me.ask("GET", "/users/me?fields=tfa_secret,provider")).data).toEqual({ tfa_secret: null, provider: "default" });
  expect(await me.status("PATCH", "/users/me", { tfa_secret: "ABCDEFGHIJKLMNOP" })).toBe(400);
  const { status } = await me.ask("POST", "/users/me/tfa/generate", { password: member.password });
  expect(status).toBe(200);
});

test("users cannot change their role or status, nor read or change other users", async ({ admin, member }) => {
  const me = await Account.of(member);
  for (const field of ["role", "status", "policies", "provider", "external_identifier", "token"]) {
    expect(await me.status("PATCH", "/users/me", { [field]: null }), field).toBe(403);
  }
  const [, other] = await someone(admin);
  expect(await me.status("GET", `/users/${other.id}`)).toBe(403);
  expect(await me.status("PATCH", `/users/${other.id}`, { first_name: "Not me" })).toBe(403);
  expect(await me.status("DELETE", `/users/${other.id}`)).toBe(403);
  expect((await me.ask("GET", "/users?limit=-1&fields=id")).data).toEqual([{ id: member.id }]);
});

test("files do not lead to the users who uploaded or changed them", async ({ member }) => {
  const me = await Account.of(member);
  await me.picture();
  for (const query of [
    "fields=uploaded_by",
    "fields=uploaded_by.email",
    "filter[uploaded_by][_nnull]=true",
    "filter[uploaded_by][email][_starts_with]=a",
    "filter[modified_by][email][_starts_with]=a",
    "filter[folder][name][_starts_with]=a",
    "sort=uploaded_by.email",
    "groupBy[]=uploaded_by",
  ]) {
    expect(await me.status("GET", `/files?${query}`), query).toBe(403);
  }
  // Directus does not resolve relations into a collection that is closed.
  expect(JSON.stringify(await me.ask("GET", "/files?fields=folder.name"))).not.toContain("Avatars");
});

test("users can delete themselves once their files are gone", async ({ admin }) => {
  const [me, person] = await someone(admin);
  await me.picture();
  await me.picture();
  const query = new URLSearchParams({ "filter[description][_eq]": "$CURRENT_USER", fields: "id", limit: "-1" });
  const files = ((await me.ask("GET", `/files?${query}`)).data as { id: string }[]).map(({ id }) => id);
  expect(files).toHaveLength(2);
  expect(await me.status("DELETE", "/files", files)).toBe(204);
  expect(await me.status("DELETE", `/users/${person.id}`)).toBe(204);
  const left = await admin.request("GET", `/users?${new URLSearchParams({ "filter[id][_eq]": person.id })}`);
  expect(left).toEqual([]);
});

test("a custom role can allow less, and /permissions/me says so", async ({ admin }) => {
  const role = await admin.role({ read: ["id", "email"], update: [] });
  expect(role).not.toBe(USERS_ROLE);
  const me = await Account.of(await admin.person({ role }));
  expect(await me.status("PATCH", "/users/me", { first_name: unique("name") })).toBe(403);
  const { data } = await me.ask("GET", "/permissions/me");
  expect(data).toMatchObject({ directus_users: { update: { access: "none" }, delete: { access: "none" } } });
});
