//! Names that a step writes, as they are typed.

use super::rule::{Chain, Cx, Stage};
use crate::config::{Action, NameScheme, RelabelConfig, Text};
use crate::goregex::Template;
use crate::yaml::{Field, Spanned};

/// A name of a label that a step writes.
pub(super) struct Written<'c> {
    /// Where it is written.
    pub(super) field: &'c Spanned<Text>,
    /// As it is written.
    pub(super) text: &'c str,
    /// The text without references to groups.
    pub(super) plain: String,
}

/// The name that a step writes, where it may be any UTF-8 text; nothing for placeholders of other tools.
pub(super) fn written<'c>(
    cx: &Cx<'_>,
    chain: Chain<'c>,
    step: &'c RelabelConfig,
    action: Action,
) -> Option<Written<'c>> {
    let scheme = match (chain.stage, chain.job) {
        (Stage::Target | Stage::Metric, Some(job)) => job.name_scheme(cx.global),
        _ => cx.global.name_scheme(),
    };
    let field: &Field<_> = match action {
        Action::Replace | Action::HashMod | Action::Lowercase | Action::Uppercase => &step.target_label,
        Action::LabelMap => &step.replacement,
        _ => return None,
    };
    let field = field.spanned().filter(|field| !field.elsewhere)?;
    let text: &str = field.value()?.as_ref();
    let is_placeholder = ["$$", "{{", "<", "%"].iter().any(|mark| text.contains(mark));
    if scheme != NameScheme::Utf8 || cx.target_version.major() < 3 || is_placeholder {
        return None;
    }
    let is_template = matches!(action, Action::Replace | Action::LabelMap);
    let plain = if is_template { without_references(text) } else { text.to_owned() };
    Some(Written { field, text, plain })
}

fn without_references(text: &str) -> String {
    let mut plain = String::new();
    let mut copied = 0;
    for reference in Template::parse(text).references() {
        plain.push_str(&text[copied..reference.span.start as usize]);
        copied = reference.span.end as usize;
    }
    plain + &text[copied..]
}
