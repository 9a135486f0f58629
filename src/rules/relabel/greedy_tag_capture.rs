//! Tags are joined to one value with commas between them; `.*` runs over all of them.

use crate::config::Action;
use crate::finding::{Safety, short};
use crate::goregex::{Ast, Greed, Kind, NodeId};
use crate::rules::step::{ast, readable, sources};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let labels = sources(step);
        let [label] = labels[..] else { continue };
        let holds_tags = label.starts_with("__meta_") && label.ends_with("_tags");
        let Some(regex) = step.regex.spanned().filter(|regex| !regex.elsewhere) else { continue };
        if action != Action::Replace || !holds_tags {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let Some(dot) = greedy_group(&ast, ast.root()) else { continue };
        let (start, end) = (ast.span(dot).start as usize, ast.span(dot).end as usize);
        let intended = format!("{}[^,]{}", &ast.pattern()[..start], &ast.pattern()[end..]);
        let finding = cx
            .finding(regex.span, "this group takes in all tags up to the last one")
            .with_label(format!("{} holds all tags, with commas between them", short(label)))
            .with_note(
                "`.*` takes as much as it can, commas too: `,env:prod,team:web,` gives `prod,team:web`",
            )
            .with_help(format!("leave commas out of the group: {}", short(&intended)))
            .with_job(chain.job.map(|job| job.name()));
        let plan = if regex.borrowed { None } else { edit::set_scalar(cx.document, regex.node, &intended) };
        let repair = plan.map(|plan| Repair {
            title: format!("write {}", short(&intended)),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    }
}

/// The dot in a group of nothing but `.*` or `.+`, right before a comma.
fn greedy_group(ast: &Ast, node: NodeId) -> Option<NodeId> {
    match ast.kind(node) {
        Kind::Capture { child, .. } => greedy_group(ast, child),
        Kind::Alternate(children) => ast.children(children).find_map(|child| greedy_group(ast, child)),
        Kind::Concat(children) => {
            let parts: Vec<NodeId> = ast.children(children).collect();
            parts.windows(2).find_map(|pair| {
                let Kind::Capture { child, .. } = ast.kind(pair[0]) else { return None };
                let Kind::Repeat { child: dot, max: None, greed: Greed::Greedy, .. } = ast.kind(child) else {
                    return None;
                };
                let Kind::Literal(behind) = ast.kind(pair[1]) else { return None };
                let is_any = matches!(ast.kind(dot), Kind::AnyChar);
                (is_any && ast.literal(behind).starts_with(',')).then_some(dot)
            })
        }
        _ => None,
    }
}
