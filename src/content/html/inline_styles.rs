//! Sets inline styles aside, and removes what else a browser would report under a strict Content-Security-Policy from HTML.
//!
//! A browser checks inline styles and event handlers against the page's policy when it parses them, and reports each violation in the
//! console, even in a document that is never shown, such as the sanitizer's. The texts of editors are full of such styles, so they are
//! written into another attribute before. This makes no text safe; [sanitising](super::sanitize) does, afterwards.

/// Elements that are removed with their content: those that style or run, and those whose content a browser does not parse as markup, so
/// that what looks like an attribute value in them may be markup behind them. The sanitizer keeps none of them.
const WITH_CONTENT: [&str; 8] = ["style", "script", "textarea", "title", "xmp", "noembed", "noframes", "noscript"];
/// A frame is likewise, but it stays, without content.
const FRAME: &str = "iframe";
/// Elements without content that are removed.
const VOID: [&str; 3] = ["base", "link", "meta"];

/// What an element's attribute `style` is renamed to.
pub const SET_ASIDE: &str = "data-style";

/// Returns `html` without comments, without elements that style, run or contain no markup, and without attributes that run. What `style`
/// says stays in [`SET_ASIDE`].
pub fn set_aside_styles(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with("<!--") {
            let end = ["-->", "--!>"].into_iter().filter_map(|end| Some(rest.find(end)? + end.len())).min();
            rest = end.map_or("", |end| &rest[end..]);
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest = tag(rest, &mut out);
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Copies the start tag at the beginning of `html` to `out`, without what is to be removed. Returns what comes after it.
fn tag<'a>(html: &'a str, out: &mut String) -> &'a str {
    let (name, mut rest) = split(&html[1..], |c| is_space(c) || matches!(c, '/' | '>'));
    let is_one_of = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    let is_frame = is_one_of(&[FRAME]);
    let mut dropped = String::new();
    let out = if is_one_of(&WITH_CONTENT) || is_one_of(&VOID) { &mut dropped } else { out };
    out.push('<');
    out.push_str(name);
    loop {
        let (space, after) = split(rest, |c| !is_space(c) && c != '/');
        out.push_str(space);
        rest = after;
        if rest.is_empty() {
            return rest;
        }
        if let Some(after) = rest.strip_prefix('>') {
            out.push('>');
            if is_frame {
                out.push_str("</iframe>");
            }
            return if is_frame || is_one_of(&WITH_CONTENT) { after_end(after, name) } else { after };
        }
        let (attribute, after) = split_attribute(rest);
        let (key, _) = split(attribute, |c| c == '=' || is_space(c));
        let runs = key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
        if key.eq_ignore_ascii_case("style") {
            out.push_str(SET_ASIDE);
            out.push_str(&attribute[key.len()..]);
        } else if !runs {
            out.push_str(attribute);
        }
        rest = after;
    }
}

/// Splits `html` after the attribute at its beginning and its value. The name of an attribute may begin with `=`.
fn split_attribute(html: &str) -> (&str, &str) {
    let name_length = html
        .char_indices()
        .skip(1)
        .find(|(_, c)| is_space(*c) || matches!(c, '/' | '>' | '='))
        .map_or(html.len(), |(index, _)| index);
    let spaced = html[name_length..].trim_start_matches(is_space);
    let Some(value) = spaced.strip_prefix('=') else { return html.split_at(name_length) };
    let value = value.trim_start_matches(is_space);
    let after = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, after)| after),
        _ => split(value, |c| is_space(c) || c == '>').1,
    };
    html.split_at(html.len() - after.len())
}

/// Returns what comes after the end tag of `name`, or nothing when there is none.
fn after_end<'a>(html: &'a str, name: &str) -> &'a str {
    let ends = |(index, _): &(usize, &str)| {
        let found = html.get(index + 2..).and_then(|rest| rest.split_at_checked(name.len()));
        found.is_some_and(|(found, rest)| {
            found.eq_ignore_ascii_case(name) && rest.starts_with(|c| is_space(c) || matches!(c, '/' | '>'))
        })
    };
    html.match_indices("</")
        .find(ends)
        .map_or("", |(index, _)| split(&html[index..], |c| c == '>').1.get(1..).unwrap_or_default())
}

/// Splits `text` before the first character for which `ends` is true.
fn split(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::{SET_ASIDE, set_aside_styles};

    #[test]
    fn plain_markup_stays_as_it_is() {
        for html in [
            "",
            "a < b & c",
            "<p>Hi <b class=\"x\" title='a > b'>there</b></p>",
            "<img src=a.png alt=\"\" />",
            "<a href=/x?a=b>y</a>",
            "1 <2",
        ] {
            assert_eq!(set_aside_styles(html), html);
        }
    }

    #[test]
    fn text_about_attributes_stays() {
        let html = "<p>set style=\"x\" and onclick=y</p><code>&lt;p style=\"x\"&gt;</code>";
        assert_eq!(set_aside_styles(html), html);
    }

    #[test]
    fn styles_are_renamed_and_handlers_go_however_they_are_written() {
        assert_eq!(set_aside_styles("<p style=\"color: red\" id=a>x</p>"), "<p data-style=\"color: red\" id=a>x</p>");
        assert_eq!(set_aside_styles("<p STYLE = 'a>b' OnClick=x() lang=en>x"), "<p data-style = 'a>b'  lang=en>x");
        assert_eq!(set_aside_styles("<svg/onload=alert(1)>"), "<svg/>");
        assert_eq!(set_aside_styles("<img src=x onerror>"), "<img src=x >");
    }

    #[test]
    fn elements_that_style_or_run_go_with_their_content() {
        assert_eq!(
            set_aside_styles("a<style>p{color:red}</style >b<base href=//e><script>x<y</SCRIPT>c<!-- <p style> -->d"),
            "abcd"
        );
        assert_eq!(set_aside_styles("a<script>never ends"), "a");
        assert_eq!(set_aside_styles("<textarea><img title=\"</textarea><img src=x onerror=y>\">"), "<img src=x >\">");
    }

    #[test]
    fn a_frame_stays_without_its_content() {
        assert_eq!(set_aside_styles("a<iframe src=\"x\"><p onclick=y></iframe>b"), "a<iframe src=\"x\"></iframe>b");
        assert_eq!(
            set_aside_styles("<IFRAME title='<p style=x>'/>never ends"),
            "<IFRAME title='<p style=x>'/></iframe>"
        );
    }

    #[test]
    fn broken_markup_ends_without_a_panic() {
        for html in [
            "<",
            "<p",
            "<p style",
            "<p style=",
            "<p style=\"x",
            "<p =",
            "<!--",
            "</",
            "<style",
            "<é style=a>",
            "<p ö=\"ß",
        ] {
            let _ = set_aside_styles(html); // Only that it comes back counts here.
        }
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec![
                "<", ">", "</", "/>", "<p", "<p ", "</p>", "<style", "<style>", "</style>", "</STYLE ", "<script>", "</script>",
                "<base ", "<meta>",
                "<!--", "-->", "<!", "<?", " style=", " onclick=", " ON", "on", " class=", "=", "\"", "'", "`", " ", "\t", "\n", "\u{0}", "/", "&lt;", "é", "😀",
            ])
            .prop_map(str::to_owned),
            1 => ".{0,3}",
        ];
        prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn any_text_comes_back_and_grows_by_the_new_name_alone(html in pieces()) {
            prop_assert!(set_aside_styles(&html).len() <= html.len() + (SET_ASIDE.len() - 5) * html.matches(['s', 'S']).count());
        }

        #[test]
        fn text_without_markup_is_not_touched(text in "[^<]{0,40}") {
            prop_assert_eq!(set_aside_styles(&text), text);
        }

        #[test]
        fn markup_that_nobody_reports_is_not_touched(
            tag in prop::sample::select(vec!["p", "a", "img", "h2", "td", "code"]),
            name in "(class|id|href|alt|title|data-o|o|styles)",
            value in "[^\"]{0,16}",
            text in "[^<]{0,16}",
        ) {
            let html = format!("<{tag} {name}=\"{value}\">{text}</{tag}>");
            prop_assert_eq!(set_aside_styles(&html), html);
        }

        #[test]
        fn nothing_that_is_reported_is_left(
            before in "[^<]{0,8}",
            name in "(onclick|OnError|onx)",
            value in "[a-z:;()]{1,12}",
            quote in prop::sample::select(vec!["\"", "'", ""]),
            after in "[^<]{0,8}",
        ) {
            let html = format!("{before}<p {name}={quote}{value}{quote} class=x>y</p>{after}");
            prop_assert_eq!(set_aside_styles(&html), format!("{before}<p  class=x>y</p>{after}"));
        }
    }

    #[test]
    fn much_text_is_read_in_no_time() {
        for piece in ["<p ", "<", "<style", "<!--", "<p style=\"", "</style", "<p x='", "<a b=c>"] {
            let html = piece.repeat(200_000 / piece.len());
            assert!(set_aside_styles(&html).len() <= 2 * html.len());
        }
    }
}
