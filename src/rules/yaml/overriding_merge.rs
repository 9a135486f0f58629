//! go-yaml v2 puts a merge in where it stands (decode.go, `mappingStruct`), so it overrides the keys before it. By YAML's
//! own rules keys of the mapping always win over merged ones.

use crate::config::keys;
use crate::finding::{Safety, short};
use crate::rules::{Cx, Repair, Run};
use crate::yaml::{Document, NodeId, Value, edit};

pub(in crate::rules) const RUN: Run = Run::Document(check);

/// Merges of one section that are looked at.
const MOST_MERGES: usize = 8;

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if !document.nodes().any(|node| document.is_merge_key(node)) {
        return;
    }
    keys(document, |key| {
        let Some((merge, value)) = merged_behind(document, key.mapping, key.node, key.name) else { return };
        if same_text(document, key.value, value) {
            return;
        }
        let written = match document.resolved(value).and_then(|value| document.scalar(value)) {
            Some(_) if crate::config::is_secret_key(key.name) => "another value".to_owned(),
            Some(text) => short(text),
            None => "another value".to_owned(),
        };
        let finding = cx
            .finding(document.span(key.node), format!("`{}` is overridden by the `<<` behind it", key.name))
            .with_label(format!("{written} is in force instead"))
            .with_related(document.span(merge), "merged here, behind the key")
            .with_note("Prometheus's YAML reader merges where the `<<` stands: what comes later wins")
            .with_help("put the `<<` first in this section; or remove the key, if the merged value is meant");
        // Unsafe: the merged value may be the one that is meant by now.
        let repair = edit::move_first(document, key.mapping, merge).map(|plan| Repair {
            title: "put the `<<` first".to_owned(),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    });
}

/// The last merge behind a key that brings the same key, and the value that it brings.
fn merged_behind(
    document: &Document<'_>,
    mapping: NodeId,
    key: NodeId,
    name: &str,
) -> Option<(NodeId, NodeId)> {
    let Value::Mapping(pairs) = document.value(mapping) else { return None };
    let behind = pairs.iter().rev().take_while(|&(other, _)| other != key);
    let mut merges = behind.filter(|&(other, _)| document.is_merge_key(other)).take(MOST_MERGES);
    merges.find_map(|(merge, from)| Some((merge, document.entry_in_force(from, name)?.1)))
}

fn same_text(document: &Document<'_>, one: NodeId, other: NodeId) -> bool {
    let text = |node| document.resolved(node).map(|node| &document.text()[document.span(node).range()]);
    text(one) == text(other)
}
