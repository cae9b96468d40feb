//! `/profile` and the pages below it: the account of the signed-in user.

mod avatar;
mod confirmation;
mod delete;
mod details;
mod disclosure;
mod goodbye;
mod preferences;
mod security;
mod sign_in_details;
mod two_factor;

use yew::prelude::*;

pub use goodbye::goodbye;

use crate::{
    account::{Account, Can, use_account},
    i18n::{
        I18n,
        text::{self, Text},
        use_i18n,
    },
    routing::{Route, links::page_link},
    ui::{PageLayout, PlaceholderShape, content_error, placeholder},
};
use lychgate_directus::{
    permissions::{Action, Permission, Permissions, USERS},
    users::User,
};
use lychgate_session::SendError;
use lychgate_yew::resource::Resource;

/// Renders the page of the account at `here`.
pub fn page(here: &Route) -> Html {
    html! { <ProfileLayout here={here.clone()} /> }
}

fn title(here: &Route) -> Text {
    match here {
        Route::Security => text::SECURITY,
        Route::DeleteAccount => text::DELETE_YOUR_ACCOUNT,
        _ => text::YOUR_PROFILE,
    }
}

fn content(t: I18n, here: &Route, user: &User, permissions: &Permissions) -> Html {
    match here {
        Route::Security => security::sections(t, user, permissions),
        Route::DeleteAccount => delete::content(t, user),
        _ => details::content(t, user, permissions),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ProfileLayoutProps {
    here: Route,
}

/// The layout of the pages of the account: heading, navigation, and the content or why it cannot be shown.
#[component]
fn ProfileLayout(props: &ProfileLayoutProps) -> Html {
    let t = use_i18n();
    let account = use_account();
    let here = &props.here;
    let content = match (account.user(), account.permissions()) {
        (Resource::Failed(error), _) | (_, Resource::Failed(error)) => failed(t, &account, error),
        (Resource::Ready(user), Resource::Ready(permissions)) => content(t, here, user, permissions),
        (Resource::Loading, _) | (_, Resource::Loading) => placeholder(t, PlaceholderShape::Account),
    };
    let settled = account.user().is_settled() && account.permissions().is_settled();
    html! {
        <PageLayout title={t.text(title(here))} class="narrow profile" {settled}>
            <h1 id="profile" tabindex="-1">{ t.text(title(here)) }</h1>
            <nav class="profile-nav" aria-label={t.text(text::YOUR_ACCOUNT)}>
                <ul>
                    { entry(t, here, Route::Profile, text::PROFILE) }
                    { entry(t, here, Route::Security, text::SECURITY) }
                    <Can permission={Permission::new(Action::Delete, USERS)}>
                        { entry(t, here, Route::DeleteAccount, text::DELETE_ACCOUNT) }
                    </Can>
                </ul>
            </nav>
            { content }
        </PageLayout>
    }
}

fn entry(t: I18n, here: &Route, to: Route, label: Text) -> Html {
    let current = *here == to;
    html! {
        <li data-current={current.then_some("page")}>{ page_link(to, "", t.text(label)) }</li>
    }
}

fn failed(t: I18n, account: &Account, error: &SendError) -> Html {
    let account = account.clone();
    content_error(t, error, &Callback::from(move |()| account.retry()))
}

/// Returns whether the role may both see and change `field` of its own user. A field that it may change but not see is not offered: it
/// would look empty.
fn may_change(permissions: &Permissions, field: &'static str) -> bool {
    permissions.allow(&Permission::read_own(field)) && permissions.allow(&Permission::update_own(field))
}
