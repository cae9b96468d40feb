//! Which classes of the site stand for what an editor's inline style says.
//!
//! What carries meaning stays: what is underlined, struck out, aligned, indented, how a list counts. Colours, fonts and sizes are the site's.

/// Returns the classes, which `styles/rich_text.css` knows, for the declarations of an attribute `style`.
pub fn classes_of(style: &str) -> Vec<&'static str> {
    let style = style.to_ascii_lowercase();
    let declarations = || style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let value = |name: &str| declarations().rfind(|(other, _)| other.trim() == name).map(|(_, value)| plain(value));
    let has =
        |name: &str, wanted: &str| value(name).is_some_and(|value| value.split_whitespace().any(|it| it == wanted));

    let mut classes = Vec::new();
    for (line, class) in [("underline", "underline"), ("line-through", "strike")] {
        if ["text-decoration", "text-decoration-line"].into_iter().any(|name| has(name, line)) {
            classes.push(class);
        }
    }
    let is_bold = |weight: &str| weight.starts_with("bold") || weight.parse().is_ok_and(|weight: u16| weight >= 600);
    if value("font-weight").is_some_and(is_bold) {
        classes.push("bold");
    }
    if has("font-style", "italic") {
        classes.push("italic");
    }
    let is_centred = has("margin-left", "auto") && has("margin-right", "auto");
    let aligned = value("text-align").and_then(|value| of(&ALIGNMENTS, value));
    classes.extend(aligned.or(is_centred.then_some("align-center")));
    classes.extend(value("float").and_then(|value| of(&FLOATS, value)));
    classes.extend(value("list-style-type").and_then(|value| of(&LISTS, value)));
    let indent = INDENTS.into_iter().filter_map(value).map(pixels).max().unwrap_or_default();
    classes.extend(STEPS.into_iter().rev().find(|(least, _)| indent >= *least).map(|(_, class)| class));
    classes
}

/// Returns a value without `!important`.
fn plain(value: &str) -> &str {
    value.trim().trim_end_matches("!important").trim_end()
}

/// Values, and the classes that stand for them.
type Classes<const N: usize> = [(&'static str, &'static str); N];

const ALIGNMENTS: Classes<4> =
    [("left", "align-left"), ("center", "align-center"), ("right", "align-right"), ("justify", "align-justify")];
const FLOATS: Classes<2> = [("left", "float-left"), ("right", "float-right")];
const LISTS: Classes<11> = [
    ("disc", "list-disc"),
    ("circle", "list-circle"),
    ("square", "list-square"),
    ("decimal", "list-decimal"),
    ("lower-alpha", "list-lower-alpha"),
    ("lower-latin", "list-lower-alpha"),
    ("upper-alpha", "list-upper-alpha"),
    ("upper-latin", "list-upper-alpha"),
    ("lower-roman", "list-lower-roman"),
    ("upper-roman", "list-upper-roman"),
    ("lower-greek", "list-lower-greek"),
];
/// What indents. In text from right to left it is the other side.
const INDENTS: [&str; 4] = ["padding-left", "padding-right", "margin-left", "margin-right"];
/// From how many pixels on a text is indented how far: Directus' editor takes steps of 40.
const STEPS: [(u32, &str); 4] = [(20, "indent-1"), (60, "indent-2"), (100, "indent-3"), (140, "indent-4")];

fn of<const N: usize>(classes: &Classes<N>, value: &str) -> Option<&'static str> {
    classes.iter().find(|(other, _)| *other == value).map(|(_, class)| *class)
}

/// Returns a CSS length in whole pixels; 0 for what is none. Without floats, the parser of which is larger than the rest of this file.
fn pixels(length: &str) -> u32 {
    let (number, unit) = length.split_at(length.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(length.len()));
    let tenths_of_a_pixel: u32 = match unit {
        "px" => 10,
        "pt" => 13,
        "em" | "rem" => 160,
        "cm" => 378,
        "in" => 960,
        _ => 0,
    };
    let (whole, decimals) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let tenths = format!("{whole}{}", decimals.get(..1).unwrap_or("0"));
    tenths.parse().map_or(0, |tenths: u32| tenths.saturating_mul(tenths_of_a_pixel) / 100)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::classes_of;

    #[test]
    fn what_carries_meaning_becomes_classes() {
        for (style, classes) in [
            ("text-decoration: underline;", &["underline"][..]),
            ("text-decoration: underline line-through", &["underline", "strike"]),
            ("TEXT-DECORATION-LINE:Line-Through", &["strike"]),
            ("text-align: center;", &["align-center"]),
            ("text-align: left; text-align: right", &["align-right"]),
            ("padding-left: 40px;", &["indent-1"]),
            ("padding-left: 80px; text-align: justify", &["align-justify", "indent-2"]),
            ("padding-right: 400px", &["indent-4"]),
            ("text-align:center !important", &["align-center"]),
            ("margin-left:.5in", &["indent-1"]),
            ("margin-left: 72.0pt", &["indent-2"]),
            ("list-style-type: lower-alpha;", &["list-lower-alpha"]),
            ("display: block; margin-left: auto; margin-right: auto;", &["align-center"]),
            ("float: right;", &["float-right"]),
            ("font-weight: 700; font-style: italic", &["bold", "italic"]),
            ("mso-bidi-font-weight: normal; font-weight: bold;", &["bold"]),
        ] {
            assert_eq!(classes_of(style), classes, "{style}");
        }
    }

    #[test]
    fn what_is_the_sites_own_goes() {
        for style in [
            "",
            ";",
            ":",
            "color: red; background-color: #000; font-size: 72pt; font-family: Comic Sans MS; width: 4000px",
            "position: fixed; inset: 0; background: url(javascript:x)",
            "font-weight: normal; text-align: start; float: none; padding-left: 4px",
            "padding-left: 40%; margin-left: -300px; list-style-type: \"☞\"",
        ] {
            assert!(classes_of(style).is_empty(), "{style}");
        }
    }

    proptest! {
        #[test]
        fn any_style_is_read_without_a_panic(style in "([a-z-]{0,12}[:;]?[ 0-9.a-zé-]{0,9}[;:]?){0,6}") {
            prop_assert!(classes_of(&style).len() <= 8);
        }
    }
}
