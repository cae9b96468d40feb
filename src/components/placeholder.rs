//! In place of what is still coming.

use yew::prelude::*;

use crate::text;

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
}

/// Grey shapes of about the size of what is coming, so that nothing jumps when it comes.
pub fn placeholder(shape: Shape) -> Html {
    let shape = match shape {
        Shape::Text => "placeholder placeholder-text",
        Shape::Posts => "placeholder placeholder-posts",
        Shape::Post => "placeholder placeholder-post",
        Shape::Form => "placeholder placeholder-form",
    };
    html! {
        <div class={shape} aria-busy="true">
            <span class="visually-hidden">{ text::LOADING }</span>
            <div class="placeholder-title"></div>
            for line in 0..6 {
                <div class="placeholder-line" key={line}></div>
            }
        </div>
    }
}
