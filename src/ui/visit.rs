//! What the pages of a visit hand on to each other, in memory alone.

use std::{cell::RefCell, rc::Rc};

use lychgate_directus::{password_policy::PasswordPolicy, server::Project};
use yew::prelude::*;

use super::Flash;

/// What the pages of a visit hand on to each other, given to them by context: see [`use_flash`](super::use_flash),
/// [`use_project`](super::use_project) and [`use_password_policy`](super::use_password_policy). A change renders nothing again: the
/// pages that come later read it.
#[derive(Clone, Default)]
pub struct Visit(Rc<Shared>);

#[derive(Default)]
struct Shared {
    flash: RefCell<Flash>,
    project: RefCell<Option<Rc<Project>>>,
    password_policy: RefCell<Option<Rc<PasswordPolicy>>>,
}

impl PartialEq for Visit {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Visit {
    /// Leaves `flash` for the next page, in place of what was left before.
    pub(super) fn set_flash(&self, flash: Flash) {
        self.0.flash.replace(flash);
    }

    /// Takes what the page before has left.
    pub(super) fn take_flash(&self) -> Flash {
        self.0.flash.take()
    }

    /// Returns the project as it was known last.
    pub(super) fn project(&self) -> Option<Rc<Project>> {
        self.0.project.borrow().clone()
    }

    pub(super) fn set_project(&self, project: Rc<Project>) {
        self.0.project.replace(Some(project));
    }

    /// Returns the password policy, once it is known.
    pub(super) fn password_policy(&self) -> Option<Rc<PasswordPolicy>> {
        self.0.password_policy.borrow().clone()
    }

    pub(super) fn set_password_policy(&self, policy: Rc<PasswordPolicy>) {
        self.0.password_policy.replace(Some(policy));
    }
}

#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub(super) fn use_visit() -> Visit {
    use_context().expect("a Visit is given by context")
}

/// Calls `keep` after the render in which `is_loaded` becomes true, to hand on what was loaded.
#[hook]
pub(super) fn use_keep(is_loaded: bool, keep: Callback<()>) {
    use_effect_with(is_loaded, move |is_loaded| {
        if *is_loaded {
            keep.emit(());
        }
    });
}
