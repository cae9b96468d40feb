use js_sys::{Array, Uint8Array};
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
