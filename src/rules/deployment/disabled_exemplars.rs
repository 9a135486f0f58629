//! The default of 100000 exemplars holds where `exemplars` is absent; a section without the number has zero (config/config.go,
//! `Config.UnmarshalYAML`). Measured on 3.14.

use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let Some(exemplars) = cx.config.storage.value().and_then(|storage| storage.exemplars.spanned()) else {
        return;
    };
    let Some(section) = exemplars.value() else { return };
    if section.max_exemplars.is_given() || !exemplars.clean {
        return;
    }
    let span = exemplars.key.map_or(exemplars.span, |key| cx.document.span(key));
    let finding = cx
        .finding(span, "`exemplars` without `max_exemplars` keeps no exemplars")
        .with_label("0 is in force, not 100000")
        .with_note("the default of 100000 holds only where the whole section is left out")
        .with_help("write `max_exemplars: 100000`, or remove the section");
    cx.report(finding);
}
