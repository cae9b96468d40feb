//! Components that show content.

mod avatar;
mod byline;
mod email_address;
mod members_part;
mod pagination;
mod picture;
mod placeholder;
mod post_card;
mod qr_code;
mod rich_text;
mod title;

#[cfg(feature = "styleguide")]
pub use avatar::avatar;
pub use avatar::avatar_of;
pub use byline::byline;
pub use email_address::email_address;
pub use members_part::{MembersPart, audience_label, with_members_part};
#[cfg(feature = "styleguide")]
pub use members_part::{refusal_notice, sign_in_notice};
pub use pagination::pagination;
pub use picture::{ImageLoading, ImageSizes, picture, use_image_retry};
pub use placeholder::{PlaceholderShape, page_placeholder, placeholder};
pub use post_card::post_card;
pub use qr_code::qr_code;
pub use rich_text::{ImageOrigins, RichText};
pub use title::{title, title_text};
