//! A local Directus: installs it, and runs it on SQLite.

pub mod guard;
pub mod install;
pub mod server;
pub mod settings;

pub use install::{Installation, Version};
pub use server::{Instance, InstanceOptions, Server};
