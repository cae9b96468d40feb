//! Starts Directus on a data folder, and stops it.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::settings::{self, Settings};
use super::{Installation, guard};
use crate::process::{self, Service};
use crate::{cache, console, paths};

/// The data folder and address of an instance.
pub struct InstanceOptions {
    /// Its name in logs and messages.
    pub name: String,
    /// Database, uploads and secrets.
    pub data: PathBuf,
    /// On 127.0.0.1.
    pub port: u16,
    /// Its URL for browsers.
    pub public_url: String,
    /// Further settings that override the production settings.
    pub overlay: Vec<(String, String)>,
}

/// The e-mail of the administrator that bootstrapping creates.
pub const ADMIN_EMAIL: &str = "admin@example.com";
/// Its password. The instances listen on the loopback interface only.
pub const ADMIN_PASSWORD: &str = "admin-of-the-demo";

/// A locked data folder, with the settings of its Directus.
pub struct Instance {
    place: InstanceOptions,
    settings: Settings,
    token: String,
    _lock: File,
}

/// A running Directus. Dropping it stops it.
#[must_use]
pub struct Server {
    /// The process.
    pub service: Service,
    /// Its data folder and settings.
    pub instance: Instance,
}

impl Instance {
    /// Locks a data folder, and checks that its port is free; `fresh` empties the folder first.
    pub fn open(place: InstanceOptions, fresh: bool) -> Result<Self> {
        fs::create_dir_all(&place.data).with_context(|| format!("cannot create {}", place.data.display()))?;
        // Beside the folder, not in it: `fresh` removes the folder.
        let lock_file = place.data.with_added_extension("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_file)
            .with_context(|| format!("cannot open {}", lock_file.display()))?;
        if lock.try_lock().is_err() {
            bail!("another xtask uses {} at this moment: stop it first", place.data.display());
        }
        stop_leftover(&place.data);
        require_free_port(place.port, "Directus")?;
        if fresh {
            cache::remove_dir(&place.data)?;
        }
        fs::create_dir_all(&place.data).with_context(|| format!("cannot create {}", place.data.display()))?;
        // It holds secrets and personal data, if only of a demo.
        paths::owner_only(&place.data)?;
        for dir in ["uploads", "extensions", "tmp"] {
            let dir = place.data.join(dir);
            fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        }
        guard::install(&place.data.join("extensions"))?;
        let token = settings::kept_secret(&place.data.join("admin-token"))?;
        let settings = local_settings(&place, &token)?;
        Ok(Self { place, settings, token, _lock: lock })
    }

    /// Changes settings. Call this before the start.
    pub fn set(&mut self, overlay: Vec<(String, String)>) {
        self.settings.extend(overlay);
    }

    /// Removes the guard, to test what is open without it. Call this before the start.
    pub fn leave_unguarded(&self) -> Result<()> {
        guard::remove(&self.place.data.join("extensions"))
    }

    /// Returns its own URL, past any proxy.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.place.port)
    }

    /// Returns the administrator's static token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns its data folder.
    pub fn data(&self) -> &Path {
        &self.place.data
    }

    fn command(&self, installation: &Installation) -> Result<Command> {
        let mut command = installation.node.script(installation.cli())?;
        // A clean environment: a DB_CLIENT in the user's shell must not lead to their database.
        command.env_clear();
        for name in ["HOME", "LANG", "LC_ALL", "TMPDIR", "TZ"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("PATH", installation.node.path()?)
            .env("PACKAGE_FILE_LOCATION", &installation.dir)
            .envs(&self.settings)
            .current_dir(&self.place.data);
        Ok(command)
    }

    /// Creates the database if it is missing, starts Directus and waits until it answers.
    pub fn start(self, installation: &Installation) -> Result<Server> {
        if !self.place.data.join("bootstrapped").is_file() {
            process::run_step(
                self.command(installation)?.arg("bootstrap"),
                &format!("{}: make the database", self.place.name),
                "",
                |_| None,
            )?;
            fs::write(self.place.data.join("bootstrapped"), "").context("cannot write to the data folder")?;
        }
        let step = console::Step::start(format!("{}: start Directus", self.place.name), "");
        let service =
            Service::start(&format!("{}-directus", self.place.name), self.command(installation)?.arg("start"))?;
        fs::write(self.place.data.join("pid"), service.id().to_string()).context("cannot write to the data folder")?;
        let ping = format!("{}/server/ping", self.url());
        let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(2))).build().new_agent();
        service.wait_until(Duration::from_secs(120), || agent.get(&ping).call().is_ok())?;
        step.done();
        Ok(Server { service, instance: self })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The next start checks a pid that is left behind.
        let _ = fs::remove_file(self.instance.place.data.join("pid"));
    }
}

/// Stops the Directus that an earlier xtask has left behind, because it was killed before it could.
///
/// Call this with the data folder locked: a Directus that still runs on it has lost its xtask.
fn stop_leftover(data: &Path) {
    let file = data.join("pid");
    let Some(pid) = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<u32>().ok()) else {
        return;
    };
    // Another process may have the pid now: only one that runs in this folder is ours.
    let cwd = process::output(Command::new("readlink").arg(format!("/proc/{pid}/cwd")));
    if cwd.is_some_and(|cwd| Path::new(&cwd) == data) {
        console::print_line(format_args!("· stopping a Directus that an earlier run left behind"));
        process::stop_group(pid);
    }
    // It has ended or is not ours: the file is obsolete.
    let _ = fs::remove_file(&file);
}

fn local_settings(place: &InstanceOptions, token: &str) -> Result<Settings> {
    let mut settings = settings::production()?;
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let origin = place.public_url.strip_suffix("/directus").unwrap_or(&place.public_url);
    let secure = place.public_url.starts_with("https:");
    if !secure {
        // Browsers accept the prefix `__Host-` over HTTPS only.
        for name in ["REFRESH_TOKEN_COOKIE_NAME", "SESSION_COOKIE_NAME"] {
            if let Some(cookie) = settings.get_mut(name) {
                *cookie = cookie.trim_start_matches("__Host-").to_owned();
            }
        }
    }
    let local = [
        ("HOST", "127.0.0.1".to_owned()),
        ("PORT", place.port.to_string()),
        ("PUBLIC_URL", place.public_url.clone()),
        ("SECRET", settings::kept_secret(&place.data.join("secret"))?),
        // Browsers drop a Secure cookie over http, except some of them on localhost.
        ("REFRESH_TOKEN_COOKIE_SECURE", secure.to_string()),
        ("SESSION_COOKIE_SECURE", secure.to_string()),
        ("PASSWORD_RESET_URL_ALLOW_LIST", format!("{origin}/reset-password")),
        ("USER_INVITE_URL_ALLOW_LIST", format!("{origin}/accept-invite")),
        ("USER_REGISTER_URL_ALLOW_LIST", format!("{origin}/verify-email")),
        ("DB_CLIENT", "sqlite3".to_owned()),
        ("DB_FILENAME", text(place.data.join("data.db"))),
        ("STORAGE_LOCATIONS", "local".to_owned()),
        ("STORAGE_LOCAL_ROOT", text(place.data.join("uploads"))),
        ("EXTENSIONS_PATH", text(place.data.join("extensions"))),
        ("TEMP_PATH", text(place.data.join("tmp"))),
        ("ADMIN_EMAIL", ADMIN_EMAIL.to_owned()),
        ("ADMIN_PASSWORD", ADMIN_PASSWORD.to_owned()),
        ("ADMIN_TOKEN", token.to_owned()),
        // The usual port of a mailbox that is started by hand. The demo and the tests start their own.
        ("EMAIL_SMTP_HOST", "127.0.0.1".to_owned()),
        ("EMAIL_SMTP_PORT", "1025".to_owned()),
        ("EMAIL_SMTP_USER", String::new()),
        ("EMAIL_SMTP_PASSWORD", String::new()),
        // The local mailbox has no certificate.
        ("EMAIL_SMTP_IGNORE_TLS", "true".to_owned()),
        ("EMAIL_FROM", "lychgate@example.com".to_owned()),
        // There may be no mailbox at the start.
        ("EMAIL_VERIFY_SETUP", "false".to_owned()),
        // While a compiler uses all cores it would answer 503.
        ("PRESSURE_LIMITER_ENABLED", "false".to_owned()),
        ("LOG_STYLE", "pretty".to_owned()),
    ];
    settings.extend(local.map(|(name, value)| (name.to_owned(), value)));
    settings.extend(place.overlay.iter().cloned());
    let open = settings::placeholders(&settings);
    if !open.is_empty() {
        bail!("directus/production.env has placeholders that xtask does not fill in: {}", open.join(", "));
    }
    Ok(settings)
}

/// Fails with one sentence if `port` is taken.
pub fn require_free_port(port: u16, what: &str) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!(
            "port {port} for {what} is taken: stop what listens there (lsof -i :{port} names it), or choose another \
             port by --port or --directus-port"
        );
    }
    Ok(())
}

/// Returns different ports that are free at this moment.
pub fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT]> {
    // All are bound until the last is known, so that none is returned twice.
    let mut listeners = Vec::with_capacity(COUNT);
    let mut ports = [0; COUNT];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port can be had")?;
        *port = listener.local_addr().context("no free port can be had")?.port();
        listeners.push(listener);
    }
    Ok(ports)
}
