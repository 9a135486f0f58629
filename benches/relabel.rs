//! Relabeling of many series by the twenty steps of `bench/relabel/rules.yml`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scrapelint::config::RelabelConfig;
use scrapelint::relabel::{Chain, Dialect};
use scrapelint::yaml::{Field, Spanned, decode, parse};

type Series = Vec<(&'static str, String)>;

/// The shape of the dump that `bench/relabel.py` makes: histograms of a web service by endpoint, metrics of
/// containers, and runtime metrics.
fn series(count: usize) -> Vec<Series> {
    (0..count).map(one).collect()
}

fn one(number: usize) -> Series {
    let pod = format!("api-7d9f8b6c5d-{:05x}", number / 500 % 0xF_FFFF);
    let host = format!("10.0.{}.{}:8000", number / 4000 % 250, number / 500 % 250);
    match number % 10 {
        0..6 => vec![
            ("__name__", "http_request_duration_seconds_bucket".to_owned()),
            ("endpoint", format!("/api/v1/users/{}/orders", number / 12 % 50_000)),
            ("instance", host),
            ("job", "api".to_owned()),
            ("le", ["0.005", "0.01", "0.1", "0.5", "1", "+Inf"][number % 6].to_owned()),
            ("method", ["GET", "POST"][number / 6 % 2].to_owned()),
            ("namespace", "shop".to_owned()),
            ("pod", pod),
            ("status", ["200", "404", "500"][number / 60 % 3].to_owned()),
        ],
        6..9 => vec![
            ("__name__", "container_memory_working_set_bytes".to_owned()),
            ("container", ["app", "POD", "sidecar"][number % 3].to_owned()),
            ("instance", host),
            ("job", "kubelet".to_owned()),
            ("label_app", "shop".to_owned()),
            ("namespace", ["shop", "kube-system", "billing"][number / 30 % 3].to_owned()),
            ("pod", format!("api-7d9f8b6c5d-{:05x}", number / 10)),
            ("uid", format!("{number:032x}")),
        ],
        _ => vec![
            ("__name__", format!("go_gc_duration_seconds_{}", number % 7)),
            ("instance", host),
            ("job", "api".to_owned()),
        ],
    }
}

fn relabel(criterion: &mut Criterion) {
    let text = include_str!("../bench/relabel/rules.yml");
    let (document, _) = parse(text);
    let rules = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).expect("a list of rules").value;
    let chain = Chain::compile(rules.items(), Dialect::default()).expect("rules that Prometheus takes");
    assert_eq!(chain.len(), 20);
    for count in [10_000, 1_000_000] {
        let series = series(count);
        let mut group = criterion.benchmark_group("twenty steps");
        group.throughput(Throughput::Elements(count as u64)).sample_size(10);
        group.bench_function(format!("{count} series"), |bencher| {
            bencher.iter(|| {
                let mut kept = 0;
                let labels =
                    series.iter().map(|labels| labels.iter().map(|(name, value)| (*name, value.as_str())));
                chain.relabeler().apply(labels, |relabeled| {
                    kept += usize::from(relabeled.dropped_by().is_none());
                    black_box(relabeled.labels().count());
                });
                kept
            });
        });
        group.finish();
    }
}

criterion_group!(benches, relabel);
criterion_main!(benches);
