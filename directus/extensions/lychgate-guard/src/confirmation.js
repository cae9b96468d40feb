// The link of a registration's mail that names no page of the site leads to Directus itself, which confirms the address at once: a
// program that looks at the links in a mail is enough. The site's page asks first.

/** Where Directus confirms an address. */
export const CONFIRMATION = "/users/register/verify-email";

/**
 * Where a request to confirm an address is to go instead; null where it comes from a page, which says by `accept` that it wants
 * nothing but JSON, as no link does. `pages` is USER_REGISTER_URL_ALLOW_LIST, whose first is the site's page.
 */
export function detour(accept, query, pages) {
  if (accept === "application/json") {
    return null;
  }
  const [page] = Array.isArray(pages) ? pages : String(pages ?? "").split(",");
  return page && URL.canParse(page.trim()) ? `${page.trim()}${query}` : "";
}
