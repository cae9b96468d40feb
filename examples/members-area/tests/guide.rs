//! The guide docs/building-on-it.md shows the files of this app as they are.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::{fs, path::Path};

#[test]
fn guide_shows_the_files_of_the_app() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(app.join("../../docs/building-on-it.md")).unwrap();
    let mut shown = Vec::new();
    // `name`:, an empty line, and the fenced file.
    let parts: Vec<_> = guide.split("`:\n\n```").collect();
    for (before, after) in parts.iter().zip(&parts[1..]) {
        let (_, name) = before.rsplit_once('`').unwrap();
        let (text, _) = after.split_once('\n').unwrap().1.split_once("\n```\n").unwrap();
        assert_eq!(text, fs::read_to_string(app.join(name)).unwrap().trim_end(), "{name} is another than in the guide");
        shown.push(name);
    }
    for folder in ["src", "src/pages"] {
        for file in fs::read_dir(app.join(folder)).unwrap() {
            let name = format!("{folder}/{}", file.unwrap().file_name().into_string().unwrap());
            assert!(!name.ends_with(".rs") || shown.contains(&&*name), "the guide does not show {name}");
        }
    }
}
