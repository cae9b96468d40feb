//! `/profile`: the own profile.

use yew::prelude::*;

use super::profile_form::ProfileForm;
use crate::{
    components::{Page, Shape, content_error, placeholder},
    directus::{permissions, users},
    resource::{Resource, loaded},
};

/// The own user, and what of it may be changed.
pub fn profile() -> Html {
    loaded((users::me(), permissions::me()), |loaded, _| {
        let content = match &loaded.state {
            Resource::Loading => placeholder(Shape::Form),
            Resource::Failed(error) => content_error(error, &loaded.retry),
            Resource::Ready(both) => match &**both {
                (Ok(user), Ok(permissions)) => {
                    html! { <ProfileForm user={user.clone()} permissions={permissions.clone()} /> }
                }
                (Err(error), _) | (_, Err(error)) => content_error(error, &loaded.retry),
            },
        };
        html! {
            <Page title="Your profile" class="narrow profile" settled={loaded.state.is_settled()}>
                <h1 id="profile" tabindex="-1">{ "Your profile" }</h1>
                { content }
            </Page>
        }
    })
}
