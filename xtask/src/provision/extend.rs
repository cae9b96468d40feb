//! What an app needs besides the site's schema: collections of its own, and what people may do with them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::permissions::Permission;
use super::plan::plan_extension;
use super::wanted::Schema;
use super::{Report, carry_out_all, read};
use crate::api::Directus;

/// A file such as `examples/members-area/directus.json`: a schema snapshot like `directus/schema.json`, with
/// permissions for the policy `Users`.
#[derive(Debug, Deserialize)]
struct Extension {
    #[serde(flatten)]
    schema: Schema,
    permissions: Vec<Permission>,
}

/// Adds what `file` describes to a provisioned Directus. Collections and fields that are there already stay as they
/// are, permissions are brought back to what the file says.
pub fn extend(directus: &Directus, file: &Path, report: Report) -> Result<()> {
    let Extension { schema, permissions } = load(file)?;
    let state = read::read(directus, &schema)?;
    carry_out_all(directus, &plan_extension(&schema, &permissions, &state), false, report)
}

fn load(file: &Path) -> Result<Extension> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no schema snapshot with permissions", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::plan::{Action, State};
    use super::*;
    use crate::paths;
    use crate::provision::wanted::text;

    fn members_area() -> Extension {
        load(&paths::root().join("examples/members-area/directus.json")).unwrap()
    }

    #[test]
    fn a_second_run_finds_nothing_to_do() {
        let Extension { schema, permissions } = members_area();
        let first = plan_extension(&schema, &permissions, &State::default());
        assert!(first.iter().all(Action::sends), "everything is missing at first");
        let second = plan_extension(&schema, &permissions, &State::default().after(&first));
        assert!(!second.iter().any(Action::sends));
    }

    #[test]
    fn notes_are_readable_and_writable_by_their_owner_only() {
        let Extension { schema, permissions } = members_area();
        assert_eq!(schema.collections.iter().map(|it| text(it, "collection")).collect::<Vec<_>>(), ["notes"]);
        assert_eq!(permissions.len(), 4);
        for Permission { collection, action, rule, fields, .. } in &permissions {
            assert_eq!(collection, "notes");
            assert!(action == "create" || rule.to_string().contains("$CURRENT_USER"), "{action}");
            assert!(!fields.iter().any(|field| field == "user_created" || field == "*"), "{action}");
        }
    }
}
