//! `scrapelint generate job --metrics`

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::corpus;
use crate::tools::program;
use crate::{HEALTHY, Run, folder, run, run_with_stdin};

#[test]
fn a_dump_gives_limits_and_says_what_it_is_of() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/django");
    let run = run(&folder, &["generate", "job", "--metrics", "web.prom", "--target", "web"]);
    insta::assert_snapshot!(format!("exit code {}\n{}---\n{}", run.code, run.stdout, run.stderr));
}

#[test]
fn a_preset_that_is_given_counts_and_the_job_is_added() {
    let folder =
        folder(&[("prometheus.yml", HEALTHY), ("a.prom", "go_info 1\n"), ("b.prom", "go_info 1\nb 2\n")]);
    let arguments =
        ["generate", "job", "--preset", "redis", "--into", "prometheus.yml", "--metrics", "a.prom", "b.prom"];
    let added = run(folder.path(), &arguments);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert!(!added.stderr.contains("by its metrics"), "{}", added.stderr);
    assert!(added.stderr.contains("in a.prom and b.prom"), "{}", added.stderr);
    let text = fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file");
    assert!(text.starts_with(HEALTHY) && text.contains("job_name: redis-exporter\n"), "{text}");
    assert!(text.contains("# a scrape has 2 samples\n    sample_limit: 100\n"), "{text}");
    assert_eq!(run(folder.path(), &["check"]).code, 0);
    let piped = run_with_stdin(folder.path(), &["generate", "job", "--metrics", "-"], "orders_total 1\n");
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert!(piped.stdout.contains("job_name: generic"), "{}", piped.stdout);
    assert!(piped.stderr.contains("its metrics do not say what it is"), "{}", piped.stderr);
}

#[test]
fn what_is_no_dump_is_told() {
    let folder = folder(&[("empty.prom", ""), ("config.prom", "# a: b\n"), ("half.prom", "a 1\na{ 2\n")]);
    for (name, told) in [
        ("empty.prom", "empty.prom is no metrics dump: there is no sample in it"),
        ("config.prom", "config.prom is no metrics dump: there is no sample in it"),
        ("missing.prom", "missing.prom: cannot be read"),
    ] {
        let run = run(folder.path(), &["generate", "job", "--metrics", name]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
        assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
    }
    let half = run(folder.path(), &["generate", "job", "--metrics", "half.prom"]);
    assert!(
        half.code == 1 && half.stderr.contains("Prometheus would refuse such a scrape"),
        "{}",
        half.stderr
    );
}

/// Real dumps, where they are: each gives a job about which there is nothing to say, and which Debian's promtool takes, where it is.
#[test]
fn jobs_of_real_dumps_are_clean() {
    let Some(corpus) = corpus() else { return };
    let folder = folder(&[]);
    let promtool = program("promtool");
    let mut count = 0;
    for entry in fs::read_dir(corpus.join("metrics")).expect("dumps").flatten() {
        let path = entry.path();
        let dump = path.to_str().expect("UTF-8");
        let arguments =
            ["generate", "job", "--target", "web:80", "--target-version", "2.42", "--metrics", dump];
        let made = run(folder.path(), &arguments);
        assert!(made.code < 2 && !made.stderr.contains("warning: a"), "{}: {}", path.display(), made.stderr);
        let text = format!("global: {{scrape_interval: 15s, scrape_timeout: 10s}}\n{}", made.stdout);
        for version in ["2.42", "3.14"] {
            let checked = run_with_stdin(folder.path(), &["check", "--target-version", version, "-"], &text);
            assert_eq!(checked.code, 0, "{dump}: {}", checked.stdout);
        }
        if let Some(promtool) = &promtool {
            fs::write(folder.path().join("jobs.yml"), &text).expect("a file");
            let mut promtool = Command::new(promtool);
            let judged = promtool.args(["check", "config", "jobs.yml"]).current_dir(folder.path()).output();
            let judged = Run::from(judged.expect("it runs"));
            assert_eq!(judged.code, 0, "{dump}: {}", judged.stderr);
        }
        count += 1;
    }
    assert!(count > 20, "{count}");
}
