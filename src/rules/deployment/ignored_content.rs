//! go-yaml decodes the first document of a file and never looks at the rest (yaml.v2, `unmarshal`): `promtool` calls a
//! file valid whose second half is not even YAML.

use crate::rules::{Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let Some(ignored) = cx.document.ignored() else { return };
    let text = cx.text();
    let rest = &text[ignored.range()];
    let span = cx.first_line(ignored);
    let count = rest.lines().count();
    let rest = if count == 1 { "this line".to_owned() } else { format!("these {count} lines") };
    let finding = cx
        .finding(span, format!("Prometheus never reads {rest}"))
        .with_label("from here to the end of the file");
    let finding = if is_behind_marker(cx, ignored) {
        finding
            .with_note("only the first YAML document of a file is read; the rest may even be no YAML")
            .with_help("remove the `---` if this is meant to count, or move it to a file of its own")
    } else {
        finding
            .with_note("the first key is indented, so the document ends where the indentation does")
            .with_help("remove the spaces before the first key, or indent the rest alike")
    };
    cx.report(finding);
}

/// Whether a `---` or `...` ends the first document, rather than a line that is indented less.
fn is_behind_marker(cx: &Cx<'_>, ignored: Span) -> bool {
    let end = cx.document.root().map_or(0, |root| cx.document.span(root).end);
    let between = &cx.text()[end as usize..ignored.start.max(end) as usize];
    between.lines().any(|line| line.starts_with("---") || line.starts_with("..."))
}
