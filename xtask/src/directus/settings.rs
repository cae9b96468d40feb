//! The environment of Directus: `directus/production.env`, overridden by what differs on a local machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::digest::hex;
use crate::paths;

/// Variables and their values.
pub type Settings = BTreeMap<String, String>;

/// Reads the production settings from the repository.
pub fn production() -> Result<Settings> {
    let file = paths::root().join("directus/production.env");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text).with_context(|| format!("in {}", file.display()))
}

/// Parses lines `NAME=value`; skips blank lines and those that begin with `#`.
fn parse(text: &str) -> Result<Settings> {
    let mut settings = Settings::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            bail!("line {}: expected NAME=value", number + 1);
        };
        if settings.insert(name.trim().to_owned(), value.trim().to_owned()).is_some() {
            bail!("line {}: {name} is set twice", number + 1);
        }
    }
    Ok(settings)
}

/// Returns the names of settings whose value is a placeholder.
pub fn placeholders(settings: &Settings) -> Vec<&str> {
    settings.iter().filter(|(_, value)| value.contains('<')).map(|(name, _)| name.as_str()).collect()
}

/// Returns a secret that is generated once and kept in a file that only its owner can read.
pub fn kept_secret(file: &Path) -> Result<String> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;

    match fs::read_to_string(file) {
        Ok(secret) if secret.trim().len() >= 64 => return Ok(secret.trim().to_owned()),
        // A shorter one is left of an interrupted write.
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).context("the system gives no random bytes")?;
    let secret: String = hex(bytes);
    fs::File::options()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut out| out.write_all(secret.as_bytes()))
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_skipped() {
        let settings = parse("# a\n\nA=1\n B = x=y \n").unwrap();
        assert_eq!(settings["A"], "1");
        assert_eq!(settings["B"], "x=y");
    }

    #[test]
    fn a_line_without_a_value_and_a_name_set_twice_are_refused() {
        assert!(parse("A\n").is_err());
        assert!(parse("A=1\nA=2\n").is_err());
    }

    #[test]
    fn the_production_file_keeps_the_cookie_strict_and_secure() {
        let settings = production().unwrap();
        assert_eq!(settings["REFRESH_TOKEN_COOKIE_SAME_SITE"], "strict");
        assert_eq!(settings["REFRESH_TOKEN_COOKIE_SECURE"], "true");
        assert_eq!(settings["CORS_ENABLED"], "false");
        assert!(placeholders(&settings).contains(&"SECRET"));
    }

    #[test]
    fn secret_is_generated_once_and_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("secret");
        let first = kept_secret(&file).unwrap();
        assert_eq!(first.len(), 64);
        assert_eq!(kept_secret(&file).unwrap(), first);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
