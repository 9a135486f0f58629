//! What the parser cannot read ends the scrape: what came before is rolled back (scrape/scrape.go, `scrapeAndReport`).

use crate::evidence::Objection;
use crate::exposition::{Outcome, Problem};
use crate::finding::plural;
use crate::rules::evidence::DumpEvidence;
use crate::rules::{Cx, Job, Run};
use crate::source::LineIndex;

pub(in crate::rules) const RUN: Run = Run::Job(check);

/// Lines that are told of one dump.
const SHOWN: usize = 5;

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let span = job.config.job_name.span().unwrap_or(job.at.span);
    for dump in evidence.dumps.iter().filter(|dump| is_refused(dump)) {
        let refused = |problem: &&Problem| problem.outcome != Outcome::Surprising;
        let problems: Vec<&Problem> = dump.observation.problems.iter().filter(refused).collect();
        let count = match problems.len() {
            1 => "one line".to_owned(),
            lines => plural(lines as u64, "line"),
        };
        let finding = cx
            .finding(span, format!("Prometheus would refuse this scrape for {count}"))
            .with_label("it stores nothing of what such a target answers, and `up` is 0")
            .with_note(format!("in {}: {}", dump.source.path, told(&dump.source.text, &problems)))
            .with_help("mend what writes such lines; relabeling sees only what could be read")
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}

/// A text without any sample is no dump, which is said elsewhere.
fn is_refused(dump: &DumpEvidence) -> bool {
    dump.observation.samples > 0 && matches!(dump.observation.objection, Some(Objection::Unreadable(_)))
}

fn told(text: &str, problems: &[&Problem]) -> String {
    let lines = LineIndex::new(text);
    let mut told: Vec<String> =
        problems.iter().take(SHOWN).map(|problem| problem.with_line(&lines)).collect();
    match problems.len() - told.len() {
        0 => {}
        more => told.push(format!("and {more} more")),
    }
    told.join("; ")
}
