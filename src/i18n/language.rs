//! The languages that the site speaks.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language that the site speaks: one of [`LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// The name of its catalog, and the value of `<html lang>`.
    pub code: &'static str,
    /// The language tag for the browser's `Intl`, which formats dates and numbers.
    pub tag: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
}

impl Language {
    /// Returns the value of the attribute `dir`.
    pub fn direction(self) -> &'static str {
        if self.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// Returns the language of a code such as `de` or `de-DE`, if the site speaks it.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES.into_iter().find(|known| known.code.eq_ignore_ascii_case(language))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_language_is_found_by_its_code_with_or_without_a_region() {
        for code in ["en", "en-US", "en-GB", "EN", "en_AU"] {
            assert_eq!(Language::from_code(code).map(|language| language.code), Some("en"), "{code}");
        }
        for code in ["", "-", "eng", "tlh", "e"] {
            assert_eq!(Language::from_code(code), None, "{code}");
        }
    }
}
