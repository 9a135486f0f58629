//! Any text can be read as a scrape; what comes of it lies in the text, and series that are printed are read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrapelint::exposition::{Entry, Exposition, Format, parse_label_list, parse_series};
use scrapelint::source::Span;

fuzz_target!(|text: &str| {
    let inside = |span: Span| text.get(span.range()).is_some();
    for format in [Format::PrometheusText, Format::OpenMetrics] {
        let mut exposition = Exposition::in_format(text, format);
        let mut entries = 0;
        while let Some(entry) = exposition.next_entry() {
            entries += 1;
            match entry {
                Entry::Sample(sample) => {
                    assert!(inside(sample.span), "{sample:?}");
                    let labels = sample.to_labels();
                    assert_eq!(parse_label_list(&labels.to_string()), Ok(labels.clone()));
                    if !sample.name.is_empty() {
                        assert_eq!(parse_series(&labels.to_string()), Ok(labels));
                    }
                }
                Entry::Problem(problem) => assert!(inside(problem.span), "{problem:?}"),
                _ => {}
            }
        }
        // Each line is one statement at most, and something may be said of it before.
        assert!(entries <= 2 * text.split('\n').count() + 3, "{entries}");
    }
    for problem in [parse_series(text).err(), parse_label_list(text).err()].into_iter().flatten() {
        assert!(inside(problem.span), "{problem:?}");
    }
});
