//! Which app is built: the site, or an example.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::browsers;
use crate::paths;

/// Where the examples lie, below the root of the checkout.
const EXAMPLES: &str = "examples";

/// What each app is made of, below the root of the checkout. Files that are missing are skipped.
const SHARED: [&str; 5] = ["crates", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", browsers::LIST];

/// What the site is made of besides.
const OF_THE_SITE: [&str; 7] = ["src", "build.rs", "config.json", "locales", "styles", "index.html", "Trunk.toml"];

/// An app that Trunk builds out of a folder with an `index.html` and a `Trunk.toml`.
#[derive(Clone, Debug)]
pub struct App {
    name: String,
    title: String,
    folder: PathBuf,
    dist: PathBuf,
    /// `target/<files>.lock` and the like: the files that a build keeps beside the app.
    files: String,
    inputs: Vec<PathBuf>,
}

impl App {
    /// The site itself.
    pub fn site() -> Self {
        let root = paths::root();
        Self {
            name: "site".to_owned(),
            title: "the site".to_owned(),
            folder: root.to_owned(),
            dist: paths::dist(),
            files: "dist".to_owned(),
            inputs: SHARED.iter().chain(&OF_THE_SITE).map(|input| root.join(input)).collect(),
        }
    }

    /// The app in `examples/<name>/`. Where there is none of that name, the error lists those that are there.
    pub fn example(name: &str) -> Result<Self> {
        let names = examples_in(&paths::root().join(EXAMPLES))?;
        if !names.iter().any(|there| there == name) {
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            bail!("there is no app in {EXAMPLES}/{name}/; the examples with a page are: {names}");
        }
        Ok(Self::in_examples(name))
    }

    /// All examples.
    pub fn examples() -> Result<Vec<Self>> {
        let names = examples_in(&paths::root().join(EXAMPLES))?;
        Ok(names.iter().map(|name| Self::in_examples(name)).collect())
    }

    fn in_examples(name: &str) -> Self {
        let root = paths::root();
        let folder = root.join(EXAMPLES).join(name);
        let files = format!("{name}-dist");
        Self {
            name: name.to_owned(),
            title: format!("the example {name}"),
            dist: root.join("target").join(&files),
            files,
            inputs: SHARED.iter().map(|input| root.join(input)).chain([folder.clone()]).collect(),
            folder,
        }
    }

    /// What folders and logs call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What messages call it.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The folder that Trunk runs in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the built app lies.
    pub fn dist(&self) -> &Path {
        &self.dist
    }

    /// Files and folders that decide over what a build makes; some may not be there.
    pub fn inputs(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// The page that Trunk begins with.
    pub fn index(&self) -> Result<String> {
        let file = self.folder.join("index.html");
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
    }

    /// Whether the pages of the app are rendered ahead.
    pub fn is_rendered_ahead(&self) -> bool {
        self.folder.join("src/app/ahead.rs").is_file()
    }

    /// Whether the app has parts that are loaded when they are needed.
    pub fn is_split(&self) -> bool {
        self.folder.join("src/pages/parts.rs").is_file()
    }

    /// `target/<name of this app's files>.<ending>`. Below the checkout's own `target/` whatever `CARGO_TARGET_DIR`
    /// says, as `dist/` is of this checkout, too.
    pub fn beside(&self, ending: &str) -> PathBuf {
        paths::root().join("target").join(format!("{}.{ending}", self.files))
    }

    /// What an example's Directus has besides what the site needs, for [`crate::provision::extend`].
    pub fn directus_schema(&self) -> Option<PathBuf> {
        Some(self.folder.join("directus.json")).filter(|file| file.is_file())
    }
}

/// The names of the folders below `dir` that are apps: others are programs without a page.
fn examples_in(dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let folder = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        if folder.path().join("index.html").is_file() {
            names.push(folder.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_with_a_page_is_an_example_and_others_are_not() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["b/index.html", "a/index.html", "program/main.rs"] {
            let file = dir.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        assert_eq!(examples_in(dir.path()).unwrap(), ["a", "b"]);
    }

    #[test]
    fn an_unknown_example_is_named_in_the_error() {
        let error = App::example("nothing-of-ours").unwrap_err().to_string();
        assert!(error.contains("examples/nothing-of-ours/"), "{error}");
    }

    #[test]
    fn an_example_keeps_its_files_apart_from_those_of_the_site() {
        let (site, example) = (App::site(), App::in_examples("x"));
        assert_ne!(site.dist(), example.dist());
        assert_ne!(site.beside("lock"), example.beside("lock"));
        assert!(!site.inputs().contains(&example.folder().to_owned()));
    }
}
