use lychgate_directus::{Error, ErrorCode, auth::Login};
use lychgate_yew::use_client;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::{platform::spawn_local, prelude::*};

/// Asks for e-mail and password. Once they are right the session changes, and the guard redirects.
#[component]
pub fn SignIn() -> Html {
    let client = use_client();
    let (email, password) = (use_node_ref(), use_node_ref());
    let failure = use_state(|| None::<&str>);
    let is_busy = use_state(|| false);
    let onsubmit = {
        let (email, password) = (email.clone(), password.clone());
        let (failure, is_busy) = (failure.clone(), is_busy.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *is_busy {
                return;
            }
            let value =
                |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let login = Login { email: value(&email).trim().to_owned(), password: value(&password), otp: None };
            let (client, failure, is_busy) = (client.clone(), failure.setter(), is_busy.setter());
            failure.set(None);
            is_busy.set(true);
            spawn_local(async move {
                if let Err(error) = client.sign_in(&login).await {
                    failure.set(Some(message(&error)));
                }
                is_busy.set(false);
            });
        })
    };
    html! {
        <form {onsubmit} aria-labelledby="sign-in">
            <h1 id="sign-in">{ "Sign in" }</h1>
            <label>
                { "E-mail" }
                <input ref={email} name="email" type="email" autocomplete="username" required={true} />
            </label>
            <label>
                { "Password" }
                <input ref={password} name="password" type="password" autocomplete="current-password" required={true} />
            </label>
            <p role="alert">{ failure.unwrap_or_default() }</p>
            <button class="button" aria-disabled={is_busy.to_string()}>{ "Sign in" }</button>
        </form>
    }
}

/// The same over a page whose session has ended: what was typed there stays.
#[component]
pub fn SignInAgain() -> Html {
    let dialog = use_node_ref();
    use_effect_with(dialog.clone(), |dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            let _ = dialog.show_modal(); // Fails only for a dialog that is open already.
        }
    });
    let oncancel = |event: Event| event.prevent_default();
    html! { <dialog ref={dialog} aria-labelledby="sign-in" {oncancel}><SignIn /></dialog> }
}

fn message(error: &Error) -> &'static str {
    match error.code() {
        Some(ErrorCode::InvalidCredentials) => "E-mail or password is wrong.",
        Some(ErrorCode::InvalidOtp) => "This account takes a code, too, for which this example has no field.",
        Some(ErrorCode::UserSuspended) => "This account is suspended.",
        _ if error.is_unreachable() => "The server cannot be reached. Please try again.",
        _ => "That did not work. Please try again.",
    }
}
