import { type Admin, type Person, unique } from "./admin.ts";
import { rawRequest, headerValues } from "./http.ts";
import { stack } from "./stack.ts";

/** Creates an editor: a user with access to the Studio who may upload, read and import files. */
export async function createEditor(admin: Admin): Promise<Person> {
  const name = unique("editors");
  const role = await admin.request<{ id: string }>("POST", "/roles", { name });
  const policy = await admin.request<{ id: string }>("POST", "/policies", { name, app_access: true });
  for (const action of ["create", "read", "update", "delete"]) {
    await admin.request("POST", "/permissions", { policy: policy.id, collection: "directus_files", action, permissions: {}, fields: ["*"] });
  }
  await admin.request("POST", "/access", { role: role.id, policy: policy.id });
  return admin.person({ role: role.id });
}

/** Returns an access token for the Directus at `url`, as the site gets one. */
export async function accessToken(url: string, { email, password }: Pick<Person, "email" | "password">): Promise<string> {
  const answer = await login(url, { email, password, mode: "json" });
  return (JSON.parse(answer.body.toString()) as { data: { access_token: string } }).data.access_token;
}

/** Returns the session cookie that the Studio gets from the Directus at `url`, as `name=value`. */
export async function sessionCookie(url: string, { email, password }: Pick<Person, "email" | "password">): Promise<string> {
  const [cookie = ""] = headerValues(await login(url, { email, password, mode: "session" }), "set-cookie");
  return cookie.split(";")[0] ?? "";
}

async function login(url: string, body: Record<string, string>) {
  const answer = await rawRequest(`${url}/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) {
    throw new Error(`${url} signs nobody in: ${answer.status} ${answer.body}`);
  }
  return answer;
}

/** Returns whether `password` signs in. */
export async function isPasswordOf(email: string, password: string): Promise<boolean> {
  const answer = await fetch(`${stack.directusUrl}/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return answer.ok;
}
