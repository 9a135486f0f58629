//! Which metrics a query reads.

use std::collections::BTreeSet;

use crate::goregex::{Matcher, parse_shared};

/// What a query reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    pub(super) metrics: Vec<Need>,
    /// Names of labels that it speaks of.
    pub(super) labels: BTreeSet<String>,
}

/// Metrics that a query reads.
#[derive(Clone, Debug)]
pub(super) enum Need {
    /// Those that meet all of these conditions on the name.
    Named(Vec<NameIs>),
    /// Those that have a label of their own.
    WithLabel(String),
}

/// A condition on the name of a metric.
#[derive(Clone, Debug)]
pub(super) enum NameIs {
    Equal(String),
    NotEqual(String),
    Matching(Box<Matcher>),
    NotMatching(Box<Matcher>),
}

impl Need {
    /// A metric of this name.
    pub(super) fn name(name: &str) -> Self {
        Self::Named(vec![NameIs::Equal(name.to_owned())])
    }

    /// All metrics.
    pub(super) fn all() -> Self {
        Self::Named(Vec::new())
    }

    /// Metrics whose name matches; all of them if that cannot be told.
    pub(super) fn matching(regex: &str) -> Self {
        Self::Named(NameIs::matching(regex).into_iter().collect())
    }

    pub(super) fn is_met(&self, name: &str, has_label: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Named(conditions) => conditions.iter().all(|condition| condition.is_met(name)),
            Self::WithLabel(label) => has_label(label),
        }
    }

    /// The one name that it is about, if it is so.
    pub(super) fn exact(&self) -> Option<&str> {
        match self {
            Self::Named(conditions) => conditions.iter().find_map(|condition| match condition {
                NameIs::Equal(name) => Some(&**name),
                _ => None,
            }),
            Self::WithLabel(_) => None,
        }
    }
}

impl NameIs {
    /// Nothing if the regex cannot be run.
    pub(super) fn matching(regex: &str) -> Option<Self> {
        Some(Self::Matching(Box::new(matcher(regex)?)))
    }

    /// Nothing if the regex cannot be run.
    pub(super) fn not_matching(regex: &str) -> Option<Self> {
        Some(Self::NotMatching(Box::new(matcher(regex)?)))
    }

    fn is_met(&self, name: &str) -> bool {
        match self {
            Self::Equal(other) => name == other,
            Self::NotEqual(other) => name != other,
            Self::Matching(matcher) => matcher.is_match(name),
            Self::NotMatching(matcher) => !matcher.is_match(name),
        }
    }
}

fn matcher(regex: &str) -> Option<Matcher> {
    Matcher::new(parse_shared(regex).ok()?).ok()
}

impl Needs {
    /// Metrics whose name a regex matches anywhere, as Grafana's `metrics()` does.
    pub(super) fn of_names(regex: &str) -> Self {
        Self { metrics: vec![Need::matching(&format!("(?:.*(?:{regex}).*)"))], ..Self::default() }
    }

    /// Metrics with a label, whose values are asked for.
    pub(super) fn of_label(label: &str) -> Self {
        Self { metrics: vec![Need::WithLabel(label.to_owned())], labels: BTreeSet::from([label.to_owned()]) }
    }
}
