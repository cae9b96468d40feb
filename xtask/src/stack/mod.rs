//! The stack of the end-to-end tests: the release build behind several real nginx, and behind real Caddy.
//!
//! - over http with Directus below `/directus/`, as in a deployment (without TLS);
//! - the same site with that Directus on its own port: another origin, by CORS;
//! - the same site with Directus' session mode;
//! - over HTTPS, with its own Directus on which only the URLs differ from the production settings
//!   (only this nginx has the rate limits; Caddy is in front of the same Directus);
//! - the first site over HTTPS with HTTP/2, as visitors get it, where requests are counted;
//! - over http, with its own Directus that verifies the e-mail of registrations and offers single sign-on;
//! - over http, with the Studio on its own host;
//! - the example `members-area` over http, in front of the first Directus.
//!
//! All of them send their mails to one mailbox. With Directus 12 the stack is smaller: see [`unlicensed`]. That of the
//! benchmark is in [`mod@bench`].

pub mod bench;
mod caddy;
mod configuration;
mod memory;
mod nginx;
mod unlicensed;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::api::Directus;
use crate::console::print_line;
use crate::directus::{Instance, InstanceOptions, Server, Version, install, server, settings};
use crate::process::{self, Service};
use crate::{backend, build, cache, demo, paths, provision, seed, services, tools};
use build::App;
use configuration::configure;
use memory::Databases;
use nginx::Values;

/// The example that has end-to-end tests.
const EXAMPLE: &str = "members-area";

/// All tests come from one address. The limit is tested on the Directus over HTTPS.
const UNLIMITED_REGISTRATION: (&str, &str) = ("RATE_LIMITER_REGISTRATION_POINTS", "1000");

/// A running stack. Dropping it stops it.
#[must_use]
pub struct Stack {
    services: Vec<Service>,
    directus: Vec<Server>,
    env: Vec<(&'static str, String)>,
    /// Last, because it is removed when nobody writes to it any more.
    _databases: Databases,
}

impl Stack {
    /// Starts a stack on free ports, with new databases and all its files in `dir`. Messages and logs call it `name`.
    pub fn start(name: &str, dir: &Path, version: Version) -> Result<Self> {
        match version {
            Version::Eleven => Self::whole(name, dir),
            Version::Twelve => unlicensed::start(name, dir),
        }
    }

    fn whole(name: &str, dir: &Path) -> Result<Self> {
        let nginx = tools::nginx::ensure()?;
        let caddy = tools::caddy::ensure()?;
        let installation = install::ensure(Version::Eleven)?;
        let programs = services::ensure()?;
        build::ensure(&App::site())?;
        // Every example is built, so that a broken one is noticed; one of them is served.
        let examples = App::examples()?;
        examples.iter().try_for_each(build::ensure)?;
        let example = examples.iter().find(|example| example.name() == EXAMPLE);

        // Requested together, so that no port is returned twice.
        let [site_port, cross_port, session_port, https_port, accounts_port, studio_port, r1, r2, r3, r4, r5, r6] =
            server::free_ports()?;
        let [example_port, r7] = server::free_ports()?;
        let [http2_port, r8, deployed_port, r9] = server::free_ports()?;
        let [directus_port, secure_port, accounts_directus_port, smtp_port, mail_port, provider_port, caddy_port] =
            server::free_ports()?;
        let site_url = format!("http://localhost:{site_port}");
        let cross_url = format!("http://localhost:{cross_port}");
        let session_url = format!("http://localhost:{session_port}");
        let https_url = format!("https://localhost:{https_port}");
        let studio_url = format!("http://localhost:{studio_port}");
        let accounts_url = format!("http://localhost:{accounts_port}");
        let direct_url = format!("http://localhost:{directus_port}");
        let accounts_public_url = format!("{accounts_url}/directus");

        // Before Directus, which contacts the provider at its start and ends if there is none.
        let mailbox = programs.mailbox(name, &fresh(dir, "mailbox")?, smtp_port, mail_port)?;
        let provider = programs.provider(name, &fresh(dir, "provider")?, provider_port, &accounts_public_url)?;

        let databases = Databases::new(dir)?;
        let secure_name = format!("{name}-https");
        let plain = Instance::open(
            InstanceOptions {
                name: name.to_owned(),
                data: dir.join("directus"),
                port: directus_port,
                public_url: format!("{site_url}/directus"),
                overlay: [
                    ("CORS_ENABLED", "true"),
                    ("CORS_ORIGIN", &cross_url),
                    ("CORS_CREDENTIALS", "true"),
                    ("CORS_EXPOSED_HEADERS", "Content-Range,Retry-After"),
                    UNLIMITED_REGISTRATION,
                    ("IMPORT_IP_DENY_LIST", &deny_list_with_a_hole()?),
                    // Cheap password hashes: nobody attacks the passwords of tests, and each test has a user with one.
                    ("HASH_MEMORY_COST", "1024"),
                    ("HASH_TIME_COST", "2"),
                    ("HASH_PARALLELISM", "1"),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into_iter()
                .chain(mailbox.settings())
                .chain(databases.setting(name))
                .collect(),
            },
            true,
        )?;
        let secure = Instance::open(
            InstanceOptions {
                name: secure_name.clone(),
                data: dir.join("directus-https"),
                port: secure_port,
                public_url: format!("{https_url}/directus"),
                overlay: mailbox.settings().into_iter().chain(databases.setting(&secure_name)).collect(),
            },
            true,
        )?;
        let accounts_name = format!("{name}-accounts");
        let (limit, unlimited) = UNLIMITED_REGISTRATION;
        let accounts = Instance::open(
            InstanceOptions {
                name: accounts_name.clone(),
                data: dir.join("directus-accounts"),
                port: accounts_directus_port,
                public_url: accounts_public_url,
                overlay: mailbox
                    .settings()
                    .into_iter()
                    .chain(provider.settings())
                    .chain([(limit.to_owned(), unlimited.to_owned())])
                    .chain(databases.setting(&accounts_name))
                    .collect(),
            },
            true,
        )?;

        let plain = backend::start(&installation, plain)?;
        if let Some(schema) = example.and_then(App::directus_schema) {
            let directus = Directus::new(&plain.instance.url(), plain.instance.token());
            provision::extend(&directus, &schema, provision::Report::Summary)?;
        }
        let secure = backend::start(&installation, secure)?;
        let accounts = backend::start(&installation, accounts)?;
        let directus = Directus::new(&accounts.instance.url(), accounts.instance.token());
        directus.patch("/settings", &json!({ "public_registration_verify_email": true }))?;
        // As an operator does then: users may no longer change their e-mail.
        provision::provision(&directus, &provision::ProvisionOptions::default(), false, provision::Report::Summary)?;

        let site = |folder: &str| {
            let site = dir.join(folder);
            demo::copy_dir(App::site().dist(), &site).map(|()| site)
        };
        let base = Values {
            port: site_port,
            redirect_port: r1,
            directus_port,
            root: site("site")?,
            certificate: None,
            directus_origin: None,
            limits: false,
            studio_host: false,
        };
        let cross = Values {
            port: cross_port,
            redirect_port: r2,
            root: site("site-cross")?,
            directus_origin: Some(direct_url.clone()),
            ..base.clone()
        };
        configure(&cross.root, "directusUrl", &direct_url)?;
        let session = Values { port: session_port, redirect_port: r4, root: site("site-session")?, ..base.clone() };
        configure(&session.root, "authMode", "session")?;
        let certificate = nginx::self_signed(dir)?;
        let https = Values {
            port: https_port,
            redirect_port: r3,
            directus_port: secure_port,
            certificate: Some(certificate.clone()),
            limits: true,
            ..base.clone()
        };
        let http2 =
            Values { port: http2_port, redirect_port: r8, certificate: Some(certificate.clone()), ..base.clone() };
        // A test puts another version of the site there.
        let deployed = Values { port: deployed_port, redirect_port: r9, root: site("site-deployed")?, ..base.clone() };
        let studio = Values { port: studio_port, redirect_port: r6, studio_host: true, ..base.clone() };
        let behind_caddy =
            caddy::Values { port: caddy_port, directus_port: secure_port, root: &base.root, certificate: &certificate };
        let (https_dir, caddy_dir) = (dir.join("nginx-https"), fresh(dir, "caddy")?);
        let verified =
            Values { port: accounts_port, redirect_port: r5, directus_port: accounts_directus_port, ..base.clone() };
        let mut services = vec![
            nginx::start(&nginx, name, &dir.join("nginx"), &base)?,
            nginx::start(&nginx, &format!("{name}-cross-origin"), &dir.join("nginx-cross"), &cross)?,
            nginx::start(&nginx, &format!("{name}-session-mode"), &dir.join("nginx-session"), &session)?,
            nginx::start(&nginx, &secure_name, &https_dir, &https)?,
            nginx::start(&nginx, &format!("{name}-http2"), &dir.join("nginx-http2"), &http2)?,
            nginx::start(&nginx, &format!("{name}-deployed"), &dir.join("nginx-deployed"), &deployed)?,
            nginx::start(&nginx, &format!("{name}-studio"), &dir.join("nginx-studio"), &studio)?,
            caddy::start(&caddy, name, &caddy_dir, &behind_caddy)?,
            nginx::start(&nginx, &accounts_name, &dir.join("nginx-accounts"), &verified)?,
        ];
        let mut env = vec![
            ("LYCHGATE_URL", site_url),
            ("LYCHGATE_DIRECTUS_URL", direct_url),
            ("LYCHGATE_CROSS_ORIGIN_URL", cross_url),
            ("LYCHGATE_SESSION_MODE_URL", session_url),
            ("LYCHGATE_HTTPS_URL", https_url),
            ("LYCHGATE_HTTPS_ACCESS_LOG", nginx::access_log(&https_dir).display().to_string()),
            ("LYCHGATE_CADDY_URL", format!("https://localhost:{caddy_port}")),
            ("LYCHGATE_CADDY_ACCESS_LOG", caddy::access_log(&caddy_dir).display().to_string()),
            ("LYCHGATE_HTTP2_URL", format!("https://localhost:{http2_port}")),
            ("LYCHGATE_DEPLOYED_URL", format!("http://localhost:{deployed_port}")),
            ("LYCHGATE_DEPLOYED_ROOT", deployed.root.display().to_string()),
            ("LYCHGATE_STUDIO_HOST_URL", studio_url),
            ("LYCHGATE_HTTPS_DIRECTUS_URL", format!("http://localhost:{secure_port}")),
            ("LYCHGATE_ADMIN_TOKEN", plain.instance.token().to_owned()),
            ("LYCHGATE_HTTPS_DIRECTUS_LOG", secure.service.log().display().to_string()),
            ("LYCHGATE_HTTPS_ADMIN_TOKEN", secure.instance.token().to_owned()),
            ("LYCHGATE_ACCOUNTS_URL", accounts_url),
            ("LYCHGATE_ACCOUNTS_DIRECTUS_URL", format!("http://localhost:{accounts_directus_port}")),
            ("LYCHGATE_ACCOUNTS_ADMIN_TOKEN", accounts.instance.token().to_owned()),
            ("LYCHGATE_MAIL_URL", mailbox.url()),
            ("LYCHGATE_OIDC_URL", provider.url()),
            ("LYCHGATE_ADMIN_EMAIL", server::ADMIN_EMAIL.to_owned()),
            ("LYCHGATE_ADMIN_PASSWORD", server::ADMIN_PASSWORD.to_owned()),
            ("LYCHGATE_TEST_EMAIL", seed::TEST_EMAIL.to_owned()),
            ("LYCHGATE_TEST_PASSWORD", seed::TEST_PASSWORD.to_owned()),
        ];
        if let Some(example) = example {
            let root = dir.join("example");
            demo::copy_dir(example.dist(), &root)?;
            let values = Values { port: example_port, redirect_port: r7, root, ..base.clone() };
            services.push(nginx::start(&nginx, &format!("{name}-example"), &dir.join("nginx-example"), &values)?);
            env.push(("LYCHGATE_EXAMPLE_URL", format!("http://localhost:{example_port}")));
        }
        services.extend([mailbox.service, provider.service]);
        Ok(Self { services, directus: vec![plain, secure, accounts], env, _databases: databases })
    }

    /// Returns the variables for the tests.
    pub fn env(&self) -> &[(&'static str, String)] {
        &self.env
    }

    fn services(&self) -> Vec<&Service> {
        self.services.iter().chain(self.directus.iter().map(|directus| &directus.service)).collect()
    }

    /// Returns an error if a part of it has ended.
    pub fn check(&self) -> Result<()> {
        self.services().into_iter().try_for_each(Service::check)
    }
}

/// `cargo xtask stack`: runs the stack while one works on the tests, and prints the variables that they need.
pub fn run() -> Result<()> {
    let more = variables()?;
    let stack = Stack::start("stack", &paths::target().join("stack"), Version::Eleven)?;
    process::serving();
    for (name, value) in stack.env().iter().chain(&more) {
        print_line(format_args!("export {name}='{value}'"));
    }
    if let Some((_, url)) = stack.env().first() {
        print_line(format_args!("ready: {url}/"));
    }
    process::watch(&stack.services(), || Ok(()))
}

/// Returns the variables that do not depend on the stack: the browsers and their drivers, which are installed
/// if they are missing, and this program.
pub fn variables() -> Result<Vec<(&'static str, String)>> {
    let browser = tools::browser::ensure()?;
    let firefox = tools::firefox::ensure()?;
    let geckodriver = tools::firefox::ensure_driver()?;
    let webkit = tools::webkit::ensure()?;
    Ok(vec![
        ("LYCHGATE_CHROMIUM", browser.chromium.display().to_string()),
        ("LYCHGATE_CHROMIUM_SHELL", browser.shell.display().to_string()),
        ("LYCHGATE_FIREFOX", firefox.display().to_string()),
        ("LYCHGATE_GECKODRIVER", geckodriver.display().to_string()),
        ("LYCHGATE_WEBKIT", webkit.browser.display().to_string()),
        ("LYCHGATE_WEBKIT_DRIVER", webkit.driver.display().to_string()),
        ("LYCHGATE_XVFB", webkit.xvfb.display().to_string()),
        ("LYCHGATE_XTASK", paths::this_program()?.display().to_string()),
    ])
}

/// Creates an empty folder for a part of the stack.
fn fresh(dir: &Path, part: &str) -> Result<PathBuf> {
    let part = dir.join(part);
    cache::remove_dir(&part)?;
    fs::create_dir_all(&part).with_context(|| format!("cannot create {}", part.display()))?;
    Ok(part)
}

/// Returns the deny list of production without 127.77.0.0/16: a test of refused imports also needs
/// an address that is allowed.
fn deny_list_with_a_hole() -> Result<String> {
    const LIST: &str = "IMPORT_IP_DENY_LIST";
    let list = settings::production()?.remove(LIST).with_context(|| format!("production.env does not set {LIST}"))?;
    let entries: Vec<&str> = list.split(',').collect();
    // Both cover it: the first means all networks of the loopback interface.
    for entry in ["0.0.0.0", "127.0.0.0/8"] {
        if !entries.contains(&entry) {
            bail!("{LIST} has no {entry}");
        }
    }
    let others = entries.into_iter().filter(|entry| *entry != "0.0.0.0");
    let loopback = "127.0.0.0-127.76.255.255,127.78.0.0-127.255.255.255";
    Ok(others.map(|entry| if entry == "127.0.0.0/8" { loopback } else { entry }).collect::<Vec<_>>().join(","))
}
