//! What sections take from `global`, and the few values that depend on others (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`).

use super::{Node, Section, ValueOrigin};
use crate::config::origin::{Effective, Origin};
use crate::config::{Config, Duration, GlobalConfig, ScrapeConfig};
use crate::source::LineIndex;
use crate::yaml::{Document, Tree};

/// Keys that a job takes from `global` where it does not set them itself.
const INHERITED: [&str; 13] = [
    "scrape_native_histograms",
    "always_scrape_classic_histograms",
    "convert_classic_histograms_to_nhcb",
    "extra_scrape_metrics",
    "scrape_failure_log_file",
    "body_size_limit",
    "sample_limit",
    "target_limit",
    "label_limit",
    "label_name_length_limit",
    "label_value_length_limit",
    "keep_dropped_targets",
    "metric_name_validation_scheme",
];

/// `DefaultScrapeProtocols`; with native histograms the protocol buffers come first.
const TEXT_PROTOCOLS: [&str; 4] =
    ["OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4"];
const NATIVE_PROTOCOL: &str = "PrometheusProto";

/// Completes sections that were read one by one.
pub(super) fn inherit(sections: &mut Section, config: &Config, document: &Document<'_>) {
    let lines = Lines(LineIndex::new(document.text()));
    let no_global = GlobalConfig::default();
    let typed_global = config.global.value().unwrap_or(&no_global);
    if let Some(Node::Section(runtime)) = get_mut(sections, "runtime") {
        fill(runtime, "gogc", || default(75i64.into()));
    }
    let mut global = Section::new();
    if let Some(Node::Section(section)) = get_mut(sections, "global") {
        complete_global(section, typed_global, &lines);
        global.clone_from(section);
    }
    if let Some(Node::List(jobs)) = get_mut(sections, "scrape_configs") {
        for (job, typed) in jobs.iter_mut().zip(config.scrape_configs.items()) {
            if let (Node::Section(job), Some(typed)) = (job, typed.value()) {
                complete_job(job, typed, &global, typed_global, &lines);
            }
        }
    }
    sections.iter_mut().for_each(|(_, node)| remove_forbidden_defaults(node));
}

struct Lines(LineIndex);

impl Lines {
    fn origin(&self, origin: Origin) -> ValueOrigin {
        let line = |span: crate::source::Span| self.0.line(span.start as usize) + 1;
        match origin {
            Origin::Job(span) => ValueOrigin::Written { line: line(span) },
            Origin::Global(span) => ValueOrigin::Global { line: line(span) },
            Origin::MainFile | Origin::Default => ValueOrigin::Default,
            Origin::Clamped => ValueOrigin::Clamped,
        }
    }

    fn node(&self, effective: Effective<Duration>) -> Node {
        Node::Scalar(Tree::Scalar(effective.value.to_string()), self.origin(effective.origin))
    }
}

fn complete_global(global: &mut Section, typed: &GlobalConfig, lines: &Lines) {
    let here = |node: Node| match node {
        Node::Scalar(tree, ValueOrigin::Global { line }) => Node::Scalar(tree, ValueOrigin::Written { line }),
        other => other,
    };
    set(global, "scrape_interval", here(lines.node(typed.effective_interval())));
    set(global, "scrape_timeout", here(lines.node(typed.effective_timeout())));
    fill(global, "evaluation_interval", || default("1m".into()));
    fill(global, "metric_name_validation_scheme", || default("utf8".into()));
    let scheme = text(global, "metric_name_validation_scheme").unwrap_or_default();
    let escaping = escaping_of(&scheme);
    fill(global, "metric_name_escaping_scheme", || default(escaping.into()));
}

fn complete_job(job: &mut Section, typed: &ScrapeConfig, global: &Section, typed_global: &GlobalConfig, lines: &Lines) {
    set(job, "scrape_interval", lines.node(typed.effective_interval(typed_global)));
    set(job, "scrape_timeout", lines.node(typed.effective_timeout(typed_global)));
    let own_scheme = get(job, "metric_name_validation_scheme").is_some_and(|node| !is_unset(node));
    for key in INHERITED {
        let inherited = get(global, key).map(from_global);
        if let Some(inherited) = inherited {
            fill(job, key, || inherited);
        } else if get(job, key).is_some_and(is_unset) {
            job.retain(|(name, _)| name != key);
        }
    }
    let native = text(job, "scrape_native_histograms").as_deref() == Some("true");
    let protocols = get(global, "scrape_protocols").map(from_global).unwrap_or_else(|| {
        let native = native.then_some(NATIVE_PROTOCOL);
        Node::List(native.into_iter().chain(TEXT_PROTOCOLS).map(|protocol| default(protocol.into())).collect())
    });
    fill(job, "scrape_protocols", || protocols);
    let scheme = text(job, "metric_name_validation_scheme").unwrap_or_default();
    let escaping = match get(global, "metric_name_escaping_scheme") {
        Some(inherited) if !own_scheme => from_global(inherited),
        _ => default(escaping_of(&scheme).into()),
    };
    fill(job, "metric_name_escaping_scheme", || escaping);
}

fn escaping_of(scheme: &str) -> &'static str {
    if scheme == "legacy" { "underscores" } else { "allow-utf-8" }
}

/// Relabel steps that compare labels must not have a regex, not even the default one.
fn remove_forbidden_defaults(node: &mut Node) {
    match node {
        Node::Scalar(..) => {}
        Node::List(items) => items.iter_mut().for_each(remove_forbidden_defaults),
        Node::Section(section) => {
            if matches!(text(section, "action").as_deref(), Some("keepequal" | "dropequal")) {
                section.retain(|(key, node)| key != "regex" || !matches!(node, Node::Scalar(_, ValueOrigin::Default)));
            }
            section.iter_mut().for_each(|(_, node)| remove_forbidden_defaults(node));
        }
    }
}

fn default(tree: Tree) -> Node {
    Node::Scalar(tree, ValueOrigin::Default)
}

/// A value of `global` as a job has it.
fn from_global(node: &Node) -> Node {
    match node {
        Node::Scalar(tree, origin) => {
            let origin = match *origin {
                ValueOrigin::Written { line } | ValueOrigin::Null { line } => ValueOrigin::Global { line },
                other => other,
            };
            Node::Scalar(tree.clone(), origin)
        }
        Node::List(items) => Node::List(items.iter().map(from_global).collect()),
        Node::Section(section) => {
            Node::Section(section.iter().map(|(key, node)| (key.clone(), from_global(node))).collect())
        }
    }
}

/// Whether a key counts as not set: by null, or by Go's zero value. A false is set.
fn is_unset(node: &Node) -> bool {
    match node {
        Node::Scalar(_, ValueOrigin::Null { .. }) => true,
        Node::Scalar(Tree::Scalar(text) | Tree::Bare(text), _) => matches!(text.as_str(), "" | "0" | "0s" | "0B"),
        _ => false,
    }
}

fn get<'s>(section: &'s Section, key: &str) -> Option<&'s Node> {
    section.iter().find(|(name, _)| name == key).map(|(_, node)| node)
}

fn get_mut<'s>(section: &'s mut Section, key: &str) -> Option<&'s mut Node> {
    section.iter_mut().find(|(name, _)| name == key).map(|(_, node)| node)
}

fn text(section: &Section, key: &str) -> Option<String> {
    match get(section, key)? {
        Node::Scalar(Tree::Scalar(text) | Tree::Bare(text), _) => Some(text.clone()),
        _ => None,
    }
}

fn set(section: &mut Section, key: &str, node: Node) {
    match get_mut(section, key) {
        Some(old) => *old = node,
        None => section.push((key.to_owned(), node)),
    }
}

/// Sets a key that is not there or counts as not set.
fn fill(section: &mut Section, key: &str, node: impl FnOnce() -> Node) {
    if get(section, key).is_none_or(is_unset) {
        set(section, key, node());
    }
}
