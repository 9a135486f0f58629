//! How fast texts of scrapes are read, and their series counted, in bytes a second, on generated texts of 100,000 series.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scrapelint::cardinality::survey;
use scrapelint::exposition::{Entry, Exposition};

const SERIES: usize = 100_000;

/// Few metrics with long lists of labels, like those of kube-state-metrics.
fn states() -> String {
    let mut text = String::new();
    for at in 0..SERIES {
        if at % 7_000 == 0 {
            let family = at / 7_000;
            _ = writeln!(
                text,
                "# HELP kube_pod_state_{family} State of a pod.\n# TYPE kube_pod_state_{family} gauge"
            );
        }
        _ = writeln!(
            text,
            "kube_pod_state_{}{{namespace=\"team-{}\",pod=\"service-{}-7d9f8b6c5d-{:05x}\",uid=\"{:08x}-5a4b-4c3d-9e8f-{:012x}\",\
             container=\"main\",phase=\"Running\"}} {}",
            at / 7_000,
            at % 40,
            at % 500,
            at,
            at * 2_654_435_761,
            at * 97,
            at % 2
        );
    }
    text
}

/// Histograms of requests, with bounds that are kept and bounds that are normalised.
fn requests() -> String {
    const BOUNDS: [&str; 12] =
        ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"];
    let mut text = String::from("# TYPE http_request_duration_seconds histogram\n");
    for at in 0..SERIES {
        let endpoint = at / BOUNDS.len();
        _ = writeln!(
            text,
            "http_request_duration_seconds_bucket{{method=\"GET\",endpoint=\"/api/user/{endpoint}\",status=\"200\",\
             instance=\"10.0.{}.{}:8000\",le=\"{}\"}} {}.0",
            endpoint % 256,
            endpoint % 251,
            BOUNDS[at % BOUNDS.len()],
            at * 3
        );
    }
    text
}

/// Ten labels, all values different from line to line, and values with a fraction.
fn wide() -> String {
    let mut text = String::new();
    for at in 0..SERIES {
        text.push_str("wide_metric_total{");
        for label in 0..10 {
            _ = write!(
                text,
                "{}label_{label}=\"value-{}\"",
                if label == 0 { "" } else { "," },
                at * (label + 7)
            );
        }
        _ = writeln!(text, "}} {}", at as f64 * 0.37);
    }
    text
}

/// Something of each sample, so that none of the work can be left out.
fn read(text: &str) -> (usize, usize, f64) {
    let (mut samples, mut bytes, mut sum) = (0, 0, 0.0);
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Sample(sample) => {
                samples += 1;
                bytes +=
                    sample.labels.iter().map(|label| label.name.len() + label.value.len()).sum::<usize>();
                sum += sample.value;
            }
            Entry::Problem(problem) => panic!("{problem}"),
            _ => {}
        }
    }
    (samples, bytes, sum)
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exposition");
    group.sample_size(20);
    for (name, text) in [("states", states()), ("requests", requests()), ("wide", wide())] {
        assert_eq!(read(&text).0, SERIES);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(&text))));
    }
    group.finish();
}

fn bench_survey(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cardinality");
    group.sample_size(10);
    for (name, text) in [("states", states()), ("requests", requests()), ("wide", wide())] {
        assert_eq!(survey(&text, |_| ()).cardinality.series.value, SERIES as u64);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| survey(black_box(&text), |_| ())));
    }
    group.finish();
}

criterion_group!(benches, bench, bench_survey);
criterion_main!(benches);
