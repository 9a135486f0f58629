//! `scrapelint generate job --compose`

use std::fs;
use std::path::Path;

use crate::{HEALTHY, Run, folder, run};

/// Jobs for the services of a file, which are given below `services:`.
fn jobs(services: &str) -> Run {
    let folder = folder(&[("compose.yml", &format!("services:\n{services}"))]);
    run(folder.path(), &["generate", "job", "--compose", "compose.yml"])
}

/// The lists of targets that a run wrote.
fn targets(run: &Run) -> Vec<&str> {
    run.stdout.lines().filter_map(|line| line.trim().strip_prefix("- targets: ")).collect()
}

const PROMETHEUS: &str = "  prometheus: {image: prom/prometheus}\n";

#[test]
fn a_stack_of_django_comes_out_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/compose");
    let run = run(&folder, &["generate", "job", "--compose", "docker-compose.yml"]);
    insta::assert_snapshot!(format!("exit code {}\n{}---\n{}", run.code, run.stdout, run.stderr));
}

#[test]
fn only_what_is_missing_is_added() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/compose");
    let read = |name: &str| fs::read_to_string(source.join(name)).expect("the file");
    let (compose, config) = (read("docker-compose.yml"), read("prometheus.yml"));
    let folder = folder(&[("docker-compose.yml", &compose), ("prometheus.yml", &config)]);
    let arguments = ["generate", "job", "--compose", "docker-compose.yml", "--into", "prometheus.yml"];
    let first = run(folder.path(), &arguments);
    let text = fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file");
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(text.starts_with(&config) && text.ends_with("- targets: [grafana:3000]\n"), "{text}");
    assert!(!text.contains("web:8000"), "{text}");
    let astray = "`localhost:8080`, but that is Prometheus's own container; write `web:8000` there";
    assert!(first.stderr.contains(astray), "{}", first.stderr);
    assert!(first.stderr.contains("put \"web\" into ALLOWED_HOSTS"), "{}", first.stderr);
    assert!(first.stderr.ends_with("jobs `redis-exporter`, `grafana` were added to prometheus.yml\n"));
    // Once more, and there is nothing left.
    let second = run(folder.path(), &arguments);
    assert_eq!((second.code, second.stdout.as_str()), (0, ""));
    assert!(second.stderr.ends_with("there is nothing to add to prometheus.yml\n"), "{}", second.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"), text);
    // With the address as it should be, the job is known.
    let mended = text.replace("localhost:8080", "web:8000");
    fs::write(folder.path().join("prometheus.yml"), mended).expect("a file");
    let third = run(folder.path(), &arguments);
    assert!(third.stderr.contains("`web`: `web:8000` is scraped already, by the job `shop`"));
}

#[test]
fn a_published_port_of_a_service_is_no_port_in_its_network() {
    let config = HEALTHY.replace("node:9100", "loki:3200");
    let compose = format!("services:\n{PROMETHEUS}  loki: {{image: grafana/loki, ports: ['3200:3100']}}\n");
    let folder = folder(&[("compose.yml", &compose), ("prometheus.yml", &config)]);
    let arguments = ["generate", "job", "--compose", "compose.yml", "--into", "prometheus.yml"];
    let run = run(folder.path(), &arguments);
    let told = "`loki:3200`, but that port is open on the machine alone; write `loki:3100` there";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}

#[test]
fn networks_decide_who_is_reached() {
    for (services, expected, told) in [
        (
            "  prometheus: {image: prom/prometheus, networks: [a]}\n  loki: {image: grafana/loki, networks: [b]}\n",
            &["[localhost:9090]"][..],
            "`loki`: it is in the network `b`, and Prometheus in `a`: put Prometheus into one of its networks",
        ),
        (
            "  prometheus: {image: prom/prometheus, networks: [a, b]}\n  \
             loki: {image: grafana/loki, networks: {b: {aliases: [logs]}}}\n",
            &["[localhost:9090]", "[loki:3100]"],
            "",
        ),
        (
            "  prometheus: {image: prom/prometheus}\n  node: {image: prom/node-exporter, network_mode: host}\n",
            &["[localhost:9090]", "[host.docker.internal:9100]"],
            "extra_hosts: ['host.docker.internal:host-gateway']",
        ),
        (
            "  prometheus: {image: prom/prometheus, network_mode: host}\n  \
             node: {image: prom/node-exporter, network_mode: host}\n  \
             loki: {image: grafana/loki, ports: [{target: 3100, published: '3200'}]}\n  \
             grafana: {image: grafana/grafana}\n",
            &["[localhost:9090]", "[localhost:9100]", "[localhost:3200]"],
            "`grafana`: Prometheus has the machine's network and reaches published ports alone; publish 3000",
        ),
        (
            "  prometheus: {image: prom/prometheus}\n  vpn: {image: alpine}\n  \
             loki: {image: grafana/loki, network_mode: 'service:vpn'}\n  \
             cache: {image: oliver006/redis_exporter, network_mode: 'service:prometheus'}\n",
            &["[localhost:9090]", "[vpn:3100]", "[localhost:9121]"],
            "",
        ),
        (
            "  prometheus: {image: prom/prometheus}\n  loki: {image: grafana/loki, network_mode: none}\n",
            &["[localhost:9090]"],
            "`loki`: with `network_mode: none` it has no name for others",
        ),
        (
            "  a: {image: grafana/loki, network_mode: 'service:b'}\n  b: {image: alpine, network_mode: 'service:a'}\n  \
             grafana: {image: grafana/grafana}\n",
            &["[grafana:3000]"],
            "no service here is Prometheus",
        ),
    ] {
        let run = jobs(services);
        assert_eq!((run.code, targets(&run)), (0, expected.to_vec()), "{services}{}", run.stderr);
        assert!(run.stderr.contains(told), "{services}{}", run.stderr);
    }
}

#[test]
fn a_host_that_django_refuses_gets_another_name() {
    let service = |more: &str| {
        let command = "gunicorn shop.wsgi --bind 0.0.0.0:9000";
        jobs(&format!("{PROMETHEUS}  my_shop: {{build: ., command: '{command}'{more}}}\n"))
    };
    let without = service("");
    assert_eq!(targets(&without), ["[localhost:9090]", "[my-shop:9000]"]);
    assert!(without.stderr.contains("give the service the network alias `my-shop`"), "{}", without.stderr);
    assert!(without.stderr.contains("put \"my-shop\" into ALLOWED_HOSTS"), "{}", without.stderr);
    let aliased = service(", networks: {default: {aliases: [a_b, shop]}}");
    assert_eq!(targets(&aliased), ["[localhost:9090]", "[shop:9000]"]);
    assert!(!aliased.stderr.contains("underscore"), "{}", aliased.stderr);
    assert_eq!(targets(&service(", container_name: shop-1")), ["[localhost:9090]", "[shop-1:9000]"]);
}

#[test]
fn merges_variables_and_several_of_a_kind_are_understood() {
    let run = jobs(
        "  prometheus: &p {image: 'prom/prometheus:${TAG}', command: --web.listen-address=:9091}\n  \
         second: {<<: *p, extends: {service: base}}\n  \
         api: {build: ., command: ['uvicorn', 'app:app', '--host=0.0.0.0', '--port=${PORT:-8123}']}\n  \
         app: {build: ., healthcheck: {test: [CMD, curl, 'http://localhost:8081/internal/metrics']}}\n  \
         proxy: {image: 'traefik:v3', command: ['--metrics.prometheus=true']}\n  \
         x-none: {image: grafana/loki}\n",
    );
    let expected = ["[localhost:9091, second:9091]", "[api:8123]", "[app:8081]", "[traefik:8080]"];
    assert_eq!(targets(&run)[..3], expected[..3], "{}", run.stderr);
    assert_eq!(targets(&run)[3], "[proxy:8080]");
    assert!(run.stdout.contains("metrics_path: /internal/metrics"), "{}", run.stdout);
    assert!(run.stderr.contains("what `extends` brings was not read: `second`"), "{}", run.stderr);
    assert!(!run.stderr.contains("metrics have to be on"), "{}", run.stderr);
}

#[test]
fn what_serves_nothing_is_said_with_its_reason() {
    let run = jobs(&format!(
        "{PROMETHEUS}  db: {{image: 'postgres:17'}}\n  web: {{build: ., command: python manage.py runserver}}\n  \
         proxy: {{image: traefik}}\n  probe: {{image: quay.io/prometheus/blackbox-exporter}}\n  \
         migrate: {{build: ., command: manage.py migrate}}\n  a: {{build: .}}\n  b: ~\n"
    ));
    assert_eq!(targets(&run), ["[localhost:9090]"]);
    for told in [
        "`db`: no metrics of its own; postgres-exporter has them",
        "`web`: `runserver` listens on 127.0.0.1 alone here",
        "`proxy`: metrics are off unless switched on",
        "`probe`: it probes what it is asked to",
        "`migrate`: `manage.py migrate` serves nothing",
        "`a`, `b`: nothing here says that metrics are served",
    ] {
        assert!(run.stderr.contains(&format!("skipped: {told}")), "{told}\n{}", run.stderr);
    }
}

#[test]
fn a_file_that_is_none_is_told() {
    for (text, told) in [
        (
            HEALTHY,
            "there is no mapping `services` in it; it is a configuration of Prometheus, which --into takes",
        ),
        ("", "no compose file"),
        ("services: [a]\n", "no compose file"),
        ("services: {a: [1\n", "is no YAML: line 2: "),
        ("services: {a: {image: redis}}\n", "there is nothing that is known to serve metrics, so no job"),
    ] {
        let folder = folder(&[("compose.yml", text), ("prometheus.yml", HEALTHY)]);
        let run = run(folder.path(), &["generate", "job", "--compose", "compose.yml"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.contains(told), "{text}: {}", run.stderr);
    }
    let folder = folder(&[]);
    let both = run(folder.path(), &["generate", "job", "--compose", "a.yml", "--preset", "go"]);
    assert!(both.code == 2 && both.stderr.contains("cannot be used with"), "{}", both.stderr);
    let missing = run(folder.path(), &["generate", "job", "--compose", "a.yml"]);
    assert_eq!(
        (missing.code, missing.stderr.as_str()),
        (2, "scrapelint: a.yml: cannot be read: no such file or directory\n")
    );
}

#[test]
fn a_job_of_the_same_name_is_left_alone() {
    let config = HEALTHY.replace("job_name: node", "job_name: loki");
    let folder =
        folder(&[("c.yml", "services: {loki: {image: grafana/loki}}\n"), ("prometheus.yml", &config)]);
    let run = run(folder.path(), &["generate", "job", "--compose", "c.yml", "--into", "prometheus.yml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let told = "`loki`: there is a job `loki` already, prometheus.yml:5; add `loki:3100` there";
    assert!(run.stderr.contains(told), "{}", run.stderr);
}
