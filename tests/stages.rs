//! What Prometheus does around relabel steps, stage by stage: facts of Prometheus 3.14 that the recorded answers do not
//! hold.

use scrapelint::config::{Config, GlobalConfig, Mode, load};
use scrapelint::goregex::Wrapper;
use scrapelint::relabel::{
    AlertStage, AlertmanagerStage, Labels, Outcome, Passage, SampleOutcome, SampleStage, TargetOutcome,
    TargetStage, WriteStage, external_labels, static_targets,
};
use scrapelint::yaml::parse;

/// Reads a configuration that Prometheus takes.
fn config(text: &str) -> Config {
    let (document, syntax) = parse(text);
    assert!(syntax.is_none(), "{text}");
    let loaded = load(&document, Mode::Server);
    assert_eq!(loaded.prometheus_error(&document), None, "{text}");
    loaded.config
}

fn global(config: &Config) -> &GlobalConfig {
    config.global.value().expect("a global section")
}

fn labels(text: &str) -> Labels {
    text.split(',')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').expect("name=value"))
        .collect()
}

/// The stage of the first job, which has these keys and so has `global`.
fn sample_stage(global_keys: &str, job_keys: &str) -> SampleStage {
    let config = config(&format!("global: {{{global_keys}}}\nscrape_configs: [{{job_name: a, {job_keys}}}]"));
    let job = config.jobs().next().expect("a job");
    SampleStage::new(job, global(&config), Wrapper::Prometheus3).expect("steps that Prometheus takes")
}

#[test]
fn labels_of_the_target_win_and_those_of_the_series_are_renamed() {
    let stage = sample_stage("", "honor_labels: false");
    let target = labels("instance=i,job=a");
    for (exposed, merged) in [
        (vec![("__name__", "up")], "__name__=up,instance=i,job=a"),
        (vec![("__name__", "up"), ("job", "b")], "__name__=up,exported_job=b,instance=i,job=a"),
        // The name is prefixed until it is free.
        (
            vec![("job", "b"), ("exported_job", "c")],
            "exported_exported_job=b,exported_job=c,instance=i,job=a",
        ),
        // The same value is renamed all the same, an empty one is not.
        (vec![("job", "a"), ("instance", "")], "exported_job=a,instance=i,job=a"),
    ] {
        assert_eq!(stage.merge(exposed, &target), labels(merged));
    }
    // Shorter names first, so that they get the shorter prefix.
    let target = labels("foo=t1,exported_foo=t2");
    let exposed = [("exported_foo", "e2"), ("foo", "e1")];
    let merged = "exported_exported_exported_foo=e2,exported_exported_foo=e1,exported_foo=t2,foo=t1";
    assert_eq!(stage.merge(exposed, &target), labels(merged));
}

#[test]
fn honored_labels_stay_even_where_they_are_empty() {
    let stage = sample_stage("", "honor_labels: true");
    let target = labels("instance=i,job=a");
    let exposed = [("__name__", "up"), ("job", "b"), ("instance", "")];
    assert_eq!(stage.merge(exposed, &target), labels("__name__=up,job=b"));
}

#[test]
fn series_are_relabeled_with_the_labels_of_their_target() {
    let rules = "metric_relabel_configs: [
        {source_labels: [job, zone], regex: 'a;x', action: drop},
        {source_labels: [zone], regex: y, target_label: __name__, replacement: ''},
        {source_labels: [zone], regex: z, target_label: __tmp, replacement: go},
        {source_labels: [__tmp], regex: go, action: drop}]";
    let stage = sample_stage("", rules);
    let target = labels("job=a");
    let run = |zone| stage.run([("__name__", "up"), ("zone", zone)], &target);
    let dropped = |step, text| SampleOutcome::Dropped { step, labels: labels(text) };
    assert_eq!(run("x"), dropped(0, "__name__=up,job=a,zone=x"));
    assert_eq!(run("z"), dropped(3, "__name__=up,__tmp=go,job=a,zone=z"));
    assert_eq!(run("w"), SampleOutcome::Kept(labels("__name__=up,job=a,zone=w")));
    let error = "missing metric name (__name__ label)".to_owned();
    assert_eq!(run("y"), SampleOutcome::Failed { error, labels: labels("job=a,zone=y") });

    let stage = sample_stage("", "metric_relabel_configs: [{action: labeldrop}]");
    assert_eq!(stage.run([("__name__", "up")], &target), SampleOutcome::Emptied);
}

#[test]
fn names_must_fit_the_scheme() {
    let utf8 = sample_stage("", "");
    let legacy = sample_stage("metric_name_validation_scheme: legacy", "");
    let own = sample_stage("metric_name_validation_scheme: legacy", "metric_name_validation_scheme: utf8");
    for (text, fits_utf8, fits_legacy) in [
        ("__name__=a:b,c=d", true, true),
        ("__name__=a.b", true, false),
        ("__name__=1a", true, false),
        ("__name__=a,b:c=d", true, false),
        ("__name__=a,é=d", true, false),
        ("__name__=a,=d", false, false),
    ] {
        let series = labels(text);
        let invalid = Err(format!("invalid metric name or label names: {series}"));
        let verdict = |fits| if fits { Ok(()) } else { invalid.clone() };
        assert_eq!(utf8.check(&series), verdict(fits_utf8), "{text}");
        assert_eq!(own.check(&series), verdict(fits_utf8), "{text}");
        assert_eq!(legacy.check(&series), verdict(fits_legacy), "{text}");
    }
    let error = legacy.check(&labels("__name__=up,a.b=c")).unwrap_err();
    assert_eq!(error, r#"invalid metric name or label names: {__name__="up", "a.b"="c"}"#);
}

#[test]
fn limits_fail_the_scrape_in_prometheus_words() {
    let long = "é".repeat(60);
    let cut = "é".repeat(50);
    let check = |job_keys: &str, name: &str, value: &str| {
        let series = Labels::from_iter([("__name__", "up"), (name, value)]);
        sample_stage("", job_keys).check(&series).err().unwrap_or_default()
    };
    assert_eq!(check("label_limit: 2", "a", "b"), "");
    let error = "label_limit exceeded (metric: up, number of labels: 2, limit: 1)";
    assert_eq!(check("label_limit: 1", "a", "b"), error);
    assert_eq!(check("label_name_length_limit: 120", &long, "b"), "");
    let error =
        format!("label_name_length_limit exceeded (metric: up, label name: {cut}, length: 120, limit: 119)");
    assert_eq!(check("label_name_length_limit: 119", &long, "b"), error);
    let error = format!(
        "label_value_length_limit exceeded (metric: up, label name: a, value: \"{cut}\", length: 120, limit: 119)"
    );
    assert_eq!(check("label_value_length_limit: 119", "a", &long), error);
    let error = "label_name_length_limit exceeded (metric: up, label name: __name__, length: 8, limit: 7)";
    assert_eq!(check("label_name_length_limit: 7, label_value_length_limit: 1", "a", "b"), error);
}

#[test]
fn limits_come_from_global_and_cannot_be_switched_off() {
    let stage = sample_stage("label_limit: 3, sample_limit: 5", "label_limit: 0, sample_limit: 7");
    assert_eq!((stage.limits().labels, stage.limits().samples), (Some(3), Some(7)));
    assert_eq!(stage.limits().check_samples(7), Ok(()));
    assert_eq!(stage.limits().check_samples(8), Err("sample limit exceeded".to_owned()));
    // Prometheus converts it to a signed number, which is negative then: no limit.
    let stage = sample_stage("", "sample_limit: 18446744073709551615");
    assert_eq!(stage.limits().samples, None);
}

#[test]
fn remote_write_adds_external_labels_where_the_series_has_none() {
    let config = config(
        "global: {external_labels: {zone: eu, replica: '$HOST', empty: '$NONE'}}
remote_write: [{url: 'http://a', write_relabel_configs: [
    {source_labels: [zone], regex: us, action: drop}, {regex: replica, action: labeldrop}]}]",
    );
    let variable = |name: &str| (name == "HOST").then(|| "h1".to_owned());
    let external = external_labels(global(&config), variable);
    assert_eq!(external, labels("replica=h1,zone=eu"));
    let remote = config.remote_write.values().next().expect("a remote place");
    let stage =
        WriteStage::new(remote, global(&config), external, Wrapper::Prometheus3).expect("usable steps");
    assert_eq!(stage.attach(&labels("__name__=up,zone=asia")), labels("__name__=up,replica=h1,zone=asia"));
    assert_eq!(stage.run(&labels("__name__=up")), Outcome::Kept(labels("__name__=up,zone=eu")));
    let dropped = labels("__name__=up,replica=h1,zone=us");
    assert_eq!(stage.run(&labels("__name__=up,zone=us")), Outcome::Dropped { step: 0, labels: dropped });
}

#[test]
fn alerts_are_relabeled_for_all_alertmanagers_and_then_for_each() {
    let config = config(
        "global: {external_labels: {zone: eu, replica: b}}
alerting:
  alert_relabel_configs: [{regex: replica, action: labeldrop}, {source_labels: [severity], regex: none, action: drop}]
  alertmanagers:
    - {}
    - alert_relabel_configs: [{source_labels: [severity], regex: page, action: keep}]",
    );
    let alerting = config.alerting.value().expect("an alerting section");
    let external = external_labels(global(&config), |_| None);
    let stage =
        AlertStage::new(alerting, global(&config), external, Wrapper::Prometheus3).expect("usable steps");

    let info = labels("alertname=Slow,severity=info,zone=eu");
    let outcome = stage.run(&labels("alertname=Slow,severity=info"));
    assert_eq!(outcome.common, Outcome::Kept(info.clone()));
    let second = Outcome::Dropped { step: 0, labels: info.clone() };
    assert_eq!(outcome.sent, [Outcome::Kept(info), second]);

    let outcome = stage.run(&labels("severity=none,zone=us"));
    assert_eq!(outcome.common, Outcome::Dropped { step: 1, labels: labels("severity=none,zone=us") });
    assert!(outcome.sent.is_empty());
}

#[test]
fn alertmanagers_are_found_relabeled_and_given_a_path() {
    let url = |manager: &str| {
        let config = config(&format!("global: {{}}\nalerting: {{alertmanagers: [{manager}]}}"));
        let alerting = config.alerting.value().expect("an alerting section");
        let manager = alerting.alertmanagers.values().next().expect("an Alertmanager section");
        let stage =
            AlertmanagerStage::new(manager, global(&config), Wrapper::Prometheus3).expect("usable steps");
        let found = static_targets(&manager.static_configs).next().expect("a target");
        match stage.run(&found.labels) {
            TargetOutcome::Active(target) => target.url,
            TargetOutcome::Dropped { step, .. } => format!("dropped by {step}"),
            TargetOutcome::Failed { error, .. } => error,
        }
    };
    for (manager, expected) in [
        ("{static_configs: [{targets: ['a:9093']}]}", "http://a:9093/api/v2/alerts"),
        (
            "{scheme: https, path_prefix: /am/../x//, static_configs: [{targets: ['a:9093']}]}",
            "https://a:9093/x/api/v2/alerts",
        ),
        (
            "{path_prefix: ../.., static_configs: [{targets: ['a'], labels: {__scheme__: https}}]}",
            "https://a/api/v2/alerts",
        ),
        (
            "{static_configs: [{targets: [a]}], relabel_configs: [{target_label: __alerts_path__, replacement: 'p?q'}]}",
            "http://a/p%3Fq",
        ),
        ("{static_configs: [{targets: ['a/b']}], relabel_configs: [{}]}", r#""a/b" is not a valid hostname"#),
        ("{static_configs: [{targets: [a]}], relabel_configs: [{action: drop}]}", "dropped by 0"),
        // Unlike a target that is scraped, it needs no address.
        ("{static_configs: [{targets: ['']}]}", "http:///api/v2/alerts"),
        ("{api_version: , static_configs: [{targets: [a]}]}", "http://a/api/alerts"),
    ] {
        let manager = manager.replace("[{}]", "[{source_labels: [nothing], target_label: nothing}]");
        assert_eq!(url(&manager), expected, "{manager}");
    }
}

#[test]
fn a_group_cannot_give_its_targets_another_address() {
    let config = config(
        "global: {}
scrape_configs: [{job_name: a, static_configs: [{targets: ['h:1', ''], labels: {__address__: 'x:2', job: ''}}]}]",
    );
    let job = config.jobs().next().expect("a job");
    let stage = TargetStage::new(job, global(&config), Wrapper::Prometheus3).expect("usable steps");
    let outcomes: Vec<_> =
        static_targets(&job.static_configs).map(|found| stage.run(&found.labels)).collect();
    let TargetOutcome::Active(target) = &outcomes[0] else { panic!("{:?}", outcomes[0]) };
    assert_eq!((target.labels.get("instance"), target.labels.get("job")), ("h:1", "a"));
    let TargetOutcome::Failed { error, .. } = &outcomes[1] else { panic!("{:?}", outcomes[1]) };
    assert_eq!(error, "no address");
}

#[test]
fn a_trace_of_a_target_ends_as_its_run() {
    let config = config(
        "global: {}
scrape_configs:
  - job_name: a
    static_configs: [{targets: ['h:1', 'h:2', '/x'], labels: {__scheme__: http}}]
    relabel_configs:
      - {source_labels: [__address__], regex: 'h:2', action: drop}
      - {regex: '__scheme__|__metrics_path__|job', action: labelmap, replacement: last}",
    );
    let job = config.jobs().next().expect("a job");
    let stage = TargetStage::new(job, global(&config), Wrapper::Prometheus3).expect("usable steps");
    let mut last = Vec::new();
    for found in static_targets(&job.static_configs) {
        let traced = match stage.trace(&found.labels).outcome {
            Outcome::Kept(labels) => stage.finish(labels),
            Outcome::Dropped { step, labels } => TargetOutcome::Dropped { step, labels },
        };
        assert_eq!(traced, stage.run(&found.labels));
        if let TargetOutcome::Active(target) = traced {
            last.push(target.labels.get("last").to_owned());
        }
    }
    // The scheme is the group's, so that it is set before the path.
    assert_eq!(last, ["/metrics"]);
}

/// `labelmap` goes through what a series exposes first, by name, and through the labels of its target then.
#[test]
fn labels_of_the_target_are_mapped_last() {
    let rules = "metric_relabel_configs: [{regex: 'a|zone|exported_a', action: labelmap, replacement: last}]";
    let last = |exposed: &[(&'static str, &'static str)], target: &str| {
        let stage = sample_stage("", rules);
        let exposed = exposed.iter().copied().chain([("__name__", "up")]);
        let target = labels(target);
        let SampleOutcome::Kept(kept) = stage.run(exposed.clone(), &target) else { panic!("not kept") };
        assert_eq!(stage.trace(exposed.clone(), &target).outcome, Outcome::Kept(kept.clone()));
        let passage = Passage::Metric(stage, target);
        assert_eq!(passage.runner().relabel(exposed).to_outcome(), Outcome::Kept(kept.clone()));
        kept.get("last").to_owned()
    };
    assert_eq!(last(&[("a", "series a"), ("zone", "series zone")], ""), "series zone");
    assert_eq!(last(&[("zone", "series zone")], "a=target a"), "target a");
    assert_eq!(last(&[("zone", "series zone")], "a=target a,zone=target zone"), "target zone");
    // Renamed labels are set behind those of the target.
    assert_eq!(last(&[("a", "series a")], "a=target a,zone=target zone"), "series a");
}
