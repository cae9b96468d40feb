//! The stack of the benchmark: one Directus with the demo's content, and an nginx for each target, over HTTPS with HTTP/2.
//!
//! All of them run `deploy/nginx.conf` of this checkout and are in front of the same Directus, so that what differs is
//! what is served.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Stack;
use super::memory::Databases;
use super::nginx::{self, Values};
use crate::directus::{Instance, InstanceOptions, Version, install, server};
use crate::{backend, seed, tools};

/// How many targets there are at most.
const TARGETS: usize = 3;

/// A folder of files that is measured.
pub struct Target {
    /// What the table calls it.
    pub name: &'static str,
    /// Its files, with the compressed ones beside them.
    pub root: PathBuf,
    /// Whether it is the site. Else it has a sign-in form and nothing more.
    pub has_app: bool,
}

/// Starts it for `targets`, with a new database and all its files in `dir`. Its variables are for
/// `tests/e2e/bench/`.
pub fn start(name: &str, dir: &Path, targets: &[Target]) -> Result<Stack> {
    ensure!(targets.len() <= TARGETS, "there are ports for {TARGETS} targets");
    let nginx = tools::nginx::ensure()?;
    let installation = install::ensure(Version::Eleven)?;
    let [directus_port, ports @ ..]: [u16; 1 + 2 * TARGETS] = server::free_ports()?;
    let (ports, _) = ports.as_chunks::<2>();
    let url = |port: u16| format!("https://localhost:{port}");

    let databases = Databases::new(dir)?;
    let directus = Instance::open(
        InstanceOptions {
            name: name.to_owned(),
            data: dir.join("directus"),
            port: directus_port,
            public_url: format!("{}/directus", url(ports[0][0])),
            overlay: databases.setting(name).into_iter().collect(),
        },
        true,
    )?;
    let directus = backend::start(&installation, directus)?;

    let certificate = nginx::self_signed(dir)?;
    let mut services = Vec::new();
    let mut described = Vec::new();
    for (target, &[port, redirect_port]) in targets.iter().zip(ports) {
        let values = Values {
            port,
            redirect_port,
            directus_port,
            root: target.root.clone(),
            certificate: Some(certificate.clone()),
            directus_origin: None,
            limits: false,
            studio_host: false,
        };
        let folder = dir.join(format!("nginx-{}", target.name));
        services.push(nginx::start(&nginx, &format!("{name}-{}", target.name), &folder, &values)?);
        described.push(json!({ "name": target.name, "url": url(port), "hasApp": target.has_app }));
    }
    let env = vec![
        ("LYCHGATE_BENCH_TARGETS", serde_json::to_string(&described).context("cannot describe the targets")?),
        ("LYCHGATE_TEST_EMAIL", seed::TEST_EMAIL.to_owned()),
        ("LYCHGATE_TEST_PASSWORD", seed::TEST_PASSWORD.to_owned()),
    ];
    Ok(Stack { services, directus: vec![directus], env, _databases: databases })
}
