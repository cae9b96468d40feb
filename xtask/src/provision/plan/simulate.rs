//! Simulates a plan, for the report of a dry run and for tests.

use serde_json::{Value, json};

use super::{Action, Outcome, State, text};
use crate::provision::wanted::is_field;

impl State {
    /// Returns the state after the requests of `actions`.
    #[must_use]
    pub fn after(mut self, actions: &[Action]) -> Self {
        for action in actions {
            match &action.outcome {
                Outcome::Create { path, body } => self.create(path, body.clone()),
                Outcome::Change { path, body } => self.change(path, body),
                Outcome::Keep | Outcome::Omit { .. } | Outcome::Leave { .. } => {}
            }
        }
        self
    }

    fn create(&mut self, path: &str, mut body: Value) {
        match path {
            "/folders" => self.folders.push(body),
            "/collections" => {
                for field in body["fields"].as_array().into_iter().flatten() {
                    let mut field = field.clone();
                    field["collection"] = body["collection"].clone();
                    self.fields.push(field);
                }
                self.collections.push(body);
            }
            "/relations" => self.relations.push(body),
            "/roles" => self.roles.push(body),
            "/policies" => self.policies.push(body),
            "/access" => self.access.push(body),
            "/permissions" => {
                // A new id.
                let highest = self.permissions.iter().filter_map(|it| it["id"].as_u64()).max().unwrap_or_default();
                body["id"] = json!(highest + 1);
                self.permissions.push(body);
            }
            path if path.starts_with("/items/") => {
                self.filled.insert(path.trim_start_matches("/items/").to_owned());
            }
            path => {
                body["collection"] = json!(path.trim_start_matches("/fields/"));
                self.fields.push(body);
            }
        }
    }

    fn change(&mut self, path: &str, body: &Value) {
        let (list, id) = match path.rsplit_once('/') {
            Some(("", "settings")) => return set(&mut self.settings, body),
            Some(("", "files")) => return self.ownerless.clear(),
            Some((path, name)) if path.starts_with("/fields/") => {
                let collection = path.trim_start_matches("/fields/");
                let field = self.fields.iter_mut().find(|field| is_field(field, collection, name));
                return field.into_iter().for_each(|field| set(&mut field["meta"], &body["meta"]));
            }
            Some(("/permissions", id)) => (&mut self.permissions, id),
            Some(("/policies", id)) => (&mut self.policies, id),
            Some((fields, name)) if fields.starts_with("/fields/") => {
                let collection = fields.trim_start_matches("/fields/");
                let is_it = |it: &&mut Value| text(it, "collection") == collection && text(it, "field") == name;
                if let Some(field) = self.fields.iter_mut().find(is_it) {
                    set(&mut field["meta"], &body["meta"]);
                }
                return;
            }
            _ => return,
        };
        let is_it = |item: &&mut Value| {
            text(item, "id") == id || item["id"].as_u64().is_some_and(|number| id.parse() == Ok(number))
        };
        if let Some(item) = list.iter_mut().find(is_it) {
            set(item, body);
        }
    }
}

fn set(target: &mut Value, members: &Value) {
    for (key, value) in members.as_object().into_iter().flatten() {
        target[key] = value.clone();
    }
}
