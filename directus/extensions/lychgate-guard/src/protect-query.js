import { ownField } from "./fields.js";
import { readableFieldsOf } from "./readable-fields.js";
import { missingSorts } from "./default-sort.js";
import { countRefusal, queryRefusal } from "./errors.js";
import { queriedFields } from "./queried-fields.js";

/** Whether this extension does not restrict a user. Directus' own operations have no accountability. */
export function hasStudioAccess(accountability) {
  return !accountability || accountability.admin === true || accountability.app === true;
}

/** Returns the query to run in place of `query`. Throws if it is refused. */
export async function protectQuery(query, collection, { accountability, database, schema }) {
  if (hasStudioAccess(accountability)) {
    return query;
  }
  // Directus 11 may still be filling in `deep` at this moment. The checked query has to be the one that runs.
  const judged = structuredClone(query);
  const uses = queriedFields(judged, collection, schema);
  // A share shows the same fields on each of its rows: those of the user who shares.
  if (accountability.share) {
    return judged;
  }
  const orders = missingSorts(judged, collection, schema);
  const readable = await readableFieldsOf(database, accountability, [...uses, ...orders].map((it) => it.collection));
  for (const { clause, collection, field } of uses) {
    const shown = readable.get(collection);
    if (field === "*") {
      if (shown.dependsOnRelatedRows(collection, schema)) {
        throw countRefusal(clause, collection);
      }
      continue;
    }
    if (clause.endsWith("search") ? shown.isReadableOnSomeRows(field) : !shown.isReadableOnAllRows(field)) {
      throw queryRefusal(clause, field);
    }
  }
  for (const { collection, field, path } of orders) {
    const shown = readable.get(collection);
    // Directus refuses or omits collections that may not be read at all.
    if (!shown.isEmpty() && !shown.isReadableOnAllRows(field)) {
      order(judged, path, safeSort(shown, collection, schema));
    }
  }
  return judged;
}

/** Returns a field that is readable on all rows: the key, or else any. */
function safeSort(shown, collection, schema) {
  const { fields, primary } = schema.collections[collection];
  const field = [primary, ...Object.keys(fields)].find((name) => ownField(schema, collection, name) !== null && shown.isReadableOnAllRows(name));
  if (field === undefined) {
    throw queryRefusal("sort", primary);
  }
  return [field];
}

/** Sets the sort of the rows that the keys in `path` lead to. */
function order(query, path, sort) {
  if (path.length === 0) {
    query.sort = sort;
    return;
  }
  query.deep ??= {};
  let level = query.deep;
  for (const key of path) {
    level[key] ??= {};
    level = level[key];
  }
  level._sort = sort;
}
