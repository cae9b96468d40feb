//! The layout of every page.

mod footer;
mod header;
mod logo;
mod page_layout;

pub use footer::footer;
pub use header::Header;
pub use logo::logo;
pub use page_layout::PageLayout;
