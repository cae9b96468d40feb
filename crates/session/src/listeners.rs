//! Listeners, notified of everything in the order in which it happens.

use std::{
    any::Any,
    cell::RefCell,
    fmt,
    rc::{Rc, Weak},
};

type Listener<T> = dyn Fn(T);

/// Keeps a listener registered until it is dropped.
#[must_use = "dropping it removes the listener at once"]
pub struct Subscription {
    _listener: Rc<dyn Any>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}

/// The listeners to events of one kind.
pub(super) struct Listeners<T> {
    all: RefCell<Vec<Weak<Listener<T>>>>,
    /// The event that listeners are being notified of, and behind it those that have happened meanwhile.
    queue: RefCell<Vec<T>>,
}

impl<T> Default for Listeners<T> {
    fn default() -> Self {
        Self { all: RefCell::default(), queue: RefCell::default() }
    }
}

impl<T: Clone + 'static> Listeners<T> {
    pub(super) fn subscribe(&self, listener: impl Fn(T) + 'static) -> Subscription {
        let listener: Rc<Listener<T>> = Rc::new(listener);
        self.all.borrow_mut().push(Rc::downgrade(&listener));
        Subscription { _listener: Rc::new(listener) }
    }

    /// Calls every listener with `event`. An event that a listener causes waits until all have seen those before it.
    pub(super) fn notify(&self, event: T) {
        self.queue.borrow_mut().push(event);
        if self.queue.borrow().len() > 1 {
            return;
        }
        loop {
            let Some(event) = self.queue.borrow().first().cloned() else { break };
            for listener in self.subscribed() {
                listener(event.clone());
            }
            self.queue.borrow_mut().remove(0);
        }
    }

    fn subscribed(&self) -> Vec<Rc<Listener<T>>> {
        let mut all = self.all.borrow_mut();
        all.retain(|listener| listener.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).collect()
    }
}
