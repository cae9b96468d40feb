//! Dates as Directus sends them.

use crate::browser::intl;

/// The day something was published. [`I18n::date`](crate::i18n::I18n::date) formats it for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishDate {
    pub(super) year: u16,
    /// 1 to 12.
    pub(super) month: u16,
    /// 1 to 31.
    pub(super) day: u16,
}

impl PublishDate {
    /// Reads the day of an ISO 8601 date or time; `None` where it is neither. Of a time with its zone, such as `2026-03-04T09:00:00.000Z`, it is
    /// the day in the zone of the visitor (natively in that of the time itself): Directus' Studio shows the same. A time without one is shown as
    /// it was written.
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
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if !(1..=days_of(year, month)?).contains(&day) {
            return None;
        }
        let has_zone = text.get(10..).is_some_and(|time| time.contains(['Z', '+', '-']));
        let [year, month, day] = has_zone.then(|| intl::local_day(text)).flatten().unwrap_or([year, month, day]);
        Some(Self { year, month, day })
    }

    /// Returns the day as `<time datetime>` takes it: `2026-03-04`.
    pub fn to_iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Returns how many days a month has; `None` where there is no such month.
fn days_of(year: u16, month: u16) -> Option<u16> {
    match month {
        2 if year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 }) => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}
