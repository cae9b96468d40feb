use std::{cell::RefCell, rc::Rc};

use js_sys::Reflect;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement};
use yew::prelude::*;

use super::support::{Stage, document, in_english, turn};
use crate::ui::{OTP_FIELD, Values, otp_of, use_form, use_otp};

/// What the form has sent so far.
type Sent = Rc<RefCell<Vec<String>>>;

#[derive(Clone, Properties)]
struct TestFormProps {
    sent: Sent,
    asked: bool,
}

impl PartialEq for TestFormProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.sent, &other.sent) && self.asked == other.asked
    }
}

#[component]
fn TestForm(props: &TestFormProps) -> Html {
    let form = use_form(Values::default(), None, "code-");
    let onsubmit = {
        let (form, sent) = (form.clone(), props.sent.clone());
        Callback::from(move |()| sent.borrow_mut().push(otp_of(form.values())))
    };
    use_otp(&form, props.asked, &onsubmit);
    form.show("heading", &onsubmit, OTP_FIELD.show(&form))
}

#[component]
fn TestPage(props: &TestFormProps) -> Html {
    in_english(html! { <TestForm sent={props.sent.clone()} asked={props.asked} /> })
}

struct Shown {
    stage: Stage,
    sent: Sent,
    app: Option<AppHandle<TestPage>>,
}

impl Shown {
    async fn new(asked: bool) -> Self {
        let (stage, sent) = (Stage::new(), Sent::default());
        let props = TestFormProps { sent: sent.clone(), asked };
        let app = yew::Renderer::<TestPage>::with_root_and_props(stage.0.clone().into(), props).render();
        turn().await;
        yew::scheduler::flush().await;
        Self { stage, sent, app: Some(app) }
    }

    /// Makes `text` the content of the field, as a paste or the browser's own filling in does.
    async fn fill(&self, text: &str) {
        let field: HtmlElement = self.stage.get("[name=otp]");
        Reflect::set(&field, &"value".into(), &text.into()).unwrap();
        let init = EventInit::new();
        init.set_bubbles(true);
        field.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
        yew::scheduler::flush().await;
    }

    fn sent(&self) -> Vec<String> {
        self.sent.borrow().clone()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

#[wasm_bindgen_test]
async fn a_complete_code_is_sent_once() {
    let shown = Shown::new(true).await;
    for typed in ["1", "12", "123", "1234", "12345"] {
        shown.fill(typed).await;
    }
    assert!(shown.sent().is_empty());
    shown.fill("123456").await;
    shown.fill("123456 ").await;
    assert_eq!(shown.sent(), ["123456"]);
}

#[wasm_bindgen_test]
async fn a_code_may_have_separators_and_the_digits_of_other_keyboards() {
    for pasted in [
        "123 456",
        " 123-456 ",
        "1 2 3 4 5 6",
        "123\u{a0}456",
        "123–456",
        "123.456",
        "١٢٣٤٥٦",
        "۱۲۳ ۴۵۶",
        "１２３　４５６",
    ] {
        let shown = Shown::new(true).await;
        shown.fill(pasted).await;
        assert_eq!(shown.sent(), ["123456"], "{pasted:?}");
    }
}

#[wasm_bindgen_test]
async fn text_that_is_no_code_is_not_sent_by_itself() {
    let shown = Shown::new(true).await;
    for text in ["1234567", "12345a", "abcdef", "１２３４５", ""] {
        shown.fill(text).await;
    }
    assert!(shown.sent().is_empty(), "{:?}", shown.sent());
}

#[wasm_bindgen_test]
async fn the_next_code_is_sent_also_when_it_is_the_same() {
    let shown = Shown::new(true).await;
    for text in ["123456", "", "654321", "", "654321"] {
        shown.fill(text).await;
    }
    assert_eq!(shown.sent(), ["123456", "654321", "654321"]);
}

#[wasm_bindgen_test]
async fn the_code_field_gets_the_focus_when_it_appears() {
    let focused = || document().active_element().map(|element| element.id());
    let shown = Shown::new(true).await;
    assert_eq!(focused().as_deref(), Some("code-otp"));
    let field: HtmlElement = shown.stage.get("[name=otp]");
    assert_eq!(field.get_attribute("autocomplete").as_deref(), Some("one-time-code"));
    drop(shown);
    let _shown = Shown::new(false).await;
    assert_ne!(focused().as_deref(), Some("code-otp"));
}
