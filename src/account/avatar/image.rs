//! Images in memory: read from a file, cut to a square, made small, shown.

use js_sys::{Promise, Reflect, Uint8Array};
use lychgate_yew::browser::blob;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, DragEvent, File, FileList, HtmlCanvasElement, HtmlInputElement, ImageBitmap, Url,
};

use super::{
    crop::{Crop, Square, target_side},
    heic::{HEAD_SIZE, is_heic},
};
use crate::browser::{document, window};

/// An image with a URL that only this page knows. The URL ends when this is dropped.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub struct ObjectUrl {
    url: String,
}

impl ObjectUrl {
    /// Makes a URL for the image that `bytes` are; `None` where the browser has no room for it.
    pub fn new(bytes: &[u8], media_type: &str) -> Option<Self> {
        let url = Url::create_object_url_with_blob(&blob(bytes, media_type)?).ok()?; // Out of memory.
        Some(Self { url })
    }

    /// Returns the URL, for an `<img>`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url); // A URL that is gone already is no loss.
    }
}

/// Why a file cannot be read as an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageError {
    /// It has more than [`MAX_FILE_SIZE`] bytes.
    TooLarge,
    /// It is a photo in HEIC, which this browser cannot read.
    Heic,
    /// It is no image, or none that this browser can read.
    NotAnImage,
}

/// The size of the largest file that is read, in bytes.
pub const MAX_FILE_SIZE: f64 = 20_000_000.0;

/// Takes the first file that was chosen in a file field, and empties the field, so that the same file can be chosen again.
pub fn chosen_file(field: &HtmlInputElement) -> Option<File> {
    let file = first(field.files());
    field.set_value("");
    file
}

/// Returns the first file that was dropped.
pub fn dropped_file(event: &DragEvent) -> Option<File> {
    first(event.data_transfer()?.files())
}

fn first(files: Option<FileList>) -> Option<File> {
    files?.get(0)
}

/// An image from a file, decoded. Its memory is freed when this is dropped.
#[must_use]
#[derive(Debug)]
pub struct DecodedImage {
    bitmap: ImageBitmap,
}

impl Drop for DecodedImage {
    fn drop(&mut self) {
        self.bitmap.close();
    }
}

/// A square image as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedImage {
    /// `image/webp`, or `image/jpeg` from browsers that cannot write WebP.
    pub media_type: &'static str,
    /// The content of the file.
    pub bytes: Vec<u8>,
}

impl DecodedImage {
    /// Reads an image from `file`, and turns it as the camera was held.
    ///
    /// # Errors
    ///
    /// For a file that is too large, or that the browser cannot read as an image: see [`ImageError`].
    pub async fn read(file: &File) -> Result<Self, ImageError> {
        if file.size() > MAX_FILE_SIZE {
            return Err(ImageError::TooLarge);
        }
        match Self::decode(file).await {
            Some(image) => Ok(image),
            None if starts_as_heic(file).await => Err(ImageError::Heic),
            None => Err(ImageError::NotAnImage),
        }
    }

    /// Reads an image by its content. Its declared type, which is often missing or wrong, does not count: WebKit would go by it for SVG and PDF.
    async fn decode(blob: &Blob) -> Option<Self> {
        let untyped = blob.slice().ok()?; // Never throws.
        let decoding = window().create_image_bitmap_with_blob(&untyped).ok()?; // The browser has none.
        let bitmap = JsFuture::from(decoding).await.ok()?; // No image, or one that is damaged or gone.
        Some(Self { bitmap: bitmap.unchecked_into() })
    }

    /// Returns the width, in pixels.
    pub fn width(&self) -> f64 {
        f64::from(self.bitmap.width())
    }

    /// Returns the height, in pixels.
    pub fn height(&self) -> f64 {
        f64::from(self.bitmap.height())
    }

    /// Draws the square that `crop` selects onto all of `canvas`.
    pub fn draw(&self, canvas: &HtmlCanvasElement, crop: Crop) {
        let square = crop.square(self.width(), self.height());
        let _ = self.draw_square(canvas, square, None); // Without a canvas there is nothing to see, and nothing to do.
    }

    fn draw_square(&self, canvas: &HtmlCanvasElement, square: Square, background: Option<&str>) -> Option<()> {
        let context = context_of(canvas)?;
        let side = f64::from(canvas.width());
        context.clear_rect(0.0, 0.0, side, side);
        if let Some(colour) = background {
            context.set_fill_style_str(colour);
            context.fill_rect(0.0, 0.0, side, side);
        }
        let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into()); // Else it is drawn as it is.
        let Square { left, top, side: from } = square;
        context
            .draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.bitmap,
                left,
                top,
                from,
                from,
                0.0,
                0.0,
                side,
                side,
            )
            .ok() // A bitmap that is closed; this one is open as long as it lives.
    }

    /// Returns the square that `crop` selects, made small; `None` where the browser writes no images, or other ones than were drawn.
    ///
    /// Call this in the event of a click: only then Firefox asks whether the site may read a canvas, where it protects from that.
    pub async fn encode(&self, crop: Crop) -> Option<EncodedImage> {
        let square = crop.square(self.width(), self.height());
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into(); // A name that is one.
        check_colours(&canvas).await?;
        let side = target_side(square);
        canvas.set_width(side);
        canvas.set_height(side);
        self.draw_square(&canvas, square, None)?;
        let webp = encoded(&canvas, "image/webp").await?;
        if webp.type_() == "image/webp" {
            return Some(EncodedImage { media_type: "image/webp", bytes: bytes_of(&webp).await? });
        }
        // JPEG knows nothing of transparency.
        self.draw_square(&canvas, square, Some("#fff"))?;
        let jpeg = encoded(&canvas, "image/jpeg").await?;
        Some(EncodedImage { media_type: "image/jpeg", bytes: bytes_of(&jpeg).await? })
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    Some(canvas.get_context("2d").ok()??.unchecked_into()) // The browser has no canvas.
}

/// Checks on `canvas` that an image which is written and read again has the colours that were drawn; `None` where it has not.
///
/// Protection against fingerprinting (`privacy.resistFingerprinting` of Firefox, extensions) writes and reads noise, or white, and says nothing.
async fn check_colours(canvas: &HtmlCanvasElement) -> Option<()> {
    const SIDE: u32 = 128;
    const QUARTERS: [(f64, f64, &str, [u8; 3]); 4] = [
        (0.0, 0.0, "#f00", [255, 0, 0]),
        (64.0, 0.0, "#0f0", [0, 255, 0]),
        (0.0, 64.0, "#00f", [0, 0, 255]),
        (64.0, 64.0, "#fff", [255, 255, 255]),
    ];
    // A lossy format, a colour profile and noise that nobody sees (of Brave, Safari) change a colour by less.
    const TOLERANCE: u8 = 80;
    canvas.set_width(SIDE);
    canvas.set_height(SIDE);
    let context = context_of(canvas)?;
    for (left, top, colour, _) in QUARTERS {
        context.set_fill_style_str(colour);
        context.fill_rect(left, top, 64.0, 64.0);
    }
    let written = DecodedImage::decode(&encoded(canvas, "image/webp").await?).await?;
    written.draw(canvas, Crop::default());
    for (left, top, _, colour) in QUARTERS {
        let pixel = context.get_image_data(left + 32.0, top + 32.0, 1.0, 1.0).ok()?.data(); // Refused.
        if pixel.iter().zip(colour).any(|(is, was)| is.abs_diff(was) > TOLERANCE) {
            return None;
        }
    }
    Some(())
}

/// Whether the file begins as a photo in HEIC does.
async fn starts_as_heic(file: &File) -> bool {
    let Ok(head) = file.slice_with_f64_and_f64(0.0, HEAD_SIZE as f64) else { return false }; // Never throws.
    bytes_of(&head).await.is_some_and(|head| is_heic(&head))
}

async fn encoded(canvas: &HtmlCanvasElement, media_type: &str) -> Option<Blob> {
    let mut refused = false;
    let writing = Promise::new(&mut |resolve, _| {
        let quality = JsValue::from_f64(0.86);
        refused = canvas.to_blob_with_type_and_encoder_options(&resolve, media_type, &quality).is_err();
    });
    if refused {
        return None;
    }
    JsFuture::from(writing).await.ok()?.dyn_into().ok() // `null` where there is no room for it.
}

async fn bytes_of(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?; // Gone from memory.
    Some(Uint8Array::new(&buffer).to_vec())
}
