//! HTML that editors wrote in Directus.

use std::{cell::RefCell, pin::pin, time::Duration};

use futures_util::future::{AbortHandle, Either, abortable, select};
use lychgate_directus::{
    FileId,
    files::{self, PublicFile},
};
use lychgate_session::Client;
use lychgate_yew::{browser::clock, use_client};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    browser::{document, window},
    content::html::{self, PendingFile, SafeHtml, Surroundings},
    i18n::{text, use_i18n},
    ui::{Tone, alert, use_flag},
};

/// Props of [`RichText`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RichTextProps {
    /// HTML from Directus, not to be trusted.
    pub html: AttrValue,
}

/// The origins from which images in texts are shown, apart from the site's own and that of Directus: the key `imageOrigins` of the configuration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImageOrigins(pub AttrValue);

/// Shows HTML from Directus, sanitised.
#[component]
pub fn RichText(props: &RichTextProps) -> Html {
    let t = use_i18n();
    let node = use_node_ref();
    let failed = use_flag();

    let client = use_client();
    let origins = use_context::<ImageOrigins>().unwrap_or_default();
    use_effect_with(props.html.clone(), {
        let node = node.clone();
        let failed = failed.setter();
        move |html| {
            let surroundings = Surroundings {
                directus: client.base().clone(),
                image_origins: origins.0.to_string(),
                page: page_url().unwrap_or_default(),
            };
            let text = html::sanitize(html, &surroundings);
            failed.set(text.is_none());
            let wait = node.cast::<Element>().zip(text).and_then(|(element, text)| show(element, text, &client));
            move || {
                if let Some(wait) = wait {
                    wait.abort();
                }
            }
        }
    });

    html! {
        <>
            if *failed {
                { alert(Tone::Error, t.text(text::TEXT_NOT_SAFE)) }
            }
            <div class="rich-text" dir="auto" lang={t.content_language()} ref={node}></div>
        </>
    }
}

/// Shows `text` in `element`: at once, if all is known that it needs to know of its files, so that nothing moves when one goes back to it.
/// Returns the wait for the rest.
fn show(element: Element, text: SafeHtml, client: &Client) -> Option<AbortHandle> {
    let SafeHtml { fragment, pending_files: pending, is_flowing } = text;
    let show = move || {
        element.set_class_name(if is_flowing { "rich-text is-flowing" } else { "rich-text" });
        element.replace_children_with_node_1(&fragment);
        make_scrollable(&element);
    };
    let ids: Vec<_> = pending.iter().map(PendingFile::id).cloned().collect();
    if let Some(files) = known_files(&ids) {
        html::show_pending_files(&pending, &files, client.base());
        show();
        return None;
    }
    let client = client.clone();
    let (wait, handle) = abortable(async move {
        let request = files::public(&ids);
        let mut answer = pin!(client.send(&request));
        let timeout = pin!(clock::sleep(FILES_TIMEOUT));
        let early = match select(answer.as_mut(), timeout).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right(_) => None,
        };
        let is_late = early.is_none();
        if is_late {
            show();
        }
        let answer = match early {
            Some(answer) => answer,
            None => answer.await,
        };
        if let Ok(files) = &answer {
            remember_files(&ids, files);
        }
        let files = answer.unwrap_or_default(); // Images each in one size, then, and what is on another host stays there.
        html::show_pending_files(&pending, &files, client.base());
        if !is_late {
            show();
        }
    });
    spawn_local(async { wait.await.unwrap_or_default() }); // Aborted when another text is shown, or none.
    Some(handle)
}

/// How long a text waits for what it needs to know of its files. After that it is shown, and moves.
const FILES_TIMEOUT: Duration = Duration::from_millis(500);

thread_local! {
    // What Directus has said since the page was loaded, also of those that it does not have.
    static FILES: RefCell<Vec<(FileId, Option<PublicFile>)>> = RefCell::default();
}

/// Returns those of the files that Directus has, if it has been asked for all of them.
fn known_files(ids: &[FileId]) -> Option<Vec<PublicFile>> {
    FILES.with_borrow(|known| {
        let mut files = Vec::new();
        for id in ids {
            let (_, file) = known.iter().find(|(known, _)| known == id)?;
            files.extend(file.clone());
        }
        Some(files)
    })
}

fn remember_files(asked: &[FileId], files: &[PublicFile]) {
    let answer = |id: &FileId| files.iter().find(|file| file.id == *id).cloned();
    FILES.with_borrow_mut(|known| known.extend(asked.iter().map(|id| (id.clone(), answer(id)))));
}

/// Returns path and query of the page.
fn page_url() -> Option<String> {
    let here = window().location();
    Some(here.pathname().ok()? + &here.search().ok()?) // Always there in a page.
}

/// Lets the keyboard reach what is wider than the text, to scroll it.
fn make_scrollable(text: &Element) {
    let Ok(wide) = text.query_selector_all("table, pre") else { return }; // The selector is well-formed.
    for element in document::elements(&wide) {
        if element.scroll_width() > element.client_width() {
            let _ = element.set_attribute("tabindex", "0"); // The name is well-formed.
        }
    }
}
