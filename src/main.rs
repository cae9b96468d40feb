//! The site.

use lychgate::app::{App, AppProps};

fn main() {
    yew::Renderer::<App>::with_props(AppProps::from_document()).render();
}
