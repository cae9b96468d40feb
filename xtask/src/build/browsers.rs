//! The browsers that the site supports, and its styles compiled to them.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{parts, read, write};
use crate::tools::site;
use crate::{paths, process};

/// The list, below the root of the checkout, in the format of browserslist.
pub const LIST: &str = ".browserslistrc";

/// The oldest version of a browser that the site supports.
#[derive(Debug, PartialEq)]
struct Browser {
    /// As browserslist calls it.
    name: String,
    version: String,
}

fn list() -> Result<Vec<Browser>> {
    parse(&read(&paths::root().join(LIST))?)
}

/// Reads the list. A line is `name >= version`; the other forms of browserslist would need its data.
fn parse(list: &str) -> Result<Vec<Browser>> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let browser = |line: &str| {
        let (name, version) =
            line.split_once(" >= ").with_context(|| format!("{LIST}: expected name >= version and found {line}"))?;
        Ok(Browser { name: name.to_owned(), version: version.to_owned() })
    };
    let browsers: Vec<_> = lines.map(browser).collect::<Result<_>>()?;
    ensure!(!browsers.is_empty(), "{LIST} names no browser");
    Ok(browsers)
}

/// Returns the option of esbuild that compiles scripts to the list.
pub fn esbuild_option() -> Result<String> {
    let target =
        |Browser { name, version }: &Browser| format!("{}{version}", if name == "ios_saf" { "ios" } else { name });
    Ok(format!("--target={}", list()?.iter().map(target).collect::<Vec<_>>().join(",")))
}

/// Compiles the style sheets of the built site at `site` to the list. One that its page links is named after its content, as all that browsers
/// keep.
pub fn compile_styles(site: &Path, path: &OsStr) -> Result<()> {
    let packages = site::find()?.context("the packages of the site are not installed")?;
    let browsers: Vec<_> = list()?.iter().map(|Browser { name, version }| format!("{name} {version}")).collect();
    let mut files = super::files(site)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
    process::tool(
        Command::new("node")
            .args(["--input-type=module", "--eval", include_str!("styles.mjs"), "--", &browsers.join(",")])
            .args(&files)
            // Where Node.js looks for Lightning CSS.
            .current_dir(packages)
            .env("PATH", path),
    )
    .context("cannot compile the styles")?;

    let index = site.join("index.html");
    let mut html = read(&index)?;
    for file in files {
        let Some((name, (stem, _))) =
            file.file_name().and_then(OsStr::to_str).and_then(|name| Some((name, name.rsplit_once('-')?)))
        else {
            continue;
        };
        if html.contains(name) {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let new = format!("{stem}-{}.css", parts::digest(&[&content]));
            fs::rename(&file, file.with_file_name(&new))
                .with_context(|| format!("cannot rename {}", file.display()))?;
            html = html.replace(name, &new);
        }
    }
    write(&index, &html)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogs;

    #[test]
    fn list_has_names_and_versions() {
        let browser = |name: &str, version: &str| Browser { name: name.to_owned(), version: version.to_owned() };
        let list = parse("# The oldest.\n\nchrome >= 111\n ios_saf >= 16.4\n").unwrap();
        assert_eq!(list, [browser("chrome", "111"), browser("ios_saf", "16.4")]);
    }

    #[test]
    fn list_without_browsers_or_with_other_queries_is_refused() {
        assert!(parse("# nothing\n").is_err());
        assert!(parse("last 2 versions\n").unwrap_err().to_string().contains("last 2 versions"));
    }

    #[test]
    fn readme_and_messages_name_the_versions_of_the_list() {
        let mut texts = vec![("README.md".to_owned(), read(&paths::root().join("README.md")).unwrap())];
        for catalog in catalogs::read().unwrap() {
            for name in ["advice", "no-wasm"] {
                texts.push((format!("{} boot-{name}", catalog.language.code), catalog.boot_text(name).unwrap()));
            }
        }
        for Browser { name, version } in list().unwrap() {
            let title = match &*name {
                "chrome" => "Chrome",
                "edge" => "Edge",
                "firefox" => "Firefox",
                // Theirs are the same.
                "safari" | "ios_saf" => "Safari",
                other => panic!("{other} is not in the messages"),
            };
            for (place, text) in &texts {
                // "Chrome and Edge 111"
                let first_number = |rest: &str| {
                    let rest = rest.trim_start_matches(|letter: char| !letter.is_ascii_digit());
                    rest.split(|letter: char| !letter.is_ascii_digit() && letter != '.').next().map(str::to_owned)
                };
                let names_it = text.split(title).skip(1).any(|rest| first_number(rest).as_ref() == Some(&version));
                assert!(names_it, "{place} does not name {title} {version}");
            }
        }
    }
}
