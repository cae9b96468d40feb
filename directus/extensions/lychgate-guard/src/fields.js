// What names in a query mean, by Directus' schema: `{ collections: { name: { primary, sortField, fields } }, relations }`.

/** The types that a search looks through. Which of them depends on what is searched for. */
const SEARCHED = new Set(["string", "text", "integer", "bigInteger", "float", "decimal", "uuid"]);

/** `year(date)`, `count(list)`, `json(data, a.b)`; nothing nested. */
const CALL = /^([a-z]+)\(([^()$]+)\)$/;

const fieldsOf = (schema, collection) => schema.collections[collection]?.fields ?? {};

const isColumn = (fields, name) => Object.hasOwn(fields, name) && fields[name].type !== "alias" && fields[name].alias !== true;

/**
 * The field of the collection itself that `name` reads, or null. Null for what lies behind a relation, for a relation from the
 * other side (counting it is reading it, too), and for what there is not.
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

/** Whether `name` could be nothing but an alias that the query itself defines. */
export function isFreeName(schema, collection, name) {
  return /^\w+$/.test(name) && !Object.hasOwn(fieldsOf(schema, collection), name) && relatedCollections(schema, collection, name).length === 0;
}

/** The fields that a search looks through. */
export function searchedFields(schema, collection) {
  return Object.entries(fieldsOf(schema, collection))
    .filter(([, field]) => SEARCHED.has(field.type) && field.searchable !== false && !field.special?.includes("conceal"))
    .map(([name]) => name);
}

/**
 * The relations of a collection, from either side: `name` here, the collection that it leads `to`, whether to `many` rows, whether
 * the name is `scoped` (many-to-any, `item:pages`), and the field that orders the rows there.
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

/** The collections to which `name` leads, which may be scoped. Usually one. */
export function relatedCollections(schema, collection, name) {
  const [field, scope] = name.split(":");
  return relationsOf(schema, collection)
    .filter((relation) => relation.name === field && (!relation.scoped || relation.to === scope))
    .map(({ to }) => to);
}
