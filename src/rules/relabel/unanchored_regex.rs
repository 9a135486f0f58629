//! Prometheus puts `^(?s:` and `)$` around a regex as text (model/relabel/relabel.go, `NewRegexp`), so a `)` too many
//! closes that group.

use crate::config::Action;
use crate::finding::short;
use crate::rules::step::{ast, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        let reads_regex = !matches!(action, Action::HashMod | Action::Lowercase | Action::Uppercase);
        let Some(ast) = ast(step).filter(|_| reads_regex) else { continue };
        let Some(at) = ast.escapes_anchors_at() else { continue };
        let before = ast.pattern().get(..at as usize).unwrap_or_default();
        let finding = cx
            .finding(span, format!("the `)` behind {} undoes the anchors of the regex", short(before)))
            .with_label("read with `^(?s:` before it and `)$` behind it")
            .with_note("the `)` closes Prometheus's own group, so each part is anchored at one end only and matches within longer texts")
            .with_help("put a whole group around the alternatives: `(?:a|b)`, or write `\\)` for the character")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
