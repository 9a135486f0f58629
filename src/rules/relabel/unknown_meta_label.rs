//! The `__meta_` labels of a job are those of its service discoveries, and no others (discovery/*).

use crate::config::sd::Provider;
use crate::config::{Action, RelabelConfig};
use crate::finding::{Finding, Safety, short};
use crate::rules::flow::Flow;
use crate::rules::step::{literal_start, readable};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(flow) = Flow::of(chain) else { return };
    for (position, _, step, action) in readable(chain.steps) {
        for label in step.source_labels.items() {
            let Some(name) = label.value().map(|name| &**name).filter(|name| name.starts_with("__meta_"))
            else {
                continue;
            };
            if let Some(right) = flow.providers.iter().find_map(|provider| provider.sanitized(name)) {
                let finding = unsanitized(cx, chain, label.span, name, &right);
                let plan = edit::set_scalar(cx.document, label.node, &right);
                let repair = plan.map(|plan| Repair {
                    title: format!("write {}", short(&right)),
                    safety: Safety::Unsafe,
                    plan,
                });
                cx.report_with(finding, repair);
            } else if !flow.may_have(name, position) {
                let near = flow.nearest(name, position);
                let finding = cx
                    .finding(label.span, format!("{} is set by nothing in this job", short(name)))
                    .with_label("always empty here")
                    .with_note(where_from(&flow, name))
                    .with_help(advice(&flow, name, near.as_deref()))
                    .with_job(chain.job.map(|job| job.name()));
                cx.report(finding);
            }
        }
        if let Some(start) = mapped_start(step, action).filter(|start| !is_provided(&flow, start)) {
            let span = step.regex.span().unwrap_or(chain.steps[position].span);
            let finding = cx
                .finding(span, format!("no label of this job begins with {}", short(&start)))
                .with_label("matches the name of no label")
                .with_note(where_from(&flow, &start))
                .with_help(advice(&flow, &start, None))
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
        }
    }
}

fn unsanitized(cx: &Cx<'_>, chain: Chain<'_>, span: crate::source::Span, name: &str, right: &str) -> Finding {
    cx.finding(span, format!("{} is not how discovery writes this name", short(name)))
        .with_label("always empty here")
        .with_note("in names of labels, discovery puts `_` in place of all but letters, digits and `_`")
        .with_help(format!("write `{right}`"))
        .with_job(chain.job.map(|job| job.name()))
}

/// The `__meta_…` that the names of all labels begin with which a `labelmap` copies.
fn mapped_start(step: &RelabelConfig, action: Action) -> Option<String> {
    if action != Action::LabelMap {
        return None;
    }
    literal_start(step).filter(|start| start.starts_with("__meta_"))
}

fn is_provided(flow: &Flow<'_>, start: &str) -> bool {
    flow.providers.iter().any(|provider| provider.provides_prefix(start)) || flow.gives_prefix(start)
}

/// Where labels of this job come from.
fn where_from(flow: &Flow<'_>, name: &str) -> String {
    let sources: Vec<String> = flow.providers.iter().map(|provider| described(provider)).collect();
    let owner = owners(name).next();
    match owner.filter(|owner| !flow.providers.contains(owner)) {
        Some(owner) => format!("{} sets it; this job has {}", described(owner), listed(&sources)),
        None => format!("this job has {}, and Prometheus 3.14 knows no such label there", listed(&sources)),
    }
}

/// Who sets a label, or labels that begin so.
fn owners(name: &str) -> impl Iterator<Item = &'static Provider> {
    Provider::all().iter().filter(move |provider| {
        provider.provides(name) || name.ends_with('_') && provider.provides_prefix(name)
    })
}

fn described(provider: &Provider) -> String {
    match provider.role {
        "" => format!("`{}`", provider.key),
        "namespace" => "`attach_metadata` with `namespace: true`".to_owned(),
        role => format!("`{}` with role `{role}`", provider.key),
    }
}

fn listed(sources: &[String]) -> String {
    let mut sources = sources.to_vec();
    sources.dedup();
    match sources.split_last() {
        None => "targets of its own only".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

fn advice(flow: &Flow<'_>, name: &str, near: Option<&str>) -> String {
    let is_kubernetes = flow.providers.iter().any(|provider| provider.key == "kubernetes_sd_configs");
    if let Some(near) = near {
        return format!("did you mean `{near}`?");
    }
    for kind in ["node", "namespace"] {
        if is_kubernetes && name.starts_with(&format!("__meta_kubernetes_{kind}_")) {
            return format!(
                "let discovery attach it: `attach_metadata: {{{kind}: true}}`, or take another label"
            );
        }
    }
    match owners(name).next() {
        Some(owner) if !owner.role.is_empty() => {
            "use the role that has it, or a label of this one".to_owned()
        }
        _ => "take a label that the service discovery of this job sets".to_owned(),
    }
}
