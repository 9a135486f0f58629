//! Any bytes can be checked, and every place a finding names lies in the text, between characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrapelint::lint::{FileKind, FileReport, Options, Selection, check};
use scrapelint::rules::Preset;
use scrapelint::source::{Source, Span};

fuzz_target!(|bytes: &[u8]| {
    let selection = Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selector, so none unknown");
    // Without a kind of its own, what looks like another program's file is skipped.
    for kind in [None, Some(FileKind::Prometheus)] {
        let options = Options { selection: selection.clone(), kind, ..Options::default() };
        assert_places(&check(Source::decode("prometheus.yml", bytes.to_vec()), &options));
    }
});

fn assert_places(report: &FileReport) {
    let text = &report.source.text;
    let inside = |span: Span| text.get(span.range()).is_some();
    for finding in &report.findings {
        assert!(inside(finding.primary.span), "{finding:?}");
        assert!(finding.related.iter().all(|label| inside(label.span)), "{finding:?}");
        for fix in &finding.fixes {
            assert!(fix.edits.iter().all(|edit| inside(edit.span)), "{finding:?}");
            assert!(fix.edits.is_sorted_by(|one, next| one.span.end <= next.span.start), "{finding:?}");
        }
    }
    assert!(report.secrets.iter().all(|&span| inside(span)), "{:?}", report.secrets);
}
