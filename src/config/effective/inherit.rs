//! What sections take from `global`, and the few values that depend on others (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`).

use super::{Node, Section, ValueOrigin};
use crate::config::load::Loaded;
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

/// Completes the sections of a configuration, which were read one by one.
pub(super) fn complete(sections: &mut Section, config: &Config, document: &Document<'_>) {
    let lines = Lines::new(document, |line| ValueOrigin::Global { line });
    let no_global = GlobalConfig::default();
    let typed_global = config.global.value().unwrap_or(&no_global);
    if let Some(Node::Section(runtime)) = get_mut(sections, "runtime") {
        fill(runtime, "gogc", || default(75i64.into()));
    }
    let mut global = Section::new();
    if let Some(Node::Section(section)) = get_mut(sections, "global") {
        complete_global(section, typed_global, &lines);
        global = inherited(section, lines.of_global);
    }
    complete_jobs(sections, config, (&global, typed_global), &lines);
}

/// Completes the jobs of a file that the configuration `main` names.
pub(super) fn complete_jobs_of_file(
    sections: &mut Section,
    loaded: &Loaded,
    (main, global): (&Section, &GlobalConfig),
    document: &Document<'_>,
) {
    let lines = Lines::new(document, |_| ValueOrigin::MainFile);
    let section = match get(main, "global") {
        Some(Node::Section(section)) => inherited(section, lines.of_global),
        _ => Section::new(),
    };
    complete_jobs(sections, &loaded.config, (&section, global), &lines);
}

fn complete_jobs(sections: &mut Section, config: &Config, global: (&Section, &GlobalConfig), lines: &Lines) {
    if let Some(Node::List(jobs)) = get_mut(sections, "scrape_configs") {
        for (job, typed) in jobs.iter_mut().zip(config.scrape_configs.items()) {
            if let (Node::Section(job), Some(typed)) = (job, typed.value()) {
                complete_job(job, typed, global, lines);
            }
        }
    }
    sections.iter_mut().for_each(|(_, node)| remove_forbidden_defaults(node));
}

/// Turns places into lines.
struct Lines {
    index: LineIndex,
    /// What to say of a line of `global`.
    of_global: fn(usize) -> ValueOrigin,
}

impl Lines {
    fn new(document: &Document<'_>, of_global: fn(usize) -> ValueOrigin) -> Self {
        Self { index: LineIndex::new(document.text()), of_global }
    }

    fn origin(&self, origin: Origin) -> ValueOrigin {
        let line = |span: crate::source::Span| self.index.line(span.start as usize) + 1;
        match origin {
            Origin::Job(span) => ValueOrigin::Written { line: line(span) },
            Origin::Global(span) => (self.of_global)(line(span)),
            Origin::MainFile => ValueOrigin::MainFile,
            Origin::Default => ValueOrigin::Default,
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

fn complete_job(
    job: &mut Section,
    typed: &ScrapeConfig,
    (global, typed_global): (&Section, &GlobalConfig),
    lines: &Lines,
) {
    set(job, "scrape_interval", lines.node(typed.effective_interval(typed_global)));
    set(job, "scrape_timeout", lines.node(typed.effective_timeout(typed_global)));
    let own_scheme = get(job, "metric_name_validation_scheme").is_some_and(|node| !is_unset(node));
    for key in INHERITED {
        if let Some(inherited) = get(global, key) {
            fill(job, key, || inherited.clone());
        } else if get(job, key).is_some_and(is_unset) {
            job.retain(|(name, _)| name != key);
        }
    }
    let native = text(job, "scrape_native_histograms").as_deref() == Some("true");
    let protocols = get(global, "scrape_protocols").cloned().unwrap_or_else(|| {
        let native = native.then_some(NATIVE_PROTOCOL);
        Node::List(
            native.into_iter().chain(TEXT_PROTOCOLS).map(|protocol| default(protocol.into())).collect(),
        )
    });
    fill(job, "scrape_protocols", || protocols);
    let scheme = text(job, "metric_name_validation_scheme").unwrap_or_default();
    let escaping = match get(global, "metric_name_escaping_scheme") {
        Some(inherited) if !own_scheme => inherited.clone(),
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
                section.retain(|(key, node)| {
                    key != "regex" || !matches!(node, Node::Scalar(_, ValueOrigin::Default))
                });
            }
            section.iter_mut().for_each(|(_, node)| remove_forbidden_defaults(node));
        }
    }
}

fn default(tree: Tree) -> Node {
    Node::Scalar(tree, ValueOrigin::Default)
}

/// The values of `global` as jobs have them; `origin` is what became of one that is written on a line.
fn inherited(global: &Section, origin: fn(usize) -> ValueOrigin) -> Section {
    global.iter().map(|(key, node)| (key.clone(), inherited_value(node, origin))).collect()
}

fn inherited_value(node: &Node, origin: fn(usize) -> ValueOrigin) -> Node {
    match node {
        Node::Scalar(tree, ValueOrigin::Written { line } | ValueOrigin::Null { line }) => {
            Node::Scalar(tree.clone(), origin(*line))
        }
        Node::Scalar(tree, other) => Node::Scalar(tree.clone(), *other),
        Node::List(items) => Node::List(items.iter().map(|item| inherited_value(item, origin)).collect()),
        Node::Section(section) => Node::Section(inherited(section, origin)),
    }
}

/// Whether a key counts as not set: by null, or by Go's zero value. A false is set.
fn is_unset(node: &Node) -> bool {
    match node {
        Node::Scalar(_, ValueOrigin::Null { .. }) => true,
        Node::Scalar(Tree::Scalar(text) | Tree::Bare(text), _) => {
            matches!(text.as_str(), "" | "0" | "0s" | "0B")
        }
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
