//! Pieces that pages are made of: one file each, its styles under the same name in `styles/`.

mod alert;
mod content_error;
mod field;
mod footer;
mod form;
mod header;
mod page;
mod pagination;
mod placeholder;
mod post_card;
mod rich_text;
mod session_banner;
mod submit;
mod unreachable;

pub use alert::{Alert, Tone};
pub use content_error::ContentError;
pub use field::{Field, FieldKind};
pub use footer::Footer;
pub use form::{Form, UseFormHandle, Values, use_form};
pub use header::Header;
pub use page::{JourneyProvider, Page};
pub use pagination::Pagination;
pub use placeholder::Placeholder;
pub use post_card::PostCard;
pub use rich_text::RichText;
pub use session_banner::SessionBanner;
pub use submit::Submit;
pub use unreachable::UnreachablePage;
