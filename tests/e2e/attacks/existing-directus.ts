import { type Admin } from "../support/admin.ts";

/** A value that nobody may read. */
export const SECRET = "the-heron-nests-at-dawn";
/** The title of an unpublished page. */
export const DRAFT = "not-yet-announced";

/**
 * Fills a Directus like one that has been used for years: with a role that happens to be called `Users`, which may do
 * everything and is the role of registrations, a `global` with a secret field, and a draft among its `pages`. Returns the role’s id.
 */
export async function fillExistingDirectus(admin: Admin): Promise<string> {
  const make = <T>(path: string, body: unknown) => admin.request<T>("POST", path, body);
  const role = (await make<{ id: string }>("/roles", { name: "Users" })).id;
  const policy = (await make<{ id: string }>("/policies", { name: "Users", app_access: true })).id;
  await make("/access", { role, policy });
  for (const collection of ["directus_users", "directus_files", "directus_roles"]) {
    for (const action of ["read", "update"]) {
      await make("/permissions", { policy, collection, action, fields: ["*"], permissions: {} });
    }
  }
  const id = { field: "id", type: "integer", schema: { is_primary_key: true, has_auto_increment: true } };
  const field = (name: string, type = "text", meta = {}) => ({ field: name, type, schema: {}, meta });
  const choices = ["published", "draft"].map((value) => ({ text: value, value }));
  await make("/collections", {
    collection: "global",
    schema: {},
    meta: { singleton: true, note: "Since 2019" },
    fields: [id, field("title", "string"), field("secret")],
  });
  await make("/collections", {
    collection: "pages",
    schema: {},
    meta: {},
    fields: [id, field("title", "string"), field("slug", "string"), field("internal"), field("status", "string", { options: { choices } })],
  });
  await admin.request("PATCH", "/items/global", { title: "Old site", secret: SECRET });
  await make("/items/pages", { title: "About", slug: "about", status: "published", internal: SECRET });
  await make("/items/pages", { title: DRAFT, slug: "plan", status: "draft", internal: SECRET });
  await admin.request("PATCH", "/settings", {
    public_registration: true,
    public_registration_role: role,
    public_registration_verify_email: false,
    project_descriptor: SECRET,
  });
  return role;
}
