//! The clock that only goes forward and knows of sleep.

use std::time::Duration;

use lychgate_yew::browser::clock::SleepAwareClock;
use proptest::prelude::*;

use super::strategies::{DAY, SECOND, durations, up_to};

/// Something that happens between two readings of the browser's clocks.
#[derive(Debug, Clone)]
enum Happening {
    /// Time passes, for both clocks.
    Awake(Duration),
    /// The device sleeps, and the browser's monotonic clock with it.
    Sleep(Duration),
    /// The device sleeps; the monotonic clock goes on.
    SleepCounted(Duration),
    /// The wall clock is set forward.
    Forward(Duration),
    /// The wall clock is set back.
    Back(Duration),
}

fn walls() -> impl Strategy<Value = Duration> {
    up_to(40_000 * DAY).prop_map(|time| 100 * DAY + time)
}

fn happenings() -> impl Strategy<Value = Happening> {
    prop_oneof![
        up_to(DAY / 8).prop_map(Happening::Awake),
        up_to(DAY).prop_map(Happening::Sleep),
        up_to(DAY).prop_map(Happening::SleepCounted),
        prop_oneof![Just(DAY), up_to(2 * DAY)].prop_map(Happening::Forward),
        prop_oneof![Just(DAY), up_to(2 * DAY)].prop_map(Happening::Back),
    ]
}

/// The browser's two clocks.
struct Clocks {
    monotonic: Duration,
    wall: Duration,
}

impl Clocks {
    fn after(&mut self, happening: &Happening) {
        match happening {
            Happening::Awake(time) | Happening::SleepCounted(time) => {
                self.monotonic += *time;
                self.wall += *time;
            }
            Happening::Sleep(time) | Happening::Forward(time) => self.wall += *time,
            Happening::Back(time) => self.wall = self.wall.saturating_sub(*time),
        }
    }
}

/// What the wall clock may gain between two readings without that counting as sleep.
const DRIFT: Duration = Duration::from_secs(2);

fn clock_at(wall: Duration) -> (SleepAwareClock, Clocks, Duration) {
    let clocks = Clocks { monotonic: SECOND, wall };
    let mut clock = SleepAwareClock::default();
    let begin = clock.read(clocks.monotonic, clocks.wall);
    (clock, clocks, begin)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn time_never_goes_back_whatever_the_browsers_clocks_say(readings in prop::collection::vec((durations(), durations()), 1..20)) {
        let mut clock = SleepAwareClock::default();
        let mut last = Duration::ZERO;
        for (monotonic, wall) in readings {
            let now = clock.read(monotonic, wall);
            prop_assert!(now >= last);
            last = now;
        }
    }

    #[test]
    fn first_reading_counts_no_sleep(monotonic in durations(), wall in durations()) {
        prop_assert_eq!(SleepAwareClock::default().read(monotonic, wall), monotonic);
    }

    #[test]
    fn time_passed_is_time_awake_and_gain_of_the_wall_clock(
        wall in walls(),
        course in prop::collection::vec(prop::collection::vec(happenings(), 0..4), 1..12),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for between_readings in course {
            let (mut ahead, mut behind) = (Duration::ZERO, Duration::ZERO);
            for happening in between_readings {
                clocks.after(&happening);
                match happening {
                    Happening::Awake(time) | Happening::SleepCounted(time) => passed += time,
                    Happening::Sleep(time) | Happening::Forward(time) => ahead += time,
                    Happening::Back(time) => behind += time,
                }
            }
            // A nap shorter than the drift is not seen, nor is one in which the wall clock was set back as far.
            passed += ahead.checked_sub(behind).filter(|gained| *gained > DRIFT).unwrap_or_default();
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn wall_clock_that_is_wrong_or_set_back_changes_nothing(
        wall in walls(),
        times in prop::collection::vec((up_to(DAY), prop::option::of(up_to(2 * DAY))), 1..20),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for (time, back) in times {
            clocks.after(&Happening::Awake(time));
            clocks.after(&Happening::Back(back.unwrap_or_default()));
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn jump_of_the_wall_clock_counts_once(wall in walls(), times in prop::collection::vec(up_to(DAY), 1..20)) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        clocks.after(&Happening::Forward(DAY));
        let mut passed = DAY;
        prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        for time in times {
            clocks.after(&Happening::Awake(time));
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn small_drift_between_the_clocks_counts_as_no_sleep(
        wall in walls(),
        steps in prop::collection::vec((up_to(DAY), up_to(DRIFT), any::<bool>()), 1..20),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for (time, drift, is_ahead) in steps {
            clocks.after(&Happening::Awake(time));
            clocks.after(&if is_ahead { Happening::Forward(drift) } else { Happening::Back(drift) });
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }
}
