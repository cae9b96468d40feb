/** What the tests run against. `cargo xtask test e2e` starts it and says where it is, in these variables. */

function given(name: string): string {
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
  /** That Directus on its own port: for the admin API only. */
  get directusUrl() {
    return given("LYCHGATE_DIRECTUS_URL");
  },
  get adminToken() {
    return given("LYCHGATE_ADMIN_TOKEN");
  },
  /** The same site on another port; its configuration points to `directusUrl`, which is another origin. */
  get crossOriginUrl() {
    return given("LYCHGATE_CROSS_ORIGIN_URL");
  },
  /** The site over HTTPS, self-signed, with a Directus of its own and unchanged production settings. */
  get httpsUrl() {
    return given("LYCHGATE_HTTPS_URL");
  },
  /** Where its nginx writes which requests it got. */
  get httpsAccessLog() {
    return given("LYCHGATE_HTTPS_ACCESS_LOG");
  },
  /** What its Directus writes. */
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
  /** The site over http once more; its Studio is on the same port of 127.0.0.1 and nowhere else. */
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
   * The site over http, with a Directus of its own that verifies the addresses of those who register, and offers single
   * sign-on by the provider at `oidcUrl`.
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
  /** MailDev, which takes the mails of all the Directuses: a page to look at, and its REST API below `/api/email`. */
  get mailUrl() {
    return given("LYCHGATE_MAIL_URL");
  },
  /** The OpenID provider. By number, 127.0.0.1, and so another site to a browser than the ones above. */
  get oidcUrl() {
    return given("LYCHGATE_OIDC_URL");
  },
  /** Chromium as people have it. */
  get chromium() {
    return given("LYCHGATE_CHROMIUM");
  },
  /** Its headless shell where there is one: the same engine, with no window, settings or back/forward cache around it, in half the time. */
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
  /** The program `xtask` itself. */
  get xtask() {
    return given("LYCHGATE_XTASK");
  },
};
