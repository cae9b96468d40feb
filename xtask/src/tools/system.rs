//! Programs that come from the operating system's packages.

use std::process::Command;

use anyhow::{Result, bail};

use super::explain_network;
use crate::{paths, process};

/// Installs Debian packages if xtask may (as root, with apt); otherwise fails with the command that does.
pub fn install_packages(packages: &[&str], purpose: &str) -> Result<()> {
    let command = format!("apt-get update && apt-get install --yes {}", packages.join(" "));
    if paths::which("apt-get").is_none() {
        bail!("{purpose} is missing: install your system's packages {}", packages.join(", "));
    }
    if !rustix::process::geteuid().is_root() {
        bail!("{purpose} is missing. This installs it: sudo sh -c '{command}'");
    }
    let explain = |log: &str| explain_network(log, purpose);
    process::run_step(Command::new("apt-get").arg("update"), "refresh the package lists", "", explain)?;
    process::run_step(
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        &format!("install {}", packages.join(", ")),
        "",
        explain,
    )
}

/// Returns the missing programs that compile Directus' native modules.
pub fn missing_build_tools() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if paths::which("c++").is_none() && paths::which("g++").is_none() {
        missing.push("a C++ compiler (g++)");
    }
    for program in ["make", "python3"] {
        if paths::which(program).is_none() {
            missing.push(program);
        }
    }
    missing
}

/// Fails with one sentence if native modules cannot be compiled here.
pub fn require_build_tools() -> Result<()> {
    let missing = missing_build_tools();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "Directus has native modules that are compiled here, and this machine lacks {}: install g++, make and python3 \
         (Debian, Ubuntu: sudo apt-get install g++ make python3; macOS: xcode-select --install)",
        missing.join(" and ")
    )
}
