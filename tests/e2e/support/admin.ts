import { randomUUID } from "node:crypto";
import { stack } from "./stack.ts";

/** The role of people who register; the same id on every provisioned Directus. */
export const USERS_ROLE = "736974e5-0001-4000-8000-6c7963686761";
/** Directus’ public policy; the same id everywhere. */
export const PUBLIC_POLICY = "abf8a154-5b1c-4a46-ac9c-7300570f4f17";

/** A user with an account. */
export interface Person {
  id: string;
  email: string;
  password: string;
}

export interface Post {
  id: number;
  slug: string;
  title: string;
}

export interface PostForMembers extends Post {
  /** What only members read. No other text has it. */
  rest: string;
}

/** Returns a name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** Returns an e-mail address that has no account yet. */
export function newAddress(): string {
  return `${unique("e2e")}@example.com`;
}

/** The API of a Directus with the administrator’s token: what an editor or operator does outside of the browser. */
export class Admin {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The token, for programs that take it on their command line. */
  get token(): string {
    return this.#token;
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    }
    return (text === "" ? undefined : JSON.parse(text).data) as T;
  }

  /** Creates an account like those of people who register; `fields` override its fields. */
  async person(fields: Record<string, unknown> = {}): Promise<Person> {
    const credentials = { email: newAddress(), password: unique("password") };
    const user = await this.request<{ id: string; email: string }>("POST", "/users", {
      ...credentials,
      role: USERS_ROLE,
      ...fields,
    });
    return { id: user.id, email: user.email, password: credentials.password };
  }

  async user(id: string): Promise<Record<string, unknown>> {
    return this.request("GET", `/users/${id}`);
  }

  async changeUser(id: string, fields: Record<string, unknown>): Promise<void> {
    await this.request("PATCH", `/users/${id}`, fields);
  }

  /** Creates a post, so old that it does not change the first pages of the blog; `fields` override its fields. */
  async post(fields: Record<string, unknown> = {}): Promise<Post> {
    const slug = unique("post");
    return this.request("POST", "/items/posts", {
      slug,
      title: `Post ${slug}`,
      content: "<p>Text.</p>",
      publish_date: "2001-02-03T04:05:06Z",
      ...fields,
    });
  }

  async page(fields: Record<string, unknown> = {}): Promise<Post> {
    const slug = unique("page");
    return this.request("POST", "/items/pages", { slug, title: `Page ${slug}`, content: "<p>Text.</p>", ...fields });
  }

  /** Creates a post of which everybody reads “The beginning.”, and members the rest; `fields` override its fields. */
  async postForMembers(fields: Record<string, unknown> = {}): Promise<PostForMembers> {
    const rest = unique("rest");
    const post = await this.post({ audience: "members", content: "<p>The beginning.</p>", members_content: `<p>${rest}</p>`, ...fields });
    return { ...post, rest };
  }

  /** Creates a role below that of members. Returns its id. */
  async roleOfMembers(): Promise<string> {
    const role = await this.request<{ id: string }>("POST", "/roles", { name: unique("role"), parent: USERS_ROLE });
    return role.id;
  }

  /** Creates a role that may read public content, and the `allowed` fields of its own account. Returns its id. */
  async role(allowed: { read: string[]; update: string[] }): Promise<string> {
    const name = unique("role");
    const role = await this.request<{ id: string }>("POST", "/roles", { name });
    const policy = await this.request<{ id: string }>("POST", "/policies", { name, app_access: false });
    for (const [action, fields] of Object.entries(allowed)) {
      if (fields.length > 0) {
        await this.request("POST", "/permissions", {
          policy: policy.id,
          collection: "directus_users",
          action,
          permissions: { id: { _eq: "$CURRENT_USER" } },
          fields,
        });
      }
    }
    for (const id of [policy.id, PUBLIC_POLICY]) {
      await this.request("POST", "/access", { role: role.id, policy: id });
    }
    return role.id;
  }
}

/** Returns the administrator of the Directus that most tests use. */
export function admin(): Admin {
  return new Admin(stack.directusUrl, stack.adminToken);
}

/** Returns the administrator of the Directus that verifies e-mail addresses and offers single sign-on. */
export function accountsAdmin(): Admin {
  return new Admin(stack.accountsDirectusUrl, stack.accountsAdminToken);
}
