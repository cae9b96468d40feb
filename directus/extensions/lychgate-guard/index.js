// A hook extension for Directus 11 and 12. ../README.md says what it is for and how it is installed.
//
// Directus applies row rules to what a query answers, not to what its filter reads on the way: a filter that crosses a relation
// compares hidden rows, and a field that only some rows show is compared on all of them. Whoever may ask often enough reads what
// is hidden, one answer at a time. Here such queries are refused to everybody without access to the Studio.

import { CONFIRMATION, detour } from "./src/confirmation.js";
import { hostsOf, mayImportFrom } from "./src/hosts.js";
import { hasStudioAccess, protectQuery } from "./src/protect.js";
import { override, requireMethods } from "./src/override.js";
import { confirmationRefusal, hostRefusal, importRefusal } from "./src/refusal.js";
import { requireCurrent, withCredentials } from "./src/tokens.js";

export default ({ filter, init }, { env, services }) => {
  const { FilesService, ItemsService, MetaService } = services;
  // All or nothing: half a guard would look like a whole one.
  requireMethods([
    [FilesService, "importOne"],
    [ItemsService, "getKeysByQuery"],
    [MetaService, "getMetaForQuery"],
  ]);

  // Emitted by every read by a query, whatever the way: as `items.query`, and `users.query`, `files.query` … for system collections.
  // What a handler returns is what is run.
  filter("*.query", (query, { collection }, { accountability, database, schema }) =>
    protectQuery(query, collection, { accountability, database, schema }),
  );

  // Three methods get past that event.

  // `meta=filter_count` counts by the filter itself. Directus mostly reads before it counts, and so has asked the event; for
  // versions and subscriptions there are ways on which nothing is read.
  override(MetaService, "getMetaForQuery", async function (original, collection, query) {
    if (query?.meta && !hasStudioAccess(this.accountability)) {
      const { accountability, knex: database, schema } = this;
      await protectQuery(query, collection, { accountability, database, schema });
    }
    return original.call(this, collection, query);
  });

  // Updates and deletions by a query: Directus 11 looks for their keys without the asker's rules, so that the answer (none found,
  // or forbidden) tells about every row and every field. Directus 12 reads them as the asker, and so does this.
  override(ItemsService, "getKeysByQuery", async function (original, query) {
    if (hasStudioAccess(this.accountability)) {
      return original.call(this, query);
    }
    const { primary } = this.schema.collections[this.collection];
    const items = await this.readByQuery({ ...query, fields: [primary] });
    return items.map((item) => item[primary]).filter((key) => key);
  });

  // Directus fetches an address that it is given, and whoever may upload may have it do so: by REST, GraphQL, MCP or the assistant.
  // For all others it may be limited to some hosts.
  const hosts = hostsOf(env.LYCHGATE_IMPORT_HOSTS);
  override(FilesService, "importOne", async function (original, address, ...args) {
    if (!hasStudioAccess(this.accountability)) {
      throw importRefusal();
    }
    if (!mayImportFrom(address, hosts)) {
      throw hostRefusal();
    }
    return original.call(this, address, ...args);
  });

  // An access token is good for the password, the address and the status that it was given for.
  filter("auth.jwt", (claims, { user }, { database }) => withCredentials(claims, user, database));
  filter("authenticate", async (accountability, { req }, { database }) => {
    if (req.token) {
      await requireCurrent(req.token, database);
    }
    return accountability;
  });

  // An address is confirmed by a page that asks first.
  init("routes.before", ({ app }) => {
    app.get(CONFIRMATION, (request, response, next) => {
      const page = detour(request.get("accept"), new URL(request.originalUrl, "http://localhost").search, env.USER_REGISTER_URL_ALLOW_LIST);
      if (page === null) {
        return next();
      }
      return page === "" ? next(confirmationRefusal()) : response.set("Cache-Control", "no-store").redirect(303, page);
    });
  });
};
