//! What a file is, decided before it is judged: by its content first, by its name where that does not tell.

use super::FileKind;
use crate::rules::is_placeholder;
use crate::settings::FILE_NAMES;
use crate::yaml::{Document, NodeId, Value};

/// Keys at the top that only Prometheus's configuration has.
const PROMETHEUS_KEYS: [&str; 9] = [
    "global",
    "rule_files",
    "scrape_config_files",
    "alerting",
    "remote_write",
    "remote_read",
    "storage",
    "tracing",
    "otlp",
];

/// Keys at the top by which another tool's file is known, each with the tool.
const FOREIGN_KEYS: [(&[&str], &str); 20] = [
    (&["positions"], "Promtail"),
    (&["clients", "scrape_configs"], "Promtail"),
    (&["apiVersion", "kind"], "Kubernetes"),
    (&["receivers", "exporters"], "OpenTelemetry Collector"),
    (&["receivers", "service"], "OpenTelemetry Collector"),
    (&["receivers", "processors"], "OpenTelemetry Collector"),
    (&["route", "receivers"], "Alertmanager"),
    (&["schema_config"], "Loki"),
    (&["integrations"], "Grafana Agent"),
    (&["metrics", "server"], "Grafana Agent"),
    (&["metrics", "logs"], "Grafana Agent"),
    (&["metrics", "wal_directory"], "Grafana Agent"),
    (&["services"], "Docker Compose"),
    (&["AWSTemplateFormatVersion"], "CloudFormation"),
    (&["modules"], "an exporter"),
    (&["object_storage"], "Parca"),
    (&["datasources"], "Grafana"),
    (&["rule_files", "tests"], "promtool"),
    (&["evaluation_interval", "tests"], "promtool"),
    (&["collectors"], "an exporter"),
];

/// Keys of a job by which Promtail's is known: its jobs look much like Prometheus's.
const PROMTAIL_JOB_KEYS: [&str; 7] =
    ["pipeline_stages", "journal", "syslog", "loki_push_api", "windows_events", "gcplog", "docker_labels"];

/// Keys of a test by which one of relabel rules is known.
const RELABEL_TEST_KEYS: [&str; 6] = ["expect", "stage", "rules", "job", "series", "labels"];

/// Keys of a test by which one of promtool's is known.
const PROMTOOL_TEST_KEYS: [&str; 4] = ["input_series", "alert_rule_test", "promql_expr_test", "interval"];

/// The label by which Promtail's targets name the files to read.
const PROMTAIL_LABEL: &str = "__path__";

/// Decides what a file is. `failed` says whether its YAML could not be read to the end.
pub(crate) fn kind_of(document: &Document<'_>, path: &str, failed: bool) -> FileKind {
    if (failed || begins_with_a_tag(document))
        && let Some(dialect) = template_dialect(document.text())
    {
        return FileKind::Template(dialect);
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    // `prometheus.yml.j2` too, but no metrics of Prometheus.
    let named_yaml = [".yml", ".yaml"].iter().any(|extension| name.contains(extension));
    let named_prometheus = name.contains("prometheus") && named_yaml || path == "-";
    if FILE_NAMES.contains(&&*name) {
        return FileKind::Settings;
    }
    let Some(root) = document.root().and_then(|root| document.resolved(root)) else {
        return if named_prometheus { FileKind::Prometheus } else { FileKind::Unknown };
    };
    let by_content = match document.value(root) {
        Value::Mapping(pairs) => {
            let keys: Vec<&str> = pairs.iter().filter_map(|(key, _)| document.scalar(key)).collect();
            mapping_kind(document, &keys, named_prometheus)
        }
        Value::Sequence(items) => {
            let first = items.first().and_then(|&item| document.resolved(item));
            let has = |key| first.is_some_and(|item| document.entry(item, key).is_some());
            if has("job_name") {
                if is_promtail(document, items) { FileKind::Foreign("Promtail") } else { FileKind::JobList }
            } else if has("targets") {
                FileKind::FileSd
            } else {
                FileKind::Unknown
            }
        }
        _ => FileKind::Unknown,
    };
    match by_content {
        // A file that breaks off early may not have come to a telling key.
        FileKind::Unknown if named_prometheus => FileKind::Prometheus,
        kind => kind,
    }
}

fn mapping_kind(document: &Document<'_>, keys: &[&str], named_prometheus: bool) -> FileKind {
    let has = |key: &str| keys.contains(&key);
    if let Some((_, tool)) = FOREIGN_KEYS.iter().find(|(telling, _)| telling.iter().all(|key| has(key))) {
        // `storage`, `tracing` and the like are known to others too; jobs and `global` together are not.
        if !(has("global") && has("scrape_configs")) || *tool == "Promtail" {
            return FileKind::Foreign(tool);
        }
    }
    let jobs = document.root().and_then(|root| document.entry(root, "scrape_configs"));
    if let Some(Value::Sequence(jobs)) = jobs.map(|(_, jobs)| document.value(jobs))
        && is_promtail(document, jobs)
    {
        return FileKind::Foreign("Promtail");
    }
    if let Some(kind) = tests_kind(document, keys) {
        return kind;
    }
    if has("groups") && !has("scrape_configs") && !has("global") {
        return FileKind::RuleFile;
    }
    // `global` alone says little: many tools have such a section.
    let known = keys.iter().filter(|key| PROMETHEUS_KEYS.contains(key) || **key == "scrape_configs").count();
    if !named_prometheus && known == 1 && has("global") && keys.len() > 2 {
        return FileKind::Unknown;
    }
    if PROMETHEUS_KEYS.iter().any(|key| has(key))
        && (has("scrape_configs") || has("global") || named_prometheus)
    {
        return FileKind::Prometheus;
    }
    if has("scrape_configs") {
        return if named_prometheus || keys.len() > 1 {
            FileKind::Prometheus
        } else {
            FileKind::ScrapeConfigFile
        };
    }
    if PROMETHEUS_KEYS[1..6].iter().any(|key| has(key)) { FileKind::Prometheus } else { FileKind::Unknown }
}

/// What a file with `tests` is, if it is one of tests.
fn tests_kind(document: &Document<'_>, keys: &[&str]) -> Option<FileKind> {
    let (_, tests) = document.entry(document.root()?, "tests")?;
    let Value::Sequence(tests) = document.value(tests) else {
        // One that was just begun, or is of a wrong type.
        return keys.iter().all(|key| ["config", "tests"].contains(key)).then_some(FileKind::RelabelTest);
    };
    let any_has = |known: &[&str]| {
        tests.iter().any(|&test| known.iter().any(|key| document.entry(test, key).is_some()))
    };
    if any_has(&PROMTOOL_TEST_KEYS) {
        return Some(FileKind::Foreign("promtool"));
    }
    (any_has(&RELABEL_TEST_KEYS) || keys.contains(&"config")).then_some(FileKind::RelabelTest)
}

fn is_promtail(document: &Document<'_>, jobs: &[NodeId]) -> bool {
    jobs.iter().any(|&job| {
        PROMTAIL_JOB_KEYS.iter().any(|key| document.entry(job, key).is_some()) || reads_files(document, job)
    })
}

/// Whether a target of a job names files to read.
fn reads_files(document: &Document<'_>, job: NodeId) -> bool {
    let Some((_, groups)) = document.entry(job, "static_configs") else { return false };
    let Value::Sequence(groups) = document.value(groups) else { return false };
    let mut labels = groups.iter().filter_map(|&group| document.entry(group, "labels"));
    labels.any(|(_, labels)| document.entry(labels, PROMTAIL_LABEL).is_some())
}

/// Whether a template's tag stands where the document should begin, which is YAML of a kind: `{{ x }}` is a mapping.
fn begins_with_a_tag(document: &Document<'_>) -> bool {
    let root = document.root().map(|root| &document.text()[document.span(root).range()]);
    root.is_some_and(|root| root.starts_with("{{") || root.starts_with("{%"))
}

/// The template language whose marks stand in a text, if any do.
pub(super) fn template_dialect(text: &str) -> Option<&'static str> {
    // A comment may speak of templates without the file being one.
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.find_map(|line| {
        if line.contains("{%") || line.contains("{#") {
            Some("Jinja")
        } else if line.contains("<%") {
            Some("ERB")
        } else if line.contains("{{-")
            || line.contains("{{ .")
            || line.contains("{{.")
            || line.contains("{{ include")
        {
            Some("Helm")
        } else if line.contains("{{") && line.contains("}}") {
            Some("Jinja or Go")
        } else if begins_with_a_placeholder(line) {
            Some("placeholder")
        } else {
            None
        }
    })
}

/// Whether a line's value is a placeholder that no YAML value can be: `@NAME@`, `%NAME%`.
fn begins_with_a_placeholder(line: &str) -> bool {
    let value = line.split_once(": ").map_or(line.trim_start_matches([' ', '-']), |(_, value)| value).trim();
    value.starts_with(['@', '%']) && is_placeholder(value)
}
