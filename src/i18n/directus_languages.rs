//! The languages that Directus knows, as the people who speak them call them.

/// Directus' codes with the languages' own names, in the order of the codes; English first.
pub const DIRECTUS_LANGUAGES: [(&str, &str); 66] = [
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
    use super::DIRECTUS_LANGUAGES;

    #[test]
    fn each_language_is_listed_once_with_a_code_like_those_of_directus() {
        for (index, (code, name)) in DIRECTUS_LANGUAGES.iter().enumerate() {
            let (language, region) = code.split_once('-').unwrap_or_default();
            assert!(matches!(language.len(), 2 | 3) && region.len() == 2 && !name.trim().is_empty(), "{code}");
            assert!(language.bytes().all(|byte| byte.is_ascii_lowercase()), "{code}");
            assert!(DIRECTUS_LANGUAGES[..index].iter().all(|(other, text)| other != code && text != name), "{code}");
        }
    }
}
