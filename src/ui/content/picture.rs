//! Images from Directus, in the size that they are shown in.

use std::time::Duration;

use lychgate_directus::{BaseUrl, FileId, assets};
use lychgate_yew::browser::clock;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::document;

/// How wide an image is shown, and the widths in which it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSizes {
    /// The attribute `sizes`: CSS lengths by the width of the window.
    pub sizes: &'static str,
    /// In pixels, from small to large. Directus makes each when it is first asked for.
    pub widths: &'static [u32],
}

/// When an image is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageLoading {
    /// At once, before others: it is what a visitor sees first.
    First,
    /// At once.
    Now,
    /// When it is about to be scrolled into view.
    InView,
}

/// Renders the public image `file` of the Directus at `base`, cut to 16 by 9. Its place is kept while it loads.
pub fn picture(
    base: &BaseUrl,
    file: &FileId,
    alt: &str,
    class: &'static str,
    sizes: ImageSizes,
    loading: ImageLoading,
) -> Html {
    let source = assets::cover_srcset(base, file, sizes.widths);
    html! {
        // In this order: some browsers load the largest as soon as they know its URL.
        <img {class} alt={alt.to_owned()} width="16" height="9"
            loading={(loading == ImageLoading::InView).then_some("lazy")}
            fetchpriority={(loading == ImageLoading::First).then_some("high")}
            sizes={sizes.sizes} srcset={source.srcset} src={source.src} />
    }
}

/// Loads each image of Directus that fails in another way: once more, in its full size and by another URL, because Directus, while it makes
/// an image of a new size, answers other requests for it with an empty one, which browsers keep for thirty days; then as the file is, because
/// there are images that Directus does not scale.
#[hook]
pub fn use_image_retry() {
    use_effect_with((), |()| {
        let listener = document::on_image_error(|image| {
            let url = image.src();
            let Some((file, query)) = url.split_once('?').filter(|(file, _)| file.contains("/assets/")) else { return };
            if query.contains(AGAIN) {
                image.set_src(file);
                return;
            }
            let again = format!("{url}&{AGAIN}");
            spawn_local(async move {
                clock::sleep(Duration::from_secs(1)).await;
                // The next page may show another image by this element.
                if image.src() == url {
                    // With the URL, not before: each change of either loads the image.
                    image.set_srcset("");
                    image.set_src(&again);
                }
            });
        });
        move || drop(listener)
    });
}

/// A parameter that Directus ignores.
const AGAIN: &str = "again=1";
