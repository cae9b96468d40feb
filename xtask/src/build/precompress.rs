//! Writes `.br` and `.gz` beside each compressible file, so that a server sends them without work.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The extensions of compressible files. Images and fonts are compressed already.
const ENDINGS: [&str; 9] = ["html", "js", "css", "wasm", "json", "svg", "txt", "xml", "webmanifest"];
/// Below this size in bytes the headers cost more than is saved.
const WORTHWHILE: u64 = 512;

/// Compresses the files below `dist` with the Node.js on `path`.
pub fn run(dist: &Path, path: &OsStr) -> Result<()> {
    let mut files = Vec::new();
    for file in super::files(dist)? {
        let is_compressible =
            file.extension().and_then(OsStr::to_str).is_some_and(|extension| ENDINGS.contains(&extension));
        if is_compressible && super::length(&file)? >= WORTHWHILE {
            files.push(file);
        }
    }
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", include_str!("compress.mjs"), "--"])
        .args(files)
        .env("PATH", path)
        .output()
        .context("cannot start node")?;
    if !output.status.success() {
        bail!("cannot compress {}: {}", dist.display(), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
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
    use super::*;

    #[test]
    fn text_is_compressed_and_images_are_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.js"), "let a = 1;\n".repeat(200)).unwrap();
        fs::write(dir.path().join("b.webp"), "x".repeat(2000)).unwrap();
        fs::write(dir.path().join("c.css"), "a{}").unwrap();
        run(dir.path()).unwrap();
        let mut names: Vec<String> =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz", "b.webp", "c.css"]);
    }
}
