//! What the end-to-end tests run against: the release build behind real nginx, three times over.
//!
//! - over http with Directus below `/directus/`, as the site is meant to be deployed (but for TLS);
//! - the same site speaking to that Directus on its own port: another origin, by CORS;
//! - over HTTPS, with a Directus of its own on which nothing of the production settings but addresses is changed.

mod nginx;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::console::say;
use crate::directus::{Instance, Place, Server, install, server};
use crate::process::{self, Service};
use crate::{backend, build, demo, paths, seed, tools};
use nginx::Values;

/// A stack that runs. Dropping it stops it.
#[must_use]
pub struct Stack {
    services: Vec<Service>,
    directus: Vec<Server>,
    env: Vec<(&'static str, String)>,
}

impl Stack {
    /// Starts it on free ports, with new databases, and all it writes in `dir`.
    pub fn start(name: &'static Names, dir: &Path) -> Result<Self> {
        let nginx = tools::nginx::ensure()?;
        let installation = install::ensure()?;
        build::ensure()?;

        let [site_port, cross_port, https_port, directus_port, secure_port, r1, r2, r3] = server::free_ports()?;
        let site_url = format!("http://localhost:{site_port}");
        let cross_url = format!("http://localhost:{cross_port}");
        let https_url = format!("https://localhost:{https_port}");
        let direct_url = format!("http://localhost:{directus_port}");

        let plain = Instance::open(
            Place {
                name: name.plain,
                data: dir.join("directus"),
                port: directus_port,
                public_url: format!("{site_url}/directus"),
                overlay: vec![
                    ("CORS_ENABLED", "true".to_owned()),
                    ("CORS_ORIGIN", cross_url.clone()),
                    ("CORS_CREDENTIALS", "true".to_owned()),
                    ("CORS_EXPOSED_HEADERS", "Content-Range,Retry-After".to_owned()),
                    // All tests come from one address. What the limit does is tested on the other Directus.
                    ("RATE_LIMITER_REGISTRATION_POINTS", "1000".to_owned()),
                ],
            },
            true,
        )?;
        let secure = Instance::open(
            Place {
                name: name.secure,
                data: dir.join("directus-https"),
                port: secure_port,
                public_url: format!("{https_url}/directus"),
                overlay: Vec::new(),
            },
            true,
        )?;

        let plain = backend::start(&installation, plain)?;
        let secure = backend::start(&installation, secure)?;

        let root = dir.join("site");
        demo::copy_dir(&paths::dist(), &root)?;
        let cross_root = dir.join("site-cross");
        demo::copy_dir(&paths::dist(), &cross_root)?;
        point_to(&cross_root, &direct_url)?;

        let base = Values {
            port: site_port,
            redirect_port: r1,
            directus_port,
            root,
            certificate: None,
            directus_origin: None,
        };
        let cross = Values {
            port: cross_port,
            redirect_port: r2,
            root: cross_root,
            directus_origin: Some(direct_url.clone()),
            ..base.clone()
        };
        let https = Values {
            port: https_port,
            redirect_port: r3,
            directus_port: secure_port,
            certificate: Some(nginx::self_signed(dir)?),
            ..base.clone()
        };
        let services = vec![
            nginx::start(&nginx, name.plain, &dir.join("nginx"), &base)?,
            nginx::start(&nginx, name.cross, &dir.join("nginx-cross"), &cross)?,
            nginx::start(&nginx, name.secure, &dir.join("nginx-https"), &https)?,
        ];
        let env = vec![
            ("LYCHGATE_URL", site_url),
            ("LYCHGATE_DIRECTUS_URL", direct_url),
            ("LYCHGATE_CROSS_ORIGIN_URL", cross_url),
            ("LYCHGATE_HTTPS_URL", https_url),
            ("LYCHGATE_HTTPS_DIRECTUS_URL", format!("http://localhost:{secure_port}")),
            ("LYCHGATE_ADMIN_TOKEN", plain.instance.token().to_owned()),
            ("LYCHGATE_HTTPS_ADMIN_TOKEN", secure.instance.token().to_owned()),
            ("LYCHGATE_ADMIN_EMAIL", server::ADMIN_EMAIL.to_owned()),
            ("LYCHGATE_ADMIN_PASSWORD", server::ADMIN_PASSWORD.to_owned()),
            ("LYCHGATE_TEST_EMAIL", seed::TEST_EMAIL.to_owned()),
            ("LYCHGATE_TEST_PASSWORD", seed::TEST_PASSWORD.to_owned()),
        ];
        Ok(Self { services, directus: vec![plain, secure], env })
    }

    /// What tests need to know.
    pub fn env(&self) -> &[(&'static str, String)] {
        &self.env
    }

    fn services(&self) -> Vec<&Service> {
        self.services.iter().chain(self.directus.iter().map(|directus| &directus.service)).collect()
    }

    /// An error if a part of it has ended.
    pub fn check(&self) -> Result<()> {
        self.services().into_iter().try_for_each(Service::check)
    }
}

/// What the parts of a stack are called in messages and logs.
pub struct Names {
    plain: &'static str,
    cross: &'static str,
    secure: &'static str,
}

/// The stack of a test run.
pub const TEST: Names = Names { plain: "test", cross: "test-cross-origin", secure: "test-https" };

const KEPT: Names = Names { plain: "stack", cross: "stack-cross-origin", secure: "stack-https" };

/// `cargo xtask stack`: the stack for working on the tests; it prints what they need and stays until it is stopped.
pub fn run() -> Result<()> {
    let browser = tools::browser::ensure()?;
    let stack = Stack::start(&KEPT, &paths::target().join("stack"))?;
    process::serving();
    let more = variables(&browser)?;
    for (name, value) in stack.env().iter().chain(&more) {
        say(format_args!("export {name}='{value}'"));
    }
    if let Some((_, url)) = stack.env().first() {
        say(format_args!("ready: {url}/"));
    }
    process::watch(&stack.services(), || Ok(()))
}

/// What tests need to know that is no part of the stack.
pub fn variables(browser: &tools::browser::Browser) -> Result<Vec<(&'static str, String)>> {
    let xtask = paths::this_program()?;
    Ok(vec![
        ("LYCHGATE_CHROMIUM", browser.chromium.display().to_string()),
        ("LYCHGATE_XTASK", xtask.display().to_string()),
    ])
}

/// Sets `directusUrl` in the configuration that index.html carries.
fn point_to(site: &Path, directus: &str) -> Result<()> {
    let file = site.join("index.html");
    let html = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let html = with_directus_url(&html, directus).with_context(|| format!("in {}", file.display()))?;
    fs::write(&file, html).with_context(|| format!("cannot write {}", file.display()))?;
    for sibling in ["index.html.br", "index.html.gz"] {
        // Of the page as it was. A small one has none.
        let sibling: PathBuf = site.join(sibling);
        if sibling.is_file() {
            fs::remove_file(&sibling).with_context(|| format!("cannot remove {}", sibling.display()))?;
        }
    }
    Ok(())
}

fn with_directus_url(html: &str, directus: &str) -> Result<String> {
    let id = html
        .find("id=lychgate-config")
        .or_else(|| html.find("id=\"lychgate-config\""))
        .context("there is no <script id=lychgate-config>")?;
    let from = id + html[id..].find('>').context("the tag of lychgate-config has no end")? + 1;
    let to = from + html[from..].find("</script>").context("lychgate-config has no end")?;
    let mut config: Value = serde_json::from_str(&html[from..to]).context("lychgate-config is not JSON")?;
    if !config.is_object() {
        bail!("lychgate-config is no JSON object");
    }
    config["directusUrl"] = Value::from(directus);
    Ok(format!("{}{config}{}", &html[..from], &html[to..]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_address_of_directus_is_replaced_and_the_rest_stays() {
        let html = "<title>x</title><script id=lychgate-config type=application/json>{\"authMode\":\"cookie\",\"directusUrl\":\"/directus\"}</script><p>";
        assert_eq!(
            with_directus_url(html, "http://localhost:1").unwrap(),
            "<title>x</title><script id=lychgate-config type=application/json>{\"authMode\":\"cookie\",\"directusUrl\":\"http://localhost:1\"}</script><p>"
        );
    }
}
