//! Messages, and what is shown in place of what failed.

mod alert;
mod content_error;
mod next_retry;
mod not_allowed;
mod session_banner;
mod unreachable;

pub use alert::{Tone, alert};
pub use content_error::content_error;
pub use next_retry::NextRetry;
pub use not_allowed::{not_allowed_page, permissions_error_page};
pub use session_banner::session_banner;
pub use unreachable::unreachable_page;
