use js_sys::{Promise, Reflect};
use lychgate_directus::assets::{EmbeddedImage, SourceSet};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::DocumentFragment;

use super::support::{Stage, document, property, resolved, window};
use crate::content::sanitizer::{self, ImageDecision};

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

/// The fragment that is left of `html`, with all pictures.
fn sanitize(html: &str) -> Option<DocumentFragment> {
    sanitizer::sanitize(html, |_| ImageDecision::Show)
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
            let forbidden =
                ["style", "class", "name", "srcset", "srcdoc", "formaction", "action", "is", "target", "ping"];
            assert!(
                !name.starts_with("on") && !name.starts_with("data-") && !forbidden.contains(&&*name),
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

#[wasm_bindgen_test]
async fn a_heading_can_be_linked_to() {
    let stage = show("<h2 id=opening-hours>Opening hours</h2><p><a href=\"#opening-hours\">When?</a></p>").await;
    assert!(stage.find("#opening-hours").is_some());
    assert_eq!(stage.find("a").unwrap().get_attribute("href").as_deref(), Some("#opening-hours"));
}

#[wasm_bindgen_test]
async fn images_are_kept_or_dropped_by_the_decision() {
    load().await;
    let html = "<p>a<img src=\"https://evil.example/pixel.gif\" alt=\"\"><img src=\"https://site.example/b.png\" alt=\"B\"></p>";
    let judge = |address: &str| match address {
        "https://site.example/b.png" => ImageDecision::Show,
        _ => ImageDecision::Drop,
    };
    let stage = Stage::new();
    stage.0.append_child(&sanitizer::sanitize(html, judge).unwrap()).unwrap();
    assert_eq!(stage.0.inner_html(), "<p>a<img src=\"https://site.example/b.png\" alt=\"B\"></p>");
}

#[wasm_bindgen_test]
async fn an_image_in_several_sizes_keeps_its_place_and_its_attributes() {
    load().await;
    for (said, shown) in [("", ["9", "6"]), ("width=\"4\" height=\"3\"", ["4", "3"])] {
        let source = SourceSet { src: "/b?2".into(), srcset: "/b?1 1w, /b?2 9w".into() };
        let inserted = EmbeddedImage { source, width: 9, height: 6 };
        let html = format!("<img src=\"/b?2\" alt=\"B\" {said}>");
        let stage = Stage::new();
        let fragment = sanitizer::sanitize(&html, |_| ImageDecision::ShowResponsive(inserted.clone(), "5px"));
        stage.0.append_child(&fragment.unwrap()).unwrap();
        let picture = stage.find("img").unwrap();
        let attribute = |name| picture.get_attribute(name).unwrap();
        assert_eq!(
            ["src", "srcset", "sizes", "loading", "alt"].map(attribute),
            ["/b?2", "/b?1 1w, /b?2 9w", "min(9px, 5px)", "lazy", "B"]
        );
        assert_eq!(["width", "height"].map(attribute), shown);
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
