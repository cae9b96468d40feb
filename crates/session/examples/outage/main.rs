//! Simulates what a million browsers do to a server that was down for a minute. It compares the session's own backoff with clients that
//! retry every second, and with the ideal.
//!
//! `cargo run --release -p lychgate-session --example outage` prints the tables and writes `docs/reliability/outage.svg` and
//! `outage.csv`. Random numbers are seeded, so the figures are the same each time. The assumptions are printed with them.

mod picture;
mod simulation;

use std::{
    fs,
    io::{self, Write},
    panic::resume_unwind,
    path::Path,
    thread,
    time::Duration,
};

use simulation::{BACK_AT, CAPACITY, CLIENTS, Crowd, HORIZON, LATENCY, Policy, Server, TIME_OUT, Time, is_active};

/// The time over which clients notice the outage, where they do not all notice at one moment.
const SPREAD: Time = 10_000;
const RETRY_AFTER: Duration = Duration::from_secs(30);
const MIXED: Policy = Policy::Backoff { active: 5 };
/// The row for the pages in use among them.
const MIXED_ACTIVE: &str = "– of these the ones in use";
/// How long the ideal takes at a server with limits.
const IDEAL_TIME: Time = CLIENTS / CAPACITY;

/// The servers that come back, and a sentence about each.
const SERVERS: [(Server, &str); 4] = [
    (Server::Unlimited, "It has room for everybody."),
    (Server::Refusing(None), "The rest is refused at once: 503."),
    (Server::Refusing(Some(RETRY_AFTER)), "The rest is refused at once: 503 with `Retry-After: 30`."),
    (Server::Queueing, "The rest waits in a queue. What has waited for 20 s is given up, but worked on all the same."),
];

/// The course of one policy.
struct Course {
    name: &'static str,
    policy: Policy,
    /// All clients notice at one moment, and nothing answers.
    outage: Crowd,
    /// Clients notice one after the other, and nothing answers.
    spread: Crowd,
    /// After the return, for each of [`SERVERS`].
    returns: [Crowd; SERVERS.len()],
    /// After the return of a server with room for everybody, whose maintenance page has named the moment.
    after_maintenance: Crowd,
}

impl Course {
    fn run(name: &'static str, policy: Policy) -> Self {
        let over = |server: Server| match policy {
            Policy::Ideal { .. } if server != Server::Unlimited => Policy::Ideal { over: IDEAL_TIME },
            _ => policy,
        };
        let lose = |policy, server, noticing| {
            let mut crowd = Crowd::new(policy, server, noticing);
            crowd.go_on(server, BACK_AT);
            crowd
        };
        let outage = lose(policy, Server::Gone, 1);
        let come_back = |mut crowd: Crowd, server| {
            crowd.go_on(server, HORIZON);
            crowd
        };
        let returns = SERVERS.map(|(server, _)| {
            let crowd = if over(server) == policy { outage.clone() } else { lose(over(server), Server::Gone, 1) };
            come_back(crowd, server)
        });
        Self {
            name,
            policy,
            outage,
            spread: lose(policy, Server::Gone, SPREAD),
            returns,
            after_maintenance: come_back(lose(policy, Server::Maintenance, 1), Server::Unlimited),
        }
    }
}

fn main() -> io::Result<()> {
    let policies = [
        ("every second, in step", Policy::EverySecondInStep),
        ("every second, at random phases", Policy::EverySecond),
        ("Lychgate, all pages in use", Policy::Backoff { active: 100 }),
        ("Lychgate, 5 % in use, 95 % only seen", MIXED),
        ("Lychgate, all only seen", Policy::Backoff { active: 0 }),
        ("Lychgate, all in the background", Policy::BackoffUnseen),
    ];
    let mut courses: Vec<_> = thread::scope(|scope| {
        let running = policies.map(|(name, policy)| scope.spawn(move || Course::run(name, policy)));
        running.into_iter().map(|course| course.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mixed = courses.iter().find(|course| course.policy == MIXED);
    let over = mixed.and_then(|mixed| mixed.returns[0].back_after(100, |_| true)).unwrap_or(IDEAL_TIME);
    courses.push(Course::run("the ideal: once each, evenly spread", Policy::Ideal { over }));

    let out = &mut io::stdout().lock();
    assumptions(out)?;
    main_table(out, &courses)?;
    limits_table(out, &courses)?;
    maintenance_table(out, &courses)?;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reliability");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("outage.svg"), picture::draw(&courses))?;
    fs::write(folder.join("outage.csv"), picture::data(&courses))
}

fn assumptions(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{} clients (browsers with one tab each that can be seen) lose the server at 0 s; it is back at {}. All notice at \
         one moment, the worst case, unless it says otherwise; the request by which they notice is not counted. (In \
         truth, only a page notices that sends a request in that minute.) A request \
         fails, or succeeds, after {LATENCY} ms. A client has one request under way at a time, gives it up after {}, and \
         stops when it has its answer. Those that ask every second pay no heed to `Retry-After`. A tab in the background \
         is seen again after 10 minutes on average, and is in use from then on; its times count from then. Rates are \
         counted in pieces of 100 ms and of 1 s. Times count from the return of the server.\n",
        thousands(f64::from(CLIENTS)),
        seconds(BACK_AT),
        seconds(TIME_OUT),
    )
}

const PEAKS: &str = "peak of requests/s in 100 ms";

fn main_table(out: &mut impl Write, courses: &[Course]) -> io::Result<()> {
    writeln!(out, "For a minute nothing answers; then the server is back, with room for everybody.\n")?;
    head(
        out,
        &[
            &format!("away: {PEAKS}"),
            "in 1 s",
            "in 1 s, noticed over 10 s",
            &format!("back: {PEAKS}"),
            "in 1 s",
            "requests per client, in all",
            "50 % are back after",
            "99 %",
            "all",
        ],
    )?;
    for course @ Course { outage, spread, returns: [crowd, ..], .. } in courses {
        let mut cells = vec![
            rate(outage.peak(0, BACK_AT, 100)),
            rate(outage.peak(0, BACK_AT, 1000)),
            rate(spread.peak(0, BACK_AT, 1000)),
            rate(crowd.peak(BACK_AT, HORIZON, 100)),
            rate(crowd.peak(BACK_AT, HORIZON, 1000)),
            format!("{:.1}", crowd.requests_per_client(0, HORIZON)),
        ];
        let blanks = vec![String::new(); cells.len()];
        cells.extend(back(crowd, |_| true));
        row(out, course.name, &cells)?;
        if course.policy == MIXED {
            row(out, MIXED_ACTIVE, &[&blanks[..], &back(crowd, |client| is_active(client, 5))].concat())?;
        }
    }
    Ok(())
}

fn limits_table(out: &mut impl Write, courses: &[Course]) -> io::Result<()> {
    writeln!(out, "\nThe same, but the server that is back can do no more than 20,000 requests/s.\n")?;
    for (number, (_, words)) in (1..).zip(&SERVERS[1..]) {
        writeln!(out, "{number}. {words}")?;
    }
    writeln!(out)?;
    let each = ["requests per client then", "50 % are back after", "99 %", "all"];
    let heads: Vec<_> = (1..SERVERS.len()).flat_map(|number| each.map(|head| format!("{number}: {head}"))).collect();
    head(out, &heads.iter().map(String::as_str).collect::<Vec<_>>())?;
    for course in courses {
        let cells = |is_meant: fn(u32) -> bool, all: bool| -> Vec<_> {
            let each = course.returns[1..].iter().flat_map(|crowd| {
                let requests = format!("{:.1}", crowd.requests_per_client(BACK_AT, HORIZON));
                let requests = if all { requests } else { String::new() };
                std::iter::once(requests).chain(back(crowd, is_meant))
            });
            each.collect()
        };
        row(out, course.name, &cells(|_| true, true))?;
        if course.policy == MIXED {
            row(out, MIXED_ACTIVE, &cells(|client| is_active(client, 5), false))?;
        }
    }
    Ok(())
}

fn maintenance_table(out: &mut impl Write, courses: &[Course]) -> io::Result<()> {
    writeln!(
        out,
        "\nInstead of nothing, a maintenance page answers for the minute, and names the moment by `Retry-After`; then the \
         server is back, with room for everybody.\n"
    )?;
    head(out, &[PEAKS, "in 1 s", "50 % are back after", "99 %", "all"])?;
    for Course { name, after_maintenance: crowd, .. } in courses {
        let peaks = [100, 1000].map(|length| rate(crowd.peak(BACK_AT, HORIZON, length)));
        row(out, name, &[&peaks[..], &back(crowd, |_| true)].concat())?;
    }
    Ok(())
}

fn head(out: &mut impl Write, heads: &[&str]) -> io::Result<()> {
    writeln!(out, "| clients | {} |\n|---|{}", heads.join(" | "), "--:|".repeat(heads.len()))
}

fn row(out: &mut impl Write, name: &str, cells: &[String]) -> io::Result<()> {
    writeln!(out, "| {name} | {} |", cells.join(" | "))
}

/// When half of the selected clients, 99 % and all of them are back.
fn back(crowd: &Crowd, is_meant: fn(u32) -> bool) -> [String; 3] {
    [50, 99, 100].map(|percent| crowd.back_after(percent, is_meant).map_or_else(|| "not in 10 min".to_owned(), seconds))
}

fn seconds(time: Time) -> String {
    format!("{:.1} s", f64::from(time) / 1000.0)
}

/// Rounds to three digits: more would feign precision.
fn rate(rate: u32) -> String {
    let unit = 10_f64.powi((f64::from(rate.max(1)).log10() as i32 - 2).max(0));
    thousands((f64::from(rate) / unit).round() * unit)
}

fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}
