use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise, Reflect};
use lychgate_directus::password_policy::PasswordPolicy;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::support::{Stage, deferred, document, in_english, property, turn, window, words};
use crate::{
    browser::{pointer::PointerWatch, regexp},
    i18n::{I18n, Message, text},
    ui::{Field, FieldKind, Values, error_messages::FormErrors, submit, use_form},
};

/// What the form under test does when it is sent, and what it was sent with.
#[derive(Default)]
struct Server {
    sent: RefCell<Vec<Values>>,
    answer: RefCell<Option<Promise>>,
    outcome: RefCell<Option<Result<Option<Values>, FormErrors>>>,
    refused: RefCell<FormErrors>,
    focus_on_failure: Cell<Option<&'static str>>,
    password_policy: Rc<PasswordPolicy>,
}

#[derive(Clone, Properties)]
struct TestFormProps {
    server: Rc<Server>,
}

impl PartialEq for TestFormProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.server, &other.server)
    }
}

#[component]
fn TestForm(props: &TestFormProps) -> Html {
    let form = use_form(Values::default().with("title", "Gardener"), props.server.focus_on_failure.get(), "")
        .with_password_policy(&props.server.password_policy);
    let onsubmit = {
        let (form, server) = (form.clone(), props.server.clone());
        Callback::from(move |()| {
            let refused = server.refused.borrow().clone();
            let server = server.clone();
            form.submit(
                |_| refused,
                |values| {
                    server.sent.borrow_mut().push(values);
                    async move {
                        let answer = server.answer.take().unwrap();
                        JsFuture::from(answer).await.unwrap();
                        server.outcome.take().unwrap()
                    }
                },
            );
        })
    };
    let fields = [
        Field::new("email", text::EMAIL, FieldKind::Email, "username"),
        Field::new("password", text::PASSWORD, FieldKind::Password, "current-password").hint(text::CODE_HINT),
        Field::new("new", text::NEW_PASSWORD, FieldKind::NewPassword, "new-password"),
        Field::new("otp", text::CODE, FieldKind::Otp, "one-time-code"),
        Field::new("title", text::TITLE, FieldKind::Text, "off").optional(true),
        Field::new("description", text::DESCRIPTION, FieldKind::Lines, "off").optional(true),
    ];
    let fields = fields.map(|field| field.show(&form)).into_iter().collect::<Html>();
    let content = html! {
        <>
            { fields }
            { submit(I18n::english(), text::CONTINUE, form.is_busy()) }
        </>
    };
    form.show("heading", &onsubmit, content)
}

#[component]
fn TestPage(props: &TestFormProps) -> Html {
    in_english(html! { <TestForm server={props.server.clone()} /> })
}

/// A form in the page.
struct Shown {
    stage: Stage,
    server: Rc<Server>,
    app: Option<AppHandle<TestPage>>,
}

impl Shown {
    async fn new(server: Server) -> Self {
        let (stage, server) = (Stage::new(), Rc::new(server));
        let props = TestFormProps { server: server.clone() };
        let app = yew::Renderer::<TestPage>::with_root_and_props(stage.0.clone().into(), props).render();
        settled().await;
        Self { stage, server, app: Some(app) }
    }

    async fn type_into(&self, name: &str, text: &str) {
        let field: HtmlElement = self.stage.get(&format!("[name={name}]"));
        field.focus().unwrap();
        Reflect::set(&field, &"value".into(), &text.into()).unwrap();
        fire(&field, "input");
        settled().await;
    }

    /// Sends the form; says whether the browser was kept from doing it itself.
    async fn send(&self) -> bool {
        let prevented = !fire(&self.stage.get("form"), "submit");
        settled().await;
        prevented
    }

    /// The server answers the next time that the returned function is called with `outcome` in place.
    fn withhold(&self) -> Function {
        let (answer, release) = deferred();
        self.server.answer.replace(Some(answer));
        release
    }

    async fn release(&self, answer: &Function, outcome: Result<Option<Values>, FormErrors>) {
        self.server.outcome.replace(Some(outcome));
        answer.call0(&JsValue::NULL).unwrap();
        turn().await;
        settled().await;
    }

    async fn leave(&self, name: &str) {
        self.stage.get::<HtmlElement>(&format!("[name={name}]")).blur().unwrap();
        turn().await;
        settled().await;
    }

    /// What is said beside the field `name`.
    fn error_of(&self, name: &str) -> Option<String> {
        self.stage.find(&format!("#{name}-problem")).and_then(|problem| problem.text_content())
    }

    fn value(&self, name: &str) -> String {
        property(&self.stage.get::<HtmlElement>(&format!("[name={name}]")), "value").as_string().unwrap()
    }

    fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.stage.find(selector).unwrap().get_attribute(name)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}

async fn settled() {
    yew::scheduler::flush().await;
}

fn fire(target: &web_sys::Element, event: &str) -> bool {
    let init = EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    target.dispatch_event(&Event::new_with_event_init_dict(event, &init).unwrap()).unwrap()
}

fn focused() -> String {
    document().active_element().and_then(|element| element.get_attribute("name")).unwrap_or_default()
}

fn two_errors() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add("email", text::ENTER_EMAIL);
    errors.add("password", text::ENTER_PASSWORD);
    errors
}

fn asking_for(policy: &str) -> Server {
    Server { password_policy: Rc::new(PasswordPolicy::from(policy)), ..Server::default() }
}

fn refusing(errors: FormErrors) -> Server {
    Server { refused: RefCell::new(errors), ..Server::default() }
}

// -- Fields

#[wasm_bindgen_test]
async fn every_field_has_its_label_and_name() {
    let shown = Shown::new(Server::default()).await;
    for (name, label) in [
        ("email", "E-mail"),
        ("password", "Password"),
        ("otp", "Code"),
        ("title", "Title"),
        ("description", "Description"),
    ] {
        let field = shown.stage.find(&format!("[name={name}]")).unwrap();
        let label_for = shown.stage.find(&format!("label[for='{}']", field.id())).unwrap();
        assert!(label_for.text_content().unwrap().starts_with(label));
    }
}

#[wasm_bindgen_test]
async fn every_field_has_the_type_and_autocomplete_of_its_kind() {
    let shown = Shown::new(Server::default()).await;
    for (name, kind, autocomplete) in [
        ("email", "text", "username"),
        ("password", "password", "current-password"),
        ("otp", "text", "one-time-code"),
        ("title", "text", "off"),
    ] {
        let field: HtmlInputElement = shown.stage.get(&format!("[name={name}]"));
        assert_eq!(field.type_(), kind, "{name}");
        assert_eq!(field.get_attribute("autocomplete").as_deref(), Some(autocomplete), "{name}");
    }
    assert_eq!(shown.attribute("[name=otp]", "inputmode").as_deref(), Some("numeric"));
    assert_eq!(shown.attribute("[name=email]", "inputmode").as_deref(), Some("email"));
    assert_eq!(shown.attribute("[name=email]", "autocapitalize").as_deref(), Some("none"));
    assert_eq!(shown.stage.find("[name=description]").unwrap().tag_name(), "TEXTAREA");
}

#[wasm_bindgen_test]
async fn an_optional_field_says_so_and_others_are_required() {
    let shown = Shown::new(Server::default()).await;
    assert_eq!(shown.attribute("[name=email]", "aria-required").as_deref(), Some("true"));
    assert_eq!(shown.attribute("[name=title]", "aria-required"), None);
    assert!(shown.stage.find("label[for=title]").unwrap().text_content().unwrap().contains("optional"));
}

#[wasm_bindgen_test]
async fn a_field_without_an_error_is_described_by_its_hint_alone() {
    let shown = Shown::new(Server::default()).await;
    let hint = shown.attribute("[name=password]", "aria-describedby").unwrap();
    assert_eq!(
        shown.stage.find(&format!("#{hint}")).unwrap().text_content().as_deref(),
        Some(&*words(text::CODE_HINT))
    );
    assert_eq!(shown.attribute("[name=email]", "aria-describedby"), None);
    assert_eq!(shown.attribute("[name=email]", "aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn a_field_with_an_error_is_described_by_it() {
    let shown = Shown::new(refusing(two_errors())).await;
    shown.send().await;
    for (name, described_by) in [
        ("email", vec![words(text::ENTER_EMAIL)]),
        ("password", vec![words(text::ENTER_PASSWORD), words(text::CODE_HINT)]),
    ] {
        let field = format!("[name={name}]");
        assert_eq!(shown.attribute(&field, "aria-invalid").as_deref(), Some("true"));
        let ids = shown.attribute(&field, "aria-describedby").unwrap();
        let texts: Vec<_> =
            ids.split(' ').map(|id| shown.stage.find(&format!("#{id}")).unwrap().text_content().unwrap()).collect();
        assert_eq!(texts, described_by);
    }
    assert_eq!(shown.attribute("[name=otp]", "aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn a_password_is_hidden_until_its_button_is_clicked() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("password", "correct horse").await;
    let reveal: HtmlElement = shown.stage.get("button[aria-controls=password]");
    let field: HtmlInputElement = shown.stage.get("[name=password]");
    assert_eq!((field.type_().as_str(), reveal.get_attribute("aria-pressed").as_deref()), ("password", Some("false")));

    reveal.click();
    settled().await;
    assert_eq!((field.type_().as_str(), reveal.get_attribute("aria-pressed").as_deref()), ("text", Some("true")));
    assert_eq!(field.value(), "correct horse");
    reveal.click();
    settled().await;
    assert_eq!(field.type_(), "password");
    assert!(shown.server.sent.borrow().is_empty(), "showing is not sending");
}

// -- Leaving a field

#[wasm_bindgen_test]
async fn an_invalid_e_mail_address_is_reported_when_the_field_is_left() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("email", "ada@").await;
    assert_eq!(shown.attribute("[name=email]", "aria-invalid"), None);
    shown.leave("email").await;
    assert_eq!(shown.attribute("[name=email]", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(shown.stage.all("[role=alert]").len(), 1, "beside the field, not above the form as well");
    assert_eq!(shown.error_of("email").as_deref(), Some(&*words(text::INVALID_EMAIL_FORM)));

    shown.type_into("email", "ada@e").await;
    assert_eq!(shown.error_of("email"), None);
    shown.leave("email").await;
    assert_eq!(shown.error_of("email"), None);
}

#[wasm_bindgen_test]
async fn a_short_new_password_is_reported_when_the_field_is_left() {
    let shown = Shown::new(asking_for("/^.{8,}$/")).await;
    shown.type_into("new", "short").await;
    shown.leave("new").await;
    assert_eq!(shown.error_of("new"), Some(words(Message::count(text::PASSWORD_SHORT, 8))));
    // That of another field stays.
    shown.type_into("email", "ada").await;
    shown.leave("email").await;
    assert!(shown.error_of("new").is_some() && shown.error_of("email").is_some());
}

#[wasm_bindgen_test]
async fn leaving_an_empty_field_reports_nothing() {
    let shown = Shown::new(Server::default()).await;
    for name in ["email", "password", "new", "otp", "title", "description"] {
        shown.stage.get::<HtmlElement>(&format!("[name={name}]")).focus().unwrap();
        shown.leave(name).await;
    }
    // The password of an account is as it is.
    shown.type_into("password", "short").await;
    shown.leave("password").await;
    assert!(shown.stage.find(".field-problem").is_none());
}

#[wasm_bindgen_test]
async fn the_error_of_a_failed_try_stays_when_the_field_is_left() {
    let shown = Shown::new(refusing(two_errors())).await;
    shown.send().await;
    shown.leave("email").await;
    assert_eq!(shown.error_of("email").as_deref(), Some("Please enter your e-mail address."));
    assert_eq!(shown.stage.all("[role=alert]").len(), 1, "the summary says it");
}

#[wasm_bindgen_test]
async fn an_error_waits_until_a_pressed_button_is_released() {
    let presses = PointerWatch::new();
    let shown = Shown::new(Server::default()).await;
    shown.type_into("email", "ada@").await;
    fire(&shown.stage.get("button[type=submit]"), "pointerdown");
    shown.leave("email").await;
    assert_eq!(shown.error_of("email"), None);
    fire(&shown.stage.get("button[type=submit]"), "pointerup");
    settled().await;
    assert_eq!(shown.error_of("email"), None, "the click is still to come");
    turn().await;
    settled().await;
    assert!(shown.error_of("email").is_some());
    drop(presses);
}

// -- Passwords

#[wasm_bindgen_test]
async fn the_hint_of_a_new_password_follows_its_length() {
    let shown = Shown::new(asking_for("/^.{8,}$/")).await;
    for (typed, hint) in [
        ("", words(Message::count(text::PASSWORD_HINT, 8))),
        ("seven c", words(Message::count(text::PASSWORD_HINT, 8))),
        ("eight ch", words(text::PASSWORD_LONG_ENOUGH)),
        ("fourteen chars", words(text::PASSWORD_LONG)),
    ] {
        shown.type_into("new", typed).await;
        assert_eq!(shown.stage.find("#new-hint").unwrap().text_content(), Some(hint), "{typed}");
    }
}

#[wasm_bindgen_test]
async fn a_policy_that_is_not_understood_is_tried_in_the_browser() {
    for (policy, password, error) in [
        (r"/^(?=.*[\W_]).{8,}$/", "letters only", None),
        (r"/^(?=.*[\W_]).{8,}$/", "lettersonly", Some(text::PASSWORD_REFUSED)),
        // Not one either: Directus fails with it, and says so.
        ("/[/", "short", None),
        (r"/^(?=.*\d/", "short", None),
    ] {
        let shown = Shown::new(asking_for(policy)).await;
        shown.type_into("new", password).await;
        shown.leave("new").await;
        assert_eq!(shown.error_of("new"), error.map(words), "{policy} {password}");
    }
}

/// What the rules of the Studio make of a password, as JavaScript reads them, is what this site says of it.
#[wasm_bindgen_test]
fn policies_match_as_their_regular_expressions_do_in_the_browser() {
    const STRONG: &str = r"(?=^.{8,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\s).*$";
    for rule in [STRONG, "^.{8,}$", r"^(?=.*[0-9])(?=.*[\-\]_!]).{4,10}$", ".{6,}"] {
        let PasswordPolicy::Requirements(requirements) = PasswordPolicy::from(rule) else { panic!("{rule}") };
        for password in [
            "Aa1!aaaa",
            "Aa1!aaa",
            "aa1!aaaa",
            "AA1!AAAA",
            "Aab!aaaa",
            "Aa1aaaaa",
            "Aa1! aaa",
            "Aa1!\u{a0}aaa",
            "Aa1!\u{feff}aaa",
            "Aa1!\u{85}aaa",
            "äöüßäöüß",
            "🙂🙂🙂🙂",
            "🙂🙂🙂",
            "1-]",
            "1-]x",
            "1234567890-",
            "١٢٣٤Aa!aa",
        ] {
            let met = requirements.iter().all(|requirement| requirement.is_met_by(password));
            assert_eq!(regexp::matches(rule, password), Some(met), "{rule} {password}");
        }
    }
}

#[wasm_bindgen_test]
async fn caps_lock_is_shown_while_it_is_on() {
    let shown = Shown::new(Server::default()).await;
    let hint = || shown.stage.find("#password").unwrap().closest(".field").unwrap().unwrap();
    let says_so = || hint().text_content().unwrap().contains(&words(text::CAPS_LOCK));
    for (event, locked) in [("keydown", true), ("keyup", false), ("keyup", true), ("keydown", false)] {
        let init = js_sys::Object::new();
        Reflect::set(&init, &"bubbles".into(), &true.into()).unwrap();
        Reflect::set(&init, &"modifierCapsLock".into(), &locked.into()).unwrap();
        let class: Function = property(&window(), "KeyboardEvent").into();
        let event: Event = Reflect::construct(&class, &js_sys::Array::of2(&event.into(), &init)).unwrap().into();
        shown.stage.find("#password").unwrap().dispatch_event(&event).unwrap();
        settled().await;
        assert_eq!(says_so(), locked);
    }
    // What a browser that fills in a form sends in the place of keys.
    fire(&shown.stage.get("#password"), "keydown");
    settled().await;
    assert!(!says_so());
}

#[wasm_bindgen_test]
async fn showing_a_password_leaves_the_focus_and_the_caret() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("password", "correct horse").await;
    let field: HtmlInputElement = shown.stage.get("#password");
    field.set_selection_range(3, 5).unwrap();
    let reveal: HtmlElement = shown.stage.get("button[aria-controls=password]");
    for _ in 0..2 {
        assert!(!fire(&reveal, "mousedown"), "the press does not take the focus");
        reveal.click();
        settled().await;
        assert_eq!(focused(), "password");
        assert_eq!((field.selection_start().unwrap(), field.selection_end().unwrap()), (Some(3), Some(5)));
    }
}

// -- Sending

#[wasm_bindgen_test]
async fn typed_and_initial_values_are_sent() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("email", "ada@example.com").await;
    shown.type_into("description", "two\nlines").await;
    let answer = shown.withhold();
    assert!(shown.send().await, "the browser does not send it itself");
    {
        let sent = shown.server.sent.borrow();
        let values: Vec<_> =
            ["email", "password", "title", "description"].iter().map(|name| sent[0].get(name).to_owned()).collect();
        assert_eq!(values, ["ada@example.com", "", "Gardener", "two\nlines"]);
    }
    shown.release(&answer, Ok(None)).await;
}

#[wasm_bindgen_test]
async fn a_form_is_sent_once_at_a_time() {
    let shown = Shown::new(Server::default()).await;
    let answer = shown.withhold();
    // Twice before anything is rendered, and again afterwards.
    fire(&shown.stage.get("form"), "submit");
    fire(&shown.stage.get("form"), "submit");
    settled().await;
    shown.send().await;
    assert_eq!(shown.server.sent.borrow().len(), 1);
    assert_eq!(shown.attribute("button[type=submit]", "aria-disabled").as_deref(), Some("true"));

    shown.release(&answer, Ok(None)).await;
    assert_eq!(shown.attribute("button[type=submit]", "aria-disabled"), None);
    let answer = shown.withhold();
    shown.send().await;
    assert_eq!(shown.server.sent.borrow().len(), 2);
    shown.release(&answer, Ok(None)).await;
}

#[wasm_bindgen_test]
async fn typing_while_the_form_is_sent_does_not_send_it_again() {
    let shown = Shown::new(Server::default()).await;
    let answer = shown.withhold();
    shown.send().await;
    shown.type_into("email", "later@example.com").await;
    shown.send().await;
    assert_eq!(shown.server.sent.borrow().len(), 1);
    shown.release(&answer, Err(two_errors())).await;
    assert_eq!(shown.value("email"), "later@example.com");
}

#[wasm_bindgen_test]
async fn errors_of_the_check_are_shown_and_nothing_is_sent() {
    let shown = Shown::new(refusing(two_errors())).await;
    shown.send().await;
    assert!(shown.server.sent.borrow().is_empty());
    let summary = shown.stage.find("[role=alert]").unwrap().text_content().unwrap();
    assert!(summary.contains("e-mail address.") && summary.contains("password."));
    assert_eq!(shown.stage.all("[role=alert] a").len(), 2);
}

#[wasm_bindgen_test]
async fn a_failed_form_keeps_its_values_and_shows_the_errors() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("email", "ada@example.com").await;
    let answer = shown.withhold();
    shown.send().await;
    shown.release(&answer, Err(FormErrors::of_form(text::NO_CONTACT))).await;
    assert_eq!(shown.value("email"), "ada@example.com");
    assert_eq!(shown.stage.find("[role=alert]").unwrap().text_content().as_deref(), Some(&*words(text::NO_CONTACT)));
    assert_eq!(shown.attribute("button[type=submit]", "aria-disabled"), None);

    // The next try begins without the old errors.
    let answer = shown.withhold();
    shown.send().await;
    assert!(shown.stage.find("[role=alert]").is_none());
    shown.release(&answer, Ok(None)).await;
}

#[wasm_bindgen_test]
async fn what_a_password_manager_fills_in_without_an_event_is_kept_and_sent() {
    let shown = Shown::new(Server::default()).await;
    let fill = |name: &str, text: &str| {
        Reflect::set(&shown.stage.get::<HtmlElement>(&format!("[name={name}]")), &"value".into(), &text.into())
            .unwrap();
    };
    fill("email", "ada@example.com");
    fill("title", "Head gardener");
    shown.type_into("password", "typed").await;
    assert_eq!(shown.value("email"), "ada@example.com");
    assert_eq!(shown.value("title"), "Head gardener");
    let answer = shown.withhold();
    shown.send().await;
    let sent = shown.server.sent.borrow()[0].clone();
    assert_eq!(
        [sent.get("email"), sent.get("title"), sent.get("password")],
        ["ada@example.com", "Head gardener", "typed"]
    );
    shown.release(&answer, Ok(Some(sent.with("password", "")))).await;
    assert_eq!([shown.value("email"), shown.value("password")], ["ada@example.com", ""]);
}

#[wasm_bindgen_test]
async fn a_saved_form_shows_the_values_of_the_server() {
    let shown = Shown::new(Server::default()).await;
    shown.type_into("title", " head gardener ").await;
    let answer = shown.withhold();
    shown.send().await;
    shown.release(&answer, Ok(Some(Values::default().with("title", "Head gardener")))).await;
    assert_eq!(shown.value("title"), "Head gardener");
    assert_eq!(shown.value("email"), "");
    assert!(shown.stage.find("[role=alert]").is_none());
}

// -- Focus

#[wasm_bindgen_test]
async fn after_a_failed_try_the_focus_is_in_the_first_wrong_field() {
    let shown = Shown::new(refusing(two_errors())).await;
    shown.type_into("title", "x").await;
    shown.send().await;
    assert_eq!(focused(), "email");
    // Each failed try moves it, with the same errors too.
    shown.stage.get::<HtmlElement>("[name=title]").focus().unwrap();
    shown.send().await;
    assert_eq!(focused(), "email");
}

#[wasm_bindgen_test]
async fn after_an_error_of_the_whole_form_the_focus_goes_to_the_given_field() {
    let server = refusing(FormErrors::of_form(text::WRONG_CREDENTIALS));
    server.focus_on_failure.set(Some("password"));
    let shown = Shown::new(server).await;
    shown.send().await;
    assert_eq!(focused(), "password");
}

#[wasm_bindgen_test]
async fn correcting_a_field_clears_its_error_and_leaves_the_focus() {
    let server = refusing(two_errors());
    server.focus_on_failure.set(Some("otp"));
    let shown = Shown::new(server).await;
    shown.send().await;
    for name in ["email", "password"] {
        shown.type_into(name, "a").await;
        assert_eq!(focused(), name, "while it is typed into");
        assert_eq!(shown.attribute(&format!("[name={name}]"), "aria-invalid"), None);
        shown.type_into(name, "ab").await;
        assert_eq!(focused(), name, "while it is typed into");
    }
    assert!(shown.stage.find(".alert").is_none());
}

#[wasm_bindgen_test]
async fn an_error_in_the_summary_links_to_its_field() {
    let shown = Shown::new(refusing(two_errors())).await;
    shown.send().await;
    let before = window().location().href().unwrap();
    shown.stage.get::<HtmlElement>("[role=alert] a[href='#password']").click();
    assert_eq!(focused(), "password");
    assert_eq!(window().location().href().unwrap(), before);
}

#[wasm_bindgen_test]
async fn a_form_takes_no_focus_when_it_appears() {
    let shown = Shown::new(Server::default()).await;
    assert_eq!(focused(), "");
    drop(shown);
}
