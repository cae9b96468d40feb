//! What an address brings along that must not stay in it: the token of a link from a mail, and word of a single sign-on.
//! It is taken out before the page is rendered, and kept in memory alone.

use lychgate_directus::{ErrorCode, LinkToken};

use crate::routing::{ReturnTo, Route, SiteUrl, query_value};

/// What the person came with.
#[derive(Debug, Clone, PartialEq)]
pub enum AuthCallback {
    /// A link from a mail; `None` where its token is empty.
    Link(Option<LinkToken>),
    /// They are back from another sign-in.
    SsoResult(SsoResult),
}

/// Back from single sign-on.
#[derive(Debug, Clone, PartialEq)]
pub struct SsoResult {
    /// By which provider, where that is known.
    pub provider: Option<String>,
    /// What went wrong there, by Directus' word.
    pub failure: Option<ErrorCode>,
}

/// The parameter by which a page knows that somebody comes back from single sign-on, and from which provider.
const PROVIDER: &str = "sso";

/// The parameter in which Directus says what went wrong. It drops all others then.
const REASON: &str = "reason";

impl AuthCallback {
    /// Takes what `query` brings to `route`, and gives the address without it.
    pub fn take(route: &Route, query: &str) -> Option<(Self, SiteUrl)> {
        let callback = match route {
            Route::SignIn => {
                let said = |name| query_value(query, name).filter(|value| !value.is_empty());
                let (provider, failure) = (said(PROVIDER), said(REASON));
                if provider.is_none() && failure.is_none() {
                    return None;
                }
                Self::SsoResult(SsoResult { provider, failure: failure.map(|code| ErrorCode::from(code.as_str())) })
            }
            route if route.is_linked_by_mail() => Self::Link(LinkToken::new(&query_value(query, "token")?)),
            _ => return None,
        };
        Some((callback, ReturnTo::from_query(query).append_to(route.clone())))
    }
}

/// A note for the way to a provider and back. No secret is in it, and all that comes of it is what the sign-in page says and where
/// it leads, which is a page of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsoTransaction {
    /// The provider's name.
    pub provider: String,
    /// Where the person wanted to go.
    pub return_to: ReturnTo,
}

impl SsoTransaction {
    /// Where somebody who signs in there comes back to, within this site.
    pub fn way_back(&self) -> SiteUrl {
        self.return_to.append_with(Route::SignIn, &[(PROVIDER, &self.provider)])
    }

    /// As text, to be kept in the tab.
    pub fn to_text(&self) -> String {
        yew_router::Routable::to_path(&self.way_back())
    }

    /// Reads what [`to_text`](Self::to_text) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let query = text.split_once('?')?.1;
        let provider = query_value(query, PROVIDER).filter(|provider| !provider.is_empty())?;
        Some(Self { provider, return_to: ReturnTo::from_query(query) })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
