use js_sys::{Promise, Reflect};
use lychgate_directus::{FileId, files::PublicFile};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::DocumentFragment;

use super::support::{Stage, document, property, resolved, window};
use crate::content::html::{self, PendingFile, SafeHtml, Surroundings};

/// Loads the very script that the site does. `cargo xtask test browser` has put it there; what serves this page serves the
/// checkout, too.
async fn load() {
    if !property(&window(), "DOMPurify").is_undefined() {
        return;
    }
    let loaded = Promise::new(&mut |resolve, reject| {
        let script = document().create_element("script").unwrap();
        Reflect::set(&script, &"onload".into(), &resolve).unwrap();
        Reflect::set(&script, &"onerror".into(), &reject).unwrap();
        script.set_attribute("src", "/target/purify.min.js").unwrap();
        document().body().unwrap().append_child(&script).unwrap();
    });
    JsFuture::from(loaded)
        .await
        .expect("target/purify.min.js does not load: run these tests by cargo xtask test browser");
}

fn surroundings() -> Surroundings {
    Surroundings {
        directus: "/directus".parse().unwrap(),
        image_origins: "https://images.example https://more.example".into(),
        page: "/blog/apple-day?page=2".into(),
    }
}

/// The fragment that is left of `html`.
fn sanitize(html: &str) -> Option<DocumentFragment> {
    html::sanitize(html, &surroundings()).map(|SafeHtml { fragment, .. }| fragment)
}

/// The sanitised HTML, in the page.
async fn show(html: &str) -> Stage {
    load().await;
    let stage = Stage::new();
    stage.0.append_child(&sanitize(html).unwrap_or_else(|| panic!("nothing came of {html}"))).unwrap();
    stage
}

/// Each tries to call `ran()`, to load a document, or to change the page around it.
const HOSTILE: &[&str] = &[
    "<script>ran()</script>",
    "<SCRIPT SRC=data:text/javascript,ran()></SCRIPT>",
    "<p>text<script>ran()</script>more</p>",
    "<script type=module>ran()</script>",
    "<img src=x onerror=ran()>",
    "<img src=x onerror='ran()' />",
    "<img/src=x/onerror=ran()>",
    "<img src=x OnErRoR=ran()>",
    "<img src='x' onerror\n=\n'ran()'>",
    "<image src=x onerror=ran()>",
    "<body onload=ran()>",
    "<p onclick=ran() onmouseover=ran() onfocus=ran() tabindex=0 autofocus>x</p>",
    "<a autofocus href=x onfocus=ran()>x</a>",
    "<details open ontoggle=ran()>x</details>",
    "<video src=x onerror=ran()></video><audio src=x onerror=ran()></audio>",
    "<video><source onerror=ran() src=x></video>",
    "<marquee onstart=ran()>x</marquee>",
    "<a href='javascript:ran()'>x</a>",
    "<a href='JaVaScRiPt:ran()'>x</a>",
    "<a href=' \u{1}javascript:ran()'>x</a>",
    "<a href='java\tscript:ran()'>x</a>",
    "<a href='java&#x0A;script:ran()'>x</a>",
    "<a href='&#106;avascript:ran()'>x</a>",
    "<a href='vbscript:ran()'>x</a>",
    "<a href='data:text/html,<script>ran()</script>'>x</a>",
    "<area href='javascript:ran()' shape=default>",
    "<img src='javascript:ran()'>",
    "<iframe src='javascript:ran()'></iframe>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<object data='javascript:ran()'></object><embed src='javascript:ran()'>",
    "<object><param name=src value='javascript:ran()'></object>",
    "<portal src='https://evil.example'></portal>",
    "<svg onload=ran()></svg>",
    "<svg><script>ran()</script></svg>",
    "<svg><a xlink:href='javascript:ran()'><text>x</text></a></svg>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s></svg>",
    "<svg><set attributeName=href to=javascript:ran() /><use href='data:image/svg+xml,<svg onload=ran()>'/></svg>",
    "<svg><foreignObject><img src=x onerror=ran()></foreignObject></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=ran()>\">",
    "<svg><p><style><img src='</style><img src=x onerror=ran()>'></style></p></svg>",
    "<math><mi xlink:href='data:x,<script>ran()</script>'>x</mi></math>",
    "<math href='javascript:ran()'>x</math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=ran()&gt;\">",
    "<math><mtext><option><FAKEFAKE><option></option><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=ran() src=1>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=ran()>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=ran()></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=ran()>\">",
    "<noembed><img title='</noembed><img src=x onerror=ran()>'></noembed>",
    "<textarea><img title='</textarea><img src=x onerror=ran()>'></textarea>",
    "<xmp><img title='</xmp><img src=x onerror=ran()>'></xmp>",
    "<title><img title='</title><img src=x onerror=ran()>'></title>",
    "<template><img src=x onerror=ran()></template>",
    "<select><template><img src=x onerror=ran()></template></select>",
    "<!--><img src=x onerror=ran()>-->",
    "<!-- --!><img src=x onerror=ran()> -->",
    "<![CDATA[><img src=x onerror=ran()>]]>",
    "<?xml-stylesheet href='javascript:ran()'?>",
    "<p is=x-evil><x-evil onclick=ran()>x</x-evil></p>",
    "<form action='javascript:ran()'><button>x</button><input type=image src=x onerror=ran()></form>",
    "<form action=https://evil.example><input name=password type=password><button formaction='javascript:ran()'>Sign in</button></form>",
    "<button onclick=ran() popovertarget=x>x</button><dialog open>Your session has ended</dialog>",
    "<select onchange=ran()><option>x</option></select><label for=email>x</label>",
    "<style>@import 'https://evil.example'; body { display: none }</style>",
    "<link rel=stylesheet href=https://evil.example><link rel=import href=x>",
    "<p style='position:fixed;inset:0;background:url(javascript:ran())'>x</p>",
    "<div style=\"behavior:url(#default#time2)\" onbegin=ran()>x</div>",
    "<img srcset='x 1x, https://evil.example 2x' src=x>",
    "<picture><source srcset='https://evil.example'><img src=x onerror=ran()></picture>",
    "<base href='https://evil.example/'>",
    "<template><iframe src='https://evil.example'></iframe><img src='https://evil.example/x'></template>",
    "<img src='/b.png' usemap='#m'><map id=m name=m><area shape=default href='https://evil.example' target=x rel=opener></map>",
    "<div role=dialog aria-modal=true aria-label='Sign in again' tabindex=1 popover>x</div>",
    "<meta http-equiv=refresh content='0;url=javascript:ran()'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src *\">",
    "<img name=cookie><img name=body><a id=location href=https://evil.example>x</a><p id=lychgate-config>{}</p>",
    "<form id=forms><input name=attributes><input name=nodeName></form>",
    "<p data-testid=profile-email class='alert alert-error'>x</p>",
    "<math><mtext><mglyph><svg><mtext><style><path id=\"</style><img onerror=ran() src>\">",
    "<table><td><svg><desc><table><td></desc></svg><img src=x onerror=ran()>",
];

const GOOD_TAGS: &str = "a abbr address area article aside audio b bdi bdo big blink blockquote br caption center cite code col colgroup content data \
    datalist dd del details dfn dir div dl dt element em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i \
    img ins kbd legend li main map mark marquee menu menuitem meter nav nobr ol optgroup output p picture pre progress q rp rt \
    ruby s samp search section shadow slot small source spacer span strike strong sub summary sup table tbody td template tfoot th thead time \
    tr track tt u ul var video wbr";

fn assert_harmless(stage: &Stage, html: &str) {
    let left = stage.0.inner_html();
    for element in stage.all("*") {
        let tag = element.tag_name().to_lowercase();
        assert!(GOOD_TAGS.split_whitespace().any(|good| good == tag), "<{tag}> of {html}");
        assert_eq!(element.namespace_uri().as_deref(), Some("http://www.w3.org/1999/xhtml"), "{html}");
        for name in element.get_attribute_names() {
            let name = name.as_string().unwrap().to_lowercase();
            let forbidden = [
                "style",
                "class",
                "name",
                "srcset",
                "srcdoc",
                "formaction",
                "action",
                "is",
                "target",
                "ping",
                "role",
                "tabindex",
                "usemap",
            ];
            // Ours; see `replace_by_link`.
            let is_new_tab = name == "target" && element.get_attribute("rel").as_deref() == Some("noopener");
            assert!(
                !name.starts_with("on") && !name.starts_with("data-") && (is_new_tab || !forbidden.contains(&&*name)),
                "{name} in {left} of {html}"
            );
            if name == "id" {
                assert!(
                    !property(&document(), &element.id()).is_object(),
                    "document.{} in {left} of {html}",
                    element.id()
                );
            }
        }
        for address in ["href", "src"] {
            if let Some(address) = property(&element, address).as_string().filter(|address| !address.is_empty()) {
                let scheme = address.split(':').next().unwrap();
                assert!(
                    ["http", "https", "mailto", "tel", "blob"].contains(&scheme) || (tag == "img" && scheme == "data"),
                    "{address} of {html}"
                );
            }
        }
    }
    // Read once more, as a copy would be, it is still the same.
    let copy = Stage::new();
    copy.0.set_inner_html(&left);
    assert_eq!(copy.0.inner_html(), left, "{html}");
}

#[wasm_bindgen_test]
async fn hostile_html_is_removed_and_does_not_run() {
    js_sys::eval("globalThis.runs = 0; globalThis.ran = () => { globalThis.runs += 1; };").unwrap();
    for html in HOSTILE {
        let stage = show(html).await;
        assert_harmless(&stage, html);
        // Pictures fail in their order: what an earlier one would have done is done when the last one has failed.
        let failed = Promise::new(&mut |resolve, _| {
            let probe = document().create_element("img").unwrap();
            Reflect::set(&probe, &"onerror".into(), &resolve).unwrap();
            stage.0.append_child(&probe).unwrap();
            probe.set_attribute("src", "data:image/png,none").unwrap();
        });
        resolved(failed).await;
        assert_eq!(property(&window(), "runs"), JsValue::from(0), "{html}");
    }
}

#[wasm_bindgen_test]
async fn html_without_a_body_shows_nothing() {
    load().await;
    let left = sanitize("<frameset><frame src='javascript:ran()'></frameset>");
    assert!(left.is_none_or(|fragment| fragment.text_content().as_deref() == Some("") && !fragment.has_child_nodes()));
}

#[wasm_bindgen_test]
fn hostile_html_runs_without_the_sanitiser() {
    // That the list is worth something: the plainest of it does run when it is not sanitised.
    js_sys::eval("globalThis.runs = 0; globalThis.ran = () => { globalThis.runs += 1; };").unwrap();
    let stage = Stage::new();
    stage.0.set_inner_html("<p onclick=ran()>x</p>");
    stage.get::<web_sys::HtmlElement>("p").click();
    assert_eq!(property(&window(), "runs"), JsValue::from(1));
}

#[wasm_bindgen_test]
async fn nothing_runs_during_sanitising() {
    js_sys::eval("globalThis.runs = 0; globalThis.ran = () => { globalThis.runs += 1; };").unwrap();
    load().await;
    for html in HOSTILE {
        assert!(sanitize(html).is_some(), "{html}");
    }
    assert_eq!(property(&window(), "runs"), JsValue::from(0));
}

#[wasm_bindgen_test]
async fn html_of_the_editor_is_kept() {
    let html = "<h2>Heading</h2><p>Some <strong>strong</strong>, <em>stressed</em> and <code>literal</code> text.</p>\
        <ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol><blockquote><p>Said</p></blockquote><pre><code>let x;</code></pre>\
        <p><a href=\"https://example.com/a?b=c#d\" title=\"Away\">away</a> <a href=\"/blog/a\">here</a> <a href=\"mailto:a@example.com\">mail</a></p>\
        <figure><img src=\"/directus/assets/1?width=800\" alt=\"A picture\" width=\"800\" height=\"450\" loading=\"lazy\"><figcaption>It</figcaption></figure>\
        <table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><hr>";
    assert_eq!(show(html).await.0.inner_html(), html);
}

#[wasm_bindgen_test]
async fn text_stays_text() {
    let stage = show("a &lt;script&gt; &amp; b").await;
    assert_eq!(stage.0.text_content().as_deref(), Some("a <script> & b"));
    assert!(stage.all("*").is_empty());
    assert_eq!(show("").await.0.inner_html(), "");
}

#[wasm_bindgen_test]
async fn names_in_content_never_shadow_the_document() {
    let names = ["location", "cookie", "body", "forms", "getElementById", "querySelector", "title", "defaultView"];
    for name in names {
        let before = property(&document(), name);
        let stage = show(&format!(
            "<a id={name} name={name} href=/x>x</a><img id={name} name={name}><form name={name}></form>"
        ))
        .await;
        assert!(property(&document(), name) == before, "{name}");
        assert!(stage.all("[name]").is_empty());
    }
}

/// Sanitises each text and compares what is left.
async fn assert_becomes(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(show(html).await.0.inner_html(), *expected, "{html}");
    }
}

const FILE: &str = "8cbb43fe-4cdf-4991-8352-c461779cec02";

#[wasm_bindgen_test]
async fn ids_get_a_prefix_and_links_to_them_lead_to_the_page() {
    assert_becomes(&[
        ("<h2 id=\"öffnungszeiten\">x</h2>", "<h2 id=\"user-content-öffnungszeiten\">x</h2>"),
        ("<h2 id=\"links\">x</h2>", "<h2 id=\"user-content-links\">x</h2>"),
        ("<h2 id=\"location\">x</h2>", "<h2 id=\"user-content-location\">x</h2>"),
        ("<h2 id=\"user-content-a\">x</h2>", "<h2 id=\"user-content-a\">x</h2>"),
        ("<a name=\"chapter1\">x</a>", "<a id=\"user-content-chapter1\">x</a>"),
        ("<a name=\"b\" id=\"a\">x</a>", "<a id=\"user-content-a\">x</a>"),
        ("<img name=\"b\" src=\"/b.png\">", "<img src=\"/b.png\" loading=\"lazy\">"),
        ("<a href=\"#ساعات\">x</a>", "<a href=\"/blog/apple-day?page=2#ساعات\">x</a>"),
        ("<a href=\"/pages/about#x\">x</a>", "<a href=\"/pages/about#x\">x</a>"),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn styles_that_carry_meaning_become_classes() {
    assert_becomes(&[
        ("<span style=\"text-decoration: underline;\">not</span>", "<span class=\"underline\">not</span>"),
        ("<p style=\"text-align: center; color: red\">x</p>", "<p class=\"align-center\">x</p>"),
        ("<p style=\"color: red\" class=\"alert\">x</p>", "<p>x</p>"),
        ("<p data-style=\"position: fixed\">x</p>", "<p>x</p>"),
        ("<font color=\"red\" face=\"Arial\" size=\"7\">x</font>", "<font>x</font>"),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn links_keep_their_tab_and_files_are_saved() {
    let download = format!("<a href=\"/directus/assets/{FILE}?download\" download=\"\">x</a>");
    assert_becomes(&[
        ("<a href=\"/blog\" target=\"_blank\">x</a>", "<a href=\"/blog\" target=\"_blank\" rel=\"noopener\">x</a>"),
        ("<a href=\"/blog\" target=\"_top\">x</a>", "<a href=\"/blog\">x</a>"),
        ("<a href=\"/blog\" target=\"evil\" rel=\"opener\">x</a>", "<a href=\"/blog\" rel=\"opener\">x</a>"),
        (&format!("<a href=\"/directus/assets/{FILE}.pdf\" target=\"_blank\">x</a>"), &download),
        ("<a href=\"tel:+44 1\">x</a>", "<a href=\"tel:+44 1\">x</a>"),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn audio_and_video_of_directus_stay_and_what_is_elsewhere_becomes_a_link() {
    let video = format!("<video controls=\"\" preload=\"metadata\" src=\"/directus/assets/{FILE}\"></video>");
    let link = |url: &str, words: &str| format!("<a href=\"{url}\" target=\"_blank\" rel=\"noopener\">{words}</a>");
    assert_becomes(&[
        (&format!("<video src=\"/directus/assets/{FILE}.mp4\" autoplay></video>"), &video),
        (
            &format!("<audio><source src=\"/directus/assets/{FILE}.mp3\" type=\"audio/mpeg\"></audio>"),
            &format!("<audio controls=\"\" preload=\"metadata\" src=\"/directus/assets/{FILE}\"></audio>"),
        ),
        (
            "<iframe src=\"https://www.youtube.com/embed/x\" title=\"The pressing\" width=\"560\"></iframe>",
            &link("https://www.youtube.com/embed/x", "The pressing"),
        ),
        ("<iframe src=\"//maps.example/x\"><p>no</p></iframe>", &link("http://maps.example/x", "maps.example")),
        ("<iframe src=\"data:text/html,x\" title=\"Map\"></iframe>", "<span>Map</span>"),
        (
            "<video title=\"Film\"><source src=\"https://a.example/b.mp4\"></video>",
            &link("https://a.example/b.mp4", "Film"),
        ),
        ("<video poster=\"x\" src=\"https://a.example/b.mp4\">Old</video>", &link("https://a.example/b.mp4", "Old")),
        (
            "<picture><source src=\"https://a.example/b\"><img src=\"/b.png\"></picture>",
            "<img src=\"/b.png\" loading=\"lazy\">",
        ),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn images_from_elsewhere_become_links_with_their_words() {
    let map = "<a href=\"https://evil.example/map.gif\" target=\"_blank\" rel=\"noopener\">Map</a>";
    let host = "<a href=\"https://evil.example/map.gif\" target=\"_blank\" rel=\"noopener\">evil.example</a>";
    assert_becomes(&[
        ("<img src=\"https://evil.example/map.gif\" alt=\"Map\">", map),
        ("<img src=\"https://evil.example/map.gif\">", host),
        ("<img src=\"https://evil.example/pixel.gif\" alt=\"\">", ""),
        (
            "<a href=\"/blog\"><img src=\"https://evil.example/x\" alt=\"Map\"></a>",
            "<a href=\"/blog\"><span>Map</span></a>",
        ),
        ("<img src=\"https://images.example/b.png\">", "<img src=\"https://images.example/b.png\" loading=\"lazy\">"),
        (
            "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">",
            "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" loading=\"lazy\">",
        ),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn an_image_of_directus_comes_in_several_sizes_and_keeps_its_place() {
    for (url, said, shown, sizes) in [
        ("?width=1600&amp;height=900", "", ["1600", "900"], "min(1600px, 100vw - 2rem, 43rem)"),
        (
            ".jpg?width=1600&amp;height=900",
            "width=\"400\" height=\"225\"",
            ["400", "225"],
            "min(400px, 100vw - 2rem, 43rem)",
        ),
        ("", "width=\"1600\" height=\"900\"", ["1600", "900"], "min(1600px, 100vw - 2rem, 43rem)"),
    ] {
        let stage = show(&format!("<img src=\"/directus/assets/{FILE}{url}\" alt=\"B\" {said}>")).await;
        let picture = stage.find("img").unwrap();
        let attribute = |name| picture.get_attribute(name).unwrap();
        assert_eq!(["loading", "alt", "sizes"].map(attribute), ["lazy", "B", sizes]);
        assert_eq!(["width", "height"].map(attribute), shown);
        assert!(attribute("src").starts_with(&format!("/directus/assets/{FILE}?")), "{}", attribute("src"));
        assert!(attribute("srcset").contains(" 480w"));
    }
}

/// What comes of `html` where Directus has `files`.
async fn show_with_files(html: &str, files: &[PublicFile]) -> Stage {
    load().await;
    let SafeHtml { fragment, pending_files, .. } = html::sanitize(html, &surroundings()).unwrap();
    assert_eq!(pending_files.iter().map(PendingFile::id).collect::<Vec<_>>(), [&FileId::from(FILE)]);
    assert!(fragment.query_selector("[src]").unwrap().is_none(), "nothing is loaded before");
    html::show_pending_files(&pending_files, files, &surroundings().directus);
    let stage = Stage::new();
    stage.0.append_child(&fragment).unwrap();
    stage
}

fn public_file(size: Option<(u32, u32)>) -> PublicFile {
    PublicFile { id: FileId::from(FILE), size }
}

#[wasm_bindgen_test]
async fn an_image_of_unknown_size_waits_for_it() {
    let html = format!("<img src=\"/directus/assets/{FILE}.jpg\" alt=\"B\">");
    let image = show_with_files(&html, &[public_file(Some((800, 600)))]).await.find("img").unwrap();
    assert_eq!(["width", "height"].map(|name| image.get_attribute(name).unwrap()), ["800", "600"]);
    assert!(image.get_attribute("srcset").unwrap().contains(" 480w"));

    let image = show_with_files(&html, &[]).await.find("img").unwrap();
    assert_eq!(image.get_attribute("width"), None);
    assert!(image.get_attribute("src").unwrap().ends_with("?width=1400&withoutEnlargement=true&format=webp"));
}

#[wasm_bindgen_test]
async fn a_file_of_another_host_is_shown_if_this_directus_has_it() {
    let url = format!("https://a.example/directus/assets/{FILE}");
    let known = [public_file(None)];
    let image = show_with_files(&format!("<img src=\"{url}?width=900&height=600\" alt=\"B\">"), &known)
        .await
        .find("img")
        .unwrap();
    assert!(image.get_attribute("src").unwrap().starts_with(&format!("/directus/assets/{FILE}?width=900")));
    let link =
        show_with_files(&format!("<a href=\"{url}.pdf\" target=\"_blank\">B</a>"), &known).await.find("a").unwrap();
    assert_eq!(link.get_attribute("href").unwrap(), format!("/directus/assets/{FILE}?download"));
    assert_eq!(["target", "rel"].map(|name| link.get_attribute(name)), [None, None]);
    let video =
        show_with_files(&format!("<video><source src=\"{url}.mp4\"></video>"), &known).await.find("video").unwrap();
    assert_eq!(video.get_attribute("src").unwrap(), format!("/directus/assets/{FILE}"));
}

#[wasm_bindgen_test]
async fn a_file_of_another_directus_is_a_link_to_it() {
    let url = format!("https://a.example/directus/assets/{FILE}");
    for html in [
        format!("<p><img src=\"{url}\" alt=\"B\"></p>"),
        format!("<p><a href=\"{url}\" target=\"_blank\">B</a></p>"),
        format!("<video src=\"{url}\" title=\"B\"></video>"),
        format!("<audio title=\"B\"><source src=\"{url}\"></audio>"),
    ] {
        let link = show_with_files(&html, &[]).await.find("a").unwrap();
        assert_eq!(
            ["href", "target", "rel"].map(|name| link.get_attribute(name).unwrap()),
            [&url, "_blank", "noopener"],
            "{html}"
        );
        assert_eq!(link.text_content().unwrap(), "B");
    }
}

#[wasm_bindgen_test]
async fn a_text_flows_where_something_floats_or_words_stand_between_its_blocks() {
    load().await;
    for (html, is_flowing) in [
        ("<p>A</p>\n<h2>B</h2> <img src=\"/x.png\" alt=\"C\"><figure>D</figure>", false),
        ("<p><img style=\"float: left\" src=\"/x.png\" alt=\"C\">A</p>", true),
        ("<table style=\"float: right\"><tbody><tr><td>A</td></tr></tbody></table><p>B</p>", true),
        ("A<p>B</p>", true),
        ("<p>A</p><strong>B</strong>", true),
    ] {
        let text = html::sanitize(html, &surroundings()).unwrap();
        assert_eq!(text.is_flowing, is_flowing, "{html}");
    }
}

#[wasm_bindgen_test]
async fn without_the_sanitiser_nothing_is_shown() {
    load().await;
    let loaded = property(&window(), "DOMPurify");
    for broken in [
        JsValue::UNDEFINED,
        JsValue::NULL,
        JsValue::from(5),
        js_sys::Object::new().into(),
        js_sys::eval("({ sanitize: 1 })").unwrap(),
    ] {
        Reflect::set(&window(), &"DOMPurify".into(), &broken).unwrap();
        assert!(sanitize("<p>x</p>").is_none());
    }
    let lying = js_sys::eval("({ sanitize: (html) => html })").unwrap();
    Reflect::set(&window(), &"DOMPurify".into(), &lying).unwrap();
    assert!(sanitize("<p>x</p>").is_none(), "a text is no fragment");
    let failing = js_sys::eval("({ sanitize() { throw new Error('no') } })").unwrap();
    Reflect::set(&window(), &"DOMPurify".into(), &failing).unwrap();
    assert!(sanitize("<p>x</p>").is_none());
    Reflect::set(&window(), &"DOMPurify".into(), &loaded).unwrap();
    assert!(sanitize("<p>x</p>").is_some());
}
