//! The permissions. Every permission names its fields, so that a field that is added later stays closed.

use serde::Deserialize;
use serde_json::{Value, json};

use super::wanted::{
    AUDIENCE, AUDIENCE_ROLES, AVATARS_FOLDER, MEMBERS_CONTENT, MEMBERS_FOLDER, SITE_FOLDER, Schema, text,
};

/// A permission of a policy on a collection. In JSON its members have the names that Directus uses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The collection.
    pub collection: String,
    /// `read`, `update` …
    pub action: String,
    /// The rule for items; an empty object means all.
    #[serde(rename = "permissions")]
    pub rule: Value,
    /// The fields; none for deleting, which affects whole items.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The validation of new items; null means none.
    #[serde(default)]
    pub validation: Value,
    /// The default values of new items; null means none.
    #[serde(default)]
    pub presets: Value,
}

impl Permission {
    /// Returns a permission without validation and presets.
    fn new<'a>(collection: &str, action: &str, rule: Value, fields: impl IntoIterator<Item = &'a str>) -> Self {
        let (collection, action) = (collection.to_owned(), action.to_owned());
        let fields = fields.into_iter().map(str::to_owned).collect();
        Self { collection, action, rule, fields, validation: Value::Null, presets: Value::Null }
    }

    /// Returns its members as Directus stores them.
    pub fn body(&self) -> Value {
        let fields = if self.fields.is_empty() { Value::Null } else { json!(self.fields) };
        json!({ "permissions": self.rule, "fields": fields, "validation": self.validation, "presets": self.presets })
    }

    /// Whether Directus 12 accepts it without a licence: without rules, or as [`core_users_permission`].
    pub fn is_taken_without_licence(&self) -> bool {
        let plain =
            self.fields == ["*"] && self.rule == json!({}) && self.validation.is_null() && self.presets.is_null();
        plain || self.fields == CORE_PROFILE
    }
}

/// The fields of the one custom rule for users that Directus 12 accepts without a licence, in this order: those that
/// its Studio recommends for one's own account (`appRecommendedPermissions` of `@directus/system-data` 4.7).
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

/// Returns the permission to update one's own account, as Directus 12 accepts it without a licence.
pub fn core_users_permission() -> Permission {
    Permission::new("directus_users", "update", json!({ "id": { "_eq": "$CURRENT_USER" } }), CORE_PROFILE)
}

/// The fields that showing an image needs. None of them leads to another collection.
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

/// The name of a file.
const FILE_NAME: &str = "filename_download";

/// Returns the permissions of the policy `Users`: read, update and delete one's own account with its images, nothing
/// of anybody else, and read the files for members. `email` says whether users may change their e-mail.
pub fn users_permissions(email: bool) -> Vec<Permission> {
    let own = json!({ "id": { "_eq": "$CURRENT_USER" } });
    // A rule may use a field that the permission does not name: the user cannot read `uploaded_by`, nor what
    // it leads to, the account of the uploader.
    let own_files = json!({ "uploaded_by": { "_eq": "$CURRENT_USER" } });
    // `avatar` leads to a file, which the page shows.
    let profile = ["first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance"];
    // Reading `tfa_secret` returns ten asterisks or null, that is whether two-factor is on. Directus writes it
    // by its own endpoints only, which require this permission.
    let with =
        |more: &[&'static str]| -> Vec<&str> { more.iter().copied().chain(profile).chain(["tfa_secret"]).collect() };
    let update = if email { with(&["password", "email"]) } else { with(&["password"]) };
    vec![
        Permission::new("directus_users", "read", own.clone(), with(&["id", "email", "last_access", "provider"])),
        Permission::new("directus_users", "update", own.clone(), update),
        Permission::new("directus_users", "delete", own, []),
        Permission {
            // The types of images that browsers produce when they resize one. None of them can hold a script.
            validation: json!({ "_and": [
                { "type": { "_in": ["image/webp", "image/jpeg", "image/png"] } },
                { "folder": { "_eq": AVATARS_FOLDER } },
            ] }),
            // The description, which users cannot choose, names the owner: by it users find their own files without
            // a permission for `uploaded_by`.
            presets: json!({ "folder": AVATARS_FOLDER, "description": "$CURRENT_USER" }),
            // Not `uploaded_by`, or users could upload in another user's name.
            ..Permission::new(
                "directus_files",
                "create",
                json!({}),
                ["storage", "type", "title", "filename_download", "folder"],
            )
        },
        // One permission for both, with the same fields as the public one: a field that only some rows show could be
        // found out on the others by filters.
        Permission::new(
            "directus_files",
            "read",
            json!({ "_or": [own_files, { "folder": { "_eq": MEMBERS_FOLDER } }] }),
            PICTURE.into_iter().chain([FILE_NAME]),
        ),
        Permission::new("directus_files", "delete", own_files, []),
    ]
}

/// Whom texts for members are opened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Members, and the roles that an editor has chosen.
    MembersAndRoles,
    /// Members, where the text is for all of them.
    Members,
    /// Nobody.
    Nobody,
}

/// Returns the permission of the policy `Users` to read the texts for members in those rows of `collection` that `shown`
/// shows to everybody. By `slug` the site asks for one.
pub fn members_permission(collection: &str, shown: &Value, readers: Readers) -> Permission {
    let members = json!({ AUDIENCE: { "_eq": "members" } });
    let audience = match readers {
        // `_some`, and not the field of the relation alone, which would join the rows of all roles.
        Readers::MembersAndRoles => json!({ "_or": [members, { "_and": [
            { AUDIENCE: { "_eq": "roles" } },
            { AUDIENCE_ROLES: { "_some": { "directus_roles_id": { "_in": "$CURRENT_ROLES" } } } },
        ] }] }),
        Readers::Members | Readers::Nobody => members,
    };
    // The parts of the public rule one by one: so lychgate-guard sees that this one adds no rows.
    let mut parts = match shown.get("_and") {
        Some(Value::Array(parts)) => parts.clone(),
        _ if shown.as_object().is_none_or(serde_json::Map::is_empty) => Vec::new(),
        _ => vec![shown.clone()],
    };
    parts.push(audience);
    let rule = if parts.len() == 1 { parts.remove(0) } else { json!({ "_and": parts }) };
    let text = (readers != Readers::Nobody).then_some(MEMBERS_CONTENT);
    Permission::new(collection, "read", rule, ["slug"].into_iter().chain(text))
}

/// Returns the permissions of the public policy: read published content, and the password policy, which the pages show.
///
/// The fields of a collection are those of the schema but for what is for members; with `whole` all, for a Directus that
/// accepts no list of them.
pub fn public_permissions(schema: &Schema, whole: bool) -> Vec<Permission> {
    let content = |collection: &str, rule: Value| {
        let fields = schema
            .fields_of(collection)
            .filter(|field| text(field, "type") != "alias")
            .map(|field| text(field, "field"))
            .filter(|field| *field != MEMBERS_CONTENT);
        let fields: Vec<&str> = if whole { vec!["*"] } else { fields.collect() };
        Permission::new(collection, "read", rule, fields)
    };
    vec![
        content("global", json!({})),
        content("pages", json!({})),
        content("authors", json!({})),
        // A post without a date is a draft, and one with a future date appears on its day.
        content("posts", json!({ "publish_date": { "_lte": "$NOW" } })),
        // Without the uploader, for example. Browsers save a file under its name.
        Permission::new(
            "directus_files",
            "read",
            json!({ "folder": { "_eq": SITE_FOLDER } }),
            PICTURE.into_iter().chain([FILE_NAME]),
        ),
        Permission::new("directus_settings", "read", json!({}), ["auth_password_policy"]),
    ]
}

/// Returns the permission as older versions created it, where it differs: that of content with all fields, and without
/// the audience, that of files without their name.
pub fn older(permission: &Permission) -> Vec<Value> {
    let without =
        |name: &str| permission.fields.iter().filter(|field| field.as_str() != name).cloned().collect::<Vec<_>>();
    let mut versions = vec![without(FILE_NAME), without(AUDIENCE)];
    if !permission.collection.starts_with("directus_") {
        versions.push(vec!["*".to_owned()]);
    }
    versions.retain(|fields| *fields != permission.fields);
    versions.into_iter().map(|fields| Permission { fields, ..permission.clone() }.body()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn all() -> Vec<Permission> {
        let schema = Schema::load().unwrap();
        let members = ["pages", "posts"]
            .map(|it| members_permission(it, &json!({ "a": { "_eq": 1 } }), Readers::MembersAndRoles));
        [users_permissions(true), users_permissions(false), members.to_vec(), public_permissions(&schema, false)]
            .concat()
    }

    #[test]
    fn permissions_are_limited_to_own_items() {
        for permission in users_permissions(true) {
            if permission.action == "create" {
                assert!(!permission.validation.is_null());
            } else {
                assert!(permission.rule.to_string().contains("$CURRENT_USER"), "{permission:?}");
            }
        }
    }

    #[test]
    fn permissions_exclude_role_and_status() {
        for permission in users_permissions(true).iter().filter(|it| matches!(it.action.as_str(), "create" | "update"))
        {
            for field in ["role", "status", "policies", "token", "provider", "*"] {
                assert!(!permission.fields.iter().any(|named| named == field), "{field}");
            }
        }
    }

    #[test]
    fn permissions_name_fields_without_relations() {
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
    fn only_the_password_policy_of_the_settings_is_public() {
        let settings: Vec<Permission> = all().into_iter().filter(|it| it.collection == "directus_settings").collect();
        assert_eq!(settings.len(), 1);
        assert_eq!(
            (settings[0].action.as_str(), settings[0].fields.as_slice()),
            ("read", ["auth_password_policy".to_owned()].as_slice())
        );
    }
}
