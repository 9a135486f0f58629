//! Prometheus puts `^(?s:` and `)$` around each regex (model/relabel/relabel.go, `NewRegexp`).

use crate::finding::{Safety, short};
use crate::goregex::{Assertion, Ast, Kind, NodeId, parse_shared};
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Repair, Run};
use crate::source::Span;
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, _) in readable(chain.steps) {
        let Some(regex) = step.regex.spanned().filter(|regex| !regex.elsewhere) else { continue };
        let Some(pattern) = regex.value().map(AsRef::<str>::as_ref) else { continue };
        let Ok(ast) = parse_shared(pattern) else { continue };
        let Some(plain) = without_anchors(&ast) else { continue };
        let finding = cx
            .finding(regex.span, format!("the anchors in {} are there already", short(pattern)))
            .with_label("matches the same without them")
            .with_note("Prometheus always matches the whole value")
            .with_help(format!("write {}", short(&plain)))
            .with_job(chain.job.map(|job| job.name()));
        let plan = if regex.borrowed { None } else { edit::set_scalar(cx.document, regex.node, &plain) };
        let repair =
            plan.map(|plan| Repair { title: format!("write {}", short(&plain)), safety: Safety::Safe, plan });
        cx.report_with(finding, repair);
    }
}

/// The pattern without `^` at its beginning and `$` at its end; nothing if there are none.
fn without_anchors(ast: &Ast) -> Option<String> {
    if ast.escapes_anchors_at().is_some() {
        return None;
    }
    let mut spans = Vec::new();
    anchors(ast, ast.root(), &mut spans);
    let pattern = ast.pattern();
    let start = usize::from(spans.iter().any(|span| span.range() == (0..1) && pattern.starts_with('^')));
    let last = pattern.len().checked_sub(1)?;
    let ends = spans.iter().any(|span| span.range() == (last..last + 1) && pattern.ends_with('$'));
    let end = pattern.len() - usize::from(ends);
    (start > 0 || ends).then(|| pattern.get(start..end).map(str::to_owned)).flatten()
}

/// The anchors that are written in the pattern, outside of repetitions.
fn anchors(ast: &Ast, node: NodeId, spans: &mut Vec<Span>) {
    match ast.kind(node) {
        Kind::Assertion(Assertion::TextStart | Assertion::TextEnd) if !ast.span(node).is_empty() => {
            spans.push(ast.span(node));
        }
        Kind::Concat(children) | Kind::Alternate(children) => {
            ast.children(children).for_each(|child| anchors(ast, child, spans));
        }
        _ => {}
    }
}
