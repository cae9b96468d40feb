import { randomUUID } from "node:crypto";
import { type Admin, PUBLIC_POLICY, USERS_ROLE, newAddress } from "../support/admin.ts";
import { SITE_FOLDER } from "../support/files.ts";

// Hidden data in every place that a permission rule hides, in two versions. Everything visible is the same in both:
// whoever can tell the versions apart has learned hidden data.

/** The policy of registered users, and the folders; the same ids on every provisioned Directus. */
const USERS_POLICY = "736974e5-0002-4000-8000-6c7963686761";
const AVATARS = "736974e5-0003-4000-8000-6c7963686761";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** The two versions. By alphabet and by number the values of the first come before what is the same in both, those of the second after it. */
export const VERSIONS = [0, 1] as const;
export type Version = (typeof VERSIONS)[number];

/** A value for each version. */
type Two<T = unknown> = readonly [T, T];
const WORDS: Two<string> = ["amberlight", "zirconlight"];
const NUMBERS: Two<number> = [11, 97];
const DATES: Two<string> = ["2061-02-03T04:05:06", "2087-08-09T10:11:12"];
const LISTS: Two<string[]> = [["amber"], ["zircon", "light", "three"]];
/** Values of which one is null. */
const MISSING: Two<string | null> = [null, "zirconlight"];

/** Who sends requests. */
export interface Requester {
  name: string;
  token?: string;
}

/** The hidden values of both versions, by collection and field. */
export type Secrets = Record<string, Record<string, Two>>;

/** The path of an item, its hidden values, its collection, and the requesters to whom these are shown. */
type Secret = [path: string, fields: Record<string, Two>, collection: string, shownTo?: Requester[]];

export interface HiddenData {
  nobody: Requester;
  member: Requester;
  /** A member with the role `Patrons`. */
  patron: Requester;
  /** A user without the Studio who may upload files of every kind, and so export and import. */
  exporter: Requester & { id: string };
  /** A user with access to the Studio who may read all content. */
  editor: Requester;
  secrets: Secrets;
  /** Writes the values of one version of all that is hidden from a requester. */
  switchTo(version: Version, from: Requester): Promise<void>;
}

const field = (name: string, type: string, meta: object = {}, schema: object | null = {}) => ({ field: name, type, meta, schema });

/** Creates collections with each kind of relation, and one whose rows show different fields. */
async function createCollections(admin: Admin): Promise<void> {
  const id = field("id", "integer", {}, { is_primary_key: true, has_auto_increment: true });
  const make = (collection: string, fields: object[], meta: object = {}) =>
    admin.request("POST", "/collections", { collection, meta, schema: {}, fields: [id, ...fields] });
  await make("drawers", [field("content", "string")]);
  await make("boards", [field("name", "string"), field("cards", "alias", { special: ["o2m"] }, null), field("blocks", "alias", { special: ["m2a"] }, null)]);
  await make("blocks", [field("board", "integer"), field("item", "string"), field("collection", "string")]);
  await make(
    "cards",
    [
      field("open", "boolean"),
      field("label", "string"),
      field("owner", "uuid"),
      field("post", "integer"),
      field("board", "integer"),
      field("drawer", "integer"),
      field("note", "string"),
      field("score", "integer"),
      field("moment", "timestamp"),
      field("facts", "json", { special: ["cast-json"] }),
      field("rank", "integer"),
    ],
    { sort_field: "rank" },
  );
  await admin.request("POST", "/fields/posts", field("cards", "alias", { special: ["o2m"] }, null));
  await admin.request("POST", "/fields/authors", field("posts", "alias", { special: ["o2m"] }, null));
  const relate = (collection: string, name: string, related: string | null, meta: object = {}) =>
    admin.request("POST", "/relations", { collection, field: name, related_collection: related, meta, schema: related === null ? null : {} });
  await relate("cards", "owner", "directus_users");
  await relate("cards", "post", "posts", { one_field: "cards" });
  await relate("cards", "board", "boards", { one_field: "cards" });
  await relate("cards", "drawer", "drawers");
  await relate("blocks", "board", "boards", { one_field: "blocks", junction_field: "item" });
  await relate("blocks", "item", null, { one_collection_field: "collection", one_allowed_collections: ["cards", "posts", "drawers"], junction_field: "board" });
  await admin.request("PATCH", "/relations/posts/author", { collection: "posts", field: "author", related_collection: "authors", meta: { one_field: "posts" } });

  const permit = (policy: string, collection: string, permissions: object, fields: string[]) =>
    admin.request("POST", "/permissions", { policy, collection, action: "read", permissions, fields });
  // With the reverse relations, which provisioning does not name.
  for (const [collection, reverse] of [["posts", "cards"], ["authors", "posts"]]) {
    const rows = `/permissions?filter[policy][_eq]=${PUBLIC_POLICY}&filter[action][_eq]=read&filter[collection][_eq]=${collection}&fields=id,fields`;
    for (const { id, fields } of await admin.request<{ id: number; fields: string[] }[]>("GET", rows)) {
      await admin.request("PATCH", `/permissions/${id}`, { fields: [...fields, reverse] });
    }
  }
  await permit(PUBLIC_POLICY, "boards", {}, ["*"]);
  await permit(PUBLIC_POLICY, "blocks", {}, ["*"]);
  await permit(PUBLIC_POLICY, "cards", { open: { _eq: true } }, ["id", "open", "label", "owner", "post", "board", "drawer"]);
  await permit(USERS_POLICY, "cards", { owner: { _eq: "$CURRENT_USER" } }, ["*"]);
  // Relations that a permission may well name, and that lead to hidden data.
  await permit(PUBLIC_POLICY, "directus_files", { folder: { _eq: SITE_FOLDER } }, ["id", "title", "folder", "uploaded_by"]);
}

async function createUser(admin: Admin, fields: object = {}): Promise<{ id: string; token: string }> {
  const token = randomUUID();
  const { id } = await admin.request<{ id: string }>("POST", "/users", { email: newAddress(), password: randomUUID(), role: USERS_ROLE, token, ...fields });
  return { id, token };
}

/** Creates a user with a new role, which has these permissions and may read public content. */
async function createUserWith(admin: Admin, policy: object, permissions: object[]): Promise<{ id: string; token: string }> {
  const { id } = await admin.request<{ id: string }>("POST", "/policies", { name: randomUUID(), ...policy });
  for (const permission of permissions) {
    await admin.request("POST", "/permissions", { policy: id, permissions: {}, fields: ["*"], ...permission });
  }
  const role = await admin.request<{ id: string }>("POST", "/roles", { name: randomUUID() });
  for (const policy of [id, PUBLIC_POLICY]) {
    await admin.request("POST", "/access", { role: role.id, policy });
  }
  return createUser(admin, { role: role.id });
}

async function upload(url: string, token: string): Promise<string> {
  const form = new FormData();
  form.append("file", new Blob([PNG], { type: "image/png" }), "private.png");
  const answer = await fetch(`${url}/files?fields=id`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: form });
  if (!answer.ok) {
    throw new Error(`a picture could not be uploaded: ${answer.status} ${await answer.text()}`);
  }
  return ((await answer.json()) as { data: { id: string } }).data.id;
}

/** Creates the hidden data on the Directus at `url`, which has the content of the demo and no other users. */
export async function createHiddenData(admin: Admin, url: string): Promise<HiddenData> {
  await createCollections(admin);
  const [other, member] = [await createUser(admin), await createUser(admin, { first_name: "Mona", last_name: "Member" })];
  const [patrons] = await admin.request<{ id: string }[]>("GET", "/roles?filter[name][_eq]=Patrons&fields=id");
  const patron = await createUser(admin, { role: patrons?.id });
  const exporter = await createUserWith(admin, {}, [
    { collection: "directus_files", action: "create" },
    { collection: "directus_files", action: "read", permissions: { uploaded_by: { _eq: "$CURRENT_USER" } } },
  ]);
  const reads = ["posts", "authors", "cards", "boards", "blocks", "drawers", "directus_files", "directus_users"].map((collection) => ({ collection, action: "read" }));
  const editor = await createUserWith(admin, { app_access: true }, [...reads, { collection: "directus_files", action: "create" }]);

  const ids = <T>(path: string) => admin.request<{ id: T }[]>("GET", path).then((items) => items.map(({ id }) => id));
  const pictures = await ids<string>(`/files?filter[folder][_eq]=${SITE_FOLDER}&fields=id&sort=title&limit=4`);
  const [published] = await ids<number>("/items/posts?filter[publish_date][_lte]=$NOW&fields=id&sort=id&limit=1");
  const authors = await ids<number>("/items/authors?fields=id&sort=id&limit=2");
  const [operator] = await ids<string>("/users?filter[email][_starts_with]=admin&fields=id");
  const make = <T>(path: string, body: object) => admin.request<{ id: T }>("POST", path, body).then(({ id }) => id);

  // Two roles that nobody has. By alphabet one id comes before the id of the role of members, the other after it.
  const roles: Two<string> = ["00000000-0001-4000-8000-6c7963686761", "ffffffff-0001-4000-8000-6c7963686761"];
  for (const id of roles) {
    await admin.request("POST", "/roles", { id, name: "Nobody’s", parent: USERS_ROLE });
  }
  const folder = await make<string>("/folders", { name: "to come" });
  const drawer = await make<number>("/items/drawers", {});
  const board = await make<number>("/items/boards", { name: "Mezzanine" });
  const scheduled = await make<number>("/items/posts", { slug: "to-come", title: "to come", publish_date: DATES[0] });
  const card = (fields: object) => make<number>("/items/cards", { open: true, label: "Middle", post: published, board, drawer, ...fields });
  const shown = [await card({ owner: other.id }), await card({ owner: operator })];
  await card({ owner: member.id, note: "mine", score: 50, moment: "2075-01-01T00:00:00", facts: ["mine"], rank: 50 });
  const closed = await card({ open: false, owner: other.id });
  for (const [collection, item] of [["cards", closed], ["posts", scheduled], ["drawers", drawer], ["cards", shown[0]]]) {
    await admin.request("POST", "/items/blocks", { board, collection, item: String(item) });
  }
  await admin.request("PATCH", `/folders/${SITE_FOLDER}`, { parent: folder });
  const picture = await upload(url, other.token);
  await admin.request("PATCH", "/settings", { project_logo: pictures[2], storage_default_folder: folder });
  await admin.request("PATCH", `/users/${other.id}`, { avatar: pictures[3] });

  const profile = { first_name: WORDS, last_name: WORDS, location: MISSING, title: WORDS, description: WORDS };
  const emails: Two = ["amber@example.com", "zircon@example.com"];
  const nobody: Requester = { name: "nobody" };
  const asMember: Requester = { name: "a member", token: member.token };
  const asPatron: Requester = { name: "a patron", token: patron.token };
  /** Creates an item with a text for members that only `shownTo` may read, and returns the entry of that text. */
  const texts: Secret[] = [];
  for (const collection of ["pages", "posts"]) {
    const [junction, key] = [`${collection}_roles`, `${collection}_id`];
    /** Creates an item with a text for members that only `shownTo` may read. */
    const textFor = async (shownTo: Requester[], audience: string, role?: string) => {
      const shown = collection === "posts" ? { publish_date: "2001-02-03T04:05:06", author: authors[0] } : {};
      const audience_roles = role === undefined ? [] : [{ directus_roles_id: role }];
      const id = await make<number>(`/items/${collection}`, { slug: randomUUID(), title: "Middle", audience, audience_roles, ...shown });
      texts.push([`/items/${collection}/${id}`, { members_content: WORDS }, collection, shownTo]);
      return id;
    };
    await textFor([asMember, asPatron], "members");
    await textFor([asPatron], "roles", patrons?.id);
    const others = await textFor([], "roles");
    // As it was written before the audience was everyone.
    const former = await textFor([], "everyone");
    // Which roles, and how many.
    const choice = () => make<number>(`/items/${junction}`, { [key]: others, directus_roles_id: roles[0] });
    texts.push([`/items/${junction}/${await choice()}`, { directus_roles_id: roles }, junction]);
    texts.push([`/items/${junction}/${await choice()}`, { [key]: [others, former] }, junction]);
  }
  const secretsByPath: Secret[] = [
    [
      `/items/posts/${scheduled}`,
      {
        ...{ title: WORDS, slug: WORDS, content: WORDS, summary: MISSING, image_alt: WORDS, publish_date: DATES },
        ...{ audience: ["members", "roles"], members_content: WORDS },
        ...{ image: [pictures[0], pictures[1]], author: [authors[0], authors[1]] },
      },
      "posts",
    ],
    ...texts,
    [`/users/${other.id}`, { ...profile, email: emails }, "directus_users"],
    [`/users/${operator}`, profile, "directus_users"],
    // Without `folder`: a visible row’s folder is not hidden.
    [`/files/${picture}`, { title: WORDS, description: MISSING, filename_download: WORDS, location: WORDS, tags: LISTS, width: NUMBERS }, "directus_files"],
    [`/folders/${folder}`, { name: WORDS }, "directus_folders"],
    [`/roles/${USERS_ROLE}`, { description: WORDS }, "directus_roles"],
    ["/settings", { mapbox_key: MISSING, auth_login_attempts: NUMBERS }, "directus_settings"],
    [`/items/drawers/${drawer}`, { content: WORDS }, "drawers"],
    [`/items/cards/${closed}`, { label: WORDS, note: WORDS, score: NUMBERS, moment: DATES, facts: LISTS, rank: NUMBERS, post: [published, scheduled] }, "cards"],
    // Visible rows with hidden fields.
    [`/items/cards/${shown[0]}`, { note: WORDS, score: NUMBERS, moment: DATES, facts: LISTS, rank: NUMBERS }, "cards"],
    [`/items/cards/${shown[1]}`, { note: MISSING }, "cards"],
  ];
  const secrets: Secrets = {};
  for (const [, fields, collection] of secretsByPath) {
    // The first entry of a collection has values in both versions.
    secrets[collection] = { ...fields, ...secrets[collection] };
  }
  const switchTo = async (version: Version, from: Requester) => {
    for (const [path, fields, , shownTo] of secretsByPath) {
      const its = shownTo?.includes(from) ? VERSIONS[0] : version;
      await admin.request("PATCH", path, Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values[its]])));
    }
    await admin.request("PATCH", `/files/${picture}`, { folder: AVATARS });
  };
  return {
    nobody,
    member: asMember,
    patron: asPatron,
    exporter: { name: "an exporter", ...exporter },
    editor: { name: "an editor", token: editor.token },
    secrets,
    switchTo,
  };
}
