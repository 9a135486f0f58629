//! How much shorter than the interval a timeout should be: shared by the rules that speak of it.

use crate::config::Duration;
use crate::finding::Fix;
use crate::yaml::{Document, NodeId, edit};

/// Four fifths of the interval, in whole seconds from 5s on: room for the scrape's own work before the next one.
pub(super) fn timeout_for(interval: Duration) -> Duration {
    let milliseconds = interval.as_millis() * 4 / 5;
    if milliseconds >= 4_000 { Duration::from_secs(milliseconds / 1_000) } else { Duration::from_millis(milliseconds.max(1)) }
}

/// Writes a timeout into a section. Unsafe: scrapes that now get through may be cut off.
pub(super) fn insert_timeout(
    document: &Document<'_>,
    section: NodeId,
    after: Option<NodeId>,
    timeout: Duration,
) -> Option<Fix> {
    let edits = edit::insert_scalar(document, section, after, "scrape_timeout", &timeout.to_string())?;
    Some(edit::fix(format!("set `scrape_timeout: {timeout}`"), crate::finding::Safety::Unsafe, edits))
}
