/** A schema as Directus hands it to hooks, as far as this extension looks at it. */
const columns = (types) => Object.fromEntries(Object.entries(types).map(([field, type]) => [field, { field, type, alias: type === "alias", special: [] }]));

export const schema = {
  collections: {
    posts: {
      primary: "id",
      sortField: "rank",
      fields: {
        ...columns({ id: "integer", title: "string", rank: "integer", date: "timestamp", tags: "json", author: "integer", image: "uuid", comments: "alias", blocks: "alias" }),
        secret: { field: "secret", type: "string", special: ["conceal"] },
        unsearched: { field: "unsearched", type: "string", special: [], searchable: false },
      },
    },
    authors: { primary: "id", sortField: null, fields: columns({ id: "integer", name: "string", boss: "integer", posts: "alias" }) },
    comments: { primary: "id", sortField: null, fields: columns({ id: "integer", text: "text", post: "integer" }) },
    blocks: { primary: "id", sortField: null, fields: columns({ id: "integer", post: "integer", item: "string", collection: "string" }) },
    directus_files: { primary: "id", sortField: null, fields: columns({ id: "uuid", title: "string", tus_id: "string" }) },
  },
  relations: [
    { collection: "posts", field: "author", related_collection: "authors", meta: { one_field: "posts" } },
    { collection: "posts", field: "image", related_collection: "directus_files", meta: { one_field: null } },
    { collection: "authors", field: "boss", related_collection: "authors", meta: null },
    { collection: "comments", field: "post", related_collection: "posts", meta: { one_field: "comments" } },
    { collection: "blocks", field: "post", related_collection: "posts", meta: { one_field: "blocks" } },
    { collection: "blocks", field: "item", related_collection: null, meta: { one_collection_field: "collection", one_allowed_collections: ["authors", "comments"] } },
  ],
};
