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
    for part in guide.split("\n`").skip(1) {
        let Some((name, rest)) = part.split_once("`:\n\n```") else { continue };
        let (_, rest) = rest.split_once('\n').unwrap();
        let (text, _) = rest.split_once("\n```\n").unwrap();
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
