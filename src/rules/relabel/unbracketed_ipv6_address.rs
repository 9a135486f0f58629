//! In `host:port` an IPv6 address stands in brackets (Go's `net.SplitHostPort`).

use crate::config::Action;
use crate::finding::{Safety, short};
use crate::rules::step::{is_bracketed, readable, replacement, sources};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target || is_bracketed(chain) {
        return;
    }
    for (_, at, step, action) in readable(chain.steps) {
        let labels = sources(step);
        let is_ipv6 = |label: &str| label.starts_with("__meta_") && label.ends_with("_ipv6");
        let [label] = labels[..] else { continue };
        let written = replacement(step);
        let Some(group) = ["$1", "${1}"].into_iter().find(|group| written.starts_with(group)) else {
            continue;
        };
        if action != Action::Replace || step.target_label.text() != "__address__" || !is_ipv6(label) {
            continue;
        }
        let rest = &written[group.len()..];
        if !(rest.is_empty() || rest.starts_with(':')) {
            continue;
        }
        let intended = format!("[{group}]{rest}");
        let finding = cx
            .finding(
                step.replacement.span().unwrap_or(at.span),
                "an IPv6 address is written to `__address__` without brackets",
            )
            .with_label(format!("makes `2001:db8::1{rest}` of {}", short(label)))
            .with_note("the last colon cannot be told from that of a port: every scrape fails")
            .with_help(format!("put it in brackets: {}", short(&intended)))
            .with_job(chain.job.map(|job| job.name()));
        let spanned = step.replacement.spanned().filter(|replacement| !replacement.borrowed);
        let plan = spanned.and_then(|replacement| edit::set_scalar(cx.document, replacement.node, &intended));
        let repair = plan.map(|plan| Repair {
            title: format!("write {}", short(&intended)),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    }
}
