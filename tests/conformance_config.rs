//! Compares verdicts, error texts and decoded values with recorded answers of Prometheus 3.14.
//!
//! Reads every `config*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use scrapelint::config::{Config, GlobalConfig, Int, Mode, Size, Uint, load};
use scrapelint::yaml::parse;

/// What Prometheus would print on refusing the text, as scrapelint sees it.
fn prometheus_error(text: &str) -> Option<String> {
    let (document, error) = parse(text);
    match error {
        Some(error) => {
            Some(error.prometheus.unwrap_or_else(|| format!("scrapelint only: {}", error.problem)))
        }
        None => load(&document, Mode::Server).prometheus_error(&document),
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Says something past the test harness, which would keep it for failed tests.
fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).expect("standard error");
}

/// The cases of one family, file by file, in the order of the files' names.
fn families(family: &str) -> Vec<(String, Vec<serde_json::Value>)> {
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root().join("testdata/conformance"), PathBuf::from);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| file_name(path).starts_with(family) && file_name(path).ends_with(".jsonl"));
    files.sort();
    if files.is_empty() {
        say(&format!("conformance: no {family}*.jsonl in {}; skipped\n", folder.display()));
    }
    let cases = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("readable conformance file");
        text.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
    };
    files.iter().map(|path| (file_name(path).to_owned(), cases(path))).collect()
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("")
}

/// FNV-1a, to name an input in the list of exceptions.
fn fingerprint(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// Inputs on which we are known to differ: fingerprint to reason.
fn exceptions() -> HashMap<String, String> {
    let text = fs::read_to_string(root().join("testdata/conformance/exceptions.tsv")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (hash, reason) = line.split_once('\t').expect("exceptions.tsv: fingerprint, tab, reason");
            (hash.to_owned(), reason.to_owned())
        })
        .collect()
}

/// How the cases of a file, or of all, came out.
#[derive(Default)]
struct Tally {
    cases: usize,
    wrong: usize,
    excepted: usize,
    refused: usize,
    worded: usize,
}

impl Tally {
    fn row(&self, name: &str) -> String {
        let Self { cases, wrong, excepted, refused, worded } = self;
        format!("{name:<28} {cases:>6} {wrong:>6} {excepted:>9} {refused:>8} {worded:>10}\n")
    }

    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.wrong += other.wrong;
        self.excepted += other.excepted;
        self.refused += other.refused;
        self.worded += other.worded;
    }
}

#[test]
fn conformance_config() {
    let families = families("config");
    if families.is_empty() {
        return;
    }
    let exceptions = exceptions();
    let mut table = format!(
        "{:<28} {:>6} {:>6} {:>9} {:>8} {:>10}\n",
        "verdicts", "cases", "wrong", "excepted", "refused", "same text"
    );
    let mut differences = String::new();
    let mut all = Tally::default();
    for (file, cases) in &families {
        let mut tally = Tally { cases: cases.len(), ..Tally::default() };
        for case in cases {
            let yaml = case["yaml"].as_str().expect("`yaml` is a string");
            let expected_ok = case["ok"].as_bool().expect("`ok` is a boolean");
            let expected = case["err"].as_str();
            let got = prometheus_error(yaml);
            let hash = fingerprint(yaml);
            let same_verdict = got.is_none() == expected_ok;
            if !same_verdict {
                *if exceptions.contains_key(&hash) { &mut tally.excepted } else { &mut tally.wrong } += 1;
            }
            // Prometheus crashes on a few; what we say of those is free.
            let crashed = case["panic"].as_bool() == Some(true);
            let same_text = crashed || got.as_deref() == expected;
            if !expected_ok && !crashed {
                tally.refused += 1;
                tally.worded += usize::from(same_text);
            }
            if !(same_verdict && same_text) {
                let id = case["id"].as_str().unwrap_or("?");
                _ = writeln!(differences, "{id} {hash}\n  expected {expected:?}\n  got      {got:?}");
            }
        }
        table += &tally.row(file);
        all.add(&tally);
    }
    table += &all.row("all");
    let share = 100.0 * all.worded as f64 / (all.refused as f64).max(1.0);
    _ = writeln!(table, "error text equal on {share:.2} % of the refused");
    say(&table);
    let out = root().join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("config.txt"), &table).expect("table");
    fs::write(out.join("config-differences.txt"), &differences).expect("differences");
    assert!(all.excepted * 1000 <= all.cases * 3, "more than 0.3 % exceptions");
    assert_eq!(all.wrong, 0, "wrong verdicts; see target/conformance/config-differences.txt");
    assert!(share >= 97.0, "error text equal on {share:.2} % of the refused");
}

/// The value in force of a key of the first job, or of its DNS service discovery, as Prometheus prints it; `None` for
/// one that it leaves out because it is the zero value.
fn effective(config: &Config, key: &str) -> Option<String> {
    let no_global = GlobalConfig::default();
    let global = config.global.value().unwrap_or(&no_global);
    let job = config.jobs().next()?;
    let nonzero = |text: String| Some(text).filter(|text| !matches!(text.as_str(), "0" | "0B"));
    match key {
        "honor_timestamps" => Some(job.honor_timestamps.or(true).to_string()),
        "sample_limit" => nonzero(job.sample_limit.or(Uint(0)).0.to_string()),
        "native_histogram_min_bucket_factor" => {
            nonzero(go_float(job.native_histogram_min_bucket_factor.or(0.0)))
        }
        "scrape_interval" => Some(job.interval(global).to_string()),
        "body_size_limit" => nonzero(job.body_size_limit.or(Size(0)).to_string()),
        "port" => nonzero(job.dns_sd_configs.values().next()?.port.or(Int(0)).0.to_string()),
        other => panic!("the test does not know how to look up {other}"),
    }
}

/// A float as go-yaml prints it: infinities and no-numbers in YAML's words.
fn go_float(value: f64) -> String {
    match value {
        _ if value.is_nan() => ".nan".to_owned(),
        f64::INFINITY => ".inf".to_owned(),
        f64::NEG_INFINITY => "-.inf".to_owned(),
        _ => value.to_string(),
    }
}

#[test]
fn conformance_effective_values() {
    let mut compared = 0;
    let mut differences = String::new();
    for case in families("config").iter().flat_map(|(_, cases)| cases) {
        let Some(values) = case["effective"].as_object() else { continue };
        let text = case["yaml"].as_str().expect("`yaml` is a string");
        let (document, _) = parse(text);
        let loaded = load(&document, Mode::Server);
        for (key, expected) in values {
            compared += 1;
            let got = effective(&loaded.config, key);
            if got.as_deref() != expected.as_str() {
                let id = case["id"].as_str().unwrap_or("?");
                _ = writeln!(differences, "{id} {key}: expected {expected}, got {got:?}");
            }
        }
    }
    say(&format!("values in force: {compared} compared, {} differ\n", differences.lines().count()));
    assert!(differences.is_empty(), "{differences}");
}
