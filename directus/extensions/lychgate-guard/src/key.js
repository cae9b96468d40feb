import { createHmac, randomBytes } from "node:crypto";

/** What nobody can compute who has not the SECRET of this Directus. Without one, Directus makes one up at each start, as this does. */
export class Key {
  #secret;

  constructor(secret) {
    this.#secret = secret || randomBytes(32);
  }

  /** The code of `parts`, which are for `purpose` alone. */
  code(purpose, parts) {
    return createHmac("sha256", this.#secret).update(JSON.stringify(["lychgate-guard", purpose, ...parts])).digest();
  }
}
