//! Regular expressions as they stand in relabeling, on values of the labels that they are written for: our matcher beside
//! the crate `regex`, in the same run. A run over all values of a class is one measurement; throughput is per value.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scrapelint::goregex::{Captures, Matcher, parse_anchored};

/// What kind of label a pattern is matched against.
#[derive(Clone, Copy)]
enum Values {
    Metric,
    Pod,
    Address,
    MetaLabel,
    Path,
    Phase,
    AddressAndPort,
    Namespace,
}

const PATTERNS: &[(&str, Values)] = &[
    ("(.*)", Values::Pod),
    ("(.+)", Values::Path),
    ("true", Values::Phase),
    ("Pending|Succeeded|Failed|Completed", Values::Phase),
    ("kube-system", Values::Namespace),
    ("(kube-system|monitoring|ingress)", Values::Namespace),
    ("go_.*", Values::Metric),
    ("(go|process|promhttp)_.+", Values::Metric),
    ("go_(gc|info|memstats|threads)_.*", Values::Metric),
    (".+_(bucket|sum|count)", Values::Metric),
    (".*_bucket", Values::Metric),
    (".*request.*", Values::Metric),
    ("container_(network|cpu|memory)_[a-z_]+_total", Values::Metric),
    (
        "(container_tasks_state|container_memory_failures_total|container_blkio_device_usage_total)",
        Values::Metric,
    ),
    ("apiserver_request_(duration|sli)_seconds_bucket;(0.1|1|10)", Values::Metric),
    ("__meta_kubernetes_pod_label_(.+)", Values::MetaLabel),
    ("__meta_kubernetes_pod_annotation_prometheus_io_param_(.+)", Values::MetaLabel),
    ("(?:__tmp|__meta)_.*", Values::MetaLabel),
    ("/api/v[0-9]+/.*", Values::Path),
    ("/static/.*|/healthz|/readyz", Values::Path),
    ("([^:]+)(?::[0-9]+)?", Values::Address),
    (r"(.*):\d+", Values::Address),
    (r"([^:]+)(?::\d+)?;(\d+)", Values::AddressAndPort),
    (r"(.+?)(\:\d+)?;(\d+)", Values::AddressAndPort),
    ("(.*)-[a-z0-9]{8,10}-[a-z0-9]{5}", Values::Pod),
    ("(?i)prod.*", Values::Namespace),
];

/// Sixty names of metrics, as one long alternation.
fn many_metrics() -> String {
    let names: Vec<String> = (0..60).map(|at| metric(at * 7)).collect();
    names.join("|")
}

fn metric(at: usize) -> String {
    const SUBJECTS: [&str; 12] = [
        "go_gc_duration",
        "go_memstats_alloc",
        "process_cpu",
        "http_request_duration",
        "http_requests",
        "container_network_receive_bytes",
        "container_cpu_usage_seconds",
        "kube_pod_status_phase",
        "apiserver_request_duration",
        "node_filesystem_avail",
        "grpc_server_handled",
        "workqueue_depth",
    ];
    const ENDINGS: [&str; 7] =
        ["_total", "_bytes", "_seconds_bucket", "_seconds_sum", "_seconds_count", "", "_info"];
    format!("{}{}", SUBJECTS[at % SUBJECTS.len()], ENDINGS[at / SUBJECTS.len() % ENDINGS.len()])
}

fn value(kind: Values, at: usize) -> String {
    let word = |at: usize| ["checkout", "payments", "search", "frontend", "mailer", "catalogue"][at % 6];
    let namespace =
        |at: usize| ["kube-system", "monitoring", "prod-eu", "Prod-us", "staging", "default"][at % 6];
    match kind {
        Values::Metric => metric(at * 31),
        Values::Pod if at.is_multiple_of(4) => format!("{}-{}", word(at / 4), at % 10),
        Values::Pod => format!(
            "{}-{:09x}-{}",
            word(at),
            at * 0x9E37_79B9 % 0xF_FFFF_FFFF,
            ["x2x9k", "7bq4z", "lm4tt"][at % 3]
        ),
        Values::Address => {
            format!("10.{}.{}.{}:{}", at % 256, at * 7 % 256, at * 13 % 256, [9100, 8080, 443][at % 3])
        }
        Values::AddressAndPort if at.is_multiple_of(2) => format!("10.0.{}.{};9102", at % 256, at * 7 % 256),
        Values::AddressAndPort => format!("10.0.{}.{}:8080;9102", at % 256, at * 7 % 256),
        Values::MetaLabel => format!(
            "__meta_kubernetes_{}_{}",
            [
                "pod_label",
                "pod_labelpresent",
                "pod_annotation",
                "namespace",
                "pod_annotation_prometheus_io_param"
            ][at % 5],
            ["app", "app_kubernetes_io_name", "version", "team"][at / 5 % 4]
        ),
        Values::Path => match at % 4 {
            0 => format!("/api/v1/users/{at}"),
            1 => "/healthz".to_owned(),
            2 => format!("/static/app.{at:x}.js"),
            _ => format!("/{}/{}", word(at), at),
        },
        Values::Phase => ["Running", "Pending", "Succeeded", "true", "false"][at % 5].to_owned(),
        Values::Namespace => namespace(at).to_owned(),
    }
}

fn benches(criterion: &mut Criterion) {
    let many = many_metrics();
    for (pattern, kind) in PATTERNS.iter().copied().chain([(many.as_str(), Values::Metric)]) {
        let values: Vec<String> = (0..1000).map(|at| value(kind, at)).collect();
        let ours =
            Matcher::new(Arc::new(parse_anchored(pattern).expect("valid pattern"))).expect("small pattern");
        let theirs = regex::Regex::new(&format!("^(?s:{pattern})$")).expect("valid pattern");
        let (mut captures, mut locations) = (Captures::new(), theirs.capture_locations());
        let found = |matches: &dyn Fn(&str) -> bool| values.iter().filter(|value| matches(value)).count();
        assert_eq!(found(&|value| ours.is_match(value)), found(&|value| theirs.is_match(value)), "{pattern}");

        let mut group = criterion.benchmark_group(pattern.chars().take(60).collect::<String>());
        group.throughput(Throughput::Elements(values.len() as u64));
        group.bench_function("is_match", |bencher| {
            bencher.iter(|| values.iter().filter(|value| ours.is_match(black_box(value))).count());
        });
        group.bench_function("is_match, regex", |bencher| {
            bencher.iter(|| values.iter().filter(|value| theirs.is_match(black_box(value))).count());
        });
        group.bench_function("captures", |bencher| {
            bencher.iter(|| {
                values.iter().filter(|value| ours.captures(black_box(value), &mut captures)).count()
            });
        });
        group.bench_function("captures, regex", |bencher| {
            bencher.iter(|| {
                values
                    .iter()
                    .filter(|value| theirs.captures_read(&mut locations, black_box(value)).is_some())
                    .count()
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = regexes;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(50))
        .measurement_time(std::time::Duration::from_millis(100));
    targets = benches
}
criterion_main!(regexes);
