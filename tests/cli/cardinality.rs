//! `scrapelint cardinality`

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use super::{folder, run, run_with_stdin};

fn testdata() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cardinality"))
}

#[test]
fn tables_for_people() {
    let run = run(testdata(), &["cardinality", "shop.prom", "--top", "4"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    assert_snapshot!("cardinality", run.stdout);
}

#[test]
fn bars_where_they_are_wanted() {
    let run = run(testdata(), &["cardinality", "shop.prom", "--top", "3", "--color", "always"]);
    assert_snapshot!("cardinality_bars", run.stdout.replace('\u{1b}', "^"));
}

#[test]
fn before_and_after_relabeling() {
    let arguments = ["cardinality", "shop.prom", "--top", "2", "--config", "prometheus.yml"];
    let relabeled = run(testdata(), &arguments);
    assert_eq!((relabeled.code, &*relabeled.stderr), (0, ""));
    let (_, tail) = relabeled.stdout.split_once("Behind").expect("a table");
    assert_snapshot!("cardinality_relabeled", tail);
    let unknown = run(testdata(), &[&arguments[..], &["--job", "shap"]].concat());
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `shop`?"), "{}", unknown.stderr);
    let json = run(testdata(), &[&arguments[..], &["--output-format", "json"]].concat());
    let report: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let relabeling = &report["dumps"][0]["relabeling"];
    // What is kept is what is stored and what is lost.
    let (kept, stored) = (&relabeling["steps"]["kept"], &relabeling["cardinality"]["series"]["value"]);
    let lost = relabeling["steps"]["collided"].as_u64().expect("a number");
    assert_eq!(kept.as_u64(), stored.as_u64().map(|stored| stored + lost));
}

#[test]
fn a_page_that_needs_nothing_but_itself() {
    let folder = folder(&[("a.prom", "a{path=\"<script>alert(1)</script>\"} 1\n")]);
    let shop = testdata().join("shop.prom").display().to_string();
    let config = testdata().join("prometheus.yml").display().to_string();
    let arguments = ["cardinality", "a.prom", &shop, "--html", "page.html", "--config", &config];
    assert_eq!(run(folder.path(), &arguments).code, 0);
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    for word in ["<script", "src=", "@import", "url(", "<link"] {
        assert!(!page.contains(word), "{word}");
    }
    for tag in ["table", "tr", "td", "svg", "g", "div", "p", "span", "h1", "h2", "body"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert!(page.contains("<title>shop_latency_seconds_bucket: 120 series</title>"));
    assert!(page.contains("241 samples would be lost"));
}

#[test]
fn json_is_as_described() {
    let run = run(testdata(), &["cardinality", "shop.prom", "--output-format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let schema = scrapelint::report::cardinality_schema();
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    assert!(validator.is_valid(&report));
    let ids = &report["dumps"][0]["cardinality"]["id_labels"];
    assert_eq!(ids[0]["label"], "path");
    assert_eq!(ids[0]["class"], "path-with-id");
    assert_eq!(ids[2]["rides_along_with"], "pod");
}

#[test]
fn what_prometheus_would_refuse_is_said() {
    let text = "# TYPE a gauge\na{b=\"1\"} 1\na{b=1} 2\na{b=\"1\"} 3\n";
    let run = run_with_stdin(testdata(), &["cardinality", "-"], text);
    assert_eq!(run.code, 1);
    assert_snapshot!("cardinality_refused", run.stdout);
}

#[test]
fn keys_are_not_shown() {
    let keys = ["ghp_0123456789abcdefABCDEF0123456789abcd", "ghp_9876543210abcdefABCDEF0123456789abcd"];
    let text = keys.map(|key| format!("a{{token=\"{key}\"}} 1\n")).concat();
    for format in ["text", "json"] {
        let run = run_with_stdin(testdata(), &["cardinality", "-", "--output-format", format], &text);
        assert!(run.stdout.contains("ghp_…") && !run.stdout.contains("ghp_0"), "{}", run.stdout);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[]);
    fs::write(folder.path().join("a.prom"), [0xff, 0xfe, 0x00]).expect("writable");
    for (file, words) in [
        ("a.prom", "a.prom: cannot be read: it is no text"),
        ("b.prom", "b.prom: cannot be read: no such file"),
    ] {
        let run = run(folder.path(), &["cardinality", file]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}
