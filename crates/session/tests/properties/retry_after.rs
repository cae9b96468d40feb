//! `Retry-After`, in both forms.

use std::time::{Duration, SystemTime};

use lychgate_directus::{AuthMode, ErrorCode, HttpResponse, auth, decode};
use lychgate_session::{Cause, backoff, environment::Attention};
use proptest::prelude::*;

fn http_dates() -> impl Strategy<Value = (u64, String)> {
    // 1970 to 9999, the range of the header.
    let times = prop_oneof![0..253_402_300_800_u64, 1_790_000_000..1_790_000_600_u64];
    times.prop_map(|time| (time, httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(time))))
}

pub fn retry_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-9]{0,24}",
        http_dates().prop_map(|(_, text)| text),
        "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9 :]{0,14} GMT"
    ]
}

/// The two obsolete forms, which receivers have to accept.
fn older_forms(date: &str) -> [String; 2] {
    let words: Vec<_> = date.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [weekday, day, month, year, time, _] = words[..] else { panic!("{date}") };
    let long = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let long = long.into_iter().find(|long| long.starts_with(weekday)).unwrap();
    let day_number: u32 = day.parse().unwrap();
    [
        format!("{long}, {day}-{month}-{} {time} GMT", &year[2..]),
        format!("{weekday} {month} {day_number:>2} {time} {year}"),
    ]
}

fn asked(retry_after: &str, date: Option<&str>) -> Option<Duration> {
    let (retry_after, date) = (Some(retry_after.to_owned()), date.map(str::to_owned));
    let response = HttpResponse { status: 503, retry_after, date, body: Vec::new() };
    decode(&response, auth::refresh(AuthMode::Cookie).decoder()).unwrap_err().retry_after()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn number_is_read_as_seconds(seconds: u64, zeros in "0{0,3}", before in "[ \t]{0,2}", after in "[ \t]{0,2}", date in prop::option::of(retry_texts())) {
        let text = format!("{before}{zeros}{seconds}{after}");
        prop_assert_eq!(asked(&text, date.as_deref()), Some(Duration::from_secs(seconds)));
    }

    #[test]
    fn seconds_beyond_64_bits_are_the_longest_time(digits in "[1-9][0-9]{20,40}") {
        prop_assert_eq!(asked(&digits, None), Some(Duration::from_secs(u64::MAX)));
        prop_assert!(backoff::accepted_retry_after(asked(&digits, None)) <= Duration::from_hours(1));
    }

    #[test]
    fn http_date_is_measured_by_clock_of_server((until, text) in http_dates(), (now, date) in http_dates()) {
        let wait = Some(Duration::from_secs(until.saturating_sub(now)));
        prop_assert_eq!(asked(&text, Some(&date)), wait);
        for form in older_forms(&text).iter().skip(usize::from(until >= 3_124_224_000)) {
            // Years of two digits mean 1970 to 2069.
            prop_assert_eq!(asked(form, Some(&date)), wait, "{}", form);
        }
    }

    #[test]
    fn http_date_without_server_time_is_ignored((_, text) in http_dates(), date in prop::option::of("[^0-9]{0,20}")) {
        prop_assert_eq!(asked(&text, date.as_deref()), None);
    }

    #[test]
    fn any_headers_give_bounded_wait(text in retry_texts(), date in prop::option::of(retry_texts()), attempt: u32, random in 0.0..1.0) {
        let asked = asked(&text, date.as_deref());
        for attention in [Attention::Active, Attention::Idle, Attention::Hidden] {
            let wait = backoff::delay(attempt, random, asked, attention);
            prop_assert!(wait >= backoff::accepted_retry_after(asked));
            prop_assert!(wait <= Duration::from_hours(2));
        }
    }

    #[test]
    fn retry_after_of_answer_reaches_cause(status in prop::sample::select(vec![429_u16, 500, 502, 503, 504]), seconds in 0..100_000_u64) {
        let response = HttpResponse { status, retry_after: Some(seconds.to_string()), ..HttpResponse::default() };
        let error = decode(&response, auth::refresh(AuthMode::Cookie).decoder()).unwrap_err();
        prop_assert!(error.is_unreachable());
        prop_assert_eq!(error.code(), None::<&ErrorCode>);
        prop_assert_eq!(Cause::from(&error).retry_after(), Some(Duration::from_secs(seconds)));
    }
}
