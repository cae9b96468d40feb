//! Checks whether the extension `lychgate-guard` works in a Directus, and warns if it does not.

use anyhow::Result;
use serde_json::Value;

use crate::api::Directus;

/// A query across a relation, which the extension refuses to visitors before Directus runs it.
const PROBE: &str = "/users?filter[role][name][_null]=true&limit=1";

/// The extension's name in its refusals.
const NAME: &str = "lychgate-guard";

/// Sends the query without a token, since administrators are not restricted. The list of extensions tells what is
/// installed, not whether it works.
pub fn works(directus: &Directus) -> Result<bool> {
    let (status, body) = directus.get_as_nobody(PROBE)?;
    Ok(status == 403 && refused_by(&body) == Some(NAME))
}

fn refused_by(body: &Value) -> Option<&str> {
    body.pointer("/errors/0/extensions/refused_by")?.as_str()
}

/// The warning.
pub const MISSING: &str = "\
WARNING: the extension lychgate-guard does not work in this Directus.
What the rules hide can be found out without it, letter by letter, by trying filters:
  - anybody, not signed in, reads every field of every item of every collection, because Directus 11
    holds no rule against the filter of a change by query;
  - on any version anybody reads posts that are not published yet, drafts included, and whoever has
    registered the e-mail address, the name and the last visit of others, because rules about items
    do not hold where a filter crosses into another collection;
  - members would read texts for roles that they do not have, so that none can be written.
Install it: directus/extensions/README.md says how. Then run this again.";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn guard_is_recognised_by_its_own_refusal() {
        assert_eq!(refused_by(&json!({ "errors": [{ "extensions": { "refused_by": NAME } }] })), Some(NAME));
        assert_eq!(refused_by(&json!({ "errors": [{ "extensions": { "code": "FORBIDDEN" } }] })), None);
        assert_eq!(refused_by(&json!({ "data": [] })), None);
    }
}
