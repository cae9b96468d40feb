//! `/profile`: the own profile.

use yew::prelude::*;

use super::profile_form::ProfileForm;
use crate::{
    components::{Page, Shape, content_error, placeholder},
    directus::{
        permissions::{self, Permissions},
        users::{self, User},
    },
    resource::{Resource, use_resource},
    session::{Client, SendError},
};

/// The own user, and what of it may be changed.
#[component]
pub fn Profile() -> Html {
    let loaded = use_resource(load);
    html! {
        <Page title="Your profile" class="narrow profile" settled={loaded.state.is_settled()}>
            <h1 id="profile" tabindex="-1">{ "Your profile" }</h1>
            { match &loaded.state {
                Resource::Loading => placeholder(Shape::Form),
                Resource::Failed(error) => content_error(error, &loaded.retry),
                Resource::Ready(loaded) => {
                    let (user, permissions) = &**loaded;
                    html! { <ProfileForm user={user.clone()} permissions={permissions.clone()} /> }
                }
            } }
        </Page>
    }
}

async fn load(client: Client) -> Result<(User, Permissions), SendError> {
    let (user, permissions) =
        futures_util::future::join(client.send(&users::me()), client.send(&permissions::me())).await;
    Ok((user?, permissions?))
}
