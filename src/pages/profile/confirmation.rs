//! Confirming a change of the sign-in details: by the current password, and a code where the account takes one.

use lychgate_directus::{
    Error, ErrorCode,
    auth::Login,
    users::{SecondFactor, User},
};
use lychgate_session::ReauthenticationError;
use yew::prelude::*;

use crate::{
    account::is_unknown,
    i18n::text::{self, Text},
    ui::{
        self, Field, UseFormHandle, Values,
        error_messages::{self, FormErrors},
        otp_of,
        validation::{OtpMissing, validate_otp},
    },
};

/// The field for the code of a user who is signed in already. It does not submit its form.
pub const OTP_FIELD: Field = ui::OTP_FIELD.hint(text::CODE_HINT_BY_HAND);

/// Returns whether Directus knows no such password.
pub fn is_not_confirmed(error: &ReauthenticationError) -> bool {
    matches!(error, ReauthenticationError::NotConfirmed(error) if is_unknown(error))
}

/// The confirmation in a form.
#[derive(Clone)]
pub struct Confirmation {
    password: &'static str,
    /// Whether to ask for a code: at once where the account is known to take one, else as soon as Directus asks.
    with_code: UseStateHandle<bool>,
}

/// Asks for the current password of `user` in the field `password`.
#[hook]
pub fn use_confirmation(user: &User, password: &'static str) -> Confirmation {
    let takes_code = user.second_factor == SecondFactor::On;
    let with_code = use_state_eq(|| takes_code);
    Confirmation { password, with_code }
}

impl Confirmation {
    /// Renders its fields.
    pub fn show(&self, form: &UseFormHandle) -> Html {
        html! {
            <>
                { Field::current_password(self.password).show(form) }
                if *self.with_code {
                    { OTP_FIELD.show(form) }
                }
            </>
        }
    }

    /// Adds what is missing to `errors`.
    pub fn check(&self, errors: &mut FormErrors, values: &Values) {
        if values.get(self.password).is_empty() {
            errors.add(self.password, text::ENTER_CURRENT_PASSWORD);
        }
        if *self.with_code {
            errors.check(OTP_FIELD.name(), validate_otp(&otp_of(values)));
        }
    }

    /// Returns the login of `user`, as it was typed.
    pub fn credentials(&self, user: &User, values: &Values) -> Login {
        Login {
            email: user.email.clone().unwrap_or_default(),
            password: values.get(self.password).to_owned(),
            otp: (*self.with_code).then(|| otp_of(values)),
        }
    }

    /// Returns the errors of a failure. `refused` makes those of a change that Directus refused; `half_done` is the message where the
    /// change was made and the sign-in after it failed.
    pub fn errors(
        &self,
        error: ReauthenticationError,
        refused: impl FnOnce(&Error) -> FormErrors,
        half_done: Text,
    ) -> FormErrors {
        match error {
            ReauthenticationError::NotConfirmed(error) if error.code() == Some(&ErrorCode::InvalidOtp) => {
                let tried = *self.with_code;
                self.with_code.set(true);
                if tried { error_messages::one_time_code() } else { FormErrors::of_field(OTP_FIELD.name(), OtpMissing) }
            }
            ReauthenticationError::NotConfirmed(error) => {
                let errors = error_messages::confirmation(&error);
                let rename = |(_, message)| (self.password, message);
                FormErrors { fields: errors.fields.into_iter().map(rename).collect(), ..errors }
            }
            ReauthenticationError::Refused(error) => refused(&error),
            ReauthenticationError::AnswerLost(_) => FormErrors::of_form(text::ANSWER_LOST),
            ReauthenticationError::SignInAgain => FormErrors::of_form(half_done),
        }
    }
}
