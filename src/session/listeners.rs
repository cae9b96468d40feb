//! Who is told of every change of the session, in the order of the changes.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use super::state::Session;

type Listener = dyn Fn(Session);

/// Keeps a listener of [`Keeper::subscribe`](super::keeper::Keeper::subscribe) alive.
#[must_use]
pub struct Subscription {
    _listener: Rc<Listener>,
}

/// The listeners of one keeper.
#[derive(Default)]
pub(super) struct Listeners {
    all: RefCell<Vec<Weak<Listener>>>,
    /// What is being told, and after it what has happened meanwhile.
    untold: RefCell<Vec<Session>>,
}

impl Listeners {
    pub(super) fn subscribe(&self, listener: impl Fn(Session) + 'static) -> Subscription {
        let listener: Rc<Listener> = Rc::new(listener);
        self.all.borrow_mut().push(Rc::downgrade(&listener));
        Subscription { _listener: listener }
    }

    /// Tells everyone. A change that a listener causes waits until all have heard of the one before it.
    pub(super) fn tell(&self, session: Session) {
        self.untold.borrow_mut().push(session);
        if self.untold.borrow().len() > 1 {
            return;
        }
        loop {
            let Some(session) = self.untold.borrow().first().cloned() else { break };
            for listener in self.listening() {
                listener(session.clone());
            }
            self.untold.borrow_mut().remove(0);
        }
    }

    fn listening(&self) -> Vec<Rc<Listener>> {
        let mut all = self.all.borrow_mut();
        all.retain(|listener| listener.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).collect()
    }
}
