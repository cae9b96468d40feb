//! The avatar of the user: an image is chosen or dropped, cut to a square, made small here, and only then sent.

use std::rc::Rc;

use lychgate_directus::{
    FileForm, files,
    permissions::{Action, FILES, Permission, Permissions},
    users::{self, ProfileField, User, UserPatch},
};
use lychgate_session::{Client, SendError};
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File, HtmlCanvasElement, HtmlInputElement, PointerEvent};
use yew::prelude::*;

use super::may_change;
use crate::{
    account::{
        Account,
        avatar::{
            crop::Crop,
            image::{DecodedImage, ImageError, chosen_file, dropped_file},
        },
        use_account,
    },
    browser::document,
    i18n::{
        Message,
        text::{self, Text},
        use_i18n,
    },
    ui::{Tone, alert, avatar_of, error_messages, use_flag},
};

/// Returns whether the role may have an avatar.
pub fn is_offered(permissions: &Permissions) -> bool {
    may_change(permissions, "avatar") && permissions.allow(&Permission::new(Action::Create, FILES))
}

#[derive(Clone, PartialEq, Properties)]
pub struct AvatarSectionProps {
    /// The signed-in user.
    pub user: User,
}

/// What the last action has led to.
type Note = Option<(Tone, Message)>;

/// The current avatar, and the way to another.
#[component]
pub fn AvatarSection(props: &AvatarSectionProps) -> Html {
    let t = use_i18n();
    let (client, account) = (use_client(), use_account());
    let chosen = use_state(|| None::<Rc<DecodedImage>>);
    let note = use_state_eq(|| None as Note);
    let busy = use_flag();
    let over = use_flag();

    let take = {
        let (chosen, note) = (chosen.setter(), note.setter());
        Callback::from(move |file: Option<File>| {
            let Some(file) = file else { return };
            let (chosen, note) = (chosen.clone(), note.clone());
            spawn_local(async move {
                match DecodedImage::read(&file).await {
                    Ok(image) => {
                        note.set(None);
                        chosen.set(Some(Rc::new(image)));
                    }
                    Err(error) => note.set(Some((Tone::Error, image_error(error).into()))),
                }
            });
        })
    };
    let remove = {
        let (client, account, user) = (client.clone(), account.clone(), props.user.clone());
        let (note, busy) = (note.setter(), busy.clone());
        Callback::from(move |_: MouseEvent| {
            if *busy {
                return;
            }
            busy.set(true);
            let (client, account, user) = (client.clone(), account.clone(), user.clone());
            let (note, busy) = (note.clone(), busy.setter());
            spawn_local(async move {
                note.set(Some(match save_avatar(&client, &account, &user, None).await {
                    Ok(()) => (Tone::Success, text::AVATAR_REMOVED.into()),
                    Err(message) => (Tone::Error, message),
                }));
                busy.set(false);
            });
        })
    };
    let ondragover = {
        let over = over.setter();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        }
    };
    let ondragleave = {
        let over = over.setter();
        move |_: DragEvent| over.set(false)
    };
    let ondrop = {
        let (over, take) = (over.setter(), take.clone());
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            take.emit(dropped_file(&event));
        }
    };
    let onchange = take.reform(|event: Event| chosen_file(&event.target_unchecked_into::<HtmlInputElement>()));

    let content = match &*chosen {
        Some(image) => {
            let done = {
                let (chosen, note) = (chosen.setter(), note.setter());
                Callback::from(move |result: Note| {
                    chosen.set(None);
                    note.set(result);
                })
            };
            html! { <AvatarCropper user={props.user.clone()} image={Chosen(image.clone())} {done} /> }
        }
        None => html! {
            <div class="avatar-current">
                { avatar_of(&account) }
                <div class="avatar-actions">
                    <div class="actions">
                        <span class="avatar-choose">
                            <input type="file" id="avatar-file" class="visually-hidden" accept="image/*" {onchange}
                                aria-describedby="avatar-hint" />
                            <label class="button" for="avatar-file">
                                { if props.user.avatar.is_some() { t.text(text::CHOOSE_ANOTHER_AVATAR) } else { t.text(text::CHOOSE_AVATAR) } }
                            </label>
                        </span>
                        if props.user.avatar.is_some() {
                            <button type="button" class="button" onclick={remove} aria-disabled={busy.then_some("true")}>
                                { t.text(text::REMOVE_AVATAR) }
                            </button>
                        }
                    </div>
                    <p class="field-hint" id="avatar-hint">
                        <span class="avatar-drop">{ t.text(text::AVATAR_DROP) }{ " " }</span>{ t.text(text::AVATAR_HINT) }
                    </p>
                </div>
            </div>
        },
    };
    html! {
        <section class={if *over { "card avatar-editor is-over" } else { "card avatar-editor" }} aria-labelledby="avatar-heading"
            {ondragover} {ondragleave} {ondrop}>
            <h2 id="avatar-heading">{ t.text(text::AVATAR) }</h2>
            if let Some((tone, message)) = &*note {
                { alert(*tone, t.message(message)) }
            }
            { content }
        </section>
    }
}

/// An image that is being cut; equal to itself alone.
#[derive(Clone)]
struct Chosen(Rc<DecodedImage>);

impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, PartialEq, Properties)]
struct AvatarCropperProps {
    user: User,
    image: Chosen,
    /// Called at the end, with what there is to say.
    done: Callback<Note>,
}

/// Cuts the image to a square, by sliders and by dragging, and sends it.
#[component]
fn AvatarCropper(props: &AvatarCropperProps) -> Html {
    let t = use_i18n();
    let (client, account) = (use_client(), use_account());
    let canvas = use_node_ref();
    let crop = use_state_eq(Crop::default);
    let drag = use_mut_ref(|| None::<(f64, f64)>);
    let busy = use_flag();
    let error = use_state_eq(|| None::<Message>);
    let image = props.image.0.clone();

    use_effect_with((props.image.clone(), *crop), {
        let canvas = canvas.clone();
        move |(image, crop)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                image.0.draw(&canvas, *crop);
            }
        }
    });
    use_effect_with((), |()| document::focus("#avatar-zoom"));

    let onpointerdown = {
        let drag = drag.clone();
        move |event: PointerEvent| {
            drag.replace(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
            let _ = event.target_unchecked_into::<HtmlCanvasElement>().set_pointer_capture(event.pointer_id()); // Gone already.
        }
    };
    let onpointermove = {
        let (drag, crop, image) = (drag.clone(), crop.clone(), image.clone());
        move |event: PointerEvent| {
            let now = (f64::from(event.client_x()), f64::from(event.client_y()));
            let Some(before) = drag.borrow_mut().as_mut().map(|at| std::mem::replace(at, now)) else { return };
            let side = f64::from(event.target_unchecked_into::<HtmlCanvasElement>().client_width()).max(1.0);
            let (right, down) = ((now.0 - before.0) / side, (now.1 - before.1) / side);
            crop.set(crop.dragged(right, down, image.width(), image.height()));
        }
    };
    let stop_dragging = {
        let drag = drag.clone();
        move |_: PointerEvent| {
            drag.replace(None);
        }
    };
    // In hundredths: printing fractions would take much room.
    let slider = |id: &'static str, label: Text, range: [u32; 2], value: f64, set: fn(&mut Crop, f64)| {
        let crop = crop.clone();
        let oninput = move |event: InputEvent| {
            let mut next = *crop;
            set(&mut next, event.target_unchecked_into::<HtmlInputElement>().value_as_number() / 100.0);
            crop.set(next);
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 400")]
        let value = (value * 100.0) as u32;
        html! {
            <div class="avatar-slider">
                <label for={id}>{ t.text(label) }</label>
                // From left to right in every language, as the image moves.
                <input {id} type="range" dir="ltr" min={range[0].to_string()} max={range[1].to_string()} value={value.to_string()}
                    {oninput} />
            </div>
        }
    };

    let save = {
        let (client, account, crop, busy, error) =
            (client.clone(), account.clone(), crop.clone(), busy.clone(), error.setter());
        let (user, done, image) = (props.user.clone(), props.done.clone(), image.clone());
        move |_: MouseEvent| {
            if *busy {
                return;
            }
            busy.set(true);
            error.set(None);
            let (client, account, crop, busy, error) =
                (client.clone(), account.clone(), *crop, busy.setter(), error.clone());
            let (user, done, image) = (user.clone(), done.clone(), image.clone());
            spawn_local(async move {
                let saved = match image.encode(crop).await {
                    Some(encoded) => {
                        let name = if encoded.media_type == "image/webp" { "picture.webp" } else { "picture.jpg" };
                        let form = FileForm {
                            fields: vec![(
                                "title".into(),
                                user.full_name().unwrap_or_else(|| t.text(text::AVATAR).to_string()),
                            )],
                            file_name: name.to_owned(),
                            media_type: encoded.media_type.to_owned(),
                            bytes: encoded.bytes.into(),
                        };
                        save_avatar(&client, &account, &user, Some(form)).await
                    }
                    None => Err(text::AVATAR_ALTERED.into()),
                };
                busy.set(false);
                match saved {
                    Ok(()) => done.emit(Some((Tone::Success, text::AVATAR_SAVED.into()))),
                    Err(message) => error.set(Some(message)),
                }
            });
        }
    };
    let cancel = props.done.reform(|_: MouseEvent| None);

    html! {
        <div class="avatar-cropper">
            <canvas ref={canvas} class="avatar-canvas" width="512" height="512" role="img"
                aria-label={t.text(text::AVATAR_PREVIEW)} {onpointerdown} {onpointermove} onpointerup={stop_dragging.clone()}
                onpointercancel={stop_dragging} />
            <div class="avatar-sliders">
                { slider("avatar-zoom", text::ZOOM, [100, 400], crop.zoom, |crop, value| crop.zoom = value) }
                { slider("avatar-x", text::LEFT_TO_RIGHT, [0, 100], crop.x, |crop, value| crop.x = value) }
                { slider("avatar-y", text::TOP_TO_BOTTOM, [0, 100], crop.y, |crop, value| crop.y = value) }
                <p class="field-hint">{ t.text(text::AVATAR_DRAG) }</p>
            </div>
            if let Some(error) = &*error {
                { alert(Tone::Error, t.message(error)) }
            }
            if *busy {
                <p class="avatar-progress" role="status">
                    { t.text(text::AVATAR_SENDING) }<progress aria-label={t.text(text::AVATAR_IS_SENT)}></progress>
                </p>
            }
            <div class="actions">
                <button type="button" class="button button-primary" onclick={save} aria-disabled={busy.then_some("true")}>
                    { t.text(text::SAVE_AVATAR) }
                </button>
                <button type="button" class="button" onclick={cancel}>{ t.text(text::CANCEL) }</button>
            </div>
        </div>
    }
}

fn image_error(error: ImageError) -> Text {
    match error {
        ImageError::TooLarge => text::AVATAR_TOO_LARGE,
        ImageError::Heic => text::AVATAR_HEIC,
        ImageError::NotAnImage => text::AVATAR_NOT_AN_IMAGE,
    }
}

/// Makes the image in `form`, or none, the avatar of `user`, and removes the one before where the role may.
async fn save_avatar(client: &Client, account: &Account, user: &User, form: Option<FileForm>) -> Result<(), Message> {
    let message = |error: SendError| match error {
        SendError::Directus(error) => error_messages::avatar(&error),
        error => error_messages::send_failure(&error),
    };
    let file = match form {
        Some(form) => Some(client.send(&files::upload(form)).await.map_err(message)?),
        None => None,
    };
    let patch = UserPatch::new(ProfileField::Avatar, file.as_ref().map(ToString::to_string));
    let saved = client.send(&users::update_me(&patch)).await;
    // The file that is not needed any more. Where the role may not remove it, it stays.
    let unused = if saved.is_ok() { user.avatar.as_ref() } else { file.as_ref() };
    let may_remove = account
        .permissions()
        .ready()
        .is_some_and(|permissions| permissions.allow(&Permission::new(Action::Delete, FILES)));
    if let (Some(file), true) = (unused, may_remove) {
        let _ = client.send(&files::delete(file)).await; // It may be another's by its own rules.
    }
    account.show_saved(saved.map_err(message)?);
    Ok(())
}
