//! `cargo xtask provision`: sets up any Directus 11 for the site, instead of manual work in the Studio, and 12 as far
//! as its licence allows.

mod extend;
mod guard;
mod password;
pub mod permissions;
pub mod plan;
mod read;
mod report;
mod rules;
#[cfg(test)]
mod tests;
pub mod wanted;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

use crate::api::Directus;
use crate::console::print_line;
pub use extend::extend;
use password::PasswordRule;
use plan::public::OPENABLE;
use plan::{Action, Opening, Outcome, plan};
use wanted::{Schema, text};

/// The decisions of a Directus' owner.
#[derive(Args, Clone, Debug, Default)]
pub struct ProvisionOptions {
    /// Make public what the site shows of an existing collection; may be repeated. What that opens is
    /// listed first, also with --dry-run
    #[arg(long, value_name = "COLLECTION", value_parser = OPENABLE)]
    pub open: Vec<String>,
    /// Let users change their e-mail although e-mail verification is on. Directus asks for no password then:
    /// whoever holds a session could take the account with it
    #[arg(long)]
    pub allow_email_change: bool,
    /// Allow registration although it is switched off in this Directus
    #[arg(long)]
    pub registration: bool,
    /// The password policy: `weak` (8 characters), `strong` or a regular expression. `weak` if there is no
    /// policy yet; a stricter one is never loosened
    #[arg(long, value_name = "RULE")]
    pub password_policy: Option<PasswordRule>,
}

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// One line per thing, and the resulting rights.
    Full,
    /// One line in all, and one for each difference that stays.
    Summary,
}

/// Provisions a Directus; `dry_run` only prints what would be done.
pub fn provision(directus: &Directus, options: &ProvisionOptions, dry_run: bool, report: Report) -> Result<()> {
    directus.check()?;
    let schema = Schema::load()?;
    let state = read::read(directus, &schema)?;
    let actions = plan(&schema, &state, options)?;
    for opening in actions.iter().filter_map(|action| action.opening.as_ref()) {
        print_opening(directus, opening, dry_run);
    }
    carry_out_all(directus, &actions, dry_run, report)?;
    let without_guard = state.without_guard;
    let count = actions.iter().filter(|action| action.sends()).count();
    print_line(match (count, dry_run) {
        (0, _) => "Nothing to do: everything is there already.".to_owned(),
        (count, true) => format!("Nothing was changed. Without --dry-run: {count} changes."),
        (count, false) => format!("Done: {count} changes."),
    });
    if report == Report::Full {
        let state = if dry_run { state.after(&actions) } else { read::read(directus, &schema)? };
        print_line(if dry_run { "\nAfter that:\n" } else { "" });
        report::lines(&schema, &state).into_iter().for_each(print_line);
    }
    if without_guard {
        print_line(format_args!("\n{}", guard::MISSING));
    }
    Ok(())
}

/// Prints what becomes public of an existing collection, before the change.
fn print_opening(directus: &Directus, opening: &Opening, dry_run: bool) {
    let would = if dry_run { "would be opened" } else { "is opened" };
    print_line(format_args!("{} was there before, and {would} to everybody:", opening.collection));
    let fields = if opening.fields == ["*"] {
        "ALL, also those that are added later".to_owned()
    } else {
        opening.fields.join(", ")
    };
    let count = read::count(directus, opening).map(|count| format!("; {count} now")).unwrap_or_default();
    let mut lines = Vec::new();
    report::wrap(&format!("fields: {fields}"), &mut lines);
    report::wrap(&format!("items: {}{count}", rules::in_words(&opening.rule, &|_| None)), &mut lines);
    lines.into_iter().for_each(print_line);
}

/// Executes a plan in its order, unless it is a dry run, and prints the outcome of each thing.
fn carry_out_all(directus: &Directus, actions: &[Action], dry_run: bool, report: Report) -> Result<()> {
    for action in actions {
        if !dry_run {
            carry_out(directus, action).with_context(|| format!("could not make: {}", action.thing))?;
        }
        if report == Report::Full || matches!(action.outcome, Outcome::Leave { .. } | Outcome::Omit { .. }) {
            print_line(line(action, dry_run));
            print_note(action);
        }
    }
    Ok(())
}

fn print_note(action: &Action) {
    let mut lines = Vec::new();
    if let Some(note) = &action.note {
        report::wrap(note, &mut lines);
    }
    lines.into_iter().for_each(print_line);
}

fn carry_out(directus: &Directus, action: &Action) -> Result<()> {
    match &action.outcome {
        Outcome::Create { path, body } => directus.post(path, body).map(drop),
        Outcome::Change { path, body } => directus.patch(path, body).map(drop),
        Outcome::Keep | Outcome::Omit { .. } | Outcome::Leave { .. } => Ok(()),
    }
}

fn line(action: &Action, dry_run: bool) -> String {
    let would = if dry_run { "would be " } else { "" };
    let outcome = match &action.outcome {
        Outcome::Create { .. } => format!("{would}created"),
        Outcome::Change { body: Value::Array(items), .. } => format!("{would}changed ({})", items.len()),
        Outcome::Change { body, .. } => {
            let keys: Vec<&str> =
                body.as_object().into_iter().flat_map(|body| body.keys().map(String::as_str)).collect();
            format!("{would}changed ({})", keys.join(", "))
        }
        Outcome::Keep => "already there".to_owned(),
        Outcome::Omit { why } => format!("left out: {why}"),
        Outcome::Leave { why } => format!("already there, but {why}: left as it is"),
    };
    format!("{}: {outcome}", action.thing)
}

/// The ids of a provisioned Directus that seeding needs.
pub struct Provisioned {
    /// The folder `Site`.
    pub folder: &'static str,
    /// The folder `Members`. `None` where nothing can be kept for members: Directus 12 without a licence.
    pub members_folder: Option<&'static str>,
    /// Whether a text can be kept for certain roles, which needs lychgate-guard.
    pub keeps_roles: bool,
    /// The role `Users`.
    pub role: &'static str,
}

impl Provisioned {
    /// Checks that they exist.
    pub fn read(directus: &Directus) -> Result<Self> {
        let find = |path: &str, id: &'static str, name: &str| -> Result<&'static str> {
            let list = directus.get(path)?;
            let is_there = list.as_array().into_iter().flatten().any(|item| text(item, "id") == id);
            is_there.then_some(id).with_context(|| format!("{path} has no {name}: provision this Directus first"))
        };
        let members_folder = if directus.takes_rules()? {
            Some(find("/folders?limit=-1", wanted::MEMBERS_FOLDER, wanted::MEMBERS)?)
        } else {
            None
        };
        Ok(Self {
            folder: find("/folders?limit=-1", wanted::SITE_FOLDER, wanted::SITE)?,
            members_folder,
            keeps_roles: guard::works(directus)?,
            role: find("/roles?limit=-1", wanted::USERS_ROLE, wanted::USERS)?,
        })
    }
}
