//! WebKitGTK, the third browser of the tests, its driver, and the display that it needs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

/// The packages of Debian.
const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// Where distributions put MiniBrowser, below `/usr/lib`, `/usr/lib64` and `/usr/libexec`. It is not on PATH.
const FOLDERS: [&str; 3] = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];

/// A MiniBrowser, its WebDriver, and a server for the display that it draws on.
#[derive(Debug)]
pub struct WebKit {
    /// The browser. It has no headless mode.
    pub browser: PathBuf,
    /// Its WebDriver.
    pub driver: PathBuf,
    /// An X server without a screen.
    pub xvfb: PathBuf,
}

/// Returns the programs that `MINIBROWSER`, `WEBKIT_DRIVER` and `XVFB` name, or the installed ones.
pub fn find() -> Option<WebKit> {
    Some(WebKit {
        browser: paths::program("MINIBROWSER", &["MiniBrowser"]).or_else(find_browser)?,
        driver: paths::program("WEBKIT_DRIVER", &["WebKitWebDriver"])?,
        xvfb: paths::program("XVFB", &["Xvfb"])?,
    })
}

/// Returns WebKitGTK, and installs Debian's if there is none.
pub fn ensure() -> Result<WebKit> {
    if let Some(webkit) = find() {
        return Ok(webkit);
    }
    install_packages(&PACKAGES, "a WebKitGTK with its driver, or Xvfb")?;
    find().context("WebKitGTK was installed, but MiniBrowser, WebKitWebDriver or Xvfb is not found")
}

fn find_browser() -> Option<PathBuf> {
    let libraries = Path::new("/usr/lib");
    // Debian has a folder for each architecture.
    let of_architectures = libraries.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let roots: Vec<PathBuf> = [libraries, Path::new("/usr/lib64"), Path::new("/usr/libexec")]
        .map(PathBuf::from)
        .into_iter()
        .chain(of_architectures)
        .collect();
    FOLDERS
        .iter()
        .flat_map(|folder| roots.iter().map(move |root| root.join(folder).join("MiniBrowser")))
        .find(|candidate| candidate.is_file())
}
