//! Without `scrape_timeout`, Prometheus uses 10s or the interval, whichever is shorter (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`).

use crate::config::Origin;
use crate::finding::{Safety, nearest};
use crate::rules::{Cx, Repair, Run};
use crate::source::Span;
use crate::yaml::edit::{self, Place, Tree};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let nothing_sets_it = !cx.global.scrape_timeout.is_present()
        && cx.config.jobs().all(|job| !job.scrape_timeout.is_present());
    // A short interval cuts the default down: `clamped-scrape-timeout` speaks of that.
    let timeout = cx.global.effective_timeout();
    if !cx.whole || !nothing_sets_it || timeout.origin == Origin::Clamped || cx.config.jobs().next().is_none()
    {
        return;
    }
    let timeout = timeout.value;
    let key = cx.config.global.key().or(cx.config.scrape_configs.key());
    let span = key.map_or(Span::at(0), |key| cx.document.span(key));
    let finding = cx
        .finding(span, format!("no scrape_timeout is set, so a scrape may take {timeout}"))
        .with_label(format!("nothing sets it here or in a job: Prometheus's default is {timeout}"))
        .with_note("a scrape that takes longer fails: `up` is 0 and all samples of the target are lost")
        .with_help(format!("write the timeout that you want into `global`, say `scrape_timeout: {timeout}`"));
    cx.report_with(finding, write_default(cx, &timeout.to_string()));
}

/// Writes the value in force down, so nothing changes.
fn write_default(cx: &Cx<'_>, timeout: &str) -> Option<Repair> {
    let plan = match cx.config.global.spanned() {
        Some(global) => {
            // Another repair offers to spell a key right; both together would set it twice.
            let keys = cx.document.entries_in_force(global.node);
            let mut names = keys.iter().filter_map(|(key, _)| cx.document.scalar(*key));
            if names.any(|name| nearest(name, &["scrape_timeout"]).is_some()) {
                return None;
            }
            let place = Place::after_any([cx.global.scrape_interval.key()]);
            edit::insert_entry(cx.document, global.node, place, "scrape_timeout", &timeout.into())?
        }
        None => {
            let section = Tree::Map(vec![("scrape_timeout".to_owned(), timeout.into())]);
            edit::insert_entry(cx.document, cx.document.root()?, Place::First, "global", &section)?
        }
    };
    Some(Repair {
        title: format!("set `scrape_timeout: {timeout}`, the value in force"),
        safety: Safety::Safe,
        plan,
    })
}
