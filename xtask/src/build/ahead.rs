//! Makes the pages that are rendered ahead: for each page and language an HTML file that shows its first view without another request.
//!
//! The site itself renders the views (`src/app/ahead.rs`, natively). Each file has the styles that its view needs, and two small scripts,
//! inline. A policy in the file allows these by their hashes and no other, beside the policy that the server sends: see
//! `docs/decisions/0016-rendered-ahead.md`.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64ct::{Base64, Encoding};
use locales::Catalog;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Parts, read, write};
use crate::{catalogs, paths, process};

/// The folder of the pages, below that of the site.
pub const FOLDER: &str = "ahead";

/// The script that holds what a visitor does until the app is there, and the one that asks for what a page needs of its user.
const HOLD: &str = "hold.js";
const ACCOUNT: &str = "account.js";

/// The page whose view stands for every path that has no page of its own: it shows that something is loading.
const ANY_PAGE: &str = "pages/_";

/// The language of that page, where a server chooses none.
const DEFAULT_LANGUAGE: &str = "en";

/// The first view of a page in a language.
#[derive(Deserialize)]
pub struct View {
    file: String,
    language: String,
    direction: String,
    title: String,
    /// The part of the site that the page is in.
    part: Option<String>,
    /// Whether the app waits for that part.
    awaited: bool,
    wait: String,
    data: Vec<String>,
    account: Vec<String>,
    body: String,
}

/// Puts what the pages hold besides the app's files into the built site at `site`, where it is minified with the other scripts.
pub fn provide(site: &Path) -> Result<()> {
    for script in [HOLD, ACCOUNT] {
        let from = paths::root().join("src/boot").join(script);
        fs::copy(&from, site.join(script)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Writes the pages with these `views` into the built and minified site at `site`, which is to be served below the path `public_url`.
pub fn run(site: &Path, public_url: &str, mut views: Vec<View>, parts: &Parts) -> Result<()> {
    let index = site.join("index.html");
    let base = public_url.trim_end_matches('/');
    let material = Material::read(site, base, parts, Shell::parse(&read(&index)?)?)?;
    for view in &mut views {
        // Natively the site is at the root.
        view.body = view.body.replace("href=\"/", &format!("href=\"{base}/"));
    }
    let mut pages: BTreeMap<&str, Vec<&View>> = BTreeMap::new();
    for view in &views {
        pages.entry(&view.file).or_default().push(view);
    }
    ensure!(pages.contains_key(ANY_PAGE), "there is no view of {ANY_PAGE}");
    for (file, views) in pages {
        for view in &views {
            let html = material.page(view, &views)?;
            if file == ANY_PAGE && view.language == DEFAULT_LANGUAGE {
                write(&index, &html)?;
            }
            let to = site.join(FOLDER).join(&view.language).join(format!("{file}.html"));
            fs::create_dir_all(to.parent().unwrap_or(site))
                .with_context(|| format!("cannot create {}", to.display()))?;
            write(&to, &html)?;
        }
    }
    Ok(())
}

/// Reads a file and removes it.
fn take(file: &Path) -> Result<String> {
    let text = read(file)?;
    fs::remove_file(file).with_context(|| format!("cannot remove {}", file.display()))?;
    Ok(text)
}

/// Has the site render its first views.
pub fn views() -> Result<Vec<View>> {
    let file = paths::root().join("target/ahead.json");
    process::run_step(
        Command::new("cargo")
            .args(["run", "--quiet", "--package", "lychgate", "--"])
            .arg(&file)
            .current_dir(paths::root()),
        "render the pages ahead",
        "the first time some minutes, then less",
        |_| None,
    )?;
    serde_json::from_str(&read(&file)?).with_context(|| format!("{} is not as expected", file.display()))
}

/// What Trunk has made of index.html, taken apart.
struct Shell {
    /// The elements of the head that come before anything is painted.
    head: String,
    /// What is loaded after that.
    late: String,
    /// The URL of the stylesheet.
    stylesheet: String,
    /// The URL of `src/boot/first.js`.
    first_script: String,
    /// What browsers without scripts show.
    no_scripts: String,
}

impl Shell {
    fn parse(html: &str) -> Result<Self> {
        let (_, head) = html.split_once("<meta charset=utf-8>").context("index.html has no charset")?;
        let (head, body) = head.split_once("</head><body>").context("index.html has no body")?;
        let mut shell = Self {
            head: String::new(),
            late: String::new(),
            stylesheet: String::new(),
            first_script: String::new(),
            no_scripts: body.trim_end_matches("</body></html>").trim().to_owned(),
        };
        for element in elements(head) {
            if element.starts_with("<title>") {
                // Each page has its own.
            } else if let Some(url) = attribute(element, "src").filter(|url| url.contains("/first-")) {
                shell.first_script = url.to_owned();
            } else if element.contains("rel=stylesheet") {
                shell.stylesheet = attribute(element, "href").context("the stylesheet has no address")?.to_owned();
            } else if element.starts_with("<base")
                || (element.starts_with("<meta") && !element.contains("lychgate-app"))
                || element.contains("rel=icon")
            {
                shell.head.push_str(element);
            } else {
                shell.late.push_str(element);
            }
        }
        ensure!(!shell.first_script.is_empty(), "index.html does not load first.js");
        ensure!(!shell.stylesheet.is_empty(), "index.html has no stylesheet");
        Ok(shell)
    }
}

/// Splits minified markup before each tag that opens an element.
fn elements(markup: &str) -> impl Iterator<Item = &str> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        let from = rest.find('<')?;
        let mut to = from + 1;
        while let Some(next) = rest[to..].find('<').map(|next| to + next) {
            if !rest[next..].starts_with("</") {
                to = next;
                break;
            }
            to = next + 1;
        }
        if !rest[to..].starts_with('<') {
            to = rest.len();
        }
        let element = &rest[from..to];
        rest = &rest[to..];
        Some(element)
    })
}

/// Returns the value of an attribute in minified markup, with quotes or without.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = element.split_once(&format!(" {name}="))?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').map(|(value, _)| value),
        None => value.split([' ', '>']).next(),
    }
}

/// What the pages are put together of.
struct Material<'a> {
    shell: Shell,
    /// The whole stylesheet.
    css: String,
    /// `src/boot/first.js` and `src/boot/hold.js`, which are in every page.
    first: String,
    hold: String,
    /// `src/boot/account.js`, which is in the pages for members.
    account: String,
    catalogs: Vec<Catalog>,
    base: &'a str,
    parts: &'a Parts,
}

impl<'a> Material<'a> {
    /// Takes the inline scripts out of the built site.
    fn read(site: &Path, base: &'a str, parts: &'a Parts, shell: Shell) -> Result<Self> {
        // Trunk puts all beside index.html.
        let beside = |url: &str| site.join(url.rsplit('/').next().unwrap_or_default());
        Ok(Self {
            css: read(&beside(&shell.stylesheet))?,
            first: take(&beside(&shell.first_script))?,
            hold: take(&beside(HOLD))?,
            account: take(&beside(ACCOUNT))?,
            catalogs: catalogs::read()?,
            shell,
            base,
            parts,
        })
    }

    /// Returns what makes a browser load the part that the app waits for along with the app, and not after it.
    fn preloads(&self, view: &View) -> String {
        let preload = |file| format!("<link as=fetch crossorigin href={file} rel=preload type=application/wasm>");
        if view.awaited { self.parts_of(view).map(preload).collect() } else { String::new() }
    }

    /// Returns the URLs of the part that the page is in.
    fn parts_of(&self, view: &View) -> impl Iterator<Item = String> {
        let files = view.part.as_deref().map_or(&[][..], |part| self.parts.files(part));
        files.iter().map(|file| format!("{}/{file}", self.base))
    }

    /// Puts a page together. `all` are its views in all languages: those that a visitor may have chosen instead are in the page as templates.
    fn page(&self, view: &View, all: &[&View]) -> Result<String> {
        // A form that is sent looks busy, and one whose app does not come says so: src/boot/hold.js adds these classes.
        let mut classes = classes(&view.body);
        classes.extend(["is-busy", "alert", "alert-error"]);
        let style = used_rules(&self.css, &classes);
        let (first, hold) = (self.first.trim(), self.hold.trim());
        let mut scripts = vec![first, hold];
        let (mut account, mut paths) = (String::new(), String::new());
        if !view.account.is_empty() {
            let script = self.account.trim();
            scripts.push(script);
            account = format!("<script>{script}</script>");
            let parts: Vec<_> = self.parts_of(view).collect();
            paths =
                format!(" data-account=\"{}\" data-parts=\"{}\"", escaped(&view.account.join(" ")), parts.join(" "));
        }
        let policy = format!(
            "script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self' {}",
            scripts.into_iter().map(hash).collect::<Vec<_>>().join(" "),
            hash(&style)
        );
        let templates: Result<Vec<_>> = all
            .iter()
            .filter(|other| other.language != view.language)
            .map(|other| {
                Ok(format!(
                    "<template lang={} title=\"{}\" {}>{}</template>",
                    other.language,
                    escaped(&other.title),
                    messages(other, &self.catalogs)?,
                    other.body
                ))
            })
            .collect();
        let Shell { head, late, stylesheet, no_scripts, .. } = &self.shell;
        let View { language, direction, title, data, body, .. } = view;
        let late = format!("<link rel=preload as=style href={stylesheet}>{late}{}", self.preloads(view));
        // A form can be used before the app is there: it is painted first. Other views wait for the app.
        let (early, late) = if body.contains("<form") { (String::new(), late) } else { (late, String::new()) };
        Ok(format!(
            "<!doctype html><html lang={language} dir={direction} data-session=booting{paths}><head><meta charset=utf-8>\
             <meta http-equiv=Content-Security-Policy content=\"{policy}\">{head}{early}<title>{}</title>\
             <style>{style}</style><script>{first}</script>{account}</head><body {} data-data=\"{}\">{body}\
             <noscript><link rel=stylesheet href={stylesheet}></noscript>{no_scripts}{}<script>{hold}</script>\
             {late}</body></html>",
            escaped(title),
            messages(view, &self.catalogs)?,
            escaped(&data.join(" ")),
            templates?.concat(),
        ))
    }
}

/// Returns what a held form says, as attributes: while it waits, and where the app does not come.
fn messages(view: &View, catalogs: &[Catalog]) -> Result<String> {
    let catalog = catalogs.iter().find(|catalog| catalog.language.code == view.language);
    let text = |name| catalog.and_then(|catalog| catalog.boot_text(name)).with_context(|| format!("no boot-{name}"));
    let late = format!("{}. {}", text("failed")?, text("advice")?);
    Ok(format!("data-wait=\"{}\" data-late=\"{}\"", escaped(&view.wait), escaped(&late)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Returns the rules of a minified style sheet that elements of the markup can match, by their classes. What is inside a rule stays with it.
fn used_rules(css: &str, classes: &HashSet<&str>) -> String {
    let mut used = String::new();
    let mut rest = css;
    while let Some(open) = rest.find(['{', ';']) {
        if rest[open..].starts_with(';') {
            // A statement: `@layer base,components;`
            used.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        }
        let close = open + block_length(&rest[open..]);
        let (prelude, block) = (rest[..open].trim(), &rest[open + 1..close - 1]);
        let is_group = ["@layer", "@media", "@supports"].iter().any(|name| prelude.starts_with(name));
        if is_group {
            let inner = used_rules(block, classes);
            if !inner.is_empty() {
                used.push_str(&format!("{prelude}{{{inner}}}"));
            }
        } else if prelude.starts_with('@') || may_match_any(prelude, classes) {
            used.push_str(&rest[..close]);
        }
        rest = &rest[close..];
    }
    used
}

/// Returns the length of the block that the text begins with, its braces included.
fn block_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether any selector of a list may match. A comma in parentheses, as of `:is(…)`, separates none.
fn may_match_any(list: &str, classes: &HashSet<&str>) -> bool {
    let mut depth = 0_usize;
    let mut selectors = list.split(|letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    });
    selectors.any(|selector| may_match(selector, classes))
}

/// Whether all classes that a selector asks for are there. Those in parentheses, as of `:not(…)`, count for nothing.
fn may_match(selector: &str, classes: &HashSet<&str>) -> bool {
    let mut depth = 0_usize;
    let mut asked = String::new();
    for letter in selector.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => asked.push(letter),
            _ => {}
        }
    }
    asked.split('.').skip(1).all(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_');
        classes.contains(&rest[..end.unwrap_or(rest.len())])
    })
}

/// Returns the classes of all elements of the markup.
fn classes(markup: &str) -> HashSet<&str> {
    let lists = markup.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    lists.flat_map(str::split_ascii_whitespace).collect()
}

/// Returns the source expression of a policy that allows an inline script or style.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", Base64::encode_string(&Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hash_is_that_of_the_csp_specification() {
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn head_is_split_at_each_element() {
        let head =
            "<base href=/><title>a < b</title><script src=/first-1.js></script><link href=/x.css rel=stylesheet>";
        let parts: Vec<_> = elements(head).collect();
        assert_eq!(parts[0], "<base href=/>");
        assert_eq!(parts.last(), Some(&"<link href=/x.css rel=stylesheet>"));
        assert!(parts.contains(&"<script src=/first-1.js></script>"));
        assert_eq!(attribute(parts.last().unwrap(), "href"), Some("/x.css"));
        assert_eq!(attribute("<meta content=\"a b\" name=c>", "content"), Some("a b"));
    }

    #[test]
    fn rules_stay_whose_classes_are_in_the_markup() {
        let css = "@layer base,components;:root{--ink:#000}@layer components{.field{margin:.5rem;&.has-problem{color:red}}\
                   .card .field-label,.other{color:blue}a:not(.plain){color:green}@media print{.card{display:none}}\
                   @keyframes turn{to{rotate:1turn}}}@layer pages{.blog{gap:0}}";
        let markup = "<p class=\"field a\"><a class=\"plain\">.card</a>";
        assert_eq!(
            used_rules(css, &classes(markup)),
            "@layer base,components;:root{--ink:#000}@layer components{.field{margin:.5rem;&.has-problem{color:red}}\
             a:not(.plain){color:green}@keyframes turn{to{rotate:1turn}}}"
        );
        assert!(
            used_rules(css, &classes("<i class=\"card\"><b class=\"field-label\">")).contains("@media print{.card{")
        );
    }

    #[test]
    fn comma_in_parentheses_separates_no_selectors() {
        let css = ".a :is(h2,h3){b:c}:is(h2,h3) .d{e:f}.g,.d{h:i}";
        assert_eq!(used_rules(css, &classes("<i class=\"d\">")), ":is(h2,h3) .d{e:f}.g,.d{h:i}");
    }
}
