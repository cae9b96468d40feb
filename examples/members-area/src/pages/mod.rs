//! One file per page, named after its route.

mod home;
mod notes;
mod sign_in;

use lychgate_session::SendError;

pub use home::home;
pub use notes::Notes;
pub use sign_in::{SignIn, SignInAgain};

/// What a person reads where a request has failed.
fn message(error: &SendError) -> &'static str {
    match error {
        SendError::SignedOut => "Your session has ended. Please sign in again.",
        error if error.is_unreachable() => "The server cannot be reached. Nothing is lost: please try again.",
        _ => "That did not work. Nothing is lost: please try again.",
    }
}
