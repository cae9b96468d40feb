use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{EventInit, HtmlDialogElement, HtmlElement};
use yew::prelude::*;
use yew_router::{
    history::{AnyHistory, BrowserHistory},
    prelude::*,
};

use super::support::{Stage, document, in_english, until, window};
use crate::{
    browser::history,
    routing::{Route, links::use_page_links, start_history},
    ui::UnsavedEdits,
};

/// A site whose page `/profile` has edits that are not saved, until its button is pressed.
#[component]
fn Site() -> Html {
    use_page_links(Callback::from(|_| true));
    let route = use_route::<Route>();
    let are_there = use_state(|| true);
    let save = {
        let are_there = are_there.clone();
        move |_: MouseEvent| are_there.set(false)
    };
    html! {
        <>
            <p class="shown">{ route.clone().map(|route| route.to_path()) }</p>
            <a class="to-blog" href="/blog">{ "Blog" }</a>
            <a class="to-profile" href="/profile">{ "Profile" }</a>
            <a class="to-part" href="/profile#part">{ "Part" }</a>
            if route == Some(Route::Profile) {
                <button class="save" onclick={save}>{ "Save" }</button>
                <UnsavedEdits are_there={*are_there} />
            }
        </>
    }
}

#[component]
fn Page() -> Html {
    let site = html! { <Router history={AnyHistory::from(BrowserHistory::new())}><Site /></Router> };
    in_english(site)
}

struct Shown {
    stage: Stage,
    app: Option<AppHandle<Page>>,
    before: String,
}

impl Shown {
    /// Shows `/profile`, with `/blog` before it in the history.
    async fn new() -> Self {
        let before = window().location().href().unwrap();
        start_history();
        let stage = Stage::new();
        let app = yew::Renderer::<Page>::with_root(stage.0.clone().into()).render();
        let shown = Self { stage, app: Some(app), before };
        yew::scheduler::flush().await;
        shown.click(".to-blog");
        shown.expect("/blog").await;
        shown.click(".to-profile");
        shown.expect("/profile").await;
        shown.armed().await;
        shown
    }

    fn click(&self, selector: &str) {
        self.stage.get::<HtmlElement>(selector).click();
    }

    /// Waits for the page at `path`, in the address and on the screen.
    async fn expect(&self, path: &str) {
        let text = || self.stage.find(".shown").and_then(|shown| shown.text_content());
        until(|| path_of_window() == path && text().as_deref() == Some(path)).await;
    }

    /// Waits until the page asks before it is left.
    async fn armed(&self) {
        until(asks_before_unload).await;
    }

    fn dialog(&self) -> HtmlDialogElement {
        self.stage.get("dialog")
    }

    async fn asked(&self) {
        until(|| self.dialog().open()).await;
    }

    /// Goes back or forward, and waits until the page asks and the browser has been led back.
    async fn asked_about(&self, steps: i32) {
        go(steps);
        self.asked().await;
        self.expect("/profile").await;
    }

    async fn answer(&self, button: &str) {
        self.click(&format!("dialog button{button}"));
        yew::scheduler::flush().await;
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.app.take().unwrap().destroy();
        let history = window().history().unwrap();
        history.replace_state_with_url(&JsValue::NULL, "", Some(&self.before)).unwrap();
    }
}

const KEEP_EDITING: &str = ":first-of-type";
const LEAVE: &str = ":last-of-type";

fn path_of_window() -> String {
    window().location().pathname().unwrap()
}

fn asks_before_unload() -> bool {
    let options = EventInit::new();
    options.set_cancelable(true);
    let event = Event::new_with_event_init_dict("beforeunload", &options).unwrap();
    !window().dispatch_event(&event).unwrap()
}

fn go(steps: i32) {
    window().history().unwrap().go_with_delta(steps).unwrap();
}

#[wasm_bindgen_test]
async fn back_with_unsaved_edits_asks_and_leaves_the_history_as_it_was() {
    let shown = Shown::new().await;
    let entry = history::entry_index();
    shown.asked_about(-1).await;
    shown.answer(KEEP_EDITING).await;
    assert!(!shown.dialog().open());

    shown.asked_about(-1).await;
    shown.answer(LEAVE).await;
    shown.expect("/blog").await;
    assert!(!asks_before_unload());
    go(1);
    shown.expect("/profile").await;
    assert_eq!(history::entry_index(), entry);
}

#[wasm_bindgen_test]
async fn forward_with_unsaved_edits_asks() {
    let shown = Shown::new().await;
    shown.click(".to-blog");
    shown.asked().await;
    shown.answer(LEAVE).await;
    shown.expect("/blog").await;
    go(-1);
    shown.expect("/profile").await;
    shown.armed().await;
    shown.asked_about(1).await;
    shown.answer(LEAVE).await;
    shown.expect("/blog").await;
}

#[wasm_bindgen_test]
async fn link_with_unsaved_edits_asks_and_has_the_focus_again_after_it() {
    let shown = Shown::new().await;
    shown.click(".to-blog");
    shown.asked().await;
    shown.expect("/profile").await;
    shown.answer(KEEP_EDITING).await;
    shown.expect("/profile").await;
    let focused = document().active_element();
    assert_eq!(focused, shown.stage.find(".to-blog"));
}

#[wasm_bindgen_test]
async fn edits_that_are_saved_while_the_dialog_asks_lead_on() {
    let shown = Shown::new().await;
    shown.click(".to-blog");
    shown.asked().await;
    shown.click(".save");
    shown.expect("/blog").await;
}

#[wasm_bindgen_test]
async fn without_edits_nothing_asks() {
    let shown = Shown::new().await;
    shown.click(".save");
    until(|| !asks_before_unload()).await;
    go(-1);
    shown.expect("/blog").await;
}

#[wasm_bindgen_test]
async fn fragment_of_the_same_page_leads_away_from_nothing() {
    let shown = Shown::new().await;
    shown.click(".to-part");
    until(|| window().location().hash().unwrap() == "#part").await;
    go(-1);
    until(|| window().location().hash().unwrap().is_empty()).await;
    shown.expect("/profile").await;
    assert!(!shown.dialog().open());
    shown.asked_about(-1).await;
    shown.answer(LEAVE).await;
    shown.expect("/blog").await;
}
