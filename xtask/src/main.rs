//! `cargo xtask`: the tasks of the project.
//!
//! - [`tools`] installs the programs that are needed; [`cache`] keeps them, [`process`] runs and stops them.
//! - [`directus`] starts a Directus, [`provision`] sets it up, [`seed`] fills it, [`backend`] combines the three.
//! - [`services`] starts the services beside it: a mailbox, an OpenID provider.

// This program prints its progress.
#![allow(clippy::print_stdout)]

mod api;
mod audit;
mod backend;
mod bench;
mod build;
mod cache;
mod catalogs;
mod console;
mod demo;
mod digest;
mod directus;
mod doctor;
mod generated;
mod mutations;
mod packages;
mod paths;
mod process;
mod provision;
mod screenshots;
mod seed;
mod serve;
mod services;
mod stack;
mod styles;
mod test;
mod tools;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set up, run, build and test Lychgate")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the whole site from nothing: install, start, seed, build and serve it
    Demo(demo::Options),
    /// Build the deployable site in dist/, with .br and .gz beside compressible files
    Build {
        /// The path that the site is served at
        #[arg(long, default_value = "/")]
        public_url: String,
    },
    /// Join styles/ into one stylesheet, target/site.css; Trunk calls this before each build
    Styles,
    /// Generate the catalogs of all languages, and the messages for the time before the app runs, from locales/; Trunk
    /// calls this before each build
    Catalogs,
    /// Run all tests, or a part of them; arguments after `--` go to the program that runs the tests
    Test {
        /// The part
        part: Option<test::Part>,
        /// In full size, which takes long: with LYCHGATE_SOAK=1, native tests optimised, with the mutations
        #[arg(long)]
        soak: bool,
        /// The version of Directus for the end-to-end tests; 12 starts without a licence key
        #[arg(long, value_name = "VERSION", default_value = "11")]
        directus: directus::Version,
        /// For `cargo test` or Playwright
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Check the dependencies: lock files, licences, sources, known vulnerabilities
    Audit,
    /// Take screenshots of every page in every state, in three widths, light and dark, into target/screenshots/
    Screenshots {
        /// Only states whose names contain this, such as `profile`
        filter: Option<String>,
    },
    /// Measure this build, the last tagged one and a bare static page in a browser; prints a table, and fills target/bench/
    Bench(bench::Options),
    /// Run the stack of the end-to-end tests, for working on them
    #[command(hide = true)]
    Stack,
    /// Report which tools are there, which are missing, and how to get them
    Doctor,
    /// Serve the site by `trunk serve`, rebuilt on every change; its proxy leads to the Directus of `backend`
    Serve {
        /// Where the site is served, on localhost
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// With the page /styleguide, which shows every component in every state
        #[arg(long)]
        styleguide: bool,
    },
    /// Run a provisioned and seeded Directus, for `serve`
    Backend(backend::Options),
    /// Set up any Directus 11 or 12 for the site: collections, role, permissions, registration
    Provision {
        /// The URL of the Directus, such as `https://example.com/directus`
        #[arg(long)]
        url: String,
        /// An administrator's static token
        #[arg(long, env = "DIRECTUS_TOKEN", hide_env_values = true)]
        token: String,
        /// Print what would be done, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        options: provision::ProvisionOptions,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let started = paths::this_program().and_then(|_| process::handle_signals());
    match started.and_then(|()| run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Demo(options) => demo::run(options),
        Command::Build { public_url } => build::run(&public_url),
        Command::Serve { port, styleguide } => build::serve(port, styleguide),
        Command::Styles => styles::run(),
        Command::Catalogs => catalogs::run(),
        Command::Test { part, soak, directus, arguments } => test::run(part, soak, directus, &arguments),
        Command::Audit => audit::run(),
        Command::Screenshots { filter } => screenshots::run(filter.as_deref()),
        Command::Bench(options) => bench::run(&options),
        Command::Stack => stack::run(),
        Command::Doctor => doctor::run(),
        Command::Backend(options) => backend::run(options),
        Command::Provision { url, token, dry_run, options } => {
            provision::provision(&api::Directus::new(&url, &token), &options, dry_run, provision::Report::Full)
        }
    }
}
