//! Signing in again over a page whose session has ended, without leaving it.

use lychgate_yew::routing::use_site_url;
use yew::prelude::*;

use crate::{
    account::use_account,
    browser::document,
    i18n::{text, use_i18n},
    routing::{ReturnTo, Route},
    ui::{SignInForm, use_flag},
};

/// A dialog over the page, which keeps all that was typed. It fills in the e-mail address of the user, and focuses the password. A
/// button reopens it once it is closed.
#[component]
pub fn SignInAgain() -> Html {
    let t = use_i18n();
    let dialog = use_node_ref();
    let put_off = use_flag();
    let return_to = use_site_url::<Route>().map(ReturnTo::to);
    let account = use_account();
    // A user of single sign-on has no password here.
    let known = account.last_seen().filter(|user| !user.has_external_provider());
    let email = known.and_then(|user| user.email.clone()).unwrap_or_default();
    use_effect_with(*put_off, {
        let (dialog, is_known) = (dialog.clone(), !email.is_empty());
        move |put_off| {
            if !*put_off {
                document::show_modal(&dialog.get());
                if is_known {
                    // Or the code, where only that is missing.
                    document::focus("#again-password");
                    document::focus("#again-otp");
                }
            }
        }
    });

    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| document::close_modal(&dialog.get())
    };
    // The button, Escape, and whatever else closes a dialog in this browser.
    let onclose = {
        let put_off = put_off.setter();
        move |_: Event| put_off.set(true)
    };
    let reopen = {
        let put_off = put_off.setter();
        move |_: MouseEvent| put_off.set(false)
    };
    html! {
        <>
            <dialog ref={dialog} class="dialog" aria-labelledby="again" {onclose}>
                <h2 id="again">{ t.text(text::SIGN_IN_AGAIN) }</h2>
                <SignInForm labelled_by="again" scope="again-" {email} return_to={return_to.unwrap_or_default()} over_a_page=true />
                <button type="button" class="button" onclick={close}>{ t.text(text::NOT_NOW) }</button>
            </dialog>
            if *put_off {
                <aside class="session-banner is-shown" aria-label={t.text(text::SIGN_IN_AGAIN)}>
                    <p>{ t.text(text::SIGNED_OUT_NOW) }</p>
                    <button type="button" class="button button-primary" onclick={reopen}>{ t.text(text::SIGN_IN_AGAIN) }</button>
                </aside>
            }
        </>
    }
}
