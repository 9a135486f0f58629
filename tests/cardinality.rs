//! Counting: small random texts against a plain second implementation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use scrapelint::cardinality::{Cardinality, Precision, survey};

/// Labels of a series, those that are empty left out.
type Labels = BTreeMap<String, String>;

/// Numbers that look random (xorshift).
struct Choices(u64);

impl Choices {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A text, and its series in order.
fn text(choices: &mut Choices) -> (String, Vec<(String, Labels)>) {
    let (mut text, mut all) = (String::new(), Vec::new());
    for _ in 0..choices.below(60) {
        let metric = ["a", "b_total", "c"][choices.below(3) as usize].to_owned();
        let mut labels = Labels::new();
        let mut written = Vec::new();
        for name in ["x", "y", "z", "job"] {
            if choices.below(4) == 0 {
                continue;
            }
            let value = match choices.below(5) {
                0 => String::new(),
                // `z` follows from `y`.
                _ if name == "z" => labels.get("y").cloned().unwrap_or_default(),
                more => more.to_string(),
            };
            written.push(format!("{name}=\"{value}\""));
            if !value.is_empty() {
                labels.insert(name.to_owned(), value);
            }
        }
        if choices.below(2) == 0 {
            written.reverse();
        }
        _ = writeln!(text, "{metric}{{{}}} 1", written.join(","));
        all.push((metric, labels));
    }
    (text, all)
}

/// Compares what was counted with the series themselves.
fn compare(found: &Cardinality, all: &[(String, Labels)]) {
    let series: BTreeSet<&(String, Labels)> = all.iter().collect();
    assert_eq!((found.samples, found.series.value), (all.len() as u64, series.len() as u64));
    let metrics: BTreeSet<&str> = all.iter().map(|(metric, _)| &**metric).collect();
    assert_eq!(found.metrics.iter().map(|it| &*it.metric).collect::<BTreeSet<_>>(), metrics);
    let mut pairs = 0;
    for metric in &found.metrics {
        let of: BTreeSet<&Labels> =
            series.iter().filter(|(name, _)| *name == metric.metric).map(|(_, labels)| labels).collect();
        assert_eq!(metric.series, of.len() as u64);
        assert_eq!(metric.samples, all.iter().filter(|(name, _)| *name == metric.metric).count() as u64);
        pairs += of.iter().map(|labels| labels.len() as u64 + 1).sum::<u64>();
        let names: BTreeSet<&String> = of.iter().flat_map(|labels| labels.keys()).collect();
        assert_eq!(metric.labels.iter().map(|it| &it.label).collect::<BTreeSet<_>>(), names);
        for label in &metric.labels {
            let having: Vec<_> = of.iter().filter(|labels| labels.contains_key(&label.label)).collect();
            let values: BTreeSet<&String> = having.iter().map(|labels| &labels[&label.label]).collect();
            assert_eq!(label.distinct.precision, Precision::Exact);
            assert_eq!((label.distinct.value, label.series), (values.len() as u64, having.len() as u64));
            let mut rests = BTreeSet::new();
            for labels in &of {
                let mut rest = (*labels).clone();
                rest.remove(&label.label);
                rests.insert(rest);
            }
            assert_eq!(label.without.value, rests.len() as u64, "{} without {}", metric.metric, label.label);
            for other in &metric.labels {
                let is_said = determines(&of, &other.label, &label.label);
                let says = label.determined_by.contains(&other.label);
                assert_eq!(says, is_said && other.label != label.label, "{} by {}", label.label, other.label);
            }
        }
    }
    assert_eq!(found.memory.label_pairs, pairs);
    for label in &found.labels {
        let values: BTreeSet<_> = series.iter().filter_map(|(_, labels)| labels.get(&label.label)).collect();
        assert_eq!(label.distinct.value, values.len() as u64, "{}", label.label);
    }
}

/// Whether each value of one label comes with one value of the other, and one of them more than once.
fn determines(of: &BTreeSet<&Labels>, one: &str, other: &str) -> bool {
    let mut rows: BTreeMap<&String, Vec<Option<&String>>> = BTreeMap::new();
    for labels in of {
        if let Some(value) = labels.get(one) {
            rows.entry(value).or_default().push(labels.get(other));
        }
    }
    let others: BTreeSet<_> = of.iter().filter_map(|labels| labels.get(other)).collect();
    rows.len() > 1
        && others.len() > 1
        && rows.values().any(|row| row.len() > 1)
        && rows.values().all(|row| row.iter().all(|value| *value == row[0]))
}

#[test]
fn random_texts_are_counted_as_by_hand() {
    for seed in 1..400 {
        let mut choices = Choices(seed * 0x9e37_79b9);
        let (text, all) = text(&mut choices);
        let survey = survey(&text, |_| ());
        assert!(survey.problems.is_empty(), "seed {seed}: {:?}", survey.problems);
        compare(&survey.cardinality, &all);
    }
}

/// Long texts are counted on several threads.
#[test]
fn long_texts_are_counted_as_by_hand() {
    const LONG: usize = 2 << 20;
    for seed in 1..20 {
        let mut choices = Choices(seed * 0x9e37_79b9);
        let (mut whole, mut all) = (format!("# HELP a {}\n", "long ".repeat(LONG / 5)), Vec::new());
        for _ in 0..40 {
            let (part, series) = text(&mut choices);
            whole += &part;
            all.extend(series);
        }
        let survey = survey(&whole, |_| ());
        assert!(survey.problems.is_empty(), "seed {seed}: {:?}", survey.problems);
        compare(&survey.cardinality, &all);
    }
}

#[test]
fn many_values_are_counted_exactly_and_shapes_closely() {
    let mut text = String::new();
    for number in 0..100_000_u64 {
        _ = writeln!(text, "a{{id=\"{number}\",zone=\"{}\",copy=\"c{number}\"}} 1", number % 7);
    }
    let found = survey(&text, |_| ()).cardinality;
    assert_eq!((found.series.value, found.labels[0].distinct.value), (100_000, 100_000));
    let zone = found.metrics[0].labels.iter().find(|label| label.label == "zone").expect("zone");
    assert_eq!((zone.without.precision, zone.distinct.value), (Precision::About, 7));
    assert!((95_000..=100_000).contains(&zone.without.value), "{zone:?}");
}

#[test]
fn labels_of_known_bounds_are_never_ids() {
    let mut text = String::new();
    let names = ["le", "quantile", "version", "revision", "cpu", "mode", "device"];
    for number in 0..500 {
        for name in names {
            let id = format!("00a87657-6db0-4606-8681-{number:012}");
            _ = writeln!(text, "a_{name}{{{name}=\"{id}\"}} 1\nb_{name}{{{name}=\"{number}\"}} 1");
        }
    }
    let found = survey(&text, |_| ()).cardinality;
    assert!(found.id_labels.is_empty(), "{:?}", found.id_labels);
    // Under another name, they would be.
    let found = survey(&text.replace("mode=", "request_id="), |_| ()).cardinality;
    assert_eq!(found.id_labels.len(), 2, "{:?}", found.id_labels);
}

#[test]
fn what_other_labels_say_makes_no_more_series() {
    let mut text = String::new();
    for number in 0..40 {
        // Neither says the UID alone, both together do.
        let (namespace, pod) = (number % 4, number / 4);
        let uid = format!("00a87657-6db0-4606-8681-{number:012}");
        for phase in ["Pending", "Running"] {
            _ = writeln!(
                text,
                "pod_phase{{namespace=\"n{namespace}\",pod=\"p{pod}\",uid=\"{uid}\",phase=\"{phase}\"}} 1"
            );
        }
    }
    let found = survey(&text, |_| ()).cardinality;
    let [uid] = &found.id_labels[..] else { panic!("{:?}", found.id_labels) };
    assert!(uid.rides_along && uid.rides_along_with.is_none() && found.without_ids.is_none(), "{uid:?}");
    // Without the pods' names, it is the UID that tells series apart.
    let start = text.lines().map(|line| {
        let (before, rest) = line.split_once("pod=").expect("a pod");
        format!("{before}{}\n", rest.split_once(',').expect("more labels").1)
    });
    let found = survey(&start.collect::<String>(), |_| ()).cardinality;
    assert!(!found.id_labels[0].rides_along);
    assert_eq!(found.without_ids, Some(8));
}

#[test]
fn texts_meant_to_exhaust_are_read_in_time() {
    let start = std::time::Instant::now();
    // Many metrics, many labels of one metric, many labels in one series, and a label of a million bytes.
    let metrics: String = (0..140_000).map(|number| format!("m{number} 1\n")).collect();
    let found = survey(&metrics, |_| ()).cardinality;
    assert_eq!((found.samples, found.metrics.len() as u64 + found.unexamined), (140_000, 140_000));
    assert!(found.unexamined > 0);
    let labels: String = (0..20_000).map(|number| format!("m{{l{number}=\"{number}\"}} 1\n")).collect();
    let found = survey(&labels, |_| ()).cardinality;
    assert_eq!((found.series.value, found.metrics[0].labels.len()), (20_000, 64));
    let wide: String = (0..2_000).map(|number| format!("l{number}=\"{number}\",")).collect();
    assert_eq!(survey(&format!("m{{{wide}}} 1\n"), |_| ()).cardinality.memory.label_pairs, 2_001);
    for piece in ["-", "0", "a-", "/1", "é", " ", "=&", "00a87657-"] {
        let long = format!("m{{l=\"{}\"}} 1\nm{{l=\"x\"}} 1\n", piece.repeat(1_000_000 / piece.len()));
        let found = survey(&long, |_| ()).cardinality;
        assert!(found.labels[0].examples.iter().all(|example| example.chars().count() <= 81));
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", start.elapsed());
}
