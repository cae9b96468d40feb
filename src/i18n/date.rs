//! Dates as Directus sends them, for people.

use crate::{browser::intl, i18n::text};

/// The day something was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishDate {
    year: u16,
    /// 1 to 12.
    month: u8,
    /// 1 to 31.
    day: u8,
}

/// Without a browser, whose `Intl` knows more languages.
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

impl PublishDate {
    /// Reads the day of an ISO 8601 date or timestamp in UTC, such as `2026-03-04T09:00:00.000Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.get(..10)?;
        if !matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')) {
            return None;
        }
        let mut parts = day.splitn(3, '-');
        let mut number = |digits: usize| {
            parts
                .next()
                .filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?
                .parse()
                .ok()
        };
        let (year, month, day) = (number(4)?, u8::try_from(number(2)?).ok()?, u8::try_from(number(2)?).ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self { year, month, day })
    }

    /// As a person reads it: `4 March 2026`, in the language in use.
    pub fn human(self) -> String {
        if cfg!(target_arch = "wasm32") {
            return intl::date(text::spoken().tag, [self.year, self.month.into(), self.day.into()]);
        }
        format!("{} {} {}", self.day, MONTHS[usize::from(self.month) - 1], self.year)
    }

    /// As `<time datetime>` takes it: `2026-03-04`.
    pub fn machine(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
