//! Compares targets with recorded answers of Prometheus 3.14: labels before and behind relabeling, what becomes of each
//! target, and the URL that is scraped.
//!
//! Reads every `populate*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use scrapelint::config::{Config, GlobalConfig, Mode, load};
use scrapelint::goregex::Wrapper;
use scrapelint::relabel::{Labels, TargetOutcome, TargetStage, static_targets};
use scrapelint::yaml::parse;
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Says something past the test harness, which would keep it for failed tests.
fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).expect("standard error");
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("")
}

/// The files of cases, sorted by name.
fn files() -> Vec<PathBuf> {
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root().join("testdata/conformance"), PathBuf::from);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| file_name(path).starts_with("populate") && file_name(path).ends_with(".jsonl"));
    files.sort();
    if files.is_empty() {
        say(&format!("conformance: no populate*.jsonl in {}; skipped\n", folder.display()));
    }
    files
}

/// What scrapelint makes of a configuration, in the form of a recorded answer without its `id` and `yaml`.
fn answer(text: &str) -> Value {
    let (document, syntax) = parse(text);
    let refused = |error: String| json!({ "ok": false, "err": error });
    if let Some(error) = syntax {
        return refused(error.prometheus.unwrap_or_else(|| format!("scrapelint only: {}", error.problem)));
    }
    let loaded = load(&document, Mode::Server);
    match loaded.prometheus_error(&document) {
        Some(error) => refused(error),
        None => json!({ "ok": true, "targets": targets(&loaded.config) }),
    }
}

fn targets(config: &Config) -> Vec<Value> {
    let no_global = GlobalConfig::default();
    let global = config.global.value().unwrap_or(&no_global);
    let mut targets = Vec::new();
    for job in config.jobs() {
        let stage = TargetStage::new(job, global, Wrapper::Prometheus3).expect("steps that Prometheus takes");
        for found in static_targets(&job.static_configs) {
            let mut target = json!({
                "job": job.name(), "group": found.group, "index": found.index,
                "discovered": stage.discovered(&found.labels),
            });
            let outcome = match stage.run(&found.labels) {
                TargetOutcome::Active(target) => {
                    json!({ "state": "active", "labels": target.labels, "url": target.url })
                }
                TargetOutcome::Dropped { .. } => json!({ "state": "dropped" }),
                TargetOutcome::Failed { error, .. } => json!({ "state": "error", "error": error }),
            };
            let members = outcome.as_object().into_iter().flatten();
            target.as_object_mut().expect("an object").extend(members.map(|(k, v)| (k.clone(), v.clone())));
            targets.push(target);
        }
    }
    targets
}

/// How the cases of a file, or of all, came out.
#[derive(Default)]
struct Tally {
    cases: usize,
    wrong_load: usize,
    targets: usize,
    wrong_targets: usize,
}

impl Tally {
    fn row(&self, name: &str) -> String {
        let Self { cases, wrong_load, targets, wrong_targets } = self;
        format!("{name:<28} {cases:>6} {wrong_load:>6} {targets:>8} {wrong_targets:>6}\n")
    }

    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.wrong_load += other.wrong_load;
        self.targets += other.targets;
        self.wrong_targets += other.wrong_targets;
    }

    /// Compares one case; notes what differs.
    fn compare(&mut self, case: &Value, differences: &mut String) {
        let id = case["id"].as_str().unwrap_or("?");
        let got = answer(case["yaml"].as_str().expect("`yaml` is a string"));
        self.cases += 1;
        if (&got["ok"], &got["err"]) != (&case["ok"], &case["err"]) {
            self.wrong_load += 1;
            _ = writeln!(
                differences,
                "{id} load\n  expected {} {}\n  got      {} {}",
                case["ok"], case["err"], got["ok"], got["err"]
            );
        }
        let none = Vec::new();
        let list = |answer: &Value| answer["targets"].as_array().unwrap_or(&none).clone();
        let (expected, got) = (list(case), list(&got));
        self.targets += expected.len().max(got.len());
        for at in 0..expected.len().max(got.len()) {
            let (expected, got) = (expected.get(at), got.get(at));
            if expected != got {
                self.wrong_targets += 1;
                let shown = |target: Option<&Value>| target.map_or("nothing".to_owned(), Value::to_string);
                _ = writeln!(
                    differences,
                    "{id} target {at}\n  expected {}\n  got      {}",
                    shown(expected),
                    shown(got)
                );
            }
        }
    }
}

#[test]
fn conformance_populate() {
    let files = files();
    if files.is_empty() {
        return;
    }
    let mut table =
        format!("{:<28} {:>6} {:>6} {:>8} {:>6}\n", "targets", "cases", "wrong", "targets", "wrong");
    let mut differences = String::new();
    let mut all = Tally::default();
    for path in &files {
        let text = fs::read_to_string(path).expect("readable conformance file");
        let mut tally = Tally::default();
        for line in text.lines() {
            tally.compare(&serde_json::from_str(line).expect("one JSON object a line"), &mut differences);
        }
        table += &tally.row(file_name(path));
        all.add(&tally);
    }
    table += &all.row("all");
    say(&table);
    let out = root().join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("populate.txt"), &table).expect("table");
    fs::write(out.join("populate-differences.txt"), &differences).expect("differences");
    assert!(all.cases > 0, "files without cases");
    assert_eq!(
        (all.wrong_load, all.wrong_targets),
        (0, 0),
        "differences; see target/conformance/populate-differences.txt"
    );
}

/// A difference in any part of a target is one that the comparison sees.
#[test]
fn conformance_populate_sees_every_part() {
    let yaml = "scrape_configs: [{job_name: a, static_configs: [{targets: ['h:1']}]}]";
    let mut case = answer(yaml);
    case["yaml"] = yaml.into();
    let wrong = |case: &Value| {
        let mut tally = Tally::default();
        tally.compare(case, &mut String::new());
        tally.wrong_targets
    };
    assert_eq!(wrong(&case), 0);
    for part in ["job", "group", "index", "discovered", "state", "labels", "url"] {
        let mut changed = case.clone();
        let target = &mut changed["targets"][0];
        assert!(!target[part].is_null(), "{part} is there");
        target[part] = json!(Labels::from_iter([("other", "one")]));
        assert_eq!(wrong(&changed), 1, "{part}");
    }
}
