//! Puts new expectations into a file of tests, entry by entry, so that comments and layout stay.

use crate::finding::Edit;
use crate::yaml::edit::{
    Place, Plan, append_item, apply, are_apart, insert_entry, remove_entry, remove_item, set_value, verified,
};
use crate::yaml::{Document, NodeId, Resolved, Style, Tree, Value, parse, resolve_plain};

/// A new expectation for the test of this number in the list.
pub(super) struct Wanted {
    pub(super) test: usize,
    pub(super) name: String,
    pub(super) expect: Tree,
}

/// Rounds of edits: labels that come behind the same one take a round each.
const MAX_ROUNDS: usize = 1_000;

/// The text with these expectations, and the numbers of the tests that could not be given theirs.
pub(super) fn rewrite(text: &str, wanted: &[Wanted]) -> (String, Vec<usize>) {
    let mut text = text.to_owned();
    let mut left = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let (document, _) = parse(&text);
        let mut plans = Vec::new();
        let is_left = |wanted: &&Wanted| {
            let case = case(&document, wanted.test);
            !case.is_some_and(|case| entry(&document, case, "expect", &wanted.expect, &mut plans))
        };
        left = wanted.iter().filter(is_left).map(|wanted| wanted.test).collect();
        let edits = choose(&document, &plans);
        if edits.is_empty() {
            break;
        }
        text = apply(&text, &edits);
    }
    (text, left)
}

/// The test of this number.
fn case(document: &Document<'_>, number: usize) -> Option<NodeId> {
    let (_, tests) = document.entry(document.root()?, "tests")?;
    let Value::Sequence(tests) = document.value(tests) else { return None };
    tests.get(number).copied()
}

/// Edits of this round: of plans that hold, those that touch different places.
fn choose(document: &Document<'_>, plans: &[Plan]) -> Vec<Edit> {
    let all: Vec<&Plan> = plans.iter().collect();
    let verdicts = verified(document, &all);
    let mut proved: Vec<&Plan> =
        all.into_iter().zip(verdicts).filter_map(|(plan, holds)| holds.then_some(plan)).collect();
    proved.sort_by(|a, b| a.edits().cmp(b.edits()));
    let mut edits: Vec<Edit> = Vec::new();
    for plan in proved {
        let Some(first) = plan.edits().first() else { continue };
        if edits.last().is_none_or(|last| are_apart(last, first)) {
            edits.extend_from_slice(plan.edits());
        }
    }
    edits
}

/// Whether an entry says what it should; if not, plans that bring it nearer, if there are any.
fn entry(document: &Document<'_>, mapping: NodeId, key: &str, wanted: &Tree, plans: &mut Vec<Plan>) -> bool {
    let Some((key, value)) = document.entry(mapping, key) else {
        plans.extend(insert_entry(document, mapping, Place::Last, key, wanted));
        return false;
    };
    let before = plans.len();
    if says(document, value, wanted, plans) {
        return true;
    }
    if plans.len() == before {
        // It comes again as a whole.
        plans.extend(remove_entry(document, mapping, key));
    }
    false
}

/// Whether a value is what it should be; if not, plans that bring it nearer, if there are any.
fn says(document: &Document<'_>, node: NodeId, wanted: &Tree, plans: &mut Vec<Plan>) -> bool {
    let before = plans.len();
    let says = compare(document, node, wanted, plans);
    if !says && document.is_anchored(node) {
        // Others may have it through an alias.
        plans.truncate(before);
    }
    says
}

fn compare(document: &Document<'_>, node: NodeId, wanted: &Tree, plans: &mut Vec<Plan>) -> bool {
    match (document.value(node), wanted) {
        (Value::Scalar(style, text), Tree::Scalar(wanted) | Tree::Bare(wanted)) => {
            let is_null = style == Style::Plain && resolve_plain(text) == Resolved::Null;
            if text == wanted && !is_null {
                return true;
            }
        }
        (Value::Sequence(items), Tree::List(wanted)) => {
            return says_list(document, node, items, wanted, plans);
        }
        (Value::Mapping(_), Tree::Map(wanted)) => return says_map(document, node, wanted, plans),
        _ => return false,
    }
    plans.extend(set_value(document, node, wanted));
    false
}

fn says_list(
    document: &Document<'_>,
    list: NodeId,
    items: &[NodeId],
    wanted: &[Tree],
    plans: &mut Vec<Plan>,
) -> bool {
    let mut all = true;
    for (&item, wanted) in items.iter().zip(wanted) {
        all &= says(document, item, wanted, plans);
    }
    if let Some(new) = wanted.get(items.len()) {
        plans.extend(append_item(document, list, new));
    } else if let Some(&last) = items.last().filter(|_| items.len() > wanted.len() && !wanted.is_empty()) {
        plans.extend(remove_item(document, list, last));
    }
    all && items.len() == wanted.len()
}

fn says_map(
    document: &Document<'_>,
    mapping: NodeId,
    wanted: &[(String, Tree)],
    plans: &mut Vec<Plan>,
) -> bool {
    let Value::Mapping(pairs) = document.value(mapping) else { return false };
    let mut all = true;
    let mut is_missing = false;
    for (key, tree) in wanted {
        let is_new = document.entry(mapping, key).is_none();
        // New ones come one by one, so that they stand in order.
        if !(is_new && is_missing) {
            all &= entry(document, mapping, key, tree, plans);
        }
        is_missing |= is_new;
    }
    let is_wanted = |key: NodeId| wanted.iter().any(|(name, _)| document.scalar(key) == Some(name));
    let superfluous = pairs.iter().map(|(key, _)| key).filter(|&key| !is_wanted(key));
    let superfluous: Vec<NodeId> = superfluous.collect();
    // An emptied mapping would be none: what is to come comes first.
    if !is_missing && !wanted.is_empty() {
        plans.extend(superfluous.iter().filter_map(|&key| remove_entry(document, mapping, key)));
    }
    all && superfluous.is_empty()
}
