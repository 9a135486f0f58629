//! Label sets.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::yaml::go_quote;

/// Labels by name, sorted by the bytes of their names as in Prometheus. A label with an empty value is the same as
/// none, so no value in here is empty.
///
/// ```
/// use scrapelint::relabel::Labels;
///
/// let labels = Labels::from_iter([("job", "node"), ("instance", "a:9100"), ("zone", "")]);
/// assert_eq!(labels.get("zone"), "");
/// assert_eq!(labels.to_string(), r#"{instance="a:9100", job="node"}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Labels(BTreeMap<String, String>);

impl Labels {
    /// No labels.
    pub fn new() -> Self {
        Self::default()
    }

    /// A label's value; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Sets a label; an empty value removes it.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        if value.is_empty() {
            self.0.remove(&name);
        } else {
            self.0.insert(name, value);
        }
    }

    /// Sets those labels that are not here.
    pub fn add_missing(&mut self, others: &Self) {
        for (name, value) in &others.0 {
            if !self.0.contains_key(name) {
                self.0.insert(name.clone(), value.clone());
            }
        }
    }

    /// Removes a label.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Whether there is a label of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Names and values, sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The labels as a series is written: the metric's name before the rest.
    pub fn to_series(&self) -> String {
        let name = self.get("__name__");
        if !crate::config::is_legacy_label_name(&name.replace(':', "_")) {
            return self.to_string();
        }
        let mut rest = self.clone();
        rest.remove("__name__");
        if rest.is_empty() { name.to_owned() } else { format!("{name}{rest}") }
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Labels {
    /// Of a name that comes twice, the last counts.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut labels = Self::new();
        for (name, value) in pairs {
            labels.set(name, value);
        }
        labels
    }
}

impl fmt::Display for Labels {
    /// As Prometheus prints label sets (model/labels, `Labels.String`): names outside of the legacy scheme in quotes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("{")?;
        for (at, (name, value)) in self.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            if crate::config::is_legacy_label_name(name) {
                write!(formatter, "{comma}{name}={}", go_quote(value))?;
            } else {
                write!(formatter, "{comma}{}={}", go_quote(name), go_quote(value))?;
            }
        }
        formatter.write_str("}")
    }
}
