//! HTML without what a strict policy would report.
#![cfg(not(target_arch = "wasm32"))]

use lychgate::strip_inline_styles::strip_inline_styles;
use proptest::prelude::*;

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "<", ">", "</", "/>", "<p", "<p ", "</p>", "<style", "<style>", "</style>", "</STYLE ", "<script>", "</script>", "<base ", "<meta>",
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
    fn any_text_comes_back_and_grows_by_nothing(html in pieces()) {
        let quieted = strip_inline_styles(&html);
        prop_assert!(quieted.len() <= html.len());
    }

    #[test]
    fn text_without_markup_is_not_touched(text in "[^<]{0,40}") {
        prop_assert_eq!(strip_inline_styles(&text), text);
    }

    #[test]
    fn markup_that_nobody_reports_is_not_touched(
        tag in prop::sample::select(vec!["p", "a", "img", "h2", "td", "code"]),
        name in "(class|id|href|alt|title|data-o|o|styles)",
        value in "[^\"]{0,16}",
        text in "[^<]{0,16}",
    ) {
        let html = format!("<{tag} {name}=\"{value}\">{text}</{tag}>");
        prop_assert_eq!(strip_inline_styles(&html), html);
    }

    #[test]
    fn nothing_that_is_reported_is_left(
        before in "[^<]{0,8}",
        name in "(style|STYLE|onclick|OnError|onx)",
        value in "[a-z:;()]{1,12}",
        quote in prop::sample::select(vec!["\"", "'", ""]),
        after in "[^<]{0,8}",
    ) {
        let html = format!("{before}<p {name}={quote}{value}{quote} class=x>y</p>{after}");
        prop_assert_eq!(strip_inline_styles(&html), format!("{before}<p  class=x>y</p>{after}"));
    }
}

#[test]
fn much_text_is_read_in_no_time() {
    for piece in ["<p ", "<", "<style", "<!--", "<p style=\"", "</style", "<p x='", "<a b=c>"] {
        let html = piece.repeat(200_000 / piece.len());
        assert!(strip_inline_styles(&html).len() <= html.len());
    }
}
