//! What happens to the page, told to the session manager.

use std::{rc::Rc, time::Duration};

use gloo_events::EventListener;
use lychgate_session::manager::SessionManager;
use wasm_bindgen_futures::spawn_local;

use crate::{
    BrowserEnvironment,
    browser::{
        activity::{self, ActivityListener, ResumeListener},
        clock, document,
    },
};

/// An attribute of `<html>`, present from when a member's page goes into the back/forward cache until its session is
/// known again: the person may have signed out meanwhile. The app's stylesheet hides the page while it is there.
const VEILED: &str = "data-veiled";

/// Tells a session manager of messages of other tabs, of a person's return to the page, of its use, and of its end.
/// Stops when dropped.
#[must_use = "stops listening when dropped"]
pub(crate) struct PageEvents {
    environment: Rc<BrowserEnvironment>,
    _resume: ResumeListener,
    _activity: ActivityListener,
    _page_hide: EventListener,
}

impl PageEvents {
    pub(crate) fn listen(manager: &SessionManager, environment: &Rc<BrowserEnvironment>) -> Self {
        environment.open_channel({
            let manager = manager.clone();
            move |message| manager.on_message(message)
        });
        let resume = activity::on_resume(environment.hint_key(), {
            let manager = manager.clone();
            move || {
                manager.on_resume();
                show_page();
            }
        });
        let activity = activity::on_activity({
            let (manager, environment) = (manager.clone(), environment.clone());
            move || {
                environment.note_activity();
                manager.on_activity();
            }
        });
        let page_hide = document::on_page_hide({
            let manager = manager.clone();
            move || {
                manager.on_page_hide();
                if manager.session().owner().is_some() {
                    document::set_attribute(VEILED, "");
                }
            }
        });
        Self { environment: environment.clone(), _resume: resume, _activity: activity, _page_hide: page_hide }
    }
}

impl Drop for PageEvents {
    fn drop(&mut self) {
        self.environment.close_channel();
    }
}

/// Shows the page again, once everything has been rendered that its return has caused.
fn show_page() {
    spawn_local(async {
        clock::sleep(Duration::ZERO).await;
        document::remove_attribute(VEILED);
    });
}
