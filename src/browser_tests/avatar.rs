use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, CanvasRenderingContext2d, File, FilePropertyBag, HtmlCanvasElement, HtmlImageElement, Response};
use yew::prelude::*;

use super::support::{Stage, document, property, resolved, turn, until, window};
use crate::{
    account::avatar::{
        crop::Crop,
        image::{DecodedImage, ImageError, ObjectUrl},
    },
    i18n::{I18n, text},
    ui::qr_code,
};

const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];

fn canvas(width: u32, height: u32) -> HtmlCanvasElement {
    let canvas: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    canvas
}

fn context(canvas: &HtmlCanvasElement) -> CanvasRenderingContext2d {
    canvas.get_context("2d").unwrap().unwrap().unchecked_into()
}

/// A file of three stripes, from left to right red, green and blue.
async fn stripes(width: u32, height: u32) -> File {
    let canvas = canvas(width, height);
    let third = f64::from(width) / 3.0;
    for (index, colour) in ["#f00", "#0f0", "#00f"].iter().enumerate() {
        context(&canvas).set_fill_style_str(colour);
        context(&canvas).fill_rect(index as f64 * third, 0.0, third, f64::from(height));
    }
    let address = canvas.to_data_url_with_type("image/png").unwrap();
    let answer: Response = resolved(window().fetch_with_str(&address)).await.unchecked_into();
    let blob: Blob = resolved(answer.blob().unwrap()).await.unchecked_into();
    file(&[blob.into()], "image/png")
}

fn file(parts: &[JsValue], media_type: &str) -> File {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_blob_sequence_and_options(&parts.iter().collect::<Array>(), "picture", &options).unwrap()
}

/// The colour in the middle of a canvas.
fn middle(canvas: &HtmlCanvasElement) -> [u8; 3] {
    let (x, y) = (f64::from(canvas.width()) / 2.0, f64::from(canvas.height()) / 2.0);
    let data = property(&context(canvas).get_image_data(x, y, 1.0, 1.0).unwrap(), "data");
    let bytes = Uint8Array::new(&property(&data, "buffer")).to_vec();
    [bytes[0], bytes[1], bytes[2]]
}

#[wasm_bindgen_test]
async fn the_canvas_shows_the_chosen_square() {
    let picture = DecodedImage::read(&stripes(900, 300).await).await.unwrap();
    assert_eq!((picture.width(), picture.height()), (900.0, 300.0));
    let canvas = canvas(64, 64);
    for (x, colour) in [(0.0, RED), (0.5, GREEN), (1.0, BLUE)] {
        picture.draw(&canvas, Crop { x, ..Crop::default() });
        assert_eq!(middle(&canvas), colour, "at {x}");
    }
}

#[wasm_bindgen_test]
async fn an_encoded_avatar_is_a_small_square_of_at_most_512_pixels() {
    for (width, height, side) in [(2400, 1200, 512), (90, 120, 90)] {
        let picture = DecodedImage::read(&stripes(width, height).await).await.unwrap();
        let encoded = picture.encode(Crop::default()).await.unwrap();
        assert!(["image/webp", "image/jpeg"].contains(&encoded.media_type));
        assert!(encoded.bytes.len() < 60_000, "{}", encoded.bytes.len());
        let sent = file(&[Uint8Array::from(encoded.bytes.as_slice()).into()], encoded.media_type);
        let sent = DecodedImage::read(&sent).await.unwrap();
        assert_eq!((sent.width(), sent.height()), (f64::from(side), f64::from(side)));
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_no_image_is_refused() {
    let text: JsValue = "no picture at all".into();
    for media_type in ["text/plain", "", "image/png", "image/svg+xml"] {
        let file = file(std::slice::from_ref(&text), media_type);
        assert_eq!(DecodedImage::read(&file).await.err(), Some(ImageError::NotAnImage), "{media_type}");
    }
}

#[wasm_bindgen_test]
async fn a_photo_is_read_whatever_its_declared_type() {
    let png: JsValue = stripes(90, 30).await.into();
    for media_type in ["", "application/octet-stream", "image/jpeg", "image/heic", "image/svg+xml", "application/pdf"] {
        let picture = DecodedImage::read(&file(std::slice::from_ref(&png), media_type)).await.unwrap();
        assert_eq!((picture.width(), picture.height()), (90.0, 30.0), "{media_type}");
    }
}

#[wasm_bindgen_test]
async fn a_drawing_in_svg_is_no_image_whatever_its_declared_type() {
    let svg: JsValue =
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><rect width="30" height="30"/></svg>"#.into();
    for media_type in ["", "image/svg+xml", "image/png"] {
        let file = file(std::slice::from_ref(&svg), media_type);
        assert_eq!(DecodedImage::read(&file).await.err(), Some(ImageError::NotAnImage), "{media_type}");
    }
}

#[wasm_bindgen_test]
async fn a_photo_in_heic_is_told_from_other_files() {
    let heic = Uint8Array::from(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat".as_slice());
    for media_type in ["", "application/octet-stream", "image/heic", "image/jpeg"] {
        let file = file(&[heic.clone().into()], media_type);
        assert_eq!(DecodedImage::read(&file).await.err(), Some(ImageError::Heic), "{media_type}");
    }
}

/// What a canvas does in place of what it should, until this is dropped.
struct Replaced {
    prototype: JsValue,
    method: &'static str,
    original: JsValue,
}

impl Replaced {
    fn new(class: &str, method: &'static str, parameters: &str, body: &str) -> Self {
        let prototype = property(&window(), &format!("{class}.prototype"));
        let original = property(&prototype, method);
        Reflect::set(&prototype, &method.into(), &Function::new_with_args(parameters, body)).unwrap();
        Self { prototype, method, original }
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        Reflect::set(&self.prototype, &self.method.into(), &self.original).unwrap();
    }
}

#[wasm_bindgen_test]
async fn nothing_is_encoded_where_the_canvas_is_altered_or_refused() {
    let picture = DecodedImage::read(&stripes(90, 90).await).await.unwrap();
    let white = "return new ImageData(new Uint8ClampedArray(4 * width * height).fill(255), width, height)";
    for (class, method, parameters, body) in [
        ("CanvasRenderingContext2D", "getImageData", "x, y, width, height", white),
        ("CanvasRenderingContext2D", "getImageData", "", "throw new DOMException('Refused', 'SecurityError')"),
        (
            "HTMLCanvasElement",
            "toBlob",
            "callback",
            "const other = new OffscreenCanvas(8, 8); other.getContext('2d'); other.convertToBlob().then(callback)",
        ),
        ("HTMLCanvasElement", "toBlob", "callback", "callback(null)"),
        ("HTMLCanvasElement", "toBlob", "", "throw new DOMException('Refused', 'SecurityError')"),
    ] {
        let replaced = Replaced::new(class, method, parameters, body);
        assert_eq!(picture.encode(Crop::default()).await, None, "{method}: {body}");
        drop(replaced);
        assert!(picture.encode(Crop::default()).await.is_some(), "{method}: {body}");
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_too_large_is_refused_unread() {
    let bytes = Uint8Array::new_with_length(20_000_001);
    assert_eq!(DecodedImage::read(&file(&[bytes.into()], "image/png")).await.err(), Some(ImageError::TooLarge));
}

#[wasm_bindgen_test]
async fn an_object_url_is_revoked_when_it_is_dropped() {
    let encoded = DecodedImage::read(&stripes(30, 30).await).await.unwrap().encode(Crop::default()).await.unwrap();
    let picture = ObjectUrl::new(&encoded.bytes, encoded.media_type).unwrap();
    let address = picture.url().to_owned();
    let image = HtmlImageElement::new().unwrap();
    image.set_src(&address);
    until(|| image.natural_width() == 30).await;
    drop(picture);
    assert!(JsFuture::from(window().fetch_with_str(&address)).await.is_err());
}

#[component]
fn Code() -> Html {
    qr_code(
        "otpauth://totp/Millbrook:ada@example.com?secret=GEZDGNBVGY3TQOJQ",
        I18n::english().text(text::QR_CODE).as_str(),
    )
}

#[wasm_bindgen_test]
async fn a_qr_code_is_square_and_has_a_label() {
    let stage = Stage::new();
    let app = yew::Renderer::<Code>::with_root(stage.0.clone().into()).render();
    turn().await;
    let drawing = stage.find("svg[role=img]").unwrap();
    assert_eq!(drawing.get_attribute("aria-label").as_deref(), Some("QR code with the key for your authenticator app"));
    let side: u32 = drawing.get_attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
    // 17 modules and 4 for each version, with 4 of white on each side.
    assert_eq!((side - 8 - 17) % 4, 0);
    assert_eq!(stage.all("svg path").len(), 2);
    app.destroy();
}
