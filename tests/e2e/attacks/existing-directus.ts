import { type Admin } from "../support/admin.ts";

/** Stands where nobody may read it. */
export const SECRET = "the-heron-nests-at-dawn";
/** The title of a page that is not published. */
export const DRAFT = "not-yet-announced";

/**
 * Makes a Directus as somebody has it who has used it for years: with a role that happens to be called `Users`, which may do
 * everything and which people get who register, a `global` with a secret in it, and a draft among its `pages`. Gives the role.
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
