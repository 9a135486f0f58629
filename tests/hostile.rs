//! Texts made to take long or to crash: each is judged within seconds, with a clear finding or with none.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use scrapelint::lint::{FileKind, FileReport, Options, Selection, check};
use scrapelint::rules::{JobDump, Preset};
use scrapelint::settings::{JobPattern, TargetVersion};
use scrapelint::source::Source;

/// Far more than an optimised build takes, which is below two seconds; what is quadratic takes longer by far.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

/// The stack of a thread; deep nesting must not need more.
const STACK: usize = 2 << 20;

/// Checks a text as a configuration, with all rules, and gives up waiting after a while.
fn judge(name: &str, bytes: Vec<u8>) -> FileReport {
    judge_for(TargetVersion::default(), name, bytes)
}

/// The same for a version of Prometheus.
fn judge_for(target_version: TargetVersion, name: &str, bytes: Vec<u8>) -> FileReport {
    judge_with(Options { target_version, ..Options::default() }, name, bytes)
}

/// The same with a metrics dump of each job.
fn judge_beside(dump: String, name: &str, config: &str) -> FileReport {
    let source = Arc::new(Source::new("dump.prom", dump));
    let dumps = [JobDump { job: JobPattern::new("*"), source }].into_iter().collect();
    judge_with(Options { dumps, ..Options::default() }, name, config.into())
}

fn judge_with(options: Options, name: &str, bytes: Vec<u8>) -> FileReport {
    let (sender, receiver) = mpsc::channel();
    let begun = Instant::now();
    let length = bytes.len();
    let work = move || {
        let selection =
            Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selector, so none unknown");
        let options = Options { selection, kind: Some(FileKind::Prometheus), ..options };
        _ = sender.send(check(Source::decode("prometheus.yml", bytes), &options));
    };
    thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    match receiver.recv_timeout(PATIENCE) {
        Ok(report) => {
            let time = begun.elapsed();
            let megabytes = length as f64 / 1e6;
            let first = report.findings.first().map_or("nothing", |finding| finding.message.as_str());
            let line = format!(
                "hostile: {name}: {megabytes:.1} MB in {time:.2?}, {} findings: {first}\n",
                report.findings.len()
            );
            std::io::stderr().write_all(line.as_bytes()).expect("standard error");
            for finding in &report.findings {
                assert!(
                    report.source.text.get(finding.primary.span.range()).is_some(),
                    "{name}: {finding:?}"
                );
            }
            report
        }
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name}: not judged after {PATIENCE:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name}: the check panicked"),
    }
}

/// The rules of a report's findings.
fn rules(report: &FileReport) -> Vec<&'static str> {
    let mut rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// Judges a text that must be refused, by a finding of one of these rules.
fn refuse(name: &str, text: impl Into<Vec<u8>>, allowed: &[&str]) {
    let report = judge(name, text.into());
    let found = rules(&report);
    assert!(found.iter().any(|rule| allowed.contains(rule)), "{name}: {found:?}");
}

/// Judges a text that Prometheus takes.
fn accept(name: &str, text: impl Into<Vec<u8>>) {
    let report = judge(name, text.into());
    assert_eq!(report.prometheus_error, None, "{name}");
}

const MANY: usize = 1_000_000;

#[test]
fn merges_for_an_older_version() {
    let keys: String = (0..20_000).map(|key| format!("  k{key}: v\n")).collect();
    let jobs: String = (0..10_000).map(|job| format!("- {{<<: *big, job_name: j{job}}}\n")).collect();
    let text = format!("x: &big\n{keys}scrape_configs:\n{jobs}");
    let version = "2.40".parse().expect("a version");
    let report = judge_for(version, "one mapping merged into many jobs", text.into_bytes());
    assert!(rules(&report).contains(&"unknown-key"), "{:?}", rules(&report));
}

#[test]
fn deep_nesting() {
    let too_deep = ["unreadable-yaml", "syntax-error"];
    refuse("open brackets", "[".repeat(MANY), &too_deep);
    refuse("open braces", "{a: ".repeat(MANY), &too_deep);
    refuse("closed brackets", "[".repeat(MANY) + &"]".repeat(MANY), &too_deep);
    refuse("nested dashes", "- ".repeat(MANY), &too_deep);
    refuse("nested questions", "? ".repeat(MANY), &too_deep);
    refuse("empty keys", ": ".repeat(MANY), &too_deep);
    let mut block = String::new();
    for depth in 0..3_000 {
        _ = writeln!(block, "{:depth$}a:", "");
    }
    refuse("nested keys", block, &too_deep);
}

#[test]
fn aliases() {
    let mut bomb = String::from(
        "global:\n  external_labels: {a: &a0 b}\nrule_files:\n- &b0 [a, a, a, a, a, a, a, a, a]\n",
    );
    for level in 1..12 {
        let before = level - 1;
        _ = writeln!(bomb, "- &b{level} [{}]", vec![format!("*b{before}"); 9].join(", "));
    }
    refuse("alias bomb of lists", bomb, &["wrong-type", "undecodable-yaml"]);

    let mut chain = String::from("scrape_configs:\n- &j0 {job_name: a, scrape_interval: 1m}\n");
    for level in 1..20_000 {
        _ = writeln!(chain, "- &j{level}\n  <<: *j{}\n  job_name: j{level}", level - 1);
    }
    refuse("chain of merges", chain, &["undecodable-yaml"]);

    let mut wide = String::from("scrape_configs:\n- &job {job_name: a");
    for key in 0..20_000 {
        _ = write!(wide, ", k{key}: 1");
    }
    wide.push_str("}\n");
    for _ in 0..2_000 {
        wide.push_str("- {<<: *job}\n");
    }
    refuse("large merges, many times", wide, &["undecodable-yaml", "unknown-key"]);

    let mut behind = String::from("scrape_configs:\n- &job {job_name: a");
    for key in 0..20_000 {
        _ = write!(behind, ", k{key}: 1");
    }
    behind.push_str("}\n- {");
    behind.push_str(&"scheme: http, job_name: b, ".repeat(20_000));
    behind.push_str(&"<<: *job, ".repeat(2_000));
    behind.push_str("}\nremote_write:\n");
    behind.push_str(&"- *job\n".repeat(20_000));
    refuse(
        "keys before merges, and endpoints that are jobs",
        behind,
        &["duplicate-key", "undecodable-yaml", "unknown-key"],
    );
    refuse(
        "an endpoint within itself",
        "remote_write: &a [{url: x, headers: *a}, *a, *a]\n",
        &["undecodable-yaml", "wrong-type"],
    );

    let mut anchors = String::from("rule_files:\n");
    for item in 0..300_000 {
        _ = writeln!(anchors, "- &a{item} r{item}.yml");
    }
    accept("anchors", anchors);

    let mut aliases = String::from("global: {external_labels: {a: &a b}}\nrule_files:\n");
    for item in 0..300_000 {
        _ = writeln!(aliases, "- {}", if item % 3 == 0 { "*a" } else { "x.yml" });
    }
    accept("aliases", aliases);
    refuse("an anchor within itself", "rule_files: &a [*a, *a]\n", &["undecodable-yaml", "wrong-type"]);
    let mut secrets = String::from("global: {external_labels: &a {a: b, c: d}}\nscrape_configs:\n");
    for _ in 0..100_000 {
        secrets.push_str("- {password: *a}\n");
    }
    refuse("secrets through an alias", secrets, &["unknown-key", "undecodable-yaml"]);
}

#[test]
fn many_of_a_kind() {
    refuse("items of a flow list", format!("rule_files: [{}]\n", "[],".repeat(MANY)), &["wrong-type"]);
    accept("texts of a flow list", format!("rule_files: [{}]\n", "a,".repeat(MANY)));
    let mut keys = String::from("global:\n  external_labels:\n");
    for key in 0..MANY {
        _ = writeln!(keys, "    k{key}: v");
    }
    accept("labels", keys);
    let mut unknown = String::new();
    for key in 0..200_000 {
        _ = writeln!(unknown, "k{key}: v");
    }
    refuse("unknown keys", unknown, &["unknown-key"]);
    refuse("one key again and again", "global:\n".repeat(50_000), &["duplicate-key"]);
    let mut tags = String::from("rule_files:\n");
    for tag in 0..200_000 {
        _ = writeln!(tags, "- !t{tag} x");
    }
    accept("tags", tags);
    accept("comments", "# a comment\n".repeat(100_000));
    accept("comments behind keys", format!("rule_files:\n{}", "- a # a comment\n".repeat(50_000)));
    accept("documents", "---\n".repeat(MANY));
    accept("documents with content", "a: b\n---\n".repeat(50_000).replacen("a: b", "global: {}", 1));
    accept("ends of documents", "...\n".repeat(50_000).replacen("...", "global: {}", 1));
    accept("block scalars", format!("# first\nrule_files:\n{}", "- |\n  a\n".repeat(50_000)));
    let mut jobs = String::from("scrape_configs:\n");
    for _ in 0..50_000 {
        jobs.push_str("- job_name: a\n");
    }
    refuse("one job again and again", jobs, &["duplicate-job"]);
}

#[test]
fn long_lines_and_scalars() {
    let long = 50_000_000;
    accept("a comment of one line", format!("# {}", "x".repeat(long)));
    accept("a scalar of one line", format!("rule_files: [{}]", "x".repeat(long)));
    accept("a quoted scalar", format!("rule_files: [\"{}\"]", "x\\n".repeat(long / 10)));
    accept("a folded scalar", format!("rule_files:\n- >\n{}", "  x\n".repeat(long / 20)));
    accept("a plain scalar of many lines", format!("rule_files:\n- a\n{}", "  x\n".repeat(long / 100)));
    refuse("wrong values in one line", format!("rule_files: [{}]", "{}, ".repeat(50_000)), &["wrong-type"]);
    refuse(
        "an error at the end of a line",
        format!("rule_files: [{}", "a, ".repeat(MANY)),
        &["syntax-error"],
    );
    refuse("a quote that is never closed", format!("a: \"{}", "x ".repeat(MANY)), &["syntax-error"]);
    refuse("an unknown key as long as it gets", format!("{}: 1", "x".repeat(900)), &["unknown-key"]);
    refuse("blanks", " ".repeat(long / 10) + "\t- ]", &["syntax-error"]);
}

#[test]
fn odd_characters() {
    for byte in (0u8..0x20).chain([0x7F]).filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r')) {
        let text = [b"global: {}\nrule_files: [a".as_slice(), &[byte], b"]\n"].concat();
        refuse(&format!("control character {byte:#04x}"), text, &["syntax-error"]);
    }
    refuse("no UTF-8", b"global: {}\nrule_files: [\xFF]\n".to_vec(), &["syntax-error"]);
    refuse("zeros", vec![0; MANY], &["syntax-error"]);
    refuse("bytes of all kinds", (0..=255).cycle().take(MANY).collect::<Vec<u8>>(), &["syntax-error"]);
    refuse("half a UTF-16 character", b"\xFF\xFEa".to_vec(), &["syntax-error"]);
    for break_ in ["\u{85}", "\u{2028}", "\u{2029}", "\r"] {
        refuse(
            &format!("line breaks {break_:?}"),
            format!("global:{}x: y", break_.repeat(MANY)),
            &["unknown-key", "syntax-error", "unreadable-yaml"],
        );
    }
}

fn messages_of<'r>(report: &'r FileReport, rule: &str) -> Vec<&'r str> {
    let findings = report.findings.iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn metrics_dumps_are_held_against_long_chains() {
    let count = 20_000;
    let dump: String = (0..count).fold(String::new(), |mut text, number| {
        _ = writeln!(text, "m_{}_x{{id=\"{number}\",path=\"/{}\"}} 1", number % 5_000, number % 777);
        text
    });
    let steps = |step: &dyn Fn(usize) -> String, count: usize| -> String {
        let steps: String = (0..count).map(step).collect();
        format!(
            "scrape_configs: [{{job_name: a, static_configs: [{{targets: ['a:1']}}], metric_relabel_configs: [{steps}]}}]"
        )
    };
    let drops = steps(
        &|at| format!("{{source_labels: [__name__, path], regex: 'z{at}(_y|_z)*', action: drop}}, "),
        30,
    );
    let report = judge_beside(dump.clone(), "dump: drops without match", &drops);
    assert_eq!(messages_of(&report, "useless-drop").len(), 30);
    // The last step makes all one.
    let renames = steps(
        &|at| match at {
            19 => {
                "{regex: 'id|path', action: labeldrop}, {target_label: __name__, replacement: m}".to_owned()
            }
            _ => format!(
                "{{source_labels: [id], regex: '(.*)', target_label: l{at}}}, {{regex: l{at}, action: labeldrop}}, "
            ),
        },
        20,
    );
    let report = judge_beside(dump, "dump: all series become one", &renames);
    assert_eq!(
        messages_of(&report, "series-collision"),
        [
            "15000 of 20000 samples are lost: series of 5000 metrics become the same",
            "4999 of 20000 samples are lost: series of 4999 metrics become the same"
        ]
    );
}

#[test]
fn metrics_dumps_have_labels_without_measure() {
    let limited = "scrape_configs: [{job_name: a, label_value_length_limit: 100, metric_relabel_configs: [{regex: '(l|k).*', action: labeldrop}, {source_labels: [v], regex: 'w+', action: drop}]}]";
    let labels: Vec<String> = (0..20_000).map(|number| format!("l{number}=\"x\"")).collect();
    let dump = format!("m{{{}}} 1\nm{{k=\"1\",v=\"{}\"}} 2\n", labels.join(","), "é".repeat(1_000_000));
    let report = judge_beside(dump, "dump: labels without measure", limited);
    assert_eq!(
        messages_of(&report, "label-limit-exceeded"),
        ["a value of label `v` has 2000000 bytes, and 100 are allowed"]
    );
    for (name, dump) in [
        ("open", "m{a=\"".repeat(100_000)),
        ("blank", "\n \t".repeat(1_000_000)),
        ("binary", "\u{0}\u{ffff}".repeat(100_000)),
        ("one", "m 1\n".repeat(50_000)),
    ] {
        let report = judge_beside(dump, &format!("dump: {name}"), limited);
        assert!(messages_of(&report, "series-collision").is_empty(), "{name}");
        assert!(messages_of(&report, "internal-error").is_empty(), "{name}");
    }
}
