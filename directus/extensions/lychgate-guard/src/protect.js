import { grantsOf } from "./grants.js";
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
  const ordered = defaultOrder(judged, collection, schema);
  // What a share shows it shows on each of its rows: its fields are those of the one who shares, whatever the row.
  if (accountability.share || (uses.length === 0 && ordered === null)) {
    return judged;
  }
  const collections = [...new Set([...uses.map((use) => use.collection), collection])];
  const grants = await grantsOf(database, accountability, collections);
  for (const { clause, collection, field } of uses) {
    const refused = clause.endsWith("search") ? grants.get(collection).showsInPlaces(field) : !grants.get(collection).showsEverywhere(field);
    if (refused) {
      throw queryRefusal(clause, field);
    }
  }
  if (ordered !== null && grants.get(collection).showsInPlaces(ordered)) {
    const { primary } = schema.collections[collection];
    judged.sort = grants.get(collection).showsEverywhere(primary) ? [primary] : [];
  }
  return judged;
}

/** The field by which Directus sorts where nobody says how, other than by the key. */
function defaultOrder(query, collection, schema) {
  const asked = query.sort ?? query.group ?? query.aggregate;
  return asked ? null : (schema.collections[collection]?.sortField ?? null);
}
