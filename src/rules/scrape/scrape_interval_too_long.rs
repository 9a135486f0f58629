//! A query looks back 5m for a sample (promql, `--query.lookback-delta`). Above 2m a failed scrape or two leave a hole in
//! every graph. From 5m on it is `scrape-interval-beyond-staleness`.

use crate::config::Duration;
use crate::rules::interval::{Judgement, report_each};
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

/// What is not reported unless settings say otherwise.
const LONGEST: Duration = Duration::from_secs(120);
const LOOKBACK: Duration = Duration::from_secs(300);

fn check(cx: &mut Cx<'_>) {
    let is_bad = |cx: &Cx<'_>, job: Option<&str>, interval| {
        let longest = cx.options.find(job, |table| &table.longest).unwrap_or(&LONGEST);
        interval > *longest && interval < LOOKBACK
    };
    let judgement = Judgement { is_bad, replacement: Some(LONGEST) };
    report_each(cx, &judgement, |cx, span, interval| {
        // With one scrape lost, the next sample is two intervals after the last.
        let failures = if interval.as_millis() * 2 >= LOOKBACK.as_millis() {
            "one failed scrape leaves"
        } else {
            "two failed scrapes leave"
        };
        cx.finding(span, format!("targets are scraped only every {interval}"))
            .with_note(format!(
                "a query looks back less than 5m for a sample: {failures} a hole in graphs and alerts"
            ))
            .with_help("use 2m or less; where that costs too much, keep fewer of the target's series instead")
    });
}
