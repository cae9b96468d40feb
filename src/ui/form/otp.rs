//! The field for a one-time code, which submits its form by itself.

use lychgate_yew::browser::clock;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    browser::document,
    i18n::text,
    ui::{Field, FieldKind, UseFormHandle, Values, error_messages::FormErrors, validation::validate_otp},
};

/// The field for the code of an account with two-factor sign-in.
pub const OTP_FIELD: Field = Field::new("otp", text::CODE, FieldKind::Otp, "one-time-code").hint(text::CODE_HINT);

/// How many digits a code has.
const DIGITS: usize = 6;

/// Returns the code that was typed or pasted, in ASCII digits and without the blanks and dashes that people put between them.
pub fn otp_of(values: &Values) -> String {
    let is_separator = |c: &char| c.is_whitespace() || matches!(c, '-' | '–' | '.' | '\u{200b}');
    values.get(OTP_FIELD.name()).chars().filter(|c| !is_separator(c)).map(ascii_digit).collect()
}

/// Checks a form that asks for a code.
pub fn check_otp(values: &Values) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check(OTP_FIELD.name(), validate_otp(&otp_of(values)));
    errors
}

/// Returns the digits of keyboards for Arabic and Persian as ASCII digits, which Directus knows.
fn ascii_digit(c: char) -> char {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return c,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c) // One of ten.
}

/// Moves the focus to the code field of `form` when it appears (`is_asked`), and submits the form when a code is complete, once for each
/// code.
#[hook]
pub fn use_otp(form: &UseFormHandle, is_asked: bool, onsubmit: &Callback<()>) {
    let id = form.id(OTP_FIELD.name());
    use_effect_with(is_asked, move |is_asked| {
        if *is_asked {
            // Later than the page, which moves the focus to its heading when it appears.
            spawn_local(async move {
                clock::sleep(std::time::Duration::ZERO).await;
                document::focus_in_view(&format!("#{id}"));
            });
        }
    });
    let code = otp_of(form.values());
    let is_complete = is_asked && code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
    let onsubmit = onsubmit.clone();
    use_effect_with(is_complete.then_some(code), move |code| {
        if code.is_some() {
            onsubmit.emit(());
        }
    });
}
