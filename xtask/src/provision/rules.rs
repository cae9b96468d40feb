//! Describes a permission rule of Directus in words.

use serde_json::Value;

/// Describes the items of `rule`. `name` returns the name of an id in a rule; `None` keeps the id.
pub fn in_words(rule: &Value, name: &dyn Fn(&str) -> Option<String>) -> String {
    match rule {
        Value::Null => "all".to_owned(),
        Value::Object(members) if members.is_empty() => "all".to_owned(),
        rule => condition("", rule, name),
    }
}

fn condition(path: &str, rule: &Value, name: &dyn Fn(&str) -> Option<String>) -> String {
    let Some(members) = rule.as_object() else {
        return format!("{path} is {}", value(rule, name));
    };
    let parts: Vec<String> = members
        .iter()
        .map(|(key, inner)| match (key.as_str(), inner) {
            ("_and", Value::Array(parts)) => joined(path, parts, " and ", name),
            ("_or", Value::Array(parts)) => joined(path, parts, " or ", name),
            ("_some", inner) => format!("some of {path} ({})", condition("", inner, name)),
            ("_none", inner) => format!("none of {path} ({})", condition("", inner, name)),
            (operator, inner) if operator.starts_with('_') => format!("{path} {}", compared(operator, inner, name)),
            (field, inner) if path.is_empty() => condition(field, inner, name),
            (field, inner) => condition(&format!("{path}.{field}"), inner, name),
        })
        .collect();
    parts.join(" and ")
}

fn joined(path: &str, parts: &[Value], word: &str, name: &dyn Fn(&str) -> Option<String>) -> String {
    let parts: Vec<String> = parts.iter().map(|part| condition(path, part, name)).collect();
    if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(word)) }
}

fn compared(operator: &str, inner: &Value, name: &dyn Fn(&str) -> Option<String>) -> String {
    let said = value(inner, name);
    let now = said == "now";
    match operator {
        "_eq" => format!("is {said}"),
        "_neq" => format!("is not {said}"),
        "_lt" if now => "lies in the past".to_owned(),
        "_lte" if now => "is now or earlier".to_owned(),
        "_gt" if now => "lies in the future".to_owned(),
        "_gte" if now => "is now or later".to_owned(),
        "_lt" => format!("is below {said}"),
        "_lte" => format!("is at most {said}"),
        "_gt" => format!("is above {said}"),
        "_gte" => format!("is at least {said}"),
        "_in" => format!("is one of {said}"),
        "_nin" => format!("is none of {said}"),
        "_null" if inner == &Value::Bool(false) => "is not empty".to_owned(),
        "_null" => "is empty".to_owned(),
        "_nnull" if inner == &Value::Bool(false) => "is empty".to_owned(),
        "_nnull" => "is not empty".to_owned(),
        // Operators whose names are words already: contains, starts with, between …
        other => format!("{} {said}", other.trim_start_matches('_').replace('_', " ")),
    }
}

fn value(of: &Value, name: &dyn Fn(&str) -> Option<String>) -> String {
    match of {
        Value::String(text) => match text.as_str() {
            "$CURRENT_USER" => "the person’s own".to_owned(),
            "$CURRENT_ROLE" => "the person’s role".to_owned(),
            "$CURRENT_ROLES" => "the person’s roles".to_owned(),
            "$NOW" => "now".to_owned(),
            text => name(text).unwrap_or_else(|| text.to_owned()),
        },
        Value::Array(items) => items.iter().map(|item| value(item, name)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_are_described_in_words() {
        let name = |id: &str| (id == "f-1").then(|| "the folder Site".to_owned());
        for (rule, words) in [
            (json!(null), "all"),
            (json!({}), "all"),
            (json!({ "id": { "_eq": "$CURRENT_USER" } }), "id is the person’s own"),
            (json!({ "publish_date": { "_lte": "$NOW" } }), "publish_date is now or earlier"),
            (json!({ "folder": { "_eq": "f-1" } }), "folder is the folder Site"),
            (
                json!({ "_and": [{ "type": { "_in": ["a", "b"] } }, { "n": { "_gt": 3 } }] }),
                "(type is one of a, b and n is above 3)",
            ),
            (
                json!({ "_or": [{ "a": { "_null": true } }, { "b": { "_contains": "x" } }] }),
                "(a is empty or b contains x)",
            ),
            (json!({ "author": { "name": { "_neq": "Ada" } } }), "author.name is not Ada"),
            (json!({ "a": { "_gte": 1, "_lte": 2 } }), "a is at least 1 and a is at most 2"),
            (json!({ "tags": { "_some": { "name": { "_eq": "x" } } } }), "some of tags (name is x)"),
            (json!({ "role": { "_in": "$CURRENT_ROLES" } }), "role is one of the person’s roles"),
        ] {
            assert_eq!(in_words(&rule, &name), words);
        }
    }
}
