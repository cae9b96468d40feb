//! The services beside Directus in the demo and the tests: a mailbox that receives every mail, and an OpenID provider.
//!
//! Both come from the lock file in `directus/services/`, and listen on 127.0.0.1 only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::directus::settings;
use crate::process::Service;
use crate::provision::wanted::USERS_ROLE;
use crate::tools::lock::Lock;
use crate::tools::node::{self, Node};
use crate::{cache, paths};

/// Settings of Directus, as [`crate::directus::InstanceOptions`] takes them.
type Overlay = Vec<(String, String)>;

/// The name of the provider in Directus' URLs: `/auth/login/demo`.
pub const PROVIDER: &str = "demo";
/// The client id of Directus.
const CLIENT: &str = "directus";

/// The installed programs.
pub struct Programs {
    dir: PathBuf,
    node: Node,
}

const SOURCE: &str = "directus/services";

/// The name in the cache, which changes with the lock file. Nothing is compiled, so that any Node.js will do.
fn key() -> Result<String> {
    Ok(format!("services-{}", Lock::of(SOURCE).digest("")?))
}

/// Returns the folder of the installation, if there is one.
pub fn find() -> Result<Option<PathBuf>> {
    cache::find(&key()?)
}

/// Returns the programs, and installs them if they are missing.
pub fn ensure() -> Result<Programs> {
    let node = node::ensure()?;
    let dir = cache::ensure(&key()?, |root, _| {
        node::require_npm()?;
        let what = "the mailbox and the OpenID provider";
        Lock::of(SOURCE).install(node.npm()?, root, &["--omit=dev", "--ignore-scripts"], what, "")
    })?;
    Ok(Programs { dir, node })
}

/// A mail server that delivers no mail and shows all.
#[must_use]
pub struct Mailbox {
    /// The process.
    pub service: Service,
    smtp_port: u16,
    web_port: u16,
}

impl Mailbox {
    /// Returns the URL of the mails: a page, and a REST API below `/api/email`.
    pub fn url(&self) -> String {
        // Not `localhost`, which may mean ::1 first.
        format!("http://127.0.0.1:{}", self.web_port)
    }

    /// Returns the settings that make a Directus send its mails there.
    pub fn settings(&self) -> Overlay {
        overlay([("EMAIL_SMTP_HOST", "127.0.0.1".to_owned()), ("EMAIL_SMTP_PORT", self.smtp_port.to_string())])
    }
}

/// An OpenID provider that accepts any e-mail without a password.
#[must_use]
pub struct Provider {
    /// The process.
    pub service: Service,
    port: u16,
    secret: String,
}

/// An IP address, not a name: to a browser it is another site than `localhost`, as a real provider is.
fn issuer(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

impl Provider {
    /// Returns its URL for browsers and Directus.
    pub fn url(&self) -> String {
        issuer(self.port)
    }

    /// Returns the settings that make a Directus offer it. The sample in `directus/production.env` explains each.
    pub fn settings(&self) -> Overlay {
        overlay([
            ("AUTH_PROVIDERS", PROVIDER.to_owned()),
            ("AUTH_DEMO_DRIVER", "openid".to_owned()),
            ("AUTH_DEMO_LABEL", "Demo provider".to_owned()),
            ("AUTH_DEMO_ICON", "key".to_owned()),
            ("AUTH_DEMO_ISSUER_URL", self.url()),
            ("AUTH_DEMO_CLIENT_ID", CLIENT.to_owned()),
            ("AUTH_DEMO_CLIENT_SECRET", self.secret.clone()),
            ("AUTH_DEMO_MODE", "cookie".to_owned()),
            ("AUTH_DEMO_ALLOW_PUBLIC_REGISTRATION", "true".to_owned()),
            ("AUTH_DEMO_REQUIRE_VERIFIED_EMAIL", "true".to_owned()),
            ("AUTH_DEMO_DEFAULT_ROLE_ID", USERS_ROLE.to_owned()),
        ])
    }
}

impl Programs {
    /// Starts a mailbox, which keeps its mails in `data`. `name` is part of the name of its log.
    pub fn mailbox(&self, name: &str, data: &Path, smtp_port: u16, web_port: u16) -> Result<Mailbox> {
        let mails = data.join("mails");
        fs::create_dir_all(&mails).with_context(|| format!("cannot create {}", mails.display()))?;
        // The mails hold links that open accounts, if only of a demo.
        paths::owner_only(&mails)?;
        let mut command = self.script(&self.dir.join("node_modules/maildev/dist/bin/maildev.js"), data)?;
        command
            .args(["--ip", "127.0.0.1", "--web-ip", "127.0.0.1"])
            .args(["--smtp", &smtp_port.to_string(), "--web", &web_port.to_string()])
            .arg("--mail-directory")
            .arg(&mails);
        let service = Service::start(&format!("{name}-mailbox"), &mut command)?;
        let mailbox = Mailbox { service, smtp_port, web_port };
        wait(&mailbox.service, &format!("{}/api/email/summary", mailbox.url()))?;
        Ok(mailbox)
    }

    /// Starts a provider with one client: the Directus at `public_url`.
    pub fn provider(&self, name: &str, data: &Path, port: u16, public_url: &str) -> Result<Provider> {
        fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
        let secret = settings::kept_secret(&data.join("client-secret"))?;
        let mut command = self.script(&paths::root().join(SOURCE).join("provider.mjs"), data)?;
        command
            .env("SERVICES_DIR", &self.dir)
            .env("PORT", port.to_string())
            .env("ISSUER", issuer(port))
            .env("CLIENT_ID", CLIENT)
            .env("CLIENT_SECRET", &secret)
            .env("REDIRECT_URI", format!("{public_url}/auth/login/{PROVIDER}/callback"));
        let service = Service::start(&format!("{name}-provider"), &mut command)?;
        let provider = Provider { service, port, secret };
        wait(&provider.service, &format!("{}/.well-known/openid-configuration", provider.url()))?;
        Ok(provider)
    }

    fn script(&self, script: &Path, data: &Path) -> Result<Command> {
        let mut command = self.node.script(script)?;
        // A clean environment, because both programs read settings from it.
        command.env_clear().env("PATH", self.node.path()?).current_dir(data);
        for name in ["HOME", "LANG", "TMPDIR", "TZ"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        Ok(command)
    }
}

fn overlay<const COUNT: usize>(settings: [(&str, String); COUNT]) -> Overlay {
    settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn wait(service: &Service, url: &str) -> Result<()> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(2))).build().new_agent();
    service.wait_until(Duration::from_secs(60), || agent.get(url).call().is_ok())
}
