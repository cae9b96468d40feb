// The setting LYCHGATE_IMPORT_HOSTS: the hosts that files may be imported from.

/** Parses the setting. Directus turns values with commas into lists. */
export function parseHosts(setting) {
  const list = Array.isArray(setting) ? setting : String(setting ?? "").split(",");
  return list.map((host) => String(host).trim().toLowerCase()).filter((host) => host !== "");
}

/**
 * Whether a file may be fetched from the URL `address`: by HTTPS, from one of `hosts`. `*.example.com` means the hosts below that one.
 * Without any host all URLs are allowed.
 */
export function mayImportFrom(address, hosts) {
  if (hosts.length === 0) {
    return true;
  }
  if (typeof address !== "string" || !URL.canParse(address)) {
    return false;
  }
  const { hostname, protocol } = new URL(address);
  const isNamed = (host) => (host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host);
  return protocol === "https:" && hosts.some(isNamed);
}
