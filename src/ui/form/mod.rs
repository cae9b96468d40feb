//! Forms: fields, what is typed and wrong, and that a form is sent once at a time.

mod field;
mod handle;
mod otp;
mod submit;
mod username;

pub use field::{Field, FieldKind};
pub use handle::{UseFormHandle, Values, use_form};
pub use otp::{OTP_FIELD, check_otp, otp_of, use_otp};
pub use submit::{busy_label, submit};
pub use username::username;
