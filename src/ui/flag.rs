//! A switch in a component.

use yew::prelude::*;

/// A switch that is off at first, and renders the component again when it is turned. One hook for all of them: with an
/// initial value of its own, each `use_state` is compiled anew.
#[hook]
pub fn use_flag() -> UseStateHandle<bool> {
    use_state_eq(|| false)
}
