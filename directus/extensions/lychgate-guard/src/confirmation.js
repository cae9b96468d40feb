// The link of a registration's mail that names no page of the site leads to Directus itself, which confirms the address at once: a
// program that looks at the links in a mail is enough. The site's page asks first.

/** Where Directus confirms an address. Express takes more than one slash after the first word. */
export const CONFIRMATION = /^\/users\/+register\/verify-email\/?$/i;

/** By this the page says that the address was not registered in its browser. */
export const NOT_REGISTERED_HERE = "forget_password";

/**
 * Where a request to confirm an address is to go instead; null where it comes from a page, which says by `accept` that it wants
 * nothing but JSON, as no link does; "" where there is no page. `pages` is USER_REGISTER_URL_ALLOW_LIST, whose first is the site's.
 */
export function detour(accept, token, pages) {
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
