//! Writes `.br` and `.gz` beside each compressible file, so that a server sends them without work.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The extensions of compressible files. Images and fonts are compressed already.
const ENDINGS: [&str; 9] = ["html", "js", "css", "wasm", "json", "svg", "txt", "xml", "webmanifest"];
/// Below this size the headers cost more than is saved.
const WORTHWHILE: usize = 512;

/// Compresses the files below `dist`.
pub fn run(dist: &Path) -> Result<()> {
    let files: Vec<PathBuf> = super::files(dist)?
        .into_iter()
        .filter(|file| {
            file.extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| ENDINGS.contains(&extension))
        })
        .collect();
    thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(move || compress(file))).collect();
        running.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("compressing panicked"))?)
    })
}

fn compress(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    if bytes.len() < WORTHWHILE {
        return Ok(());
    }
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut brotli, &parameters)
        .with_context(|| format!("cannot compress {}", file.display()))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes).with_context(|| format!("cannot compress {}", file.display()))?;
    let gzip = gzip.finish().with_context(|| format!("cannot compress {}", file.display()))?;
    for (ending, compressed) in [("br", brotli), ("gz", gzip)] {
        let sibling = sibling(file, ending);
        if compressed.len() < bytes.len() {
            fs::write(&sibling, compressed).with_context(|| format!("cannot write {}", sibling.display()))?;
        }
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
