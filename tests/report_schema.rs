//! `schema/report.schema.json` describes the JSON output.
//!
//! `UPDATE=1 cargo test --test report_schema` writes it.

use std::fs;
use std::path::Path;

#[test]
fn the_schema_of_reports_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    let schema = scrapelint::report::json_schema();
    let expected = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).expect("writable file");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, expected, "run `UPDATE=1 cargo test --test report_schema`");
}
