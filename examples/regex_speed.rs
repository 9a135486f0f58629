//! Times our matcher on patterns and values, for `bench/regex.py`.
//!
//! Usage: `regex_speed CASES`. CASES is JSON: a list of `{"pattern": …, "values": […]}`. Prints, for each, how many values
//! match and how many nanoseconds a value takes, to be matched and to have its groups found.

use std::error::Error;
use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use scrapelint::goregex::{Captures, Matcher, parse_anchored};

/// How long each measurement goes on.
const LONG_ENOUGH: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file of cases")?;
    let cases: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let mut out = Vec::new();
    for case in &cases {
        let pattern = case["pattern"].as_str().ok_or("`pattern` is a text")?;
        let values: Vec<&str> =
            case["values"].as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
        let matcher = Matcher::new(Arc::new(parse_anchored(pattern)?))?;
        let mut captures = Captures::new();
        let matching = values.iter().filter(|value| matcher.is_match(value)).count();
        let is_match = time(&values, |value| matcher.is_match(value));
        let groups = time(&values, |value| matcher.captures(value, &mut captures));
        out.push(serde_json::json!({ "matching": matching, "is_match": is_match, "captures": groups }));
    }
    serde_json::to_writer(std::io::stdout(), &out)?;
    Ok(std::io::stdout().flush()?)
}

/// Nanoseconds that a value takes.
fn time(values: &[&str], mut run: impl FnMut(&str) -> bool) -> f64 {
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < LONG_ENOUGH {
        for value in values {
            black_box(run(black_box(value)));
        }
        rounds += 1;
    }
    start.elapsed().as_nanos() as f64 / f64::from(rounds) / values.len() as f64
}
