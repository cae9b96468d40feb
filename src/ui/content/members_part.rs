//! The part of a text that is for members, or what stands in its place.

use std::rc::Rc;

use lychgate_directus::Request;
use lychgate_session::{SendError, Session};
use lychgate_yew::resource::{Resource, loaded};
use yew::prelude::*;

use crate::{
    content::TextAudience,
    i18n::{
        I18n,
        text::{self, Text},
    },
    routing::{ReturnTo, Route, SiteUrl, links::page_link},
    ui::{PlaceholderShape, RichText, Tone, alert, content_error, error_messages, placeholder},
};

/// The id of the part, and so the fragment that leads back to it.
const ID: &str = "members-part";

/// What a page shows below the text that is for everyone.
pub struct MembersPart {
    /// The part, or what stands in its place.
    pub html: Html,
    /// Whether it has come.
    pub is_settled: bool,
}

type View = Rc<dyn Fn(MembersPart) -> Html>;

/// Makes a page of a text for `audience` at `route`: `view` renders it with the part that is for members, which `request` asks for as the
/// signed-in user.
pub fn with_members_part(
    t: I18n,
    audience: TextAudience,
    route: Route,
    request: Request<Option<String>>,
    view: impl Fn(MembersPart) -> Html + 'static,
) -> Html {
    if audience == TextAudience::Everyone {
        return view(MembersPart { html: Html::default(), is_settled: true });
    }
    load(t, audience, route, request, Rc::new(view))
}

/// The same for every page, so that it is compiled once.
fn load(t: I18n, audience: TextAudience, route: Route, request: Request<Option<String>>, view: View) -> Html {
    loaded(request, move |text, client| {
        let session = client.session();
        let decision = Decision::new(audience, &session, &text.state);
        let is_settled = !matches!(decision, Decision::Wait);
        let html = match decision {
            Decision::Wait => placeholder(t, PlaceholderShape::Text),
            Decision::SignIn => part(t, audience, sign_in_notice(t, audience, &session, &route)),
            Decision::Show(text) => part(t, audience, html! { <RichText html={text.to_owned()} /> }),
            Decision::Empty => Html::default(),
            Decision::Refuse => part(t, audience, refusal_notice(t)),
            Decision::Fail(error) => part(t, audience, content_error(t, error, &text.retry)),
        };
        view(MembersPart { html, is_settled })
    })
}

/// What stands in the place of the part.
#[cfg_attr(test, derive(Debug, PartialEq))]
enum Decision<'a> {
    /// It is not known yet who is signed in, or what they may read.
    Wait,
    /// Nobody is signed in.
    SignIn,
    /// This text, HTML from Directus.
    Show(&'a str),
    /// There is no text.
    Empty,
    /// There is a text, as a rule, and it is for others.
    Refuse,
    /// The text did not come.
    Fail(&'a SendError),
}

impl<'a> Decision<'a> {
    /// Decides by what came for the user of `session`.
    fn new(audience: TextAudience, session: &Session, text: &'a Resource<Option<String>>) -> Self {
        match text {
            _ if *session == Session::Booting => Self::Wait,
            _ if session.user().is_none() => Self::SignIn,
            Resource::Loading => Self::Wait,
            Resource::Failed(error) if error.is_forbidden() => Self::Refuse,
            Resource::Failed(error) => Self::Fail(error),
            Resource::Ready(text) => match &**text {
                Some(text) => Self::Show(text),
                None if audience == TextAudience::Roles => Self::Refuse,
                None => Self::Empty,
            },
        }
    }
}

/// Returns the words that mark a text for `audience`; `None` for everyone.
pub fn audience_label(audience: TextAudience) -> Option<Text> {
    match audience {
        TextAudience::Everyone => None,
        TextAudience::Members => Some(text::FOR_MEMBERS),
        TextAudience::Roles => Some(text::FOR_CERTAIN_MEMBERS),
    }
}

/// Renders the part. What the site says in it is in the language of the visitor.
fn part(t: I18n, audience: TextAudience, content: Html) -> Html {
    let label = audience_label(audience).map(|label| AttrValue::from(t.text(label)));
    let language = t.language();
    html! {
        <section id={ID} class="members-part" aria-label={label} lang={language.code} dir={language.direction()}>
            { content }
        </section>
    }
}

/// Says whom the rest of the text at `route` is for, and leads to the sign-in and to the registration, and from there back.
pub fn sign_in_notice(t: I18n, audience: TextAudience, session: &Session, route: &Route) -> Html {
    let return_to = ReturnTo::to(SiteUrl::new(route.clone(), "", ID));
    let heading = match audience {
        TextAudience::Roles => text::REST_FOR_CERTAIN_MEMBERS,
        TextAudience::Everyone | TextAudience::Members => text::REST_FOR_MEMBERS,
    };
    let why = match session {
        Session::SignedOut { reason } | Session::Expired { reason, .. } => error_messages::signed_out(*reason),
        _ => None,
    };
    html! {
        <div class="members-notice">
            <h2>{ t.text(heading) }</h2>
            if let Some(why) = why {
                { alert(Tone::Info, t.text(why)) }
            } else {
                <p>{ t.text(text::SIGN_IN_TO_READ) }</p>
            }
            <p class="actions">
                { page_link(return_to.append_to(Route::SignIn), "button button-primary", t.text(text::SIGN_IN)) }
                { page_link(return_to.append_to(Route::Register), "button", t.text(text::CREATE_AN_ACCOUNT)) }
            </p>
        </div>
    }
}

/// Says to a member that the rest of a text is for others.
pub fn refusal_notice(t: I18n) -> Html {
    html! {
        <div class="members-notice">
            <h2>{ t.text(text::REST_FOR_CERTAIN_MEMBERS) }</h2>
            <p>{ t.text(text::REST_FOR_OTHERS) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use lychgate_directus::{ApiError, Error, ErrorCode, UserId};
    use lychgate_session::{Cause, SignedOutReason};

    use super::*;

    fn user() -> UserId {
        UserId::from("ada")
    }

    fn ready(text: Option<&str>) -> Resource<Option<String>> {
        Resource::Ready(Rc::new(text.map(str::to_owned)))
    }

    fn refused(code: ErrorCode) -> SendError {
        let error = ApiError { code, field: None, rule: None, message: String::new() };
        SendError::Directus(Error::Rejected { status: 403, errors: vec![error], retry_after: None })
    }

    /// Everything that can have come for a user.
    fn texts() -> [Resource<Option<String>>; 4] {
        [Resource::Loading, ready(Some("<p>hi</p>")), ready(None), Resource::Failed(Rc::new(SendError::SignedOut))]
    }

    const AUDIENCES: [TextAudience; 2] = [TextAudience::Members, TextAudience::Roles];

    #[test]
    fn nobody_sees_the_text_without_a_session() {
        let mut sessions = vec![Session::Unreachable { user: None, cause: Cause::Network }];
        for reason in [
            SignedOutReason::NotChecked,
            SignedOutReason::NeverSignedIn,
            SignedOutReason::Here,
            SignedOutReason::Elsewhere,
            SignedOutReason::Expired,
            SignedOutReason::Suspended,
        ] {
            sessions.push(Session::SignedOut { reason });
            sessions.push(Session::Expired { user: user(), reason });
        }
        for audience in AUDIENCES {
            for text in &texts() {
                for session in &sessions {
                    assert_eq!(Decision::new(audience, session, text), Decision::SignIn, "{session:?} {text:?}");
                }
                assert_eq!(Decision::new(audience, &Session::Booting, text), Decision::Wait, "{text:?}");
            }
        }
    }

    #[test]
    fn user_sees_what_came_for_them() {
        for session in
            [Session::SignedIn { user: user() }, Session::Unreachable { user: Some(user()), cause: Cause::Network }]
        {
            for audience in AUDIENCES {
                assert_eq!(Decision::new(audience, &session, &Resource::Loading), Decision::Wait);
                let text = ready(Some("<p>hi</p>"));
                assert_eq!(Decision::new(audience, &session, &text), Decision::Show("<p>hi</p>"));
                let lost = SendError::Unreachable(Cause::Network);
                let failed = Resource::Failed(Rc::new(lost.clone()));
                assert_eq!(Decision::new(audience, &session, &failed), Decision::Fail(&lost));
            }
        }
    }

    #[test]
    fn text_that_is_not_for_a_member_is_refused_where_there_is_one() {
        let session = Session::SignedIn { user: user() };
        assert_eq!(Decision::new(TextAudience::Members, &session, &ready(None)), Decision::Empty);
        assert_eq!(Decision::new(TextAudience::Roles, &session, &ready(None)), Decision::Refuse);
        // Their role may not read what is for members at all.
        let forbidden = Resource::Failed(Rc::new(refused(ErrorCode::Forbidden)));
        for audience in AUDIENCES {
            assert_eq!(Decision::new(audience, &session, &forbidden), Decision::Refuse);
        }
        let other = refused(ErrorCode::RequestsExceeded);
        let failed = Resource::Failed(Rc::new(other.clone()));
        assert_eq!(Decision::new(TextAudience::Roles, &session, &failed), Decision::Fail(&other));
    }
}
