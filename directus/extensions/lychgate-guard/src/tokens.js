import { createHash } from "node:crypto";
import { TokenExpired } from "./refusal.js";

// An access token of Directus stands for itself for its fifteen minutes, whatever becomes of the account: with one from before a
// new password, the password could be changed once more. So each says for which password, address and status it was given.

/** The claim. */
export const CLAIM = "credentials";

/** What becomes another with the password, the address or the status. Passwords are salted hashes here: nothing follows from it. */
export function fingerprint({ password, email, status }) {
  return createHash("sha256").update(JSON.stringify([password, email, status])).digest("base64url").slice(0, 22);
}

async function fingerprintOf(database, user) {
  const row = await database("directus_users").where({ id: user }).first("password", "email", "status");
  return row && fingerprint(row);
}

/** The claims of a token that is given to `user`, with ours. */
export async function withCredentials(claims, user, database) {
  return claims.id ? { ...claims, [CLAIM]: await fingerprintOf(database, user) } : claims;
}

/** What a token says, without a look at its signature; null for what is no token with claims. */
function claimsOf(token) {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
    return typeof claims === "object" ? claims : null;
  } catch {
    return null;
  }
}

/**
 * Throws that the token has expired where it was given for other credentials than its account has now. Directus looks itself after
 * those that belong to a session that it keeps (`session`), and to a share.
 */
export async function requireCurrent(token, database) {
  const claims = claimsOf(token);
  if (!claims?.id || claims.session || claims.share) {
    return;
  }
  const current = await fingerprintOf(database, claims.id);
  if (current === undefined || claims[CLAIM] !== current) {
    throw new TokenExpired();
  }
}
