//! A query looks back 5m for a sample (promql, `--query.lookback-delta`). Above 2m a single failed scrape, or two, is a
//! hole in every graph. From 5m on it is `scrape-interval-beyond-staleness`.

use crate::config::Duration;
use crate::rules::{Cx, Run, interval};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const LONGEST: Duration = Duration::from_secs(120);
const LOOKBACK: Duration = Duration::from_secs(300);

fn check(cx: &mut Cx<'_>) {
    interval::report_each(cx, |value| value > LONGEST && value < LOOKBACK, Some(LONGEST), |cx, span, value| {
        cx.finding(span, format!("targets are scraped only every {value}"))
            .with_note("a query looks back 5m for a sample: one or two failed scrapes make a hole in every graph and alert")
            .with_help("use 2m or less; where that costs too much, scrape less of the target instead")
    });
}
