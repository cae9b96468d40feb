//! Joins the files in `styles/` into one stylesheet.
//!
//! `styles/index.css` lists them by `@import "name.css";`. The site loads one file instead of many, in an
//! explicit order; no CSS is parsed or changed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::generated::write_if_changed;
use crate::paths;

/// Writes `target/site.css` if it changes. Into the checkout's own `target/` even if `CARGO_TARGET_DIR` is set,
/// because index.html names it.
pub fn run() -> Result<()> {
    let css = join(&paths::root().join("styles"))?;
    write_if_changed(&paths::root().join("target/site.css"), &css)
}

/// Returns the files in the order of the imports, each below its name.
fn join(dir: &Path) -> Result<String> {
    let index = dir.join("index.css");
    let text = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let names = imports(&text).with_context(|| format!("in {}", index.display()))?;
    let mut css = String::new();
    for name in &names {
        let file = dir.join(name);
        let part = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        css.push_str(&format!("/* {name} */\n{}\n\n", part.trim()));
    }
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let name =
            entry.with_context(|| format!("cannot read {}", dir.display()))?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".css") && name != "index.css" && !names.contains(&name) {
            bail!("styles/{name} is not imported in styles/index.css, so it would have no effect");
        }
    }
    Ok(css)
}

/// Returns the names in `@import "…";`, in order. Skips comments and blank lines, and refuses anything else.
fn imports(text: &str) -> Result<Vec<String>> {
    let mut code = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").context("a comment has no end")?.1;
    }
    code.push_str(rest);

    let mut names = Vec::new();
    for statement in code.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        let name = statement
            .strip_prefix("@import")
            .map(str::trim)
            .and_then(|name| name.strip_prefix('"')?.strip_suffix('"'))
            .with_context(|| format!("expected @import \"name.css\"; and found {statement}"))?;
        let name = name.strip_prefix("./").unwrap_or(name).to_owned();
        if names.contains(&name) {
            bail!("{name} is imported twice");
        }
        names.push(name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn styles(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    }

    #[test]
    fn files_come_in_the_order_of_the_imports() {
        let dir = styles(&[
            ("index.css", "/* tokens; first */\n@import \"tokens.css\";\n@import \"./a.css\";\n"),
            ("a.css", "a{}\n"),
            ("tokens.css", ":root{}\n"),
        ]);
        assert_eq!(join(dir.path()).unwrap(), "/* tokens.css */\n:root{}\n\n/* a.css */\na{}\n\n");
    }

    #[test]
    fn file_without_import_is_reported() {
        let dir = styles(&[("index.css", ""), ("lost.css", "")]);
        assert!(join(dir.path()).unwrap_err().to_string().contains("lost.css"));
    }

    #[test]
    fn rules_in_the_index_and_double_imports_are_refused() {
        assert!(imports("a { color: red; }").is_err());
        assert!(imports("@import \"a.css\";@import \"a.css\";").is_err());
    }
}
