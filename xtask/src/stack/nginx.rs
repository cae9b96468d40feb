//! Runs a real nginx on `deploy/nginx.conf`; only the values marked there are replaced.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::paths;
use crate::process::Service;
use crate::tools::nginx::Nginx;

/// A certificate and its key, as PEM files.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// The replacements for the marked values.
#[derive(Clone, Debug)]
pub struct Values {
    /// The site, on 127.0.0.1.
    pub port: u16,
    /// The port that redirects http.
    pub redirect_port: u16,
    /// Directus, on 127.0.0.1.
    pub directus_port: u16,
    /// The site's files.
    pub root: PathBuf,
    /// The certificate, if the site is served over HTTPS.
    pub certificate: Option<Certificate>,
    /// The origin of a Directus elsewhere, which the CSP then allows.
    pub directus_origin: Option<String>,
    /// Whether the rate limits apply. All tests are one client, so that only the site for tests of the limits has them.
    pub limits: bool,
    /// Whether the Studio has its own host, `127.0.0.1`, by the commented lines; the site is on `localhost`.
    pub studio_host: bool,
}

/// Returns the access log of nginx.
pub fn access_log(dir: &Path) -> PathBuf {
    dir.join("site.log")
}

/// Starts an nginx that serves one site, with its configuration and all its files in `dir`.
pub fn start(nginx: &Nginx, name: &str, dir: &Path, values: &Values) -> Result<Service> {
    let deployed = paths::root().join("deploy/nginx.conf");
    let text = fs::read_to_string(&deployed).with_context(|| format!("cannot read {}", deployed.display()))?;
    let site = substitute(&text, values, &access_log(dir)).with_context(|| format!("in {}", deployed.display()))?;
    fs::create_dir_all(dir.join("temp")).with_context(|| format!("cannot create {}", dir.display()))?;
    let write =
        |file: &Path, text: &str| fs::write(file, text).with_context(|| format!("cannot write {}", file.display()));
    write(&dir.join("site.conf"), &site)?;
    let main = dir.join("nginx.conf");
    write(&main, &main_config(nginx, dir))?;

    let command = |check: bool| {
        let mut command = Command::new(&nginx.program);
        command.arg("-p").arg(dir).arg("-c").arg(&main).args(["-e", "stderr"]);
        if check {
            command.arg("-t");
        }
        command
    };
    let checked = command(true).output().context("cannot start nginx")?;
    if !checked.status.success() {
        bail!("nginx refuses deploy/nginx.conf:\n{}", String::from_utf8_lossy(&checked.stderr));
    }
    let service = Service::start(&format!("{name}-nginx"), &mut command(false))?;
    let port = values.port;
    service.wait_until(Duration::from_secs(10), || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())?;
    Ok(service)
}

/// Returns the main configuration: processes, modules, and all paths below `dir`.
fn main_config(nginx: &Nginx, dir: &Path) -> String {
    let mut text = String::from("daemon off;\nworker_processes 1;\n");
    // Writing to a String cannot fail.
    if let Some(module) = &nginx.brotli_module {
        let _ = writeln!(text, "load_module \"{}\";", module.display());
    }
    if rustix::process::geteuid().is_root() {
        // Workers would otherwise run as `nobody`, who may not read a checkout below /root.
        text.push_str("user root;\n");
    }
    let _ = write!(
        text,
        "pid \"{dir}/nginx.pid\";
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
    include \"{mime}\";
    default_type application/octet-stream;
    access_log off;
    # A test of the limits comes from an address of its own.
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Test-Client;
    client_body_temp_path \"{dir}/temp/body\";
    proxy_temp_path \"{dir}/temp/proxy\";
    fastcgi_temp_path \"{dir}/temp/fastcgi\";
    uwsgi_temp_path \"{dir}/temp/uwsgi\";
    scgi_temp_path \"{dir}/temp/scgi\";
    include \"{dir}/site.conf\";
}}
",
        dir = dir.display(),
        mime = nginx.mime_types.display(),
    );
    text
}

/// Replaces the marked lines. Each has to occur as often as expected: a configuration that has changed its shape is an
/// error here, rather than a test of something that is not deployed.
fn substitute(text: &str, values: &Values, log: &Path) -> Result<String> {
    let ssl = if values.certificate.is_some() { " ssl http2" } else { "" };
    let certificate = |path: &str, file: Option<&PathBuf>| {
        file.map_or_else(String::new, |file| format!("{path} \"{}\";", file.display()))
    };
    let files = values.certificate.as_ref();
    let replacements = [
        ("server 127.0.0.1:8055;", 1, format!("server 127.0.0.1:{};", values.directus_port)),
        ("listen 80;", 1, format!("listen 127.0.0.1:{};", values.redirect_port)),
        ("listen [::]:80;", 1, String::new()),
        ("listen 443 ssl http2;", 1, format!("listen 127.0.0.1:{}{ssl};", values.port)),
        ("listen [::]:443 ssl http2;", 1, String::new()),
        (
            "ssl_certificate     /etc/letsencrypt/live/example.com/fullchain.pem;",
            1,
            certificate("ssl_certificate", files.map(|files| &files.certificate)),
        ),
        (
            "ssl_certificate_key /etc/letsencrypt/live/example.com/privkey.pem;",
            1,
            certificate("ssl_certificate_key", files.map(|files| &files.key)),
        ),
        ("root /var/www/lychgate;", 1, format!("root \"{}\";", values.root.display())),
        ("access_log /var/log/nginx/access.log lychgate;", 2, format!("access_log \"{}\" lychgate;", log.display())),
    ];
    let mut counts = [0; 9];
    let (mut policies, mut limits, mut hosts) = (0, 0, 0);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim();
        if let Some(index) = replacements.iter().position(|(from, ..)| *from == bare) {
            counts[index] += 1;
            out.push_str(&replacements[index].2);
        } else if bare.starts_with("add_header Content-Security-Policy \"") {
            policies += 1;
            out.push_str(&widen(line, values.directus_origin.as_deref())?);
        } else if let Some(zone) = bare.strip_prefix("limit_req_zone ") {
            limits += 1;
            out.push_str(&if values.limits { line.to_owned() } else { unlimited(zone)? });
        } else if let Some(choice) = bare.strip_prefix("# ").filter(|bare| bare.ends_with(ELSEWHERE)) {
            hosts += 1;
            out.push_str(&if values.studio_host { on_test_hosts(choice, values.port) } else { line.to_owned() });
        } else if values.certificate.is_none() {
            // Browsers accept the prefix over HTTPS only, and the Directus of an http site has cookies without it.
            out.push_str(&line.replace("__Host-", ""));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    for ((from, wanted, _), count) in replacements.iter().zip(counts) {
        if count != *wanted {
            bail!("the line «{from}» is there {count} times, not {wanted}");
        }
    }
    for (what, wanted, count) in
        [("policies", 1, policies), ("limits", 5, limits), ("lines for a host of the Studio's own", 2, hosts)]
    {
        if count != wanted {
            bail!("there are {count} {what}, not {wanted}");
        }
    }
    Ok(out)
}

/// Returns the zone with a rate that no test reaches.
fn unlimited(zone: &str) -> Result<String> {
    let (before, _) = zone.split_once(" rate=").context("a limit_req_zone has no rate")?;
    Ok(format!("limit_req_zone {before} rate=10000r/s;"))
}

/// The end of the lines for the Studio's own host.
const ELSEWHERE: &str = "$request_uri;";

/// Returns a line for the Studio's own host, with the two names of this machine.
fn on_test_hosts(line: &str, port: u16) -> String {
    line.replace(r"cms\.example\.com", r"127\.0\.0\.1")
        .replace(r"example\.com", "localhost")
        .replace("https://cms.example.com", &format!("http://127.0.0.1:{port}"))
        .replace("https://example.com", &format!("http://localhost:{port}"))
}

/// Returns the CSP for a Directus on another origin, as the comment above it in `deploy/nginx.conf` says.
fn widen(line: &str, origin: Option<&str>) -> Result<String> {
    let Some(origin) = origin else {
        return Ok(line.to_owned());
    };
    let mut wide = line.to_owned();
    for directive in ["connect-src 'self'", "img-src 'self'", "media-src 'self'"] {
        if wide.matches(directive).count() != 1 {
            bail!("the policy has no «{directive}»");
        }
        wide = wide.replace(directive, &format!("{directive} {origin}"));
    }
    Ok(wide)
}

/// Creates a self-signed certificate for `localhost`, for this run.
pub fn self_signed(dir: &Path) -> Result<Certificate> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).context("cannot make a certificate")?;
    let certificate = Certificate { certificate: dir.join("certificate.pem"), key: dir.join("key.pem") };
    fs::write(&certificate.certificate, made.cert.pem())
        .and_then(|()| fs::write(&certificate.key, made.signing_key.serialize_pem()))
        .with_context(|| format!("cannot write to {}", dir.display()))?;
    paths::owner_only(&certificate.key)?;
    Ok(certificate)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn values() -> Values {
        Values {
            port: 1001,
            redirect_port: 1002,
            directus_port: 1003,
            root: "/tmp/site".into(),
            certificate: None,
            directus_origin: None,
            limits: false,
            studio_host: false,
        }
    }

    fn deployed_with(values: &Values) -> String {
        substitute(&deployed(), values, Path::new("/tmp/log")).unwrap()
    }

    fn deployed() -> String {
        fs::read_to_string(paths::root().join("deploy/nginx.conf")).unwrap()
    }

    fn changed_lines(values: &Values) -> Vec<(String, String)> {
        let (before, after) = (deployed(), deployed_with(values));
        assert_eq!(before.lines().count(), after.lines().count());
        before
            .lines()
            .zip(after.lines())
            .filter(|(before, after)| before != after)
            .map(|(before, after)| (before.trim().to_owned(), after.trim().to_owned()))
            .collect()
    }

    fn https() -> Values {
        let certificate = Some(Certificate { certificate: "/tmp/c.pem".into(), key: "/tmp/k.pem".into() });
        Values { certificate, limits: true, ..values() }
    }

    #[test]
    fn https_replaces_only_the_marked_values() {
        assert_eq!(changed_lines(&https()).len(), 10);
        let after = deployed_with(&https());
        assert!(after.contains("server 127.0.0.1:1003;"));
        assert!(after.contains("listen 127.0.0.1:1001 ssl http2;"));
        assert!(after.contains("ssl_certificate_key \"/tmp/k.pem\";"));
        assert!(after.contains("__Host-directus_session_token"));
        assert!(after.contains("rate=10r/m;"));
    }

    #[test]
    fn http_removes_the_cookie_prefix_and_raises_the_limits() {
        let after = deployed_with(&values());
        assert!(!after.contains("__Host-") && after.contains("directus_session_token"));
        assert_eq!(after.matches("rate=10000r/s;").count(), 5);
        assert!(!after.contains("rate=10r/m;") && !after.contains("ssl_certificate"));
    }

    #[test]
    fn studio_host_changes_two_lines() {
        let changed = changed_lines(&Values { studio_host: true, ..https() });
        let of_hosts: Vec<_> = changed.iter().filter(|(_, after)| after.ends_with(ELSEWHERE)).collect();
        assert_eq!((changed.len(), of_hosts.len()), (12, 2));
    }

    #[test]
    fn configuration_with_another_shape_is_refused() {
        let other = deployed().replace("root /var/www/lychgate;", "root /srv/www;");
        let error = substitute(&other, &values(), Path::new("/tmp/log")).unwrap_err().to_string();
        assert!(error.contains("root /var/www/lychgate;"), "{error}");
    }

    #[test]
    fn another_origin_widens_what_comes_from_directus() {
        let values = Values { directus_origin: Some("http://localhost:9".into()), ..values() };
        let after = deployed_with(&values);
        assert!(after.contains("connect-src 'self' http://localhost:9;"));
        assert!(after.contains("img-src 'self' http://localhost:9 data: blob:;"));
        assert!(after.contains("media-src 'self' http://localhost:9;"));
        assert_eq!(after.matches("http://localhost:9").count(), 3);
    }
}
