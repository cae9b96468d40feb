//! Lychgate.
