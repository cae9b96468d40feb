//! Tools of the Rust side: the wasm target, Trunk, wasm-bindgen.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::explain_network;
use crate::console::Step;
use crate::{cache, paths, process};

/// Builds the site.
pub const TRUNK: Crate = Crate {
    name: "trunk",
    bin: "trunk",
    version: "0.21.14",
    // Its own profile optimises it as a whole, which takes as long again as compiling it and saves the build nothing.
    options: &[
        "--config",
        "profile.release.lto=false",
        "--config",
        "profile.release.codegen-units=16",
        "--config",
        "profile.release.opt-level=1",
    ],
    expect: "compiling it takes 3–5 min on two cores",
};

/// Writes the JavaScript glue, and runs browser tests. Must equal the `wasm-bindgen` crate that the site is built with.
pub const WASM_BINDGEN: Crate = Crate {
    name: "wasm-bindgen-cli",
    bin: "wasm-bindgen",
    version: "0.2.129",
    options: &[],
    expect: "compiling it takes 2–3 min on two cores",
};

/// The target the site is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program that `cargo install` provides.
pub struct Crate {
    /// The package.
    pub name: &'static str,
    /// Its main program.
    pub bin: &'static str,
    /// The exact version.
    pub version: &'static str,
    /// How it is compiled, for `cargo install`.
    pub options: &'static [&'static str],
    /// What to expect of compiling it.
    pub expect: &'static str,
}

impl Crate {
    fn key(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// The folder with its programs, if it is there: in the cache, or on PATH in the very version.
    pub fn find(&self) -> Result<Option<PathBuf>> {
        if let Some(dir) = cache::find(&self.key())? {
            return Ok(Some(dir.join("bin")));
        }
        Ok(paths::which(self.bin).and_then(|program| {
            let version = process::output(Command::new(&program).arg("--version"))?;
            let matches = version.split_whitespace().any(|word| word == self.version);
            matches.then(|| program.parent().map(PathBuf::from)).flatten()
        }))
    }

    /// The folder with its programs, installing them where they are missing.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(bin) = self.find()? {
            return Ok(bin);
        }
        let dir = cache::ensure(&self.key(), |root, products| {
            let name = format!("install {} {}", self.name, self.version);
            // A prebuilt program takes seconds, where somebody has the means to fetch one.
            if paths::which("cargo-binstall").is_some() {
                let fetched = process::run_step(
                    Command::new("cargo")
                        .args(["binstall", "--no-confirm", "--disable-strategies", "compile"])
                        .arg("--root")
                        .arg(root)
                        .arg(format!("{}@{}", self.name, self.version))
                        .current_dir(products),
                    &format!("{name} (prebuilt)"),
                    "",
                    |_| None,
                );
                if fetched.is_ok() {
                    return Ok(());
                }
            }
            process::run_step(
                Command::new("cargo")
                    .args(["install", self.name, "--locked", "--version", self.version])
                    .args(self.options)
                    .arg("--root")
                    .arg(root)
                    .arg("--target-dir")
                    .arg(products)
                    // Not in the checkout, whose .cargo/config.toml is not meant for foreign crates.
                    .current_dir(products)
                    .env_remove("CARGO_TARGET_DIR"),
                &name,
                self.expect,
                |log| explain_network(log, self.name),
            )
        })?;
        Ok(dir.join("bin"))
    }
}

/// Whether the wasm target's standard library is installed.
pub fn has_wasm_target() -> bool {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(paths::root()));
    sysroot.is_some_and(|sysroot| PathBuf::from(sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir())
}

/// Adds the wasm target where it is missing.
pub fn ensure_wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    let step = Step::start(format!("add the target {WASM_TARGET}"), "");
    if paths::which("rustup").is_none() {
        anyhow::bail!(
            "the Rust target {WASM_TARGET} is missing and there is no rustup to add it: install Rust from \
             https://rustup.rs, or the target's standard library by your system's packages"
        );
    }
    process::run_shown(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(paths::root()))?;
    step.done();
    Ok(())
}
