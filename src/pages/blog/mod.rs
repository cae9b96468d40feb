//! `/blog` and the posts below it.

mod list;
mod post;

pub use list::{blog, data};
pub use post::post_page;
