//! `/signin`: the sign-in form.

use std::rc::Rc;

use lychgate_directus::ErrorCode;
use lychgate_session::Session;
use lychgate_yew::use_session;
use yew::prelude::*;

use crate::{
    i18n::{Message, text, use_i18n},
    routing::{
        Route,
        auth_callback::{AuthCallback, SsoResult},
        links::page_link,
        use_return_to,
    },
    ui::{AuthLayout, SignInForm, SsoOtpForm, Tone, alert, error_messages, use_flag, use_project},
};

/// Props of [`SignIn`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInProps {
    /// What the person came with.
    pub callback: Option<Rc<AuthCallback>>,
}

/// The sign-in form, and what became of a single sign-on. Where to go afterwards is the guard's business: this page is for guests,
/// and there is no guest any more.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let t = use_i18n();
    let project = use_project();
    let return_to = use_return_to();
    let session = use_session();
    let another_way = use_flag();
    let sign_on = match props.callback.as_deref() {
        Some(AuthCallback::Sso(sign_on)) => Some(sign_on),
        _ => None,
    };
    let said = sign_on.and_then(|sign_on| outcome(sign_on, &session));
    let code_for = sign_on
        .filter(|sign_on| sign_on.failure == Some(ErrorCode::InvalidOtp) && !*another_way)
        .and_then(|sign_on| sign_on.provider.clone());
    let form = match code_for {
        Some(provider) => html! {
            <>
                <SsoOtpForm {provider} return_to={return_to.clone()} />
                <button type="button" class="button" onclick={move |_| another_way.set(true)}>{ t.text(text::ANOTHER_WAY) }</button>
            </>
        },
        None => html! { <SignInForm labelled_by="sign-in" return_to={return_to.clone()} /> },
    };
    html! {
        <AuthLayout title={t.text(text::SIGN_IN)} id="sign-in" project={project.clone()}>
            if let Some((tone, said)) = said {
                { alert(tone, t.message(&said)) }
            }
            { form }
            // A link that leads to a closed door helps nobody: it appears once the door is known to be open.
            if project.ready().is_some_and(|project| project.public_registration) {
                <p class="form-aside">
                    { t.text(text::NEW_HERE) }{ " " }
                    { page_link(return_to.append_to(Route::Register), "", t.text(text::CREATE_AN_ACCOUNT)) }
                </p>
            }
        </AuthLayout>
    }
}

/// What to say to somebody who is back from single sign-on, and is not signed in.
fn outcome(sign_on: &SsoResult, session: &Session) -> Option<(Tone, Message)> {
    match (&sign_on.failure, session) {
        (Some(failure @ ErrorCode::InvalidOtp), _) if sign_on.provider.is_some() => {
            Some((Tone::Info, error_messages::sign_on(failure).into()))
        }
        // The note for the way is lost, and with it where to go with a code.
        (Some(ErrorCode::InvalidOtp), _) => Some((Tone::Error, text::SIGN_ON_LOST.into())),
        (Some(failure), _) => Some((Tone::Error, error_messages::sign_on(failure).into())),
        (None, Session::SignedOut { .. } | Session::Expired { .. }) => Some((Tone::Error, text::SIGN_ON_LOST.into())),
        (None, Session::Unreachable { cause, .. }) => Some((Tone::Error, error_messages::cause(*cause))),
        (None, Session::Booting | Session::SignedIn { .. }) => None,
    }
}
