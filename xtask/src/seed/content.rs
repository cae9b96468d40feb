//! Reads and checks the seed content in `directus/seed/` before anything is sent.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The name and description of the site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Global {
    /// Its name.
    pub title: String,
    /// One line below the name.
    pub tagline: String,
    /// For search engines.
    pub description: String,
}

/// An author.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// The slug by which posts name the author.
    pub slug: String,
    /// The full name.
    pub name: String,
    /// A paragraph.
    pub bio: String,
}

/// The comment at the beginning of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageHead {
    /// The heading.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
}

/// The comment at the beginning of a post.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostHead {
    /// The heading.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// An author's slug.
    pub author: String,
    /// RFC 3339.
    pub published: String,
    /// Whether its text for members is for the role `Patrons` alone.
    #[serde(default)]
    pub is_for_patrons: bool,
    /// A file in `images/`.
    pub image: Option<String>,
    /// The alternative text of the image.
    pub image_alt: Option<String>,
}

/// A file of content: its slug, the comment at its beginning, the HTML after it.
#[derive(Debug)]
pub struct Document<Head> {
    /// The file's name without `.html`.
    pub slug: String,
    /// The parsed comment.
    pub head: Head,
    /// The HTML after the comment.
    pub body: String,
    /// The HTML after the line [`FOR_MEMBERS`].
    pub members_body: Option<String>,
}

/// The line after which a text is for members.
const FOR_MEMBERS: &str = "<!-- for members -->";

/// All seed content.
#[derive(Debug)]
pub struct Content {
    /// `global.json`
    pub global: Global,
    /// `authors.json`
    pub authors: Vec<Author>,
    /// `pages/`
    pub pages: Vec<Document<PageHead>>,
    /// `posts/`, oldest first, so that ids grow with the dates.
    pub posts: Vec<Document<PostHead>>,
    images: PathBuf,
}

impl Content {
    /// Reads and checks the content below `dir`.
    pub fn load(dir: &Path) -> Result<Self> {
        let mut content = Self {
            global: json(&dir.join("global.json"))?,
            authors: json(&dir.join("authors.json"))?,
            pages: documents(&dir.join("pages"))?,
            posts: documents(&dir.join("posts"))?,
            images: dir.join("images"),
        };
        content.posts.sort_by(|a, b| a.head.published.cmp(&b.head.published));
        let authors: BTreeSet<&str> = content.authors.iter().map(|author| author.slug.as_str()).collect();
        for post in &content.posts {
            if !authors.contains(post.head.author.as_str()) {
                bail!("posts/{}.html: no author has the slug {}", post.slug, post.head.author);
            }
            if post.head.is_for_patrons && post.members_body.is_none() {
                bail!("posts/{}.html: there is no text for patrons after {FOR_MEMBERS}", post.slug);
            }
        }
        Ok(content)
    }

    /// Returns the path of an image.
    pub fn image(&self, name: &str) -> PathBuf {
        self.images.join(name)
    }
}

fn json<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("in {}", file.display()))
}

fn documents<Head: DeserializeOwned>(dir: &Path) -> Result<Vec<Document<Head>>> {
    let mut documents = Vec::new();
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", dir.display()))?.path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (head, body) = split(&text).with_context(|| format!("in {}", path.display()))?;
        let (body, members_body) = match body.split_once(FOR_MEMBERS) {
            Some((body, members_body)) => (body.trim_end(), Some(members_body.trim_start().to_owned())),
            None => (body, None),
        };
        documents.push(Document {
            slug: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            head,
            body: body.to_owned(),
            members_body,
        });
    }
    documents.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(documents)
}

/// Splits `<!-- {json} -->` from the body.
fn split<Head: DeserializeOwned>(text: &str) -> Result<(Head, &str)> {
    let rest = text
        .trim_start()
        .strip_prefix("<!--")
        .context("it must begin with an HTML comment that holds a JSON object")?;
    let (head, body) = rest.split_once("-->").context("its first comment has no end")?;
    let head = serde_json::from_str(head).context("its first comment is not the JSON object expected")?;
    Ok((head, body.trim()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn document_has_a_comment_and_a_body() {
        let (head, body): (PageHead, _) =
            split("<!--\n{\"title\": \"T\", \"summary\": \"S\"}\n-->\n<p>Hello</p>\n").unwrap();
        assert_eq!((head.title.as_str(), head.summary.as_str(), body), ("T", "S", "<p>Hello</p>"));
    }

    #[test]
    fn document_without_comment_or_with_unknown_key_is_refused() {
        assert!(split::<PageHead>("<p>Hello</p>").is_err());
        assert!(split::<PageHead>("<!-- {\"titel\": \"T\"} --><p>Hello</p>").is_err());
    }

    #[test]
    fn seed_content_of_the_repository_is_complete() {
        let content = Content::load(&crate::paths::root().join("directus/seed")).unwrap();
        assert!(!content.posts.is_empty() && !content.pages.is_empty());
        for post in &content.posts {
            let image = post.head.image.as_ref().unwrap();
            assert!(content.image(image).is_file(), "images/{image}");
            assert!(post.head.image_alt.is_some(), "{}", post.slug);
        }
        let for_members = content.posts.iter().filter(|post| post.members_body.is_some()).count();
        assert_eq!(for_members * 3, content.posts.len());
        assert_eq!(content.posts.iter().filter(|post| post.head.is_for_patrons).count(), 2);
    }
}
