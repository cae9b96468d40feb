//! Messages about what failed.

mod alert;
mod content_error;
mod next_retry;
mod session_banner;

pub use alert::{Tone, alert};
pub use content_error::content_error;
pub use next_retry::NextRetry;
pub use session_banner::session_banner;
