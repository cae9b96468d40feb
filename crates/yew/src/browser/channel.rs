//! `BroadcastChannel`: what the tabs of one origin say to each other.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel among all tabs of this origin. Closed when it is dropped.
#[must_use]
#[derive(Debug)]
pub struct Channel {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Channel {
    /// Opens the channel `name` and calls `heard` with every text that another tab says. `None` where the browser has
    /// no such channels.
    pub fn open(name: &str, heard: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?; // Not in old browsers, and not in every frame.
        let listener = EventListener::new(&channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            if let Some(text) = text {
                heard(&text);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says `text` to all other tabs.
    pub fn say(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text)); // Fails only once it is closed.
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
