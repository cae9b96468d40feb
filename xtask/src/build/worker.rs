//! Bundles the service worker: `src/worker/` and what it takes of Workbox, in one file.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{browsers, read};
use crate::digest::hex;
use crate::tools::site;
use crate::{paths, process};

/// The file. It has no hash in its name: browsers ask for it again by themselves, and take a new one at once.
const NAME: &str = "worker.js";

/// Writes the service worker into the built site at `site`, which is complete but for that.
pub fn provide(site: &Path, path: &OsStr) -> Result<()> {
    let packages = site::find()?.context("the packages of the site are not installed")?;
    // It names all files of the app, by their hashes.
    let version = hex(Sha256::digest(read(&site.join("index.html"))?));
    process::tool(
        Command::new("esbuild")
            .arg(paths::root().join("src/worker").join(NAME))
            .args(["--bundle", "--minify", "--format=iife", "--log-level=warning"])
            .arg(browsers::esbuild_option()?)
            .arg("--define:process.env.NODE_ENV=\"production\"")
            .arg(format!("--define:VERSION=\"{version}\""))
            .arg(format!("--outfile={}", site.join(NAME).display()))
            .env("NODE_PATH", packages.join("node_modules"))
            .env("PATH", path),
    )
    .context("cannot bundle the service worker")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;
    use std::process::Stdio;
    use std::time::Duration;

    use lychgate_session::keeper::{ASK, Keeper, forget};
    use serde_json::{Value, json};

    use super::*;
    use crate::tools::node;

    /// When a course begins, in milliseconds since 1970.
    const BEGIN: u64 = 1_780_000_000_000;

    /// Reads courses of messages, each with the time at which it comes, and prints the answers.
    const HEAR_ALL: &str = "
        import { Keeper } from './keeper.js';
        let text = '';
        for await (const part of process.stdin) text += part;
        console.log(JSON.stringify(JSON.parse(text).map((course) => {
          const keeper = new Keeper();
          return course.map(([message, now]) => keeper.hear(message, now) ?? null);
        })));
    ";

    /// A step: what a keeper hears, and how many milliseconds pass before it does.
    fn steps() -> Vec<(u64, String)> {
        let token = |usable: u64, sent: u64, origin| format!("hand-over {usable} {sent} {origin} - 11111111-aaaa");
        vec![
            (0, ASK.to_owned()),
            (1000, ASK.to_owned()),
            (0, forget(Duration::from_millis(BEGIN))),
            (1000, forget(Duration::from_millis(BEGIN - 1))),
            (0, token(1500, BEGIN, "renewal")),
            (0, token(60_000, BEGIN, "sign-in")),
            (0, token(1000, BEGIN - 2000, "renewal")),
            (0, token(2000, BEGIN + 1, "renewal")),
            (0, "signed-out".to_owned()),
            (0, "hand-over 60000".to_owned()),
            (0, "forget".to_owned()),
            (1000, String::new()),
        ]
    }

    /// All courses of up to four steps.
    fn courses() -> Vec<Vec<(String, u64)>> {
        let mut all = vec![Vec::new()];
        let mut last = all.clone();
        for _ in 0..4 {
            last = last
                .iter()
                .flat_map(|course: &Vec<(String, u64)>| {
                    steps().into_iter().map(|(pause, message)| {
                        let now = course.last().map_or(BEGIN, |(_, now)| *now) + pause;
                        [&course[..], &[(message, now)]].concat()
                    })
                })
                .collect();
            all.extend(last.clone());
        }
        all
    }

    #[test]
    fn keeper_of_the_service_worker_has_the_rules_of_the_protocol() {
        let courses = courses();
        let mut node = node::ensure().unwrap().script("--input-type=module").unwrap();
        let mut child = node
            .args(["--eval", HEAR_ALL])
            .current_dir(paths::root().join("src/worker"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = json!(courses).to_string();
        let writing = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
        let output = child.wait_with_output().unwrap();
        writing.join().unwrap();
        let answers: Vec<Vec<Value>> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answers.len(), courses.len());
        for (course, answers) in courses.iter().zip(answers) {
            let mut keeper = Keeper::default();
            let expected: Vec<_> = course
                .iter()
                .map(|(message, now)| json!(keeper.on_message(message, Duration::from_millis(*now))))
                .collect();
            assert_eq!(answers, expected, "{course:?}");
        }
    }
}
