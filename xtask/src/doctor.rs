//! `cargo xtask doctor`: reports which tools are there, which are missing, and how to get them. Installs nothing.

use anyhow::Result;

use crate::console::print_line;
use crate::directus::{Version, install};
use crate::tools::rust::{CARGO_DENY, TRUNK, WASM_BINDGEN, WASM_SPLIT, WASM_TARGET};
use crate::tools::{browser, caddy, firefox, nginx, node, rust, site, system, webkit};
use crate::{paths, services};

/// Prints one line for each tool. A missing tool is no failure: most are installed when they are needed.
pub fn run() -> Result<()> {
    const BY_ITSELF: &str = "is installed when it is first needed";
    let mut missing = 0;
    let mut line = |name: &str, found: Option<String>, how: &str| match found {
        Some(found) => print_line(format_args!("✓ {name}: {found}")),
        None => {
            missing += 1;
            print_line(format_args!("✗ {name}: missing; {how}"));
        }
    };
    let shown = |path: &std::path::Path| path.display().to_string();

    print_line("To build the site (build, demo):");
    line(
        WASM_TARGET,
        rust::has_wasm_target().then(|| "installed".to_owned()),
        "rustup target add wasm32-unknown-unknown",
    );
    for tool in [&TRUNK, &WASM_BINDGEN, &WASM_SPLIT] {
        line(&format!("{} {}", tool.name, tool.version), tool.find()?.as_deref().map(shown), BY_ITSELF);
    }
    line(site::WHAT, site::find()?.as_deref().map(shown), BY_ITSELF);

    print_line("To run Directus (demo, backend, test):");
    line("npm", paths::which("npm").as_deref().map(shown), "install Node.js with npm (https://nodejs.org)");
    line(
        "Node.js 22 or newer",
        node::find()?.map(|node| format!("{} in {}", node.version(), node.bin().display())),
        BY_ITSELF,
    );
    let tools = system::missing_build_tools();
    line(
        "compiler for native modules",
        tools.is_empty().then(|| "c++, make, python3".to_owned()),
        "apt-get install g++ make python3 (macOS: xcode-select --install)",
    );
    line("Directus", install::find(Version::Eleven)?.map(|installation| shown(&installation.dir)), BY_ITSELF);
    line("mailbox and OpenID provider", services::find()?.as_deref().map(shown), BY_ITSELF);

    print_line("To test:");
    line(
        "Chromium and chromedriver",
        browser::find().map(|found| format!("{}, {}", found.chromium.display(), found.driver.display())),
        "apt-get install chromium chromium-driver (as root, xtask installs it)",
    );
    line("Firefox", firefox::find().as_deref().map(shown), "apt-get install firefox-esr (as root, xtask installs it)");
    line("geckodriver", firefox::find_driver()?.as_deref().map(shown), BY_ITSELF);
    line(
        "WebKitGTK with its driver, and Xvfb",
        webkit::find()
            .map(|found| format!("{}, {}, {}", found.browser.display(), found.driver.display(), found.xvfb.display())),
        "apt-get install webkit2gtk-driver xvfb (as root, xtask installs it)",
    );
    line(
        "nginx with brotli_static",
        nginx::find().map(|found| shown(&found.program)),
        "apt-get install nginx-light libnginx-mod-http-brotli-static (as root, xtask installs it)",
    );
    line("Caddy", caddy::find().as_deref().map(shown), "apt-get install caddy (as root, xtask installs it)");

    print_line("To audit the dependencies:");
    line(&format!("{} {}", CARGO_DENY.name, CARGO_DENY.version), CARGO_DENY.find()?.as_deref().map(shown), BY_ITSELF);

    print_line(format_args!("\nTools are kept in {}", paths::cache()?.display()));
    if missing == 0 {
        print_line("Nothing is missing.");
    } else {
        print_line(format_args!("{missing} missing."));
    }
    Ok(())
}
