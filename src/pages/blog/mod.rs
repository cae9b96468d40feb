//! `/blog` and the posts below it.

mod list;
mod post;

pub use list::Blog;
pub use post::PostPage;
