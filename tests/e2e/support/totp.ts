import { createHmac } from "node:crypto";
import { expect } from "@playwright/test";
import { type Person } from "./admin.ts";

/** How long a code is valid. Directus accepts only the current one. */
const STEP_MS = 30_000;
/** The time that a test needs to type and send a code. */
const ENOUGH_MS = 6_000;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function decode(base32: string): Buffer {
  const bits = [...base32.replace(/=+$/, "")].map((digit) => BASE32.indexOf(digit).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** Returns the code at `time`, by RFC 6238. */
function codeAt(secret: string, time: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / STEP_MS)));
  const hash = createHmac("sha1", decode(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Returns the current code, once it has enough time left. */
export async function code(secret: string): Promise<string> {
  await expect.poll(() => STEP_MS - (Date.now() % STEP_MS), { message: "a code with time left", timeout: STEP_MS }).toBeGreaterThan(ENOUGH_MS);
  return codeAt(secret, Date.now());
}

/** Returns a code that is wrong now and in the next period. */
export async function wrongCode(secret: string): Promise<string> {
  const right = [await code(secret), codeAt(secret, Date.now() + STEP_MS)];
  return ["000000", "111111", "222222"].find((wrong) => !right.includes(wrong)) ?? "333333";
}

async function post<T>(url: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${text}`);
  }
  return (text === "" ? undefined : JSON.parse(text).data) as T;
}

/** Enables two-factor for the user of `token`, and returns the secret. */
export async function enableTwoFactorWith(directus: string, token: string, password?: string): Promise<string> {
  const { secret } = await post<{ secret: string }>(`${directus}/users/me/tfa/generate`, { password }, token);
  await post(`${directus}/users/me/tfa/enable`, { secret, otp: await code(secret) }, token);
  return secret;
}

/** Enables two-factor for `person`, and returns the secret. */
export async function enableTwoFactor(directus: string, { email, password }: Person): Promise<string> {
  const { access_token } = await post<{ access_token: string }>(`${directus}/auth/login`, { email, password });
  return enableTwoFactorWith(directus, access_token, password);
}
