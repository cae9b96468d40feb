//! Pictures in memory: read from a file, cut to a square, made small.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, DragEvent, File, FileList, HtmlCanvasElement, HtmlInputElement,
    ImageBitmap, Url,
};

use crate::{
    account::avatar::crop::{Crop, Square, target_side},
    browser::{page, window},
};

/// `bytes` as the browser keeps a file. `None` where it has no room for it.
pub(super) fn blob_of(bytes: &[u8], media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok() // Out of memory.
}

/// A picture with an address that only this page knows. The address ends when this is dropped.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    url: String,
}

impl Picture {
    /// The picture that `bytes` are. `None` where the browser has no room for it.
    pub fn new(bytes: &[u8], media_type: &str) -> Option<Self> {
        let url = Url::create_object_url_with_blob(&blob_of(bytes, media_type)?).ok()?; // As above.
        Some(Self { url })
    }

    /// Its address, for an `<img>`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url); // An address that is gone already is no loss.
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It has more bytes than anybody should have to wait for.
    TooLarge,
    /// It is no picture, or none that this browser can read.
    NoPicture,
}

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: f64 = 20_000_000.0;

/// The first file that was chosen in a file field. The field is empty then, so that the same one can be chosen again.
pub fn chosen_file(field: &HtmlInputElement) -> Option<File> {
    let file = first(field.files());
    field.set_value("");
    file
}

/// The first file that was dropped.
pub fn dropped_file(event: &DragEvent) -> Option<File> {
    first(event.data_transfer()?.files())
}

fn first(files: Option<FileList>) -> Option<File> {
    files?.get(0)
}

/// A picture from a file, decoded. Its memory is freed when this is dropped.
#[must_use]
#[derive(Debug)]
pub struct Decoded {
    bitmap: ImageBitmap,
}

impl Drop for Decoded {
    fn drop(&mut self) {
        self.bitmap.close();
    }
}

/// A square picture as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// `image/webp`, or `image/jpeg` from browsers that cannot write WebP.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Decoded {
    /// Reads a picture from `file`. The way a camera was held is heeded.
    ///
    /// # Errors
    ///
    /// For a file that is too large or no picture; see [`NotTaken`].
    pub async fn read(file: &File) -> Result<Self, NotTaken> {
        if file.size() > LARGEST_FILE {
            return Err(NotTaken::TooLarge);
        }
        if !file.type_().starts_with("image/") {
            return Err(NotTaken::NoPicture);
        }
        let decoding = window().create_image_bitmap_with_blob(file).map_err(|_| NotTaken::NoPicture)?;
        let bitmap = JsFuture::from(decoding).await.map_err(|_| NotTaken::NoPicture)?;
        Ok(Self { bitmap: bitmap.unchecked_into() })
    }

    /// Its width, in pixels.
    pub fn width(&self) -> f64 {
        f64::from(self.bitmap.width())
    }

    /// Its height, in pixels.
    pub fn height(&self) -> f64 {
        f64::from(self.bitmap.height())
    }

    /// Draws the square that `crop` says onto all of `canvas`.
    pub fn draw(&self, canvas: &HtmlCanvasElement, crop: Crop) {
        let square = crop.square(self.width(), self.height());
        let _ = self.draw_square(canvas, square, None); // Without a canvas there is nothing to see, and nothing to do.
    }

    fn draw_square(&self, canvas: &HtmlCanvasElement, square: Square, ground: Option<&str>) -> Option<()> {
        let context = canvas.get_context("2d").ok()??; // The browser has no canvas.
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let side = f64::from(canvas.width());
        context.clear_rect(0.0, 0.0, side, side);
        if let Some(colour) = ground {
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

    /// The square that `crop` says, made small. `None` where the browser cannot write pictures.
    pub async fn encode(&self, crop: Crop) -> Option<Encoded> {
        let square = crop.square(self.width(), self.height());
        let canvas: HtmlCanvasElement = page().create_element("canvas").ok()?.unchecked_into(); // A name that is one.
        let side = target_side(square);
        canvas.set_width(side);
        canvas.set_height(side);
        self.draw_square(&canvas, square, None)?;
        let webp = written(&canvas, "image/webp").await?;
        if webp.type_() == "image/webp" {
            return Some(Encoded { media_type: "image/webp", bytes: bytes_of(&webp).await? });
        }
        // JPEG knows nothing of transparency.
        self.draw_square(&canvas, square, Some("#fff"))?;
        let jpeg = written(&canvas, "image/jpeg").await?;
        Some(Encoded { media_type: "image/jpeg", bytes: bytes_of(&jpeg).await? })
    }
}

async fn written(canvas: &HtmlCanvasElement, media_type: &str) -> Option<Blob> {
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
