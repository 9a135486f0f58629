//! `*` repeats what stands before it; it does not stand for anything by itself, as it does in file names.

use crate::config::RelabelConfig;
use crate::finding::{Safety, short};
use crate::goregex::{Ast, Kind, NodeId};
use crate::rules::step::{ast, readable};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, _) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        let Some(ast) = ast(step) else { continue };
        let mut stars = Vec::new();
        find(&ast, ast.root(), &mut stars);
        let Some(&first) = stars.first() else { continue };
        let before = &ast.pattern()[..first];
        let word = before.rfind(|c: char| !c.is_alphanumeric() && !"_-/:".contains(c)).map_or(0, |at| at + 1);
        let word = &before[word..];
        let repeated = word.chars().next_back().map_or_else(String::new, String::from);
        let intended = with_dots(ast.pattern(), &stars);
        let finding = cx
            .finding(
                span,
                format!("`*` in {} repeats only the {}", short(&format!("{word}*")), short(&repeated)),
            )
            .with_label(format!("any number of {}, and nothing behind them", short(&repeated)))
            .with_note("a regex has to match the whole value; `.*` stands for any text")
            .with_help(format!("write {}", short(&format!("{word}.*"))))
            .with_job(chain.job.map(|job| job.name()));
        let repair = repair(cx, step, &intended);
        cx.report_with(finding, repair);
    }
}

fn repair(cx: &Cx<'_>, step: &RelabelConfig, intended: &str) -> Option<Repair> {
    let regex = step.regex.spanned().filter(|regex| !regex.borrowed)?;
    let plan = edit::set_scalar(cx.document, regex.node, intended)?;
    Some(Repair { title: format!("write {}", short(intended)), safety: Safety::Unsafe, plan })
}

/// Where a `*` ends an alternative and repeats the last letter of a word: `node_*`, `prod*`.
fn find(ast: &Ast, node: NodeId, stars: &mut Vec<usize>) {
    match ast.kind(node) {
        Kind::Capture { child, .. } => find(ast, child, stars),
        Kind::Alternate(children) => ast.children(children).for_each(|child| find(ast, child, stars)),
        Kind::Concat(children) => {
            let parts: Vec<NodeId> = ast
                .children(children)
                .filter(|&part| !matches!(ast.kind(part), Kind::Assertion(_)))
                .collect();
            match parts[..] {
                [only] => find(ast, only, stars),
                [.., before, last] if is_word(ast, before) => stars.extend(repeated_letter(ast, last)),
                _ => {}
            }
        }
        _ => {}
    }
}

/// Whether a node is a text that ends in a letter.
fn is_word(ast: &Ast, node: NodeId) -> bool {
    let Kind::Literal(literal) = ast.kind(node) else { return false };
    ast.literal(literal).chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Where the star stands behind a single letter, underscore, dash, slash or colon.
fn repeated_letter(ast: &Ast, node: NodeId) -> Option<usize> {
    let Kind::Repeat { child, min: 0, max: None, .. } = ast.kind(node) else { return None };
    let Kind::Literal(literal) = ast.kind(child) else { return None };
    let text = ast.literal(literal);
    let is_letter =
        text.chars().count() == 1 && text.chars().all(|c| c.is_alphabetic() || "_-/:".contains(c));
    let star = ast.span(child).end as usize;
    (is_letter && ast.pattern().get(star..star + 1) == Some("*")).then_some(star)
}

fn with_dots(pattern: &str, stars: &[usize]) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for &star in stars {
        out.push_str(&pattern[copied..star]);
        out.push('.');
        copied = star;
    }
    out + &pattern[copied..]
}
