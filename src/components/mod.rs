//! Pieces that pages are made of: one file each, its styles under the same name in `styles/`.
//!
//! What has state or effects of its own is a component; what has not is a function from its data to [`yew::Html`], which
//! takes a tenth of the room in WebAssembly.

mod alert;
mod avatar;
mod byline;
mod code;
mod content_error;
mod field;
mod flag;
mod footer;
mod form;
mod gate;
mod handed_on;
mod header;
mod mark;
mod next_try;
mod not_allowed;
mod page;
mod page_link;
mod pagination;
mod picture;
mod placeholder;
mod post_card;
mod qr_code;
mod rich_text;
mod second_factor_setup;
mod session_banner;
mod sign_in_again;
mod sign_in_form;
mod sign_on;
mod submit;
mod unreachable;
mod username;

pub use alert::{Tone, alert};
pub use avatar::{avatar, avatar_of};
pub use byline::byline;
pub use code::{CODE, code_of, use_code};
pub use content_error::content_error;
pub use field::{Field, FieldKind};
pub use flag::use_flag;
pub use footer::footer;
pub use form::{UseFormHandle, Values, use_form};
pub use gate::{Gate, use_project};
pub use handed_on::{HandedOn, use_handed_on};
pub use header::Header;
pub use mark::mark;
pub use next_try::NextTry;
pub use not_allowed::{not_allowed_page, undecided_page};
pub use page::{Page, use_journey};
pub use page_link::{absolute, page_link, use_page_links};
pub use pagination::pagination;
pub use picture::{Frame, Loading, picture, use_pictures};
pub use placeholder::{Shape, placeholder, waiting_page};
pub use post_card::post_card;
pub use qr_code::qr_code;
pub use rich_text::RichText;
pub use second_factor_setup::{Enrolment, SecondFactorSetup};
pub use session_banner::session_banner;
pub use sign_in_again::SignInAgain;
pub use sign_in_form::SignInForm;
pub use sign_on::{SignOnCode, sign_on_buttons, take_sign_on_note};
pub use submit::submit;
pub use unreachable::unreachable_page;
pub use username::username;
