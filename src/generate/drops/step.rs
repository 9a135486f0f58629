//! Steps as trees.

use crate::generate::NewStep;
use crate::yaml::Tree;

fn step(keys: &[(&str, Tree)], remark: &str) -> NewStep {
    let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    NewStep { step: Tree::Map(keys.collect()), remark: remark.to_owned() }
}

fn name() -> Tree {
    Tree::List(vec!["__name__".into()])
}

/// Drops the metrics whose name matches.
pub(super) fn drop_metrics(regex: &str, remark: &str) -> NewStep {
    step(&[("source_labels", name()), ("regex", regex.into()), ("action", "drop".into())], remark)
}

/// Keeps the metrics whose name matches, and no others.
pub(super) fn keep_metrics(regex: &str, remark: &str) -> NewStep {
    step(&[("source_labels", name()), ("regex", regex.into()), ("action", "keep".into())], remark)
}

/// Takes a label away from all metrics.
pub(super) fn drop_label(label: &str, remark: &str) -> NewStep {
    step(&[("regex", label.into()), ("action", "labeldrop".into())], remark)
}

/// Takes a label away from the metrics whose name matches.
pub(super) fn empty_label(label: &str, metrics: &str, remark: &str) -> NewStep {
    let keys = [
        ("source_labels", name()),
        ("regex", metrics.into()),
        ("target_label", label.into()),
        ("replacement", "".into()),
    ];
    step(&keys, remark)
}
