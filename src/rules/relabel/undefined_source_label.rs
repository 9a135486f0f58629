//! A label that nobody sets is empty, and steps that read it do the same for every target
//! (model/relabel/relabel.go, `relabel`).

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::goregex::{Captures, Matcher, Template};
use crate::rules::flow::Flow;
use crate::rules::proof::matches;
use crate::rules::step::{ast, pattern, readable, replacement, separator, sources};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(flow) = Flow::of(chain) else { return };
    for (position, at, step, action) in readable(chain.steps) {
        if matches!(action, Action::LabelMap | Action::LabelDrop | Action::LabelKeep) {
            continue;
        }
        let is_missing = |label: &&str| !label.is_empty() && !flow.may_have(label, position);
        let missing = sources(step).iter().filter(|label| is_missing(label)).count();
        let all = missing == step.source_labels.items().len();
        for label in step.source_labels.items() {
            let Some(name) = label.value().map(|name| &**name) else { continue };
            // These have rules of their own.
            if name.starts_with("__meta_")
                || name == "__name__"
                || flow.may_have(name, position)
                || name.is_empty()
            {
                continue;
            }
            let set_later = flow.first_setter(name).filter(|&setter| setter >= position);
            let mut finding = cx
                .finding(label.span, format!("{} is set by nothing before this step", short(name)))
                .with_label("always empty here")
                .with_note(if all {
                    consequence(step, action)
                } else {
                    "an empty value is what it adds to the joined value of every target".to_owned()
                })
                .with_help(match (set_later, name) {
                    (Some(setter), _) if setter > position => {
                        "move this step behind the one that sets it".to_owned()
                    }
                    (_, "instance") => {
                        "`instance` is set behind the last step; read `__address__` here".to_owned()
                    }
                    _ => match flow.nearest(name, position) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "labels of samples are not here yet; those are read in `metric_relabel_configs`"
                                .to_owned()
                        }
                    },
                })
                .with_job(chain.job.map(|job| job.name()));
            if let Some(setter) =
                set_later.and_then(|setter| chain.steps.get(setter)).filter(|other| other.span != at.span)
            {
                finding = finding.with_related(setter.span, "set only here");
            }
            cx.report(finding);
        }
    }
}

/// What a step does that reads empty labels only.
fn consequence(step: &RelabelConfig, action: Action) -> String {
    let joined = separator(step).repeat(step.source_labels.items().len().saturating_sub(1));
    let target = short(step.target_label.text());
    let removed = || format!("{target} is removed from every target");
    match (action, matches(pattern(step), &joined)) {
        (Action::Keep, Some(false)) | (Action::Drop, Some(true)) => "every target is dropped here".to_owned(),
        (Action::Keep, Some(true)) | (Action::Drop, Some(false)) => {
            "every target passes: this step does nothing".to_owned()
        }
        (Action::Replace, Some(false)) => "the regex never matches: this step does nothing".to_owned(),
        (Action::Replace, Some(true)) if replaced(step, &joined).is_some_and(|value| value.is_empty()) => {
            removed()
        }
        (Action::Lowercase | Action::Uppercase, _) if joined.is_empty() => removed(),
        _ => "every target gets the same here".to_owned(),
    }
}

/// The value that a `replace` makes of a joined value it matches.
fn replaced(step: &RelabelConfig, joined: &str) -> Option<String> {
    let matcher = Matcher::new(ast(step)?).ok()?;
    let mut captures = Captures::new();
    let mut value = String::new();
    matcher.captures(joined, &mut captures).then(|| {
        Template::parse(replacement(step)).expand(&matcher, joined, &captures, &mut value);
        value
    })
}
