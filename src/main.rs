//! The site: in a browser the app. Natively it renders the pages of the site ahead of time, for `cargo xtask build`.

#[cfg(target_arch = "wasm32")]
fn main() {
    lychgate::start();
}

/// Writes what is rendered into the file that the argument names, as JSON.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::io::Result<()> {
    let file = std::env::args_os().nth(1).ok_or_else(|| std::io::Error::other("usage: lychgate <file to write>"))?;
    let config = std::fs::read_to_string("config.json")?;
    std::fs::write(file, lychgate::render_ahead(&config)?)
}
