//! `cargo xtask`: everything one does with this project beyond writing it.
//!
//! - [`tools`] get the programs that are needed; [`cache`] keeps them, [`process`] runs them and stops them.
//! - [`directus`] starts a Directus, [`provision`] sets one up, [`seed`] fills it, [`backend`] puts the three together.
//! - [`services`] starts what stands beside it: a mailbox, an OpenID provider.

// Telling people what happens is what this program is for.
#![allow(clippy::print_stdout)]

mod api;
mod audit;
mod backend;
mod build;
mod cache;
mod catalogs;
mod console;
mod demo;
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
    /// The whole site from nothing: installs, starts, seeds, builds and serves it
    Demo(demo::Options),
    /// The deployable site in dist/, with .br and .gz beside what compresses
    Build {
        /// The path the site is served at
        #[arg(long, default_value = "/")]
        public_url: String,
    },
    /// One stylesheet, target/site.css, out of styles/; Trunk calls this before each build
    Styles,
    /// The catalogs of all languages, and what speaks before the app does, out of locales/; Trunk calls this before each build
    Catalogs,
    /// All tests, or a part of them; what follows `--` goes to the program that runs the tests
    Test {
        /// Which
        part: Option<test::Part>,
        /// Also what takes long: with LYCHGATE_SOAK=1 tests do all they can, native ones optimised
        #[arg(long)]
        soak: bool,
        /// Which Directus the end-to-end tests run against; 12 is started without a licence key
        #[arg(long, value_name = "VERSION", default_value = "11")]
        directus: directus::Version,
        /// For `cargo test` or Playwright
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// What the project takes from others: lock files, licences, sources, known vulnerabilities
    Audit,
    /// Screenshots of every page in every state, in three widths, light and dark, into target/screenshots/
    Screenshots {
        /// Only of states with this in their names, such as `profile`
        filter: Option<String>,
    },
    /// What the end-to-end tests run against, kept running while one works on them
    #[command(hide = true)]
    Stack,
    /// What is there, what is missing, and how to get it
    Doctor,
    /// The site by `trunk serve`, rebuilt on every change; its proxy leads to the Directus of `backend`
    Serve {
        /// Where the site is served, on localhost
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// With the page /styleguide, which shows every piece in every state
        #[arg(long)]
        styleguide: bool,
    },
    /// A provisioned and seeded Directus, for working with `serve`
    Backend(backend::Options),
    /// Set up any Directus 11 or 12 for the site: collections, role, permissions, registration
    Provision {
        /// The address of the Directus, such as `https://example.com/directus`
        #[arg(long)]
        url: String,
        /// An administrator's static token
        #[arg(long, env = "DIRECTUS_TOKEN", hide_env_values = true)]
        token: String,
        /// Say what would be done, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        wishes: provision::Wishes,
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
        Command::Stack => stack::run(),
        Command::Doctor => doctor::run(),
        Command::Backend(options) => backend::run(options),
        Command::Provision { url, token, dry_run, wishes } => {
            provision::provision(&api::Directus::new(&url, &token), &wishes, dry_run, provision::Report::Full)
        }
    }
}
