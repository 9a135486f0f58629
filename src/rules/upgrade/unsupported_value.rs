//! Words that a key takes came one after another, as keys did.

use crate::config::{NewerThing, newer_than};
use crate::finding::short;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let target = cx.target_version;
    if !target.is_older() {
        return;
    }
    for newer in newer_than(cx.document, target.version()) {
        let Some(word) = cx.document.scalar(newer.node).filter(|_| newer.what == NewerThing::Word) else {
            continue;
        };
        let finding = cx
            .finding(
                cx.document.span(newer.node),
                format!("Prometheus {target} does not know {}", short(word)),
            )
            .with_label(format!("known since {}", newer.since))
            .with_note(format!("Prometheus {target} does not start with a word that it does not know here"))
            .with_help(format!("do without it, or run Prometheus {} or newer", newer.since));
        cx.report(finding);
    }
}
