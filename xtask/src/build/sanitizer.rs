//! Puts the sanitiser where index.html and the browser tests find it: `target/purify.min.js`.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::generated::write_if_changed;
use crate::paths;
use crate::tools::site::Site;

/// The name of its file in the site, before the hash.
pub const NAME: &str = "purify.min";

/// Copies the sanitiser there unchanged, and checks its version.
pub fn provide(site: &Site) -> Result<()> {
    let (file, version) = site.sanitizer()?;
    let script = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    if !says_version(&script, &version) {
        bail!("{} does not begin with the licence of DOMPurify {version}", file.display());
    }
    // Into the checkout's own target/ even if CARGO_TARGET_DIR is set, because index.html names it.
    write_if_changed(&paths::root().join("target").join(format!("{NAME}.js")), &script)
}

/// Whether the licence comment of the script names this version.
fn says_version(script: &str, version: &str) -> bool {
    script.starts_with(&format!("/*! @license DOMPurify {version} |"))
}

#[cfg(test)]
mod tests {
    use super::says_version;

    #[test]
    fn another_version_of_the_script_is_refused() {
        let script = "/*! @license DOMPurify 3.5.0 | (c) Cure53 */\n(function(){})()";
        assert!(says_version(script, "3.5.0"));
        assert!(!says_version(script, "3.5.1"));
        assert!(!says_version("(function(){})()", "3.5.0"));
    }
}
