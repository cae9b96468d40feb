//! nginx with the module for precompressed brotli files.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

const BROTLI: &str = "ngx_http_brotli_static_module.so";

/// An nginx that can serve brotli siblings.
#[derive(Debug)]
pub struct Nginx {
    /// The program.
    pub program: PathBuf,
    /// Its list of media types.
    pub mime_types: PathBuf,
    /// The module, unless it is compiled in.
    pub brotli_module: Option<PathBuf>,
}

/// Returns the nginx on PATH or among Debian's servers, if it has the module.
pub fn find() -> Option<Nginx> {
    // Debian installs servers in a folder that is not on a user's PATH.
    let program = paths::which("nginx").or_else(|| {
        let program = PathBuf::from("/usr/sbin/nginx");
        program.is_file().then_some(program)
    })?;
    // nginx prints its build options on stderr.
    let output = Command::new(&program).arg("-V").output().ok()?;
    let built = String::from_utf8_lossy(&output.stderr).into_owned();
    let option = |name: &str| {
        built.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(PathBuf::from)
    };
    let mime_types =
        option("--conf-path").as_deref().and_then(Path::parent).unwrap_or(Path::new("/etc/nginx")).join("mime.types");
    let brotli_module = if built.contains("ngx_brotli") {
        None
    } else {
        let modules = option("--modules-path").unwrap_or_else(|| PathBuf::from("/usr/lib/nginx/modules"));
        Some(modules.join(BROTLI)).filter(|module| module.is_file()).map(Some)?
    };
    Some(Nginx { program, mime_types, brotli_module })
}

/// Returns nginx, and installs Debian's if it or the module is missing.
pub fn ensure() -> Result<Nginx> {
    if let Some(nginx) = find() {
        return Ok(nginx);
    }
    install_packages(&["nginx-light", "libnginx-mod-http-brotli-static"], "nginx with its module for brotli files")?;
    find().context("nginx was installed, but it or its brotli module cannot be found")
}
