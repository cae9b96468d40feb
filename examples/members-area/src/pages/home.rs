use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// The page that everyone sees.
pub fn home() -> Html {
    html! {
        <>
            <h1>{ "A notebook of your own" }</h1>
            <p>{ "Members write notes here. Nobody else sees them." }</p>
            <p><Link<Route> to={Route::Notes} classes="button">{ "Open my notes" }</Link<Route>></p>
        </>
    }
}
