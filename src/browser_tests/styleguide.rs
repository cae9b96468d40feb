use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Stage, english, turn, window};
use crate::{
    app::{App, AppProps, config::Config},
    routing::start_history,
    ui::FlashSlot,
};

/// The components that have a file of their own in `styles/`; pages and what stands around them are looked at as they are.
const COMPONENTS: [&str; 19] = [
    "alert",
    "avatar",
    "byline",
    "button",
    "content-error",
    "email-address",
    "field",
    "form",
    "logo",
    "members-notice",
    "next-retry",
    "pagination",
    "placeholder",
    "post-card",
    "qr-code",
    "rich-text",
    "session-banner",
    "sso-list",
    "submit",
];

#[wasm_bindgen_test]
async fn the_styleguide_shows_every_piece() {
    let history = window().history().unwrap();
    let before = window().location().href().unwrap();
    history.push_state_with_url(&JsValue::NULL, "", Some("/styleguide")).unwrap();
    let stage = Stage::new();
    let config = Config::parse(Some("{}"));
    let app = yew::Renderer::<App>::with_root_and_props(
        stage.0.clone().into(),
        AppProps {
            config,
            language: english(),
            history: start_history().into(),
            flash: FlashSlot::default(),
            session: None,
        },
    )
    .render();
    yew::scheduler::flush().await;
    turn().await;
    yew::scheduler::flush().await;

    assert_eq!(stage.find("main h1").unwrap().text_content().as_deref(), Some("Styleguide"));
    for component in COMPONENTS {
        assert!(stage.find(&format!("main .{component}")).is_some(), "{component}");
    }
    for state in [
        ".is-busy",
        "[aria-invalid]",
        ".alert-error",
        ".alert-info",
        ".alert-success",
        ".field-optional",
        ".avatar img",
    ] {
        assert!(stage.find(&format!("main {state}")).is_some(), "{state}");
    }
    app.destroy();
    history.replace_state_with_url(&JsValue::NULL, "", Some(&before)).unwrap();
}
