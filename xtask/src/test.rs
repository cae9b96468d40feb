//! `cargo xtask test`: everything, or a part of it, on ports and databases of its own.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::json;

use crate::console::{Step, say};
use crate::stack::{self, Stack};
use crate::tools::browser::{self, Browser};
use crate::tools::node::{self, Node};
use crate::tools::rust::{WASM_BINDGEN, WASM_TARGET};
use crate::tools::{explain_network, rust};
use crate::{paths, process};

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// What needs no browser: `cargo test` of the whole workspace
    Unit,
    /// What needs a browser and no server: wasm-bindgen-test in headless Chromium
    Browser,
    /// The whole journey: Playwright against real Directus behind real nginx
    E2e,
}

/// Runs a part, or all; `arguments` go to the program that runs the tests.
pub fn run(part: Option<Part>, arguments: &[OsString]) -> Result<()> {
    match part {
        Some(part) => run_part(part, arguments),
        None if !arguments.is_empty() => {
            bail!("say which tests the arguments are for: unit, browser or e2e")
        }
        None => {
            for part in [Part::Unit, Part::Browser, Part::E2e] {
                run_part(part, &[])?;
            }
            say("all tests passed");
            Ok(())
        }
    }
}

fn run_part(part: Part, arguments: &[OsString]) -> Result<()> {
    let name = match part {
        Part::Unit => "unit tests",
        Part::Browser => "browser tests",
        Part::E2e => "end-to-end tests",
    };
    let step = Step::start(name, "");
    match part {
        Part::Unit => unit(arguments),
        Part::Browser => in_browser(arguments),
        Part::E2e => end_to_end(arguments),
    }?;
    step.done();
    Ok(())
}

fn unit(arguments: &[OsString]) -> Result<()> {
    process::run_shown(Command::new("cargo").args(["test", "--workspace"]).args(arguments).current_dir(paths::root()))
}

fn in_browser(arguments: &[OsString]) -> Result<()> {
    rust::ensure_wasm_target()?;
    let bin = WASM_BINDGEN.ensure()?;
    let browser = browser::ensure()?;
    let capabilities = paths::target().join("webdriver.json");
    write_capabilities(&capabilities, &browser)?;
    process::run_shown(
        Command::new("cargo")
            .args(["test", "--target", WASM_TARGET, "-p", "lychgate", "--test", "browser"])
            .args(arguments)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bin.join("wasm-bindgen-test-runner"))
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
            .current_dir(paths::root()),
    )
}

/// How chromedriver starts the browser: quiet on the network, and without a sandbox only where root leaves no choice.
fn write_capabilities(file: &Path, browser: &Browser) -> Result<()> {
    let mut arguments = vec![
        "headless",
        "disable-gpu",
        "disable-quic",
        "disable-dev-shm-usage",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    ];
    if rustix::process::geteuid().is_root() {
        arguments.push("no-sandbox");
    }
    let capabilities = json!({
        "goog:chromeOptions": { "binary": browser.chromium, "args": arguments }
    });
    fs::write(file, capabilities.to_string()).with_context(|| format!("cannot write {}", file.display()))
}

fn end_to_end(arguments: &[OsString]) -> Result<()> {
    let tests = paths::root().join("tests/e2e");
    if !tests.join("package.json").is_file() {
        bail!("there is no {}", tests.join("package.json").display());
    }
    let node = node::ensure()?;
    let browser = browser::ensure()?;
    install_playwright(&node, &tests)?;
    let stack = Stack::start(&stack::TEST, &paths::target().join("test"))?;
    let outcome = process::run_shown(
        node.script(tests.join("node_modules/@playwright/test/cli.js"))?
            .arg("test")
            .args(arguments)
            .envs(stack.env().iter().cloned())
            .envs(stack::variables(&browser)?)
            .current_dir(&tests),
    );
    // A server that died explains failed tests better than they do themselves.
    stack.check()?;
    outcome
}

/// `npm ci`, unless what is installed is of the very lock file.
fn install_playwright(node: &Node, tests: &Path) -> Result<()> {
    let lock = tests.join("package-lock.json");
    let lock = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let installed = tests.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node::require_npm()?;
    process::run_step(
        node.npm()?
            .args(["ci", "--no-audit", "--no-fund"])
            // The browser is the system's.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(tests),
        "install Playwright",
        "",
        |log| explain_network(log, "Playwright"),
    )?;
    fs::write(&installed, lock).with_context(|| format!("cannot write {}", installed.display()))
}
