//! The configuration in force: what it says, that Prometheus would read it back to the same, and that its values are
//! those Prometheus gives targets.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scrapelint::config::{
    EffectiveConfig, Mode, Redaction, ValueOrigin, effective_config, load, load_jobs, secrets,
};
use scrapelint::yaml::parse;
use serde_json::Value as Json;

use crate::common::{corpus, say};

fn effective(text: &str, redaction: Redaction) -> EffectiveConfig {
    let (document, _) = parse(text);
    effective_config(&document, &load(&document, Mode::Server), redaction)
}

/// What Prometheus has against a text.
fn refusal(text: &str) -> Option<String> {
    let (document, error) = parse(text);
    match error {
        Some(error) => Some(error.problem),
        None => load(&document, Mode::Server).prometheus_error(&document),
    }
}

fn values(config: &EffectiveConfig) -> BTreeMap<String, Json> {
    config.values().into_iter().map(|value| (value.path, value.value)).collect()
}

/// Recorded answers of Prometheus; the folder is `SCRAPELINT_CONFORMANCE_DIR`, else `testdata/conformance`.
fn recorded(file: &str) -> Vec<Json> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR").map_or(own, PathBuf::from);
    let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
    if text.is_empty() {
        say(&format!("no {file} in {}; skipped\n", folder.display()));
    }
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

const EXAMPLE: &str = "\
global:
  scrape_interval: 5s
  sample_limit: 017
  external_labels: {cluster: eu}
scrape_configs:
  - job_name: node
    honor_timestamps: ~
    metrics_path:
    scrape_protocols: [PrometheusProto, PrometheusText0.0.4]
    basic_auth:
      username: u
      password: hunter2
    static_configs:
      - targets: [a:1, b:2]
    relabel_configs:
      - {action: DropEqual, source_labels: [a], target_label: b}
remote_write:
  - url: https://u:secret@example.org/write
";

#[test]
fn every_value_names_its_origin() {
    let expected = "\
global:
  scrape_interval: 5s  # line 2
  sample_limit: 15  # line 3
  external_labels:
    cluster: eu  # line 4
";
    let yaml = effective(EXAMPLE, Redaction::Redacted).to_yaml();
    assert!(yaml.starts_with(expected), "{yaml}");
    for line in [
        "  scrape_timeout: 5s  # default, cut to the interval",
        "  evaluation_interval: 1m  # default",
        "    honor_timestamps: false  # line 7: null, which makes it empty",
        "    metrics_path: ''  # line 8: null, which makes it empty",
        "    scrape_interval: 5s  # from global, line 2",
        "    sample_limit: 15  # from global, line 3",
        "    label_limit: 0  # default",
        "    scrape_protocols: [PrometheusProto, PrometheusText0.0.4]  # line 9",
        "      - targets: [a:1, b:2]  # line 14",
        "      - action: dropequal  # line 16",
        "    metric_name_escaping_scheme: allow-utf-8  # default",
        "    enable_http2: false  # default",
        "      max_shards: 50  # default",
    ] {
        assert!(yaml.lines().any(|found| found == line), "no {line:?} in\n{yaml}");
    }
    assert!(!yaml.contains("regex"), "a regex beside dropequal is refused");
}

#[test]
fn secrets_are_shown_on_request_only() {
    let redacted = effective(EXAMPLE, Redaction::Redacted).to_yaml();
    assert!(!redacted.contains("hunter2") && !redacted.contains("u:secret"), "{redacted}");
    assert!(redacted.contains("      password: <redacted>  # line 12\n"), "{redacted}");
    assert!(redacted.contains("  - url: https://<redacted>@example.org/write  # line 18\n"), "{redacted}");
    let shown = effective(EXAMPLE, Redaction::Shown).to_yaml();
    assert!(
        shown.contains("password: hunter2  #") && shown.contains("https://u:secret@example.org/write  #")
    );
}

#[test]
fn values_have_paths_and_lines() {
    let config = effective("scrape_configs: [{job_name: a, params: {'x y': [1]}}]", Redaction::Redacted);
    let values = config.values();
    let find =
        |path: &str| values.iter().find(|value| value.path == path).unwrap_or_else(|| panic!("no {path}"));
    assert_eq!(find("scrape_configs[0].params[\"x y\"][0]").value, "1");
    assert_eq!(find("scrape_configs[0].params[\"x y\"][0]").origin, ValueOrigin::Written { line: 1 });
    assert_eq!(find("scrape_configs[0].scrape_timeout").value, "10s");
    assert_eq!(find("scrape_configs[0].scrape_timeout").origin, ValueOrigin::Default);
    assert_eq!(find("storage.exemplars.max_exemplars").value, 100_000);
    let json = serde_json::to_value(find("scrape_configs[0].job_name")).expect("JSON");
    let expected = serde_json::json!({ "path": "scrape_configs[0].job_name", "value": "a", "origin": "written", "line": 1 });
    assert_eq!(json, expected);
}

/// What is wrong with the configuration in force of an accepted text; nothing, it should be.
fn wrong_with(text: &str) -> Option<String> {
    let first = effective(text, Redaction::Shown);
    let yaml = first.to_yaml();
    if let Some(refusal) = refusal(&yaml) {
        return Some(format!("refused: {refusal}"));
    }
    let (before, after) = (values(&first), values(&effective(&yaml, Redaction::Shown)));
    let differences: Vec<_> = before.iter().filter(|(path, value)| after.get(*path) != Some(value)).collect();
    let more: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    (before != after).then(|| format!("{differences:?} {more:?}"))
}

#[test]
fn the_configuration_in_force_is_read_back_to_the_same() {
    let cases = [recorded("config-basic.jsonl"), recorded("config.jsonl")].concat();
    let accepted: Vec<&Json> = cases.iter().filter(|case| case["ok"] == true).collect();
    let text = |case: &Json| case["yaml"].as_str().expect("`yaml` is a string").to_owned();
    let wrong: Vec<String> = accepted
        .iter()
        .filter_map(|case| wrong_with(&text(case)).map(|problem| format!("{}: {problem}", case["id"])))
        .collect();
    say(&format!("{} configurations read back\n", accepted.len()));
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), accepted.len(), wrong.join("\n"));
}

#[test]
fn real_configurations_are_read_back_to_the_same() {
    let Some(folder) = corpus() else { return };
    let verdicts = fs::read_to_string(folder.join("verdicts-prometheus-3.14.tsv")).expect("verdicts");
    let mut wrong = Vec::new();
    for line in verdicts.lines() {
        let [file, "raw", "OK", ..] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let Ok(text) = fs::read_to_string(folder.join(file)) else { continue };
        wrong.extend(wrong_with(&text).map(|problem| format!("{file}: {problem}")));
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// Labels that Prometheus gives each target of a job, and the keys whose values they are.
const LABELS: [(&str, &str); 7] = [
    ("__scrape_interval__", "scrape_interval"),
    ("__scrape_timeout__", "scrape_timeout"),
    ("__metrics_path__", "metrics_path"),
    ("__scheme__", "scheme"),
    ("__scrape_native_histograms__", "scrape_native_histograms"),
    ("__always_scrape_classic_histograms__", "always_scrape_classic_histograms"),
    ("__convert_classic_histograms_to_nhcb__", "convert_classic_histograms_to_nhcb"),
];

#[test]
fn targets_have_the_values_in_force() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in recorded("populate.jsonl").iter().filter(|case| case["ok"] == true) {
        let text = case["yaml"].as_str().expect("`yaml` is a string");
        let values = values(&effective(text, Redaction::Shown));
        for target in case["targets"].as_array().into_iter().flatten() {
            let Some(at) = (0..100)
                .find(|at| values.get(&format!("scrape_configs[{at}].job_name")) == Some(&target["job"]))
            else {
                continue;
            };
            for (label, key) in LABELS {
                // A group's label of this name replaces the job's value.
                let group =
                    format!("scrape_configs[{at}].static_configs[{}].labels.{label}", target["group"]);
                if values.contains_key(&group) {
                    continue;
                }
                let value = &values[&format!("scrape_configs[{at}].{key}")];
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                compared += 1;
                if target["discovered"][label].as_str().unwrap_or_default() != value {
                    wrong.push(format!("{} {key}: {value}, but {}", case["id"], target["discovered"][label]));
                }
            }
        }
    }
    say(&format!("{compared} labels of targets compared\n"));
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_alias_within_its_anchor_ends() {
    let text = "scrape_configs: &a [{job_name: x, oauth2: {claims: &c {again: *c}}, static_configs: *a}]";
    let values = effective(text, Redaction::Redacted).values();
    assert!(values.iter().any(|value| value.path == "scrape_configs[0].job_name"));
}

#[test]
fn jobs_of_another_file_inherit_from_the_main_one() {
    let text = "global: {scrape_interval: 20s, sample_limit: 5, scrape_timeout: 15s}";
    let (document, _) = parse(text);
    let main = load(&document, Mode::Server);
    let in_force = effective_config(&document, &main, Redaction::Redacted);
    let (jobs, _) = parse("scrape_configs: [{job_name: a, scrape_interval: 1m}]");
    let global = main.config.global.value().expect("a section");
    let loaded = load_jobs(&jobs, global);
    let values = in_force.jobs_of(&jobs, &loaded, global, Redaction::Redacted).values();
    let find =
        |key: &str| values.iter().find(|value| value.path == format!("scrape_configs[0].{key}")).expect(key);
    assert_eq!(
        (find("scrape_interval").value.as_str(), find("scrape_interval").origin),
        (Some("1m"), ValueOrigin::Written { line: 1 })
    );
    assert_eq!(
        (find("sample_limit").value.as_u64(), find("sample_limit").origin),
        (Some(5), ValueOrigin::MainFile)
    );
    assert_eq!(
        (find("scrape_timeout").value.as_str(), find("scrape_timeout").origin),
        (Some("15s"), ValueOrigin::MainFile)
    );
    assert_eq!(find("scheme").origin, ValueOrigin::Default);
}

#[test]
fn no_secret_is_shown_of_any_configuration() {
    let (mut shown, mut hidden) = (Vec::new(), 0);
    for case in [recorded("config-basic.jsonl"), recorded("config.jsonl")].concat() {
        let text = case["yaml"].as_str().expect("`yaml` is a string");
        let yaml = effective(text, Redaction::Redacted).to_yaml();
        let (document, _) = parse(text);
        for secret in secrets(&document) {
            let secret = &text[secret.range()];
            // A word that also stands elsewhere may be shown from there.
            if secret.len() >= 4 && text.matches(secret).count() == 1 {
                hidden += 1;
                if yaml.contains(secret) {
                    shown.push(format!("{}: {secret}", case["id"]));
                }
            }
        }
    }
    say(&format!("{hidden} secrets looked for\n"));
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}
