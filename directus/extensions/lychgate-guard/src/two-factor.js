import { randomBytes, timingSafeEqual } from "node:crypto";

// Directus asks for the password before it generates a two-factor secret, and then enables whichever secret it is given:
// with a token alone somebody could choose one, and lock the owner out for good. So secrets carry an HMAC by which issued ones are known.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** The bytes of the random half, as many as Directus' own secrets have, and of the HMAC half. */
const HALF = 10;

const encode = (bytes) =>
  [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("").match(/.{5}/g).map((bits) => ALPHABET[parseInt(bits, 2)]).join("");

function decode(text) {
  if (typeof text !== "string" || !/^[A-Z2-7]{32}$/.test(text)) {
    return null;
  }
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

const codeOf = (key, user, random) => key.code("second factor", [user, random.toString("hex")]).subarray(0, HALF);

/** Returns a new secret for `user`, in base32. */
export function issueSecret(key, user) {
  const random = randomBytes(HALF);
  return encode(Buffer.concat([random, codeOf(key, user, random)]));
}

/** Whether `secret` was issued to `user`. */
export function isIssuedSecret(key, user, secret) {
  const bytes = decode(secret);
  return bytes !== null && timingSafeEqual(bytes.subarray(HALF), codeOf(key, user, bytes.subarray(0, HALF)));
}
