// Which fields somebody may read, and whether that holds for every row that they see.

/** The permissions to read `collections`, as the tables have them, of everything that applies to `accountability`. */
async function permissionsOf(database, accountability, collections) {
  const { roles, user } = accountability;
  return database("directus_permissions as permission")
    .join("directus_access as access", "access.policy", "permission.policy")
    .join("directus_policies as policy", "policy.id", "permission.policy")
    .where("permission.action", "read")
    .whereIn("permission.collection", collections)
    .where((applies) => {
      // Whoever has a role has what it has. The public policies are for those without one.
      if (roles?.length > 0) {
        applies.whereIn("access.role", roles);
      } else {
        applies.where((everybody) => everybody.whereNull("access.role").whereNull("access.user"));
      }
      if (user) {
        applies.orWhere("access.user", user);
      }
    })
    .select("permission.collection", "permission.fields", "permission.permissions", "policy.ip_access");
}

/** By collection, what `accountability` may read of it. */
export async function grantsOf(database, accountability, collections) {
  const distinct = [...new Set(collections)];
  const rows = distinct.length === 0 ? [] : await permissionsOf(database, accountability, distinct);
  return new Map(distinct.map((collection) => [collection, new Grants(rows.filter((row) => row.collection === collection))]));
}

/** What may be read of one collection. */
export class Grants {
  /** Fields by the rule that says on which rows they are shown, as text; without a rule the key is "". */
  #byRule = new Map();

  /** `rows` of `directus_permissions`, with the `ip_access` of their policy. */
  constructor(rows) {
    for (const { fields, ip_access, permissions } of rows) {
      const rule = ruleOf(permissions);
      // A policy for some networks may apply or not. Either way the rule of the fields has to hold, so that it stands for itself
      // and is no reason for taking a field as shown everywhere.
      const key = isEmpty(ip_access) ? rule : `${rule} from ${ip_access}`;
      const shown = this.#byRule.get(key) ?? new Set();
      for (const field of listOf(fields)) {
        shown.add(field);
      }
      this.#byRule.set(key, shown);
    }
  }

  /** Whether there is no permission at all. */
  isEmpty() {
    return this.#byRule.size === 0;
  }

  /** Whether each row that is seen shows `field`. */
  showsEverywhere(field) {
    const shows = (fields) => fields.has("*") || fields.has(field);
    const unruled = this.#byRule.get("");
    const all = [...this.#byRule.values()];
    return (unruled !== undefined && shows(unruled)) || (all.length > 0 && all.every(shows));
  }

  /** Whether some rows show `field`, and others that are seen do not. */
  showsInPlaces(field) {
    return !this.showsEverywhere(field) && [...this.#byRule.values()].some((fields) => fields.has("*") || fields.has(field));
  }
}

const isEmpty = (value) => value === null || value === undefined || value.length === 0;

/** SQLite has JSON as text, others as what it is. */
function ruleOf(permissions) {
  const rule = typeof permissions === "string" ? permissions : JSON.stringify(permissions ?? {});
  return rule === "{}" || rule === "null" || rule === "" ? "" : rule;
}

function listOf(fields) {
  const list = Array.isArray(fields) ? fields : (fields ?? "").split(",");
  return list.map((field) => field.trim()).filter((field) => field !== "");
}
