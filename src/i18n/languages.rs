//! The languages: those that the site speaks, that in which its content is written, and those that Directus knows, as people who
//! speak them call them.

use std::cell::RefCell;

use yew::AttrValue;

use crate::i18n::text;

/// A language that the site speaks: one of [`text::LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// What `<html lang>` and the catalog are called.
    pub code: &'static str,
    /// By what the browser's `Intl` writes dates and numbers.
    pub tag: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
}

impl Language {
    /// The language of a code such as `de` or `de-DE`, if the site speaks it.
    pub fn of(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default();
        text::LANGUAGES.into_iter().find(|known| known.code.eq_ignore_ascii_case(language))
    }
}

thread_local! {
    static CONTENT: RefCell<AttrValue> = const { RefCell::new(AttrValue::Static("")) };
}

/// What the attribute `lang` of what editors have written is: the site speaks to visitors in their language, which need not be that of
/// its content. Empty where it is not known.
pub fn of_content() -> AttrValue {
    CONTENT.with_borrow(Clone::clone)
}

/// Makes this the language of what editors have written.
pub fn set_of_content(tag: &str) {
    CONTENT.set(AttrValue::from(tag.to_owned()));
}

/// Directus' codes with the languages' own names, in the order of the codes; English first.
pub const LANGUAGES: [(&str, &str); 66] = [
    ("en-US", "English (US)"),
    ("en-GB", "English (UK)"),
    ("af-ZA", "Afrikaans"),
    ("ar-DZ", "العربية (الجزائر)"),
    ("ar-MA", "العربية (المغرب)"),
    ("ar-SA", "العربية"),
    ("az-AZ", "Azərbaycan dili"),
    ("bg-BG", "Български"),
    ("bn-IN", "বাংলা"),
    ("bs-BA", "Bosanski"),
    ("ca-ES", "Català"),
    ("ckb-IR", "کوردی"),
    ("cs-CZ", "Čeština"),
    ("da-DK", "Dansk"),
    ("de-DE", "Deutsch"),
    ("el-GR", "Ελληνικά"),
    ("eo-UY", "Esperanto"),
    ("es-ES", "Español"),
    ("es-CL", "Español (Chile)"),
    ("es-MX", "Español (México)"),
    ("et-EE", "Eesti"),
    ("fa-IR", "فارسی"),
    ("fi-FI", "Suomi"),
    ("fo-FO", "Føroyskt"),
    ("fr-FR", "Français"),
    ("fr-CA", "Français (Canada)"),
    ("fr-CH", "Français (Suisse)"),
    ("he-IL", "עברית"),
    ("hi-IN", "हिन्दी"),
    ("hr-HR", "Hrvatski"),
    ("hu-HU", "Magyar"),
    ("id-ID", "Bahasa Indonesia"),
    ("is-IS", "Íslenska"),
    ("it-IT", "Italiano"),
    ("ja-JP", "日本語"),
    ("ka-GE", "ქართული"),
    ("km-KH", "ភាសាខ្មែរ"),
    ("kmr-TR", "Kurdî"),
    ("ko-KR", "한국어"),
    ("lt-LT", "Lietuvių"),
    ("mn-MN", "Монгол"),
    ("mr-IN", "मराठी"),
    ("ms-MY", "Bahasa Melayu"),
    ("ne-NP", "नेपाली"),
    ("nl-NL", "Nederlands"),
    ("nl-BE", "Nederlands (België)"),
    ("no-NO", "Norsk"),
    ("pl-PL", "Polski"),
    ("pt-PT", "Português"),
    ("pt-BR", "Português (Brasil)"),
    ("ro-RO", "Română"),
    ("ru-RU", "Русский"),
    ("si-LK", "සිංහල"),
    ("sk-SK", "Slovenčina"),
    ("sl-SI", "Slovenščina"),
    ("sq-AL", "Shqip"),
    ("sr-SP", "Српски"),
    ("sv-SE", "Svenska"),
    ("sw-KE", "Kiswahili"),
    ("te-IN", "తెలుగు"),
    ("th-TH", "ไทย"),
    ("tr-TR", "Türkçe"),
    ("uk-UA", "Українська"),
    ("vi-VN", "Tiếng Việt"),
    ("zh-CN", "简体中文"),
    ("zh-TW", "繁體中文"),
];

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Language};

    #[test]
    fn every_language_is_there_once_under_a_code_of_directus_form() {
        for (index, (code, name)) in LANGUAGES.iter().enumerate() {
            let (language, region) = code.split_once('-').unwrap_or_default();
            assert!(matches!(language.len(), 2 | 3) && region.len() == 2 && !name.trim().is_empty(), "{code}");
            assert!(language.bytes().all(|byte| byte.is_ascii_lowercase()), "{code}");
            assert!(LANGUAGES[..index].iter().all(|(other, text)| other != code && text != name), "{code}");
        }
    }

    #[test]
    fn a_language_is_known_by_itself_and_with_any_region() {
        for code in ["en", "en-US", "en-GB", "EN", "en_AU"] {
            assert_eq!(Language::of(code).map(|language| language.code), Some("en"), "{code}");
        }
        for code in ["", "-", "eng", "tlh", "e"] {
            assert_eq!(Language::of(code), None, "{code}");
        }
    }
}
