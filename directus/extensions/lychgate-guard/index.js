// A hook extension for Directus 11 and 12. See ../README.md for its purpose and installation.
//
// Directus applies row rules to what a query returns, not to what its filter reads on the way: a filter that crosses a relation
// compares hidden rows, and a field that is readable on some rows is compared on all of them. With enough queries anybody reads
// what is hidden, one answer at a time. This hook refuses such queries to everybody without access to the Studio.

import { AsyncLocalStorage } from "node:async_hooks";
import { CONFIRMATION, NOT_REGISTERED_HERE, confirmationPage } from "./src/email-confirmation.js";
import { parseHosts, mayImportFrom } from "./src/import-hosts.js";
import { Key } from "./src/key.js";
import { hasStudioAccess, protectQuery } from "./src/protect-query.js";
import { override, requireMethods } from "./src/override.js";
import { confirmationRefusal, hostRefusal, importRefusal, secretRefusal } from "./src/errors.js";
import { isIssuedSecret, issueSecret } from "./src/two-factor.js";
import { requireCurrentCredentials, withCredentials } from "./src/token-credentials.js";

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

  // Emitted by every read by a query, on every endpoint: as `items.query`, and `users.query`, `files.query` … for system collections.
  // Directus runs the query that a handler returns.
  filter("*.query", (query, { collection }, { accountability, database, schema }) =>
    protectQuery(query, collection, { accountability, database, schema }),
  );

  // Three methods bypass that event.

  // `meta=filter_count` counts by the filter itself. Directus mostly reads before it counts, and so has emitted the event; for
  // versions and subscriptions it may count without reading.
  override(MetaService, "getMetaForQuery", async function (original, collection, query) {
    if (query?.meta && !hasStudioAccess(this.accountability)) {
      const { accountability, knex: database, schema } = this;
      await protectQuery(query, collection, { accountability, database, schema });
    }
    return original.call(this, collection, query);
  });

  // Updates and deletions by a query: Directus 11 reads their keys without the user's rules, so that the answer (none found,
  // or forbidden) tells about every row and every field. Directus 12 reads them as the user, and so does this.
  override(ItemsService, "getKeysByQuery", async function (original, query) {
    if (hasStudioAccess(this.accountability)) {
      return original.call(this, query);
    }
    const { primary } = this.schema.collections[this.collection];
    const items = await this.readByQuery({ ...query, fields: [primary] });
    return items.map((item) => item[primary]).filter((key) => key);
  });

  // Directus fetches any URL for whoever may upload: by REST, GraphQL, MCP or the assistant. Only users with access to the
  // Studio may use that here, and an operator may limit it to some hosts.
  const hosts = parseHosts(env.LYCHGATE_IMPORT_HOSTS);
  override(FilesService, "importOne", async function (original, address, ...args) {
    if (!hasStudioAccess(this.accountability)) {
      throw importRefusal();
    }
    if (!mayImportFrom(address, hosts)) {
      throw hostRefusal();
    }
    return original.call(this, address, ...args);
  });

  // An access token is valid for the password, e-mail and status that it was issued for.
  filter("auth.jwt", (claims, { user }, { database }) => withCredentials(key, claims, user, database));
  filter("authenticate", async (accountability, { req }, { database }) => {
    if (req.token) {
      await requireCurrentCredentials(key, req.token, database);
    }
    return accountability;
  });

  // Two-factor is enabled only with a secret that was issued after the password was given.
  override(TFAService, "generateTFA", async function (original, user, ...args) {
    const made = await original.call(this, user, ...args);
    const secret = issueSecret(key, user);
    return { ...made, secret, url: made.url.replace(`secret=${made.secret}`, `secret=${secret}`) };
  });
  override(TFAService, "enableTFA", async function (original, user, otp, secret, ...args) {
    if (!isIssuedSecret(key, user, secret)) {
      throw secretRefusal();
    }
    return original.call(this, user, otp, secret, ...args);
  });

  // An e-mail is confirmed by a page that asks first. If that browser has not registered it, whoever did may have chosen the
  // password: the account is then activated without a password, in the same write.
  const forgetting = new AsyncLocalStorage();
  init("routes.before", ({ app }) => {
    app.get(CONFIRMATION, (request, response, next) => {
      const page = confirmationPage(request.get("accept"), request.query.token, env.USER_REGISTER_URL_ALLOW_LIST);
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
