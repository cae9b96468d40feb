//! `cargo xtask provision`: what somebody would else do by hand in the Studio, for any Directus 11, and for 12 as far as its
//! licence lets it.

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
use crate::console::say;
pub use extend::extend;
use password::PasswordRule;
use plan::public::OPENABLE;
use plan::{Action, Opening, Outcome, plan};
use wanted::{Schema, text};

/// What only whoever runs a Directus can decide.
#[derive(Args, Clone, Debug, Default)]
pub struct Wishes {
    /// Let everybody read what the site shows of a collection that was there before; may be given again. What that opens is
    /// listed first, also with --dry-run
    #[arg(long, value_name = "COLLECTION", value_parser = OPENABLE)]
    pub open: Vec<String>,
    /// Let people change their e-mail address although addresses are verified here. Directus asks for no password then:
    /// whoever holds a session could take the account with it
    #[arg(long)]
    pub allow_email_change: bool,
    /// Let people register although that is switched off in this Directus
    #[arg(long)]
    pub registration: bool,
    /// What Directus asks of passwords: `weak` (8 characters), `strong` or a regular expression. `weak` where there is no
    /// rule yet; a stricter one is never loosened
    #[arg(long, value_name = "RULE")]
    pub password_policy: Option<PasswordRule>,
}

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// One line per thing, and what people can read and write then.
    Full,
    /// One line in all, and one for each thing that is left alone though it differs.
    Summary,
}

/// Provisions a Directus; `dry_run` only says what would be done.
pub fn provision(directus: &Directus, wishes: &Wishes, dry_run: bool, report: Report) -> Result<()> {
    directus.check()?;
    let schema = Schema::load()?;
    let state = read::read(directus, &schema)?;
    let actions = plan(&schema, &state, wishes)?;
    for opening in actions.iter().filter_map(|action| action.opening.as_ref()) {
        say_opening(directus, opening, dry_run);
    }
    carry_out_all(directus, &actions, dry_run, report)?;
    let count = actions.iter().filter(|action| action.sends()).count();
    say(match (count, dry_run) {
        (0, _) => "Nothing to do: everything is there already.".to_owned(),
        (count, true) => format!("Nothing was changed. Without --dry-run: {count} changes."),
        (count, false) => format!("Done: {count} changes."),
    });
    if report == Report::Full {
        let state = if dry_run { state.after(&actions) } else { read::read(directus, &schema)? };
        say(if dry_run { "\nAfter that:\n" } else { "" });
        report::lines(&schema, &state).into_iter().for_each(say);
    }
    if !guard::works(directus)? {
        say(format_args!("\n{}", guard::MISSING));
    }
    Ok(())
}

/// What will be open to everybody that was there before, before it is.
fn say_opening(directus: &Directus, opening: &Opening, dry_run: bool) {
    let would = if dry_run { "would be opened" } else { "is opened" };
    say(format_args!("{} was there before, and {would} to everybody:", opening.collection));
    let fields = if opening.fields == ["*"] {
        "ALL, also those that are added later".to_owned()
    } else {
        opening.fields.join(", ")
    };
    let count = read::count(directus, opening).map(|count| format!("; {count} now")).unwrap_or_default();
    let mut lines = Vec::new();
    report::wrap(&format!("fields: {fields}"), &mut lines);
    report::wrap(&format!("items: {}{count}", rules::in_words(&opening.rule, &|_| None)), &mut lines);
    lines.into_iter().for_each(say);
}

/// Carries out a plan in its order, unless it is a dry run, and says what becomes of each thing.
fn carry_out_all(directus: &Directus, actions: &[Action], dry_run: bool, report: Report) -> Result<()> {
    for action in actions {
        if !dry_run {
            carry_out(directus, action).with_context(|| format!("could not make: {}", action.thing))?;
        }
        if report == Report::Full || matches!(action.outcome, Outcome::Leave { .. } | Outcome::Omit { .. }) {
            say(line(action, dry_run));
            say_note(action);
        }
    }
    Ok(())
}

fn say_note(action: &Action) {
    let mut lines = Vec::new();
    if let Some(note) = &action.note {
        report::wrap(note, &mut lines);
    }
    lines.into_iter().for_each(say);
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

/// The ids that seeding needs, of a provisioned Directus.
pub struct Provisioned {
    /// Of the folder `Site`.
    pub folder: &'static str,
    /// Of the role `Users`.
    pub role: &'static str,
}

impl Provisioned {
    /// Makes sure that they are there.
    pub fn read(directus: &Directus) -> Result<Self> {
        let find = |path: &str, id: &'static str, name: &str| -> Result<&'static str> {
            let list = directus.get(path)?;
            let is_there = list.as_array().into_iter().flatten().any(|item| text(item, "id") == id);
            is_there.then_some(id).with_context(|| format!("{path} has no {name}: provision this Directus first"))
        };
        Ok(Self {
            folder: find("/folders?limit=-1", wanted::SITE_FOLDER, wanted::SITE)?,
            role: find("/roles?limit=-1", wanted::USERS_ROLE, wanted::USERS)?,
        })
    }
}
