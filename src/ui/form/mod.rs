//! Forms: fields, their values and errors, and sending.

mod field;
mod handle;
mod otp;
mod submit;
mod unsaved_edits;
mod username_field;

pub use field::{Field, FieldKind};
pub use handle::{UseFormHandle, Values, use_form};
pub use otp::{OTP_FIELD, check_otp, otp_of, use_otp};
pub use submit::{busy_label, submit};
pub use unsaved_edits::UnsavedEdits;
pub use username_field::username_field;
