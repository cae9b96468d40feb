//! The layout of the auth pages: a card in the branding of the project.

use lychgate_directus::{assets, server::Project};
use lychgate_yew::{resource::Resource, use_client};
use yew::prelude::*;

use crate::{
    browser::document,
    i18n::use_i18n,
    ui::{PageLayout, branding},
};

/// Moves the focus to the heading when a page changes from one step to the other: what had the focus is gone then.
#[hook]
pub fn use_heading_focus(is_second_step: bool) {
    let before = use_mut_ref(|| is_second_step);
    use_effect_with(is_second_step, move |is_second_step| {
        if before.replace(*is_second_step) != *is_second_step {
            document::focus("main h1");
        }
    });
}

/// Props of [`AuthLayout`].
#[derive(Clone, Properties)]
pub struct AuthLayoutProps {
    /// The heading, and the title of the page.
    pub title: AttrValue,
    /// The id of the heading.
    pub id: &'static str,
    /// The project, for its branding. Nothing waits for it, and nothing moves when it comes.
    pub project: Resource<Project>,
    /// Whether the content is there.
    #[prop_or(true)]
    pub settled: bool,
    /// Shown below the heading.
    pub children: Html,
}

impl PartialEq for AuthLayoutProps {
    fn eq(&self, other: &Self) -> bool {
        self.title == other.title
            && self.id == other.id
            && self.settled == other.settled
            && self.project.ready() == other.project.ready()
            && self.project.is_settled() == other.project.is_settled()
            && self.children == other.children
    }
}

/// The layout of an auth page.
#[component]
pub fn AuthLayout(props: &AuthLayoutProps) -> Html {
    let t = use_i18n();
    let client = use_client();
    let project = props.project.ready().cloned().unwrap_or_default();
    let accent = branding::chosen_accent(&project);
    let background = project.public_background.as_ref().map(|file| assets::cover(client.base(), file, 1920, 1200));
    use_effect_with((accent, background), |(accent, background)| {
        let set = |name, value: &str| document::set_property("main.auth-layout", name, value);
        if let Some(accent) = accent {
            // One each, and not `light-dark()` of both, which is compiled for browsers without it in the styles alone.
            set("--accent-light", &accent.light.to_string());
            set("--accent-dark", &accent.dark.to_string());
        }
        if let Some(background) = background {
            set("--auth-background", &format!("url(\"{background}\")"));
        }
    });

    let logo = project.project_logo.as_ref().map(|file| assets::scaled(client.base(), file, 120));
    let name = branding::chosen_name(&project);
    let class = match (props.project.is_settled(), accent) {
        (false, _) => "auth-layout is-unsettled",
        (true, None) => "auth-layout",
        (true, Some(_)) => "auth-layout has-accent",
    };
    html! {
        <PageLayout title={props.title.clone()} {class} settled={props.settled}>
            <div class={if logo.is_some() { "auth-card has-logo" } else { "auth-card" }}>
                if let Some(logo) = logo {
                    <img class="auth-logo" src={logo} alt="" />
                }
                <p class="auth-project">
                    if let Some(name) = name {
                        <strong>{ name }</strong>
                    }
                    if let (Some(_), Some(descriptor)) = (name, &project.project_descriptor) {
                        <span><bdi lang={t.content_language()}>{ descriptor }</bdi></span>
                    }
                </p>
                <h1 id={props.id} tabindex="-1">{ &props.title }</h1>
                { props.children.clone() }
                if let Some(note) = &project.public_note {
                    <p class="auth-note" dir="auto" lang={t.content_language()}>{ note.trim() }</p>
                }
            </div>
        </PageLayout>
    }
}
