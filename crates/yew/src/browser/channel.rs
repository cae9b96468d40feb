//! `BroadcastChannel`: messages between the tabs of one origin.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel between all tabs of this origin. Closes when dropped.
///
/// ```no_run
/// use lychgate_yew::browser::channel::Channel;
///
/// let channel = Channel::open("news", |text| log(text));
/// if let Some(channel) = &channel {
///     channel.post("hello");
/// }
/// # fn log(_: &str) {}
/// ```
#[must_use = "closes when dropped"]
#[derive(Debug)]
pub struct Channel {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Channel {
    /// Opens the channel `name` and calls `received` with every text that another tab posts to it. Returns `None` where
    /// the browser has no `BroadcastChannel`.
    pub fn open(name: &str, received: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?; // Not in old browsers, and not in every frame.
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            if let Some(text) = text {
                received(&text);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Posts `text` to all other tabs that have the channel open.
    pub fn post(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text)); // Fails only once it is closed.
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
