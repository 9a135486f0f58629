//! Prometheus takes any interval above 0; each scrape costs the target and the database.

use crate::config::Duration;
use crate::rules::{Cx, Run, interval};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const SHORTEST: Duration = Duration::from_secs(5);

fn check(cx: &mut Cx<'_>) {
    interval::report_each(cx, |value| value < SHORTEST, None, |cx, span, value| {
        let per_minute = 60_000 / value.as_millis().max(1);
        cx.finding(span, format!("targets are scraped every {value}, {per_minute} times a minute"))
            .with_note("samples, load on the targets and the size of the database grow in step with it")
            .with_help("15s shows nearly everything that 1s does; use 5s or more")
    });
}
