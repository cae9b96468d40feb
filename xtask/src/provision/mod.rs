//! `cargo xtask provision`: what somebody would else do by hand in the Studio, for any Directus 11, and for 12 as far as its
//! licence lets it.

pub mod plan;
#[cfg(test)]
mod tests;
pub mod wanted;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::api::Directus;
use crate::console::say;
use plan::{Action, Outcome, State, plan};
use wanted::{Schema, text};

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// One line per thing.
    Full,
    /// One line in all, and one for each thing that is left alone though it differs.
    Summary,
}

/// Provisions a Directus; `dry_run` only says what would be done.
pub fn provision(directus: &Directus, dry_run: bool, report: Report) -> Result<()> {
    directus.check()?;
    let schema = Schema::load()?;
    let actions = plan(&schema, &read(directus)?)?;
    for action in &actions {
        if !dry_run {
            carry_out(directus, action).with_context(|| format!("could not make: {}", action.thing))?;
        }
        if report == Report::Full || matches!(action.outcome, Outcome::Leave { .. } | Outcome::Omit { .. }) {
            say(line(action, dry_run));
        }
    }
    let count = actions.iter().filter(|action| action.sends()).count();
    say(match (count, dry_run) {
        (0, _) => "Nothing to do: everything is there already.".to_owned(),
        (count, true) => format!("Nothing was changed. Without --dry-run: {count} changes."),
        (count, false) => format!("Done: {count} changes."),
    });
    Ok(())
}

/// What a Directus has.
fn read(directus: &Directus) -> Result<State> {
    let list = |path: &str| -> Result<Vec<Value>> {
        let separator = if path.contains('?') { '&' } else { '?' };
        match directus.get(&format!("{path}{separator}limit=-1"))? {
            Value::Array(items) => Ok(items),
            _ => anyhow::bail!("{path} did not answer with a list"),
        }
    };
    Ok(State {
        collections: list("/collections")?,
        fields: list("/fields")?,
        relations: list("/relations")?,
        roles: list("/roles?fields=id,name")?,
        policies: list("/policies?fields=id,name,app_access,admin_access")?,
        access: list("/access?fields=id,role,policy,user")?,
        permissions: list("/permissions")?,
        folders: list("/folders")?,
        settings: directus.get("/settings")?,
        without_rules: !directus.takes_rules()?,
    })
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

/// The ids that seeding needs, read from a provisioned Directus.
pub struct Provisioned {
    /// Of the folder `Site`.
    pub folder: String,
    /// Of the role `Users`.
    pub role: String,
}

impl Provisioned {
    /// Finds them as the plan does: by our id, else by name.
    pub fn read(directus: &Directus) -> Result<Self> {
        let find = |path: &str, id: &str, name: &str| -> Result<String> {
            let list = directus.get(path)?;
            let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter()
                .find(|item| text(item, "id") == id)
                .or_else(|| list.iter().find(|item| text(item, "name") == name))
                .map(|item| text(item, "id").to_owned())
                .with_context(|| format!("{path} has no {name}: provision this Directus first"))
        };
        Ok(Self {
            folder: find("/folders?limit=-1", wanted::SITE_FOLDER, wanted::SITE)?,
            role: find("/roles?limit=-1", wanted::USERS_ROLE, wanted::USERS)?,
        })
    }
}
