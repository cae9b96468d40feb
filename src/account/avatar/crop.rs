//! The square that is cut out of an image. Pure.

/// Selects a square of an image: how large, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// From 1, the largest square that the image has room for, to [`MAX_ZOOM`](Self::MAX_ZOOM).
    pub zoom: f64,
    /// From 0, the left edge, to 1, the right one.
    pub x: f64,
    /// From 0, the upper edge, to 1, the lower one.
    pub y: f64,
}

impl Default for Crop {
    /// The largest square, in the middle.
    fn default() -> Self {
        Self { zoom: 1.0, x: 0.5, y: 0.5 }
    }
}

/// A square of an image, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct Square {
    pub left: f64,
    pub top: f64,
    pub side: f64,
}

impl Crop {
    /// More would show single pixels.
    pub const MAX_ZOOM: f64 = 4.0;

    /// Returns the square of an image of this size, wholly within it.
    pub fn square(self, width: f64, height: f64) -> Square {
        let zoom = if self.zoom.is_finite() { self.zoom.clamp(1.0, Self::MAX_ZOOM) } else { 1.0 };
        let side = width.min(height) / zoom;
        let place = |room: f64, at: f64| room * if at.is_finite() { at.clamp(0.0, 1.0) } else { 0.5 };
        Square { left: place(width - side, self.x), top: place(height - side, self.y), side }
    }

    /// Returns the crop after the image was dragged under the square by `right` and `down`, in lengths of the square's side.
    #[must_use]
    pub fn dragged(self, right: f64, down: f64, width: f64, height: f64) -> Self {
        let side = self.square(width, height).side;
        let moved = |at: f64, by: f64, room: f64| if room > 0.0 { (at - by * side / room).clamp(0.0, 1.0) } else { at };
        Self { x: moved(self.x, right, width - side), y: moved(self.y, down, height - side), ..self }
    }
}

/// Returns the side of the image that is sent, in pixels: enough for every place that shows avatars, and never more than there is.
pub fn target_side(square: Square) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 512")]
    let side = square.side.round().clamp(1.0, 512.0) as u32;
    side
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
