//! Starting Directus on a data folder, and stopping it.

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

/// Where an instance keeps its data and listens.
pub struct Place {
    /// What its log and messages call it.
    pub name: String,
    /// Database, uploads and secrets.
    pub data: PathBuf,
    /// On 127.0.0.1.
    pub port: u16,
    /// Where browsers find it.
    pub public_url: String,
    /// What differs further from the production settings.
    pub overlay: Vec<(String, String)>,
}

/// The account that bootstrapping makes.
pub const ADMIN_EMAIL: &str = "admin@example.com";
/// Its password. The instances listen on the loopback interface only.
pub const ADMIN_PASSWORD: &str = "admin-of-the-demo";

/// A data folder that this xtask holds, with the settings of the Directus on it.
pub struct Instance {
    place: Place,
    settings: Settings,
    token: String,
    _lock: File,
}

/// A Directus that runs. Dropping it stops it.
#[must_use]
pub struct Server {
    /// The process.
    pub service: Service,
    /// The data it runs on.
    pub instance: Instance,
}

impl Instance {
    /// Takes hold of a data folder and makes sure that its port is free; `fresh` empties the folder first.
    pub fn open(place: Place, fresh: bool) -> Result<Self> {
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
        // Secrets and people's data, if only a demo's.
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

    /// Changes settings, before it is started.
    pub fn set(&mut self, overlay: Vec<(String, String)>) {
        self.settings.extend(overlay);
    }

    /// Leaves our extension away, before it is started: to see what is open without it.
    pub fn leave_unguarded(&self) -> Result<()> {
        guard::remove(&self.place.data.join("extensions"))
    }

    /// Its own address, past any proxy.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.place.port)
    }

    /// The administrator's static token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Where its data is.
    pub fn data(&self) -> &Path {
        &self.place.data
    }

    fn command(&self, installation: &Installation) -> Result<Command> {
        let mut command = installation.node.script(installation.cli())?;
        // A clean environment: a DB_CLIENT in somebody's shell must not reach a database of theirs.
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

    /// Makes the database where it is missing, starts Directus and waits until it answers.
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
        // A pid that is left behind is looked at by the next start, no more.
        let _ = fs::remove_file(self.instance.place.data.join("pid"));
    }
}

/// Ends the Directus of an earlier xtask that was killed before it could stop it.
///
/// Only called with the data folder's lock held: whoever still runs on it has lost its xtask.
fn stop_leftover(data: &Path) {
    let file = data.join("pid");
    let Some(pid) = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<u32>().ok()) else {
        return;
    };
    // The number may have gone to somebody else since: only a process that runs in this folder is ours.
    let cwd = process::output(Command::new("readlink").arg(format!("/proc/{pid}/cwd")));
    if cwd.is_some_and(|cwd| Path::new(&cwd) == data) {
        console::say(format_args!("· stopping a Directus that an earlier run left behind"));
        process::stop_group(pid);
    }
    // Gone or not ours: the note is worth nothing any more.
    let _ = fs::remove_file(&file);
}

fn local_settings(place: &Place, token: &str) -> Result<Settings> {
    let mut settings = settings::production()?;
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let origin = place.public_url.strip_suffix("/directus").unwrap_or(&place.public_url);
    let secure = place.public_url.starts_with("https:");
    if !secure {
        // Browsers take the prefix `__Host-` over HTTPS only.
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
        // A Secure cookie would be dropped on plain http (other than by some browsers on localhost).
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
        // Where a mailbox listens that is started by hand. The demo and the tests start one of their own.
        ("EMAIL_SMTP_HOST", "127.0.0.1".to_owned()),
        ("EMAIL_SMTP_PORT", "1025".to_owned()),
        ("EMAIL_SMTP_USER", String::new()),
        ("EMAIL_SMTP_PASSWORD", String::new()),
        // Its certificate would be nobody's.
        ("EMAIL_SMTP_IGNORE_TLS", "true".to_owned()),
        ("EMAIL_FROM", "lychgate@example.com".to_owned()),
        // There may be none to ask at the start.
        ("EMAIL_VERIFY_SETUP", "false".to_owned()),
        // Under a compiler that takes every core it would answer 503 to people who look at a demo.
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

/// Fails with one sentence if somebody listens on `port` already.
pub fn require_free_port(port: u16, what: &str) -> Result<()> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
        bail!(
            "port {port} for {what} is taken: stop what listens there (lsof -i :{port} names it), or choose another \
             port by --port or --directus-port"
        );
    }
    Ok(())
}

/// Ports that are free at this moment, each another.
pub fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT]> {
    // Held together until all are known, or one would be given twice.
    let mut listeners = Vec::with_capacity(COUNT);
    let mut ports = [0; COUNT];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port can be had")?;
        *port = listener.local_addr().context("no free port can be had")?.port();
        listeners.push(listener);
    }
    Ok(ports)
}
