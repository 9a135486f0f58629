//! Files of relabel tests as programs meet them: damaged, huge, and after an update.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use scrapelint::lint::{FileError, Surroundings};
use scrapelint::reltest::{self, Material, Purpose, Suite, read};
use scrapelint::rules::NoFiles;
use scrapelint::source::Source;

/// The files of `testdata/relabel`, by name.
struct Demo(HashMap<&'static str, &'static str>);

impl Demo {
    fn new() -> Self {
        Self(HashMap::from([
            ("prometheus.yml", include_str!("../testdata/relabel/prometheus.yml")),
            ("web.prom", include_str!("../testdata/relabel/web.prom")),
            ("workers.json", include_str!("../testdata/relabel/workers.json")),
        ]))
    }
}

impl Material for Demo {
    fn read(&self, path: &str) -> Result<Source, FileError> {
        let missing = || FileError { path: path.to_owned(), reason: "is not there".to_owned() };
        self.0.get(path).map(|text| Source::new(path, *text)).ok_or_else(missing)
    }

    fn around(&self, _: &str) -> Box<dyn Surroundings> {
        Box::new(NoFiles)
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}

const TESTS: &str = include_str!("../testdata/relabel/prometheus.test.yml");

fn suite(text: &str, purpose: Purpose) -> Result<Suite, usize> {
    let source = Source::new("a.test.yml", text);
    read(source, &Demo::new(), purpose).map_err(|report| {
        for finding in &report.findings {
            assert!(text.get(finding.primary.span.range()).is_some(), "{finding:?}");
        }
        report.findings.len()
    })
}

/// xorshift64*: the same damage in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }
}

const PIECES: [&str; 16] =
    ["true", "0", "7", "{}", "[]", "x", "''", "&a ", "*a", "null", "\n", "  ", "- ", "{a: b}", "[x, y]", "~"];

/// A copy with one value, line or stretch of text changed.
fn damaged(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = random.below(lines.len());
    match random.below(4) {
        0 => _ = lines.remove(at),
        1 => lines.insert(at, lines[at].clone()),
        2 => {
            if let Some((key, _)) = lines[at].split_once(": ") {
                lines[at] = format!("{key}: {}", PIECES[random.below(PIECES.len())]);
            }
        }
        _ => {
            let places: Vec<usize> = lines[at].char_indices().map(|(at, _)| at).collect();
            let place = places.get(random.below(places.len())).copied().unwrap_or_default();
            lines[at].insert_str(place, PIECES[random.below(PIECES.len())]);
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn what_an_update_writes_holds_even_in_damaged_files() {
    let mut random = Random(7);
    let (mut broken, mut updated, mut left) = (0, 0, 0);
    for _ in 0..400 {
        let mut text = damaged(TESTS, &mut random);
        if random.below(2) == 0 {
            text = damaged(&text, &mut random);
        }
        let Ok(suite) = suite(&text, Purpose::Update) else {
            broken += 1;
            continue;
        };
        let update = suite.updated();
        left += update.left.len();
        let again = self::suite(&update.text, Purpose::Update).expect("as right as before");
        assert_eq!(again.names().count(), suite.names().count(), "{}", update.text);
        for result in again.run() {
            let holds = result.passed() || update.left.contains(&result.name);
            assert!(holds, "{text}\nbecame\n{}\n{result:#?}", update.text);
        }
        let comments = |text: &str| text.matches(" # ").count();
        assert_eq!(comments(&update.text), comments(&text), "{text}\nbecame\n{}", update.text);
        updated += update.changed.len();
    }
    assert!(broken > 80 && updated > 30, "{broken} broken, {updated} updated, {left} left");
}

/// Far more than it takes; what is quadratic takes longer by far.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn many_tests_and_deep_ones_take_no_longer_than_they_should() {
    let mut many = "tests:\n".to_owned();
    for number in 0..5_000 {
        _ = writeln!(many, "- {{name: t{number}, rules: [], series: x, expect: {{kept: 0}}}}");
    }
    let begun = Instant::now();
    let update = suite(&many, Purpose::Update).expect("tests").updated();
    assert_eq!((update.changed.len(), update.left.len()), (5_000, 0));
    assert!(suite(&"[".repeat(100_000), Purpose::Judge).is_err());
    let deep = format!("tests: [{{name: a, labels: {}x{}}}]", "[".repeat(200), "]".repeat(200));
    assert!(suite(&deep, Purpose::Judge).is_err());
    let mut bomb = "a: &a [x, x]\n".to_owned();
    for (name, of) in ('b'..='z').zip('a'..='y') {
        _ = writeln!(bomb, "{name}: &{name} [*{of}, *{of}]");
    }
    bomb.push_str("tests: [{name: a, rules: [], labels: *z, expect: {labels: *z}}]\n");
    assert!(suite(&bomb, Purpose::Judge).is_err());
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}

#[test]
fn the_schema_takes_the_tests_of_the_project() {
    let validator = jsonschema::draft202012::new(&reltest::json_schema()).expect("a valid schema");
    let tests: serde_json::Value = serde_yaml::from_str(TESTS).expect("YAML");
    let objections: Vec<String> = validator.iter_errors(&tests).map(|error| error.to_string()).collect();
    assert!(objections.is_empty(), "{objections:#?}");
    for wrong in [
        r#"{"tests": [{"series": "x"}]}"#,
        r#"{"tests": [{"name": "a", "serie": "x"}]}"#,
        r#"{"tests": [{"name": "a", "stage": "scrape"}]}"#,
        r#"{"tests": [{"name": "a", "labels": "x"}]}"#,
        r#"{"tests": [{"name": "a", "expect": {"kept": "all"}}]}"#,
        r#"{"tests": [{"name": "a", "expect": {"dropped_by": -1}}]}"#,
        r#"{"tests": [null]}"#,
    ] {
        assert!(!validator.is_valid(&serde_json::from_str(wrong).expect("JSON")), "{wrong}");
    }
}
