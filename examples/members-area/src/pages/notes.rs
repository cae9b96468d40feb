use lychgate_directus::Request;
use lychgate_yew::{
    resource::{Owner, Resource, use_resource_of},
    use_client, use_session,
};
use web_sys::HtmlTextAreaElement;
use yew::{platform::spawn_local, prelude::*};

use super::message;
use crate::notes::{self, Note};

/// The notes of whoever is signed in: to read, write, change and delete.
#[component]
pub fn Notes() -> Html {
    let session = use_session();
    let notes = use_resource_of(Owner::from(session.owner()), notes::list());
    // A list stays on the page, with what is being typed in it, until a newer one is there. The guard makes a new page
    // for another user.
    let latest = use_mut_ref(|| None);
    if let Resource::Ready(notes) = &notes.state {
        latest.replace(Some(notes.clone()));
    }
    let failure = match &notes.state {
        Resource::Failed(error) => html! {
            <p role="alert">
                { message(error) }{ " " }
                <button class="plain" onclick={notes.retry.reform(|_| ())}>{ "Try again" }</button>
            </p>
        },
        _ => Html::default(),
    };
    let list = match &*latest.borrow() {
        Some(list) if list.is_empty() => html! { <p class="quiet">{ "There are no notes yet." }</p> },
        Some(list) => html! {
            <ul class="notes">
                for note in list.iter() {
                    <NoteItem key={&*note.id} note={note.clone()} on_saved={notes.retry.clone()} />
                }
            </ul>
        },
        None => Html::default(),
    };
    html! {
        <>
            <h1>{ "My notes" }</h1>
            <Editor label="New note" action="Add" request={Callback::from(|text: String| notes::create(&text))}
                on_saved={notes.retry.clone()} />
            { failure }
            { list }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct NoteItemProps {
    note: Note,
    on_saved: Callback<()>,
}

#[component]
fn NoteItem(props: &NoteItemProps) -> Html {
    let NoteItemProps { note, on_saved } = props;
    let is_edited = use_state(|| false);
    let (send, failure) = use_send(on_saved.clone());
    if *is_edited {
        let id = note.id.clone();
        let on_saved = {
            let (is_edited, on_saved) = (is_edited.setter(), on_saved.clone());
            Callback::from(move |()| {
                is_edited.set(false);
                on_saved.emit(());
            })
        };
        return html! {
            <li>
                <Editor label="Change the note" action="Save" text={note.text.clone()}
                    request={Callback::from(move |text: String| notes::update(&id, &text))} {on_saved} />
                <button class="plain" onclick={move |_| is_edited.set(false)}>{ "Cancel" }</button>
            </li>
        };
    }
    let on_delete = {
        let id = note.id.clone();
        move |_| send.emit(notes::delete(&id))
    };
    let date = note.date_created.as_deref().and_then(|date| date.get(..10)).unwrap_or_default();
    html! {
        <li>
            <p>{ &note.text }</p>
            <p class="quiet">
                <time datetime={note.date_created.clone()}>{ date.to_owned() }</time>
                <button class="plain" onclick={move |_| is_edited.set(true)}>{ "Change" }</button>
                <button class="plain" onclick={on_delete}>{ "Delete" }</button>
            </p>
            <p role="alert">{ failure.unwrap_or_default() }</p>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    label: &'static str,
    action: &'static str,
    #[prop_or_default]
    text: String,
    /// Makes the request that saves a text.
    request: Callback<String, Request<Note>>,
    on_saved: Callback<()>,
}

/// A field for a text. It is empty again once the text is saved, and not before.
#[component]
fn Editor(props: &EditorProps) -> Html {
    let field = use_node_ref();
    let on_saved = {
        let (field, on_saved) = (field.clone(), props.on_saved.clone());
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                field.set_value("");
            }
            on_saved.emit(());
        })
    };
    let (send, failure) = use_send(on_saved);
    let onsubmit = {
        let (field, request) = (field.clone(), props.request.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlTextAreaElement>().map(|field| field.value()).unwrap_or_default();
            if !text.trim().is_empty() {
                send.emit(request.emit(text.trim().to_owned()));
            }
        }
    };
    html! {
        <form {onsubmit}>
            <label>
                { props.label }
                <textarea ref={field} rows="3" required={true} defaultvalue={props.text.clone()} />
            </label>
            <p role="alert">{ failure.unwrap_or_default() }</p>
            <button class="button">{ props.action }</button>
        </form>
    }
}

/// Returns a callback that sends a request, one at a time, and the message of the last one where it failed.
#[hook]
fn use_send<T: 'static>(on_sent: Callback<()>) -> (Callback<Request<T>>, Option<&'static str>) {
    let client = use_client();
    let is_sending = use_mut_ref(|| false);
    let failure = use_state(|| None);
    let send = {
        let failure = failure.setter();
        Callback::from(move |request: Request<T>| {
            if is_sending.replace(true) {
                return;
            }
            let (client, failure, is_sending, on_sent) =
                (client.clone(), failure.clone(), is_sending.clone(), on_sent.clone());
            spawn_local(async move {
                let outcome = client.send(&request).await;
                is_sending.replace(false);
                failure.set(outcome.as_ref().err().map(message));
                if outcome.is_ok() {
                    on_sent.emit(());
                }
            });
        })
    };
    (send, *failure)
}
