import { createHmac } from "node:crypto";
import { expect } from "@playwright/test";
import { type Person } from "./admin.ts";

/** How long a code is shown. Directus takes no other than the one of its own time. */
const STEP_MS = 30_000;
/** A code has to be typed and sent before its time is over. */
const ENOUGH_MS = 6_000;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function decode(base32: string): Buffer {
  const bits = [...base32.replace(/=+$/, "")].map((digit) => BASE32.indexOf(digit).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The code of RFC 6238 at `time`. */
function codeAt(secret: string, time: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / STEP_MS)));
  const hash = createHmac("sha1", decode(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The code that an authenticator app shows now, once that holds for a while. */
export async function code(secret: string): Promise<string> {
  await expect.poll(() => STEP_MS - (Date.now() % STEP_MS), { message: "a code with time left", timeout: STEP_MS }).toBeGreaterThan(ENOUGH_MS);
  return codeAt(secret, Date.now());
}

/** A code that is wrong now, and stays so for the next. */
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

/** Switches two-factor sign-in on for whoever `token` belongs to, and gives the secret that their app has from now on. */
export async function enableTwoFactorWith(directus: string, token: string, password?: string): Promise<string> {
  const { secret } = await post<{ secret: string }>(`${directus}/users/me/tfa/generate`, { password }, token);
  await post(`${directus}/users/me/tfa/enable`, { secret, otp: await code(secret) }, token);
  return secret;
}

/** Switches two-factor sign-in on for `person`, as they do themselves. */
export async function enableTwoFactor(directus: string, { email, password }: Person): Promise<string> {
  const { access_token } = await post<{ access_token: string }>(`${directus}/auth/login`, { email, password });
  return enableTwoFactorWith(directus, access_token, password);
}
