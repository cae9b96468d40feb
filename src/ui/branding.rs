//! The colour that a project has chosen in Directus, made readable in this site's light and dark.

use std::fmt;

use lychgate_directus::server::Project;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

/// The name of a project that nobody has named.
const DIRECTUS_NAME: &str = "Directus";
/// The colour of a project whose colour nobody has chosen.
const DIRECTUS_COLOR: &str = "#6644ff";

/// The contrast of text with what it stands on: WCAG 2.2 asks for 4.5, and mixtures with the paper (a button that is pressed, say)
/// have less than what they are made of.
const READABLE: f64 = 5.0;

/// The grounds that the accent is read on, in `styles/tokens.css`: paper and surface. In the light the paper is the worse, in the
/// dark the surface.
const LIGHT_GROUND: Rgb = Rgb([0xf6, 0xf8, 0xf4]);
/// Likewise.
const DARK_GROUND: Rgb = Rgb([0x18, 0x21, 0x1d]);

/// What text on the accent is written in, in the light and in the dark: `--on-accent` in `styles/auth_layout.css`.
const LIGHT_INK: Rgb = Rgb([0xff, 0xff, 0xff]);
/// Likewise.
const DARK_INK: Rgb = Rgb([0x0a, 0x0f, 0x0d]);

/// Returns the name of the project, if somebody has named it.
pub fn chosen_name(project: &Project) -> Option<&str> {
    project.project_name.as_deref().filter(|name| *name != DIRECTUS_NAME)
}

/// Returns the colour of the project, if somebody has chosen one.
pub fn chosen_accent(project: &Project) -> Option<Accent> {
    let color = project.project_color.as_deref()?;
    (!color.eq_ignore_ascii_case(DIRECTUS_COLOR)).then(|| Rgb::parse(color).map(Accent::of)).flatten()
}

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Reads `#rgb` or `#rrggbb`, without the transparency of `#rrggbbaa`; `None` where it is no such colour.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?.as_bytes();
        let digit = |index: usize| char::from(*digits.get(index)?).to_digit(16);
        let part = |index: usize| match digits.len() {
            3 | 4 => digit(index).map(|digit| digit * 17),
            6 | 8 => Some(digit(2 * index)? * 16 + digit(2 * index + 1)?),
            _ => None,
        };
        let byte = |index| u8::try_from(part(index)?).ok(); // Two digits are no more than a byte.
        digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
        Some(Self([byte(0)?, byte(1)?, byte(2)?]))
    }

    /// How light it is: WCAG's relative luminance, from 0 to 1; by a polynomial, because a power takes kilobytes of code. Contrasts
    /// are less than 8 per cent off by it, for which [`READABLE`] has room.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            part * (part * (part * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Returns WCAG's contrast with `other`, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Returns this colour mixed with `part` of 32 parts of `other`.
    fn mixed(self, other: Self, part: u16) -> Self {
        let mix = |index: usize| {
            let (own, others) = (u16::from(self.0[index]), u16::from(other.0[index]));
            u8::try_from((own * (32 - part) + others * part) / 32).unwrap_or(u8::MAX) // A mean of bytes is a byte.
        };
        Self([mix(0), mix(1), mix(2)])
    }

    /// Returns this colour, mixed with as much of `target` as it takes to be readable on `ground` and under `ink`.
    fn readable(self, ground: Self, ink: Self, target: Self) -> Self {
        let is_readable = |color: &Self| color.contrast(ground) >= READABLE && color.contrast(ink) >= READABLE;
        (0..=32).map(|part| self.mixed(target, part)).find(is_readable).unwrap_or(target)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A colour for buttons and links, in the light and in the dark, and the text on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// On light paper.
    pub light: Rgb,
    /// On dark paper.
    pub dark: Rgb,
}

impl Accent {
    /// Returns the accents nearest to `color` that can be read, and written on.
    pub fn of(color: Rgb) -> Self {
        Self {
            light: color.readable(LIGHT_GROUND, LIGHT_INK, Rgb([0; 3])),
            dark: color.readable(DARK_GROUND, DARK_INK, Rgb([0xff; 3])),
        }
    }
}
