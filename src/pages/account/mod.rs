//! Getting in and getting out.

mod register;
mod sign_in;
mod sign_out;

pub use register::Register;
pub use sign_in::SignIn;
pub use sign_out::SignOut;

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    directus::server::{self, Project},
    resource::{Resource, use_resource},
    route::ReturnTo,
};

/// Where the person wanted to go before they were asked to sign in, to be handed on between sign-in and registration.
#[hook]
fn use_return_to() -> ReturnTo {
    let location = use_location();
    location.map(|location| ReturnTo::from_query(location.query_str())).unwrap_or_default()
}

/// What Directus says about registration.
#[hook]
fn use_project() -> Resource<Project> {
    use_resource(server::info()).state
}
