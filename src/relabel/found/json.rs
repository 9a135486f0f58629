//! Target groups in JSON, as Go's decoder reads them (encoding/json; discovery/targetgroup, `Group.UnmarshalJSON`).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::{ADDRESS, EMPTY_GROUP, FoundTarget, unknown_key};
use crate::relabel::Labels;

/// A group: of a key that stands twice, the last value counts.
#[derive(Default)]
pub(super) struct Group {
    targets: Vec<Option<String>>,
    labels: BTreeMap<String, Option<String>>,
}

/// Reads a list of groups, or `null` for none.
pub(super) fn read(text: &str) -> Result<Vec<Group>, serde_json::Error> {
    Ok(serde_json::from_str::<Option<Vec<Group>>>(text)?.unwrap_or_default())
}

impl Group {
    pub(super) fn targets(self, group: usize) -> impl Iterator<Item = FoundTarget> {
        let shared: Labels =
            self.labels.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect();
        self.targets.into_iter().enumerate().map(move |(index, address)| {
            let mut labels = shared.clone();
            labels.set(ADDRESS, address.unwrap_or_default());
            FoundTarget { group, index, labels, span: None }
        })
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GroupVisitor)
    }
}

struct GroupVisitor;

impl<'de> Visitor<'de> for GroupVisitor {
    type Value = Group;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a group of targets")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Group, E> {
        Err(E::custom(EMPTY_GROUP))
    }

    /// Keys count in whatever case they are written.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Group, A::Error> {
        let mut group = Group::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.to_lowercase().as_str() {
                "targets" => group.targets = map.next_value::<Option<_>>()?.unwrap_or_default(),
                "labels" => group.labels = map.next_value::<Option<_>>()?.unwrap_or_default(),
                _ => return Err(de::Error::custom(unknown_key(&key))),
            }
        }
        if group.labels.contains_key("") {
            return Err(de::Error::custom("\"\" is not a valid label name"));
        }
        Ok(group)
    }
}

#[cfg(test)]
mod tests {
    use super::super::file_targets;

    fn labels(text: &str) -> Vec<String> {
        let targets = file_targets(text, "a.json").unwrap();
        targets.iter().map(|target| target.labels.to_string()).collect()
    }

    #[test]
    fn json_is_read_as_go_reads_it() {
        let expected = [
            r#"{__address__="a:80", __meta_filepath="a.json", "z.b"="é"}"#,
            r#"{__meta_filepath="a.json", "z.b"="é"}"#,
        ];
        let text =
            r#"[{"labels": {"z.b": "\u00e9", "n": null}, "Targets": ["x"], "targets": ["a:80", null]}, {}]"#;
        assert_eq!(labels(text), expected);
        assert!(labels("null").is_empty());
        assert!(labels(r#"[{"targets": null, "labels": null}]"#).is_empty());
    }

    #[test]
    fn what_go_refuses_is_told_with_its_place() {
        for (text, problem, at) in [
            (
                r#"[{"targets": ["a"], "label": {}}]"#,
                r#"unknown key "label", expected `targets` or `labels`"#,
                26,
            ),
            ("[null]", "a target group without content", 4),
            (r#"[{"labels": {"": "x"}}]"#, r#""" is not a valid label name"#, 21),
            (r#"[{"targets": ["a"]}"#, "EOF while parsing a list", 18),
        ] {
            let error = file_targets(text, "a.json").unwrap_err();
            assert_eq!((error.problem.as_str(), error.span.start), (problem, at), "{text}");
        }
    }
}
