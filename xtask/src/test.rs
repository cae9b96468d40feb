//! `cargo xtask test`: all tests or a part of them, on their own ports and databases.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::build::sanitizer;
use crate::console::{Step, print_line};
use crate::directus::{Version, guard};
use crate::stack::{self, Stack};
use crate::tools::browser::{self, Browser};
use crate::tools::node::{self, Node};
use crate::tools::rust::{WASM_BINDGEN, WASM_TARGET};
use crate::tools::{explain_network, firefox, rust, site};
use crate::{mutations, packages, paths, process};

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Without a browser: `cargo test` of the whole workspace, the tests of directus/extensions, and the packages of
    /// the crates
    Unit,
    /// In a browser without a server: wasm-bindgen-test in headless Chromium and Firefox
    Browser,
    /// End to end: Playwright against real Directus behind real nginx
    E2e,
}

/// Makes tests run in their full size, however long it takes.
const SOAK: (&str, &str) = ("LYCHGATE_SOAK", "1");

/// An optimised build with the checks of a debug build.
const SOAK_PROFILE: [&str; 6] =
    ["--profile", "soak", "--config", "profile.soak.inherits='dev'", "--config", "profile.soak.opt-level=3"];

/// The arguments of `cargo test` for the tests that need a browser: those of the crate for Yew apps, and those of the
/// site, which are modules of its library.
const IN_A_BROWSER: [&[&str]; 2] = [
    &["--package", "lychgate-yew", "--test", "browser"],
    &["--package", "lychgate", "--lib", "--features", "styleguide"],
];

/// Runs a part of the tests or all, with `soak` in their full size. `arguments` go to the program that runs the tests.
/// The version of Directus matters to the end-to-end tests only: with 12 those run that a Directus without a licence
/// allows.
pub fn run(part: Option<Part>, soak: bool, directus: Version, arguments: &[OsString]) -> Result<()> {
    match part {
        Some(part) if directus != Version::Eleven && part != Part::E2e => {
            bail!("only the end-to-end tests know another Directus than 11: cargo xtask test e2e --directus 12")
        }
        None if directus != Version::Eleven => run(Some(Part::E2e), soak, directus, arguments),
        Some(part) => run_part(part, soak, directus, arguments),
        None if !arguments.is_empty() => {
            bail!("say which tests the arguments are for: unit, browser or e2e")
        }
        None => {
            for part in [Part::Unit, Part::Browser, Part::E2e] {
                run_part(part, soak, directus, &[])?;
            }
            print_line("all tests passed");
            Ok(())
        }
    }
}

fn run_part(part: Part, soak: bool, directus: Version, arguments: &[OsString]) -> Result<()> {
    let name = match part {
        Part::Unit => "unit tests",
        Part::Browser => "browser tests",
        Part::E2e => "end-to-end tests",
    };
    let step = Step::start(name, "");
    match part {
        Part::Unit => unit(soak, arguments),
        Part::Browser => in_browsers(arguments),
        Part::E2e => end_to_end(soak, directus, arguments),
    }?;
    step.done();
    Ok(())
}

fn unit(soak: bool, arguments: &[OsString]) -> Result<()> {
    let cargo = |options: &[&str]| {
        let mut command = Command::new("cargo");
        command.arg("test").args(options).args(arguments).current_dir(paths::root());
        command
    };
    process::run_shown(&mut cargo(&["--workspace"]))?;
    // Arguments are for `cargo test`, and select some of its tests.
    if arguments.is_empty() {
        guard::test(&node::ensure()?)?;
        packages::check()?;
    }
    if soak {
        let options = [&["--package", mutations::PACKAGE], &SOAK_PROFILE[..]].concat();
        process::run_shown(cargo(&options).env(SOAK.0, SOAK.1))?;
        mutations::run()?;
    }
    Ok(())
}

fn in_browsers(arguments: &[OsString]) -> Result<()> {
    let chromium = browser::ensure()?;
    in_browser(("CHROMEDRIVER", &chromium.driver), &chromium_capabilities(&chromium), arguments)?;
    let capabilities = json!({ "moz:firefoxOptions": { "binary": firefox::ensure()?, "args": ["-headless"] } });
    in_browser(("GECKODRIVER", &firefox::ensure_driver()?), &capabilities, arguments)
}

fn in_browser(driver: (&str, &Path), capabilities: &Value, arguments: &[OsString]) -> Result<()> {
    rust::ensure_wasm_target()?;
    let bin = WASM_BINDGEN.ensure()?;
    // The tests load the same script as the site.
    sanitizer::provide(&site::ensure(&node::ensure()?)?)?;
    let file = paths::target().join("webdriver.json");
    fs::write(&file, capabilities.to_string()).with_context(|| format!("cannot write {}", file.display()))?;
    for tests in IN_A_BROWSER {
        let mut command = Command::new("cargo");
        command.args(["test", "--target", WASM_TARGET]).args(tests).args(arguments);
        // The runner takes any driver that is named, so that only one may be.
        for other in ["GECKODRIVER", "SAFARIDRIVER", "CHROMEDRIVER", "MSEDGEDRIVER"] {
            command.env_remove(other);
        }
        process::run_shown(
            command
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bin.join("wasm-bindgen-test-runner"))
                .env(driver.0, driver.1)
                .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &file)
                .current_dir(paths::root()),
        )?;
    }
    Ok(())
}

/// Returns the options for Chromium: no requests of its own, and no sandbox if the user is root, where there is none.
fn chromium_capabilities(browser: &Browser) -> Value {
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
    json!({ "goog:chromeOptions": { "binary": browser.chromium, "args": arguments } })
}

fn end_to_end(soak: bool, directus: Version, arguments: &[OsString]) -> Result<()> {
    let more: &[(&str, &str)] = if soak { &[SOAK] } else { &[] };
    playwright(&format!("test{}", directus.suffix()), directus, arguments, more)
}

/// Runs Playwright in `tests/e2e` against a new stack called `name`. `arguments` go to
/// Playwright, as do the variables `more` and those of the stack.
pub fn playwright<Name: AsRef<OsStr>, Value: AsRef<OsStr>>(
    name: &str,
    directus: Version,
    arguments: &[OsString],
    more: &[(Name, Value)],
) -> Result<()> {
    playwright_on(|| Stack::start(name, &paths::target().join(name), directus), arguments, more)
}

/// Runs Playwright in `tests/e2e` against the stack that `start` starts, once what Playwright takes is installed.
pub fn playwright_on<Name: AsRef<OsStr>, Value: AsRef<OsStr>>(
    start: impl FnOnce() -> Result<Stack>,
    arguments: &[OsString],
    more: &[(Name, Value)],
) -> Result<()> {
    let tests = paths::root().join("tests/e2e");
    if !tests.join("package.json").is_file() {
        bail!("there is no {}", tests.join("package.json").display());
    }
    let node = node::ensure()?;
    let variables = stack::variables()?;
    install_playwright(&node, &tests)?;
    let stack = start()?;
    let mut playwright = node.script(tests.join("node_modules/@playwright/test/cli.js"))?;
    playwright
        .arg("test")
        .args(arguments)
        .envs(stack.env().iter().cloned())
        .envs(variables)
        .envs(more.iter().map(|(name, value)| (name, value)))
        .current_dir(&tests);
    let outcome = process::run_shown(&mut without_precedence(playwright));
    // A server that has died explains failed tests better than their own errors.
    stack.check()?;
    outcome
}

/// As root, Chromium raises the priority of its painting above every other program, and so above the Directus that it
/// waits for. Without the capability it does not.
fn without_precedence(command: Command) -> Command {
    let setpriv = paths::which("setpriv").filter(|_| rustix::process::geteuid().is_root());
    let Some(setpriv) = setpriv else { return command };
    let mut without = Command::new(setpriv);
    without
        .args(["--bounding-set", "-sys_nice", "--inh-caps", "-sys_nice"])
        .arg(command.get_program())
        .args(command.get_args())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(dir) = command.get_current_dir() {
        without.current_dir(dir);
    }
    without
}

/// Runs `npm ci`, unless the installation is of the same lock file.
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
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            // The system's browser is used.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(tests),
        "install Playwright",
        "",
        |log| explain_network(log, "Playwright"),
    )?;
    fs::write(&installed, lock).with_context(|| format!("cannot write {}", installed.display()))
}
