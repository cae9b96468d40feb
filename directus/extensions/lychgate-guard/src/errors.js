const GUARD = "lychgate-guard";

/** An error that Directus answers with like its own, which it recognises by their name. */
class Answer extends Error {
  name = "DirectusError";

  constructor(code, status, reason, extensions) {
    super(reason);
    this.code = code;
    this.status = status;
    this.extensions = { ...extensions, refused_by: GUARD };
    // An answer, not a bug: a stack trace in the log would look like one.
    this.stack = `${this.name}: ${reason}`;
  }
}

/** The code is `FORBIDDEN`, which Directus' clients know, and which after a change means "saved, but not to be read". */
export class Refusal extends Answer {
  constructor(reason) {
    super("FORBIDDEN", 403, reason, { reason });
  }
}

/** Directus' answer to an expired token, after which clients refresh. */
export class TokenExpired extends Answer {
  constructor() {
    super("TOKEN_EXPIRED", 401, "Token expired.");
  }
}

/**
 * The refusal of a clause (`filter`, `sort` …). It is the same for a field that is hidden and one that does not
 * exist, so that it reveals neither.
 */
export function queryRefusal(clause, name) {
  return new Refusal(
    `"${clause}" may not use "${name}": without access to the Studio, a query may filter, sort, group, aggregate and search ` +
      "only by fields of the collection itself that can be read on all of its rows.",
  );
}

/** The refusal of counting rows that Directus would count once for each row related to them. */
export function countRefusal(clause, collection) {
  return new Refusal(
    `"${clause}" may not count "${collection}": a permission for it depends on rows of another collection, and Directus would count ` +
      "those. `countDistinct` of the key, and `meta=filter_count`, are answered.",
  );
}

/** The refusal of an import by a user without access to the Studio. */
export function importRefusal() {
  return new Refusal("Importing a file from an address takes access to the Studio; upload the file itself.");
}

/** The refusal of an import from a host that the operator has not named. */
export function hostRefusal() {
  return new Refusal("Files may be imported by HTTPS from the hosts in LYCHGATE_IMPORT_HOSTS only.");
}

/** The refusal of a confirmation at Directus' own URL, if no page of the site is configured. */
export function confirmationRefusal() {
  return new Refusal("An address is confirmed by a page of the site: name it in USER_REGISTER_URL_ALLOW_LIST.");
}

/** The refusal of a two-factor secret that was not issued to this user. */
export function secretRefusal() {
  return new Answer("INVALID_PAYLOAD", 400, "Invalid payload. The secret for two-factor sign-in has to be one that was made here: ask for another.");
}
