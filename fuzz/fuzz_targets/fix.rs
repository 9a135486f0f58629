//! All repairs of any bytes can be made; they leave a text that still parses if it did, and nothing more to repair.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrapelint::finding::Safety;
use scrapelint::fix::fix;
use scrapelint::lint::{FileReport, Options, Selection, check};
use scrapelint::rules::Preset;
use scrapelint::source::Source;
use scrapelint::yaml::parse;

fuzz_target!(|bytes: &[u8]| {
    let selection = Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selector, so none unknown");
    let options = Options { selection, ..Options::default() };
    let check = |source: Source| check(source, &options);
    let before = check(Source::decode("prometheus.yml", bytes.to_vec()));
    let parsed = is_yaml(&before);
    let fixed = fix(before, Safety::Unsafe, check);
    assert_eq!(is_yaml(&fixed.report), parsed, "{:?}", fixed.applied);
    let text = fixed.report.source.text.clone();
    let again = fix(fixed.report, Safety::Unsafe, check);
    assert_eq!(again.report.source.text, text, "{:?}", again.applied);
});

fn is_yaml(report: &FileReport) -> bool {
    parse(&report.source.text).1.is_none()
}
