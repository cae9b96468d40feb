//! The stack with Directus 12 without a licence key, "Core": one site and one Directus, since what distinguishes the
//! others (CORS, HTTPS, single sign-on) does not concern Directus or is not available there.

use std::path::Path;

use anyhow::Result;

use super::memory::Databases;
use super::nginx::{self, Values};
use super::{Stack, UNLIMITED_REGISTRATION, fresh};
use crate::directus::{Instance, InstanceOptions, Version, install, server};
use crate::{backend, build, demo, services, tools};

/// Starts it.
pub(super) fn start(name: &str, dir: &Path) -> Result<Stack> {
    let nginx = tools::nginx::ensure()?;
    let installation = install::ensure(Version::Twelve)?;
    let programs = services::ensure()?;
    let app = build::App::site();
    build::ensure(&app)?;

    let [site_port, redirect_port, directus_port, smtp_port, mail_port, provider_port] = server::free_ports()?;
    let site_url = format!("http://localhost:{site_port}");
    let public_url = format!("{site_url}/directus");
    let mailbox = programs.mailbox(name, &fresh(dir, "mailbox")?, smtp_port, mail_port)?;
    // It is configured, and Directus does not offer it.
    let provider = programs.provider(name, &fresh(dir, "provider")?, provider_port, &public_url)?;
    let databases = Databases::new(dir)?;
    let mut instance = Instance::open(
        InstanceOptions {
            name: name.to_owned(),
            data: dir.join("directus"),
            port: directus_port,
            public_url,
            overlay: mailbox.settings().into_iter().chain(databases.setting(name)).collect(),
        },
        true,
    )?;
    let (limit, unlimited) = UNLIMITED_REGISTRATION;
    instance.set(vec![(limit.to_owned(), unlimited.to_owned())]);
    instance.set(provider.settings());
    let directus = backend::start(&installation, instance)?;

    let root = dir.join("site");
    demo::copy_dir(app.dist(), &root)?;
    let values = Values {
        port: site_port,
        redirect_port,
        directus_port,
        root,
        certificate: None,
        directus_origin: None,
        limits: false,
        studio_host: false,
    };
    let web = nginx::start(&nginx, name, &dir.join("nginx"), &values)?;
    let env = vec![
        ("LYCHGATE_URL", site_url),
        ("LYCHGATE_DIRECTUS_URL", format!("http://localhost:{directus_port}")),
        ("LYCHGATE_DIRECTUS_VERSION", "12".to_owned()),
        ("LYCHGATE_ADMIN_TOKEN", directus.instance.token().to_owned()),
        ("LYCHGATE_MAIL_URL", mailbox.url()),
    ];
    Ok(Stack {
        services: vec![web, mailbox.service, provider.service],
        directus: vec![directus],
        env,
        _databases: databases,
    })
}
