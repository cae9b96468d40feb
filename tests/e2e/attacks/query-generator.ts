import { type Admin } from "../support/admin.ts";
import { type Query } from "./send-queries.ts";
import { type Secrets } from "./hidden-data.ts";

// Generates every query that a schema allows, from what Directus says of its schema. No place where a secret
// might leak is written down.
//
// Each field, relation and endpoint is covered. The full set (`cargo xtask test --soak`) also combines each with every operator
// and with each other; the quick set takes one field of each type there.

interface Field {
  collection: string;
  field: string;
  type: string;
}
interface Relation {
  collection: string;
  field: string;
  related_collection: string | null;
  meta: { one_field: string | null; one_collection_field: string | null; one_allowed_collections: string[] | null } | null;
}

export interface Schema {
  fields: Field[];
  relations: Relation[];
}

export async function readSchema(admin: Admin): Promise<Schema> {
  return { fields: await admin.request("GET", "/fields"), relations: await admin.request("GET", "/relations") };
}

/** A step from one collection to another: its name in a filter, and whether it takes `_some` and `_none`. */
interface Step {
  name: string;
  to: string;
  many: boolean;
}

type Filter = Record<string, unknown>;

/** For each type of value: one below the values of both versions, and one between them. */
const MIDDLE: Record<string, [unknown, unknown]> = { number: [0, 50], date: ["2000-01-01T00:00:00", "2075-01-01T00:00:00"], text: ["a", "m"] };

function kindOf(type: string): string {
  if (["integer", "bigInteger", "float", "decimal"].includes(type)) {
    return "number";
  }
  return ["timestamp", "dateTime", "date"].includes(type) ? "date" : "text";
}

/** Returns a condition for every operator, with a value of one version. */
function conditions(type: string, [first, second]: readonly [unknown, unknown]): Filter[] {
  const [low, middle] = MIDDLE[kindOf(type)] as [unknown, unknown];
  const value = first ?? second;
  const missing = ["_null", "_nnull", "_empty", "_nempty"].map((operator) => ({ [operator]: true }));
  const ordered = [{ _gt: middle }, { _gte: middle }, { _lt: middle }, { _lte: middle }, { _between: [low, middle] }, { _nbetween: [low, middle] }];
  const equal = [{ _eq: value }, { _neq: value }, { _in: [value] }, { _nin: [value] }];
  if (type === "json") {
    return missing;
  }
  if (typeof value !== "string" || kindOf(type) !== "text") {
    return [...equal, ...ordered, ...missing];
  }
  const [start, part, end] = [value.slice(0, 4), value.slice(1, 5), value.slice(-9)];
  const alike: [string, string][] = [["contains", part], ["starts_with", start], ["ends_with", end]];
  const likes = alike.flatMap(([name, it]) => ["", "n", "i", "ni"].map((prefix) => ({ [`_${prefix}${name}`]: it })));
  return [...equal, { _ieq: value }, { _nieq: value }, ...likes, ...ordered, ...missing];
}

/** Returns the condition that tells the versions apart best. */
function decisiveCondition(type: string, values: readonly [unknown, unknown]): Filter {
  return type === "json" || values.includes(null) ? { _null: true } : kindOf(type) === "text" ? { _starts_with: String(values[0]).slice(0, 4) } : { _gt: MIDDLE[kindOf(type)]?.[1] };
}

export class QueryGenerator {
  readonly #schema: Schema;
  readonly #secrets: Secrets;
  readonly #whole: boolean;
  readonly #all: Query[] = [];

  constructor(schema: Schema, secrets: Secrets, whole: boolean) {
    this.#schema = schema;
    this.#secrets = secrets;
    this.#whole = whole;
  }

  /** Returns one field of each type; in the full set all fields. */
  #examples<Hidden extends { type: string }>(hidden: Hidden[]): Hidden[] {
    return this.#whole ? hidden : hidden.filter(({ type }, number) => hidden.findIndex((it) => kindOf(it.type) === kindOf(type)) === number);
  }

  /** Generates the queries for collections of which something may be read, and for some that are closed. */
  generate(open: string[], closed: string[]): Query[] {
    for (const collection of closed) {
      this.#closed(collection);
    }
    for (const collection of this.#whole ? [...open, ...closed] : open) {
      this.#ownFields(collection);
      this.#oneStep(collection);
      this.#twoSteps(collection);
      this.#orders(collection);
      this.#searches(collection);
      this.#deep(collection);
      this.#changes(collection);
      this.#graphql(collection);
      this.#singles(collection);
    }
    return this.#all;
  }

  #fields(collection: string): Field[] {
    return this.#schema.fields.filter((field) => field.collection === collection && field.type !== "alias");
  }

  #hidden(collection: string): { name: string; type: string; values: readonly [unknown, unknown] }[] {
    return Object.entries(this.#secrets[collection] ?? {}).map(([name, values]) => ({
      name,
      values,
      type: this.#fields(collection).find(({ field }) => field === name)?.type ?? "string",
    }));
  }

  /** Returns the relations of a collection from both sides, with `$FOLLOW` for those that have no name on this side. */
  #steps(from: string): Step[] {
    return this.#schema.relations.flatMap(({ collection, field, related_collection: related, meta }) => {
      const steps: Step[] = [];
      const scopes = meta?.one_allowed_collections ?? [];
      if (collection === from && related !== null) {
        steps.push({ name: field, to: related, many: false });
      }
      if (collection === from && related === null) {
        steps.push(...scopes.map((scope) => ({ name: `${field}:${scope}`, to: scope, many: false })));
      }
      if (related === from) {
        steps.push({ name: `$FOLLOW(${collection},${field})`, to: collection, many: true });
        if (meta?.one_field) {
          steps.push({ name: meta.one_field, to: collection, many: true });
        }
      }
      if (related === null && scopes.includes(from)) {
        steps.push({ name: `$FOLLOW(${collection},${field},${meta?.one_collection_field})`, to: collection, many: true });
      }
      return steps;
    });
  }

  #add(how: string, method: string, path: string, body?: unknown): void {
    this.#all.push({ description: how, method, path, ...(body === undefined ? {} : { body }) });
  }

  #path(collection: string): string {
    return collection.startsWith("directus_") ? `/${collection.slice("directus_".length)}` : `/items/${collection}`;
  }

  #get(how: string, collection: string, query: Record<string, unknown>): void {
    const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`);
    this.#add(`${how}: ${collection}`, "GET", `${this.#path(collection)}?${text.join("&")}`);
  }

  #filter(how: string, collection: string, filter: Filter): void {
    this.#get(`${how} ${JSON.stringify(filter)}`, collection, { filter, fields: "id" });
  }

  /** Adds the other ways to send the same filter. */
  #ways(how: string, collection: string, filter: Filter): void {
    const path = this.#path(collection);
    const what = `${how} ${JSON.stringify(filter)}`;
    this.#add(`SEARCH, ${what}: ${collection}`, "SEARCH", path, { query: { filter, fields: ["id"] } });
    this.#get(`filter_count, ${what}`, collection, { filter, fields: "id", limit: "0", meta: "filter_count" });
    this.#get(`aggregate, ${what}`, collection, { filter, aggregate: { count: "*" } });
    this.#get(`groupBy, ${what}`, collection, { filter, groupBy: "id" });
    this.#get(`version, ${what}`, collection, { filter, fields: "id", version: "draft", meta: "*" });
    this.#get(`export, ${what}`, collection, { filter, fields: "id", export: "csv" });
    this.#get(`_and in _or, ${what}`, collection, { filter: { _or: [{ _and: [filter] }] }, fields: "id" });
    const brackets = (value: unknown): [string, string][] =>
      typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, it]) => brackets(it).map(([rest, end]): [string, string] => [`[${key}]${rest}`, end])) : [["", String(value)]];
    const text = brackets(filter).map(([keys, value]) => `filter${encodeURIComponent(keys)}=${encodeURIComponent(value)}`);
    this.#add(`brackets, ${what}: ${collection}`, "GET", `${path}?${text.join("&")}&fields=id`);
  }

  #closed(collection: string): void {
    this.#get("closed", collection, {});
    for (const { name, type, values } of this.#hidden(collection)) {
      this.#filter("closed", collection, { [name]: decisiveCondition(type, values) });
      this.#get("closed, sort", collection, { sort: name });
      this.#get("closed, aggregate", collection, { aggregate: { min: name } });
    }
    for (const step of this.#steps(collection)) {
      const [field] = this.#hidden(step.to);
      if (field) {
        this.#filter("closed", collection, { [step.name]: { [field.name]: decisiveCondition(field.type, field.values) } });
      }
    }
    this.#changes(collection);
    this.#graphql(collection);
  }

  #ownFields(collection: string): void {
    const hidden = this.#hidden(collection);
    for (const { name, type, values } of hidden) {
      for (const condition of conditions(type, values)) {
        this.#filter("own field", collection, { [name]: condition });
      }
    }
    for (const { name, type, values } of this.#examples(hidden)) {
      this.#ways("own field", collection, { [name]: decisiveCondition(type, values) });
    }
    for (const { name, type } of hidden) {
      if (kindOf(type) === "date") {
        this.#filter("own function", collection, { [`year(${name})`]: { _gt: 2075 } });
        this.#get("own function, groupBy", collection, { groupBy: `year(${name})`, aggregate: { count: "*" } });
      }
      if (type === "json") {
        this.#filter("own function", collection, { [`count(${name})`]: { _gt: 2 } });
        this.#filter("own function", collection, { [`json(${name}, [0])`]: { _eq: "amber" } });
        this.#filter("own json", collection, { [name]: { _json: { "[0]": { _eq: "amber" } } } });
      }
    }
    for (const { field } of this.#fields(collection)) {
      this.#filter("own field", collection, { [field]: { _nnull: true } });
      this.#get("own field, sort", collection, { sort: field, fields: "id" });
      this.#get("own field, sort", collection, { sort: `-${field}`, fields: "id" });
      this.#get("own field, groupBy", collection, { groupBy: field, aggregate: { count: "*" } });
      const planted = this.#whole || hidden.some(({ name }) => name === field);
      for (const operation of planted ? ["min", "max", "count", "countDistinct", "sum", "avg"] : ["max"]) {
        this.#get(`own field, aggregate ${operation}`, collection, { aggregate: { [operation]: field } });
      }
    }
  }

  #oneStep(collection: string): void {
    for (const { name, to, many } of this.#steps(collection)) {
      const hidden = this.#hidden(to);
      const examples = this.#examples(hidden);
      for (const field of hidden) {
        const filter = { [field.name]: decisiveCondition(field.type, field.values) };
        if (!examples.includes(field)) {
          this.#filter("one step", collection, { [name]: filter });
          continue;
        }
        for (const condition of conditions(field.type, field.values)) {
          this.#filter("one step", collection, { [name]: { [field.name]: condition } });
        }
        if (this.#whole || field === examples[0]) {
          this.#ways("one step", collection, { [name]: filter });
        }
        for (const wrapped of [{ _some: filter }, { _none: filter }, { _and: [filter] }]) {
          this.#filter("one step", collection, { [name]: wrapped });
        }
        this.#get("one step by alias", collection, { alias: { it: name }, filter: { it: filter }, fields: "id" });
        if (kindOf(field.type) === "date") {
          this.#filter("one step, function", collection, { [name]: { [`year(${field.name})`]: { _gt: 2075 } } });
        }
      }
      // Directus’ own tables are wide: a few fields without hidden data stand for the others.
      const others = this.#fields(to).slice(0, this.#whole || !to.startsWith("directus_") ? undefined : 3);
      for (const { field } of others.filter(({ field }) => !hidden.some((it) => it.name === field))) {
        this.#filter("one step", collection, { [name]: { [field]: { _nnull: true } } });
      }
      if (many) {
        this.#filter("count", collection, { [`count(${name})`]: { _gt: 0 } });
        this.#filter("count", collection, { [name]: { _null: true } });
        this.#get("count, sort", collection, { sort: `count(${name})`, fields: "id" });
        this.#get("count, alias", collection, { alias: { it: `count(${name})` }, sort: "-it", fields: "id,it" });
        this.#get("count, fields", collection, { fields: `id,count(${name})` });
        this.#get("count, aggregate", collection, { aggregate: { max: `count(${name})` } });
        this.#get("count, groupBy", collection, { groupBy: `count(${name})` });
      }
      this.#get("fields", collection, { fields: `id,${name}.*`, backlink: "false" });
    }
    this.#get("fields", collection, { fields: "*" });
    this.#get("fields", collection, { fields: "*.*" });
  }

  /** Adds filters across two relations, with the decisive condition, plain and with `_some` and `_none`. */
  #twoSteps(collection: string): void {
    for (const first of this.#steps(collection)) {
      for (const second of this.#steps(first.to)) {
        for (const field of this.#examples(this.#hidden(second.to)).slice(0, this.#whole ? undefined : 1)) {
          const filter = { [second.name]: { [field.name]: decisiveCondition(field.type, field.values) } };
          this.#filter("two steps", collection, { [first.name]: filter });
        }
        const [field] = this.#hidden(second.to);
        // `$FOLLOW` after `$FOLLOW` makes many queries; the quick set does without them.
        if (field && (this.#whole || !second.name.startsWith("$") || !first.name.startsWith("$"))) {
          const filter = { [field.name]: decisiveCondition(field.type, field.values) };
          this.#filter("two steps", collection, { [first.name]: { _some: { [second.name]: filter } } });
          this.#filter("two steps", collection, { [first.name]: { _none: { [second.name]: { _some: filter } } } });
          this.#get("two steps, sort", collection, { sort: `${first.name}.${second.name}.${field.name}`, fields: "id" });
        }
      }
    }
  }

  #orders(collection: string): void {
    for (const { name, to } of this.#steps(collection)) {
      for (const field of this.#examples(this.#hidden(to))) {
        const path = `${name}.${field.name}`;
        this.#get("sort", collection, { sort: path, fields: "id" });
        this.#get("sort", collection, { sort: `-${path}`, fields: "id", limit: "1" });
        this.#get("groupBy", collection, { groupBy: path, aggregate: { count: "*" } });
        this.#get("aggregate", collection, { aggregate: { max: path, countDistinct: path } });
      }
    }
    this.#get("sort", collection, { sort: "?", fields: "nothing" });
  }

  #searches(collection: string): void {
    for (const search of ["amber", "zirconlight", "11", "97", "amber@example.com"]) {
      this.#get(`search ${search}`, collection, { search, fields: "id" });
      this.#get(`search ${search}, filter_count`, collection, { search, fields: "id", meta: "filter_count" });
      this.#add(`search ${search}, SEARCH: ${collection}`, "SEARCH", this.#path(collection), { query: { search, fields: ["id"] } });
    }
  }

  #deep(collection: string): void {
    for (const first of this.#steps(collection).filter(({ name }) => !name.startsWith("$"))) {
      const deep = (clauses: object, more: object = {}) =>
        this.#get(`deep ${JSON.stringify(clauses)}`, collection, { fields: `id,${first.name}.id`, deep: { [first.name]: clauses }, ...more });
      for (const field of this.#examples(this.#hidden(first.to))) {
        const filter = { [field.name]: decisiveCondition(field.type, field.values) };
        deep({ _filter: filter });
        deep({ _sort: field.name });
        deep({ _aggregate: { max: field.name } });
        this.#get("deep by alias", collection, { alias: { it: first.name }, fields: "id,it.id", deep: { it: { _filter: filter } } });
      }
      deep({ _search: "amber" });
      for (const second of this.#steps(first.to)) {
        const [field] = this.#hidden(second.to);
        if (field) {
          deep({ _filter: { [second.name]: { [field.name]: decisiveCondition(field.type, field.values) } } });
          deep({ _sort: `${second.name}.${field.name}` });
        }
      }
    }
  }

  /** Adds changes by a query that matches only rows with a hidden value, and that change nothing. */
  #changes(collection: string): void {
    const path = this.#path(collection);
    const filters: Filter[] = this.#hidden(collection).map(({ name, type, values }) => ({ [name]: decisiveCondition(type, values) }));
    for (const step of this.#steps(collection)) {
      filters.push(...this.#examples(this.#hidden(step.to)).map(({ name, type, values }) => ({ [step.name]: { [name]: decisiveCondition(type, values) } })));
    }
    for (const filter of filters.filter((filter) => !JSON.stringify(filter).includes("_null"))) {
      this.#add(`change ${JSON.stringify(filter)}: ${collection}`, "PATCH", `${path}?fields=id`, { query: { filter }, data: {} });
    }
    // One row each: that of the other user, never the requester’s own.
    const [own] = this.#hidden(collection).filter(({ type, values }) => kindOf(type) === "text" && !values.includes(null));
    if (own) {
      this.#add(`deletion by ${own.name}: ${collection}`, "DELETE", path, { query: { filter: { [own.name]: { _eq: "amber-nobody" } } } });
    }
  }

  #graphql(collection: string): void {
    const system = collection.startsWith("directus_");
    const name = system ? collection.slice("directus_".length) : collection;
    const literal = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map(literal).join(",")}]`
        : typeof value === "object" && value !== null
          ? `{${Object.entries(value).map(([key, it]) => `${key}:${literal(it)}`).join(",")}}`
          : JSON.stringify(value);
    const send = (how: string, query: string) => this.#add(`GraphQL ${how}: ${query}`, "POST", system ? "/graphql/system" : "/graphql", { query });
    const own = this.#hidden(collection).map((field): Filter => ({ [field.name]: decisiveCondition(field.type, field.values) }));
    const steps = this.#steps(collection).filter((step) => /^\w+$/.test(step.name));
    const crossing = steps.flatMap((step) =>
      this.#examples(this.#hidden(step.to)).flatMap((field): Filter[] => {
        const filter = { [field.name]: decisiveCondition(field.type, field.values) };
        return [{ [step.name]: filter }, ...(step.many ? [{ [step.name]: { _some: filter } }, { [step.name]: { _none: filter } }] : [])];
      }),
    );
    for (const filter of [...own, ...crossing]) {
      send("filter", `{ ${name}(filter: ${literal(filter)}) { id } }`);
      send("aggregated", `{ ${name}_aggregated(filter: ${literal(filter)}) { count { id } } }`);
    }
    for (const step of steps) {
      for (const field of this.#examples(this.#hidden(step.to))) {
        send("sort", `{ ${name}(sort: ["${step.name}.${field.name}"]) { id } }`);
        send("nested", `{ ${name} { id it: ${step.name}(filter: ${literal({ [field.name]: decisiveCondition(field.type, field.values) })}) { id } } }`);
      }
    }
    for (const field of this.#hidden(collection)) {
      send("max", `{ ${name}_aggregated { max { ${field.name} } } }`);
      send("group", `{ ${name}_aggregated(groupBy: ["${field.name}"]) { group count { id } } }`);
      send("sort", `{ ${name}(sort: ["-${field.name}"]) { id } }`);
    }
    send("search", `{ ${name}(search: "amber") { id } }`);
  }

  /** Adds requests for single rows with a filter. */
  #singles(collection: string): void {
    const path = this.#path(collection);
    for (const { name, to } of this.#steps(collection)) {
      const [field] = this.#hidden(to);
      if (field) {
        const filter = encodeURIComponent(JSON.stringify({ [name]: { [field.name]: decisiveCondition(field.type, field.values) } }));
        for (const key of collection === "directus_users" ? ["me"] : ["1", "2"]) {
          this.#add(`one row, ${name}.${field.name}: ${collection}`, "GET", `${path}/${key}?filter=${filter}&fields=id`);
        }
        this.#add(`keys, ${name}.${field.name}: ${collection}`, "SEARCH", path, { keys: [1, 2], query: { filter: { [name]: { [field.name]: decisiveCondition(field.type, field.values) } }, meta: ["filter_count"] } });
      }
    }
  }
}
