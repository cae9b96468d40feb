//! Runs a real Caddy on `deploy/Caddyfile`; only the values marked there are replaced.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::nginx::Certificate;
use crate::paths;
use crate::process::Service;

/// The replacements for the marked values.
pub struct Values<'a> {
    /// The site, on 127.0.0.1 over HTTPS.
    pub port: u16,
    /// Directus, on 127.0.0.1.
    pub directus_port: u16,
    /// The site's files.
    pub root: &'a Path,
    /// Used instead of the one that Caddy would obtain.
    pub certificate: &'a Certificate,
}

/// Returns the access log of Caddy.
pub fn access_log(dir: &Path) -> PathBuf {
    dir.join("access.log")
}

/// Starts Caddy, with its configuration and all its files in `dir`.
pub fn start(caddy: &Path, name: &str, dir: &Path, values: &Values<'_>) -> Result<Service> {
    let deployed = paths::root().join("deploy/Caddyfile");
    let text = fs::read_to_string(&deployed).with_context(|| format!("cannot read {}", deployed.display()))?;
    let site = substitute(&text, values, dir).with_context(|| format!("in {}", deployed.display()))?;
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let file = dir.join("Caddyfile");
    fs::write(&file, site).with_context(|| format!("cannot write {}", file.display()))?;
    let mut command = Command::new(caddy);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file).env("XDG_CONFIG_HOME", dir);
    let service = Service::start(&format!("{name}-caddy"), &mut command)?;
    let port = values.port;
    service.wait_until(Duration::from_secs(20), || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())?;
    Ok(service)
}

/// Replaces the marked lines. Each has to occur once, as with nginx.
fn substitute(text: &str, values: &Values<'_>, dir: &Path) -> Result<String> {
    let Certificate { certificate, key } = values.certificate;
    let dir = dir.display();
    let replacements = [
        // The global options: independent of a Caddy on this machine, and no other port.
        ("{", format!("{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system \"{dir}/storage\"")),
        (
            "example.com {",
            format!(
                "https://localhost:{} {{\n\tbind 127.0.0.1\n\ttls \"{}\" \"{}\"",
                values.port,
                certificate.display(),
                key.display()
            ),
        ),
        ("\t\toutput file /var/log/caddy/access.log", format!("output file \"{dir}/access.log\"")),
        ("\t\t\treverse_proxy 127.0.0.1:8055", format!("reverse_proxy 127.0.0.1:{}", values.directus_port)),
        ("\t\troot * /var/www/lychgate", format!("root * \"{}\"", values.root.display())),
    ];
    let mut counts = [0; 5];
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if let Some(index) = replacements.iter().position(|(from, _)| *from == line) {
            counts[index] += 1;
            out.push_str(&replacements[index].1);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    for ((from, _), count) in replacements.iter().zip(counts) {
        if count != 1 {
            bail!("the line «{from}» is there {count} times, not once");
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn marked_values_are_replaced_and_each_occurs() {
        let text = fs::read_to_string(paths::root().join("deploy/Caddyfile")).unwrap();
        let certificate = Certificate { certificate: "/tmp/c.pem".into(), key: "/tmp/k.pem".into() };
        let root = Path::new("/tmp/site");
        let values = Values { port: 1001, directus_port: 1003, root, certificate: &certificate };
        let site = substitute(&text, &values, Path::new("/tmp/caddy")).unwrap();
        assert!(site.contains("https://localhost:1001 {") && site.contains("reverse_proxy 127.0.0.1:1003"));
        let other = text.replace("root * /var/www/lychgate", "root * /srv");
        assert!(substitute(&other, &values, Path::new("/tmp/caddy")).is_err());
    }
}
