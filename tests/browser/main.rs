//! What needs a browser.
