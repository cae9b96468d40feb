//! The image of a user: read from a file, cut to a square, made small, and shown.

pub mod crop;
mod heic;
pub mod image;

use std::rc::Rc;

use futures_util::future::abortable;
use image::ObjectUrl;
use lychgate_directus::{FileId, UserId, assets};
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Avatars are asked for in this size: twice that of the largest place for one.
const SIZE: u32 = 256;

/// Loads the avatar `file` of the user `owner` (`GET /assets/:id`), and returns its URL once it is here.
#[hook]
pub(super) fn use_avatar(owner: Option<UserId>, file: Option<FileId>) -> Option<AttrValue> {
    let client = use_client();
    let image = use_state(|| None::<Rc<ObjectUrl>>);
    use_effect_with((owner, file), {
        let image = image.setter();
        move |(_, file)| {
            let request = file.as_ref().map(|file| assets::avatar(file, SIZE));
            let (loading, abort) = abortable(async move {
                let bytes = match request {
                    Some(request) => client.download(&request).await.ok(), // Without it initials stand there.
                    None => None,
                };
                image.set(bytes.and_then(|bytes| ObjectUrl::new(&bytes, "image/webp")).map(Rc::new));
            });
            spawn_local(async {
                let _ = loading.await; // An abort means that there is somebody else to show, or another avatar.
            });
            move || abort.abort()
        }
    });
    image.as_ref().map(|image| image.url().to_owned().into())
}
