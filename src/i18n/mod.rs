//! What the site says, and in which language.

pub mod date;
pub mod document_language;
pub mod languages;
pub mod locale;
pub mod text;
