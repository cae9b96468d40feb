// A hook extension for Directus 11 and 12. ../README.md says what it is for and how it is installed.
//
// Directus applies row rules to what a query answers, not to what its filter reads on the way: a filter that crosses a relation
// compares hidden rows, and a field that only some rows show is compared on all of them. Whoever may ask often enough reads what
// is hidden, one answer at a time. Here such queries are refused to everybody without access to the Studio.

import { AsyncLocalStorage } from "node:async_hooks";
import { CONFIRMATION, NOT_REGISTERED_HERE, detour } from "./src/confirmation.js";
import { hostsOf, mayImportFrom } from "./src/hosts.js";
import { Key } from "./src/key.js";
import { hasStudioAccess, protectQuery } from "./src/protect.js";
import { override, requireMethods } from "./src/override.js";
import { confirmationRefusal, hostRefusal, importRefusal, secretRefusal } from "./src/refusal.js";
import { isOurSecret, makeSecret } from "./src/second-factor.js";
import { requireCurrent, withCredentials } from "./src/tokens.js";

export default ({ filter, init }, { env, services }) => {
  const { FilesService, ItemsService, MetaService, TFAService, UsersService } = services;
  const key = new Key(env.SECRET);
  // All or nothing: half a guard would look like a whole one.
  requireMethods([
    [FilesService, "importOne"],
    [ItemsService, "getKeysByQuery"],
    [MetaService, "getMetaForQuery"],
    [TFAService, "generateTFA"],
    [TFAService, "enableTFA"],
    [UsersService, "verifyRegistration"],
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
  filter("auth.jwt", (claims, { user }, { database }) => withCredentials(key, claims, user, database));
  filter("authenticate", async (accountability, { req }, { database }) => {
    if (req.token) {
      await requireCurrent(key, req.token, database);
    }
    return accountability;
  });

  // Two-factor sign-in is switched on with a secret that was made after the password was given.
  override(TFAService, "generateTFA", async function (original, user, ...args) {
    const made = await original.call(this, user, ...args);
    const secret = makeSecret(key, user);
    return { ...made, secret, url: made.url.replace(`secret=${made.secret}`, `secret=${secret}`) };
  });
  override(TFAService, "enableTFA", async function (original, user, otp, secret, ...args) {
    if (!isOurSecret(key, user, secret)) {
      throw secretRefusal();
    }
    return original.call(this, user, otp, secret, ...args);
  });

  // An address is confirmed by a page that asks first. Where that browser has not registered it, whoever did may have chosen the
  // password: the account then opens without one, in the same write.
  const forgetting = new AsyncLocalStorage();
  init("routes.before", ({ app }) => {
    app.get(CONFIRMATION, (request, response, next) => {
      const page = detour(request.get("accept"), request.query.token, env.USER_REGISTER_URL_ALLOW_LIST);
      if (page === null) {
        return request.query[NOT_REGISTERED_HERE] === undefined ? next() : forgetting.run(true, next);
      }
      return page === "" ? next(confirmationRefusal()) : response.set("Cache-Control", "no-store").redirect(303, page);
    });
  });
  override(UsersService, "verifyRegistration", function (original, ...args) {
    if (forgetting.getStore()) {
      const { updateOne } = this;
      this.updateOne = (user, change, ...more) => updateOne.call(this, user, { ...change, password: null }, ...more);
    }
    return original.apply(this, args);
  });
};
