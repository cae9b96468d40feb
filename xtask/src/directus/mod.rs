//! A Directus of one's own: installed, started on SQLite, provisioned and seeded.

pub mod guard;
pub mod install;
pub mod server;
pub mod settings;

pub use install::{Installation, Version};
pub use server::{Instance, Place, Server};
