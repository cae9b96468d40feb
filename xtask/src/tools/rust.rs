//! Tools of the Rust side: the wasm target, Trunk, wasm-bindgen.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
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
    // Its own profile uses LTO, which doubles the time to compile it and saves no build time.
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

/// Generates the JavaScript bindings, and runs browser tests. Must have the version of the crate `wasm-bindgen`.
pub const WASM_BINDGEN: Crate = Crate {
    name: "wasm-bindgen-cli",
    bin: "wasm-bindgen",
    version: "0.2.129",
    options: &[],
    expect: "compiling it takes 2–3 min on two cores",
};

/// Takes the WebAssembly of the site apart. Must understand what the crate `wasm_split_helpers` writes.
pub const WASM_SPLIT: Crate = Crate {
    name: "wasm_split_cli_support",
    bin: "wasm-split-cli",
    version: "0.2.4",
    options: &[
        "--features",
        "build-binary",
        "--config",
        "profile.release.codegen-units=16",
        "--config",
        "profile.release.opt-level=1",
    ],
    expect: "compiling it takes 1–2 min on two cores",
};

/// Checks the crates of the workspace by deny.toml. Only `cargo xtask audit` needs it.
pub const CARGO_DENY: Crate = Crate {
    name: "cargo-deny",
    bin: "cargo-deny",
    version: "0.20.2",
    // It mostly waits for files and the network, and compiles in half the time this way.
    options: &["--debug", "--config", "profile.dev.debug=false"],
    expect: "compiling it takes 2–3 min on two cores",
};

/// The target of the site.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program that `cargo install` installs.
pub struct Crate {
    /// The package.
    pub name: &'static str,
    /// Its main program.
    pub bin: &'static str,
    /// The exact version.
    pub version: &'static str,
    /// Options for `cargo install`.
    pub options: &'static [&'static str],
    /// What to expect of compiling it.
    pub expect: &'static str,
}

impl Crate {
    fn key(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// Returns the folder with its programs, if it is in the cache, or on PATH in this version.
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

    /// Returns the folder with its programs, and installs them if they are missing.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(bin) = self.find()? {
            return Ok(bin);
        }
        let dir = cache::ensure(&self.key(), |root, products| {
            let name = format!("install {} {}", self.name, self.version);
            // A prebuilt program takes seconds, if cargo-binstall is there to download it.
            if paths::which("cargo-binstall").is_some() {
                let fetched = process::run_step(
                    Command::new("cargo")
                        .args(self.prebuilt(root))
                        .env("BINSTALL_DISABLE_TELEMETRY", "true")
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
                    .args(self.compiled(root, products))
                    // Outside of the checkout, whose .cargo/config.toml is not for other crates.
                    .current_dir(products)
                    .env_remove("CARGO_TARGET_DIR"),
                &name,
                self.expect,
                |log| explain_network(log, self.name),
            )
        })?;
        Ok(dir.join("bin"))
    }

    /// Returns arguments that make `cargo binstall` download a release of the crate's authors, and nothing else:
    /// QuickInstall's programs are built by a third party, and [`Crate::compiled`] compiles with the crate's lock file.
    fn prebuilt(&self, root: &Path) -> Vec<OsString> {
        let package = format!("{}@{}", self.name, self.version);
        let strategies = ["--strategies", "crate-meta-data", "--disable-strategies", "quick-install,compile"];
        let mut arguments: Vec<OsString> = vec!["binstall".into(), "--no-confirm".into()];
        arguments.extend(strategies.map(OsString::from));
        arguments.extend(["--root".into(), root.into(), package.into()]);
        arguments
    }

    /// Returns arguments that make `cargo install` compile this version with its authors' lock file.
    fn compiled(&self, root: &Path, products: &Path) -> Vec<OsString> {
        let fixed = ["install", self.name, "--locked", "--version", self.version];
        let mut arguments: Vec<OsString> = fixed.iter().chain(self.options).map(OsString::from).collect();
        arguments.extend(["--root".into(), root.into(), "--target-dir".into(), products.into()]);
        arguments
    }
}

/// Whether the wasm target's standard library is installed.
pub fn has_wasm_target() -> bool {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(paths::root()));
    sysroot.is_some_and(|sysroot| PathBuf::from(sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir())
}

/// Adds the wasm target if it is missing.
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

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&Crate; 5] = [&TRUNK, &WASM_BINDGEN, &WASM_SPLIT, &CARGO_DENY, &crate::tools::firefox::GECKODRIVER];

    #[test]
    fn prebuilt_programs_come_from_the_authors_of_the_crate() {
        for tool in ALL {
            let arguments = tool.prebuilt(Path::new("/r"));
            let after = |option: &str| {
                let place = arguments.iter().position(|argument| argument == option)?;
                arguments.get(place + 1)?.to_str()
            };
            assert_eq!(arguments.first().and_then(|first| first.to_str()), Some("binstall"));
            assert_eq!(after("--strategies"), Some("crate-meta-data"));
            assert_eq!(after("--disable-strategies"), Some("quick-install,compile"));
            assert_eq!(after("--root"), Some("/r"));
            assert_eq!(arguments.last(), Some(&format!("{}@{}", tool.name, tool.version).into()));
        }
    }

    #[test]
    fn programs_are_compiled_in_their_version_with_their_lock_file() {
        for tool in ALL {
            let arguments = tool.compiled(Path::new("/r"), Path::new("/p"));
            assert_eq!(
                arguments[..5],
                ["install", tool.name, "--locked", "--version", tool.version].map(OsString::from)
            );
            assert!(tool.version.split('.').all(|part| part.parse::<u32>().is_ok()), "{}", tool.version);
        }
    }
}
