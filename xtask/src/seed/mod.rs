//! Seeds content into a Directus. Items whose slug exists already stay as they are: somebody may have edited them. Only the pages that
//! provisioning has made, and that nobody has written yet, get their text.

pub mod content;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::api::Directus;
use crate::console::{Step, print_line};
use crate::paths;
use crate::provision::Provisioned;
use crate::provision::plan::pages::NO_TEXT;
use crate::provision::wanted::text;
use content::Content;

/// The e-mail of the account for trying the site.
pub const TEST_EMAIL: &str = "test@example.com";
/// Its password.
pub const TEST_PASSWORD: &str = "test1234";

/// Fills a provisioned Directus with the content of `directus/seed/` and the account [`TEST_EMAIL`].
pub fn seed(directus: &Directus) -> Result<()> {
    let content = Content::load(&paths::root().join("directus/seed"))?;
    let provisioned = Provisioned::read(directus)?;
    let step = Step::start(format!("seed {} posts and {} pages", content.posts.len(), content.pages.len()), "");
    seed_site(directus, &content)?;
    let authors = seed_authors(directus, &content)?;
    seed_pages(directus, &content)?;
    seed_posts(directus, &content, &authors, provisioned.folder)?;
    seed_account(directus, provisioned.role)?;
    step.done();
    Ok(())
}

fn seed_site(directus: &Directus, content: &Content) -> Result<()> {
    let global = &content.global;
    let there = directus.get("/items/global")?;
    if text(&there, "title").is_empty() {
        directus.patch(
            "/items/global",
            &json!({ "title": global.title, "tagline": global.tagline, "description": global.description }),
        )?;
    }
    let there = directus.get("/settings")?;
    if matches!(text(&there, "project_name"), "" | "Directus") {
        directus.patch("/settings", &json!({ "project_name": global.title, "project_descriptor": global.tagline }))?;
    }
    Ok(())
}

/// Returns the ids of a collection's items by slug.
fn by_slug(directus: &Directus, collection: &str) -> Result<BTreeMap<String, Value>> {
    let items = directus.get(&format!("/items/{collection}?fields=id,slug&limit=-1"))?;
    Ok(items.as_array().into_iter().flatten().map(|item| (text(item, "slug").to_owned(), item["id"].clone())).collect())
}

fn seed_authors(directus: &Directus, content: &Content) -> Result<BTreeMap<String, Value>> {
    let there = by_slug(directus, "authors")?;
    for author in &content.authors {
        if !there.contains_key(&author.slug) {
            directus.post("/items/authors", &json!({ "slug": author.slug, "name": author.name, "bio": author.bio }))?;
        }
    }
    by_slug(directus, "authors")
}

fn seed_pages(directus: &Directus, content: &Content) -> Result<()> {
    let there = directus.get("/items/pages?fields=id,slug,content&limit=-1")?;
    for page in &content.pages {
        let body = json!({
            "slug": page.slug,
            "title": page.head.title,
            "summary": page.head.summary,
            "content": page.body,
        });
        match there.as_array().into_iter().flatten().find(|there| text(there, "slug") == page.slug) {
            None => directus.post("/items/pages", &body).map(drop)?,
            Some(there) if text(there, "content") == NO_TEXT => {
                directus.patch(&format!("/items/pages/{}", there["id"]), &body).map(drop)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn seed_posts(directus: &Directus, content: &Content, authors: &BTreeMap<String, Value>, folder: &str) -> Result<()> {
    let there = by_slug(directus, "posts")?;
    let files = directus.get(&format!("/files?filter[folder][_eq]={folder}&fields=id,filename_download&limit=-1"))?;
    let mut images: BTreeMap<String, String> = files
        .as_array()
        .into_iter()
        .flatten()
        .map(|file| (text(file, "filename_download").to_owned(), text(file, "id").to_owned()))
        .collect();
    for post in &content.posts {
        if there.contains_key(&post.slug) {
            continue;
        }
        let image = match &post.head.image {
            None => None,
            Some(name) if images.contains_key(name) => images.get(name).cloned(),
            Some(name) if !content.image(name).is_file() => {
                print_line(format_args!("  posts/{}.html: there is no images/{name}", post.slug));
                None
            }
            Some(name) => {
                let path = content.image(name);
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                let id = directus.upload(folder, name, &post.head.title, media_type(&path), &bytes)?;
                images.insert(name.clone(), id.clone());
                Some(id)
            }
        };
        directus.post(
            "/items/posts",
            &json!({
                "slug": post.slug,
                "title": post.head.title,
                "summary": post.head.summary,
                "content": post.body,
                "author": authors.get(&post.head.author),
                "publish_date": post.head.published,
                "image": image,
                "image_alt": post.head.image_alt,
            }),
        )?;
    }
    Ok(())
}

fn seed_account(directus: &Directus, role: &str) -> Result<()> {
    let there = directus.get(&format!("/users?filter[email][_eq]={TEST_EMAIL}&fields=id"))?;
    if there.as_array().is_some_and(Vec::is_empty) {
        directus.post(
            "/users",
            &json!({
                "email": TEST_EMAIL,
                "password": TEST_PASSWORD,
                "first_name": "Tess",
                "last_name": "Tester",
                "role": role,
                "status": "active",
            }),
        )?;
    }
    Ok(())
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
