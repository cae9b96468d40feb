//! The site.

use lychgate::{
    app::{App, AppProps},
    locale,
};
use wasm_bindgen_futures::spawn_local;

fn main() {
    spawn_local(async {
        // Without words there is nothing to show: src/boot.js says so.
        if locale::begin().await {
            yew::Renderer::<App>::with_props(AppProps::from_document()).render();
        }
    });
}
