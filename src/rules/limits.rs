//! Limits of scrapes, and where they are set: shared by the rules that hold dumps against them.

use super::{Cx, Job};
use crate::config::Uint;
use crate::finding::Finding;
use crate::yaml::Field;

/// A finding about a limit, where it is set: in the job, or at the job's name where it is inherited.
pub(super) fn at_limit(
    cx: &Cx<'_>,
    job: Job<'_>,
    own: &Field<Uint>,
    inherited: &Field<Uint>,
    headline: String,
) -> Finding {
    let name = job.config.name();
    if let Some(set) = own.spanned().filter(|set| set.value().is_some_and(|limit| limit.0 > 0)) {
        let label = if set.borrowed { "set here, and reached through an alias" } else { "set here" };
        return cx.finding(set.span, headline).with_label(label).with_job(Some(name));
    }
    let place = job.config.job_name.span().unwrap_or(job.at.span);
    let finding = cx.finding(place, headline).with_job(Some(name));
    match inherited.span() {
        Some(global) => {
            finding.with_label("this job inherits the limit").with_related(global, "set in `global`")
        }
        None => finding.with_label("this job inherits the limit of the main file's `global`"),
    }
}
