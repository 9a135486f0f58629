//! Exporters that probe others get the target as a parameter, and are what Prometheus connects to (scrape/target.go, `URL`:
//! the host is `__address__`, `__param_target` becomes `?target=`).

use crate::config::{Action, RelabelConfig};
use crate::finding::Finding;
use crate::goregex::Template;
use crate::rules::effect::{Effect, effect};
use crate::rules::flow::Flow;
use crate::rules::proof::matches_everything;
use crate::rules::step::{are_readable, copies_whole, nth, pattern, readable, replacement, sources};
use crate::rules::{Chain, Cx, Job, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    // A job without steps can be one that lacks all of them.
    let chain = Chain::of_targets(job.config);
    let finding = match target_from_address(chain) {
        Some((position, span)) => address_misused(cx, chain, position, span),
        None => without_target(cx, chain),
    };
    if let Some(finding) = finding {
        cx.report(finding.with_job(Some(job.config.name())));
    }
}

/// The step that hands the address on as the target to be probed, and where it says so.
fn target_from_address(chain: Chain<'_>) -> Option<(usize, Span)> {
    readable(chain.steps).find_map(|(position, _, step, action)| {
        let copies = action == Action::Replace && sources(step) == ["__address__"] && copies_whole(step);
        let span = step.target_label.span().filter(|_| step.target_label.text() == "__param_target")?;
        copies.then_some((position, span))
    })
}

/// The address is the target to be probed, and stays what is connected to, or has been replaced before.
fn address_misused(cx: &Cx<'_>, chain: Chain<'_>, position: usize, span: Span) -> Option<Finding> {
    let steps = || chain.steps.iter().filter_map(|step| step.value());
    if !are_readable(chain.steps) {
        return None;
    }
    let replaced = chain.steps[..position].iter().rposition(|step| step.value().is_some_and(is_exporter));
    if let Some(replaced) = replaced {
        let earlier = chain.steps[replaced].value()?;
        let finding = cx
            .finding(span, "the exporter is asked to probe itself")
            .with_label(format!("`__address__` is the exporter's since {}", nth(replaced)))
            .with_note("steps are made one after the other: the address of the target is lost by then")
            .with_help(format!("put this step before {}", nth(replaced)));
        return Some(match earlier.replacement.span() {
            Some(place) => finding.with_related(place, "replaced here"),
            None => finding,
        });
    }
    if steps().any(|step| effect(step, "__address__") == Effect::MaySet) {
        return None;
    }
    let finding = cx
        .finding(span, "each target is asked to probe itself: no step names the exporter")
        .with_label("`__address__` becomes the target to be probed, and stays the address")
        .with_note("Prometheus connects to `__address__`, which is still the target, not the exporter")
        .with_help("add a step at the end: `target_label: __address__`, `replacement: exporter:9115`");
    Some(finding)
}

/// A step that makes one address of all.
fn is_exporter(step: &RelabelConfig) -> bool {
    let is_constant = Template::parse(replacement(step)).is_literal().is_some_and(|text| !text.is_empty());
    step.action() == Some(Action::Replace)
        && step.target_label.text() == "__address__"
        && is_constant
        && matches_everything(pattern(step))
}

/// An exporter that cannot do without a target is not given one.
fn without_target(cx: &Cx<'_>, chain: Chain<'_>) -> Option<Finding> {
    let job = chain.job?;
    let path = job.metrics_path.spanned().filter(|path| !path.elsewhere)?;
    let path_text: &str = path.value()?.as_ref();
    let has_module = job.params.value().is_some_and(|params| params.get("module").is_some());
    let is_probe = path_text == "/snmp" || path_text == "/probe" && has_module;
    let flow = Flow::of(chain).filter(|_| is_probe)?;
    let end = chain.steps.len();
    let mut steps = chain.steps.iter().filter_map(|step| step.value());
    let other_path = steps.any(|step| effect(step, "__metrics_path__") != Effect::None);
    if flow.may_have("__param_target", end) || other_path {
        return None;
    }
    let finding = cx
        .finding(path.span, format!("`{path_text}` is asked for without a target to probe"))
        .with_label("neither `params` nor a step gives it `target`")
        .with_note("the exporter answers with an error: each scrape fails")
        .with_help(
            "copy the address to `__param_target`, that to `instance`, and set `__address__` to the exporter",
        );
    Some(finding)
}
