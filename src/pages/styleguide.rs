//! `/styleguide`: everything that pages are made of, in every state, for those who work on the design. (Whole pages are in the
//! screenshots.) Built with the feature `styleguide` alone, and in English alone.

use std::future::pending;

use lychgate_directus::{
    Error, TransportError, UserId,
    auth::{Provider, Providers},
};
use lychgate_session::{Cause, SendError, Session};
use lychgate_yew::use_client;
use yew::prelude::*;

use crate::{
    account::avatar::image::ObjectUrl,
    browser::document,
    content::{self, Author, Post, TextAudience},
    i18n::{text, use_i18n},
    routing::{ReturnTo, Route, links::page_link},
    ui::{
        Field, FieldKind, ImageLoading, OTP_FIELD, PageLayout, PlaceholderShape, RichText, SignInAgain, Tone,
        UnsavedEdits, UseFormHandle, Values, alert, avatar, content_error, email_address, error_messages::FormErrors,
        logo, pagination, placeholder, post_card, qr_code, refusal_notice, session_banner, sign_in_notice, sso_buttons,
        submit, use_flag, use_form,
    },
};

/// The colours of `styles/tokens.css`.
const COLOURS: [&str; 21] = [
    "--accent",
    "--on-accent",
    "--paper",
    "--ink",
    "--lantern",
    "--band",
    "--on-band",
    "--band-lantern",
    "--timber",
    "--danger",
    "--danger-wash",
    "--danger-fill",
    "--on-danger",
    "--success",
    "--info",
    "--surface",
    "--ink-soft",
    "--line",
    "--control",
    "--wash",
    "--bone",
];

const SPACES: [&str; 6] = ["--space-xs", "--space-s", "--space-m", "--space-l", "--space-xl", "--space-2xl"];

const TEXTS: [&str; 7] = ["--text-3xl", "--text-post", "--text-2xl", "--text-xl", "--text-l", "--text-m", "--text-s"];

const FIELDS: [Field; 6] = [
    Field::new("email", text::EMAIL, FieldKind::Email, "off"),
    Field::current_password("current"),
    Field::new_password(text::NEW_PASSWORD),
    OTP_FIELD,
    Field::new("location", text::LOCATION, FieldKind::Text, "off").optional(true),
    Field::new("description", text::DESCRIPTION, FieldKind::Lines, "off").optional(true),
];

const AVATAR: &[u8] = include_bytes!("../../styles/favicon.svg");

const TEXT: &str = "<p>Running text has a <a href='/blog'>link</a>, something <strong>strong</strong>, something <em>said</em>, and <code>code</code>.</p>\
    <h2>A heading</h2><ul><li>One</li><li>Two, with enough words to fill more than one line on a narrow screen, as lists do</li></ul>\
    <ol><li>First</li><li>Second</li></ol><blockquote><p>The gate is open to all who come by.</p></blockquote>\
    <h3>A smaller one</h3><pre><code>let gate = Gate::open();</code></pre>\
    <table><thead><tr><th>Tool</th><th>Days</th></tr></thead><tbody><tr><td>Scythe</td><td>3</td></tr><tr><td>Cider press</td><td>1</td></tr></tbody></table><hr>";

/// All of it.
#[component]
pub fn Styleguide() -> Html {
    let t = use_i18n();
    let client = use_client();
    use_effect_with((), |()| {
        let each = |name: &str, property: &str| {
            document::set_property(&format!("[data-token=\"{name}\"]"), property, &format!("var({name})"));
        };
        COLOURS.iter().for_each(|name| each(name, "background"));
        SPACES.iter().for_each(|name| each(name, "inline-size"));
        TEXTS.iter().for_each(|name| each(name, "font-size"));
        // What hangs at the foot of the window hangs at the foot of its sample here.
        document::set_property("[data-notice]", "transform", "translate(0)");
        document::set_property("[data-notice]", "min-block-size", "9rem");
    });
    let unreachable = Session::Unreachable { user: Some(UserId::from("1")), cause: Cause::Server };
    let retry = Callback::from(|()| {});
    let picture = use_memo((), |()| ObjectUrl::new(AVATAR, "image/svg+xml"));
    let sso_failed = use_state_eq(|| true);
    html! {
        <PageLayout title="Styleguide" class="wide">
            <h1 tabindex="-1">{ "Styleguide" }</h1>
            <p>{ "Everything that pages are made of, in every state. docs/design.md explains the design." }</p>
            { section("colours", "Colours", samples(&COLOURS)) }
            { section("spaces", "Spaces", samples(&SPACES)) }
            { section("text", "Text", html! { for name in TEXTS { <p data-token={name}>{ format!("{name}: the gate") }</p> } }) }
            { section("running-text", "Running text", html! { <RichText html={TEXT} /> }) }
            { section("buttons", "Buttons", html! {
                <p class="actions">
                    <button type="button" class="button button-primary">{ "Primary" }</button>
                    <button type="button" class="button">{ "Secondary" }</button>
                    { page_link(Route::Home, "button", "A link") }
                    { submit(t, text::CONTINUE, false) }
                    { submit(t, text::CONTINUE, true) }
                </p>
            }) }
            { section("messages", "Messages", html! {
                <>
                    { alert(Tone::Info, t.text(text::SESSION_ENDED)) }
                    { alert(Tone::Success, t.around(text::LINK_SENT, email_address("a.rather.long.address@example.com"))) }
                    { content_error(t, &SendError::Unreachable(Cause::Network), &retry) }
                    { content_error(t, &SendError::Directus(Error::Transport(TransportError::TimedOut)), &retry) }
                </>
            }) }
            { section("notice", "Notice while the server is away", html! {
                <div data-notice="">{ session_banner(t, &unreachable, client.clone()) }</div>
            }) }
            { section("form-empty", "A form", html! { <Form scope="empty-" heading="form-empty-heading" state={FormState::Empty} /> }) }
            { section("form-filled", "A form that is filled in", html! { <Form scope="filled-" heading="form-filled-heading" state={FormState::Filled} /> }) }
            { section("form-refused", "A form that was refused", html! { <Form scope="refused-" heading="form-refused-heading" state={FormState::Refused} /> }) }
            { section("form-busy", "A form that is being sent", html! { <Form scope="busy-" heading="form-busy-heading" state={FormState::Busy} /> }) }
            { section("again", "Signing in again", html! { <Again /> }) }
            { section("unsaved-edits", "Unsaved edits", html! { <Edits /> }) }
            { section("posts", "Posts", html! {
                <>
                    <div class="post-list">
                        { post_card(t, client.base(), &post("apple-day", "Apple Day, and the rent", Some("Ada Fenwick")), ImageLoading::InView) }
                        { post_card(t, client.base(), &post("rules", "A title that goes on and on, as editors’ titles do when nobody asks them to stop", None), ImageLoading::InView) }
                        { post_card(t, client.base(), &Post { audience: TextAudience::Members, ..post("cellar", "What is in the cellar", Some("Ada Fenwick")) }, ImageLoading::InView) }
                    </div>
                    { pagination(t, &Route::Blog, 2, 4) }
                </>
            }) }
            { section("members", "A text for members", html! {
                <>
                    { sign_in_notice(t, TextAudience::Members, &Session::Booting, &Route::Blog) }
                    { refusal_notice(t) }
                </>
            }) }
            { content::loaded(content::posts(1, 3), move |newest, client| match newest.state.ready() {
                Some(newest) => section("pictures", "Posts of this Directus, with their pictures", html! {
                    <div class="post-list">{ for newest.items.iter().map(|post| post_card(t, client.base(), post, ImageLoading::InView)) }</div>
                }),
                None => Html::default(),
            }) }
            { section("sso", "Single sign-on", sso_buttons(t, &providers(), &client, &ReturnTo::default(), &sso_failed)) }
            { section("placeholders", "Placeholders", html! {
                for shape in [PlaceholderShape::Text, PlaceholderShape::Posts, PlaceholderShape::Post, PlaceholderShape::Form, PlaceholderShape::Account] {
                    <div>{ placeholder(t, shape) }</div>
                }
            }) }
            { section("drawings", "Drawings", html! {
                <p class="actions">
                    { avatar(None, "af") }
                    { avatar(picture.as_ref().as_ref().map(|picture| picture.url().to_owned().into()), "af") }
                    { logo() }
                    { qr_code("otpauth://totp/Millbrook:ada@example.com?secret=NONE", t.text(text::QR_CODE).as_str()) }
                </p>
            }) }
        </PageLayout>
    }
}

fn section(id: &'static str, title: &str, content: Html) -> Html {
    let heading = format!("{id}-heading");
    html! {
        <section class="form" {id} aria-labelledby={heading.clone()}>
            <h2 id={heading}>{ title }</h2>
            { content }
        </section>
    }
}

/// A name and a box that shows what it stands for.
fn samples(names: &'static [&'static str]) -> Html {
    html! {
        <ul class="form">
            for name in names {
                <li>
                    <code>{ *name }</code>
                    <div class="field-control" data-token={*name}></div>
                </li>
            }
        </ul>
    }
}

fn post(slug: &str, title: &str, author: Option<&str>) -> Post {
    Post {
        slug: Some(slug.to_owned()),
        title: Some(title.to_owned()),
        summary: Some("Forty-one trees, one press, and the question of who pays for the field.".to_owned()),
        image: None,
        image_alt: None,
        publish_date: Some("2026-10-21T08:00:00Z".to_owned()),
        author: author.map(|name| Author { name: Some(name.to_owned()), bio: None }),
        content: None,
        audience: TextAudience::Everyone,
    }
}

fn providers() -> Providers {
    let provider = |label: &str| Provider { name: label.to_lowercase(), label: label.to_owned(), icon: None };
    Providers { sso: vec![provider("Millbrook"), provider("Parish")], is_password_disabled: false }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormState {
    Empty,
    Filled,
    Refused,
    Busy,
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct FormProps {
    scope: &'static str,
    heading: &'static str,
    state: FormState,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let t = use_i18n();
    let values = match props.state {
        FormState::Empty => Values::default(),
        FormState::Filled | FormState::Refused | FormState::Busy => Values::default()
            .with("email", "ada@example.com")
            .with("current", "a password")
            .with("password", "long enough")
            .with("otp", "123456")
            .with("location", "Weir Lane, Millbrook")
            .with("description", "Prunes in winter, presses in autumn."),
    };
    let form = use_form(values, None, props.scope);
    use_effect_with((), {
        let (form, state) = (form.clone(), props.state);
        move |()| bring(&form, state)
    });
    let fields = html! {
        <>
            { for FIELDS.map(|field| field.show(&form)) }
            { submit(t, text::SAVE_CHANGES, form.is_busy()) }
        </>
    };
    form.show(props.heading, &Callback::noop(), fields)
}

/// Brings a form into its state, as a user and Directus would.
fn bring(form: &UseFormHandle, state: FormState) {
    match state {
        FormState::Empty | FormState::Filled => {}
        FormState::Refused => {
            let mut errors = FormErrors::of_form(text::REFUSED);
            for field in FIELDS {
                errors.add(field.name(), text::INVALID_EMAIL_FORM);
            }
            form.fail(errors);
        }
        FormState::Busy => form.submit(|_| FormErrors::default(), |_| pending()),
    }
}

#[component]
fn Again() -> Html {
    let open = use_flag();
    let show = {
        let open = open.clone();
        move |_: MouseEvent| open.set(true)
    };
    html! {
        <>
            <button type="button" class="button" onclick={show}>{ "Show the dialog" }</button>
            if *open {
                <SignInAgain />
            }
        </>
    }
}

#[component]
fn Edits() -> Html {
    let are_there = use_flag();
    let toggle = {
        let are_there = are_there.clone();
        move |_: MouseEvent| are_there.set(!*are_there)
    };
    html! {
        <>
            <button type="button" class="button" aria-pressed={are_there.to_string()} onclick={toggle}>
                { "Ask before the page is left" }
            </button>
            <UnsavedEdits are_there={*are_there} />
        </>
    }
}
