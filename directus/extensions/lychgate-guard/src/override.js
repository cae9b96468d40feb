/** The original method. A registered symbol, so that another load of this file finds it, too. */
const ORIGINAL = Symbol.for("lychgate-guard.original");

/** Throws unless each of `methods` exists: `[[Service, name], …]`. Directus then reports that the hook cannot be registered. */
export function requireMethods(methods) {
  for (const [service, name] of methods) {
    if (typeof service?.prototype?.[name] !== "function") {
      throw new Error(`lychgate-guard does not know this version of Directus: there is no ${name}() where it is expected`);
    }
  }
}

/**
 * Replaces a method of one of Directus' services for all its instances. `replacement` is called on the instance with the original
 * method and the arguments.
 *
 * Directus reloads extensions whenever one of them is switched on or off: the latest replacement replaces the one before.
 */
export function override(service, name, replacement) {
  const current = service.prototype[name];
  const original = current[ORIGINAL] ?? current;
  const replaced = function (...args) {
    return replacement.call(this, original, ...args);
  };
  replaced[ORIGINAL] = original;
  service.prototype[name] = replaced;
}
