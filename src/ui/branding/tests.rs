//! The colour of a project, and that it can be read.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::server::Project;
use proptest::prelude::*;

use super::{Accent, Rgb, chosen_accent, chosen_name};

/// What WCAG 2.2 asks for, of text.
const ENOUGH: f64 = 4.5;

const WHITE: Rgb = Rgb([0xff; 3]);
const BLACK: Rgb = Rgb([0; 3]);

/// The contrast of the guidelines, to the letter.
fn contrast(one: Rgb, two: Rgb) -> f64 {
    let luminance = |color: Rgb| {
        let [red, green, blue] = color.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, two) = (luminance(one), luminance(two));
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

/// The light and the dark colour of a token in the styles.
fn token(styles: &str, name: &str) -> [Rgb; 2] {
    let (_, rest) = styles.split_once(&format!("--{name}: light-dark(")).unwrap();
    let (light, rest) = rest.split_once(", ").unwrap();
    let (dark, _) = rest.split_once(')').unwrap();
    [light, dark].map(|color| Rgb::parse(color).unwrap())
}

fn assert_readable(accent: Accent) {
    let accents = [accent.light, accent.dark].map(|color| Rgb::parse(&color.to_string()).unwrap());
    let tokens = include_str!("../../../styles/tokens.css");
    let inks = token(include_str!("../../../styles/auth_layout.css"), "on-accent");
    let (papers, surfaces) = (token(tokens, "paper"), token(tokens, "surface"));
    for theme in 0..2 {
        for (other, what) in [(papers[theme], "paper"), (surfaces[theme], "surface"), (inks[theme], "ink")] {
            let contrast = contrast(accents[theme], other);
            assert!(contrast >= ENOUGH, "{} on {what} {other}: {contrast}", accents[theme]);
        }
    }
}

#[test]
fn contrast_matches_wcag() {
    assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-6);
    assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
    let grey = Rgb::parse("#767676").unwrap();
    assert!((contrast(grey, WHITE) - 4.54).abs() < 0.01, "{}", contrast(grey, WHITE));
    assert!((grey.contrast(WHITE) / contrast(grey, WHITE) - 1.0).abs() < 0.03, "{}", grey.contrast(WHITE));
}

#[test]
fn a_colour_parses_in_every_form_that_directus_keeps() {
    for text in ["#1b5a45", "#1B5A45", " #1b5a45 ", "#1b5a45ff"] {
        assert_eq!(Rgb::parse(text), Some(Rgb([0x1b, 0x5a, 0x45])), "{text}");
    }
    assert_eq!(Rgb::parse("#f0a"), Some(Rgb([0xff, 0, 0xaa])));
    assert_eq!(Rgb([1, 2, 255]).to_string(), "#0102ff");
}

#[test]
fn text_that_is_no_colour_is_refused() {
    for text in ["", "#", "red", "1b5a45", "#1b5a4", "#1b5a4g", "#+1+1+1", "#é1b5a", "#1b5a45; x: y", "rgb(1,2,3)"] {
        assert_eq!(Rgb::parse(text), None, "{text}");
    }
}

#[test]
fn a_readable_colour_stays_as_it_is() {
    let dark_green = Rgb::parse("#1b5a45").unwrap();
    assert_eq!(Accent::of(dark_green).light, dark_green);
    let pale_green = Rgb::parse("#86cfb1").unwrap();
    assert_eq!(Accent::of(pale_green).dark, pale_green);
}

#[test]
fn extreme_colours_become_readable() {
    for text in ["#ffffff", "#000000", "#ffff00", "#808080", "#00ffff", "#0000ff", "#ff0000", "#f6f8f4", "#18211d"] {
        assert_readable(Accent::of(Rgb::parse(text).unwrap()));
    }
}

#[test]
fn defaults_of_directus_are_not_chosen_by_anybody() {
    let project = |name: &str, color: &str| {
        let mut project = Project::default();
        project.project_name = Some(name.to_owned());
        project.project_color = Some(color.to_owned());
        project
    };
    let untouched = project("Directus", "#6644FF");
    assert_eq!((chosen_name(&untouched), chosen_accent(&untouched)), (None, None));
    let chosen = project("Orchard", "#1b5a45");
    assert_eq!(chosen_name(&chosen), Some("Orchard"));
    assert_eq!(chosen_accent(&chosen), Some(Accent::of(Rgb([0x1b, 0x5a, 0x45]))));
    assert_eq!(chosen_accent(&project("Orchard", "none")), None);
    assert_eq!(chosen_accent(&Project::default()), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn every_colour_becomes_readable_and_can_be_written_on(color in any::<[u8; 3]>()) {
        assert_readable(Accent::of(Rgb(color)));
    }

    #[test]
    fn contrast_is_close_to_wcag(one in any::<[u8; 3]>(), two in any::<[u8; 3]>()) {
        let (near, exact) = (Rgb(one).contrast(Rgb(two)), contrast(Rgb(one), Rgb(two)));
        prop_assert!((near / exact - 1.0).abs() < 0.08, "{near} for {exact}");
    }

    #[test]
    fn any_text_parses_to_a_colour_or_is_refused(text in "(#[0-9a-fA-F]{0,9}|.{0,12})") {
        if let Some(color) = Rgb::parse(&text) {
            prop_assert_eq!(Rgb::parse(&color.to_string()), Some(color));
        }
    }
}
