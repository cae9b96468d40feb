//! A switch in a component.

use yew::prelude::*;

/// Returns a switch that is off at first, and renders the component again when it changes. All switches use this hook: each `use_state`
/// with its own initial value is compiled anew.
#[hook]
pub fn use_flag() -> UseStateHandle<bool> {
    use_state_eq(|| false)
}
