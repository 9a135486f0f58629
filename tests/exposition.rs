//! Texts of scrapes: real ones, generated ones read back, and hostile ones.
//!
//! `common` says where real ones lie; nothing of them is part of the project.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use scrapelint::exposition::{
    BucketBounds, Entry, Exposition, Format, Label, Outcome, Problem, parse_label_list, parse_series,
};
use scrapelint::relabel::Labels;

use crate::common::{corpus, say};

/// What a text holds.
#[derive(Default)]
struct Counts {
    samples: usize,
    families: usize,
    problems: Vec<Problem>,
}

/// Reads a text to its end; every place lies in the text.
fn count(text: &str, format: Format) -> Counts {
    let mut exposition = Exposition::in_format(text, format);
    let mut counts = Counts::default();
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Sample(sample) => {
                assert!(text.get(sample.span.range()).is_some(), "{sample:?}");
                counts.samples += 1;
            }
            Entry::Type(_) => counts.families += 1,
            Entry::Problem(problem) => {
                assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
                counts.problems.push(problem);
            }
            _ => {}
        }
    }
    counts
}

/// Files that Prometheus would refuse: how many problems, and the first one.
const DAMAGED: [(&str, usize, &str); 0] = [];

#[test]
fn corpus_metrics_are_read() {
    let Some(folder) = corpus() else { return };
    let entries = fs::read_dir(folder.join("metrics")).expect("dumps");
    let (mut files, mut samples, mut families, mut openmetrics) = (0, 0, 0, 0);
    let mut wrong = String::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("text");
        let format = Format::guess(&text);
        let counts = count(&text, format);
        files += 1;
        samples += counts.samples;
        families += counts.families;
        openmetrics += usize::from(format == Format::OpenMetrics);
        if counts.samples == 0 {
            _ = writeln!(wrong, "{name}: no sample");
        }
        let expected =
            DAMAGED.iter().find(|(file, ..)| *file == name).map(|(_, count, first)| (*count, *first));
        let got = counts.problems.first().map(|first| (counts.problems.len(), first.message.as_str()));
        if got != expected {
            let place = counts.problems.first().map(|problem| problem.span.start);
            _ = writeln!(wrong, "{name}: {got:?} at {place:?}, expected {expected:?}");
        }
    }
    say(&format!(
        "exposition: {files} files ({openmetrics} OpenMetrics), {families} families, {samples} samples\n"
    ));
    assert!(wrong.is_empty(), "{wrong}");
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    fn text(&mut self, from: &[char], longest: usize) -> String {
        (0..self.roll(longest + 1)).map(|_| self.pick(from)).collect()
    }
}

const LEGACY: &[char] = &['a', 'b', 'Z', '_', '0', '9'];
const ODD: &[char] =
    &['a', '"', '\\', 'n', '\n', ' ', '{', '}', ',', '=', '#', '.', 'é', '😀', '\t', '\r', '\u{7f}'];

/// A series, a value and a time, and how they are written.
struct Written {
    labels: Vec<(String, String)>,
    name: String,
    value: f64,
    timestamp: Option<i64>,
    exemplar: Option<(String, f64)>,
}

fn roll_series(dice: &mut Dice, format: Format) -> Written {
    let mut labels: Vec<(String, String)> = Vec::new();
    for _ in 0..dice.roll(6) {
        let name = if dice.roll(3) == 0 { dice.text(ODD, 8) } else { format!("l{}", dice.text(LEGACY, 6)) };
        if labels.iter().all(|(known, _)| *known != name) {
            labels.push((name, dice.text(ODD, 12)));
        }
    }
    Written {
        labels,
        name: if dice.roll(4) == 0 { dice.text(ODD, 10) } else { format!("m:{}", dice.text(LEGACY, 8)) },
        value: dice.pick(&[
            0.0,
            1.0,
            -1.5,
            1e300,
            5e-324,
            f64::INFINITY,
            f64::NEG_INFINITY,
            123_456_789.0,
            0.1,
        ]),
        timestamp: (dice.roll(3) == 0).then(|| dice.roll(2_000_000) as i64 * 1000),
        exemplar: (format == Format::OpenMetrics && dice.roll(3) == 0).then(|| (dice.text(ODD, 8), 0.25)),
    }
}

fn is_legacy(name: &str, extra: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || extra.contains(c);
    name.starts_with(|c: char| fits(c) && !c.is_ascii_digit()) && name.chars().all(fits)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn pair((name, value): &(String, String)) -> String {
    let name = if is_legacy(name, "") { name.clone() } else { quoted(name) };
    format!("{name}={}", quoted(value))
}

/// Writes a series in one of the ways that mean the same.
fn write(dice: &mut Dice, format: Format, written: &Written) -> String {
    let loose = format == Format::PrometheusText;
    let mut within: Vec<String> = written.labels.iter().map(pair).collect();
    let mut line = String::new();
    if is_legacy(&written.name, ":") && dice.roll(4) != 0 {
        line.push_str(&written.name);
        line.push_str(if loose { dice.pick(&["", " ", "\t "]) } else { "" });
    } else {
        within.insert(dice.roll(within.len() + 1), quoted(&written.name));
    }
    if line.is_empty() || !within.is_empty() || dice.roll(2) == 0 {
        let comma = if loose { dice.pick(&[",", " , ", ",\t"]) } else { "," };
        let last = if within.is_empty() { "" } else { dice.pick(&["", comma]) };
        _ = write!(line, "{{{}{last}}}", within.join(comma));
    }
    line.push_str(if loose { dice.pick(&[" ", "  ", "\t"]) } else { " " });
    line.push_str(&match written.value {
        value if value.is_infinite() => if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned(),
        value => {
            if dice.roll(2) == 0 {
                format!("{value:e}")
            } else {
                value.to_string()
            }
        }
    });
    if let Some(timestamp) = written.timestamp {
        _ = write!(line, " {}", if loose { timestamp } else { timestamp / 1000 });
    }
    if let Some((value, number)) = &written.exemplar {
        _ = write!(line, " # {{id={}}} {number}", quoted(value));
    }
    line.push_str(if loose { dice.pick(&["", " ", "\t"]) } else { "" });
    line.push('\n');
    line
}

#[test]
fn what_is_written_is_read_back() {
    for format in [Format::PrometheusText, Format::OpenMetrics] {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let all: Vec<Written> = (0..20_000).map(|_| roll_series(&mut dice, format)).collect();
        let mut text: String = all.iter().map(|written| write(&mut dice, format, written)).collect();
        if format == Format::OpenMetrics {
            text.push_str("# EOF\n");
        }
        let mut exposition = Exposition::in_format(&text, format);
        for written in &all {
            let Some(Entry::Sample(sample)) = exposition.next_entry() else {
                panic!("a sample for each line")
            };
            assert_eq!(
                (&*sample.name, sample.value, sample.timestamp),
                (&*written.name, written.value, written.timestamp)
            );
            let pairs = |labels: &[Label<'_>]| -> Vec<(String, String)> {
                labels.iter().map(|label| (label.name.to_string(), label.value.to_string())).collect()
            };
            assert_eq!(pairs(sample.labels), written.labels);
            let exemplar =
                sample.exemplar.map(|exemplar| (exemplar.labels[0].value.to_string(), exemplar.value));
            assert_eq!(exemplar, written.exemplar);
        }
        let eof = exposition.next_entry();
        assert!(matches!(eof, None | Some(Entry::Eof)), "{eof:?}");
        assert!(exposition.next_entry().is_none());
    }
}

#[test]
fn printed_label_sets_are_read_back() {
    let mut dice = Dice(88_172_645_463_325_252);
    for _ in 0..5_000 {
        let written = roll_series(&mut dice, Format::PrometheusText);
        let mut labels: Labels = written.labels.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        let list = labels.to_string();
        assert_eq!(parse_label_list(&list).as_ref(), Ok(&labels), "{list}");
        labels.set("__name__", "x".to_owned() + &written.name);
        let series = labels.to_string();
        assert_eq!(parse_series(&series).as_ref(), Ok(&labels), "{series}");
    }
}

#[test]
fn damaged_texts_are_read_to_their_end() {
    let mut dice = Dice(1_234_567);
    for format in [Format::PrometheusText, Format::OpenMetrics] {
        for _ in 0..2_000 {
            let series: Vec<Written> = (0..6).map(|_| roll_series(&mut dice, format)).collect();
            let text: String = series.iter().map(|written| write(&mut dice, format, written)).collect();
            let mut characters: Vec<char> = format!("# TYPE m:a summary\n{text}# EOF\n").chars().collect();
            for _ in 0..=dice.roll(4) {
                if characters.is_empty() {
                    break;
                }
                let at = dice.roll(characters.len());
                match dice.roll(3) {
                    0 => _ = characters.remove(at),
                    1 => characters.insert(at, dice.pick(ODD)),
                    _ => characters.truncate(at),
                }
            }
            let damaged: String = characters.into_iter().collect();
            let counts = count(&damaged, format);
            assert!(counts.samples + counts.problems.len() <= 2 * damaged.lines().count() + 2, "{damaged}");
            _ = parse_series(&damaged);
            _ = parse_label_list(&damaged);
        }
    }
}

/// Far more than even an unoptimised build takes; what is quadratic takes longer by far.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads a hostile text in both formats.
fn read_hostile(name: &str, text: &str) -> [Counts; 2] {
    [Format::PrometheusText, Format::OpenMetrics].map(|format| {
        let begun = Instant::now();
        let counts = count(text, format);
        let time = begun.elapsed();
        say(&format!(
            "exposition: {name}, {format:?}: {:.1} MB in {time:.2?}, {} samples, {} problems\n",
            text.len() as f64 / 1e6,
            counts.samples,
            counts.problems.len()
        ));
        assert!(time < PATIENCE, "{name}: {time:?}");
        assert!(counts.problems.iter().all(|problem| problem.message.len() < 1000), "{name}");
        counts
    })
}

const MANY: usize = 300_000;

#[test]
fn hostile_texts() {
    let huge = format!("a{{b=\"{}\"}} 1\n", "x".repeat(10 * MANY));
    let [prometheus, openmetrics] = read_hostile("a huge value", &huge);
    assert_eq!((prometheus.samples, openmetrics.samples), (1, 1));

    let [prometheus, _] = read_hostile("quotes", &"\"".repeat(MANY));
    assert_eq!((prometheus.samples, prometheus.problems.len()), (0, 1));

    let [prometheus, openmetrics] = read_hostile("unclosed quotes, a line each", &"a{b=\"\n".repeat(MANY));
    assert_eq!((prometheus.problems.len(), openmetrics.problems.len()), (MANY, MANY + 1));

    let [prometheus, openmetrics] =
        read_hostile("one unclosed quote", &format!("a{{b=\"\n{}", "a{b=1}\n".repeat(MANY)));
    assert_eq!((prometheus.problems.len(), openmetrics.problems.len()), (MANY + 1, MANY + 2));

    // Whichever line a value begins on, it could go on to the end of the text.
    let ladder = "a{b=\"c\",d=\"\n".repeat(MANY / 2) + "x";
    read_hostile("quotes across lines", &ladder);
    read_hostile("quotes across lines, twice as many", &"\"a\"=\"b\",{\"c\n".repeat(MANY));

    let names: String = (0..MANY / 4).fold(String::from("a{"), |mut text, label| {
        _ = write!(text, "l{label}=\"x\",");
        text
    });
    let [prometheus, openmetrics] = read_hostile("labels on one line", &format!("{names}}} 1\n"));
    assert_eq!((prometheus.samples, openmetrics.samples), (1, 1));

    let [prometheus, _] = read_hostile("backslashes", &format!("a{{b=\"{}\"}} 1\n", "\\\\".repeat(MANY)));
    assert_eq!(prometheus.samples, 1);
    read_hostile("a backslash at the end", &format!("a{{b=\"{}", "\\".repeat(MANY + 1)));
    read_hostile("digits", &format!("a {}\n", "1".repeat(MANY)));
    read_hostile("a huge number", &format!("a 1e{}\n", "9".repeat(MANY)));
    read_hostile("empty lines", &"\n".repeat(MANY));
    read_hostile("carriage returns", &"a 1\r\n".repeat(MANY));
    read_hostile("blanks", &" ".repeat(10 * MANY));
    read_hostile("marks of the end", &"# EOF\n".repeat(MANY));
    read_hostile("metadata", &"# TYPE a histogram\n# HELP a b\n".repeat(MANY / 2));
}

/// Small texts and what Prometheus made of them (`testdata/exposition/record.py`).
#[test]
fn recorded_scrapes_come_to_the_same() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/exposition/prometheus-2.42.jsonl");
    let recorded = fs::read_to_string(path).expect("recorded scrapes");
    let (mut scrapes, mut refused) = (0, 0);
    let mut wrong = String::new();
    for line in recorded.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
        let text = case["text"].as_str().expect("a text");
        let format = match case["format"].as_str() {
            Some("openmetrics") => Format::OpenMetrics,
            _ => Format::PrometheusText,
        };
        let error = case["error"].as_str();
        let expected = error.is_none().then(|| recorded_series(&case["series"]));
        let got = scraped(text, format);
        scrapes += 1;
        refused += usize::from(expected.is_none());
        if got.as_ref().ok() != expected.as_ref() {
            _ = writeln!(wrong, "{format:?} {text:?}\n  got      {got:?}\n  expected {expected:?} {error:?}");
        }
    }
    say(&format!("exposition: {scrapes} recorded scrapes, {refused} refused\n"));
    assert!(wrong.is_empty(), "{wrong}");
}

/// A series and its value, as Prometheus's API prints them.
type Scraped = Vec<(Labels, String)>;

fn recorded_series(series: &serde_json::Value) -> Scraped {
    let labels = |labels: &serde_json::Value| -> Labels {
        let pairs = labels.as_object().expect("labels").iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str().expect("text"))).collect()
    };
    let series = series.as_array().expect("a list").iter();
    let mut scraped: Scraped =
        series.map(|pair| (labels(&pair[0]), pair[1].as_str().expect("text").to_owned())).collect();
    scraped.sort();
    scraped
}

/// What Prometheus 2 stores of a text, or why nothing: legacy names only, bounds as they are written, and of samples with
/// the same labels the first.
fn scraped(text: &str, format: Format) -> Result<Scraped, String> {
    let mut exposition = Exposition::in_format(text, format).with_bounds(BucketBounds::AsWritten);
    let mut scraped = Scraped::new();
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Problem(problem) if problem.outcome != Outcome::Surprising => return Err(problem.message),
            Entry::Sample(sample) => {
                if !is_legacy(&sample.name, ":") {
                    return Err(format!("the name {:?}", sample.name));
                }
                let labels = sample.to_labels();
                if scraped.iter().all(|(known, _)| *known != labels) {
                    scraped.push((labels, printed(sample.value)));
                }
            }
            _ => {}
        }
    }
    scraped.sort();
    Ok(scraped)
}

/// A number as Prometheus's API prints it: Go's `%f` with the fewest digits.
fn printed(value: f64) -> String {
    match value {
        value if value.is_nan() => "NaN".to_owned(),
        value if value.is_infinite() => if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned(),
        value => value.to_string(),
    }
}
