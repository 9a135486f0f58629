//! A dot that stands for any character where a dot is written: between digits or letters of a number, host or address.

use crate::config::Action;
use crate::finding::{Safety, short};
use crate::goregex::{Ast, ClassItem, Kind, NodeId, PerlClass, Sign};
use crate::rules::step::{ast, readable, sources};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::source::Span;
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        let reads_values = matches!(action, Action::Replace | Action::Keep | Action::Drop);
        // Names of metrics hold no dots, so a dot in a regex for them is meant for any character.
        if !reads_values || sources(step).iter().all(|label| *label == "__name__") {
            continue;
        }
        let Some(regex) = step.regex.spanned().filter(|regex| !regex.elsewhere) else { continue };
        let Some(ast) = ast(step) else { continue };
        let mut dots = Vec::new();
        find(&ast, ast.root(), &mut dots);
        let Some(first) = dots.first() else { continue };
        let pattern = ast.pattern();
        let escaped = escape(pattern, &dots);
        let before = pattern[..first.start as usize].chars().next_back().unwrap_or_default();
        let finding = cx
            .finding(
                regex.span,
                format!("the dot behind {} stands for any character", short(&around(pattern, *first))),
            )
            .with_label(format!("matches `{before}.`, and `{before}x` as well"))
            .with_note("in a regex a dot is any character; the step may match more than was meant")
            .with_help(format!("write `\\.` for a dot: {}", short(&escaped)))
            .with_job(chain.job.map(|job| job.name()));
        let plan = if regex.borrowed { None } else { edit::set_scalar(cx.document, regex.node, &escaped) };
        let repair = plan.map(|plan| Repair {
            title: format!("write {}", short(&escaped)),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    }
}

/// Single dots between letters or digits.
fn find(ast: &Ast, node: NodeId, dots: &mut Vec<Span>) {
    match ast.kind(node) {
        Kind::Capture { child, .. } | Kind::Repeat { child, .. } => find(ast, child, dots),
        Kind::Alternate(children) => ast.children(children).for_each(|child| find(ast, child, dots)),
        Kind::Concat(children) => {
            let parts: Vec<NodeId> = ast.children(children).collect();
            for three in parts.windows(3) {
                let is_dot = matches!(ast.kind(three[1]), Kind::AnyChar | Kind::AnyCharButNewline);
                let last = |text: &str| text.chars().next_back();
                let first = |text: &str| text.chars().next();
                if is_dot && touches(ast, three[0], last) && touches(ast, three[2], first) {
                    dots.push(ast.span(three[1]));
                }
            }
            parts.into_iter().for_each(|part| find(ast, part, dots));
        }
        _ => {}
    }
}

/// Whether a node has a letter or digit on one side: a text, or `\d` however often.
fn touches(ast: &Ast, node: NodeId, side: fn(&str) -> Option<char>) -> bool {
    match ast.kind(node) {
        Kind::Literal(literal) => side(ast.literal(literal)).is_some_and(char::is_alphanumeric),
        Kind::Class(class) => {
            matches!(ast.class_items(class), [ClassItem::Perl(PerlClass::Digit, Sign::Positive)])
        }
        Kind::Repeat { child, .. } => matches!(ast.kind(child), Kind::Class(_)) && touches(ast, child, side),
        _ => false,
    }
}

fn escape(pattern: &str, dots: &[Span]) -> String {
    let mut starts: Vec<usize> = dots.iter().map(|dot| dot.start as usize).collect();
    starts.sort_unstable();
    let mut out = String::new();
    let mut copied = 0;
    for start in starts {
        out.push_str(&pattern[copied..start]);
        out.push('\\');
        copied = start;
    }
    out + &pattern[copied..]
}

/// What stands before the dot, as far as it is one word.
fn around(pattern: &str, dot: Span) -> String {
    let before = &pattern[..dot.start as usize];
    let start = before.rfind(|c: char| !c.is_alphanumeric() && !"\\-{},.".contains(c));
    let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[start..].to_owned()
}
