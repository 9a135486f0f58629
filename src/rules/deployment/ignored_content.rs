//! go-yaml decodes the first document of a file and never looks at the rest (yaml.v2, `unmarshal`): `promtool` calls a
//! file valid whose second half is not even YAML.

use crate::rules::{Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let Some(ignored) = cx.document.ignored() else { return };
    let text = cx.text();
    let first_line = text[ignored.range()].lines().next().map_or(0, str::len);
    let span = Span::new(ignored.start as usize, ignored.start as usize + first_line);
    let lines = text[ignored.range()].lines().count();
    let is_document = text[span.range()].starts_with("---");
    let root_is_indented = cx.document.root().is_some_and(|root| {
        let start = cx.document.span(root).start as usize;
        !text[..start].ends_with('\n') && start > 0 && !is_document
    });
    let rest = if lines == 1 { "this line".to_owned() } else { format!("these {lines} lines") };
    let mut finding = cx.finding(span, format!("Prometheus never reads {rest}")).with_label("from here to the end of the file");
    finding = if root_is_indented {
        finding
            .with_note("the first key is indented, so the document ends where the indentation does")
            .with_help("remove the spaces before the first key, or indent the rest alike")
    } else {
        finding
            .with_note("only the first YAML document of a file is read; the rest may even be no YAML")
            .with_help("remove the `---` if this is meant to count, or move it to a file of its own")
    };
    cx.report(finding);
}
