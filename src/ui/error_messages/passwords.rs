//! What people read about a password that they choose: the rule of this Directus, and nothing that is not its rule.

use std::cell::RefCell;

use lychgate_directus::{
    Error, ErrorCode,
    password_policy::{Need, PasswordPolicy, length},
};

use crate::{
    browser::{intl, regexp},
    i18n::text,
    ui::error_messages::{FormErrors, failure},
};

/// From how many characters on a password is a long one.
const LONG_PASSWORD: u32 = 14;

thread_local! {
    /// The rule, once it is known. It holds for all forms, as the language does.
    static POLICY: RefCell<Option<PasswordPolicy>> = const { RefCell::new(None) };
}

/// New passwords are held against `policy` from now on.
pub fn set_password_policy(policy: PasswordPolicy) {
    POLICY.set(Some(policy));
}

/// Whether the rule is known.
pub fn is_password_policy_known() -> bool {
    POLICY.with_borrow(Option::is_some)
}

fn with_policy<T>(say: impl FnOnce(&PasswordPolicy) -> T) -> T {
    POLICY.with_borrow(|policy| say(policy.as_ref().unwrap_or(&PasswordPolicy::Any)))
}

/// Checks a new password before it is sent: Directus has the last word.
pub fn validate_new_password(problems: &mut FormErrors, password: &str) {
    if password.is_empty() {
        problems.add("password", text::CHOOSE_PASSWORD);
    } else if let Some(problem) = new_password_error(password) {
        problems.add("password", problem);
    }
}

/// What is wrong with a new password that was typed; nothing with an empty one.
pub fn new_password_error(password: &str) -> Option<String> {
    with_policy(|policy| match policy {
        _ if password.is_empty() => None,
        PasswordPolicy::Any => None,
        PasswordPolicy::Needs(needs) => {
            let missing = needs.iter().find(|need| !need.is_met_by(password))?;
            Some(match missing {
                Need::Length { least, .. } if length(password) < *least => text::PASSWORD_SHORT.count(*least),
                _ => unfit(needs),
            })
        }
        // What the browser cannot read either, Directus judges alone.
        PasswordPolicy::Pattern(rule) => {
            (regexp::matches(rule, password) == Some(false)).then(|| text::PASSWORD_REFUSED.into())
        }
    })
}

/// What helps with a new password while it is typed.
pub fn new_password_hint(password: &str) -> String {
    with_policy(|policy| match (policy, policy.length_alone()) {
        (_, Some(least)) if length(password) < least => text::PASSWORD_HINT.count(least),
        (PasswordPolicy::Needs(needs), None) => rule(needs),
        (PasswordPolicy::Pattern(_), _) => text::PASSWORD_OTHER_RULE.into(),
        _ if length(password) >= LONG_PASSWORD => text::PASSWORD_LONG.into(),
        (_, Some(_)) => text::PASSWORD_LONG_ENOUGH.into(),
        (_, None) => text::PASSWORD_ADVICE.into(),
    })
}

/// A password that was not taken, where the link is not to blame.
pub fn new_password(error: &Error) -> FormErrors {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(ErrorCode::FailedValidation), None | Some("password")) => password_refused(),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// Directus has held a password against its rule and refused it.
pub fn password_refused() -> FormErrors {
    let sentence = with_policy(|policy| match policy {
        PasswordPolicy::Needs(needs) => unfit(needs),
        PasswordPolicy::Any | PasswordPolicy::Pattern(_) => text::PASSWORD_REFUSED.into(),
    });
    FormErrors::of_field("password", sentence)
}

fn unfit(needs: &[Need]) -> String {
    format!("{} {}", text::PASSWORD_UNFIT.get(), rule(needs))
}

/// All needs in one sentence.
fn rule(needs: &[Need]) -> String {
    let needs: Vec<_> = needs.iter().map(in_words).collect();
    text::PASSWORD_RULE.with(&[("rule", &list(&needs))])
}

fn list(items: &[String]) -> String {
    if cfg!(target_arch = "wasm32") { intl::list(text::spoken().tag, items) } else { items.join(", ") }
}

fn in_words(need: &Need) -> String {
    match need {
        Need::Length { least, most: None } => text::NEED_LEAST.count(*least),
        Need::Length { least, most: Some(most) } => {
            text::NEED_BETWEEN.with(&[("least", &text::number(*least)), ("most", &text::number(*most))])
        }
        Need::Digit => text::NEED_DIGIT.into(),
        Need::Lower => text::NEED_LOWER.into(),
        Need::Upper => text::NEED_UPPER.into(),
        // From left to right in every language: brackets would be turned round.
        Need::Special(characters) => {
            text::NEED_SPECIAL.with(&[("characters", &format!("\u{2066}{characters}\u{2069}"))])
        }
        Need::NoBlank => text::NEED_NO_BLANK.into(),
    }
}
