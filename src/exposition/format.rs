//! Which of the two formats a text is in.

/// A format of a scrape's text. Prometheus goes by the Content-Type of the answer, which a saved text has lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Prometheus text format 0.0.4.
    PrometheusText,
    /// OpenMetrics 1.0: single blanks, no empty lines, no free comments, `# EOF` at the end.
    OpenMetrics,
}

/// How much of a text without `# EOF` is searched for what only OpenMetrics has.
const SEARCHED: usize = 64 << 10;

/// Types that only OpenMetrics has.
const KINDS: [&str; 4] = [" unknown", " info", " stateset", " gaugehistogram"];

impl Format {
    /// Guesses a text's format: OpenMetrics if it ends in `# EOF`, or if its first lines have units, exemplars or types
    /// that only OpenMetrics has (a text that was cut off); else the Prometheus format.
    ///
    /// ```
    /// use scrapelint::exposition::Format;
    ///
    /// assert_eq!(Format::guess("up 1\n# EOF\n"), Format::OpenMetrics);
    /// assert_eq!(Format::guess("up 1\n"), Format::PrometheusText);
    /// ```
    pub fn guess(text: &str) -> Self {
        let end = text.trim_end();
        let ends_in_mark =
            end.strip_suffix("# EOF").is_some_and(|rest| rest.is_empty() || rest.ends_with('\n'));
        let start = &text[..text.floor_char_boundary(SEARCHED)];
        if ends_in_mark || start.lines().any(is_openmetrics_only) {
            Self::OpenMetrics
        } else {
            Self::PrometheusText
        }
    }
}

fn is_openmetrics_only(line: &str) -> bool {
    if line.starts_with('#') {
        let is_type = line.starts_with("# TYPE ") && KINDS.iter().any(|kind| line.ends_with(kind));
        return is_type || line.starts_with("# UNIT ");
    }
    // An exemplar, outside of label values as far as can be told without reading the line.
    line.rsplit_once(" # {")
        .is_some_and(|(sample, _)| sample.bytes().filter(|&byte| byte == b'"').count() % 2 == 0)
}
