// Which fields a user may read, on all rows that they see or only on some.

import { relationsOf } from "./fields.js";

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
  /** Fields and rows, by the text of the rule for the rows; "" stands for no rule. */
  #byRule = new Map();

  /** `rows` of `directus_permissions`, with the `ip_access` of their policy. */
  constructor(rows) {
    for (const { fields, ip_access, permissions } of rows) {
      const rule = ruleText(permissions);
      // A policy for some networks applies or not. So it gets a key of its own, and is no reason for taking a field as readable
      // on all rows.
      const isLimited = !isEmpty(ip_access);
      const key = isLimited ? `${rule} from ${ip_access}` : rule;
      const shown = this.#byRule.get(key) ?? { rule, fields: new Set(), parts: partsOf(rule), isLimited };
      for (const field of fieldNames(fields)) {
        shown.fields.add(field);
      }
      this.#byRule.set(key, shown);
    }
  }

  /** Whether there is no permission. */
  isEmpty() {
    return this.#byRule.size === 0;
  }

  /** Whether a rule reads several related rows, each of which Directus joins to the row that it decides about. */
  dependsOnRelatedRows(collection, schema) {
    return [...this.#byRule.values()].some(({ rule }) => rule !== "" && readsRelatedRows(JSON.parse(rule), collection, schema));
  }

  /** Whether `field` is readable on each visible row. */
  isReadableOnAllRows(field) {
    const showing = this.#showing(field);
    return showing.length > 0 && [...this.#byRule.values()].every((rows) => showing.some((wider) => isWithin(rows, wider)));
  }

  /** Whether `field` is readable on some visible rows, and not on others. */
  isReadableOnSomeRows(field) {
    return this.#showing(field).length > 0 && !this.isReadableOnAllRows(field);
  }

  #showing(field) {
    return [...this.#byRule.values()].filter(({ fields }) => fields.has("*") || fields.has(field));
  }
}

/** Whether all of `rows` are among those of `wider`, whose rule is part of theirs. */
const isWithin = (rows, wider) => rows === wider || (!wider.isLimited && wider.parts.every((part) => rows.parts.includes(part)));

/** Returns the conditions that a rule joins by "and", as texts; for no rule none. */
function partsOf(rule) {
  const condition = rule === "" ? {} : JSON.parse(rule);
  const names = Object.keys(condition);
  if (names.length > 1 || condition._and?.length === 0) {
    // Directus joins names side by side by "or" where there are several permissions.
    return [`or ${rule}`];
  }
  const parts = condition._and ?? (names.length === 0 ? [] : [condition]);
  return Object.values(parts).map((part) => JSON.stringify(part));
}

function readsRelatedRows(condition, collection, schema) {
  if (typeof condition !== "object" || condition === null) {
    return false;
  }
  return Object.entries(condition).some(([name, below]) => {
    if (name === "_and" || name === "_or") {
      return Object.values(below).some((part) => readsRelatedRows(part, collection, schema));
    }
    const relations = relationsOf(schema, collection).filter((relation) => relation.name === name.split(":")[0]);
    // A function or `$FOLLOW` may lead anywhere.
    return /[($]/.test(name) || relations.some(({ many, to }) => many || readsRelatedRows(below, to, schema));
  });
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
