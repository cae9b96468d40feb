//! `/signin`: the sign-in form.

use yew::prelude::*;

use super::{use_project, use_return_to};
use crate::{
    components::{Page, SignInForm, page_link},
    route::Route,
};

/// The sign-in form. Where to go afterwards is the guard's business: this page is for guests, and there is no guest any more.
#[component]
pub fn SignIn() -> Html {
    let project = use_project();
    let return_to = use_return_to();
    html! {
        <Page title="Sign in" class="gate">
            <div class="gate-card">
                <h1 id="sign-in" tabindex="-1">{ "Sign in" }</h1>
                <SignInForm labelled_by="sign-in" />
                // A link that leads to a closed door helps nobody: it appears once the door is known to be open.
                if project.ready().is_some_and(|project| project.public_registration) {
                    <p class="form-aside">
                        { "New here? " }
                        { page_link(return_to.append_to(Route::Register), "", "Create an account") }
                    </p>
                }
            </div>
        </Page>
    }
}
