import { randomBytes, timingSafeEqual } from "node:crypto";

// Directus asks for the password before it makes a secret for two-factor sign-in, and then switches on whichever secret it is given:
// whoever has a token alone could choose one, and lock the owner out for good. So the secrets that are made here can be told.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** As many as Directus' own secrets have, and as many again by which it is known. */
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

const mark = (key, user, random) => key.code("second factor", [user, random.toString("hex")]).subarray(0, HALF);

/** A new secret for `user`, in base32. */
export function makeSecret(key, user) {
  const random = randomBytes(HALF);
  return encode(Buffer.concat([random, mark(key, user, random)]));
}

/** Whether `secret` was made for `user` here. */
export function isOurSecret(key, user, secret) {
  const bytes = decode(secret);
  return bytes !== null && timingSafeEqual(bytes.subarray(HALF), mark(key, user, bytes.subarray(0, HALF)));
}
