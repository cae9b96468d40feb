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

/// Returns the code that was typed or pasted, in ASCII digits and without what people put between them.
pub fn otp_of(values: &Values) -> String {
    values.get(OTP_FIELD.name()).chars().map(ascii_digit).filter(char::is_ascii_alphanumeric).collect()
}

/// Checks a form that asks for a code.
pub fn check_otp(values: &Values) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check(OTP_FIELD.name(), validate_otp(&otp_of(values)));
    errors
}

/// The zeros of scripts that have digits of their own, and of the wide forms of East Asian keyboards. The other nine follow each.
const ZEROS: [char; 14] = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '០', '０'];

/// Returns a digit of any keyboard as the ASCII digit, which Directus knows.
fn ascii_digit(c: char) -> char {
    let value = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).and_then(|value| char::from_digit(value, 10));
    ZEROS.iter().find_map(value).unwrap_or(c)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn otp_of_takes_the_digits_of_any_keyboard_without_what_stands_between_them() {
        for typed in [
            "123456",
            "123 456",
            "123-456",
            "１２３４５６",
            "１２３　４５６",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
            "12\u{200b}34\u{feff}56",
            "1.2.3.4.5.6",
            " 123–456\n",
        ] {
            assert_eq!(otp_of(&Values::default().with(OTP_FIELD.name(), typed)), "123456", "{typed}");
        }
        assert_eq!(otp_of(&Values::default().with(OTP_FIELD.name(), "12a 4")), "12a4", "Directus has the last word");
    }
}
