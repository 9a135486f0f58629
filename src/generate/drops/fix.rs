//! How a metric is made without IDs in its labels: what is known of frameworks, from `rules/packs/frameworks.yaml`.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::model::Fix;
use crate::cardinality::{Class, IdLabel, runtime_of};
use crate::config::schema_of;
use crate::generate::trial::Trial;
use crate::yaml::{Field, decode, parse};

const TEXT: &str = include_str!("../../../rules/packs/frameworks.yaml");
/// What stands for the label in a snippet.
const LABEL: &str = "{label}";

/// What is known of frameworks.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct FrameworksFile {
    /// What the file is about.
    about: String,
    /// The frameworks.
    frameworks: Vec<Framework>,
}

/// A framework for programs that serve requests.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Framework {
    /// What it is called.
    name: String,
    /// The runtime that it is for, as rules/packs/runtimes.yaml calls it.
    runtime: String,
    /// Whether it is a package that makes the metrics itself: it is named only where these are there.
    exporter: Field<bool>,
    /// What metrics begin with that only programs with this framework have.
    prefixes: Vec<String>,
    /// What is done with it, in a few words.
    does: String,
    /// A few lines of code. `{label}` stands for the label.
    snippet: String,
    /// Where that is said.
    source: String,
}

static KNOWN: LazyLock<FrameworksFile> = LazyLock::new(|| {
    let (document, _) = parse(TEXT);
    decode(&document).map_or_else(FrameworksFile::default, |decoded| decoded.value)
});

/// The JSON Schema of `rules/packs/frameworks.yaml`.
pub fn frameworks_schema() -> Value {
    schema_of::<FrameworksFile>("frameworks", "How frameworks tell the route of a request").to_value()
}

/// What helps a label of IDs where its metrics are made.
pub(super) fn fixes(trial: &Trial<'_>, id: &IdLabel) -> Vec<Fix> {
    if id.class != Class::PathWithId {
        return Vec::new();
    }
    let fix = |framework: &Framework| Fix {
        with: framework.name.clone(),
        words: framework.does.clone(),
        snippet: framework.snippet.replace(LABEL, &id.label),
    };
    frameworks(trial).into_iter().map(fix).collect()
}

/// The package that makes the metrics, the frameworks that they point at, or the name of the job; else all those of the runtimes.
fn frameworks(trial: &Trial<'_>) -> Vec<&'static Framework> {
    let known = || KNOWN.frameworks.iter();
    let all = || known().filter(|framework| !framework.exporter.or(false));
    let metrics = || trial.cardinality.metrics.iter().map(|metric| &*metric.metric);
    let has_runtime =
        |framework: &&Framework| metrics().any(|metric| runtime_of(metric) == Some(&framework.runtime));
    let job = trial.job().to_lowercase();
    let is_named = |framework: &&Framework| job.contains(&framework.name.to_lowercase());
    let has_sign = |framework: &&Framework| {
        metrics().any(|metric| framework.prefixes.iter().any(|prefix| metric.starts_with(&**prefix)))
    };
    let exporters: Vec<&Framework> =
        known().filter(|framework| framework.exporter.or(false)).filter(has_sign).collect();
    let by_name: Vec<&Framework> = all().filter(is_named).filter(has_runtime).collect();
    let by_sign: Vec<&Framework> = all().filter(has_sign).collect();
    let found = [exporters, by_sign, by_name].into_iter().find(|found| !found.is_empty());
    found.unwrap_or_else(|| all().filter(has_runtime).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cardinality::runtime_prefixes;
    use crate::lint::Options;
    use crate::source::Source;

    #[test]
    fn each_framework_is_whole() {
        let (document, syntax) = parse(TEXT);
        assert!(syntax.is_none());
        let decoded = decode::<FrameworksFile>(&document).unwrap();
        assert!(decoded.errors.is_empty(), "{:?}", decoded.errors);
        assert!(!decoded.value.about.is_empty() && decoded.value.frameworks.len() >= 5);
        for framework in &decoded.value.frameworks {
            assert!(framework.source.starts_with("https://"), "{}", framework.name);
            assert!(framework.snippet.contains(LABEL) && !framework.does.is_empty(), "{}", framework.name);
            assert!(!runtime_prefixes(&framework.runtime).is_empty(), "{}", framework.name);
        }
    }

    #[test]
    fn a_package_that_makes_the_metrics_is_named_alone() {
        let text = |metric: &str| -> String {
            let series = (0..40).map(|number| format!("{metric}{{path=\"/api/user/{number}\"}} 1\n"));
            "python_info 1\n".to_owned() + &series.collect::<String>()
        };
        for (metric, expected) in [
            ("starlette_requests_total", &["starlette_exporter"][..]),
            ("flask_http_request_total", &["prometheus-flask-exporter"]),
            ("flask_requests_total", &["Flask"]),
            ("requests_total", &["Django", "FastAPI", "Flask"]),
        ] {
            let dumps = [Source::new("a.prom", text(metric))];
            let trial = Trial::without_configuration(&dumps, Options::default()).unwrap();
            let id = &trial.cardinality.id_labels[0];
            let named: Vec<String> = fixes(&trial, id).into_iter().map(|fix| fix.with).collect();
            assert_eq!(named, expected, "{metric}");
        }
    }
}
