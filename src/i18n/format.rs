//! Numbers, dates and lists, as each language writes them. In native tests, where there is no `Intl`, as English does.

use super::{I18n, PublishDate};
use crate::browser::intl;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl I18n {
    /// Formats a whole number.
    pub fn number(self, number: u32) -> String {
        if cfg!(target_arch = "wasm32") { intl::number(self.language().tag, number) } else { number.to_string() }
    }

    /// Formats a day: `4 March 2026`.
    pub fn date(self, PublishDate { year, month, day }: PublishDate) -> String {
        if cfg!(target_arch = "wasm32") {
            return intl::date(self.language().tag, [year, month, day]);
        }
        format!("{day} {} {year}", MONTHS[usize::from(month) - 1])
    }

    /// Joins `items` to a list: `a, b and c`.
    pub fn list(self, items: &[String]) -> String {
        if cfg!(target_arch = "wasm32") { intl::list(self.language().tag, items) } else { items.join(", ") }
    }

    /// Returns the category that a number belongs to, by Unicode's CLDR.
    pub(super) fn plural(self, count: u32) -> String {
        if cfg!(target_arch = "wasm32") {
            return intl::plural(self.language().tag, count);
        }
        if count == 1 { "one" } else { "other" }.to_owned()
    }
}
