//! `cargo xtask demo`: the whole site, or an example in its place, on one origin, from nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use walkdir::WalkDir;

use crate::api::Directus;
use crate::build::App;
use crate::console::print_line;
use crate::directus::{Instance, InstanceOptions, Version, install, server};
use crate::serve::Server;
use crate::{backend, build, cache, paths, process, provision, services};

/// The options of the demo.
#[derive(Args)]
pub struct Options {
    /// Where the site is served, on localhost
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where its Directus listens, on 127.0.0.1
    #[arg(long, default_value_t = 8055)]
    directus_port: u16,
    /// The version of Directus; 12 starts without a licence key
    #[arg(long, value_name = "VERSION", default_value = "11")]
    directus: Version,
    /// Also start an OpenID provider, and offer single sign-on with it
    #[arg(long)]
    sso: bool,
    /// Show the app in `examples/NAME/` instead of the site
    #[arg(long, value_name = "NAME")]
    example: Option<String>,
    /// Start over with an empty database
    #[arg(long)]
    fresh: bool,
}

/// The port of the mailbox, unless it is taken.
const MAIL_PORT: u16 = 1080;

/// Runs until it is stopped.
pub fn run(options: Options) -> Result<()> {
    let Options { port, directus_port, directus, sso, example, fresh } = options;
    // Checks that fail fast, before minutes of work.
    let app = example.map_or_else(|| Ok(App::site()), |name| App::example(&name))?;
    server::require_free_port(port, "the site")?;
    let public_url = format!("http://localhost:{port}/directus");
    let options = InstanceOptions {
        name: format!("demo{}", directus.suffix()),
        data: paths::target().join(format!("demo{}", directus.suffix())),
        port: directus_port,
        public_url: public_url.clone(),
        overlay: Vec::new(),
    };
    let mut instance = Instance::open(options, fresh)?;

    let beside = paths::target().join("demo-services");
    if fresh {
        cache::remove_dir(&beside)?;
    }
    let [smtp_port, other_mail_port, provider_port] = server::free_ports()?;
    // The demo of another checkout may run at the same time.
    let mail_port = server::require_free_port(MAIL_PORT, "mails").map_or(other_mail_port, |()| MAIL_PORT);
    let programs = services::ensure()?;
    let mailbox = programs.mailbox("demo", &beside, smtp_port, mail_port)?;
    instance.set(mailbox.settings());
    // Before Directus, which contacts it at its start.
    let provider = if sso { Some(programs.provider("demo", &beside, provider_port, &public_url)?) } else { None };
    if let Some(provider) = &provider {
        instance.set(provider.settings());
    }

    let running = backend::start(&install::ensure(directus)?, instance)?;
    if let Some(schema) = app.directus_schema() {
        let directus = Directus::new(&running.instance.url(), running.instance.token());
        provision::extend(&directus, &schema, provision::Report::Summary)?;
    }
    build::ensure(&app)?;
    // A copy, so that a build during the demo does not remove its files.
    let site = paths::target().join(format!("demo-{}", app.name()));
    copy_dir(app.dist(), &site)?;
    let web = Server::start(site, port, directus_port)?;
    process::serving();
    backend::print_accounts();
    print_line(format_args!("  the Studio     http://localhost:{port}/directus/admin"));
    print_line(format_args!("  its mails      {}/   (shown there, and sent to nobody)", mailbox.url()));
    if provider.is_some() {
        print_line("  single sign-on  “Demo provider” on the sign-in page: type any address, no password is asked for");
    }
    print_line(format_args!("ready: http://localhost:{port}/"));
    let mut services = vec![&running.service, &mailbox.service];
    services.extend(provider.as_ref().map(|provider| &provider.service));
    process::watch(&services, || web.check())
}

/// Replaces `to` by a copy of `from`.
pub fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    cache::remove_dir(to)?;
    for entry in WalkDir::new(from) {
        let entry = entry.with_context(|| format!("cannot read {}", from.display()))?;
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)
        } else {
            fs::copy(entry.path(), &target).map(drop)
        }
        .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}
