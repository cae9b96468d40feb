//! Changes the configuration of the built site, as a deployment does.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Sets a key of `config.json`, which is too small to have compressed siblings.
pub fn configure(site: &Path, key: &str, value: &str) -> Result<()> {
    let file = site.join("config.json");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = with_setting(&text, key, value).with_context(|| format!("in {}", file.display()))?;
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn with_setting(config: &str, key: &str, value: &str) -> Result<String> {
    let mut config: Value = serde_json::from_str(config).context("the configuration is not JSON")?;
    if !config.is_object() {
        bail!("the configuration is no JSON object");
    }
    config[key] = Value::from(value);
    Ok(config.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_setting_is_replaced_and_the_rest_stays() {
        let changed =
            with_setting(r#"{"authMode":"cookie","directusUrl":"/directus"}"#, "directusUrl", "http://localhost:1");
        assert_eq!(changed.unwrap(), r#"{"authMode":"cookie","directusUrl":"http://localhost:1"}"#);
    }

    #[test]
    fn a_setting_that_is_not_there_is_added() {
        let changed = with_setting(r#"{"directusUrl":"/directus"}"#, "authMode", "session").unwrap();
        let expected = serde_json::json!({ "authMode": "session", "directusUrl": "/directus" });
        assert_eq!(serde_json::from_str::<Value>(&changed).unwrap(), expected);
    }

    #[test]
    fn configuration_that_is_no_object_is_refused() {
        assert!(with_setting("<p>", "authMode", "session").is_err());
        assert!(with_setting("[]", "authMode", "session").is_err());
    }
}
