//! `cargo xtask build`: the deployable site in `dist/`; `cargo xtask serve`: the site while it is worked on. Examples
//! are built the same way, for the demo and the tests.

pub mod ahead;
mod app;
mod browsers;
mod fingerprint;
mod parts;
mod precompress;
pub mod sanitizer;
mod short_names;
mod worker;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use crate::console::{Step, format_size, print_line};
use crate::tools::rust::{TRUNK, WASM_BINDGEN, WASM_SPLIT};
use crate::tools::{explain_network, node, path_with, rust, site};
use crate::{cache, paths, process};
pub use app::App;
use parts::Parts;

/// Installs what building an app takes, where it is missing. Returns a PATH that has it all, and puts the sanitiser in
/// its place where the app loads it.
fn tools(app: &App) -> Result<OsString> {
    rust::ensure_wasm_target()?;
    let wasm_bindgen = WASM_BINDGEN.ensure()?;
    let trunk = TRUNK.ensure()?;
    let node = node::ensure()?;
    let site = site::ensure(&node)?;
    if app.index()?.contains(sanitizer::NAME) {
        sanitizer::provide(&site)?;
    }
    let mut programs = vec![trunk, wasm_bindgen, site.programs(), node.bin().to_owned()];
    if app.is_split() {
        programs.push(WASM_SPLIT.ensure()?);
    }
    path_with(&programs)
}

/// Builds the site, whatever is there already, and prints the sizes.
pub fn run(public_url: &str) -> Result<()> {
    let site = App::site();
    build(&site, public_url)?;
    print_sizes(site.dist())
}

/// Builds an app only if what it is made of has changed since it was built.
pub fn ensure(app: &App) -> Result<()> {
    if fingerprint::matches(app, "/")? {
        return Ok(());
    }
    build(app, "/")
}

/// Writes `.br` and `.gz` beside each compressible file below `dir`, as a build does.
pub fn compress(dir: &Path) -> Result<()> {
    precompress::run(dir, &path_with(&[node::ensure()?.bin()])?)
}

/// Serves the site and rebuilds it on changes, until it is stopped; optionally with the page `/styleguide`.
pub fn serve(port: u16, with_styleguide: bool) -> Result<()> {
    let path = tools(&App::site())?;
    fetch_crates()?;
    let status = Command::new("trunk")
        .args(["serve", "--port", &port.to_string()])
        .args(if with_styleguide { &["--features", "styleguide"][..] } else { &[] })
        .env("PATH", path)
        .current_dir(paths::root())
        .status()
        .context("cannot start trunk")?;
    if !status.success() {
        bail!("trunk serve ended: {status}");
    }
    Ok(())
}

fn build(app: &App, public_url: &str) -> Result<()> {
    let path = tools(app)?;
    let target = paths::root().join("target");
    fs::create_dir_all(&target).with_context(|| format!("cannot create {}", target.display()))?;
    // Two builds at once (of a demo and a test run) would overwrite each other's files.
    let _lock = cache::exclusive(&app.beside("lock"), || {
        print_line(format_args!("· another xtask is building {}: waiting for it …", app.title()));
    })?;
    // Taken before the build, so that a change during the build causes another one.
    let fingerprint = fingerprint::current(app, public_url)?;
    fingerprint::forget(app)?;
    fetch_crates()?;
    // Built beside its place and moved there at the end: nobody ever finds half an app.
    let staging = app.beside("staging");
    cache::remove_dir(&staging)?;
    process::run_step(
        Command::new("trunk")
            .args(["build", "--release", "--public-url", public_url, "--dist"])
            .arg(&staging)
            .args(if app.is_split() { &["--features", parts::FEATURE][..] } else { &[] })
            .env("PATH", &path)
            .env("NO_COLOR", "true")
            .env("RUST_BACKTRACE", "0")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remapped_paths())
            .current_dir(app.folder()),
        &format!("build {}", app.title()),
        "the first time some minutes, then less",
        |_| None,
    )?;
    let views = if app.is_rendered_ahead() { Some(ahead::views()?) } else { None };
    let step = Step::start(format!("compress {}", app.title()), "");
    if views.is_some() {
        ahead::provide(&staging)?;
    }
    let parts = if app.is_split() {
        parts::run(&staging, app, &path)?
    } else {
        short_names::run(&staging, &app.index()?, &path)?;
        Parts::default()
    };
    minify(&staging, &path)?;
    browsers::compile_styles(&staging, &path)?;
    if let Some(views) = views {
        ahead::run(&staging, public_url, views, &parts)?;
        worker::provide(&staging, &path)?;
    }
    precompress::run(&staging, &path)?;
    step.done();
    cache::remove_dir(app.dist())?;
    fs::rename(&staging, app.dist())
        .with_context(|| format!("cannot move {} to {}", app.title(), app.dist().display()))?;
    fingerprint::remember(app, &fingerprint)
}

/// Minifies the scripts, and compiles them to the supported browsers. Trunk's own minifier does not handle dynamic imports and wasm-bindgen's exports, so that it
/// leaves both of the app's scripts as they are. The sanitiser stays as it is published: its authors have minified it
/// already, and everybody can compare it.
///
/// The names keep the hashes that Trunk gave them: minifying does not change what a script does.
fn minify(site: &Path, path: &OsStr) -> Result<()> {
    let target = browsers::esbuild_option()?;
    for script in files(site)? {
        let published =
            script.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with(sanitizer::NAME));
        if published || script.extension().is_none_or(|extension| extension != "js") {
            continue;
        }
        process::tool(
            Command::new("esbuild")
                .args(["--minify", "--legal-comments=inline", "--log-level=warning", "--allow-overwrite"])
                .arg(&target)
                .arg(&script)
                .arg(format!("--outfile={}", script.display()))
                .env("PATH", path),
        )
        .with_context(|| format!("cannot minify {}", script.display()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// Returns flags that remove local paths from panic messages, so that visitors do not download them. For the
/// WebAssembly target only: with other flags for every target, Trunk's hook would rebuild xtask.
fn remapped_paths() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // One folder for each registry; fetch_crates has filled them.
    let registries = home.into_iter().flat_map(|home| fs::read_dir(home.join("registry/src")).into_iter().flatten());
    let crates = registries.flatten().map(|registry| registry.path().join(""));
    let roots = crates.chain([paths::root().join("")]).map(|root| root.display().to_string());
    // Cargo splits the flags at whitespace.
    let roots = roots.filter(|root| !root.contains(char::is_whitespace));
    let flags: Vec<_> = roots.map(|root| format!("--remap-path-prefix={root}=")).collect();
    flags.join(" ")
}

/// Downloads the crates of the site if any is missing: Trunk runs offline, and makes Cargo run offline, too.
fn fetch_crates() -> Result<()> {
    let fetch = || {
        let mut command = Command::new("cargo");
        command.args(["fetch", "--target", rust::WASM_TARGET]).current_dir(paths::root());
        command
    };
    if process::output(fetch().arg("--offline")).is_some() {
        return Ok(());
    }
    process::run_step(&mut fetch(), "download the crates of the site", "", |log| {
        explain_network(log, "the crates of the site")
    })
}

/// Prints the sizes of all files that a visitor downloads, raw and compressed.
fn print_sizes(dist: &Path) -> Result<()> {
    print_line(format_args!("\n{:<44} {:>12} {:>12}", "", "raw", "brotli"));
    let mut total = (0, 0);
    for ending in ["wasm", "js", "json", "css", "html"] {
        for file in files(dist)? {
            if file.extension().is_none_or(|extension| extension != ending) {
                continue;
            }
            let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
            let raw = length(&file)?;
            let brotli = length(&precompress::sibling(&file, "br")).unwrap_or(raw);
            print_line(format_args!("{name:<44} {:>12} {:>12}", format_size(raw), format_size(brotli)));
            if matches!(ending, "wasm" | "js") {
                total = (total.0 + raw, total.1 + brotli);
            }
        }
    }
    print_line(format_args!(
        "{:<44} {:>12} {:>12}",
        "wasm and JavaScript together",
        format_size(total.0),
        format_size(total.1)
    ));
    Ok(())
}

/// Returns all files below a folder, sorted.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn length(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len())
}
