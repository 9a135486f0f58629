//! A query looks back 5m for a sample, the left end excluded since 3.0 (promql, `--query.lookback-delta`): with an
//! interval of 5m or more a series is gone between two scrapes. `promtool check config --lint=too-long-scrape-interval`
//! draws the line in the same place.

use crate::config::Duration;
use crate::rules::{Cx, Run, interval};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const LOOKBACK: Duration = Duration::from_secs(300);

fn check(cx: &mut Cx<'_>) {
    let replacement = Some(Duration::from_secs(120));
    interval::report_each(cx, |value| value >= LOOKBACK, replacement, |cx, span, value| {
        cx.finding(span, format!("series vanish between scrapes: the interval is {value}"))
            .with_note("a query looks back 5m for a sample and finds none: graphs have holes, and alerts flap or never fire")
            .with_help("use 2m or less; a value that rarely changes can be scraped often all the same, it compresses well")
    });
}
