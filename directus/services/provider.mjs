// An OpenID provider for the demo and the tests: oidc-provider, with a form that believes everybody the address they type.
// On one's own machine only. `cargo xtask` starts it with these variables:
//
//   SERVICES_DIR    the folder with node_modules
//   PORT            on 127.0.0.1
//   ISSUER          the address under which browsers and Directus find it
//   CLIENT_ID, CLIENT_SECRET, REDIRECT_URI    of its one client, Directus
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

function given(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const services = createRequire(`${given("SERVICES_DIR")}/package.json`);
const { Provider } = await import(pathToFileURL(services.resolve("oidc-provider")).href);

const escape = (text) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** An account is what was typed into the form, until the provider stops. By address, as it was typed. */
const accounts = new Map();

function account(id) {
  const { name, verified } = accounts.get(id) ?? { name: "", verified: true };
  const [given_name, ...rest] = name.split(/\s+/).filter(Boolean);
  const names = name === "" ? {} : { name, given_name, family_name: rest.join(" ") || undefined };
  return { accountId: id, claims: () => ({ sub: id, email: id, email_verified: verified, ...names }) };
}

const day = 24 * 60 * 60;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(given("ISSUER"), {
  clients: [
    {
      client_id: given("CLIENT_ID"),
      client_secret: given("CLIENT_SECRET"),
      client_name: "The site",
      redirect_uris: [given("REDIRECT_URI")],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name", "given_name", "family_name"],
  },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  features: { devInteractions: { enabled: false } },
  findAccount: (ctx, id) => account(id),
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "demo" }] },
  // Whoever signs in has agreed: "Cancel" is on the same form.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  renderError: (ctx, { error, error_description: description }) => {
    ctx.type = "html";
    ctx.body = page("That did not work", `<p>${escape(error)}: ${escape(description)}</p>`);
  },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: day, IdToken: 3600, Interaction: 3600, Session: day },
});

function page(title, body) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Demo provider</title>
<link rel="icon" href="data:,">
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; }
  label { display: block; margin-top: 1rem; }
  input:not([type=checkbox]) { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .4rem; }
  button { font: inherit; margin: 1.5rem .5rem 0 0; padding: .4rem 1rem; }
</style>
<h1>${title}</h1>
${body}
</html>`;
}

const form = (uid) =>
  page(
    "Demo provider",
    `<p>Any address will do, and no password is asked for: this provider is for trying things out.</p>
<form method="post" action="/interaction/${escape(uid)}">
  <label>E-mail <input name="email" type="email" autocomplete="username" autofocus></label>
  <label>Name <input name="name" autocomplete="name"></label>
  <label><input name="verified" type="checkbox" checked> The address is verified</label>
  <button name="choice" value="continue">Continue</button>
  <button name="choice" value="cancel">Cancel</button>
</form>`,
  );

async function fields(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 10_000) {
      throw new Error("too much for the form");
    }
  }
  return new URLSearchParams(text);
}

/** The form, and what becomes of it. */
async function interact(request, response) {
  // Fails where the browser has none under way: somebody else's link, or one from yesterday.
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.end(form(uid));
    return;
  }
  const typed = await fields(request);
  const email = (typed.get("email") ?? "").trim();
  if (typed.get("choice") !== "continue" || email === "") {
    const error = { error: "access_denied", error_description: "The person has cancelled" };
    await provider.interactionFinished(request, response, error);
    return;
  }
  accounts.set(email, { name: (typed.get("name") ?? "").trim(), verified: typed.has("verified") });
  await provider.interactionFinished(request, response, { login: { accountId: email, remember: false } });
}

const rest = provider.callback();
const server = createServer((request, response) => {
  if (!request.url?.startsWith("/interaction/")) {
    rest(request, response);
    return;
  }
  interact(request, response).catch((error) => {
    console.error(error);
    response.writeHead(400, { "Content-Type": "text/html; charset=utf-8" });
    response.end(page("That did not work", `<p>${escape(error.error_description ?? error.message)}</p>`));
  });
});
server.listen(Number(given("PORT")), "127.0.0.1", () => console.log(`${given("ISSUER")} is ready`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(0));
}
