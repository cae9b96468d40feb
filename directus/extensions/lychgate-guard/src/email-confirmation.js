// The link in a registration's mail that names no page of the site leads to Directus itself, which confirms the e-mail at once: a
// program that follows the links of a mail is enough. The site's page asks first.

/** The route by which Directus confirms an e-mail. Express accepts more than one slash after the first segment. */
export const CONFIRMATION = /^\/users\/+register\/verify-email\/?$/i;

/** The query parameter by which the page says that its browser has not registered the e-mail. */
export const NOT_REGISTERED_HERE = "forget_password";

/**
 * Returns the page that a request to confirm an e-mail is redirected to; null if the request comes from a page, which accepts
 * only JSON, as no link does; "" if there is no page. `pages` is USER_REGISTER_URL_ALLOW_LIST, whose first is the site's.
 */
export function confirmationPage(accept, token, pages) {
  if (accept === "application/json") {
    return null;
  }
  const [page] = (Array.isArray(pages) ? pages : String(pages ?? "").split(",")).map((page) => String(page).trim());
  if (!page || !URL.canParse(page)) {
    return "";
  }
  const url = new URL(page);
  if (typeof token === "string") {
    url.searchParams.set("token", token);
  }
  return url.href;
}
