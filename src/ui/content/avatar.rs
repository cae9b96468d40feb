//! The avatar of a user.

use lychgate_directus::users::User;
use yew::prelude::*;

use crate::account::Account;

/// Renders the avatar of the signed-in user, or their initials, as a circle. Hidden from assistive technology: the name stands beside it.
pub fn avatar_of(account: &Account) -> Html {
    let Some(user) = account.last_seen() else { return Html::default() };
    avatar(account.avatar(), &initials(user))
}

/// Renders the image with the URL `avatar`, or else `initials`, as a circle.
pub fn avatar(avatar: Option<AttrValue>, initials: &str) -> Html {
    html! {
        <span class="avatar" aria-hidden="true">
            if let Some(src) = avatar {
                <img {src} alt="" width="256" height="256" />
            } else {
                { initials }
            }
        </span>
    }
}

/// Returns two letters of the name, or one of the e-mail address. CSS makes them capitals: Unicode's tables take room in WebAssembly.
fn initials(user: &User) -> String {
    let first = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().chars().next());
    let of_name: String = [first(&user.first_name), first(&user.last_name)].into_iter().flatten().collect();
    if of_name.is_empty() { first(&user.email).into_iter().collect() } else { of_name }
}

#[cfg(test)]
mod tests {
    use super::{User, initials};

    fn of(first_name: Option<&str>, last_name: Option<&str>, email: Option<&str>) -> String {
        let text = |text: Option<&str>| text.map(str::to_owned);
        initials(&User {
            first_name: text(first_name),
            last_name: text(last_name),
            email: text(email),
            ..User::new("ada".into())
        })
    }

    #[test]
    fn initials_are_of_the_name_or_else_of_the_e_mail_address() {
        assert_eq!(of(Some("Ada"), Some("lovelace"), Some("x@example.com")), "Al");
        assert_eq!(of(Some(" ørjan"), None, None), "ø");
        assert_eq!(of(Some("  "), Some(""), Some("grace@example.com")), "g");
        assert_eq!(of(None, None, None), "");
    }
}
