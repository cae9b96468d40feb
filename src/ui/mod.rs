//! What pages are made of: one file each, its styles under the same name in `styles/`.
//!
//! What has state or effects is a component. What has neither is a function from its data to [`yew::Html`], which takes a tenth of the
//! size in WebAssembly.

mod auth;
pub mod branding;
mod content;
pub mod error_messages;
mod feedback;
mod flag;
mod form;
mod layout;
mod password_policy;
pub mod validation;

pub use auth::*;
pub use content::*;
pub use feedback::*;
pub use flag::*;
pub use form::*;
pub use layout::*;
pub use password_policy::use_password_policy;
