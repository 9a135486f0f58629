//! The schemas in `schema/` that describe JSON output are those of its types.
//!
//! `UPDATE=1 cargo test --test report_schema` writes them.

use std::fs;
use std::path::Path;

fn check(name: &str, schema: &serde_json::Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    let expected = serde_json::to_string_pretty(schema).expect("JSON") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).expect("writable file");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, expected, "run `UPDATE=1 cargo test --test report_schema`");
}

#[test]
fn the_schema_of_reports_is_up_to_date() {
    check("report.schema.json", &scrapelint::report::json_schema());
}

#[test]
fn the_schema_of_lines_is_up_to_date() {
    check("report-line.schema.json", &scrapelint::report::json_line_schema());
}

#[test]
fn the_schema_of_relabeling_is_up_to_date() {
    check("relabel.schema.json", &scrapelint::report::relabel_schema());
}

#[test]
fn the_schema_of_cardinality_is_up_to_date() {
    check("cardinality.schema.json", &scrapelint::report::cardinality_schema());
}

#[test]
fn the_schema_of_drop_rules_is_up_to_date() {
    check("drop-rules.schema.json", &scrapelint::report::drops_schema());
}
