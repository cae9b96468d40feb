// Resolves names in a query by Directus' schema: `{ collections: { name: { primary, sortField, fields } }, relations }`.

/** The types that a search may read. Which of them it reads depends on the text. */
const SEARCHED = new Set(["string", "text", "integer", "bigInteger", "float", "decimal", "uuid"]);

/** `year(date)`, `count(list)`, `json(data, a.b)`; nothing nested. */
const CALL = /^([a-z]+)\(([^()$]+)\)$/;

const fieldsOf = (schema, collection) => schema.collections[collection]?.fields ?? {};

const isColumn = (fields, name) => Object.hasOwn(fields, name) && fields[name].type !== "alias" && fields[name].alias !== true;

/**
 * Returns the field of the collection itself that `name` reads. Null for what is behind a relation, for a relation from the
 * other side (counting it reads it, too), and for unknown names.
 */
export function ownField(schema, collection, name) {
  if (typeof name !== "string") {
    return null;
  }
  const fields = fieldsOf(schema, collection);
  if (isColumn(fields, name)) {
    return name;
  }
  const [, method, argument] = CALL.exec(name) ?? [];
  const field = method === "json" ? argument.split(",")[0].trim() : argument;
  return field !== undefined && isColumn(fields, field) ? field : null;
}

/** Whether `name` can only be an alias that the query defines. */
export function isFreeName(schema, collection, name) {
  return /^\w+$/.test(name) && !Object.hasOwn(fieldsOf(schema, collection), name) && relatedCollections(schema, collection, name).length === 0;
}

/** Returns the fields that a search may read. */
export function searchedFields(schema, collection) {
  return Object.entries(fieldsOf(schema, collection))
    .filter(([, field]) => SEARCHED.has(field.type) && field.searchable !== false && !field.special?.includes("conceal"))
    .map(([name]) => name);
}

/**
 * Returns the relations of a collection, from both sides: `name` here, the collection that it leads `to`, whether to `many` rows, whether
 * the name is `scoped` (many-to-any, `item:pages`), and the field that sorts the rows there.
 */
export function relationsOf(schema, collection) {
  const found = [];
  for (const { collection: from, field, meta, related_collection: related } of schema.relations) {
    if (from === collection) {
      const targets = related ? [related] : (meta?.one_allowed_collections ?? []);
      found.push(...targets.map((to) => ({ name: field, to, many: false, scoped: !related })));
    }
    if (related === collection && meta?.one_field) {
      found.push({ name: meta.one_field, to: from, many: true, scoped: false, sortField: meta.sort_field });
    }
  }
  return found.filter(({ to }) => Object.hasOwn(schema.collections, to));
}

/** Returns the collections whose rows `count(name)` counts, wherever it stands. Usually one. */
export function countedCollections(schema, name) {
  return schema.relations.filter(({ meta }) => meta?.one_field === name).map(({ collection }) => collection);
}

/** Returns the collections that `name`, which may be scoped, leads to. Usually one. */
export function relatedCollections(schema, collection, name) {
  const [field, scope] = name.split(":");
  return relationsOf(schema, collection)
    .filter((relation) => relation.name === field && (!relation.scoped || relation.to === scope))
    .map(({ to }) => to);
}
