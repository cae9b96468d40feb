//! What the pages of a visit hand on to each other, in memory alone.

use std::{cell::RefCell, rc::Rc};

use lychgate_directus::{auth::Login, password_policy::PasswordPolicy, server::Project};
use yew::prelude::*;

use super::Flash;

/// What the pages of a visit hand on to each other. A change renders nothing again: the pages that come later read it.
#[derive(Clone, Default)]
pub(super) struct Visit(Rc<Shared>);

#[derive(Default)]
struct Shared {
    flash: RefCell<Flash>,
    login: RefCell<Option<Login>>,
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

    /// Leaves a login that was right, and that only a code is missing for, for the sign-in form.
    pub(super) fn set_login(&self, login: Login) {
        self.0.login.replace(Some(login));
    }

    /// Takes the login that only a code is missing for; it is gone then.
    pub(super) fn take_login(&self) -> Option<Login> {
        self.0.login.take()
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

/// Props of [`VisitProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct VisitProviderProps {
    /// The pages.
    pub children: Html,
}

/// Lets the pages inside hand something on to each other: see [`use_flash`](super::use_flash), [`use_project`](super::use_project) and
/// [`use_password_policy`](super::use_password_policy).
#[component]
pub fn VisitProvider(props: &VisitProviderProps) -> Html {
    let visit = (*use_memo((), |()| Visit::default())).clone();
    html! { <ContextProvider<Visit> context={visit}>{ props.children.clone() }</ContextProvider<Visit>> }
}

#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub(super) fn use_visit() -> Visit {
    use_context().expect("is inside a VisitProvider")
}
