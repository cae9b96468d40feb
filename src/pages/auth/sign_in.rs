//! `/signin`: the sign-in form.

use std::rc::Rc;

use lychgate_directus::{ErrorCode, server};
use lychgate_session::Session;
use lychgate_yew::{resource::use_resource, use_session};
use yew::prelude::*;

use crate::{
    i18n::{Message, text, use_i18n},
    routing::{
        Route,
        auth_callback::{AuthCallback, SsoResult},
        links::page_link,
        use_return_to,
    },
    ui::{AuthLayout, SignInForm, SsoOtpForm, Tone, alert, error_messages, use_flag},
};

/// Props of [`SignIn`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInProps {
    /// What the URL has brought along.
    pub callback: Option<Rc<AuthCallback>>,
}

/// The sign-in form, and the outcome of a single sign-on. After a sign-in the guard redirects: this page is for guests.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let t = use_i18n();
    let project = use_resource(server::info()).state;
    let return_to = use_return_to();
    let session = use_session();
    let another_way = use_flag();
    let sso = match props.callback.as_deref() {
        Some(AuthCallback::Sso(sso)) => Some(sso),
        _ => None,
    };
    let message = sso.and_then(|sso| outcome(sso, &session));
    let code_for = sso
        .filter(|sso| sso.failure == Some(ErrorCode::InvalidOtp) && !*another_way)
        .and_then(|sso| sso.provider.clone());
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
            if let Some((tone, message)) = message {
                { alert(tone, t.message(&message)) }
            }
            { form }
            // The link appears once it is known that registration is open.
            if project.ready().is_some_and(|project| project.public_registration) {
                <p class="form-aside">
                    { t.text(text::NEW_HERE) }{ " " }
                    { page_link(return_to.append_to(Route::Register), "", t.text(text::CREATE_AN_ACCOUNT)) }
                </p>
            }
        </AuthLayout>
    }
}

/// Returns what to say after a single sign-on that has not signed the user in.
fn outcome(sso: &SsoResult, session: &Session) -> Option<(Tone, Message)> {
    match (&sso.failure, session) {
        (Some(failure @ ErrorCode::InvalidOtp), _) if sso.provider.is_some() => {
            Some((Tone::Info, error_messages::sso(failure).into()))
        }
        // The transaction is lost, and with it the provider to go to with a code.
        (Some(ErrorCode::InvalidOtp), _) => Some((Tone::Error, text::SSO_LOST.into())),
        (Some(failure), _) => Some((Tone::Error, error_messages::sso(failure).into())),
        (None, Session::SignedOut { .. } | Session::Expired { .. }) => Some((Tone::Error, text::SSO_LOST.into())),
        (None, Session::Unreachable { cause, .. }) => Some((Tone::Error, error_messages::cause(*cause))),
        (None, Session::Booting | Session::SignedIn { .. }) => None,
    }
}
