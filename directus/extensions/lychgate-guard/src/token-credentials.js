import { TokenExpired } from "./errors.js";

// An access token of Directus is valid for its fifteen minutes, whatever happens to the account: with one from before a
// password change, the password could be changed again. So each carries a fingerprint of the password, e-mail and status that it was issued for.

/** The claim with the fingerprint. */
export const CLAIM = "credentials";

/** The form of user ids. Directus has no others, and some databases refuse to search for them. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns a fingerprint that changes with the password, e-mail or status. Only the holder of `key` can compute it. */
export function fingerprint(key, { password, email, status }) {
  return key.code("credentials", [password, email, status]).toString("base64url").slice(0, 22);
}

async function fingerprintOf(key, database, user) {
  const row = await database("directus_users").where({ id: user }).first("password", "email", "status");
  return row && fingerprint(key, row);
}

/** Returns the claims of a token that is issued to `user`, with the fingerprint. */
export async function withCredentials(key, claims, user, database) {
  return claims.id ? { ...claims, [CLAIM]: await fingerprintOf(key, database, user) } : claims;
}

/** Reads the claims of a token without checking its signature; null if it has none. */
function claimsOf(token) {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
    return typeof claims === "object" ? claims : null;
  } catch {
    return null;
  }
}

/**
 * Throws `TokenExpired` if the token was issued for other credentials than its user has now. Directus itself checks tokens
 * of a session (`session`) and of a share, and refuses all that it has not signed.
 */
export async function requireCurrentCredentials(key, token, database) {
  const claims = claimsOf(token);
  if (claims?.iss !== "directus" || typeof claims.id !== "string" || !UUID.test(claims.id) || claims.session || claims.share) {
    return;
  }
  const current = await fingerprintOf(key, database, claims.id);
  if (current === undefined || claims[CLAIM] !== current) {
    throw new TokenExpired();
  }
}
