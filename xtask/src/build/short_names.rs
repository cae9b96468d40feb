//! Shortens the names between the WebAssembly module and its script. wasm-bindgen ends each of some 200 names with 16
//! digits of a hash, which do not compress: together they are 3 % of the download.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// What wasm-opt calls the script in the module's imports.
const SCRIPT: &str = "a";

/// Renames in the module below `site` and in its script alike. `index` is the page that Trunk has built the module for;
/// an app whose page names no WebAssembly features, because wasm-opt does not run on it, keeps its names.
pub fn run(site: &Path, index: &str, path: &OsStr) -> Result<()> {
    let Some(features) = features(index) else { return Ok(()) };
    for module in super::files(site)? {
        if module.extension().is_some_and(|extension| extension == "wasm") {
            shorten(&module, &features, path)
                .map(drop)
                .with_context(|| format!("cannot shorten the names in {}", module.display()))?;
        }
    }
    Ok(())
}

/// Renames in a module and in the script beside it. Returns the names, for other scripts that use them.
pub fn shorten(module: &Path, features: &[&str], path: &OsStr) -> Result<Names> {
    let script = script_of(module).context("it has no script beside it")?;
    let printed = process::tool(
        Command::new("wasm-opt")
            .args(features)
            // A second time: what the first one has moved together gets smaller once more, by half a per cent.
            .arg("-Oz")
            .arg("--minify-imports-and-exports-and-modules")
            .arg(module)
            .arg("-o")
            .arg(module)
            .env("PATH", path),
    )?;
    let names = Names::parse(&String::from_utf8(printed)?);
    let text = super::read(&script)?;
    if !text.contains(&quoted(&names.script)) {
        bail!("{} does not name {}", script.display(), quoted(&names.script));
    }
    super::write(&script, &names.apply(&text))?;
    Ok(names)
}

/// Returns `x.js` for `x_bg.wasm`.
fn script_of(module: &Path) -> Option<PathBuf> {
    let stem = module.file_stem()?.to_str()?.strip_suffix("_bg")?;
    Some(module.with_file_name(format!("{stem}.js"))).filter(|script| script.is_file())
}

/// The WebAssembly features that the module uses, as its index.html tells Trunk: the module itself does not say any
/// more.
pub fn features(index: &str) -> Option<Vec<&str>> {
    let (_, rest) = index.split_once("data-wasm-opt-params=\"")?;
    let (parameters, _) = rest.split_once('"')?;
    Some(parameters.split_whitespace().collect())
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Old names and new.
#[derive(Debug, Default, PartialEq)]
pub struct Names {
    /// What wasm-bindgen calls the script in the module's imports, such as `./lychgate_bg.js`.
    script: String,
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Names {
    /// Returns the new name of an export.
    pub fn export<'a>(&'a self, name: &'a str) -> &'a str {
        self.exports.get(name).map_or(name, String::as_str)
    }

    /// Reads what wasm-opt prints: a line `["module", "old", "new"]` for each import, `["old", "new"]` for each export.
    pub fn parse(text: &str) -> Self {
        let mut names = Self::default();
        for line in text.lines() {
            let words: Vec<_> = line.split('"').skip(1).step_by(2).collect();
            match words[..] {
                [script, old, new] => {
                    // Another is a script of its own, which loads the parts of the site.
                    if script.ends_with("_bg.js") {
                        script.clone_into(&mut names.script);
                    }
                    names.imports.insert(old.to_owned(), new.to_owned());
                }
                [old, new] => drop(names.exports.insert(old.to_owned(), new.to_owned())),
                _ => {}
            }
        }
        names
    }

    /// Returns the script with the new names. An import is a key of the object that the module gets; an export is used
    /// as `wasm.name`, while the bare name is a function of the script's own.
    pub fn apply(&self, script: &str) -> String {
        let script = script.replace(&quoted(&self.script), &quoted(SCRIPT));
        let mut out = String::with_capacity(script.len());
        let mut rest = script.as_str();
        while let Some(start) = rest.find(is_part_of_name) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let (name, after) = from.split_at(from.find(|c| !is_part_of_name(c)).unwrap_or(from.len()));
            let exported = self.exports.get(name).filter(|_| out.ends_with("wasm."));
            out.push_str(exported.or_else(|| self.imports.get(name)).map_or(name, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::App;

    const PRINTED: &str = "{\n \"imports\": [\n  [\"./lychgate_bg.js\", \"__wbg_set_0a\", \"$\"],\n  [\"./lychgate_bg.js\", \
         \"__wbg_set_0ab\", \"b\"]\n ],\n\"exports\": [\n  [\"memory\", \"c\"],\n  [\"__elem_1\", \"d\"]\n ]\n}\n";

    #[test]
    fn the_page_of_the_site_names_the_features_of_its_module() {
        let index = App::site().index().unwrap_or_default();
        assert!(features(&index).is_some_and(|features| features.contains(&"--enable-reference-types")));
    }

    #[test]
    fn only_imports_and_exports_are_renamed() {
        let script = "const i = { __wbg_set_0a: f, __wbg_set_0ab: g }; return { \"./lychgate_bg.js\": i };\
             wasm.memory.buffer; memory; function __elem_1() { wasm.__elem_1(); }";
        assert_eq!(
            Names::parse(PRINTED).apply(script),
            "const i = { $: f, b: g }; return { \"a\": i };wasm.c.buffer; memory; function __elem_1() { wasm.d(); }"
        );
    }
}
