//! Puts the messages of `locales/` into the site: a constant for each in `messages.rs`, the languages in `languages.rs`, and the messages
//! themselves, for rendering without a page, in `catalogs.rs`. A catalog that is not complete ends the build.

// This is how a build script talks to Cargo.
#![allow(clippy::print_stdout)]

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    // What takes the program apart has to know which function and which data refer to which.
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() && env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let catalogs = match locales::read(&PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales")) {
        Ok(catalogs) => catalogs,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error=locales/{problem}");
            }
            return Ok(());
        }
    };
    let english = catalogs.first().ok_or("there is no English catalog")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("messages.rs"), locales::rust_messages(english))?;
    fs::write(out.join("languages.rs"), locales::rust_languages())?;
    let mut all = String::from("[\n");
    for catalog in &catalogs {
        let code = catalog.language.code;
        fs::write(out.join(format!("{code}.json")), catalog.to_json())?;
        all.push_str(&format!("(\"{code}\", include_str!(concat!(env!(\"OUT_DIR\"), \"/{code}.json\"))),\n"));
    }
    all.push(']');
    fs::write(out.join("catalogs.rs"), all)?;
    Ok(())
}
