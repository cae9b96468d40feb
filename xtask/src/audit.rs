//! `cargo xtask audit`: checks the dependencies. A check that cannot be made here is reported as such, and is no
//! failure.

mod locks;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::console::print_line;
use crate::tools::node::{self, Node};
use crate::tools::rust::CARGO_DENY;
use crate::{paths, process};

/// The outcome of a check.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// With a remark, if there is any.
    Passed(String),
    Failed(String),
    /// With the reason.
    Unchecked(String),
}

/// Severities as npm names them, the worst last.
const SEVERITIES: [&str; 5] = ["info", "low", "moderate", "high", "critical"];

/// Runs all checks, and fails if one of them does.
pub fn run() -> Result<()> {
    let deny = CARGO_DENY.ensure()?.join(CARGO_DENY.bin);
    let node = node::ensure()?;
    let mut outcomes = vec![
        ("digests in lock files".to_owned(), lock_files()?),
        ("crates: licences, sources, bans".to_owned(), cargo_deny(&deny, &["bans", "licenses", "sources"])),
        ("crates: known vulnerabilities".to_owned(), advisories(&deny)?),
    ];
    for folder in locks::folders()? {
        outcomes
            .push((format!("npm packages of {}: known vulnerabilities", folder.display()), npm_audit(&node, &folder)?));
    }
    print_outcomes(&outcomes)
}

/// Prints the outcome of each check.
fn print_outcomes(outcomes: &[(String, Outcome)]) -> Result<()> {
    print_line("");
    for (name, outcome) in outcomes {
        match outcome {
            Outcome::Passed(more) if more.is_empty() => print_line(format_args!("✓ {name}")),
            Outcome::Passed(more) => print_line(format_args!("✓ {name}: {more}")),
            Outcome::Failed(what) => print_line(format_args!("✗ {name}: {what}")),
            Outcome::Unchecked(why) => print_line(format_args!("– {name}: not checked: {why}")),
        }
    }
    let count = |matches: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, outcome)| matches(outcome)).count();
    let unchecked = count(|outcome| matches!(outcome, Outcome::Unchecked(_)));
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    if failed > 0 {
        bail!("{failed} of {} checks failed; {unchecked} could not be made here", outcomes.len());
    }
    print_line(format_args!("{} checks passed; {unchecked} could not be made here", outcomes.len() - unchecked));
    Ok(())
}

fn lock_files() -> Result<Outcome> {
    let faults = locks::faults()?;
    Ok(if faults.is_empty() { Outcome::Passed(String::new()) } else { Outcome::Failed(faults.join("\n  ")) })
}

/// Runs checks of cargo-deny by deny.toml. It prints its findings itself.
fn cargo_deny(deny: &Path, checks: &[&str]) -> Outcome {
    let mut command = Command::new(deny);
    command
        .args(["--locked", "--workspace", "check", "--hide-inclusion-graph"])
        .args(checks)
        .current_dir(paths::root());
    match process::run_shown(&mut command) {
        Ok(()) => Outcome::Passed(String::new()),
        Err(_) => Outcome::Failed("see above".to_owned()),
    }
}

/// Checks the advisories of RustSec, if their database can be fetched.
fn advisories(deny: &Path) -> Result<Outcome> {
    let fetched = Command::new(deny)
        .args(["--locked", "--color", "never", "fetch", "db"])
        .current_dir(paths::root())
        .output()
        .context("cannot start cargo-deny")?;
    if fetched.status.success() {
        return Ok(cargo_deny(deny, &["advisories"]));
    }
    let said = String::from_utf8_lossy(&fetched.stderr);
    Ok(Outcome::Unchecked(format!("their database cannot be fetched ({})", reason(&said))))
}

/// Asks npm's registry for vulnerabilities of the packages in a lock file, if it answers such requests.
fn npm_audit(node: &Node, folder: &Path) -> Result<Outcome> {
    let output = node
        .npm()?
        .args(["audit", "--json", "--package-lock-only"])
        .current_dir(paths::root().join(folder))
        .output()
        .context("cannot start npm")?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    Ok(evaluate(&String::from_utf8_lossy(&output.stdout), &stderr, tolerated(folder)))
}

/// Returns the severity up to which findings are only reported. What visitors get, and what builds it, must have none.
/// What comes with Directus only a newer Directus can fix; the tools of the tests are used by the tests only.
fn tolerated(folder: &Path) -> &'static str {
    if folder.starts_with("directus") {
        "high"
    } else if folder.starts_with("tests") {
        "moderate"
    } else {
        "info"
    }
}

/// Reads what `npm audit --json` says.
fn evaluate(stdout: &str, stderr: &str, tolerated: &str) -> Outcome {
    let report: Value = serde_json::from_str(stdout).unwrap_or_default();
    let Some(counts) = report["metadata"]["vulnerabilities"].as_object() else {
        let said = report["message"].as_str().or(report["error"]["summary"].as_str()).filter(|said| !said.is_empty());
        return Outcome::Unchecked(format!("the registry does not answer that ({})", said.unwrap_or(&reason(stderr))));
    };
    let count = |severity: &&str| counts.get(*severity).and_then(Value::as_u64).unwrap_or_default();
    let found: Vec<_> = SEVERITIES.iter().filter(|severity| count(severity) > 0).collect();
    let text: Vec<_> = found.iter().map(|severity| format!("{} {severity}", count(severity))).collect();
    let grave = SEVERITIES.iter().skip_while(|severity| **severity != tolerated).skip(1);
    if grave.map(count).sum::<u64>() > 0 { Outcome::Failed(text.join(", ")) } else { Outcome::Passed(text.join(", ")) }
}

/// Returns the most telling line of a log: git's fatal error, or else the last line.
fn reason(log: &str) -> String {
    let lines = || log.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .rfind(|line| line.starts_with("fatal:"))
        .or_else(|| lines().next_back())
        .unwrap_or("without a word")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(counts: &str) -> String {
        format!(
            r#"{{ "auditReportVersion": 2, "vulnerabilities": {{}}, "metadata": {{ "vulnerabilities": {counts} }} }}"#
        )
    }

    #[test]
    fn unanswered_request_makes_a_check_unchecked() {
        let refused = r#"{ "message": "405 Method Not Allowed", "statusCode": 405, "error": { "summary": "" } }"#;
        assert!(
            matches!(evaluate(refused, "", "info"), Outcome::Unchecked(why) if why.contains("405 Method Not Allowed"))
        );
        let offline = r#"{ "error": { "code": "ENOTFOUND", "summary": "request failed" } }"#;
        assert!(matches!(evaluate(offline, "", "info"), Outcome::Unchecked(why) if why.contains("request failed")));
        assert!(
            matches!(evaluate("", "npm error code ENOLOCK", "info"), Outcome::Unchecked(why) if why.contains("ENOLOCK"))
        );
        assert!(matches!(evaluate("{}", "", "info"), Outcome::Unchecked(_)));
    }

    #[test]
    fn reason_is_the_fatal_line_of_a_log() {
        let log =
            "[ERROR] failed to fetch database\nCloning into 'x'...\nfatal: Could not resolve host: example.com\n\n";
        assert_eq!(reason(log), "fatal: Could not resolve host: example.com");
        assert_eq!(reason(""), "without a word");
    }

    #[test]
    fn findings_fail_above_the_tolerated_severity_and_are_reported_below() {
        assert_eq!(
            evaluate(&report(r#"{ "info": 0, "low": 0, "high": 0, "total": 0 }"#), "", "info"),
            Outcome::Passed(String::new())
        );
        let some = report(r#"{ "low": 2, "high": 1, "total": 3 }"#);
        assert_eq!(evaluate(&some, "", "info"), Outcome::Failed("2 low, 1 high".to_owned()));
        assert_eq!(evaluate(&some, "", "moderate"), Outcome::Failed("2 low, 1 high".to_owned()));
        assert_eq!(evaluate(&some, "", "high"), Outcome::Passed("2 low, 1 high".to_owned()));
        assert_eq!(evaluate(&report(r#"{ "critical": 1 }"#), "", "high"), Outcome::Failed("1 critical".to_owned()));
    }

    #[test]
    fn no_finding_is_tolerated_in_the_build_of_the_site() {
        assert_eq!(tolerated(Path::new("xtask/npm/site")), "info");
        assert_eq!(tolerated(Path::new("directus/12")), "high");
    }

    #[test]
    fn unchecked_check_is_no_failure() {
        let unchecked = ("b".to_owned(), Outcome::Unchecked("no network".to_owned()));
        let outcomes =
            |first| vec![("a".to_owned(), first), ("b".to_owned(), Outcome::Unchecked("no network".to_owned()))];
        assert!(print_outcomes(&outcomes(Outcome::Passed(String::new()))).is_ok());
        assert!(print_outcomes(&[unchecked]).is_ok());
        assert!(print_outcomes(&outcomes(Outcome::Failed("x".to_owned()))).is_err());
    }
}
