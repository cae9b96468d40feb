//! Components of the auth pages.

mod auth_layout;
mod flash;
mod second_factor_setup;
mod sign_in_again;
mod sign_in_form;
mod sso;

pub use auth_layout::{AuthLayout, use_heading_focus};
pub use flash::{Flash, FlashSlot, use_flash, use_forget_held, use_held_submit, use_set_flash};
pub use second_factor_setup::{Enrolment, SecondFactorSetup};
pub use sign_in_again::SignInAgain;
pub use sign_in_form::SignInForm;
pub use sso::{SsoOtpForm, sso_buttons};
