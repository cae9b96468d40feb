//! Changes the configuration in the site's index.html, as a deployment does.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Sets a key of the configuration that index.html carries.
pub fn configure(site: &Path, key: &str, value: &str) -> Result<()> {
    let file = site.join("index.html");
    let html = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let html = with_setting(&html, key, value).with_context(|| format!("in {}", file.display()))?;
    fs::write(&file, html).with_context(|| format!("cannot write {}", file.display()))?;
    for sibling in ["index.html.br", "index.html.gz"] {
        // The compressed siblings are of the old page. A small page has none.
        let sibling: PathBuf = site.join(sibling);
        if sibling.is_file() {
            fs::remove_file(&sibling).with_context(|| format!("cannot remove {}", sibling.display()))?;
        }
    }
    Ok(())
}

fn with_setting(html: &str, key: &str, value: &str) -> Result<String> {
    let id = html
        .find("id=lychgate-config")
        .or_else(|| html.find("id=\"lychgate-config\""))
        .context("there is no <script id=lychgate-config>")?;
    let from = id + html[id..].find('>').context("the tag of lychgate-config has no end")? + 1;
    let to = from + html[from..].find("</script>").context("lychgate-config has no end")?;
    let mut config: Value = serde_json::from_str(&html[from..to]).context("lychgate-config is not JSON")?;
    if !config.is_object() {
        bail!("lychgate-config is no JSON object");
    }
    config[key] = Value::from(value);
    Ok(format!("{}{config}{}", &html[..from], &html[to..]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn page(config: &str) -> String {
        format!("<title>x</title><script id=lychgate-config type=application/json>{config}</script><p>")
    }

    #[test]
    fn a_setting_is_replaced_and_the_rest_stays() {
        let html = page(r#"{"authMode":"cookie","directusUrl":"/directus"}"#);
        assert_eq!(
            with_setting(&html, "directusUrl", "http://localhost:1").unwrap(),
            page(r#"{"authMode":"cookie","directusUrl":"http://localhost:1"}"#)
        );
    }

    #[test]
    fn a_setting_that_is_not_there_is_added() {
        let html = page(r#"{"directusUrl":"/directus"}"#);
        assert_eq!(
            with_setting(&html, "authMode", "session").unwrap(),
            page(r#"{"authMode":"session","directusUrl":"/directus"}"#)
        );
    }

    #[test]
    fn page_without_configuration_is_refused() {
        assert!(with_setting("<p>", "authMode", "session").is_err());
        assert!(with_setting(&page("[]"), "authMode", "session").is_err());
    }
}
