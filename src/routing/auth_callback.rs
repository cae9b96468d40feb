//! What a URL brings to the auth pages and must not stay in it: the token of a link from a mail, and the result of single sign-on. The
//! app takes it out before the page is rendered, and keeps it in memory alone.

use std::{fmt, rc::Rc, str::FromStr};

use lychgate_directus::{ErrorCode, LinkToken};
use lychgate_session::{Session, SignedOutReason};
use lychgate_yew::{
    browser::storage::{self, Lifetime},
    use_client, use_session,
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::routing::{ReturnTo, Route, SiteUrl, query_value};

/// What a URL has brought.
#[derive(Debug, Clone, PartialEq)]
pub enum AuthCallback {
    /// The token of a link from a mail; `None` where it is empty.
    Link(Option<LinkToken>),
    /// The result of single sign-on.
    Sso(SsoResult),
}

/// How single sign-on ended.
#[derive(Debug, Clone, PartialEq)]
pub struct SsoResult {
    /// The name of the provider, where it is known.
    pub provider: Option<String>,
    /// What went wrong, as Directus says it; `None` where nothing did.
    pub failure: Option<ErrorCode>,
}

/// The query parameter with the provider that somebody comes back from.
const PROVIDER: &str = "sso";

/// Where a tab keeps a single sign-on under way.
const STORAGE_KEY: &str = "lychgate:sign-on";

/// The query parameter in which Directus says what went wrong. It drops all others then.
const REASON: &str = "reason";

impl AuthCallback {
    /// Takes what `query` brings to `route`; returns it with the URL that is left.
    pub fn take(route: &Route, query: &str) -> Option<(Self, SiteUrl)> {
        let callback = match route {
            Route::SignIn => {
                let value = |name| query_value(query, name).filter(|value| !value.is_empty());
                let (provider, failure) = (value(PROVIDER), value(REASON));
                if provider.is_none() && failure.is_none() {
                    return None;
                }
                Self::Sso(SsoResult { provider, failure: failure.map(|code| ErrorCode::from(code.as_str())) })
            }
            route if route.is_linked_by_mail() => Self::Link(query_value(query, "token")?.parse().ok()),
            _ => return None,
        };
        Some((callback, ReturnTo::from_query(query).append_to(route.clone())))
    }
}

/// A single sign-on under way. The tab keeps it in `sessionStorage` while the person is at the provider.
///
/// It holds no secret. Somebody who forges it changes what the sign-in page says, and to which page of this site it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoTransaction {
    /// The name of the provider.
    pub provider: String,
    /// The page to return to.
    pub return_to: ReturnTo,
}

impl SsoTransaction {
    /// Returns where somebody who signs in at the provider comes back to.
    pub fn callback_url(&self) -> SiteUrl {
        self.return_to.append_with(Route::SignIn, &[(PROVIDER, &self.provider)])
    }

    /// Keeps it in this tab. Directus drops the query of the callback URL when sign-on fails.
    pub fn save(&self) {
        storage::write(Lifetime::Tab, STORAGE_KEY, Some(&self.to_string()));
    }

    /// Takes what this tab has kept.
    fn take() -> Option<Self> {
        let kept = storage::read(Lifetime::Tab, STORAGE_KEY);
        storage::write(Lifetime::Tab, STORAGE_KEY, None);
        kept?.parse().ok() // Written by another program: as good as none.
    }
}

/// The text that is kept: the callback URL.
impl fmt::Display for SsoTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.callback_url().to_path())
    }
}

/// The text names no single sign-on under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSsoTransaction;

impl FromStr for SsoTransaction {
    type Err = NoSsoTransaction;

    fn from_str(text: &str) -> Result<Self, NoSsoTransaction> {
        let query = text.split_once('?').ok_or(NoSsoTransaction)?.1;
        let provider = query_value(query, PROVIDER).filter(|provider| !provider.is_empty()).ok_or(NoSsoTransaction)?;
        Ok(Self { provider, return_to: ReturnTo::from_query(query) })
    }
}

/// What the URL has brought to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum UseAuthCallback {
    /// It is still in the URL, or Directus is being asked about it: the page has to wait.
    Pending,
    /// It is out of the URL; `None` where there was nothing.
    Done(Option<Rc<AuthCallback>>),
}

/// Takes what the URL brings to the page out of it. Somebody who leaves the page leaves it behind.
#[hook]
pub fn use_auth_callback(route: &Route, query: &str) -> UseAuthCallback {
    let navigator = use_navigator();
    let client = use_client();
    let session = use_session();
    let taken = use_state_eq(|| None::<(Route, Rc<AuthCallback>)>);
    let in_url = AuthCallback::take(route, query);
    let is_in_url = in_url.is_some();
    use_effect_with((route.clone(), in_url), {
        let taken = taken.setter();
        move |(route, in_url)| {
            let (Some((callback, rest)), Some(navigator)) = (in_url, navigator) else { return };
            let (callback, rest) = match callback {
                AuthCallback::Sso(result) => complete(result, rest),
                AuthCallback::Link(_) => (callback.clone(), rest.clone()),
            };
            taken.set(Some((route.clone(), Rc::new(callback))));
            navigator.replace(&rest);
        }
    });
    use_effect_with(route.clone(), {
        let taken = taken.clone();
        move |route| {
            if taken.as_ref().is_some_and(|(at, _)| at != route) {
                taken.set(None);
            }
        }
    });

    let callback = taken.as_ref().filter(|(at, _)| at == route).map(|(_, callback)| callback.clone());
    // Somebody who has signed in at a provider has a cookie, and nothing else in this browser hints at it: ask, once.
    let is_signed_in_there = matches!(callback.as_deref(), Some(AuthCallback::Sso(SsoResult { failure: None, .. })));
    use_effect_with(is_signed_in_there, move |is_signed_in_there| {
        if *is_signed_in_there {
            client.check_session();
        }
    });
    let is_unasked = session == Session::SignedOut { reason: SignedOutReason::NotChecked };
    if is_in_url || (is_signed_in_there && is_unasked) {
        UseAuthCallback::Pending
    } else {
        UseAuthCallback::Done(callback)
    }
}

/// Adds what the tab has kept: Directus drops the query of the callback URL when sign-on fails.
fn complete(result: &SsoResult, rest: &SiteUrl) -> (AuthCallback, SiteUrl) {
    let transaction = SsoTransaction::take();
    let failed = transaction.as_ref().filter(|_| result.failure.is_some());
    let rest = failed.map_or_else(|| rest.clone(), |transaction| transaction.return_to.append_to(Route::SignIn));
    let provider = result.provider.clone().or(transaction.map(|transaction| transaction.provider));
    (AuthCallback::Sso(SsoResult { provider, failure: result.failure.clone() }), rest)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
