//! Pictures from Directus, in the size that they are shown in.

use std::time::Duration;

use lychgate_directus::{BaseUrl, FileId, assets};
use lychgate_yew::browser::clock;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::document;

/// How wide a picture is shown, as the attribute `sizes` says it, and the widths in pixels that there are of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// CSS lengths by the width of the window.
    pub sizes: &'static str,
    /// From small to large. Directus makes each when it is first asked for.
    pub widths: &'static [u32],
}

/// When a picture is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// At once, before others: it is the first thing to see.
    First,
    /// At once.
    Now,
    /// When it is about to be scrolled into view.
    InView,
}

/// The public picture `file` of the Directus at `base`, cut to 16 by 9. Its place is there before it is, in a quiet colour.
pub fn picture(base: &BaseUrl, file: &FileId, alt: &str, class: &'static str, frame: Frame, loading: Loading) -> Html {
    let source = assets::covers(base, file, frame.widths);
    html! {
        // In this order: some browsers begin with the largest as soon as they know its address.
        <img {class} alt={alt.to_owned()} width="16" height="9"
            loading={(loading == Loading::InView).then_some("lazy")}
            fetchpriority={(loading == Loading::First).then_some("high")}
            sizes={frame.sizes} srcset={source.srcset} src={source.src} />
    }
}

/// Asks once more for each picture of the page that does not come, in its own size and under another address, for as long as the component
/// is there: while Directus writes a picture of a new size, it gives an empty one to whoever else asks for it, to be kept for thirty days.
#[hook]
pub fn use_pictures() {
    use_effect_with((), |()| {
        let listener = document::on_image_error(|picture| {
            let address = picture.src();
            if address.contains("/assets/") && !address.contains(AGAIN) {
                spawn_local(async move {
                    clock::sleep(Duration::from_secs(1)).await;
                    picture.set_srcset("");
                    picture.set_src(&format!("{address}{}{AGAIN}", if address.contains('?') { '&' } else { '?' }));
                });
            }
        });
        move || drop(listener)
    });
}

/// Directus takes no notice of it.
const AGAIN: &str = "again=1";
