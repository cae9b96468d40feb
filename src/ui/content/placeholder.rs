//! In place of what is still coming.

use lychgate_yew::routing::Audience;
use yew::prelude::*;

use crate::i18n::{I18n, text};

/// What it stands for, and so its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A heading and its text.
    Text,
    /// The cards of a list of posts.
    Posts,
    /// A post with its picture.
    Post,
    /// The fields of a form.
    Form,
    /// The cards of a page of the account.
    Account,
}

/// Grey shapes of about the size of what is coming, so that nothing jumps when it comes.
pub fn placeholder(t: I18n, shape: Shape) -> Html {
    let shape = match shape {
        Shape::Text => "placeholder placeholder-text",
        Shape::Posts => "placeholder placeholder-posts",
        Shape::Post => "placeholder placeholder-post",
        Shape::Form => "placeholder placeholder-form",
        Shape::Account => "placeholder placeholder-account",
    };
    html! {
        <div class={shape} aria-busy="true">
            <span class="visually-hidden">{ t.text(text::LOADING) }</span>
            <div class="placeholder-title"></div>
            for line in 0..6 {
                <div class="placeholder-line" key={line}></div>
            }
        </div>
    }
}

/// In place of a page of this access class until it is known whether it is shown, of about its shape.
pub fn waiting_page(t: I18n, audience: &Audience) -> Html {
    let (class, content) = match audience {
        Audience::Public => ("page", placeholder(t, Shape::Text)),
        Audience::Guests => {
            ("page auth-layout waiting", html! { <div class="auth-card">{ placeholder(t, Shape::Form) }</div> })
        }
        Audience::Members | Audience::MembersWith(_) => ("page narrow waiting", placeholder(t, Shape::Account)),
    };
    html! { <main id="main" {class} tabindex="-1">{ content }</main> }
}
