//! Pieces that show content.

mod avatar;
mod byline;
mod email_address;
mod pagination;
mod picture;
mod placeholder;
mod post_card;
mod qr_code;
mod rich_text;

#[cfg(feature = "styleguide")]
pub use avatar::avatar;
pub use avatar::avatar_of;
pub use byline::byline;
pub use email_address::email_address;
pub use pagination::pagination;
pub use picture::{Frame, Loading, picture, use_pictures};
pub use placeholder::{Shape, placeholder, waiting_page};
pub use post_card::post_card;
pub use qr_code::qr_code;
pub use rich_text::RichText;
