import { relationsOf } from "./fields.js";

/**
 * Returns where a query has no sort: for its own rows (`path` is empty) and for lists below a relation, by the keys that lead there in
 * `deep`. Directus sorts by `field` there: a field that is readable on some rows only would sort all of them.
 */
export function missingSorts(query, collection, schema) {
  const found = [];
  const aggregates = Object.keys(query.aggregate ?? {}).length > 0;
  if (isMissing(query.sort) && isMissing(query.group) && !aggregates) {
    found.push({ path: [], collection, field: defaultOf(schema, collection) });
  }
  if (!aggregates) {
    const fields = query.group ?? query.fields ?? ["*"];
    lists({ fields, deep: query.deep ?? {}, aliases: query.alias ?? {}, path: [] }, collection, schema, found);
  }
  return found;
}

const isMissing = (clause) => clause === undefined || clause === null;

const defaultOf = (schema, collection) => schema.collections[collection].sortField ?? schema.collections[collection].primary;

function lists({ fields, deep, aliases, path }, collection, schema, found) {
  for (const [key, { relation, wanted }] of branches(fields, aliases, collection, schema)) {
    const below = [...path, key];
    const level = deep[key] ?? {};
    if (relation.many && !level._sort) {
      found.push({ path: below, collection: relation.to, field: relation.sortField ?? defaultOf(schema, relation.to) });
    }
    if (wanted.length > 0) {
      // Below many-to-any, Directus 11 keeps the aliases of the level above.
      lists({ fields: wanted, deep: level, aliases: { ...(relation.scoped ? aliases : {}), ...level._alias }, path: below }, relation.to, schema, found);
    }
  }
}

/** Returns the relations that `fields` cross, by their key in `deep`, with the fields behind them. */
function branches(fields, aliases, collection, schema) {
  const all = relationsOf(schema, collection);
  const found = new Map();
  for (const field of fields) {
    const [head, rest] = split(field);
    const names = head === "*" ? [...new Set(all.map(({ name }) => name)), ...Object.keys(aliases)] : [head];
    for (const name of names) {
      const [key, scope] = name.split(":");
      const meant = Object.hasOwn(aliases, key) ? aliases[key] : key;
      for (const relation of all.filter((it) => it.name === meant && (scope === undefined || it.to === scope))) {
        const branch = relation.scoped ? `${key}:${relation.to}` : key;
        const { wanted } = found.get(branch) ?? { wanted: [] };
        found.set(branch, { relation, wanted: rest === null ? wanted : [...wanted, rest] });
      }
    }
  }
  return found;
}

/** Splits `author.name` into `author` and `name`. The dot in `json(facts, a.b)` does not count. */
function split(field) {
  const [point, call] = [field.indexOf("."), field.indexOf("(")];
  return point === -1 || (call !== -1 && call < point) ? [field, null] : [field.slice(0, point), field.slice(point + 1)];
}
