import { TokenExpired } from "./refusal.js";

// An access token of Directus stands for itself for its fifteen minutes, whatever becomes of the account: with one from before a
// new password, the password could be changed once more. So each says for which password, address and status it was given.

/** The claim. */
export const CLAIM = "credentials";

/** The ids of accounts. What looks otherwise is none of Directus', and some databases would not even look for it. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What becomes another with the password, the address or the status. It can be computed with `key` alone. */
export function fingerprint(key, { password, email, status }) {
  return key.code("credentials", [password, email, status]).toString("base64url").slice(0, 22);
}

async function fingerprintOf(key, database, user) {
  const row = await database("directus_users").where({ id: user }).first("password", "email", "status");
  return row && fingerprint(key, row);
}

/** The claims of a token that is given to `user`, with ours. */
export async function withCredentials(key, claims, user, database) {
  return claims.id ? { ...claims, [CLAIM]: await fingerprintOf(key, database, user) } : claims;
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
 * Throws that the token has expired where it was given for other credentials than its account has now. Directus itself looks after
 * those that belong to a session that it keeps (`session`), and to a share, and refuses all that it has not signed.
 */
export async function requireCurrent(key, token, database) {
  const claims = claimsOf(token);
  if (claims?.iss !== "directus" || typeof claims.id !== "string" || !UUID.test(claims.id) || claims.session || claims.share) {
    return;
  }
  const current = await fingerprintOf(key, database, claims.id);
  if (current === undefined || claims[CLAIM] !== current) {
    throw new TokenExpired();
  }
}
