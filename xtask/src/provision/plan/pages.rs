//! The first pages: those that the site's header and footer lead to.

use serde_json::{Value, json};

use super::{Action, Outcome, State};
use crate::provision::wanted::Schema;

/// The collection.
pub const PAGES: &str = "pages";

/// Slugs and titles of the pages that `src/ui/layout/` links to.
const NAVIGATION: [(&str, &str); 3] = [("about", "About"), ("conduct", "Code of Conduct"), ("privacy", "Privacy")];

/// What such a page says until somebody writes it.
pub const NO_TEXT: &str = "<p>This page has no text yet. Its editors write it in Directus, under Content → Pages.</p>";

/// Plans the pages of the navigation where the collection is ours and has no item, the same rule as for opening it. Whoever has
/// written pages, or has deleted some of these, has decided about the others. One request: all of them or none.
pub(super) fn plan_pages(schema: &Schema, state: &State, actions: &mut Vec<Action>) {
    let is_new = !state.has_collection(PAGES) || (state.has_ours(schema, PAGES) && !state.filled.contains(PAGES));
    if !is_new {
        return;
    }
    let pages: Vec<Value> =
        NAVIGATION.iter().map(|(slug, title)| json!({ "slug": slug, "title": title, "content": NO_TEXT })).collect();
    let slugs = NAVIGATION.map(|(slug, _)| slug).join(", ");
    actions.push(Action::new(
        format!("pages of the navigation: {slugs}"),
        Outcome::Create { path: format!("/items/{PAGES}"), body: pages.into() },
    ));
}
