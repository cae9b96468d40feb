//! `/profile`: the own profile.

use yew::prelude::*;

use super::profile_form::ProfileForm;
use crate::{
    components::{ContentError, Page, Placeholder},
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
    let loaded = use_resource((), |client, ()| load(client));
    html! {
        <Page title="Your profile" class="narrow" settled={loaded.state.is_settled()}>
            <h1 id="profile" tabindex="-1">{ "Your profile" }</h1>
            { match &loaded.state {
                Resource::Loading => html! { <Placeholder /> },
                Resource::Failed(error) => html! { <ContentError error={error.clone()} retry={loaded.retry} /> },
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
