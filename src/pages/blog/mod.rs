//! `/blog` and the posts below it.

mod list;
mod post;

pub use list::{PER_PAGE, blog, page_number};
pub use post::post_page;
