//! Two steps on the same value that leave nothing between them.

use crate::finding::short;
use crate::rules::filters::{Compare, Filter, each_filter};
use crate::rules::proof::{are_disjoint, is_subset};
use crate::rules::step::{nth, pattern};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    each_filter(chain, |filter, before| {
        let Some(earlier) = before.iter().find(|earlier| contradict(earlier, filter)) else {
            return Compare::Further;
        };
        let words = match (earlier.keeps, filter.keeps) {
            (true, true) => format!("no value passes both this `keep` and that of {}", nth(earlier.position)),
            (true, false) => format!("this drops all that {} keeps", nth(earlier.position)),
            _ => format!("all that this keeps is dropped by {}", nth(earlier.position)),
        };
        let does = |filter: &Filter<'_>, keeps, drops| {
            format!("{} {}", if filter.keeps { keeps } else { drops }, short(pattern(filter.step)))
        };
        let finding = cx
            .finding(filter.span, words)
            .with_label(does(filter, "keeps", "drops"))
            .with_related(earlier.span, does(earlier, "keeps only", "has dropped"))
            .with_note("nothing is left behind this step; proved for all values")
            .with_help("put the alternatives of one label into one step: `regex: a|b`")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
        Compare::NoLonger
    });
}

/// Whether nothing passes both.
fn contradict(earlier: &Filter<'_>, later: &Filter<'_>) -> bool {
    let (a, b) = (pattern(earlier.step), pattern(later.step));
    match (earlier.keeps, later.keeps) {
        (true, true) => are_disjoint(a, b),
        (true, false) => is_subset(a, b),
        (false, true) => is_subset(b, a),
        (false, false) => false,
    }
}
