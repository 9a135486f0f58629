//! Settings: where they are found, what they do, and what is said of wrong ones.

use std::fs;
use std::path::Path;

use crate::{HEALTHY, folder, run, run_with_stdin};

/// A configuration with one warning and nothing else to say.
fn slow() -> String {
    HEALTHY.replace("15s", "3m")
}

const TOO_LONG: &str = "scrape-interval-too-long";

#[test]
fn settings_above_a_file_count_for_it() {
    let slow = slow();
    let folder = folder(&[
        ("a/conf/prometheus.yml", &slow),
        ("a/scrapelint.yaml", "rules:\n  scrape-interval-too-long: off\n"),
        ("b/prometheus.yml", &slow),
        ("b/.scrapelint.yaml", "rules: {scrape-interval-too-long: {severity: info}}\n"),
        ("c/prometheus.yml", &slow),
    ]);
    let run = run(folder.path(), &["check", ".", "--output-format", "concise"]);
    assert!(!run.stdout.contains("a/conf/prometheus.yml:"), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("b/prometheus.yml:2:20: info[{TOO_LONG}]")), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("c/prometheus.yml:2:20: warning[{TOO_LONG}]")), "{}", run.stdout);
}

#[test]
fn arguments_win_over_settings() {
    let folder = folder(&[
        ("prometheus.yml", &slow()),
        ("scrapelint.yaml", "preset: strict\nfail-on: error\nrules: {scrape: off, missing-file: off}\n"),
        ("other.yaml", "fail-on: info\n"),
    ]);
    let check = |more: &[&str]| run(folder.path(), &[&["check"], more].concat()).code;
    assert_eq!(check(&[]), 0);
    assert_eq!(check(&["--fail-on", "info"]), 0);
    assert_eq!(check(&["--fail-on", "warning", "--select", TOO_LONG]), 1);
    assert_eq!(check(&["--isolated"]), 1);
    assert_eq!(check(&["--config", "other.yaml"]), 1);
    assert_eq!(check(&["--config", "other.yaml", "--ignore", "scrape"]), 0);
    assert_eq!(check(&["--config", "missing.yaml"]), 2);
}

#[test]
fn selectors_and_presets_of_settings_count() {
    let tight = HEALTHY.replace("10s", "15s");
    let folder = folder(&[("prometheus.yml", &tight), ("scrapelint.yaml", "preset: strict\n")]);
    let found = || run(folder.path(), &["check"]).stdout;
    assert!(found().contains("timeout-without-slack"));
    for settings in ["preset: recommended\n", "preset: all\nignore: [scrape]\n", "select: [relabel]\n"] {
        fs::write(folder.path().join("scrapelint.yaml"), settings).expect("writable");
        assert!(!found().contains("timeout-without-slack"), "{settings}");
    }
    for settings in
        ["rules: {timeout-without-slack: on}\n", "select: [scrape]\n", "rules: {scrape: warning}\n"]
    {
        fs::write(folder.path().join("scrapelint.yaml"), settings).expect("writable");
        assert!(found().contains("timeout-without-slack"), "{settings}");
    }
    let quieter = run(folder.path(), &["check", "--preset", "recommended", "--select", "relabel"]);
    assert_eq!(quieter.code, 0);
}

#[test]
fn overrides_count_for_their_files_and_jobs() {
    let jobs = "global: {scrape_timeout: 10s}
scrape_configs:
- {job_name: blackbox-web, metrics_path: '/probe?x=y'}
- {job_name: node, metrics_path: '/metrics?x=y'}
";
    let settings = "overrides:
- files: [legacy]
  rules: {path-with-query: info}
- jobs: [blackbox-*]
  rules: {path-with-query: off}
";
    let folder = folder(&[
        ("prometheus.yml", jobs),
        ("legacy/deep/prometheus.yml", jobs),
        ("scrapelint.yaml", settings),
    ]);
    let run = run(
        &folder.path().join("legacy"),
        &["check", "..", "deep/prometheus.yml", "--output-format", "concise"],
    );
    let found: Vec<&str> = run.stdout.lines().filter(|line| line.contains("[path-with-query]")).collect();
    assert_eq!(found.len(), 3, "{}", run.stdout);
    assert!(
        found.iter().any(|line| line.starts_with("../prometheus.yml:4:") && line.contains(" error[")),
        "{found:?}"
    );
    assert!(found.iter().all(|line| !line.contains(":3:")), "{found:?}");
    assert!(
        found.iter().any(|line| line.starts_with("deep/prometheus.yml:4:") && line.contains(" info[")),
        "{found:?}"
    );
}

#[test]
fn an_override_can_switch_a_rule_on_for_one_job() {
    let tight = HEALTHY.replace("- job_name: node", "- job_name: node\n    scrape_timeout: 15s");
    let settings = "overrides:\n- {jobs: [node], rules: {timeout-without-slack: error}}\n";
    let folder = folder(&[("prometheus.yml", &tight), ("scrapelint.yaml", settings)]);
    let found = run(folder.path(), &["check"]).stdout;
    assert!(found.contains("error[timeout-without-slack]"), "{found}");
    fs::write(folder.path().join("scrapelint.yaml"), settings.replace("node", "other")).expect("writable");
    let other = run(folder.path(), &["check"]).stdout;
    assert!(!other.contains("timeout-without-slack"), "{other}");
}

#[test]
fn wrong_settings_are_drawn_and_the_rest_counts() {
    let settings = "preset: strikt
rules:
  scrape-interval-too-long: off
  path-with-qery: warning
  missing-file: loud
  unknown-key: off
fail_on: error
target-version: 3.15
exclude: vendor
overrides:
- {jobs: [a], rulez: {}}
";
    let folder = folder(&[("prometheus.yml", &slow()), ("scrapelint.yaml", settings)]);
    let run = run(folder.path(), &["check", "--output-format", "concise"]);
    assert_eq!(run.code, 2);
    for line in [
        "scrapelint.yaml:1:9: error[broken-settings] `preset` must be `recommended`, `strict` or `all`",
        "scrapelint.yaml:4:3: error[broken-settings] there is no rule or category `path-with-qery`",
        "scrapelint.yaml:5:17: error[broken-settings] `missing-file` must be `off`, `on`, `info`, `warning` or `error`",
        "scrapelint.yaml:6:3: error[broken-settings] `unknown-key` cannot be switched off or made milder",
        "scrapelint.yaml:7:1: error[broken-settings] `fail_on` is not a setting",
        "scrapelint.yaml:8:17: error[broken-settings] `target-version` must be a version of Prometheus from 2.30 to 3.14",
        "scrapelint.yaml:9:10: error[broken-settings] `exclude` must be a list",
        "scrapelint.yaml:11:15: error[broken-settings] `rulez` is not a setting",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    assert!(!run.stdout.contains(TOO_LONG), "{}", run.stdout);
    assert_eq!(run.stdout.matches("broken-settings").count(), 8, "{}", run.stdout);
}

#[test]
fn settings_that_are_no_yaml_are_said_to_be() {
    let folder = folder(&[("prometheus.yml", HEALTHY), ("scrapelint.yaml", "preset: [\n")]);
    let named = run(folder.path(), &["check", "scrapelint.yaml", "--output-format", "concise"]);
    assert_eq!(named.code, 2);
    assert_eq!(named.stdout.matches("error[broken-settings]").count(), 1, "{}", named.stdout);
    assert_eq!(run(folder.path(), &["check"]).code, 2);
    assert_eq!(run(folder.path(), &["check", "--isolated"]).code, 0);
}

#[test]
fn load_findings_stay_whatever_settings_say() {
    let settings = "select: [style]\nignore: [load]\nrules: {unknown-key: off, load: info}\n";
    let broken = "scrape_configs:\n- job_nam: a\n";
    let folder = folder(&[("prometheus.yml", broken), ("scrapelint.yaml", settings)]);
    let run = run(folder.path(), &["check", "--output-format", "concise"]);
    assert!(run.stdout.contains("error[unknown-key]"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("cannot be switched off or made milder").count(), 3, "{}", run.stdout);
}

#[test]
fn settings_name_the_files_and_leave_some_out() {
    let slow = slow();
    let settings = "files: [main.yml, 'jobs/*.yml']\nexclude: [jobs/old.yml, vendor]\n";
    let folder = folder(&[
        ("main.yml", &slow),
        ("prometheus.yml", &slow),
        ("jobs/a.yml", &slow),
        ("jobs/old.yml", &slow),
        ("vendor/prometheus.yml", &slow),
        ("scrapelint.yaml", settings),
        ("deep/er/x.txt", ""),
    ]);
    let files = |run: crate::Run| {
        let lines = run.stdout.lines().filter(|line| line.contains(TOO_LONG));
        lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let check = |arguments: &[&str]| {
        files(run(folder.path(), &[&["check", "--output-format", "concise"], arguments].concat()))
    };
    assert_eq!(check(&[]), ["jobs/a.yml", "main.yml"]);
    assert_eq!(check(&["."]), ["jobs/a.yml", "main.yml", "prometheus.yml"]);
    assert_eq!(check(&["jobs/old.yml"]), ["jobs/old.yml"]);
    let below = files(run(&folder.path().join("deep/er"), &["check", "--output-format", "concise"]));
    assert_eq!(below.len(), 2, "{below:?}");
    fs::write(folder.path().join("scrapelint.yaml"), "files: [gone.yml]\n").expect("writable");
    assert_eq!(run(folder.path(), &["check"]).code, 2);
}

#[test]
fn standard_input_has_the_settings_of_its_name() {
    let folder = folder(&[("conf/scrapelint.yaml", "rules: {scrape-interval-too-long: off}\n")]);
    let name = ["check", "-", "--stdin-filename", "conf/prometheus.yml"];
    assert_eq!(run_with_stdin(folder.path(), &name, &slow()).code, 0);
    assert_eq!(run_with_stdin(folder.path(), &["check", "-"], &slow()).code, 1);
}

#[test]
fn init_writes_settings_that_change_nothing_and_show_prints_them() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let without = run(folder.path(), &["config", "show"]);
    assert!(
        without.stdout.starts_with("# no file of settings\n\n# not set\npreset: recommended\n"),
        "{}",
        without.stdout
    );
    assert_eq!(run(folder.path(), &["config", "init"]).code, 0);
    assert_eq!(run(folder.path(), &["check", "scrapelint.yaml", "prometheus.yml"]).code, 0);
    let again = run(folder.path(), &["config", "init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("scrapelint.yaml is there already"), "{}", again.stderr);
    let with = run(folder.path(), &["config", "show", "prometheus.yml"]);
    assert!(
        with.stdout.starts_with("# settings of scrapelint.yaml\n\n# set in line 5\npreset: recommended\n"),
        "{}",
        with.stdout
    );
    let plain =
        |text: &str| text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    assert_eq!(plain(&with.stdout), plain(&without.stdout));
    assert_eq!(run(folder.path(), &["config", "show", "--config", "prometheus.yml"]).code, 2);
}

#[test]
fn what_the_template_shows_commented_out_is_right() {
    let text: String = scrapelint::settings::TEMPLATE
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(example) if example.contains(": ") && example.starts_with(char::is_lowercase) => {
                format!("{example}\n")
            }
            Some(example) if example.starts_with("  ") || example.ends_with("s:") => format!("{example}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(text.contains("\nexclude: [vendor]\n") && text.contains("\n    jobs: ["), "{text}");
    let file = scrapelint::lint::read_settings(scrapelint::source::Source::new("scrapelint.yaml", text));
    assert_eq!(file.report.findings, []);
    assert!(file.settings.files.is_given() && file.settings.rules.is_given());
}

#[test]
fn the_examples_of_the_documentation_are_right() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let page = fs::read_to_string(page).expect("the page");
    let block = |fence: &str| {
        let (_, rest) = page.split_once(&format!("```{fence}\n")).expect("an example");
        rest.split_once("\n```").expect("its end").0.to_owned() + "\n"
    };
    let file =
        scrapelint::lint::read_settings(scrapelint::source::Source::new("s.yaml", block("yaml settings")));
    assert_eq!(file.report.findings, []);
    assert_eq!(file.settings.target_version.value().expect("a version").to_string(), "3.5");
    let folder = folder(&[("prometheus.yml", &block("yaml prometheus"))]);
    let run = run(folder.path(), &["check", "--preset", "all"]);
    let expected = "No problems in 1 file. 4 findings held back by comments.\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, expected));
}

#[test]
fn options_of_rules_count_for_files_and_jobs() {
    let hot = HEALTHY.replace("15s", "2s").replace("10s", "1s");
    let settings = |shortest: &str, job: &str| {
        let rule = "scrape-interval-too-short";
        format!(
            "rules: {{{rule}: {{shortest: {shortest}}}}}\noverrides:\n- {{jobs: [{job}], rules: {{{rule}: {{shortest: 1s}}}}}}\n"
        )
    };
    let folder = folder(&[("prometheus.yml", &hot)]);
    let is_found = |text: &str| {
        fs::write(folder.path().join("scrapelint.yaml"), text).expect("writable");
        run(folder.path(), &["check"]).stdout.contains("scrape-interval-too-short")
    };
    assert!(is_found("preset: recommended\n"));
    assert!(!is_found(&settings("2s", "other")));
    assert!(is_found(&settings("3s", "other")));
    let own = hot.replace("job_name: node", "job_name: node\n    scrape_interval: 2s");
    let own =
        own.replace("  scrape_interval: 2s\n  scrape_timeout", "  scrape_interval: 9s\n  scrape_timeout");
    fs::write(folder.path().join("prometheus.yml"), own).expect("writable");
    assert!(is_found(&settings("3s", "other")));
    assert!(!is_found(&settings("3s", "node")));
    fs::write(folder.path().join("scrapelint.yaml"), "rules: {path-with-query: {shortest: 1s}}\n")
        .expect("writable");
    let run = run(folder.path(), &["check"]);
    assert!(run.stdout.contains("`path-with-query` has no option `shortest`"), "{}", run.stdout);
    assert_eq!(run.code, 2);
}
