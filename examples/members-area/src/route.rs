//! The pages of the app, and who may see them.

use lychgate_yew::routing::{AppRoute, Audience};
use yew_router::prelude::*;

#[derive(Debug, Clone, PartialEq, Routable)]
pub enum Route {
    #[at("/")]
    Home,
    #[at("/notes")]
    Notes,
    #[at("/signin")]
    SignIn,
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl AppRoute for Route {
    fn audience(&self) -> Audience {
        match self {
            Self::Home | Self::NotFound => Audience::Public,
            Self::Notes => Audience::Members,
            Self::SignIn => Audience::Guests,
        }
    }

    fn sign_in() -> Self {
        Self::SignIn
    }
}
