//! Leaves a [`Flash`] for the next page, and takes what the page before has left.

use std::rc::Rc;

use yew::prelude::*;

use crate::ui::visit::{Flash, use_visit};

/// Takes what the page before has left; it is gone then.
///
/// # Panics
///
/// Where no [`Visit`](crate::ui::Visit) is given by context.
#[hook]
pub fn use_flash() -> Rc<Flash> {
    let visit = use_visit();
    use_memo((), |()| visit.take_flash())
}

/// Returns a callback that leaves a [`Flash`] for the next page, in place of what was left before.
///
/// # Panics
///
/// As [`use_flash`] does.
#[hook]
pub fn use_set_flash() -> Callback<Flash> {
    let visit = use_visit();
    Callback::from(move |flash| visit.set_flash(flash))
}
