const GUARD = "lychgate-guard";

/** An error that Directus answers with as with its own: it knows them by their name. */
class Answer extends Error {
  name = "DirectusError";

  constructor(code, status, reason, extensions) {
    super(reason);
    this.code = code;
    this.status = status;
    this.extensions = { ...extensions, refused_by: GUARD };
    // An answer, not a fault of this program: in the log a stack would look like one.
    this.stack = `${this.name}: ${reason}`;
  }
}

/** The code is `FORBIDDEN`, which Directus' clients know, and which after a change means "saved, but not to be read". */
export class Refusal extends Answer {
  constructor(reason) {
    super("FORBIDDEN", 403, reason, { reason });
  }
}

/** As Directus says it of a token whose time is over: clients then ask for a new one. */
export class TokenExpired extends Answer {
  constructor() {
    super("TOKEN_EXPIRED", 401, "Token expired.");
  }
}

/**
 * A clause (`filter`, `sort` …) uses something that it may not. It is the same for a field that is hidden and one that does not
 * exist, and so tells nothing about either.
 */
export function queryRefusal(clause, name) {
  return new Refusal(
    `"${clause}" may not use "${name}": without access to the Studio, a query may filter, sort, group, aggregate and search ` +
      "only by fields of the collection itself that can be read on all of its rows.",
  );
}

/** Somebody wants a file fetched from an address. */
export function importRefusal() {
  return new Refusal("Importing a file from an address takes access to the Studio; upload the file itself.");
}

/** Somebody with access to the Studio wants a file from a host that the operator does not name. */
export function hostRefusal() {
  return new Refusal("Files may be imported by HTTPS from the hosts in LYCHGATE_IMPORT_HOSTS only.");
}

/** Somebody opens Directus' own address to confirm theirs, and there is no page of the site to lead to. */
export function confirmationRefusal() {
  return new Refusal("An address is confirmed by a page of the site: name it in USER_REGISTER_URL_ALLOW_LIST.");
}

/** Somebody brings a secret for two-factor sign-in that was not made for them after they had given their password. */
export function secretRefusal() {
  return new Answer("INVALID_PAYLOAD", 400, "Invalid payload. The secret for two-factor sign-in has to be one that was made here: ask for another.");
}
