//! What Prometheus takes, fact by fact (model/textparse, promlex.l and openmetricslex.l).

use std::fmt::Write as _;

use super::{BucketBounds, Entry, Exposition, Format, Label, Outcome, Part};

/// Every statement of a text on a line of its own.
fn read(exposition: Exposition<'_>) -> String {
    let mut exposition = exposition;
    let mut lines = String::new();
    while let Some(entry) = exposition.next_entry() {
        _ = match entry {
            Entry::Type(family) => writeln!(lines, "type {} {:?}", family.name, family.kind),
            Entry::Help { name, text } => writeln!(lines, "help {name} {text:?}"),
            Entry::Unit { name, unit } => writeln!(lines, "unit {name} {unit:?}"),
            Entry::Eof => writeln!(lines, "eof"),
            Entry::Problem(problem) => {
                let outcome = match problem.outcome {
                    Outcome::Refused => "refused",
                    Outcome::Mended => "mended",
                    Outcome::Surprising => "surprising",
                };
                writeln!(lines, "{outcome} {}..{}: {problem}", problem.span.start, problem.span.end)
            }
            Entry::Sample(sample) => {
                let mut line = format!("{:?}{} {}", sample.name, labels(sample.labels), sample.value);
                if let Some(timestamp) = sample.timestamp {
                    _ = write!(line, " @{timestamp}");
                }
                if let Some(exemplar) = sample.exemplar {
                    _ = write!(line, " # {} {}", labels(exemplar.labels), exemplar.value);
                    if let Some(timestamp) = exemplar.timestamp {
                        _ = write!(line, " @{timestamp}");
                    }
                }
                writeln!(lines, "{line}")
            }
        };
    }
    lines
}

fn labels(labels: &[Label<'_>]) -> String {
    let labels: Vec<String> =
        labels.iter().map(|label| format!("{}={:?}", label.name, label.value)).collect();
    format!("{{{}}}", labels.join(","))
}

fn prometheus(text: &str) -> String {
    read(Exposition::in_format(text, Format::PrometheusText))
}

fn openmetrics(text: &str) -> String {
    read(Exposition::in_format(text, Format::OpenMetrics))
}

/// The problem of a text that has one and nothing else; its place as the text there.
fn problem(format: Format, text: &str) -> (String, String) {
    let mut exposition = Exposition::in_format(text, format);
    let Some(Entry::Problem(problem)) = exposition.next_entry() else { panic!("{text:?} has no problem") };
    (problem.message, text[problem.span.range()].to_owned())
}

#[test]
fn blanks_in_the_prometheus_format() {
    for text in [
        "a{b=\"c\"} 1",
        "a{b=\"c\"} 1\n",
        "a {b=\"c\"} 1\n",
        "a{b=\"c\"}1\n",
        "a{ b=\"c\" } 1\n",
        "a\t{\tb\t=\t\"c\"\t,\t}\t1\t\n",
        "\n  \n\t\na{b=\"c\",} 1  \n",
        " {\"a\",b=\"c\"} 1\n",
        "{b=\"c\",\"a\"} 1\n",
    ] {
        assert_eq!(prometheus(text), "\"a\"{b=\"c\"} 1\n", "{text:?}");
    }
    assert_eq!(prometheus("a 1\t 123\n_b:c 2"), "\"a\"{} 1 @123\n\"_b:c\"{} 2\n");
    // The comma between labels may be left out.
    assert_eq!(prometheus("a{b=\"c\" d=\"e\"f=\"g\"} 1"), "\"a\"{b=\"c\",d=\"e\",f=\"g\"} 1\n");
    assert_eq!(prometheus("a{} 1"), "\"a\"{} 1\n");
    assert_eq!(prometheus(""), "");
    assert_eq!(prometheus("\n"), "");
}

#[test]
fn blanks_before_a_name_belong_to_it() {
    assert_eq!(
        prometheus("  a 1\n\tb{} 2\n"),
        "surprising 0..2: blanks before a metric's name become a part of the name\n\
         \"  a\"{} 1\n\"\\tb\"{} 2\n"
    );
}

#[test]
fn escapes() {
    assert_eq!(
        prometheus(r#"a{b="\\ \" \n \x \é"} 1"#),
        "\"a\"{b=\"\\\\ \\\" \\n \\\\x \\\\é\"} 1\n",
        "other escapes stand for themselves"
    );
    assert_eq!(prometheus("a{b=\"c\nd\"} 1\n"), "\"a\"{b=\"c\\nd\"} 1\n", "a line break as it is");
    assert_eq!(prometheus("a{b=\"\0\"} 1\n"), "\"a\"{b=\"\\0\"} 1\n");
    assert_eq!(prometheus(r#"{"a \"b\"\n","c\\d"="e"} 1"#), "\"a \\\"b\\\"\\n\"{c\\d=\"e\"} 1\n");
    assert_eq!(prometheus("# HELP a b\\n\\\\ \\\" \\x\n"), "help a \"b\\n\\\\ \\\\\\\" \\\\x\"\n");
    assert_eq!(openmetrics("# HELP a b\\n\\\\ \\\" \\x\n# EOF"), "help a \"b\\n\\\\ \\\" \\\\x\"\neof\n");
}

#[test]
fn comments_and_metadata_of_the_prometheus_format() {
    let nothing = "#\n# \n#\t\n#x\n#HELP a b\n# HELPER a\n# TYPES a\n# help a b\n# UNIT a b\n# EOF\n# HELP\n# TYPE\n \t# x\n# a\r\n";
    assert_eq!(prometheus(nothing), "");
    assert_eq!(prometheus("# HELP a  b c \n"), "help a \" b c \"\n");
    assert_eq!(prometheus("#\t HELP \t a\tb\n # TYPE a\tgauge"), "help a \"b\"\ntype a Gauge\n");
    assert_eq!(prometheus("# HELP a\n# HELP a \n"), "help a \"\"\nhelp a \"\"\n");
    assert_eq!(prometheus("# HELP a.b c\n"), "help a \"b c\"\n", "any one byte stands between");
    assert_eq!(prometheus("# HELP \"a.b\" c\n"), "help a.b \"c\"\n");
    assert_eq!(prometheus("# HELP a \0b\r\n"), "help a \"\\0b\\r\"\n");
    assert_eq!(prometheus("# TYPE a untyped\n# TYPE b histogram"), "type a Unknown\ntype b Histogram\n");
    let expected = "expected counter, gauge, histogram, summary, untyped";
    for (text, message, place) in [
        ("# TYPE a unknown", format!("`unknown` is no type; {expected}"), "unknown"),
        ("# TYPE a Gauge\n", format!("`Gauge` is no type; {expected}"), "Gauge"),
        ("# TYPE a.b gauge\n", format!("`b gauge` is no type; {expected}"), "b gauge"),
        ("# TYPE a\n", format!("expected the metric's type: {}", &expected["expected ".len()..]), ""),
        (
            "# TYPE a  gauge",
            "one blank stands before the type and none after it, found ` gauge`".to_owned(),
            " gauge",
        ),
        (
            "# TYPE a gauge \n",
            "one blank stands before the type and none after it, found `gauge `".to_owned(),
            "gauge ",
        ),
        ("# TYPE \n", "expected a metric's name after `# TYPE`, found the end of the line".to_owned(), ""),
        ("# HELP 1 a\n", "expected a metric's name after `# HELP`, found `1`".to_owned(), "1"),
        ("# HELP aé b\n", "expected a blank after the metric's name, found `é`".to_owned(), "é"),
    ] {
        assert_eq!(problem(Format::PrometheusText, text), (message, place.to_owned()), "{text:?}");
    }
}

#[test]
fn what_the_prometheus_format_refuses() {
    for (text, message, place) in [
        ("a", "expected a value after the metric, found the end of the text", ""),
        ("a\n", "expected a value after the metric, found the end of the line", ""),
        ("a{b='c'} 1\n", "expected a label value in double quotes, found `'`", "'"),
        ("a{b=\n", "expected a label value in double quotes, found the end of the line", ""),
        ("a{é=\"b\"} 1", "expected a label name or `}`, found `é`", "é"),
        ("a{b:c=\"d\"} 1", "expected `=` after the label name, found `:`", ":"),
        ("a{\"b\" \"c\"=\"d\"} 1", "expected `=` after the label name, found `\"`", "\""),
        ("a{,} 1", "expected a label name or `}`, found `,`", ","),
        ("a{b=\"c\",,} 1", "expected a label name or `}`, found `,`", ","),
        ("a{=\"\"} 0", "expected a label name or `}`, found `=`", "="),
        ("a{b=\"c\"", "expected a label name or `}`, found the end of the text", ""),
        ("a{b=\"c} 1", "the quoted text that begins here has no closing quote", "\"c} 1"),
        ("a{b=\"c\\\nd\"} 1", "the backslash at the end of the line escapes nothing", "\\"),
        ("a{b=\"", "the quoted text that begins here has no closing quote", "\""),
        ("a{b} 1", "the label `b` has no value; a metric's name stands in quotes here", "b"),
        ("a{\"b\"} 1", "the metric has a name already: `a`", "\"b\""),
        ("{\"a\",\"b\"} 1", "the metric has a name already: `a`", "\"b\""),
        ("{b=\"c\"} 1", NAMELESS, "{b=\"c\"}"),
        ("{} 1", NAMELESS, "{}"),
        ("{\"a\0\"} 1", "the name of a metric cannot hold the character U+0000", "\"a\0\""),
        ("9 1", "expected a metric's name, `{` or `#`, found `9`", "9"),
        ("a true", "`true` is not a number", "true"),
        ("a 1_2", "`1_2` is not a number", "1_2"),
        ("a 0x1p-3", "`0x1p-3` is not a number", "0x1p-3"),
        ("a -NaN", "`-NaN` is not a number", "-NaN"),
        ("a 1e400", "`1e400` is too large for a number of 64 bits", "1e400"),
        ("a{}{} 1", "expected a value after the metric, found `{`", "{"),
        ("a 1{", "expected a timestamp in whole milliseconds or the end of the line, found `{`", "{"),
        ("a 1 -5", "expected a timestamp in whole milliseconds or the end of the line, found `-`", "-"),
        ("a 1 1.5", "expected the end of the line after the timestamp, found `.`", "."),
        ("a 1 1_2", "expected the end of the line after the timestamp, found `_`", "_"),
        (
            "a 1 9223372036854775808",
            "the timestamp `9223372036854775808` is too large",
            "9223372036854775808",
        ),
        (
            "a 1 # {b=\"c\"} 1",
            "expected a timestamp or the end of the line (only OpenMetrics has exemplars), found `#`",
            "#",
        ),
        ("a{b=\"c\",b=\"d\"} 1", "the label `b` comes twice", "b"),
        ("a{\"b\"=\"c\",b=\"c\"} 1", "the label `b` comes twice", "b"),
        ("a{__name__=\"b\"} 1", "the metric has two names: `a` and `b`", "a{__name__=\"b\"}"),
    ] {
        let expected = (message.to_owned(), place.to_owned());
        assert_eq!(problem(Format::PrometheusText, text), expected, "{text:?}");
    }
}

const NAMELESS: &str = "the series has no name: it stands before `{`, or in quotes within the braces";

#[test]
fn numbers() {
    assert_eq!(
        prometheus("a +Inf\na -inf\na NaN\na 1e3\na .5\na -0\na 18446744073709551615"),
        "\"a\"{} inf\n\"a\"{} -inf\n\"a\"{} NaN\n\"a\"{} 1000\n\"a\"{} 0.5\n\"a\"{} -0\n\"a\"{} 18446744073709552000\n"
    );
    assert_eq!(prometheus("a 1 9223372036854775807"), "\"a\"{} 1 @9223372036854775807\n");
    let mut exposition = Exposition::new("a  1e3  5 \n");
    let Some(Entry::Sample(sample)) = exposition.next_entry() else { panic!("a sample") };
    assert_eq!((sample.value_text, sample.span.range()), ("1e3", 0..10));
}

#[test]
fn the_rest_is_read_after_a_problem() {
    let unclosed = "the quoted text that begins here has no closing quote";
    assert_eq!(
        prometheus("a{b=\"c} 1\nd{e=\"f\"} 2\ng 3\n"),
        format!("refused 4..9: {unclosed}\n\"d\"{{e=\"f\"}} 2\n\"g\"{{}} 3\n")
    );
    assert_eq!(
        prometheus("a{b=\"c} 1\nd 2\n"),
        format!("refused 4..9: {unclosed}\n\"d\"{{}} 2\n"),
        "no other quote in the text"
    );
    assert_eq!(
        prometheus("a{b=\"c\nd\",e=\"f\"} 1\na{b=\"c\nd\"} x\na{b=\"c\nd\"} 1\n"),
        format!(
            "\"a\"{{b=\"c\\nd\",e=\"f\"}} 1\nrefused 23..25: {unclosed}\nrefused 27..29: {}\n\"a\"{{b=\"c\\nd\"}} 1\n",
            "`\"}` is not a number"
        ),
        "a value with a line break in it, before and after a damaged one"
    );
}

#[test]
fn carriage_returns_are_told_once() {
    assert_eq!(
        prometheus("# HELP a b\r\n# TYPE a gauge\r\n\r\na{b=\"c\"} 1\r\na 1 5\r\na \r\nb 2\r"),
        "help a \"b\\r\"\n\
         mended 26..27: lines end in a carriage return and a line feed; Prometheus wants a line feed alone\n\
         type a Gauge\n\"a\"{b=\"c\"} 1\n\"a\"{} 1 @5\n\
         refused 51..52: expected a value after the metric, found the character U+000D\n\"b\"{} 2\n"
    );
    assert_eq!(
        openmetrics("# TYPE a gauge\r\n# HELP a b\r\na 1 1\r\n# EOF\r\n"),
        "mended 14..15: lines end in a carriage return and a line feed; Prometheus wants a line feed alone\n\
         type a Gauge\nhelp a \"b\"\n\"a\"{} 1 @1000\neof\n"
    );
}

#[test]
fn a_byte_order_mark_is_told() {
    assert_eq!(
        prometheus("\u{feff}a 1\n"),
        "mended 0..3: the text begins with a byte-order mark\n\"a\"{} 1\n"
    );
}

#[test]
fn the_prometheus_format_ends_at_nul() {
    assert_eq!(
        prometheus("a 1\n\0\nb 2\n"),
        "\"a\"{} 1\nsurprising 4..5: Prometheus stops reading at the character U+0000 and drops what follows\n"
    );
}

#[test]
fn openmetrics_takes() {
    assert_eq!(
        openmetrics(
            "# HELP a_s x\n# TYPE a_s summary\n# UNIT a_s s\n# UNIT b \n\
             a_s{quantile=\"0.5\",b=\"\\\"c\\\"\"} 1 123.1234\n\
             c_total 17.0 1520879607.789 # {id=\"x\",\"y.z\"=\"w\",} 5 1.5\n\
             c_bucket{le=\"+Inf\"} 1 # {} 4\n\
             {\"http.status\",q=\"0.9\"} -1e3\n{q=\"0.9\",\"http.status\"} 1\nd{} 1\n# EOF\n"
        ),
        "help a_s \"x\"\ntype a_s Summary\nunit a_s \"s\"\nunit b \"\"\n\
         \"a_s\"{quantile=\"0.5\",b=\"\\\"c\\\"\"} 1 @123123\n\
         \"c_total\"{} 17 @1520879607789 # {id=\"x\",y.z=\"w\"} 5 @1500\n\
         \"c_bucket\"{le=\"+Inf\"} 1 # {} 4\n\
         \"http.status\"{q=\"0.9\"} -1000\n\"http.status\"{q=\"0.9\"} 1\n\"d\"{} 1\neof\n"
    );
    assert_eq!(openmetrics("# EOF"), "eof\n");
    let kinds = ["counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown"];
    for kind in kinds {
        assert!(openmetrics(&format!("# TYPE a {kind}\n# EOF")).ends_with("eof\n"), "{kind}");
    }
}

#[test]
fn what_openmetrics_refuses() {
    let comments = "OpenMetrics has no comments but `# HELP `, `# TYPE `, `# UNIT ` and `# EOF`";
    for (text, message, place) in [
        ("\n# EOF", "OpenMetrics has no empty lines", ""),
        (" a 1\n", "expected a metric's name, `{` or `#`, found a blank", " "),
        ("# comment\n", comments, "# comment"),
        ("#\tTYPE a gauge\n", comments, "#\tTYPE a gauge"),
        ("#  TYPE a gauge\n", comments, "#  TYPE a gauge"),
        ("# TYPE a untyped\n", UNTYPED, "untyped"),
        ("# TYPE a  gauge\n", "one blank stands before the type and none after it, found ` gauge`", " gauge"),
        ("# TYPE a\n", "expected one blank after the name in `# TYPE`, found the end of the line", ""),
        ("# HELP a\n", "expected one blank after the name in `# HELP`, found the end of the line", ""),
        ("# HELP  a b\n", "expected a metric's name after `# HELP`, found a blank", " "),
        ("# UNIT a_b c\n", "the name `a_b` does not end in its unit, `_` and `c`", "c"),
        ("# UNIT bc c\n", "the name `bc` does not end in its unit, `_` and `c`", "c"),
        ("# UNIT c c\n", "the name `c` does not end in its unit, `_` and `c`", "c"),
        ("a\t1\n", "expected one blank and a value after the metric, found the character U+0009", "\t"),
        ("a  1\n", "expected one blank and a value after the metric, found a blank", " "),
        ("a{b=\"c\"}1\n", "expected one blank and a value after the metric, found `1`", "1"),
        ("a {b=\"c\"} 1\n", "`{b=\"c\"}` is not a number", "{b=\"c\"}"),
        ("a{b=\"c\", d=\"e\"} 1\n", "expected a label name or `}`, found a blank", " "),
        ("a{b=\"c\"d=\"e\"} 1\n", "expected `,` or `}` after the label value, found `d`", "d"),
        ("a{b=\"c\nd\"} 1\n", "the quoted text that begins here has no closing quote", "\"c"),
        ("{a} 1\n", "the label `a` has no value; a metric's name stands in quotes here", "a"),
        ("a 1 \n", "expected a timestamp in seconds, found the end of the line", ""),
        ("a 1 2 \n", "expected the end of the line, found a blank", " "),
        ("a 1 2 3\n", "expected the end of the line, found a blank", " "),
        ("a 1 NaN\n", "`NaN` is no time", "NaN"),
        ("a 1 -Inf\n", "`-Inf` is no time", "-Inf"),
        ("a 1 #\n", "`#` is not a number", "#"),
        ("a 1 # {b} 1\n", "the label `b` has no value; a metric's name stands in quotes here", "b"),
        ("a 1 # {\"b\"} 1\n", "an exemplar has labels only, no name of a metric", "\"b\""),
        (
            "a 1 # {b=\"c\"}\n",
            "expected one blank and a value after the exemplar's labels, found the end of the line",
            "",
        ),
        ("a 1 # {b=\"c\"} 1 Inf\n", "`Inf` is no time", "Inf"),
        ("a 1 # {b=\"c\"} 1 2 3\n", "expected the end of the line, found a blank", " "),
    ] {
        let expected = (message.to_owned(), place.to_owned());
        assert_eq!(problem(Format::OpenMetrics, text), expected, "{text:?}");
    }
}

const UNTYPED: &str = "`untyped` is no type; expected counter, gauge, histogram, gaugehistogram, summary, info, stateset, unknown";

#[test]
fn the_end_of_openmetrics() {
    let missing = "an OpenMetrics text ends with a line `# EOF`; this one may have been cut off";
    assert_eq!(openmetrics(""), format!("mended 0..0: {missing}\n"));
    assert_eq!(openmetrics("a 1"), format!("\"a\"{{}} 1\nmended 3..3: {missing}\n"));
    assert_eq!(
        openmetrics("# EOF\na 1\n# EOF\n"),
        "eof\nmended 6..9: nothing may follow `# EOF`\n\"a\"{} 1\neof\n",
        "two texts in one file"
    );
    assert_eq!(openmetrics("# EOF\n\n"), "eof\nmended 6..6: nothing may follow `# EOF`\n");
    assert_eq!(openmetrics("# EOFa 1"), "eof\nmended 5..8: nothing may follow `# EOF`\n\"a\"{} 1\n");
}

#[test]
fn formats_are_told_apart() {
    for (text, format) in [
        ("", Format::PrometheusText),
        ("a 1\n", Format::PrometheusText),
        ("# TYPE a untyped\na 1\n", Format::PrometheusText),
        ("# HELP a see # EOF", Format::PrometheusText),
        ("a{b=\" # {c\"} 1\n", Format::PrometheusText),
        ("# EOF", Format::OpenMetrics),
        ("a 1\n# EOF\r\n\n", Format::OpenMetrics),
        ("# TYPE a unknown\na 1\n", Format::OpenMetrics),
        ("# UNIT a_seconds seconds\n", Format::OpenMetrics),
        ("a_total{b=\"c\"} 1 # {d=\"e\"} 1\n", Format::OpenMetrics),
    ] {
        assert_eq!(Format::guess(text), format, "{text:?}");
        assert_eq!(Exposition::new(text).format(), format, "{text:?}");
    }
}

#[test]
fn bounds_are_normalized_by_the_last_type() {
    let text = "a{le=\"1\"} 1\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"1.0\"} 1\nh_bucket{le=\"inf\"} 1\n\
                h_bucket{le=\"1000000\",quantile=\"1\"} 1\nh_bucket{le=\"x\"} 1\nother{le=\"\\\\5\"} 1\nother{le=\"5\"} 1\n\
                # TYPE s summary\ns{quantile=\"1\",le=\"1\"} 1\n# TYPE g gauge\ng{le=\"1\"} 1\n";
    let bounds = |text: &str| -> Vec<String> {
        let mut bounds = Vec::new();
        let mut exposition = Exposition::new(text);
        while let Some(entry) = exposition.next_entry() {
            if let Entry::Sample(sample) = entry {
                bounds.push(labels(sample.labels));
            }
        }
        bounds
    };
    assert_eq!(
        bounds(text),
        [
            "{le=\"1\"}",
            "{le=\"1.0\"}",
            "{le=\"1.0\"}",
            "{le=\"+Inf\"}",
            "{le=\"1e+06\",quantile=\"1\"}",
            "{le=\"x\"}",
            "{le=\"\\\\5\"}",
            "{le=\"5.0\"}",
            "{quantile=\"1.0\",le=\"1\"}",
            "{le=\"1\"}",
        ]
    );
    let as_written = read(Exposition::new(text).with_bounds(BucketBounds::AsWritten));
    assert!(as_written.contains("{le=\"inf\"}") && as_written.contains("{quantile=\"1\",le=\"1\"}"));
}

#[test]
fn more_bounds_than_are_kept() {
    let mut text = String::from("# TYPE h histogram\n");
    for bound in 0..10_000 {
        _ = writeln!(text, "h_bucket{{le=\"{bound}\"}} 1");
    }
    let mut exposition = Exposition::new(&text);
    exposition.next_entry();
    for bound in 0..10_000 {
        let Some(Entry::Sample(sample)) = exposition.next_entry() else { panic!("a sample") };
        assert_eq!(sample.labels[0].value, format!("{bound}.0"));
    }
}

#[test]
fn parts_of_families() {
    let text = "a 1\n\
        # TYPE h histogram\nh_bucket 1\nh_sum 1\nh_count 1\nh_created 1\nh 1\nh_total 1\nhh_sum 1\n\
        # TYPE c_total counter\nc_total 1\nc_created 1\nc 1\nc_bucket 1\n\
        # TYPE c counter\nc_total 1\n\
        # TYPE s summary\ns 1\ns_sum 1\ns_count 1\ns_bucket 1\n\
        # TYPE g gauge\ng 1\ng_sum 1\n";
    let mut parts = String::new();
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Type(family) => _ = write!(parts, "| {}: ", family.name),
            Entry::Sample(sample) => {
                let part = match sample.part() {
                    Part::Value => "value",
                    Part::Bucket => "bucket",
                    Part::Sum => "sum",
                    Part::Count => "count",
                    Part::Created => "created",
                };
                _ = write!(parts, "{:?} {part} ", sample.kind());
            }
            _ => {}
        }
    }
    assert_eq!(
        parts,
        "Unknown value \
         | h: Histogram bucket Histogram sum Histogram count Histogram created Histogram value Unknown value Unknown value \
         | c_total: Counter value Counter created Counter value Unknown value \
         | c: Counter value \
         | s: Summary value Summary sum Summary count Unknown value \
         | g: Gauge value Unknown value "
    );
}

#[test]
fn samples_as_label_sets() {
    let mut exposition = Exposition::new("a{b=\"c\",empty=\"\"} 1\n");
    let Some(Entry::Sample(sample)) = exposition.next_entry() else { panic!("a sample") };
    assert_eq!(sample.to_labels().to_string(), "{__name__=\"a\", b=\"c\"}");
}

#[test]
fn an_empty_value_removes_all_labels_of_its_name() {
    for text in ["a{b=\"\",b=\"c\"} 1", "a{b=\"c\",b=\"\"} 1", "a{b=\"c\",b=\"d\",b=\"\",b=\"e\"} 1"] {
        assert_eq!(prometheus(text), "\"a\"{b=\"\"} 1\n", "{text}");
    }
    let text = "a{b=\"c\",d=\"e\",b=\"\",d=\"f\"} 1";
    assert_eq!(
        problem(Format::PrometheusText, text),
        ("the label `d` comes twice".to_owned(), "d".to_owned())
    );
}

#[test]
fn many_labels_are_compared() {
    let mut text = String::from("a{");
    for label in 0..1000 {
        _ = write!(text, "l{label}=\"x\",");
    }
    assert_eq!(
        problem(Format::PrometheusText, &format!("{text}l7=\"y\"}} 1")).0,
        "the label `l7` comes twice"
    );
    let whole = format!("{text}}} 1");
    let mut exposition = Exposition::new(&whole);
    assert!(matches!(exposition.next_entry(), Some(Entry::Sample(sample)) if sample.labels.len() == 1000));
}
