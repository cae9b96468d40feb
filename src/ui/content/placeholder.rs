//! Shown in place of what is still loading.

use lychgate_yew::routing::Audience;
use yew::prelude::*;

use crate::i18n::{I18n, text};

/// What a placeholder stands for, and so its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceholderShape {
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

/// Renders grey shapes of about the size of what is loading, so that nothing jumps when it comes.
pub fn placeholder(t: I18n, shape: PlaceholderShape) -> Html {
    let shape = match shape {
        PlaceholderShape::Text => "placeholder placeholder-text",
        PlaceholderShape::Posts => "placeholder placeholder-posts",
        PlaceholderShape::Post => "placeholder placeholder-post",
        PlaceholderShape::Form => "placeholder placeholder-form",
        PlaceholderShape::Account => "placeholder placeholder-account",
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

/// Renders the placeholder of a page for `audience`, for as long as it is not known whether the page is shown.
pub fn page_placeholder(t: I18n, audience: &Audience) -> Html {
    let (class, content) = match audience {
        Audience::Public => ("page", placeholder(t, PlaceholderShape::Text)),
        Audience::Guests => (
            "page auth-layout waiting",
            html! { <div class="auth-card">{ placeholder(t, PlaceholderShape::Form) }</div> },
        ),
        Audience::Members | Audience::MembersWith(_) => {
            ("page narrow waiting", placeholder(t, PlaceholderShape::Account))
        }
    };
    html! { <main id="main" {class} tabindex="-1">{ content }</main> }
}
