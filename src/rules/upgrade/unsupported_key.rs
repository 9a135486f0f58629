//! Prometheus reads its configuration strictly: a key that came later is an unknown one.

use crate::config::{NewerThing, RENAMED_KEYS, newer_than};
use crate::finding::Safety;
use crate::rules::{Cx, Repair, Run};
use crate::yaml::NodeId;
use crate::yaml::edit::set_scalar;

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let target = cx.target_version;
    if !target.is_older() {
        return;
    }
    for newer in newer_than(cx.document, target.version()) {
        let Some(key) = cx.document.scalar(newer.node).filter(|_| newer.what == NewerThing::Key) else {
            continue;
        };
        let former =
            RENAMED_KEYS.iter().find(|renamed| renamed.new == key && !target.is_before(renamed.old_since));
        let help = match former {
            Some(renamed) => format!("write `{}`, its name before {}", renamed.old, renamed.new_since),
            None => format!("remove it, or run Prometheus {} or newer", newer.since),
        };
        let finding = cx
            .finding(cx.document.span(newer.node), format!("Prometheus {target} does not know `{key}`"))
            .with_label(format!("known since {}", newer.since))
            .with_note(format!("Prometheus {target} does not start with a key that it does not know"))
            .with_help(help);
        let repair = former.and_then(|renamed| rename(cx, newer.node, renamed.old));
        cx.report_with(finding, repair);
    }
}

fn rename(cx: &Cx<'_>, key: NodeId, name: &str) -> Option<Repair> {
    if cx.document.has_aliases() {
        return None;
    }
    let plan = set_scalar(cx.document, key, name)?;
    Some(Repair { title: format!("write `{name}`"), safety: Safety::Safe, plan })
}
