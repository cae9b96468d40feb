//! `/profile/security`: how the user signs in.

use lychgate_directus::{
    permissions::{Permission, Permissions},
    users::{SecondFactor, User},
};
use yew::prelude::*;

use super::{
    may_change,
    sign_in_details::{EMAIL, PASSWORD, SignInDetailSection},
    two_factor::TwoFactorSection,
};
use crate::{
    i18n::{I18n, PublishDate, text},
    ui::{Tone, alert},
};

/// Renders e-mail address, password, two-factor sign-in, and when the account was last used.
pub fn sections(t: I18n, user: &User, permissions: &Permissions) -> Html {
    let is_known = user.email.is_some();
    let takes_password = is_known && !user.has_external_provider();
    let may_email = takes_password && may_change(permissions, "email");
    let may_password = takes_password && permissions.allow(&Permission::update_own("password"));
    let may_tfa =
        permissions.allow(&Permission::update_own("tfa_secret")) && user.second_factor != SecondFactor::Unknown;
    html! {
        <>
            if user.has_external_provider() {
                { alert(Tone::Info, t.text(text::KEPT_ELSEWHERE)) }
            } else if !is_known {
                { alert(Tone::Info, t.text(text::DETAILS_HIDDEN)) }
            } else if !may_email && !may_password && !may_tfa {
                { alert(Tone::Info, t.text(text::DETAILS_FIXED)) }
            }
            if is_known {
                <SignInDetailSection detail={&EMAIL} user={user.clone()} may_change={may_email} />
            }
            if may_password {
                <SignInDetailSection detail={&PASSWORD} user={user.clone()} may_change=true />
            }
            if may_tfa || user.second_factor == SecondFactor::On {
                <TwoFactorSection user={user.clone()} may_change={may_tfa} />
            }
            if let Some(date) = user.last_access.as_deref().and_then(PublishDate::parse) {
                <p class="profile-last-access">
                    { t.around(text::LAST_USED, html! { <time datetime={date.to_iso()}>{ t.date(date) }</time> }) }
                </p>
            }
        </>
    }
}
