//! How much shorter than the interval a timeout should be: shared by the rules that speak of it.

use super::Repair;
use crate::config::Duration;
use crate::finding::Safety;
use crate::yaml::edit::{self, Place};
use crate::yaml::{Document, NodeId};

/// Four fifths of the interval, in whole seconds where there is one: room for the scrape's own work before the next one.
pub(super) fn timeout_for(interval: Duration) -> Duration {
    let milliseconds = interval.as_millis() * 4 / 5;
    if milliseconds >= 1_000 {
        Duration::from_secs(milliseconds / 1_000)
    } else {
        Duration::from_millis(milliseconds.max(1))
    }
}

/// Writes a timeout into a section, behind its interval. Unsafe: scrapes that now get through may be cut off.
pub(super) fn insert_timeout(
    document: &Document<'_>,
    section: NodeId,
    interval_key: Option<NodeId>,
    timeout: Duration,
) -> Option<Repair> {
    let place = Place::after_any([interval_key]);
    let plan =
        edit::insert_entry(document, section, place, "scrape_timeout", &timeout.to_string().as_str().into())?;
    Some(Repair { title: format!("set `scrape_timeout: {timeout}`"), safety: Safety::Unsafe, plan })
}
