//! A query looks back 5m for a sample, the left end excluded since 3.0 (promql, `--query.lookback-delta`): with an
//! interval of 5m or more a series is gone between two scrapes. `promtool check config --lint=too-long-scrape-interval`
//! draws the line in the same place.

use crate::config::Duration;
use crate::rules::interval::{Judgement, report_each};
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const LOOKBACK: Duration = Duration::from_secs(300);

fn check(cx: &mut Cx<'_>) {
    let is_bad = |_: &Cx<'_>, _: Option<&str>, interval| interval >= LOOKBACK;
    let judgement = Judgement { is_bad, replacement: Some(Duration::from_secs(120)) };
    report_each(cx, &judgement, |cx, span, interval| {
        cx.finding(span, format!("series vanish between scrapes: the interval is {interval}"))
            .with_note(
                "a query looks back less than 5m for a sample and finds none: graphs have holes, alerts flap",
            )
            .with_help("use 2m or less; a value that rarely changes costs next to nothing to store")
    });
}
