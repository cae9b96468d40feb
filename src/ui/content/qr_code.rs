//! QR codes.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};
use yew::prelude::*;

/// The width of the quiet zone, the white edge that readers need, in modules.
const QUIET_ZONE: i32 = 4;

/// The size of a module, in CSS pixels: a whole number, or some come out larger than others.
const MODULE: i32 = 4;

/// Renders `text` as a QR code; `label` describes it to assistive technology. Renders nothing where the text is too long for any code.
pub fn qr_code(text: &str, label: &'static str) -> Html {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return Html::default() };
    let size = code.size() + 2 * QUIET_ZONE;
    html! {
        <svg class="qr-code" width={(size * MODULE).to_string()} viewBox={format!("0 0 {size} {size}")} role="img" aria-label={label} shape-rendering="crispEdges">
            <path class="qr-code-paper" d={format!("M0 0h{size}v{size}H0z")} />
            <path class="qr-code-ink" d={outline(&code)} />
        </svg>
    }
}

/// Returns the path of the code: one rectangle for each run of dark modules.
fn outline(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).map(|_| 1).sum::<i32>();
            if length > 0 {
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET_ZONE, y + QUIET_ZONE); // A String takes all text.
            }
            x += length + 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails where it panics")]
    use super::*;

    /// The dark modules that a path paints.
    fn painted(path: &str) -> Vec<(i32, i32)> {
        let mut modules = Vec::new();
        for run in path.split('M').filter(|run| !run.is_empty()) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            let length: i32 = rest.split('v').next().unwrap().parse().unwrap();
            modules.extend((x..x + length).map(|x| (x - QUIET_ZONE, y - QUIET_ZONE)));
        }
        modules
    }

    #[test]
    fn exactly_the_dark_modules_are_painted() {
        let code = QrCode::encode_text("otpauth://totp/Ada?secret=ABC", QrCodeEcc::Medium).unwrap();
        let painted = painted(&outline(&code));
        for y in 0..code.size() {
            for x in 0..code.size() {
                assert_eq!(painted.contains(&(x, y)), code.get_module(x, y), "{x} {y}");
            }
        }
    }
}
