import { ownField } from "./fields.js";
import { grantsOf } from "./grants.js";
import { unordered } from "./order.js";
import { queryRefusal } from "./refusal.js";
import { usesOf } from "./uses.js";

/** Whether the rules of this extension leave somebody alone. Directus itself, at its own work, has no accountability at all. */
export function hasStudioAccess(accountability) {
  return !accountability || accountability.admin === true || accountability.app === true;
}

/** The query that is to be run in place of `query`. Throws where it may not be run at all. */
export async function protectQuery(query, collection, { accountability, database, schema }) {
  if (hasStudioAccess(accountability)) {
    return query;
  }
  // Directus 11 may still be filling in `deep` at this moment. What is judged and what is run has to be one and the same.
  const judged = structuredClone(query);
  const uses = usesOf(judged, collection, schema);
  // What a share shows it shows on each of its rows: its fields are those of the one who shares, whatever the row.
  if (accountability.share) {
    return judged;
  }
  const orders = unordered(judged, collection, schema);
  const grants = await grantsOf(database, accountability, [...uses, ...orders].map((it) => it.collection));
  for (const { clause, collection, field } of uses) {
    const shown = grants.get(collection);
    if (clause.endsWith("search") ? shown.showsInPlaces(field) : !shown.showsEverywhere(field)) {
      throw queryRefusal(clause, field);
    }
  }
  for (const { collection, field, path } of orders) {
    const shown = grants.get(collection);
    // What may not be read at all is for Directus to refuse or to leave out.
    if (!shown.isEmpty() && !shown.showsEverywhere(field)) {
      order(judged, path, harmlessOrder(shown, collection, schema));
    }
  }
  return judged;
}

/** A field that each row shows: the key, or else any. */
function harmlessOrder(shown, collection, schema) {
  const { fields, primary } = schema.collections[collection];
  const field = [primary, ...Object.keys(fields)].find((name) => ownField(schema, collection, name) !== null && shown.showsEverywhere(name));
  if (field === undefined) {
    throw queryRefusal("sort", primary);
  }
  return [field];
}

/** Sets the order of the rows to which the keys in `path` lead. */
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
