//! Who may do what. Every permission names its fields, so that a field that somebody adds later is open to nobody by that.

use serde::Deserialize;
use serde_json::{Value, json};

use super::wanted::{AVATARS_FOLDER, SITE_FOLDER, Schema, text};

/// A permission: what a policy allows on a collection. In JSON it has the names that Directus has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The collection.
    pub collection: String,
    /// `read`, `update` …
    pub action: String,
    /// On which items; an empty object means all.
    #[serde(rename = "permissions")]
    pub rule: Value,
    /// On which fields. None for deleting, which takes whole items.
    #[serde(default)]
    pub fields: Vec<String>,
    /// What a new item has to be like; null means anything.
    #[serde(default)]
    pub validation: Value,
    /// What a new item has where nothing else is said; null means nothing.
    #[serde(default)]
    pub presets: Value,
}

impl Permission {
    /// Without validation and presets.
    fn new<'a>(collection: &str, action: &str, rule: Value, fields: impl IntoIterator<Item = &'a str>) -> Self {
        let (collection, action) = (collection.to_owned(), action.to_owned());
        let fields = fields.into_iter().map(str::to_owned).collect();
        Self { collection, action, rule, fields, validation: Value::Null, presets: Value::Null }
    }

    /// What of it a Directus keeps under these names.
    pub fn body(&self) -> Value {
        let fields = if self.fields.is_empty() { Value::Null } else { json!(self.fields) };
        json!({ "permissions": self.rule, "fields": fields, "validation": self.validation, "presets": self.presets })
    }

    /// Whether Directus 12 takes it without a licence: no rule at all, or that of [`core_users_permission`].
    pub fn is_taken_without_licence(&self) -> bool {
        let plain =
            self.fields == ["*"] && self.rule == json!({}) && self.validation.is_null() && self.presets.is_null();
        plain || self.fields == CORE_PROFILE
    }
}

/// Fields of the one rule about people that Directus 12 takes without a licence, in this order: those that its own Studio
/// recommends for an own account (`appRecommendedPermissions` of `@directus/system-data` 4.7).
const CORE_PROFILE: [&str; 15] = [
    "first_name",
    "last_name",
    "email",
    "password",
    "location",
    "title",
    "description",
    "avatar",
    "language",
    "appearance",
    "theme_light",
    "theme_dark",
    "theme_light_overrides",
    "theme_dark_overrides",
    "tfa_secret",
];

/// What the policy `Users` allows without a licence in place of updating the own account: the same, as Directus words it.
pub fn core_users_permission() -> Permission {
    Permission::new("directus_users", "update", json!({ "id": { "_eq": "$CURRENT_USER" } }), CORE_PROFILE)
}

/// No more than showing a picture takes. None of these leads to another collection.
const PICTURE: [&str; 10] = [
    "id",
    "title",
    "description",
    "type",
    "width",
    "height",
    "filesize",
    "modified_on",
    "focal_point_x",
    "focal_point_y",
];

/// What the policy `Users` allows: to see, to change and to delete the own account with its pictures, and nothing of
/// anybody else. `email` says whether people may change the address that they sign in with.
pub fn users_permissions(email: bool) -> Vec<Permission> {
    let own = json!({ "id": { "_eq": "$CURRENT_USER" } });
    // A rule may name a field that the permission does not: who holds it can't ask for `uploaded_by`, and so not for what
    // it leads to, the account of whoever uploaded a file.
    let own_files = json!({ "uploaded_by": { "_eq": "$CURRENT_USER" } });
    // `avatar` leads to a file, which the page needs to show it.
    let profile = ["first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance"];
    // Who reads `tfa_secret` is told ten asterisks or null, that is whether two-factor is on. To write it Directus takes
    // only its own endpoints for that, which ask for this permission.
    let with =
        |more: &[&'static str]| -> Vec<&str> { more.iter().copied().chain(profile).chain(["tfa_secret"]).collect() };
    let update = if email { with(&["password", "email"]) } else { with(&["password"]) };
    vec![
        Permission::new("directus_users", "read", own.clone(), with(&["id", "email", "last_access", "provider"])),
        Permission::new("directus_users", "update", own.clone(), update),
        Permission::new("directus_users", "delete", own, []),
        Permission {
            // The types that browsers make of a picture that they have shrunk. None of them can hold a script.
            validation: json!({ "_and": [
                { "type": { "_in": ["image/webp", "image/jpeg", "image/png"] } },
                { "folder": { "_eq": AVATARS_FOLDER } },
            ] }),
            // The description, which nobody can choose, says whose it is: by it people find their own files again without
            // a permission for `uploaded_by`.
            presets: json!({ "folder": AVATARS_FOLDER, "description": "$CURRENT_USER" }),
            // Not `uploaded_by`, or one could pass a picture off as somebody else's.
            ..Permission::new(
                "directus_files",
                "create",
                json!({}),
                ["storage", "type", "title", "filename_download", "folder"],
            )
        },
        Permission::new("directus_files", "read", own_files.clone(), PICTURE),
        Permission::new("directus_files", "delete", own_files, []),
    ]
}

/// What the Public policy allows: to read what is published, and the rule for passwords, which the pages tell people.
///
/// The fields of a collection are those of the schema; with `whole` they are all, for a Directus that takes no list of
/// them.
pub fn public_permissions(schema: &Schema, whole: bool) -> Vec<Permission> {
    let content = |collection: &str, rule: Value| {
        let fields = schema.fields_of(collection).map(|field| text(field, "field"));
        let fields: Vec<&str> = if whole { vec!["*"] } else { fields.collect() };
        Permission::new(collection, "read", rule, fields)
    };
    vec![
        content("global", json!({})),
        content("pages", json!({})),
        content("authors", json!({})),
        // A post without a date is a draft, and one with a date to come appears on its day.
        content("posts", json!({ "publish_date": { "_lte": "$NOW" } })),
        // Who uploaded it, for one, is nobody's business.
        Permission::new("directus_files", "read", json!({ "folder": { "_eq": SITE_FOLDER } }), PICTURE),
        Permission::new("directus_settings", "read", json!({}), ["auth_password_policy"]),
    ]
}

/// The same permission as older versions made it, if they made it otherwise: with all fields.
pub fn older(permission: &Permission) -> Option<Value> {
    let is_content = !permission.collection.starts_with("directus_");
    is_content.then(|| Permission { fields: vec!["*".to_owned()], ..permission.clone() }.body())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all() -> Vec<Permission> {
        let schema = Schema::load().unwrap();
        [users_permissions(true), users_permissions(false), public_permissions(&schema, false)].concat()
    }

    #[test]
    fn nobody_reaches_what_is_not_their_own() {
        for permission in users_permissions(true) {
            if permission.action == "create" {
                assert!(!permission.validation.is_null());
            } else {
                assert!(permission.rule.to_string().contains("$CURRENT_USER"), "{permission:?}");
            }
        }
    }

    #[test]
    fn nobody_can_give_themselves_a_role_or_a_status() {
        for permission in users_permissions(true).iter().filter(|it| matches!(it.action.as_str(), "create" | "update"))
        {
            for field in ["role", "status", "policies", "token", "provider", "*"] {
                assert!(!permission.fields.iter().any(|named| named == field), "{field}");
            }
        }
    }

    #[test]
    fn fields_are_named_and_lead_no_further_than_the_pages_need() {
        // Every field of Directus' own collections that is a relation, but for `avatar`, which is wanted.
        let leading = ["uploaded_by", "modified_by", "folder", "role", "policies", "public_registration_role"];
        for permission in all() {
            assert!(permission.action == "delete" || !permission.fields.is_empty(), "{permission:?}");
            assert!(!permission.fields.iter().any(|field| field == "*"), "{permission:?}");
            if permission.action == "read" && permission.collection.starts_with("directus_") {
                assert!(!permission.fields.iter().any(|field| leading.contains(&field.as_str())), "{permission:?}");
            }
        }
    }

    #[test]
    fn of_the_settings_the_rule_for_passwords_alone_is_told() {
        let settings: Vec<Permission> = all().into_iter().filter(|it| it.collection == "directus_settings").collect();
        assert_eq!(settings.len(), 1);
        assert_eq!(
            (settings[0].action.as_str(), settings[0].fields.as_slice()),
            ("read", ["auth_password_policy".to_owned()].as_slice())
        );
    }
}
