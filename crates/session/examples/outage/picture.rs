//! The picture as a self-contained SVG, and its figures as CSV.

use std::{fmt::Write, iter};

use crate::{
    Course,
    simulation::{BACK_AT, BIN, CAPACITY, Crowd, Policy, Time},
};

/// The panels: the server, and the title.
const PANELS: [(usize, &str); 3] = [
    (0, "The server comes back with room for everybody"),
    (1, "It comes back with room for 20,000 requests/s and refuses the rest at once"),
    (3, "It comes back with room for 20,000 requests/s and lets the rest wait; clients give up after 20 s"),
];
/// The time that is shown.
const SHOWN: Time = 150_000;
const SECOND: Time = 1000;

/// The policies that are drawn: the class of the line, and its label.
const LINES: [(Policy, &str, &str); 5] = [
    (Policy::EverySecond, "every", "every second, at random phases"),
    (Policy::Backoff { active: 100 }, "used", "Lychgate, all pages in use"),
    (Policy::Backoff { active: 5 }, "mixed", "Lychgate, 5 % of the pages in use"),
    (Policy::BackoffUnseen, "unseen", "Lychgate, in the background"),
    (Policy::Ideal { over: 0 }, "ideal", "the ideal: once each, evenly spread"),
];

const LEFT: f64 = 76.0;
const WIDTH: f64 = 870.0;
const TOP: f64 = 120.0;
const HEIGHT: f64 = 176.0;
/// From the top of one panel to the top of the next.
const STEP: f64 = 232.0;
/// Requests per second at the lower edge of a panel, and at the upper.
const LEAST: f64 = 1_000.0;
const MOST: f64 = 10_000_000.0;

const STYLE: &str = "\
svg{--paper:#fff;--ink:#24292f;--pale:#6b7280;--rule:#d8dee4;--away:#f3f4f6;--step:#c3c9d1;--every:#d1242f;--used:#bc6a00;--mixed:#0969da;\
--unseen:#1a7f37;--ideal:#24292f;font:13px system-ui,sans-serif}\
@media(prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--pale:#9198a1;--rule:#30363d;--away:#161b22;--step:#3d444d;--every:#ff7b72;\
--used:#f0a848;--mixed:#58a6ff;--unseen:#56d364;--ideal:#e6edf3}}\
text{fill:var(--ink)}.pale{fill:var(--pale)}.end{text-anchor:end}.middle{text-anchor:middle}.title{font-size:17px;font-weight:600}\
.head{font-weight:600}.over{paint-order:stroke;stroke:var(--paper);stroke-width:4px}path{fill:none;stroke-linejoin:round;stroke-width:1.7}.rule{stroke:var(--rule);stroke-width:1}\
.limit{stroke:var(--pale);stroke-width:1;stroke-dasharray:2 3}.back{stroke:var(--pale);stroke-width:1}.step{stroke:var(--step);stroke-width:1.2}\
.every{stroke:var(--every)}.used{stroke:var(--used)}.mixed{stroke:var(--mixed);stroke-width:2.6}.unseen{stroke:var(--unseen)}\
.ideal{stroke:var(--ideal);stroke-dasharray:6 4}";

/// The picture.
pub fn draw(courses: &[Course]) -> String {
    let mut svg = Svg(String::new());
    let (width, height) = (LEFT + WIDTH + 24.0, TOP + STEP * PANELS.len() as f64 - 14.0);
    svg.line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title\">"
    ));
    svg.line(format_args!(
        "<title id=\"title\">Requests per second of a million clients around an outage of a minute</title>"
    ));
    svg.line(format_args!("<style>{STYLE}</style>"));
    svg.line(format_args!("<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"var(--paper)\"/>"));
    svg.text(20.0, 32.0, "title", "A million clients lose the server for a minute: requests per second");
    svg.legend();
    for (row, (server, title)) in PANELS.into_iter().enumerate() {
        let top = TOP + STEP * row as f64;
        svg.panel(top, title);
        svg.courses(top, courses, server);
        if row > 0 {
            svg.limit(top);
        }
    }
    svg.text(LEFT + WIDTH / 2.0, height - 10.0, "pale middle", "seconds since the server was lost");
    svg.0.push_str("</svg>\n");
    svg.0
}

struct Svg(String);

impl Svg {
    fn line(&mut self, text: std::fmt::Arguments) {
        let _ = writeln!(self.0, "{text}"); // A string takes all.
    }

    fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.line(format_args!("<text x=\"{x}\" y=\"{y:.0}\" class=\"{class}\">{text}</text>"));
    }

    fn path(&mut self, class: &str, path: &str) {
        self.line(format_args!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// In two rows of three.
    fn legend(&mut self) {
        let entries =
            iter::once(("step", "every second, in step")).chain(LINES.map(|(_, class, words)| (class, words)));
        for (number, (class, words)) in (0..).zip(entries) {
            let (x, y) = (20 + number / 2 * 300, 54 + number % 2 * 20);
            let mark = match class {
                "step" => format!("M{} {}v-11m6 11v-11m6 11v-11m6 11v-11", x + 2, y + 5),
                _ => format!("M{x} {y}h22"),
            };
            self.path(class, &mark);
            self.text(f64::from(x + 30), f64::from(y + 4), "", words);
        }
    }

    fn panel(&mut self, top: f64, title: &str) {
        let bottom = top + HEIGHT;
        self.text(LEFT, top - 10.0, "head", title);
        let away = across(BACK_AT) - LEFT;
        self.line(format_args!(
            "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{away:.0}\" height=\"{HEIGHT}\" fill=\"var(--away)\"/>"
        ));
        for (rate, words) in
            [(1e3, "1,000"), (1e4, "10,000"), (1e5, "100,000"), (1e6, "1 million"), (1e7, "10 million")]
        {
            let y = up(rate, top);
            self.path("rule", &format!("M{LEFT} {y:.1}h{WIDTH}"));
            self.text(LEFT - 8.0, y + 4.0, "pale end", words);
        }
        for time in (0..=SHOWN).step_by(30_000) {
            self.text(across(time), bottom + 17.0, "pale middle", &(time / SECOND).to_string());
        }
    }

    fn limit(&mut self, top: f64) {
        let y = up(f64::from(CAPACITY * SECOND), top);
        self.path("limit", &format!("M{LEFT} {y:.1}h{WIDTH}"));
        self.text(LEFT + WIDTH - 6.0, y - 5.0, "pale end over", "what the server can do");
    }

    fn courses(&mut self, top: f64, courses: &[Course], server: usize) {
        for course in courses.iter().filter(|course| course.policy == Policy::EverySecondInStep) {
            self.path("step", &needles(&course.returns[server], top));
        }
        self.path("back", &format!("M{:.1} {top}v{HEIGHT}", across(BACK_AT)));
        self.text(across(BACK_AT) - 6.0, top + 15.0, "pale end over", "nothing answers");
        for (policy, class, _) in LINES {
            for course in courses.iter().filter(|course| is_drawn_as(course, policy)) {
                let path = curve(&course.returns[server].rates(0, SHOWN, SECOND), top);
                self.path(class, &path);
            }
        }
    }
}

fn is_drawn_as(course: &Course, policy: Policy) -> bool {
    let are_ideal = matches!((course.policy, policy), (Policy::Ideal { .. }, Policy::Ideal { .. }));
    are_ideal || course.policy == policy
}

fn across(time: Time) -> f64 {
    LEFT + WIDTH * f64::from(time) / f64::from(SHOWN)
}

fn up(rate: f64, top: f64) -> f64 {
    top + HEIGHT * (1.0 - (rate.clamp(LEAST, MOST) / LEAST).log10() / (MOST / LEAST).log10())
}

/// The full height in each piece of time in which all ask at once.
fn needles(crowd: &Crowd, top: f64) -> String {
    let rates = crowd.rates(0, SHOWN, BIN);
    let moments = (0..).step_by(BIN as usize).zip(rates).filter(|(_, rate)| f64::from(*rate) > LEAST);
    moments.fold(String::new(), |path, (time, rate)| {
        path + &format!("M{:.1} {:.0}V{:.1}", across(time), top + HEIGHT, up(f64::from(rate), top))
    })
}

/// A line through the middles of the seconds, from the lower edge and back to it.
fn curve(rates: &[u32], top: f64) -> String {
    let mut path = String::new();
    let mut is_up = false;
    let mut last = 0.0;
    for (time, rate) in (0..).step_by(SECOND as usize).zip(rates) {
        let (x, y) = (across(time + SECOND / 2), up(f64::from(*rate), top));
        match (is_up, f64::from(*rate) > LEAST) {
            (false, false) => continue,
            (false, true) => path += &format!("M{x:.1} {:.0}V{y:.1}", top + HEIGHT),
            (true, true) => path += &format!("L{x:.1} {y:.1}"),
            (true, false) => path += &format!("H{last:.1}V{:.0}", top + HEIGHT),
        }
        is_up = f64::from(*rate) > LEAST;
        last = x;
    }
    path
}

/// What the picture shows: requests in each second.
pub fn data(courses: &[Course]) -> String {
    let servers = ["unlimited", "refusing", "queueing"];
    let columns: Vec<_> = PANELS
        .iter()
        .zip(servers)
        .flat_map(|((server, _), name)| courses.iter().map(move |course| (*server, name, course)))
        .collect();
    let heads = columns.iter().map(|(_, server, course)| format!("\"{}; server {server}\"", course.name));
    let mut lines = vec![iter::once("second".to_owned()).chain(heads).collect::<Vec<_>>().join(",")];
    let rates: Vec<_> =
        columns.iter().map(|(server, _, course)| course.returns[*server].rates(0, SHOWN, SECOND)).collect();
    for second in 0..(SHOWN / SECOND) as usize {
        let cells = rates.iter().map(|rates| rates[second].to_string());
        lines.push(iter::once(second.to_string()).chain(cells).collect::<Vec<_>>().join(","));
    }
    lines.join("\n") + "\n"
}
