//! A reference to a group that the regex does not have stands for nothing (Go's `Regexp.Expand`), and a label that is set
//! to nothing is removed (model/relabel/relabel.go).

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::goregex::{Ast, GroupName, Reference, Template};
use crate::rules::group::{is_ambiguous, is_variable_name};
use crate::rules::step::{ast, pattern, readable, replacement};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        if !matches!(action, Action::Replace | Action::LabelMap) {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let of_target = if action == Action::Replace { step.target_label.text() } else { "" };
        let templates = [
            (replacement(step), step.replacement.span(), "replacement"),
            (of_target, step.target_label.span(), "target_label"),
        ];
        for (text, place, key) in templates {
            let template = Template::parse(text);
            let Some(missing) = template.references().find(|reference| is_missing(reference, &ast)) else {
                continue;
            };
            let name = &text[missing.span.range()];
            let written = place.is_some();
            let span = place.or(step.regex.span()).unwrap_or(at.span);
            let regex = pattern(step);
            let label = match (written, &missing.group) {
                (false, _) => {
                    "has no group, and the replacement is `$1` unless another is written".to_owned()
                }
                (true, GroupName::Name(_)) => format!("{} has no group of this name", short(regex)),
                (true, GroupName::Number(_)) => format!("{} has no such group", short(regex)),
            };
            let finding = cx
                .finding(span, format!("{name} in {key} refers to a group that the regex does not have"))
                .with_label(label)
                .with_note(effect(step, action, key, text, &ast))
                .with_help(help(missing))
                .with_job(chain.job.map(|job| job.name()));
            let repair = wrap(cx, step, &ast, &template);
            cx.report_with(finding, repair);
        }
    }
}

/// Environment variables, which other tools put in before Prometheus reads the file, have a rule of their own.
fn is_missing(reference: &Reference, ast: &Ast) -> bool {
    let is_variable = matches!(&reference.group, GroupName::Name(name) if is_variable_name(name));
    !reference.exists_in(ast) && !is_ambiguous(reference, ast) && !is_variable
}

/// What Prometheus does with it.
fn effect(step: &RelabelConfig, action: Action, key: &str, text: &str, ast: &Ast) -> String {
    let template = Template::parse(text);
    let is_whole =
        template.references().next().is_some_and(|reference| reference.span.range() == (0..text.len()));
    match (action, key, is_whole && template.references().all(|reference| !reference.exists_in(ast))) {
        (Action::LabelMap, _, true) => {
            "it stands for nothing, so matching labels are copied to a label without a name; in metric relabeling Prometheus then refuses the scrape".to_owned()
        }
        (_, "target_label", true) => "it stands for nothing, so no label is set".to_owned(),
        (_, _, true) => {
            format!("it stands for nothing, so where the regex matches, {} is removed", short(step.target_label.text()))
        }
        _ => "it stands for nothing".to_owned(),
    }
}

fn help(missing: &Reference) -> String {
    match &missing.group {
        GroupName::Name(name) => {
            format!("name a group: `(?P<{name}>…)`; write a literal dollar sign as `$$`")
        }
        GroupName::Number(_) => {
            "put what is to be copied into parentheses in the regex, or write the replacement out".to_owned()
        }
    }
}

/// Puts parentheses around a regex without groups, if that is all that lacks. Unsafe: a label that is removed today will be
/// set.
fn wrap(cx: &Cx<'_>, step: &RelabelConfig, ast: &Ast, template: &Template) -> Option<Repair> {
    let regex = step.regex.spanned().filter(|regex| !regex.borrowed)?;
    let only_first =
        template.references().all(|reference| matches!(reference.group, GroupName::Number(0 | 1)));
    if ast.group_names().len() > 1 || !only_first || ast.escapes_anchors_at().is_some() {
        return None;
    }
    let wrapped = format!("({})", ast.pattern());
    let plan = edit::set_scalar(cx.document, regex.node, &wrapped)?;
    Some(Repair { title: format!("make it the group {}", short(&wrapped)), safety: Safety::Unsafe, plan })
}
