//! Starts a provisioned and seeded Directus for the demo, `backend` and the tests.

use std::path::PathBuf;
use std::{fs, path};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::api::Directus;
use crate::console::print_line;
use crate::directus::{Installation, Instance, InstanceOptions, Server, Version, install, server};
use crate::provision::wanted::PUBLIC_POLICY;
use crate::provision::{self, ProvisionOptions, Report};
use crate::{paths, process, seed};

/// Starts Directus, and provisions and seeds it if its database is new.
pub fn start(installation: &Installation, instance: Instance) -> Result<Server> {
    let running = instance.start(installation)?;
    let directus = Directus::new(&running.instance.url(), running.instance.token());
    let marker = running.instance.data().join("seeded");
    if !marker.is_file() {
        // In a demo people register without a mail. This comes before the rest, which depends on
        // it: with e-mail verification on, people may not change their e-mail.
        directus.patch("/settings", &json!({ "public_registration_verify_email": false }))?;
        provision::provision(&directus, &ProvisionOptions::default(), false, Report::Summary)?;
        if installation.version == Version::Twelve {
            // The seeded content has no drafts and no private images: here everything may be public.
            for collection in ["posts", "directus_files"] {
                let body =
                    json!({ "policy": PUBLIC_POLICY, "collection": collection, "action": "read", "fields": ["*"] });
                directus.post("/permissions", &body)?;
            }
        }
        seed::seed(&directus)?;
        fs::write(&marker, "").context("cannot write to the data folder")?;
    }
    Ok(running)
}

/// Prints the accounts of the demo.
pub fn print_accounts() {
    print_line(format_args!(
        "  administrator  {}  password {}\n  a member       {}  password {}\n  a patron       {}  password {}",
        server::ADMIN_EMAIL,
        server::ADMIN_PASSWORD,
        seed::TEST_EMAIL,
        seed::TEST_PASSWORD,
        seed::PATRON_EMAIL,
        seed::TEST_PASSWORD
    ));
}

/// The options of `cargo xtask backend`.
#[derive(Args)]
pub struct Options {
    /// Where Directus listens, on 127.0.0.1; Trunk.toml's proxy expects 8055
    #[arg(long, visible_alias = "directus-port", default_value_t = 8055)]
    port: u16,
    /// Where `serve` listens: cookies and mails use this URL
    #[arg(long, default_value_t = 8080)]
    site_port: u16,
    /// The URL of the site, if it is not `serve` on localhost
    #[arg(long, value_name = "URL", conflicts_with = "site_port")]
    site_url: Option<String>,
    /// The version of Directus; 12 starts without a licence key
    #[arg(long, value_name = "VERSION", default_value = "11")]
    directus: Version,
    /// Where its data is kept [default: target/backend, or target/backend-12]
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// A setting of Directus that overrides its own; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    env: Vec<(String, String)>,
    /// Leave out directus/extensions/lychgate-guard, to test what is open without it
    #[arg(long)]
    without_guard: bool,
    /// Start over with an empty database
    #[arg(long)]
    fresh: bool,
    /// Neither provision nor seed it, to try `provision`
    #[arg(long)]
    bare: bool,
}

/// Parses `NAME=VALUE`.
fn setting(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE"),
    }
}

impl Options {
    fn instance(self) -> Result<InstanceOptions> {
        let data = match self.data {
            // Directus runs in another folder than xtask.
            Some(data) => path::absolute(&data).with_context(|| format!("{} is no folder", data.display()))?,
            None => paths::target().join(format!("backend{}", self.directus.suffix())),
        };
        // Several may run at once, each with its own log.
        let name = data.file_name().context("the data need a folder of their own")?.to_string_lossy().into_owned();
        let site = self.site_url.unwrap_or_else(|| format!("http://localhost:{}", self.site_port));
        let public_url = format!("{}/directus", site.trim_end_matches('/'));
        Ok(InstanceOptions { name, data, port: self.port, public_url, overlay: self.env })
    }
}

/// `cargo xtask backend`
pub fn run(options: Options) -> Result<()> {
    let serve = options.site_url.is_none().then_some(options.site_port);
    let (fresh, directus, bare, without_guard) = (options.fresh, options.directus, options.bare, options.without_guard);
    let instance = Instance::open(options.instance()?, fresh)?;
    if without_guard {
        instance.leave_unguarded()?;
    }
    let installation = install::ensure(directus)?;
    let running = if bare { instance.start(&installation)? } else { start(&installation, instance)? };
    process::serving();
    if !bare {
        print_accounts();
    }
    if let Some(port) = serve {
        print_line(format_args!(
            "  the site       cargo xtask serve --port {port}   (its proxy leads /directus/ to here)"
        ));
    }
    // Other programs read these two lines.
    print_line(format_args!("admin-token: {}", running.instance.token()));
    print_line(format_args!("ready: {}/", running.instance.url()));
    process::watch(&[&running.service], || Ok(()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn instance(arguments: &[&str]) -> InstanceOptions {
        Line::try_parse_from([&["backend"], arguments].concat()).unwrap().options.instance().unwrap()
    }

    #[test]
    fn default_options_match_those_of_serve() {
        let instance = instance(&[]);
        assert_eq!((instance.name.as_str(), instance.port), ("backend", 8055));
        assert_eq!(instance.public_url, "http://localhost:8080/directus");
    }

    #[test]
    fn instance_is_named_after_its_data_folder() {
        let instance = instance(&["--data", "/tmp/outage-1", "--site-url", "https://localhost:1/", "--port", "2"]);
        assert_eq!((instance.name.as_str(), instance.port), ("outage-1", 2));
        assert_eq!(instance.public_url, "https://localhost:1/directus");
    }

    #[test]
    fn settings_are_names_with_values() {
        let instance = instance(&["--env", "ACCESS_TOKEN_TTL=5s", "--env", "A=b=c"]);
        let expected =
            [("ACCESS_TOKEN_TTL", "5s"), ("A", "b=c")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(instance.overlay, expected);
        assert!(setting("ACCESS_TOKEN_TTL").is_err());
        assert!(setting("=5s").is_err());
    }
}
