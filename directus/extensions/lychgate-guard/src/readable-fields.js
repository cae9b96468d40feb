// Which fields a user may read, on all rows that they see or only on some.

/** Reads the rows of all read permissions for `collections` that apply to `accountability`. */
async function readPermissions(database, accountability, collections) {
  const { roles, user } = accountability;
  return database("directus_permissions as permission")
    .join("directus_access as access", "access.policy", "permission.policy")
    .join("directus_policies as policy", "policy.id", "permission.policy")
    .where("permission.action", "read")
    .whereIn("permission.collection", collections)
    .where((applies) => {
      // Users with a role have its policies. The public policies are for those without a role.
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

/** Returns, by collection, what `accountability` may read. */
export async function readableFieldsOf(database, accountability, collections) {
  const distinct = [...new Set(collections)];
  const rows = distinct.length === 0 ? [] : await readPermissions(database, accountability, distinct);
  return new Map(distinct.map((collection) => [collection, new ReadableFields(rows.filter((row) => row.collection === collection))]));
}

/** The readable fields of one collection. */
export class ReadableFields {
  /** Fields by the text of the rule for their rows; the key "" stands for no rule. */
  #byRule = new Map();

  /** `rows` of `directus_permissions`, with the `ip_access` of their policy. */
  constructor(rows) {
    for (const { fields, ip_access, permissions } of rows) {
      const rule = ruleText(permissions);
      // A policy for some networks applies or not. So it gets a key of its own, and is no reason for taking a field as readable
      // on all rows.
      const key = isEmpty(ip_access) ? rule : `${rule} from ${ip_access}`;
      const shown = this.#byRule.get(key) ?? new Set();
      for (const field of fieldNames(fields)) {
        shown.add(field);
      }
      this.#byRule.set(key, shown);
    }
  }

  /** Whether there is no permission. */
  isEmpty() {
    return this.#byRule.size === 0;
  }

  /** Whether `field` is readable on each visible row. */
  isReadableOnAllRows(field) {
    const shows = (fields) => fields.has("*") || fields.has(field);
    const unruled = this.#byRule.get("");
    const all = [...this.#byRule.values()];
    return (unruled !== undefined && shows(unruled)) || (all.length > 0 && all.every(shows));
  }

  /** Whether `field` is readable on some visible rows, and not on others. */
  isReadableOnSomeRows(field) {
    return !this.isReadableOnAllRows(field) && [...this.#byRule.values()].some((fields) => fields.has("*") || fields.has(field));
  }
}

const isEmpty = (value) => value === null || value === undefined || value.length === 0;

/** Returns a rule as text; "" for none. SQLite stores JSON as text. */
function ruleText(permissions) {
  const rule = typeof permissions === "string" ? permissions : JSON.stringify(permissions ?? {});
  return rule === "{}" || rule === "null" || rule === "" ? "" : rule;
}

function fieldNames(fields) {
  const list = Array.isArray(fields) ? fields : (fields ?? "").split(",");
  return list.map((field) => field.trim()).filter((field) => field !== "");
}
