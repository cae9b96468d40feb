import { randomInt } from "node:crypto";
import { Admin, newAddress, unique } from "../support/admin.ts";
import { type RawAnswer, rawRequest, headerValues } from "../support/http.ts";
import { accessToken } from "../support/accounts.ts";
import { stack } from "../support/stack.ts";
import { expect, test } from "../support/test.ts";

// The rate limits of deploy/nginx.conf. Only the HTTPS site of the tests has them; each test sends from an
// address of its own, by a header that the tests’ nginx trusts.

const operator = () => new Admin(stack.httpsDirectusUrl, stack.httpsAdminToken);
const byte = () => randomInt(1, 255);
const newClient = () => `198.18.${byte()}.${byte()}`;
const group = () => randomInt(0x1000, 0xffff).toString(16);

interface Attack {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: () => string;
  client?: string;
}

/** Sends the request `times` times concurrently, with a different forged client address each time. */
async function attack(times: number, { method = "POST", path, headers = {}, body, client = newClient() }: Attack): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  let sent = 0;
  const lane = async () => {
    while (sent < times) {
      sent += 1;
      const elsewhere = `203.0.113.${sent % 256}`;
      const answer = await rawRequest(`${stack.httpsUrl}/directus${path}`, {
        method,
        headers: {
          "Content-Type": "application/json",
          "X-Test-Client": client,
          "X-Forwarded-For": elsewhere,
          "X-Real-IP": elsewhere,
          Forwarded: `for=${elsewhere}`,
          ...headers,
        },
        ...(body === undefined ? {} : { body: body() }),
      });
      answers.push(answer);
    }
  };
  await Promise.all(Array.from({ length: Math.min(times, 60) }, lane));
  return answers;
}

const limited = (answers: RawAnswer[]) => answers.filter(({ status, headers }) => status === 429 && headers["x-powered-by"] === undefined);

/** Expects that exactly the first `passed` requests reached Directus, and that the others got 429 with Retry-After. */
function expectLimited(answers: RawAnswer[], passed: number): void {
  expect(answers.length - limited(answers).length).toBe(passed);
  for (const answer of limited(answers)) {
    expect(headerValues(answer, "retry-after")).toEqual(["30"]);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ errors: [{ extensions: { code: "REQUESTS_EXCEEDED" } }] });
    expect(headerValues(answer, "strict-transport-security")).toHaveLength(1);
  }
}

test("of 40 requests for a password mail 10 pass", async () => {
  const { email } = await operator().person();
  const answers = await attack(40, { path: "/auth/password/request", body: () => JSON.stringify({ email }) });
  expectLimited(answers, 10);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(10);
  await expect
    .poll(async () => {
      const mails = (await (await fetch(`${stack.mailUrl}/api/email`)).json()) as { envelope: { to: { address: string }[] } }[];
      return mails.filter(({ envelope }) => envelope.to.some(({ address }) => address === email)).length;
    })
    .toBe(10);
});

test("registrations count towards the same limit as other mails", async () => {
  const client = newClient();
  const body = () => JSON.stringify({ email: newAddress(), password: unique("password") });
  await attack(4, { client, path: "/auth/password/request", body });
  expectLimited(await attack(20, { client, path: "/Users/REGISTER/", body }), 6);
});

test("guesses at the code that disables two-factor are limited to 20", async () => {
  const token = await accessToken(stack.httpsDirectusUrl, await operator().person());
  const headers = { Authorization: `Bearer ${token}` };
  const answers = await attack(100, { path: "/users/me/tfa/disable", headers, body: () => JSON.stringify({ otp: String(randomInt(1e6)).padStart(6, "0") }) });
  expectLimited(answers, 20);
});

test("guesses at passwords are limited to 30, for one account or for many", async () => {
  const body = () => JSON.stringify({ email: newAddress(), password: unique("guess") });
  const client = newClient();
  expectLimited(await attack(40, { client, path: "/auth/login", body }), 30);
  // Nor by another endpoint that compares passwords.
  expect(limited(await attack(5, { client, path: "/utils/hash/verify", body: () => "{}" }))).toHaveLength(5);
});

test("uploads without a Studio session are limited to 20", async () => {
  const token = await accessToken(stack.httpsDirectusUrl, await operator().person());
  const body = ["--x", 'Content-Disposition: form-data; name="file"; filename="a.png"', "Content-Type: image/png", "", "zeros", "--x--", ""].join("\r\n");
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "multipart/form-data; boundary=x" };
  expectLimited(await attack(40, { path: "/files", headers, body: () => body }), 20);
});

test("resized images are limited, originals are not", async () => {
  const client = newClient();
  const answers: RawAnswer[] = [];
  // Twenty a second pass: their number depends on the speed of this machine.
  while (limited(answers).length === 0 && answers.length < 5_000) {
    answers.push(...(await attack(100, { client, method: "GET", path: "/assets/11111111-1111-4111-8111-111111111111?width=7" })));
  }
  expect(limited(answers).length).toBeGreaterThan(0);
  expect(answers.length - limited(answers).length).toBeGreaterThanOrEqual(400);
  expect(limited(await attack(20, { client, method: "GET", path: "/assets/11111111-1111-4111-8111-111111111111" }))).toEqual([]);
});

test("an IPv6 client is its /64 network", async () => {
  const network = `2001:db8:${group()}:${group()}`;
  const ask = (client: string, times: number) => attack(times, { client, path: "/auth/password/request", body: () => JSON.stringify({ email: newAddress() }) });
  expect(limited(await ask(`${network}::1`, 6))).toEqual([]);
  expectLimited(await ask(`${network}:${group()}:${group()}:${group()}:${group()}`, 20), 4);
  expect(limited(await ask(`2001:db8:${group()}:${group()}::1`, 6))).toEqual([]);
});

test("refreshes and reads are not limited", async () => {
  const client = newClient();
  for (const [method, path] of [["POST", "/auth/refresh"], ["GET", "/items/posts?limit=1"], ["POST", "/auth/logout"]] as const) {
    expect(limited(await attack(100, { client, method, path, body: () => JSON.stringify({ mode: "cookie" }) })), path).toEqual([]);
  }
});
