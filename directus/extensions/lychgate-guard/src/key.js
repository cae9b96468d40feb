import { createHmac, randomBytes } from "node:crypto";

/** A keyed hash with the SECRET of this Directus. Without a SECRET, Directus generates one at each start, as this does. */
export class Key {
  #secret;

  constructor(secret) {
    this.#secret = secret || randomBytes(32);
  }

  /** Returns the HMAC of `parts`, separated by `purpose`. */
  code(purpose, parts) {
    return createHmac("sha256", this.#secret).update(JSON.stringify(["lychgate-guard", purpose, ...parts])).digest();
  }
}
