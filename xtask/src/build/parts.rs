//! Takes the WebAssembly of the site apart: the main module, and the parts that are loaded when they are needed (`src/pages/parts.rs`).
//!
//! Trunk knows one module. So this begins with what Cargo has made, before wasm-bindgen: `wasm-split-cli` takes it apart, wasm-bindgen makes
//! the script of the main module, wasm-opt makes each file small, and the outcome replaces Trunk's two files. See
//! `docs/decisions/0017-parts.md`.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use super::{App, read, short_names, write};
use crate::digest::hex;
use crate::tools::rust::WASM_TARGET;
use crate::{cache, paths, process};

/// The feature of the site's package that makes its parts modules of their own.
pub const FEATURE: &str = "split";

/// What the program is called, and its files begin with.
const NAME: &str = "lychgate";

/// The script that `wasm-split-cli` writes, which loads the parts.
const LOADER: &str = "__wasm_split.js";

/// What the loader says about a part that does not load. The browser has said so already, and a page that is left breaks off what it loads.
const COMPLAINT: &str = "console.error(e);";

/// How the loader loads a file. It has no answer to a server that gives another type, as wasm-bindgen's script has.
const STREAMING: &str = "WebAssembly.instantiateStreaming(src, imports)";

/// What stands there instead.
const LENIENT: &str = "instantiate(src, imports)";
const INSTANTIATE: &str = "
async function instantiate(source, imports) {
    const answer = await source;
    if (!answer.ok) {
        throw new Error(`${answer.url}: ${answer.status}`);
    }
    return answer.headers.get(\"Content-Type\")?.startsWith(\"application/wasm\")
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// The files of each part in the built site, by its name.
#[derive(Debug, Default, PartialEq)]
pub struct Parts(BTreeMap<String, Vec<String>>);

impl Parts {
    /// Returns the names of the files that the part called `name` is made of.
    pub fn files(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Takes the app apart that Cargo has built for Trunk, and puts it into the site in place of what Trunk has made.
pub fn run(site: &Path, app: &App, path: &OsStr) -> Result<Parts> {
    let work = app.beside("parts");
    cache::remove_dir(&work)?;
    fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let program = paths::target().join(WASM_TARGET).join("release").join(format!("{NAME}.wasm"));
    process::tool(
        Command::new("wasm-split-cli").arg(&program).arg(&work).args(["--out-name", NAME]).env("PATH", path),
    )?;
    process::tool(
        Command::new("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME, "--out-dir"])
            .arg(&work)
            .arg(work.join(format!("{NAME}.wasm")))
            .env("PATH", path),
    )?;

    let index = app.index()?;
    let features = short_names::features(&index).context("the page names no features of WebAssembly")?;
    let (script, loader) = (work.join(format!("{NAME}.js")), work.join(LOADER));
    let main = work.join(format!("{NAME}_bg.wasm"));
    write(&script, &joined(&read(&script)?)?)?;
    optimise(&main, &features, path)?;
    let names = short_names::shorten(&main, &features, path)?;
    let mut text = names.apply(&with_short_exports(&read(&loader)?, &names)?);
    ensure!(text.contains(STREAMING) && text.contains(COMPLAINT), "the loader of the parts is not as expected");
    text = text.replace(STREAMING, LENIENT).replace(COMPLAINT, "") + INSTANTIATE;

    // A file is named after its content, as everything that browsers keep.
    let mut named = BTreeMap::new();
    for file in super::files(&work)? {
        let stem = file.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        let Some(part) = stem.strip_prefix("split_").or_else(|| stem.strip_prefix("chunk_").map(|_| "shared")) else {
            continue;
        };
        optimise(&file, &features, path)?;
        let name = format!("{part}-{}.wasm", digest(&[&fs::read(&file)?]));
        fs::copy(&file, site.join(&name)).with_context(|| format!("cannot copy {}", file.display()))?;
        text = text.replace(&format!("/{stem}.wasm\""), &format!("/{name}\""));
        named.insert(stem.to_owned(), name);
    }
    write(&loader, &text)?;
    replace(site, &script, &main, path)?;
    Ok(Parts::parse(&text, named.values()))
}

/// Bundles the scripts, and puts them with the main module in place of those of Trunk.
fn replace(site: &Path, script: &Path, main: &Path, path: &OsStr) -> Result<()> {
    let bundle = script.with_extension("bundle.js");
    process::tool(
        Command::new("esbuild")
            .args(["--bundle", "--format=esm", "--log-level=warning"])
            .arg(script)
            .arg(format!("--outfile={}", bundle.display()))
            .env("PATH", path),
    )?;
    let name = format!("{NAME}-{}", digest(&[&fs::read(&bundle)?, &fs::read(main)?]));
    let html = site.join("index.html");
    let text = read(&html)?;
    let old = trunks_name(&text).context("index.html does not name the app")?;
    for (ending, from) in [(".js", bundle.as_path()), ("_bg.wasm", main)] {
        let file = site.join(format!("{old}{ending}"));
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        fs::copy(from, site.join(format!("{name}{ending}")))
            .with_context(|| format!("cannot copy {}", from.display()))?;
    }
    write(&html, &text.replace(&old, &name))
}

/// Returns what Trunk calls the app in index.html: `lychgate-<hash>`.
fn trunks_name(html: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("/{NAME}-"))?;
    let hash: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    (!hash.is_empty()).then(|| format!("{NAME}-{hash}"))
}

/// Puts the functions of the loader among those of wasm-bindgen's script: after their names have been shortened, all are imported from one
/// module.
fn joined(script: &str) -> Result<String> {
    const OURS: &str = "__proto__: null,";
    let is_of_loader = |line: &str| line.contains(&format!("\"./{LOADER}\""));
    ensure!(script.lines().any(is_of_loader), "the script of the app does not load any parts");
    let kept: Vec<_> = script.lines().filter(|line| !is_of_loader(line)).collect();
    let kept = kept.join("\n");
    ensure!(kept.contains(OURS), "the script of the app is not as expected");
    Ok(format!("import * as loader from \"./{LOADER}\";\n{}", kept.replacen(OURS, "__proto__: null, ...loader,", 1)))
}

/// The parts get the memory and the table of the main module by their old names, which its exports do not have any more.
fn with_short_exports(loader: &str, names: &short_names::Names) -> Result<String> {
    let (before, rest) = loader.split_once("const { ").context("the loader of the parts is not as expected")?;
    let (exports, after) = rest.split_once("} = initSync(").context("the loader of the parts shares nothing")?;
    let exports: Vec<_> = exports
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| format!("{}: {name}", names.export(name)))
        .collect();
    Ok(format!("{before}const {{ {} }} = initSync({after}", exports.join(", ")))
}

impl Parts {
    /// Reads from the loader which of the `files` each part is made of. A part that is empty, because others have all of it, has no file of
    /// its own; what parts have in common is in files that the loader declares before.
    fn parse<'a>(loader: &str, files: impl Iterator<Item = &'a String> + Clone) -> Self {
        let file_in = |text: &str| files.clone().find(|file| text.contains(&format!("/{file}\""))).cloned();
        let mut shared = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for statement in loader.split("makeLoad(").collect::<Vec<_>>().windows(2) {
            let [before, after] = statement else { continue };
            let Some(name) =
                before.rsplit("const ").next().and_then(|text| text.split_once(" =")).map(|(name, _)| name)
            else {
                continue;
            };
            let own = file_in(after);
            if name.starts_with("__chunk_") {
                shared.extend(own.map(|file| (name.to_owned(), file)));
                continue;
            }
            let in_common = shared.iter().filter(|(name, _)| {
                let list =
                    after.split_once(", [").and_then(|(_, list)| list.split_once(']')).map_or("", |(list, _)| list);
                list.split(", ").any(|dependency| dependency == name.as_str())
            });
            let mut all: Vec<_> = in_common.map(|(_, file)| file.clone()).collect();
            let part = own.as_ref().and_then(|file| file.rsplit_once('-')).map(|(part, _)| part.to_owned());
            all.extend(own);
            parts.extend(part.map(|part| (part, all)));
        }
        Self(parts)
    }
}

fn optimise(module: &Path, features: &[&str], path: &OsStr) -> Result<()> {
    // What these sections say, browsers do not ask for.
    let strip = ["--strip-producers", "--strip-target-features"];
    process::tool(
        Command::new("wasm-opt")
            .args(features)
            .arg("-Oz")
            .args(strip)
            .arg(module)
            .arg("-o")
            .arg(module)
            .env("PATH", path),
    )
    .map(drop)
}

/// Returns 16 hexadecimal digits, as Trunk gives to its files.
pub(super) fn digest(contents: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    contents.iter().for_each(|content| hash.update(content));
    hex(&hash.finalize()[..8])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WRITTEN: &str = "import { initSync } from \"./lychgate.js\";\nconst { memory, table,  } = initSync(undefined, undefined);\n\
        /* account, auth */\nconst __chunk_3 = makeLoad(() => {\nfetch(new URL(\"./shared-2.wasm\", import.meta.url));\n}\n, []);\n\
        export const c = wrapAsyncCb(makeLoad(() => {\nfetch(new URL(\"./auth-1.wasm\", import.meta.url));\n}\n, [__chunk_3]));\n\
        export const d = wrapAsyncCb(makeLoad(() => {\nfetch(new URL(\"./alone-3.wasm\", import.meta.url));\n}\n, []));\n";

    #[test]
    fn part_is_made_of_its_own_file_and_of_those_that_it_shares() {
        let files = ["shared-2.wasm", "auth-1.wasm", "alone-3.wasm"].map(str::to_owned);
        let parts = Parts::parse(WRITTEN, files.iter());
        assert_eq!(parts.files("auth"), ["shared-2.wasm", "auth-1.wasm"]);
        assert_eq!(parts.files("alone"), ["alone-3.wasm"]);
        assert!(parts.files("other").is_empty());
    }

    #[test]
    fn loader_takes_the_exports_of_the_main_module_by_their_short_names() {
        let names = short_names::Names::parse("\"exports\": [\n  [\"memory\", \"c\"]\n ]");
        let text = with_short_exports(WRITTEN, &names).unwrap();
        assert!(text.contains("const { c: memory, table: table } = initSync(undefined, undefined);"), "{text}");
    }

    #[test]
    fn script_of_the_app_has_the_functions_of_the_loader_among_its_own() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nconst import0 = {\n__proto__: null,\na: f,\n};\nreturn {\n\
            __proto__: null,\n\"./lychgate_bg.js\": import0,\n\"./__wasm_split.js\": import1,\n};";
        assert_eq!(
            joined(script).unwrap(),
            "import * as loader from \"./__wasm_split.js\";\nconst import0 = {\n__proto__: null, ...loader,\na: f,\n};\nreturn {\n\
             __proto__: null,\n\"./lychgate_bg.js\": import0,\n};"
        );
        assert!(joined("const import0 = {};").is_err());
    }

    #[test]
    fn name_that_trunk_gives_is_found() {
        let html = "<meta data-module=/lychgate-0a1b.js data-wasm=/lychgate-0a1b_bg.wasm>";
        assert_eq!(trunks_name(html).as_deref(), Some("lychgate-0a1b"));
        assert_eq!(trunks_name("<meta data-module=/other-0a1b.js>"), None);
    }
}
