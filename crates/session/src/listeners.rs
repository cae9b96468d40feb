//! Who is told of what happens to the session, in the order in which it happens.

use std::{
    any::Any,
    cell::RefCell,
    rc::{Rc, Weak},
};

type Listener<T> = dyn Fn(T);

/// Keeps a listener of [`SessionManager::subscribe`](super::keeper::SessionManager::subscribe) alive.
#[must_use]
pub struct Subscription {
    _listener: Rc<dyn Any>,
}

/// The listeners of one keeper to news of one kind.
pub(super) struct Listeners<T> {
    all: RefCell<Vec<Weak<Listener<T>>>>,
    /// What is being told, and after it what has happened meanwhile.
    untold: RefCell<Vec<T>>,
}

impl<T> Default for Listeners<T> {
    fn default() -> Self {
        Self { all: RefCell::default(), untold: RefCell::default() }
    }
}

impl<T: Clone + 'static> Listeners<T> {
    pub(super) fn subscribe(&self, listener: impl Fn(T) + 'static) -> Subscription {
        let listener: Rc<Listener<T>> = Rc::new(listener);
        self.all.borrow_mut().push(Rc::downgrade(&listener));
        Subscription { _listener: Rc::new(listener) }
    }

    /// Tells everyone. News that a listener causes wait until all have heard of those before.
    pub(super) fn notify(&self, news: T) {
        self.untold.borrow_mut().push(news);
        if self.untold.borrow().len() > 1 {
            return;
        }
        loop {
            let Some(news) = self.untold.borrow().first().cloned() else { break };
            for listener in self.listening() {
                listener(news.clone());
            }
            self.untold.borrow_mut().remove(0);
        }
    }

    fn listening(&self) -> Vec<Rc<Listener<T>>> {
        let mut all = self.all.borrow_mut();
        all.retain(|listener| listener.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).collect()
    }
}
