//! Generates the files of the languages: a catalog for each, and the scripts and markup with messages that the site
//! needs without the app.
//!
//! The name of a catalog holds a hash of its content, like the files of Trunk, so that browsers may cache it: the
//! messages of one build never meet the app of another.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use locales::{Catalog, quoted};
use sha2::{Digest, Sha256};

use crate::digest::hex;
use crate::generated::write_if_changed;
use crate::paths;

/// Writes `target/locales/`, `target/first.js`, `target/boot.js` and `target/no_scripts.html`, which index.html
/// names.
pub fn run() -> Result<()> {
    let (root, target) = (paths::root(), paths::root().join("target"));
    let catalogs = read()?;
    let files = write_catalogs(&catalogs, &target.join("locales"))?;
    let languages: Result<Vec<_>> = catalogs.iter().zip(&files).map(|(catalog, file)| entry(catalog, file)).collect();
    let languages = format!("{{\n{}\n}}", languages?.join("\n"));
    let directions: Vec<_> =
        catalogs.iter().map(|catalog| format!("{}: \"{}\"", catalog.language.code, direction(catalog))).collect();
    let directions = format!("{{ {} }}", directions.join(", "));
    for (script, placeholder, value) in
        [("first.js", "\"%directions%\"", directions), ("boot.js", "\"%languages%\"", languages)]
    {
        let source = root.join("src/boot").join(script);
        let text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        if text.matches(placeholder).count() != 1 {
            bail!("{} does not have {placeholder} once", source.display());
        }
        write_if_changed(&target.join(script), &text.replace(placeholder, &value))?;
    }
    write_if_changed(&target.join("no_scripts.html"), &no_scripts(&catalogs)?)
}

/// Reads the catalogs of all languages. The error names what is missing.
pub fn read() -> Result<Vec<Catalog>> {
    locales::read(&paths::root().join("locales")).map_err(|problems| {
        let problems: Vec<_> = problems.iter().map(|problem| format!("\n  locales/{problem}")).collect();
        anyhow!("the messages are not complete:{}", problems.concat())
    })
}

/// Writes a file for each catalog and removes all others there. Returns their names.
fn write_catalogs(catalogs: &[Catalog], dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for catalog in catalogs {
        let json = catalog.to_json();
        let name = format!("{}-{}.json", catalog.language.code, hex(&Sha256::digest(&json)[..8]));
        write_if_changed(&dir.join(&name), &json)?;
        names.push(name);
    }
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let file = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        if !names.iter().any(|name| file.file_name().to_str() == Some(name)) {
            fs::remove_file(file.path()).with_context(|| format!("cannot remove {}", file.path().display()))?;
        }
    }
    Ok(names)
}

/// Returns the entry of a language in src/boot/boot.js.
fn entry(catalog: &Catalog, file: &str) -> Result<String> {
    let code = catalog.language.code;
    Ok(format!("  {code}: {{ file: {}, failure: {} }},", quoted(&format!("locales/{file}")), failure(catalog)?))
}

fn direction(catalog: &Catalog) -> &'static str {
    if catalog.language.right_to_left { "rtl" } else { "ltr" }
}

/// Returns heading, advice, button, and the advice without WebAssembly, for a site that does not load, as a JavaScript array.
fn failure(catalog: &Catalog) -> Result<String> {
    let texts: Result<Vec<_>> =
        ["failed", "advice", "again", "no-wasm"].iter().map(|name| Ok(quoted(&boot_text(catalog, name)?))).collect();
    Ok(format!("[{}]", texts?.join(", ")))
}

/// Returns the markup for browsers without scripts, in all languages, because no script can choose one. The first has
/// the page's heading.
fn no_scripts(catalogs: &[Catalog]) -> Result<String> {
    let mut page = String::from("<noscript><main class=\"page narrow\">");
    for (index, catalog) in catalogs.iter().enumerate() {
        let (heading, code, direction) =
            (if index == 0 { "h1" } else { "h2" }, catalog.language.code, direction(catalog));
        let (what, advice) = (boot_text(catalog, "no-scripts")?, boot_text(catalog, "switch-on")?);
        if format!("{what}{advice}").contains(['<', '&']) {
            bail!("{code}: the messages for browsers without scripts are not escaped; they must not contain < or &");
        }
        page.push_str(&format!(
            "<section lang=\"{code}\" dir=\"{direction}\"><{heading}>{what}</{heading}><p>{advice}</p></section>"
        ));
    }
    page.push_str("</main></noscript>\n");
    Ok(page)
}

fn boot_text(catalog: &Catalog, name: &str) -> Result<String> {
    catalog.boot_text(name).with_context(|| format!("{} has no message boot-{name}", catalog.language.code))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn catalogs_have_hashed_names_and_old_ones_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("en-0123456789abcdef.json"), "[]").unwrap();
        let catalogs = locales::read(&paths::root().join("locales")).unwrap();
        let names = write_catalogs(&catalogs, dir.path()).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), catalogs.len());
        for (catalog, name) in catalogs.iter().zip(&names) {
            let hash =
                name.strip_prefix(&format!("{}-", catalog.language.code)).unwrap().strip_suffix(".json").unwrap();
            assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
            assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), catalog.to_json());
        }
        assert_eq!(write_catalogs(&catalogs, dir.path()).unwrap(), names);
    }

    #[test]
    fn markup_without_scripts_has_every_language() {
        let catalogs = locales::read(&paths::root().join("locales")).unwrap();
        let page = no_scripts(&catalogs).unwrap();
        assert_eq!(page.matches("<h1>").count(), 1, "{page}");
        for catalog in &catalogs {
            let said = boot_text(catalog, "switch-on").unwrap();
            assert!(page.contains(&said) && page.contains(&format!("lang=\"{}\"", catalog.language.code)), "{page}");
        }
    }

    #[test]
    fn language_script_has_an_entry_with_messages_for_every_language() {
        for catalog in locales::read(&paths::root().join("locales")).unwrap() {
            let entry = entry(&catalog, "x.json").unwrap();
            assert!(entry.contains("file: \"locales/x.json\"") && entry.contains("failure: [\""), "{entry}");
        }
    }
}
