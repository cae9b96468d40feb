//! Directus, the cookie jar, and the messages in flight between them, after Directus 11: a refresh reads the session and writes the new
//! token later, without checking that it still replaces the old one.

use std::{
    hash::{Hash, Hasher},
    sync::OnceLock,
    time::Duration,
};

use lychgate_directus::{AuthMode, HttpRequest, HttpResponse, TransportError};
use serde_json::json;

use crate::support::{
    ADA, Answer, BEN, answer as text, body_of, done, jwt_of, path_of, refusal, session_renewed, user,
};

/// The longest time that a request takes to get through Directus, unless it is lost. The protocol allows at least 1.5 s.
pub const THROUGH_WITHIN: Duration = Duration::from_millis(1400);
/// The longest time until an answer is back, unless it is lost.
pub const BACK_WITHIN: Duration = Duration::from_millis(7500);
/// How long Directus accepts the old cookie in session mode.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Ada,
    Ben,
}

impl Who {
    pub fn id(self) -> &'static str {
        match self {
            Self::Ada => ADA,
            Self::Ben => BEN,
        }
    }

    pub fn of(id: &str) -> Self {
        if id == BEN { Self::Ben } else { Self::Ada }
    }
}

/// A refresh token, or in session mode a session token. No two are the same.
type Token = u32;

/// The kind of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Refresh,
    Login(Who),
    Logout,
    /// Asks for the user of the cookie.
    Me,
}

/// An answer of Directus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reply {
    Tokens(Who),
    Rejected,
    NoCookie,
    Done,
    Is(Who),
    Broken,
}

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// On its way to Directus.
    Leaving,
    /// A refresh that has read the session.
    Inside(Who),
    /// The answer is on its way back, with the new cookie, if it changes.
    Back(Reply, Option<Option<Token>>),
}

/// A request, and later its answer.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    pub number: u32,
    /// The page that waits for it; `None` when none does any more.
    pub page: Option<u32>,
    pub kind: Kind,
    pub cookie: Option<Token>,
    pub keepalive: bool,
    pub sent: Duration,
    pub stage: Stage,
    /// Whether it is delayed.
    pub is_slow: bool,
}

impl Message {
    /// When it advances at the latest.
    pub fn due(&self) -> Duration {
        let within = match self.stage {
            _ if !self.is_slow => Duration::ZERO,
            Stage::Back(..) => BACK_WITHIN,
            Stage::Leaving | Stage::Inside(_) => THROUGH_WITHIN,
        };
        self.sent + within
    }

    /// Whether its answer brings the only cookie that is still good.
    pub fn is_rotation_done(&self) -> bool {
        self.kind == Kind::Refresh && matches!(self.stage, Stage::Back(Reply::Tokens(_), _))
    }
}

/// A session at Directus.
#[derive(Debug, Clone, Copy)]
struct Row {
    who: Who,
    token: Token,
    /// In session mode, after a refresh: the token that replaced this one, and until when this one is still accepted.
    followed: Option<(Token, Duration)>,
    /// The person has signed out of it.
    is_out: bool,
}

pub struct Wire {
    mode: AuthMode,
    pub jar: Option<Token>,
    rows: Vec<Row>,
    pub messages: Vec<Message>,
    tokens_made: u32,
    messages_made: u32,
}

impl Wire {
    /// A browser in which Ada is signed in.
    pub fn new(mode: AuthMode) -> Self {
        let rows = vec![Row { who: Who::Ada, token: 1, followed: None, is_out: false }];
        Self { mode, jar: Some(1), rows, messages: Vec::new(), tokens_made: 1, messages_made: 0 }
    }

    fn row(&self, token: Option<Token>, now: Duration) -> Option<&Row> {
        let is_good = |row: &&Row| Some(row.token) == token && row.followed.is_none_or(|(_, until)| until > now);
        self.rows.iter().find(is_good)
    }

    /// The user of the cookie in the jar; `None` if Directus would refuse it.
    pub fn signed_in(&self, now: Duration) -> Option<Who> {
        self.row(self.jar, now).map(|row| row.who)
    }

    /// Notes that the person has signed out of every session.
    pub fn sign_out(&mut self) {
        for row in &mut self.rows {
            row.is_out = true;
        }
    }

    /// Whether Directus keeps a session of which somebody has signed out.
    pub fn is_session_left(&self, now: Duration) -> bool {
        self.rows.iter().any(|row| row.is_out && row.followed.is_none_or(|(_, until)| until > now))
    }

    pub fn send(&mut self, request: &HttpRequest, page: u32, now: Duration) -> u32 {
        let kind = match path_of(request) {
            "/auth/refresh" => Kind::Refresh,
            "/auth/login" => Kind::Login(if body_of(request)["email"] == "Ben" { Who::Ben } else { Who::Ada }),
            "/auth/logout" => Kind::Logout,
            _ => Kind::Me,
        };
        self.messages_made += 1;
        let number = self.messages_made;
        let (cookie, keepalive) = (self.jar, request.keepalive);
        let (stage, is_slow) = (Stage::Leaving, false);
        self.messages.push(Message { number, page: Some(page), kind, cookie, keepalive, sent: now, stage, is_slow });
        number
    }

    /// How many requests there have been.
    pub fn sent(&self) -> u32 {
        self.messages_made
    }

    /// Advances a message by one step inside Directus.
    pub fn serve(&mut self, index: usize, now: Duration) {
        let Message { kind, cookie, stage, .. } = self.messages[index];
        let row = self.row(cookie, now).copied();
        self.messages[index].stage = match (kind, stage, row) {
            (Kind::Login(who), ..) => {
                let token = self.new_token();
                self.rows.push(Row { who, token, followed: None, is_out: false });
                Stage::Back(Reply::Tokens(who), Some(Some(token)))
            }
            (_, Stage::Leaving, _) if cookie.is_none() => Stage::Back(Reply::NoCookie, None),
            (Kind::Logout, _, row) => {
                self.rows.retain(|kept| row.is_none_or(|row| kept.token != row.token));
                Stage::Back(Reply::Done, Some(None))
            }
            (Kind::Me, _, Some(row)) => Stage::Back(Reply::Is(row.who), None),
            (Kind::Me, _, None) => Stage::Back(Reply::Rejected, None),
            (Kind::Refresh, Stage::Leaving, Some(row)) => Stage::Inside(row.who),
            (Kind::Refresh, Stage::Leaving, None) => Stage::Back(Reply::Rejected, None),
            (Kind::Refresh, Stage::Inside(who), _) => self.rotate(who, cookie, now),
            (Kind::Refresh, back @ Stage::Back(..), _) => back,
        };
    }

    /// The second step of a refresh.
    fn rotate(&mut self, who: Who, cookie: Option<Token>, now: Duration) -> Stage {
        let token = self.new_token();
        let row = self.rows.iter_mut().find(|row| Some(row.token) == cookie);
        match (self.mode, row) {
            (AuthMode::Cookie, Some(row)) => row.token = token,
            // Nothing is replaced, though the answer says so.
            (AuthMode::Cookie, None) => {}
            (AuthMode::Session, Some(row)) => {
                if let Some((token, _)) = row.followed {
                    return Stage::Back(Reply::Tokens(who), Some(Some(token)));
                }
                row.followed = Some((token, now + GRACE));
                let follower = Row { who, token, followed: None, is_out: row.is_out };
                self.rows.push(follower);
            }
            (AuthMode::Session, None) => return Stage::Back(Reply::Broken, None),
        }
        Stage::Back(Reply::Tokens(who), Some(Some(token)))
    }

    fn new_token(&mut self) -> Token {
        self.tokens_made += 1;
        self.tokens_made
    }

    /// The answer arrives at the browser, with its cookie.
    pub fn land(&mut self, index: usize) -> Message {
        let message = self.messages.remove(index);
        if let Stage::Back(_, Some(cookie)) = message.stage {
            self.jar = cookie;
        }
        message
    }

    /// In session mode: whether the cookie in the jar has been replaced before, and is accepted for a few seconds only.
    pub fn is_cookie_followed(&self) -> bool {
        self.rows.iter().any(|row| Some(row.token) == self.jar && row.followed.is_some())
    }

    /// Whether two refreshes with the same good cookie are inside Directus at the same moment.
    pub fn do_refreshes_meet(&self) -> bool {
        let inside: Vec<_> = self
            .messages
            .iter()
            .filter(|message| matches!(message.stage, Stage::Inside(_)))
            .map(|message| message.cookie)
            .collect();
        (1..inside.len()).any(|index| inside[..index].contains(&inside[index]))
    }

    /// Drops sessions whose token nobody has, and that nobody has to end.
    pub fn prune(&mut self, now: Duration) {
        let Self { rows, jar, messages, .. } = self;
        rows.retain(|row| row.followed.is_none_or(|(_, until)| until > now));
        let known = |token: Token| {
            let comes_back =
                |message: &Message| matches!(message.stage, Stage::Back(_, Some(Some(new))) if new == token);
            *jar == Some(token) || messages.iter().any(|message| message.cookie == Some(token) || comes_back(message))
        };
        let kept: Vec<_> = rows
            .iter()
            .filter(|row| {
                row.is_out
                    || known(row.token)
                    || rows.iter().any(|before| before.followed.is_some_and(|(token, _)| token == row.token))
            })
            .copied()
            .collect();
        *rows = kept;
    }

    // For fingerprints. Tokens are equal when Directus treats them alike.

    fn hash_token(&self, token: Option<Token>, state: &mut impl Hasher) {
        let place = token.map(|token| self.rows.iter().position(|row| row.token == token));
        place.hash(state);
    }

    pub fn hash_message(&self, message: &Message, now: Duration, state: &mut impl Hasher) {
        (message.kind, message.is_slow, now - message.sent).hash(state);
        self.hash_token(message.cookie, state);
        match message.stage {
            Stage::Leaving => 0_u8.hash(state),
            Stage::Inside(who) => (1_u8, who).hash(state),
            Stage::Back(reply, cookie) => {
                (2_u8, reply, cookie.is_some()).hash(state);
                self.hash_token(cookie.flatten(), state);
            }
        }
    }

    pub fn hash_directus(&self, now: Duration, state: &mut impl Hasher) {
        self.hash_token(self.jar, state);
        for row in &self.rows {
            (row.who, row.is_out, row.followed.map(|(_, until)| until.saturating_sub(now))).hash(state);
            self.hash_token(row.followed.map(|(token, _)| token), state);
        }
    }

    /// For the description of a path.
    pub fn describe(&self, now: Duration) -> String {
        match (self.jar, self.signed_in(now)) {
            (None, _) => "empty".to_owned(),
            (Some(token), None) => format!("{token}, no good"),
            (Some(token), Some(who)) => format!("{token} of {who:?}"),
        }
    }
}

/// The answer on the wire.
pub fn answer(reply: Reply, mode: AuthMode) -> HttpResponse {
    // As short as possible: they are read very often.
    static TOKENS: OnceLock<[HttpResponse; 2]> = OnceLock::new();
    let token = |id: &str| json!({ "data": { "expires": 900_000, "access_token": jwt_of(&json!({ "id": id })) } });
    let well = |answer: Answer| answer.unwrap_or_default();
    match (reply, mode) {
        (Reply::Tokens(who), AuthMode::Cookie) => {
            TOKENS.get_or_init(|| [ADA, BEN].map(|id| well(text(200, &token(id)))))[who as usize].clone()
        }
        (Reply::Tokens(_), AuthMode::Session) => well(session_renewed()),
        (Reply::Rejected, _) => well(refusal(401, "INVALID_CREDENTIALS")),
        (Reply::NoCookie, _) => well(refusal(400, "INVALID_PAYLOAD")),
        (Reply::Done, _) => well(done()),
        (Reply::Is(who), _) => well(user(who.id(), "a@example.com")),
        (Reply::Broken, _) => well(refusal(503, "SERVICE_UNAVAILABLE")),
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    Network,
    TimedOut,
}

impl From<Failure> for TransportError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Network => Self::Network(String::new()),
            Failure::TimedOut => Self::TimedOut,
        }
    }
}
