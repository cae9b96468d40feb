//! The square that is cut out of an image, for any input.

use proptest::prelude::*;

use super::{Crop, target_side};

/// Rounding errors are no pixels.
const SLACK: f64 = 1e-6;

fn crops() -> impl Strategy<Value = Crop> {
    (any::<f64>(), any::<f64>(), any::<f64>()).prop_map(|(zoom, x, y)| Crop { zoom, x, y })
}

fn sizes() -> impl Strategy<Value = (f64, f64)> {
    (1..20_000_u32, 1..20_000_u32).prop_map(|(width, height)| (f64::from(width), f64::from(height)))
}

proptest! {
    #[test]
    fn whatever_the_sliders_say_the_square_is_within_the_picture(crop in crops(), (width, height) in sizes()) {
        let square = crop.square(width, height);
        prop_assert!(square.side > 0.0 && square.left >= 0.0 && square.top >= 0.0);
        prop_assert!(square.left + square.side <= width + SLACK && square.top + square.side <= height + SLACK);
    }

    #[test]
    fn what_is_sent_is_never_larger_than_it_has_to_be_nor_than_what_there_is(crop in crops(), (width, height) in sizes()) {
        let square = crop.square(width, height);
        let side = f64::from(target_side(square));
        prop_assert!((1.0..=512.0).contains(&side) && side <= square.side.round().max(1.0));
    }

    #[test]
    fn the_picture_follows_the_pointer_up_to_its_edge(
        zoom in 1.0..4.0, x in 0.0..1.0, y in 0.0..1.0, right in -2.0..2.0, down in -2.0..2.0, (width, height) in sizes(),
    ) {
        let crop = Crop { zoom, x, y };
        let (before, after) = (crop.square(width, height), crop.dragged(right, down, width, height).square(width, height));
        prop_assert_eq!(before.side, after.side);
        let room = width - before.side;
        let expected = (before.left - right * before.side).clamp(0.0, room.max(0.0));
        prop_assert!((after.left - expected).abs() < 1e-3, "{} {}", after.left, expected);
    }
}

#[test]
fn at_first_it_is_the_largest_square_in_the_middle() {
    let square = Crop::default().square(300.0, 100.0);
    assert_eq!((square.left, square.top, square.side), (100.0, 0.0, 100.0));
    let square = Crop::default().square(100.0, 300.0);
    assert_eq!((square.left, square.top, square.side), (0.0, 100.0, 100.0));
}
