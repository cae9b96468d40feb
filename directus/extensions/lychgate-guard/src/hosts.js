// From which hosts files may be imported, where an operator limits that: LYCHGATE_IMPORT_HOSTS.

/** The hosts that a setting names. Directus makes a list of what has commas in it. */
export function hostsOf(setting) {
  const list = Array.isArray(setting) ? setting : String(setting ?? "").split(",");
  return list.map((host) => String(host).trim().toLowerCase()).filter((host) => host !== "");
}

/**
 * Whether a file may be fetched from `address`: by HTTPS, from one of `hosts`. `*.example.com` means the hosts below that one. Where
 * no host is named, from any.
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
