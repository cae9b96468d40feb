//! What the site says, and in which language.
//!
//! The words of a language are an [`I18n`], which components get from [`use_i18n`]. That hook renders the component again when the
//! language changes, and there is no other way to words: a component that shows a message cannot miss the change.

mod catalog;
mod date;
mod directus_languages;
pub mod document_language;
mod format;
mod language;
mod message;
mod provider;
pub mod text;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use catalog::I18n;
pub use date::PublishDate;
pub use directus_languages::DIRECTUS_LANGUAGES;
#[cfg(not(target_arch = "wasm32"))]
pub use language::LANGUAGES;
pub use language::Language;
pub use message::{Message, Value};
pub use provider::{I18nProvider, InitialLanguage, use_i18n, use_languages, use_project_language};
pub use text::Text;
