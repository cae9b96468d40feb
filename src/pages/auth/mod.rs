//! Signing in and out, registering, and the pages that links from mails lead to.

mod accept_invite;
mod check_mail;
mod forgot_password;
mod new_password;
mod register;
mod reset_password;
mod sign_in;
mod sign_out;
mod verify_email;

pub use accept_invite::accept_invite;
pub use forgot_password::ForgotPassword;
pub use register::Register;
pub use reset_password::reset_password;
pub use sign_in::SignIn;
pub use sign_out::SignOut;
pub use verify_email::VerifyEmail;

use lychgate_directus::BaseUrl;

/// Returns the name of the channel on which the page of a link says that an e-mail address is verified, to the page that waits for it in
/// the same browser.
fn verified_channel(base: &BaseUrl) -> String {
    format!("lychgate:{}:verified", base.as_str())
}
