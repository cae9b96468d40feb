/** The stack that the tests run against. `cargo xtask test e2e` starts it and sets these variables. */

/** Returns a variable that xtask sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set. Run the tests by \`cargo xtask test e2e\`, which starts what they need.`);
  }
  return value;
}

/** The major version of Directus. With 12 (`cargo xtask test e2e --directus 12`) there is one site and no other. */
export const DIRECTUS = process.env.LYCHGATE_DIRECTUS_VERSION ?? "11";

export const stack = {
  /** The site behind nginx, with Directus below `/directus/`. */
  get url() {
    return given("LYCHGATE_URL");
  },
  /** That Directus on its own port, for the admin API only. */
  get directusUrl() {
    return given("LYCHGATE_DIRECTUS_URL");
  },
  get adminToken() {
    return given("LYCHGATE_ADMIN_TOKEN");
  },
  /** The same site on another port, configured with `directusUrl`, which is another origin. */
  get crossOriginUrl() {
    return given("LYCHGATE_CROSS_ORIGIN_URL");
  },
  /** A site whose files a test may replace, over http, with the Directus of `directusUrl`. */
  get deployedUrl() {
    return given("LYCHGATE_DEPLOYED_URL");
  },
  /** The folder of these files. */
  get deployedRoot() {
    return given("LYCHGATE_DEPLOYED_ROOT");
  },
  /** The site of `url` over HTTPS, self-signed, with HTTP/2 and that Directus, as visitors get it. */
  get http2Url() {
    return given("LYCHGATE_HTTP2_URL");
  },
  /** The site over HTTPS, self-signed, with a Directus of its own and unchanged production settings. */
  get httpsUrl() {
    return given("LYCHGATE_HTTPS_URL");
  },
  /** The access log of its nginx. */
  get httpsAccessLog() {
    return given("LYCHGATE_HTTPS_ACCESS_LOG");
  },
  /** The log of its Directus. */
  get httpsDirectusLog() {
    return given("LYCHGATE_HTTPS_DIRECTUS_LOG");
  },
  /** The same site and Directus behind Caddy, over HTTPS. */
  get caddyUrl() {
    return given("LYCHGATE_CADDY_URL");
  },
  get caddyAccessLog() {
    return given("LYCHGATE_CADDY_ACCESS_LOG");
  },
  /** The site over http, with the Studio on the same port of 127.0.0.1 and nowhere else. */
  get studioHostUrl() {
    return given("LYCHGATE_STUDIO_HOST_URL");
  },
  get httpsDirectusUrl() {
    return given("LYCHGATE_HTTPS_DIRECTUS_URL");
  },
  get httpsAdminToken() {
    return given("LYCHGATE_HTTPS_ADMIN_TOKEN");
  },
  /**
   * The site over http, with its own Directus, which verifies the e-mail addresses of registrations and offers single
   * sign-on with the provider at `oidcUrl`.
   */
  get accountsUrl() {
    return given("LYCHGATE_ACCOUNTS_URL");
  },
  get accountsDirectusUrl() {
    return given("LYCHGATE_ACCOUNTS_DIRECTUS_URL");
  },
  get accountsAdminToken() {
    return given("LYCHGATE_ACCOUNTS_ADMIN_TOKEN");
  },
  /** MailDev, which receives the mails of all Directus instances: a page, and a REST API below `/api/email`. */
  get mailUrl() {
    return given("LYCHGATE_MAIL_URL");
  },
  /** The OpenID provider, at 127.0.0.1: to a browser another site than the ones above. */
  get oidcUrl() {
    return given("LYCHGATE_OIDC_URL");
  },
  /** The example `members-area` over http, with the Directus of `directusUrl`. */
  get exampleUrl() {
    return given("LYCHGATE_EXAMPLE_URL");
  },
  /** The whole Chromium. */
  get chromium() {
    return given("LYCHGATE_CHROMIUM");
  },
  /** Its headless shell if it is installed: the same engine without windows, settings and back/forward cache, and faster. */
  get chromiumShell() {
    return given("LYCHGATE_CHROMIUM_SHELL");
  },
  get firefox() {
    return given("LYCHGATE_FIREFOX");
  },
  /** The WebDriver of Firefox. */
  get geckodriver() {
    return given("LYCHGATE_GECKODRIVER");
  },
  /** WebKitGTK's MiniBrowser. */
  get webkit() {
    return given("LYCHGATE_WEBKIT");
  },
  /** Its WebDriver. */
  get webkitDriver() {
    return given("LYCHGATE_WEBKIT_DRIVER");
  },
  /** An X server without a screen: MiniBrowser has no headless mode. */
  get xvfb() {
    return given("LYCHGATE_XVFB");
  },
  /** The program `xtask` itself. */
  get xtask() {
    return given("LYCHGATE_XTASK");
  },
};
