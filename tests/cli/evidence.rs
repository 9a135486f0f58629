//! Metrics dumps beside a configuration.

use std::path::Path;

use crate::{HEALTHY, Run, folder, run};

const DUMP: &str = "a{user=\"1\"} 1\na{user=\"2\"} 2\nb 3\n";

/// A configuration whose jobs remove the label `user`.
fn removing(jobs: &[&str]) -> String {
    let job = |name: &&str| {
        format!(
            "  - job_name: {name}\n    static_configs:\n      - targets: [{name}:80]\n    metric_relabel_configs:\n      - regex: user\n        action: labeldrop\n"
        )
    };
    let jobs: String = jobs.iter().map(job).collect();
    format!("global:\n  scrape_interval: 15s\n  scrape_timeout: 10s\nscrape_configs:\n{jobs}")
}

fn check(folder: &Path, more: &[&str]) -> Run {
    run(folder, &[&["check", "--output-format", "concise"], more].concat())
}

const LOST: &str = "error[series-collision] 1 of 3 samples is lost: series of 1 metric become the same";

#[test]
fn the_rewriting_of_ids_that_guides_recommend_loses_samples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = ["check", "testdata/django/prometheus.yml", "--metrics", "testdata/django/web.prom"];
    let run = run(root, &[&arguments[..], &["--isolated"]].concat());
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    insta::assert_snapshot!("the_rewriting_of_ids_loses_samples", run.stdout);
}

#[test]
fn dumps_are_of_the_only_job_or_of_those_that_are_named() {
    let folder = folder(&[
        ("one.yml", &removing(&["web"])),
        ("two.yml", &removing(&["web", "web-2"])),
        ("d.prom", DUMP),
        ("a=b.prom", DUMP),
    ]);
    for (arguments, code, lost) in [
        (&["one.yml"][..], 0, 0),
        (&["one.yml", "--metrics", "d.prom"], 1, 1),
        (&["one.yml", "--metrics", "a=b.prom"], 1, 1),
        (&["one.yml", "--metrics", "web=d.prom", "--metrics", "web=a=b.prom"], 1, 1),
        (&["two.yml", "--metrics", "web=d.prom"], 1, 1),
        (&["two.yml", "--metrics", "web*=d.prom"], 1, 2),
        (&["one.yml", "two.yml", "--metrics", "web=d.prom"], 1, 2),
        (&["one.yml", "--metrics", "d.prom", "--ignore", "cardinality"], 0, 0),
    ] {
        let run = check(folder.path(), arguments);
        assert_eq!(
            (run.code, run.stdout.matches(LOST).count()),
            (code, lost),
            "{arguments:?} {}",
            run.stdout
        );
    }
}

#[test]
fn what_cannot_be_used_as_a_dump_is_said_and_fails_the_run() {
    let folder = folder(&[
        ("one.yml", HEALTHY),
        ("two.yml", &removing(&["web", "node"])),
        ("d.prom", DUMP),
        ("empty.prom", "# nothing\n"),
    ]);
    for (arguments, words) in [
        (&["one.yml", "--metrics", "none.prom"][..], "none.prom: cannot be read: no such file or directory"),
        (&["one.yml", "--metrics", "empty.prom"], "empty.prom: is no metrics dump: there is no sample in it"),
        (
            &["one.yml", "--metrics", "nod=d.prom"],
            "d.prom: is of no job that is checked: there is no `nod`; did you mean `node`?",
        ),
        (
            &["two.yml", "--metrics", "api=d.prom"],
            "d.prom: is of no job that is checked: there is no `api`; the jobs are `node`, `web`",
        ),
        (
            &["two.yml", "--metrics", "d.prom"],
            "d.prom: two.yml has several jobs; say which of them this dump is of, `--metrics JOB=d.prom`: `web`, `node`",
        ),
    ] {
        let run = check(folder.path(), arguments);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, 2, "{arguments:?} {said}");
        assert!(said.contains(words), "{arguments:?} {said}");
    }
    let run = check(folder.path(), &["one.yml", "--metrics", "=d.prom"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--metrics takes FILE or JOB=FILE, not `=d.prom`"), "{}", run.stderr);
}

#[test]
fn lines_that_no_scrape_may_have_are_told_and_the_rest_is_read() {
    let broken = format!("{DUMP}c{{x=y}} 4\nd 5 6 7\n");
    let many = format!("{DUMP}{}", "x y\n".repeat(12));
    let folder = folder(&[("one.yml", &removing(&["web"])), ("broken.prom", &broken), ("many.prom", &many)]);
    let run = check(folder.path(), &["one.yml", "--metrics", "broken.prom", "--metrics", "many.prom"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(LOST), "{}", run.stdout);
    let run = crate::run(
        folder.path(),
        &["check", "one.yml", "--metrics", "broken.prom", "--select", "refused-scrape"],
    );
    insta::assert_snapshot!("a_scrape_that_would_be_refused", run.stdout);
    let run = crate::run(
        folder.path(),
        &["check", "one.yml", "--metrics", "many.prom", "--select", "refused-scrape"],
    );
    assert!(run.stdout.contains("Prometheus would refuse this scrape for 12 lines"), "{}", run.stdout);
    assert!(run.stdout.contains("; and 7 more"), "{}", run.stdout);
}

#[test]
fn settings_name_dumps_beside_them() {
    let folder = folder(&[
        ("conf/prometheus.yml", &removing(&["web", "node"])),
        ("conf/dumps/web.prom", DUMP),
        ("conf/scrapelint.yaml", "metrics:\n  we*: [dumps/web.prom]\n"),
        ("clean.prom", "a 1\n"),
        ("missing/prometheus.yml", HEALTHY),
        ("missing/scrapelint.yaml", "metrics: {node: [node.prom]}\n"),
        ("wrong/prometheus.yml", HEALTHY),
        ("wrong/scrapelint.yaml", "metrics: [node.prom]\n"),
    ]);
    let run = check(folder.path(), &["conf/prometheus.yml"]);
    assert_eq!((run.code, run.stdout.matches(LOST).count()), (1, 1), "{}", run.stdout);
    // Arguments win.
    let run = check(folder.path(), &["conf/prometheus.yml", "--metrics", "web=clean.prom"]);
    assert_eq!((run.code, run.stdout.matches(LOST).count()), (0, 0), "{}", run.stdout);
    let run = check(folder.path(), &["missing/prometheus.yml"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("missing/node.prom: cannot be read"), "{}{}", run.stdout, run.stderr);
    let run = check(folder.path(), &["wrong/prometheus.yml"]);
    assert_eq!(run.code, 2);
    let words = "error[broken-settings] `metrics` must be a mapping of jobs to lists of paths";
    assert!(run.stdout.contains(words), "{}", run.stdout);
}

#[test]
fn with_a_dump_the_guess_without_one_is_not_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let check = |more: &[&str]| {
        let arguments =
            ["check", "testdata/django/prometheus.yml", "--isolated", "--output-format", "concise"];
        run(root, &[&arguments[..], more].concat()).stdout
    };
    assert!(check(&[]).contains("warning[possible-series-collision]"));
    let with = check(&["--metrics", "testdata/django/web.prom"]);
    assert!(!with.contains("possible-series-collision") && with.contains("series-collision"), "{with}");
}

const PACK: &str = "\
about: The shop
labels:
- names: [basket]
  values: unbounded
- names: [user_id]
  values: bounded
exporters:
- of: the shop
  paths: [/shop/metrics]
  labels: [basket]
  values: baskets, a new one for each visit
  help: sum them up
  source: https://wiki.example/shop
";

#[test]
fn packs_of_settings_say_what_is_known_here() {
    let ids = |label: &str| -> String {
        let id = |number: usize| format!("{:08x}-0000-4000-8000-{number:012x}", number * 77);
        (1..=3).map(|number| format!("m{{{label}=\"{}\"}} {number}\n", id(number))).collect()
    };
    let config = "scrape_configs:\n- job_name: web\n  scrape_interval: 15s\n  scrape_timeout: 10s\n  static_configs:\n  - targets: [web:80]\n";
    let shop = config.replace("  static", "  metrics_path: /shop/metrics\n  static");
    let folder = folder(&[
        ("web.yml", config),
        ("shop.yml", &shop),
        ("baskets.prom", &ids("basket")),
        ("users.prom", &ids("user_id")),
        ("in/web.yml", config),
        ("in/shop.yml", &shop),
        ("in/baskets.prom", &ids("basket")),
        ("in/scrapelint.yaml", "packs: [shop.yaml]\n"),
        ("in/shop.yaml", PACK),
    ]);
    for (arguments, expected) in [
        (&["web.yml", "--metrics", "baskets.prom"][..], ""),
        (&["web.yml", "--metrics", "users.prom"], "warning[unguarded-id-label] label `user_id` holds UUIDs"),
        (
            &["in/web.yml", "--metrics", "baskets.prom"],
            "warning[unguarded-id-label] label `basket` holds UUIDs",
        ),
        (&["in/web.yml", "--metrics", "users.prom"], ""),
        (&["shop.yml"], ""),
        (&["in/shop.yml"], "info[unguarded-exporter-label] label `basket` of the shop has no end of values"),
    ] {
        let run = check(folder.path(), &[arguments, &["--select", "cardinality"]].concat());
        assert_eq!(run.stdout.contains("[unguarded"), !expected.is_empty(), "{arguments:?} {}", run.stdout);
        assert!(run.stdout.contains(expected), "{arguments:?} {}", run.stdout);
    }
    for (arguments, is_called) in [
        (&["cardinality", "baskets.prom"][..], false),
        (&["cardinality", "in/baskets.prom"], true),
        (&["cardinality", "baskets.prom", "--pack", "in/shop.yaml"], true),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.stdout.contains("Labels that hold IDs"), is_called, "{arguments:?} {}", run.stdout);
    }
    for (config, is_called) in [("web.yml", false), ("in/web.yml", true)] {
        let run =
            run(folder.path(), &["generate", "drop-rules", "--metrics", "baskets.prom", "--config", config]);
        assert_eq!(run.stdout.contains("`basket`"), is_called, "{config} {}", run.stdout);
    }
    for (place, is_called) in [(".", false), ("in", true)] {
        let run = run(&folder.path().join(place), &["generate", "job", "--metrics", "baskets.prom"]);
        assert_eq!(run.stderr.contains("the label `basket` holds IDs"), is_called, "{place} {}", run.stderr);
    }
}

#[test]
fn a_pack_that_is_none_is_named_with_its_line() {
    let folder = folder(&[
        ("prometheus.yml", HEALTHY),
        ("d.prom", DUMP),
        ("scrapelint.yaml", "packs: [broken.yaml, gone.yaml]\n"),
        ("broken.yaml", "about: x\nlables: []\n"),
    ]);
    let run = check(folder.path(), &["prometheus.yml"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("broken.yaml: is no pack: unknown field `lables`"), "{}", run.stdout);
    assert!(run.stdout.contains("gone.yaml: cannot be read"), "{}", run.stdout);
    for command in [
        &["cardinality", "d.prom"][..],
        &["generate", "drop-rules", "--metrics", "d.prom"],
        &["generate", "job", "--preset", "redis"],
    ] {
        let run = crate::run(folder.path(), command);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command:?} {}", run.stderr);
        assert!(run.stderr.contains("broken.yaml: is no pack"), "{command:?} {}", run.stderr);
    }
}
