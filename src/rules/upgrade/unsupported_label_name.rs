//! Label names of any UTF-8 text came with Prometheus 3.0; in templates of `replace` and `labelmap` with 3.2
//! (model/relabel/relabel.go and prometheus/common, model/labels.go, of each version).

use crate::config::{Action, NameScheme, RelabelConfig, Version, is_legacy_label_name, is_valid_template};
use crate::finding::short;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run};
use crate::source::Span;
use crate::yaml::{Field, Spanned};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const UTF8: Version = Version::new(3, 0);
const UTF8_IN_TEMPLATES: Version = Version::new(3, 2);

/// A name that is not taken, where it stands, and the version that brought such names.
type Refused<'c> = (&'c str, Span, Version);

fn check(cx: &mut Cx<'_>) {
    let target = cx.target_version;
    if !target.is_before(UTF8_IN_TEMPLATES) {
        return;
    }
    let mut refused: Vec<Refused<'_>> = Vec::new();
    for chain in Chain::all(cx.config) {
        for (_, _, step, action) in readable(chain.steps) {
            refused.extend(names_made(step, action));
            refused.extend(step.source_labels.items().iter().filter_map(refused_name));
        }
    }
    refused.extend(names_given(cx));
    refused.retain(|(.., since)| target.is_before(*since));
    // A step that several chains reach through aliases stands once in the file.
    refused.sort_unstable_by_key(|&(_, span, _)| span);
    refused.dedup();
    for (name, span, since) in refused {
        let finding = cx
            .finding(span, format!("Prometheus {target} takes no label name {}", short(name)))
            .with_label(format!("taken since {since}"))
            .with_note(format!(
                "Prometheus {target} does not start with it: only letters, digits and `_` may stand in it"
            ))
            .with_help(format!("write {}, or run Prometheus {since} or newer", instead(name)));
        cx.report(finding);
    }
}

/// The name that a step writes.
fn names_made(step: &RelabelConfig, action: Action) -> Option<Refused<'_>> {
    let (name, span) = match action {
        Action::LabelMap => (step.replacement.text_or("$1"), step.replacement.span()?),
        Action::Keep | Action::Drop | Action::LabelDrop | Action::LabelKeep => return None,
        _ => (step.target_label.text(), step.target_label.span()?),
    };
    let is_template = action == Action::LabelMap || action == Action::Replace && name.contains('$');
    let since = if is_template { UTF8_IN_TEMPLATES } else { UTF8 };
    // `$$` is how another program's template writes `$`.
    let is_refused = !name.is_empty() && !name.contains("$$") && !is_valid_template(name, NameScheme::Legacy);
    is_refused.then_some((name, span, since))
}

/// Names in `labels` of static targets and in `external_labels`.
fn names_given<'c>(cx: &Cx<'c>) -> Vec<Refused<'c>> {
    let managers =
        cx.config.alerting.value().into_iter().flat_map(|alerting| alerting.alertmanagers.values());
    let groups = cx.config.jobs().map(|job| &job.static_configs).chain(managers.map(|it| &it.static_configs));
    let labels = groups.flat_map(Field::values).filter_map(|group| group.labels.value());
    let given = labels.flat_map(|labels| labels.entries()).filter_map(|(name, _)| refused_name(name));
    let external = cx.config.global.value().and_then(|global| global.external_labels.value());
    let external = external.into_iter().flat_map(|labels| labels.entries());
    given.chain(external.filter_map(|(name, _)| refused_name(name))).collect()
}

fn refused_name<T: AsRef<str>>(name: &Spanned<T>) -> Option<Refused<'_>> {
    let text = name.value()?.as_ref();
    (!name.elsewhere && !is_legacy_label_name(text)).then_some((text, name.span, UTF8))
}

/// What to write: the name with `_` in place of what is not taken.
fn instead(name: &str) -> String {
    let start = if name.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    let kept = |c: char| c.is_ascii_alphanumeric() || "_${}".contains(c);
    let plain: String = name.chars().map(|c| if kept(c) { c } else { '_' }).collect();
    let plain = format!("{start}{plain}");
    if is_valid_template(&plain, NameScheme::Legacy) { short(&plain) } else { "another name".to_owned() }
}
