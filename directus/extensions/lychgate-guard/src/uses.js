import { isFreeName, ownField, relatedCollections, searchedFields } from "./fields.js";
import { queryRefusal } from "./refusal.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isNone = (value) => value === undefined || value === null;

/**
 * The fields by which a query, as Directus has sanitised it, selects, orders and combines rows: `[{ collection, field, clause }]`.
 * `clause` is where in the query that is, for the one who is refused.
 *
 * Throws a refusal for whatever is not plainly a field of the collection itself, so that what this program does not know is
 * refused rather than let through.
 */
export function usesOf(query, collection, schema) {
  const uses = [];
  readLevel(query, collection, [], { schema, uses, path: "" });
  return uses;
}

/** Reads the clauses of one level, and those that `deep` has for the levels below. */
function readLevel(query, collection, aliases, context) {
  const level = { ...context, collection, aliases: isNone(query.alias) ? aliases : [...aliases, query.alias] };
  readFilter(query.filter, level);
  for (const name of listed(query.group, "group", level)) {
    use(name, "group", level);
  }
  readAggregate(query.aggregate, level);
  readSort(query.sort, query.aggregate, level);
  if (!isNone(query.search)) {
    for (const field of collection === null ? [null] : searchedFields(context.schema, collection)) {
      use(field ?? "search", "search", level);
    }
  }
  readDeep(query.deep, level);
}

/** `deep` is clauses with an underscore before their name, by the relation that they are for, at any depth. */
function readDeep(deep, level) {
  if (isNone(deep)) {
    return;
  }
  permit(isObject(deep), "deep", "deep", level);
  for (const [name, below] of Object.entries(deep)) {
    // On the topmost level there are none, and Directus takes no notice of them.
    if (name.startsWith("_")) {
      continue;
    }
    permit(isObject(below), "deep", name, level);
    const query = { deep: {} };
    for (const [key, value] of Object.entries(below)) {
      if (key.startsWith("_")) {
        query[key.slice(1)] = value;
      } else {
        query.deep[key] = value;
      }
    }
    permit(!("_deep" in below), "deep", "_deep", level);
    // Which of them Directus takes depends on its version; each is held to the rule.
    const names = [name, ...level.aliases.map((aliases) => aliases[name]).filter((it) => typeof it === "string")];
    const collections = names.flatMap((it) => (level.collection === null ? [] : relatedCollections(level.schema, level.collection, it)));
    for (const collection of collections.length === 0 ? [null] : collections) {
      readLevel(query, collection, level.aliases, { ...level, path: `${level.path}deep.${name}.` });
    }
  }
}

function readFilter(filter, level) {
  if (isNone(filter)) {
    return;
  }
  permit(isObject(filter), "filter", "filter", level);
  for (const [key, value] of Object.entries(filter)) {
    if (key === "_and" || key === "_or") {
      for (const part of parts(value, key, level)) {
        readFilter(part, level);
      }
    } else {
      permit(!key.startsWith("_"), "filter", key, level);
      readCondition(key, value, level);
    }
  }
}

/** What is asked of one field: `{ _eq: 1 }`, or a value alone. */
function readCondition(name, condition, level) {
  if (!isObject(condition)) {
    permit(!Array.isArray(condition) || !condition.some((it) => typeof it === "object"), "filter", name, level);
    use(name, "filter", level);
    return;
  }
  // Also without any operator: then it is the name that counts.
  permit(owns(name, level), "filter", name, level);
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === "_and" || operator === "_or") {
      for (const part of parts(operand, operator, level)) {
        readCondition(name, part, level);
      }
    } else {
      permit(operator.startsWith("_") && operator !== "_some" && operator !== "_none", "filter", `${name}.${operator}`, level);
      if (!isNeededByDirectus(name, operator, level)) {
        use(name, "filter", level);
      }
    }
  }
}

/**
 * Directus itself adds these conditions: the key, where one row is asked for, and that an upload is complete. They say nothing
 * that the one who knows the key, or sees the row, does not know.
 */
function isNeededByDirectus(name, operator, { collection, schema }) {
  const isKey = name === schema.collections[collection]?.primary && (operator === "_eq" || operator === "_in");
  return isKey || (collection === "directus_files" && name === "tus_id" && operator === "_null");
}

function readAggregate(aggregate, level) {
  if (isNone(aggregate)) {
    return;
  }
  permit(isObject(aggregate), "aggregate", "aggregate", level);
  for (const [operation, names] of Object.entries(aggregate)) {
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
      // Directus 12 sorts by what an alias stands for, 11 by the name itself.
      const meanings = level.aliases.map((aliases) => aliases[name]).filter((it) => it !== undefined);
      const own = meanings.length === 0 || !isFreeName(level.schema, level.collection, name) ? [name] : [];
      for (const meaning of [...own, ...meanings]) {
        use(meaning, "sort", level);
      }
    }
  }
}

/** `count`, `sum.price`: by a result that the query itself asks for. */
function isAggregated(name, aggregate) {
  const [operation, field, ...rest] = name.split(".");
  if (!isObject(aggregate) || !Object.hasOwn(aggregate, operation) || rest.length > 0) {
    return false;
  }
  return field === undefined || field === "*" || (Array.isArray(aggregate[operation]) && aggregate[operation].includes(field));
}

const owns = (name, { collection, schema }) => collection !== null && ownField(schema, collection, name) !== null;

function use(name, clause, level) {
  permit(owns(name, level), clause, name, level);
  const { collection, path, schema, uses } = level;
  uses.push({ collection, field: ownField(schema, collection, name), clause: path + clause });
}

function permit(holds, clause, name, { path }) {
  if (!holds) {
    throw queryRefusal(path + clause, String(name));
  }
}

/** A list of names. */
function listed(names, clause, level) {
  if (isNone(names)) {
    return [];
  }
  permit(Array.isArray(names) && names.every((name) => typeof name === "string"), clause, clause, level);
  return names;
}

/** The parts of `_and` or `_or`. A query string of many makes an object of them. */
function parts(value, operator, level) {
  permit(typeof value === "object" && value !== null, "filter", operator, level);
  return Object.values(value);
}
