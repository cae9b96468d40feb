//! The site.
fn main() {}
