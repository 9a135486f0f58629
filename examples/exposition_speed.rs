//! Times the reading of metrics dumps, for `bench/exposition.py`.
//!
//! Usage: `exposition_speed RUNS DUMP…`. Prints, as a JSON list with one object a dump, how many series there are, how many
//! bytes their labels have, the sum of the values, and the seconds of each run: of reading, of reading and counting, and of
//! looking for line breaks alone, which is what memory allows.

use std::error::Error;
use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use scrapelint::cardinality::survey;
use scrapelint::exposition::{Entry, Exposition};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let runs: usize = arguments.next().ok_or("say how many runs")?.parse()?;
    let mut out = Vec::new();
    for path in arguments {
        let text = std::fs::read_to_string(path)?;
        let (series, bytes, sum) = read(&text)?;
        out.push(json!({
            "Series": series,
            "LabelBytes": bytes,
            "Sum": sum,
            "Seconds": time(runs, || read(black_box(&text)).is_ok()),
            "SurveySeconds": time(runs, || survey(black_box(&text), |_| ()).cardinality.samples),
            "LineSeconds": time(runs, || memchr::memchr_iter(b'\n', black_box(text.as_bytes())).count()),
        }));
    }
    serde_json::to_writer(std::io::stdout(), &out)?;
    Ok(std::io::stdout().flush()?)
}

/// Something of each sample, so that none of the work can be left out.
fn read(text: &str) -> Result<(usize, usize, f64), String> {
    let (mut series, mut bytes, mut sum) = (0, 0, 0.0);
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Sample(sample) => {
                series += 1;
                sum += sample.value;
                for label in sample.labels {
                    bytes += label.name.len() + label.value.len();
                }
            }
            Entry::Problem(problem) => return Err(problem.to_string()),
            _ => {}
        }
    }
    Ok((series, bytes, sum))
}

fn time<T>(runs: usize, run: impl Fn() -> T) -> Vec<f64> {
    let one = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64()
    };
    (0..runs).map(one).collect()
}
