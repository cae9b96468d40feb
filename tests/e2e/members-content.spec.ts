import { type Admin, USERS_ROLE, type Person, unique } from "./support/admin.ts";
import { SITE_FOLDER } from "./support/files.ts";
import { rawRequest } from "./support/http.ts";
import { stack } from "./support/stack.ts";
import { expect, test } from "./support/test.ts";

// Texts and files for members, or for certain roles, as `cargo xtask provision` opens them: asked for without the site, by a guest, a member and
// members with other roles.

/** The folder `Members`; the same id on every provisioned Directus. */
const MEMBERS_FOLDER = "736974e5-0004-4000-8000-6c7963686761";

interface Answer {
  status: number;
  data: unknown;
  text: string;
}

/** Sends requests as one person; without a token as a guest. */
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

function asking(token?: string): Ask {
  return async (method, path, body) => {
    const headers = { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), "Content-Type": "application/json" };
    const answer = await rawRequest(stack.directusUrl + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = answer.body.toString();
    return { status: answer.status, text, data: text.startsWith("{") ? (JSON.parse(text) as { data?: unknown }).data : undefined };
  };
}

async function asPerson({ email, password }: Person): Promise<Ask> {
  const { data } = await asking()("POST", "/auth/login", { email, password, mode: "json" });
  return asking((data as { access_token: string }).access_token);
}

interface People {
  guest: Ask;
  member: Ask;
  /** Has the role that the texts for a role are for. */
  patron: Ask;
  /** Has a role below that one. */
  founder: Ask;
  /** Has another role. */
  steward: Ask;
}

/** Creates a role as an operator does in the Studio, below `parent`. */
const createRole = (admin: Admin, parent: string) => admin.request<{ id: string }>("POST", "/roles", { name: unique("role"), parent }).then(({ id }) => id);

async function createPeople(admin: Admin): Promise<People & { patrons: string }> {
  const patrons = await createRole(admin, USERS_ROLE);
  const withRole = async (role: string) => asPerson(await admin.person({ role }));
  return {
    patrons,
    guest: asking(),
    member: await asPerson(await admin.person()),
    patron: await withRole(patrons),
    founder: await withRole(await createRole(admin, patrons)),
    steward: await withRole(await createRole(admin, USERS_ROLE)),
  };
}

/** The text for members, in the words of which nothing else is written. */
const TEXT = "<p>the wryneck calls at dusk</p>";

/** Returns what the site asks for: the text for members of one item. */
const textOf = (collection: string, slug: string) => `/items/${collection}?${new URLSearchParams({ "filter[slug][_eq]": slug, fields: "members_content", limit: "1" })}`;

for (const collection of ["posts", "pages"] as const) {
  const create = (admin: Admin, fields: Record<string, unknown>) =>
    collection === "posts" ? admin.post({ members_content: TEXT, ...fields }) : admin.page({ members_content: TEXT, ...fields });

  test(`the text for members of ${collection} is read by its audience alone`, async ({ admin }) => {
    const { patrons, ...people } = await createPeople(admin);
    const roles = [{ directus_roles_id: patrons }];
    const expected: [fields: Record<string, unknown>, readers: (keyof People)[]][] = [
      [{ audience: "everyone" }, []],
      [{ audience: "members" }, ["member", "patron", "founder", "steward"]],
      [{ audience: "roles", audience_roles: roles }, ["patron", "founder"]],
      [{ audience: "roles" }, []],
      // The roles stay where an editor has chosen another audience since.
      [{ audience: "everyone", audience_roles: roles }, []],
      [{ audience: "roles", audience_roles: [...roles, { directus_roles_id: USERS_ROLE }] }, ["member", "patron", "founder", "steward"]],
    ];
    for (const [fields, readers] of expected) {
      const { slug } = await create(admin, fields);
      for (const [name, ask] of Object.entries(people)) {
        const { status, data } = await ask("GET", textOf(collection, slug));
        const what = `${name}: ${JSON.stringify(fields)}`;
        if (name === "guest") {
          expect(status, what).toBe(403);
        } else {
          expect({ status, data }, what).toEqual({ status: 200, data: readers.includes(name as keyof People) ? [{ members_content: TEXT }] : [] });
        }
        // With a field that everybody reads, the row comes without the text.
        const everything = await ask("GET", `/items/${collection}?filter[slug][_eq]=${slug}`);
        expect(everything.text.includes("wryneck"), what).toBe(readers.includes(name as keyof People));
        expect(everything.data, "what everybody reads").toMatchObject([{ slug, content: "<p>Text.</p>", audience: fields.audience }]);
      }
    }
  });

  test(`guests and members of other roles cannot find out the text for a role of ${collection}`, async ({ admin }) => {
    const { patrons, guest, member, steward, patron } = await createPeople(admin);
    const { slug } = await create(admin, { audience: "roles", audience_roles: [{ directus_roles_id: patrons }] });
    const one = `filter[slug][_eq]=${slug}`;
    const queries = [
      `${one}&filter[members_content][_contains]=wryneck`,
      `${one}&filter[members_content][_null]=true`,
      `${one}&sort=members_content`,
      `${one}&aggregate[max]=members_content`,
      `${one}&aggregate[count]=members_content`,
      `${one}&groupBy[]=members_content`,
      `${one}&filter[audience_roles][directus_roles_id][_eq]=${patrons}`,
      `${one}&filter[audience_roles][_some][directus_roles_id][_eq]=${patrons}`,
      `${one}&filter[count(audience_roles)][_gt]=0`,
      `filter[$FOLLOW(${collection}_roles,${collection}_id)][directus_roles_id][_eq]=${patrons}`,
    ];
    for (const [name, ask] of Object.entries({ guest, member, steward })) {
      for (const query of queries) {
        expect((await ask("GET", `/items/${collection}?${query}`)).status, `${name}: ${query}`).toBe(403);
      }
      for (const query of ["search=wryneck", `${one}&search=wryneck`, `${one}&export=csv`, `${one}&fields=*.*`, `${one}&alias[x]=members_content&fields=x`]) {
        expect((await ask("GET", `/items/${collection}?${query}`)).text, `${name}: ${query}`).not.toContain("wryneck");
      }
      expect((await ask("GET", `/items/${collection}?search=wryneck`)).data, name).toEqual([]);
      for (const fields of ["audience_roles", "audience_roles.*", "audience_roles.directus_roles_id.name", "count(audience_roles)", "*.*"]) {
        expect((await ask("GET", `/items/${collection}?${one}&fields=slug,${fields}`)).text, `${name}: ${fields}`).not.toMatch(/_roles[^ ]*":/);
      }
      expect((await ask("GET", `/items/${collection}_roles`)).status, name).toBe(403);
      expect((await ask("GET", "/roles?fields=id")).data ?? [], name).toEqual([]);
      const graphql = async (query: string) => (await ask("POST", "/graphql", { query })).text;
      expect(await graphql(`{ ${collection}(filter: {slug: {_eq: "${slug}"}}) { slug members_content } }`), name).not.toContain("wryneck");
      expect(await graphql(`{ ${collection}(filter: {members_content: {_contains: "wryneck"}}) { slug } }`), name).toContain('"errors"');
      expect(await graphql(`{ ${collection} { audience_roles { id } } }`), name).toContain('"errors"');
      // Directus 11 looks for the rows of a change without any rule.
      const found = (await ask("PATCH", `/items/${collection}`, { query: { filter: { members_content: { _contains: "wryneck" } } }, data: { title: "x" } })).text;
      expect(found, name).toBe((await ask("PATCH", `/items/${collection}`, { query: { filter: { members_content: { _contains: "no such word" } } }, data: { title: "x" } })).text);
    }
    const graphql = await patron("POST", "/graphql", { query: `{ ${collection}(filter: {slug: {_eq: "${slug}"}}) { slug members_content } }` });
    expect(graphql.data).toEqual({ [collection]: [{ slug, members_content: TEXT }] });
  });

  test(`nobody changes whom the text of ${collection} is for`, async ({ admin }) => {
    const { patrons, guest, member, patron } = await createPeople(admin);
    const { slug, id } = (await create(admin, { audience: "roles", audience_roles: [{ directus_roles_id: patrons }] })) as { slug: string; id?: number };
    for (const ask of [guest, member, patron]) {
      expect((await ask("PATCH", `/items/${collection}/${id}`, { audience: "members" })).status).toBe(403);
      expect((await ask("POST", `/items/${collection}_roles`, { [`${collection}_id`]: id, directus_roles_id: USERS_ROLE })).status).toBe(403);
    }
    expect((await patron("GET", textOf(collection, slug))).data).toEqual([{ members_content: TEXT }]);
  });
}

test("the text for members of a post is read once the post is published", async ({ admin }) => {
  const { patrons, patron, member } = await createPeople(admin);
  for (const publish_date of ["2999-01-01T00:00:00Z", null]) {
    for (const audience of [{ audience: "members" }, { audience: "roles", audience_roles: [{ directus_roles_id: patrons }] }]) {
      const { slug } = await admin.post({ members_content: TEXT, publish_date, ...audience });
      for (const ask of [member, patron]) {
        expect((await ask("GET", textOf("posts", slug))).data).toEqual([]);
      }
    }
  }
});

test("members filter, sort and search the posts as everybody does", async ({ admin }) => {
  const { member, patron, guest } = await createPeople(admin);
  const { slug, title } = await admin.post({ audience: "members", members_content: TEXT });
  const lists = [
    "/items/posts?sort=-publish_date,slug&fields=slug,title,audience,author.name&limit=9&meta=filter_count",
    `/items/posts?filter[title][_eq]=${encodeURIComponent(title)}&fields=slug`,
    `/items/posts?search=${encodeURIComponent(title)}&fields=slug`,
    "/items/posts?filter[audience][_eq]=members&aggregate[countDistinct]=id",
    "/items/pages?sort=title&fields=slug,audience",
  ];
  for (const ask of [guest, member, patron]) {
    for (const path of lists) {
      expect((await ask("GET", path)).status, path).toBe(200);
    }
    expect((await ask("GET", lists[1] ?? "")).data).toEqual([{ slug }]);
    expect((await ask("GET", lists[2] ?? "")).data).toEqual([{ slug }]);
  }
});

test("files in the folder Members are read by members, and changed by nobody", async ({ admin }) => {
  const people = await createPeople(admin);
  const upload = async (folder: string) => {
    const form = new FormData();
    form.set("folder", folder);
    form.set("title", "Plan");
    form.set("file", new Blob(["%PDF-1.4 the wryneck"], { type: "application/pdf" }), "plan.pdf");
    const answer = await fetch(`${stack.directusUrl}/files`, { method: "POST", body: form, headers: { Authorization: `Bearer ${admin.token}` } });
    return ((await answer.json()) as { data: { id: string } }).data.id;
  };
  const [id, other] = [await upload(MEMBERS_FOLDER), await upload(await admin.request<{ id: string }>("POST", "/folders", { name: unique("folder") }).then(({ id }) => id))];
  for (const ask of [people.member, people.patron, people.steward]) {
    expect(await ask("GET", `/assets/${id}`)).toMatchObject({ status: 200, text: "%PDF-1.4 the wryneck" });
    expect((await ask("GET", `/files/${id}?fields=id,title,type,filename_download`)).data).toEqual({ id, title: "Plan", type: "application/pdf", filename_download: "plan.pdf" });
    for (const field of ["folder", "uploaded_by", "uploaded_by.email", "filename_disk"]) {
      expect((await ask("GET", `/files/${id}?fields=${field}`)).status, field).toBe(403);
    }
    expect((await ask("GET", `/assets/${other}`)).status).toBe(403);
    expect((await ask("PATCH", `/files/${id}`, { folder: SITE_FOLDER })).status).toBe(403);
    expect((await ask("DELETE", `/files/${id}`)).status).toBe(403);
  }
  for (const path of [`/assets/${id}`, `/assets/${id}?download`, `/files/${id}`]) {
    expect((await people.guest("GET", path)).status, path).toBe(403);
  }
  expect((await people.guest("GET", "/files?fields=id&limit=-1")).text).not.toContain(id);
  expect((await people.member("GET", "/files?fields=id&limit=-1")).text).toContain(id);
});
