import { countedCollections, isFreeName, ownField, relatedCollections, searchedFields } from "./fields.js";
import { queryRefusal } from "./errors.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isMissing = (value) => value === undefined || value === null;

/** The aggregations to which it makes no difference how often a row comes. */
const DISTINCT = new Set(["min", "max", "countDistinct", "sumDistinct", "avgDistinct"]);

/**
 * Returns the fields by which a sanitised query selects, sorts and combines rows: `[{ collection, field, clause }]`.
 * `clause` is the place in the query, for the message of a refusal. The field `*` stands for the rows themselves, which the query counts.
 *
 * Throws a refusal for everything that is not plainly a field of the collection itself, so that what this program does not know
 * is refused.
 */
export function queriedFields(query, collection, schema) {
  const uses = [];
  readLevel(query, collection, [], { schema, uses, path: "" });
  return uses;
}

/** Reads the clauses of one level, and those in `deep` for the levels below. */
function readLevel(query, collection, aliases, context) {
  const level = { ...context, collection, aliases: isMissing(query.alias) ? aliases : [...aliases, query.alias] };
  readCounts([...listed(query.fields, "fields", level), ...Object.values(query.alias ?? {})], level);
  readFilter(query.filter, level);
  for (const name of listed(query.group, "group", level)) {
    use(name, "group", level);
  }
  readAggregate(query.aggregate, level);
  readSort(query.sort, query.aggregate, level);
  if (!isMissing(query.search)) {
    for (const field of collection === null ? [null] : searchedFields(context.schema, collection)) {
      use(field ?? "search", "search", level);
    }
  }
  readDeep(query.deep, level);
}

/** Reads `deep`: clauses with an underscore before their name, by relation, at any depth. */
function readDeep(deep, level) {
  if (isMissing(deep)) {
    return;
  }
  requireThat(isObject(deep), "deep", "deep", level);
  for (const [name, below] of Object.entries(deep)) {
    // Directus ignores clauses on the topmost level.
    if (name.startsWith("_")) {
      continue;
    }
    requireThat(isObject(below), "deep", name, level);
    const query = { deep: {} };
    for (const [key, value] of Object.entries(below)) {
      if (key.startsWith("_")) {
        query[key.slice(1)] = value;
      } else {
        query.deep[key] = value;
      }
    }
    requireThat(!("_deep" in below), "deep", "_deep", level);
    // Which of them Directus uses depends on its version; each is checked.
    const names = [name, ...level.aliases.map((aliases) => aliases[name]).filter((it) => typeof it === "string")];
    const collections = names.flatMap((it) => (level.collection === null ? [] : relatedCollections(level.schema, level.collection, it)));
    for (const collection of collections.length === 0 ? [null] : collections) {
      readLevel(query, collection, level.aliases, { ...level, path: `${level.path}deep.${name}.` });
    }
  }
}

function readFilter(filter, level) {
  if (isMissing(filter)) {
    return;
  }
  requireThat(isObject(filter), "filter", "filter", level);
  for (const [key, value] of Object.entries(filter)) {
    if (key === "_and" || key === "_or") {
      for (const part of parts(value, key, level)) {
        readFilter(part, level);
      }
    } else {
      requireThat(!key.startsWith("_"), "filter", key, level);
      readCondition(key, value, level);
    }
  }
}

/** Reads the condition for one field: `{ _eq: 1 }`, or a plain value. */
function readCondition(name, condition, level) {
  if (!isObject(condition)) {
    requireThat(!Array.isArray(condition) || !condition.some((it) => typeof it === "object"), "filter", name, level);
    use(name, "filter", level);
    return;
  }
  // Also without an operator.
  requireThat(owns(name, level), "filter", name, level);
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === "_and" || operator === "_or") {
      for (const part of parts(operand, operator, level)) {
        readCondition(name, part, level);
      }
    } else {
      requireThat(operator.startsWith("_") && operator !== "_some" && operator !== "_none", "filter", `${name}.${operator}`, level);
      if (!isNeededByDirectus(name, operator, level)) {
        use(name, "filter", level);
      }
    }
  }
}

/**
 * Whether Directus adds this condition itself: the key, if one row is requested, and that an upload is complete. It tells nothing
 * that a user who knows the key, or sees the row, does not know.
 */
function isNeededByDirectus(name, operator, { collection, schema }) {
  const isKey = name === schema.collections[collection]?.primary && (operator === "_eq" || operator === "_in");
  return isKey || (collection === "directus_files" && name === "tus_id" && operator === "_null");
}

function readCounts(names, { path, schema, uses }) {
  for (const [, name] of names.flatMap((it) => [...String(it).matchAll(/\bcount\(([^()]*)\)/g)])) {
    uses.push(...countedCollections(schema, name).map((collection) => ({ collection, field: "*", clause: `${path}fields` })));
  }
}

function readAggregate(aggregate, level) {
  if (isMissing(aggregate)) {
    return;
  }
  requireThat(isObject(aggregate), "aggregate", "aggregate", level);
  for (const [operation, names] of Object.entries(aggregate)) {
    if (!DISTINCT.has(operation)) {
      requireThat(level.collection !== null, "aggregate", operation, level);
      level.uses.push({ collection: level.collection, field: "*", clause: `${level.path}aggregate` });
    }
    for (const name of listed(names, `aggregate.${operation}`, level)) {
      if (name !== "*") {
        use(name, "aggregate", level);
      }
    }
  }
}

function readSort(sort, aggregate, level) {
  for (const entry of listed(sort, "sort", level)) {
    const name = entry.startsWith("-") ? entry.slice(1) : entry;
    if (!isAggregated(name, aggregate)) {
      // Directus 12 sorts by the field that an alias names, 11 by the alias's own name.
      const meanings = level.aliases.map((aliases) => aliases[name]).filter((it) => it !== undefined);
      const own = meanings.length === 0 || !isFreeName(level.schema, level.collection, name) ? [name] : [];
      for (const meaning of [...own, ...meanings]) {
        use(meaning, "sort", level);
      }
    }
  }
}

/** Whether `name` is a result of the query's own aggregation: `count`, `sum.price`. */
function isAggregated(name, aggregate) {
  const [operation, field, ...rest] = name.split(".");
  if (!isObject(aggregate) || !Object.hasOwn(aggregate, operation) || rest.length > 0) {
    return false;
  }
  return field === undefined || field === "*" || (Array.isArray(aggregate[operation]) && aggregate[operation].includes(field));
}

const owns = (name, { collection, schema }) => collection !== null && ownField(schema, collection, name) !== null;

function use(name, clause, level) {
  requireThat(owns(name, level), clause, name, level);
  const { collection, path, schema, uses } = level;
  uses.push({ collection, field: ownField(schema, collection, name), clause: path + clause });
}

function requireThat(holds, clause, name, { path }) {
  if (!holds) {
    throw queryRefusal(path + clause, String(name));
  }
}

/** Returns a list of names, or refuses. */
function listed(names, clause, level) {
  if (isMissing(names)) {
    return [];
  }
  requireThat(Array.isArray(names) && names.every((name) => typeof name === "string"), clause, clause, level);
  return names;
}

/** Returns the parts of `_and` or `_or`. A query string with many becomes an object. */
function parts(value, operator, level) {
  requireThat(typeof value === "object" && value !== null, "filter", operator, level);
  return Object.values(value);
}
