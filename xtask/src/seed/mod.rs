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
use content::{Content, Document, PostHead};

/// The e-mail of the account for trying the site.
pub const TEST_EMAIL: &str = "test@example.com";
/// The e-mail of the account with the role [`PATRONS`].
pub const PATRON_EMAIL: &str = "patron@example.com";
/// The password of both.
pub const TEST_PASSWORD: &str = "test1234";

/// The role below `Users` that some texts are for.
const PATRONS: &str = "Patrons";

/// Fills a provisioned Directus with the content of `directus/seed/` and the accounts [`TEST_EMAIL`] and [`PATRON_EMAIL`].
pub fn seed(directus: &Directus) -> Result<()> {
    let content = Content::load(&paths::root().join("directus/seed"))?;
    let provisioned = Provisioned::read(directus)?;
    let step = Step::start(format!("seed {} posts and {} pages", content.posts.len(), content.pages.len()), "");
    seed_site(directus, &content)?;
    let authors = seed_authors(directus, &content)?;
    seed_pages(directus, &content)?;
    let patrons = seed_role(directus, provisioned.role)?;
    seed_posts(directus, &content, &authors, &provisioned, &patrons)?;
    seed_account(directus, TEST_EMAIL, "Tess", "Tester", provisioned.role)?;
    seed_account(directus, PATRON_EMAIL, "Pat", "Patron", &patrons)?;
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

/// Returns the id of the role [`PATRONS`], which has what its parent `Users` has.
fn seed_role(directus: &Directus, parent: &str) -> Result<String> {
    let there = directus.get(&format!("/roles?filter[name][_eq]={PATRONS}&filter[parent][_eq]={parent}&fields=id"))?;
    let role = match there.get(0) {
        Some(role) => role.clone(),
        None => directus.post("/roles", &json!({ "name": PATRONS, "icon": "favorite", "parent": parent }))?,
    };
    Ok(text(&role, "id").to_owned())
}

fn seed_posts(
    directus: &Directus,
    content: &Content,
    authors: &BTreeMap<String, Value>,
    provisioned: &Provisioned,
    patrons: &str,
) -> Result<()> {
    let there = by_slug(directus, "posts")?;
    let mut images = Uploads::read(directus, provisioned.folder)?;
    for post in &content.posts {
        if there.contains_key(&post.slug) {
            continue;
        }
        let image = match &post.head.image {
            None => None,
            Some(name) if !content.image(name).is_file() => {
                print_line(format_args!("  posts/{}.html: there is no images/{name}", post.slug));
                None
            }
            Some(name) => Some(images.id(name, &content.image(name), &post.head.title)?),
        };
        let mut body = json!({
            "slug": post.slug,
            "title": post.head.title,
            "summary": post.head.summary,
            "author": authors.get(&post.head.author),
            "publish_date": post.head.published,
            "image": image,
            "image_alt": post.head.image_alt,
        });
        add_texts(&mut body, post, provisioned, patrons);
        directus.post("/items/posts", &body)?;
    }
    Ok(())
}

/// Adds the text for everybody and that for members. Where a Directus keeps no text for members everybody reads it, and where it keeps none
/// for certain roles all members do.
fn add_texts(body: &mut Value, post: &Document<PostHead>, provisioned: &Provisioned, patrons: &str) {
    body["content"] = json!(post.body);
    let Some(members_body) = &post.members_body else {
        return;
    };
    if provisioned.members_folder.is_none() {
        body["content"] = json!(format!("{}\n{members_body}", post.body));
        return;
    }
    body["members_content"] = json!(members_body);
    if post.head.is_for_patrons && provisioned.keeps_roles {
        body["audience"] = json!("roles");
        body["audience_roles"] = json!([{ "directus_roles_id": patrons }]);
    } else {
        body["audience"] = json!("members");
    }
}

/// The files in a folder.
struct Uploads<'a> {
    directus: &'a Directus,
    folder: &'a str,
    ids: BTreeMap<String, String>,
}

impl<'a> Uploads<'a> {
    fn read(directus: &'a Directus, folder: &'a str) -> Result<Self> {
        let files =
            directus.get(&format!("/files?filter[folder][_eq]={folder}&fields=id,filename_download&limit=-1"))?;
        let ids = files
            .as_array()
            .into_iter()
            .flatten()
            .map(|file| (text(file, "filename_download").to_owned(), text(file, "id").to_owned()))
            .collect();
        Ok(Self { directus, folder, ids })
    }

    /// Returns the id of the file of that name; uploads it if it is missing.
    fn id(&mut self, name: &str, path: &Path, title: &str) -> Result<String> {
        if let Some(id) = self.ids.get(name) {
            return Ok(id.clone());
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let id = self.directus.upload(self.folder, name, title, media_type(path), &bytes)?;
        self.ids.insert(name.to_owned(), id.clone());
        Ok(id)
    }
}

fn seed_account(directus: &Directus, email: &str, first_name: &str, last_name: &str, role: &str) -> Result<()> {
    let there = directus.get(&format!("/users?filter[email][_eq]={email}&fields=id"))?;
    if there.as_array().is_some_and(Vec::is_empty) {
        directus.post(
            "/users",
            &json!({
                "email": email,
                "password": TEST_PASSWORD,
                "first_name": first_name,
                "last_name": last_name,
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
