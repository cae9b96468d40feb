//! `/logout`: signs out.

use lychgate_session::{Session, SignedOutReason};
use lychgate_yew::{browser::activity, use_client};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    i18n::{text, use_i18n},
    routing::{Route, links::page_link},
    ui::{PageLayout, Tone, alert, logo, use_flag},
};

/// Signs out as soon as the page is visible, and says so. A browser that loads pages ahead, or in the background, signs nobody out.
#[component]
pub fn SignOut() -> Html {
    let t = use_i18n();
    let client = use_client();
    let is_pending = use_flag();

    use_effect_with((), {
        let is_pending = is_pending.setter();
        let sign_out = move || {
            // Directus has said already that nobody is signed in.
            let over = matches!(
                client.session(),
                Session::SignedOut {
                    reason: SignedOutReason::NeverSignedIn
                        | SignedOutReason::Expired
                        | SignedOutReason::Here
                        | SignedOutReason::Elsewhere
                }
            );
            if !over {
                let signing_out = client.sign_out();
                let is_pending = is_pending.clone();
                spawn_local(async move { is_pending.set(signing_out.await.is_err()) });
            }
        };
        move |()| {
            let waiting = activity::once_shown(sign_out);
            move || drop(waiting)
        }
    });

    html! {
        <PageLayout title={t.text(text::SIGNED_OUT_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::SIGNED_OUT) }</h1>
            if !*is_pending {
                <p>{ t.text(text::SEE_YOU) }</p>
            } else {
                { alert(Tone::Info, t.text(text::LOGOUT_PENDING)) }
            }
            <p class="actions">
                { page_link(Route::SignIn, "button button-primary", t.text(text::SIGN_IN_AGAIN)) }
                { page_link(Route::Home, "button", t.text(text::GO_TO_FRONT_PAGE)) }
            </p>
        </PageLayout>
    }
}
