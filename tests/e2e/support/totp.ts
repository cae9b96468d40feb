import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP = 30_000;

/** The bytes that a text in base 32 stands for. */
function fromBase32(text: string): Buffer {
  let [bits, value] = [0, 0];
  const bytes: number[] = [];
  for (const letter of text.replace(/\s|=/g, "")) {
    value = (value << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** The code that an authenticator app shows for `secret` (RFC 6238), now or `steps` of half a minute later. */
export function totp(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A code with at least `seconds` of its half minute left: Directus takes none a moment after its end. */
export async function lastingTotp(secret: string, seconds = 12): Promise<string> {
  const left = STEP - (Date.now() % STEP);
  if (left < seconds * 1000) {
    await new Promise((done) => setTimeout(done, left + 50));
  }
  return totp(secret);
}
