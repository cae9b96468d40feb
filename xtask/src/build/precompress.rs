//! Writes `.br` and `.gz` beside each compressible file, so that a server sends them without work.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The extensions of compressible files. Images and fonts are compressed already.
const ENDINGS: [&str; 9] = ["html", "js", "css", "wasm", "json", "svg", "txt", "xml", "webmanifest"];
/// Below this size in bytes the headers cost more than is saved.
const WORTHWHILE: u64 = 512;

/// Compresses the files below `dist` with the Node.js on `path`.
pub fn run(dist: &Path, path: &OsStr) -> Result<()> {
    process::tool(
        Command::new("node")
            .args(["--input-type=module", "--eval", include_str!("compress.mjs"), "--"])
            .args(compressible(dist)?)
            .env("PATH", path),
    )
    .map(drop)
    .with_context(|| format!("cannot compress {}", dist.display()))
}

/// Returns the files below `dist` that are worth compressing.
fn compressible(dist: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for file in super::files(dist)? {
        let is_compressible =
            file.extension().and_then(OsStr::to_str).is_some_and(|extension| ENDINGS.contains(&extension));
        if is_compressible && super::length(&file)? >= WORTHWHILE {
            files.push(file);
        }
    }
    Ok(files)
}

/// `a.js` → `a.js.br`
pub fn sibling(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    #[test]
    fn text_is_compressed_and_images_and_what_is_small_are_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.js"), "let a = 1;\n".repeat(200)).unwrap();
        fs::write(dir.path().join("b.webp"), "x".repeat(2000)).unwrap();
        fs::write(dir.path().join("c.css"), "a{}").unwrap();
        assert_eq!(compressible(dir.path()).unwrap(), [dir.path().join("a.js")]);
    }
}
