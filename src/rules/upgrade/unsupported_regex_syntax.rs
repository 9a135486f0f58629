//! What Go's regexp takes depends on the Go that a version of Prometheus is built with: `(?<name>…)` came with Go 1.22
//! (Prometheus 2.51), long and free spellings of Unicode classes with Go 1.25 (Prometheus 3.7).

use crate::config::Version;
use crate::finding::short;
use crate::goregex::{Ast, ClassItem, Kind, NodeId, UnicodeClass};
use crate::rules::step::{ast, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

const SHORT_NAMED_GROUPS: Version = Version::new(2, 51);
const FREE_CLASS_NAMES: Version = Version::new(3, 7);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let target = cx.target_version;
    if !target.is_before(FREE_CLASS_NAMES) {
        return;
    }
    for (_, _, step, _) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        if !step.regex.text().contains(['?', '\\']) {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let Some(newer) = newer_than(&ast, ast.root(), |since| target.is_before(since)) else { continue };
        let finding = cx
            .finding(span, format!("Prometheus {target} does not know {} in a regex", short(&newer.written)))
            .with_label(format!("known since {}", newer.since))
            .with_note(format!("Prometheus {target} does not start with a regex that it cannot read"))
            .with_help(format!("write {}", short(&newer.instead)))
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// A piece of syntax that came with some version.
struct Newer {
    written: String,
    instead: String,
    since: Version,
}

/// The first piece of syntax that came later than the version at hand. Trees are at most a thousand deep.
fn newer_than(ast: &Ast, node: NodeId, is_later: impl Fn(Version) -> bool + Copy) -> Option<Newer> {
    let written = &ast.pattern()[ast.span(node).range()];
    match ast.kind(node) {
        Kind::Capture { child, .. } => {
            let name = written.strip_prefix("(?<").and_then(|rest| rest.split_once('>'));
            let newer = name.filter(|_| is_later(SHORT_NAMED_GROUPS)).map(|(name, _)| Newer {
                written: format!("(?<{name}>"),
                instead: format!("(?P<{name}>"),
                since: SHORT_NAMED_GROUPS,
            });
            newer.or_else(|| newer_than(ast, child, is_later))
        }
        Kind::Repeat { child, .. } => newer_than(ast, child, is_later),
        Kind::Concat(children) | Kind::Alternate(children) => {
            ast.children(children).find_map(|child| newer_than(ast, child, is_later))
        }
        Kind::Class(class) => {
            let has_names = ast.class_items(class).iter().any(|item| matches!(item, ClassItem::Unicode(..)));
            let name = class_names(written).filter(|_| has_names).find(|name| !was_known(name))?;
            let instead = UnicodeClass::named(name).map_or_else(String::new, |class| class.name().to_owned());
            Some(Newer {
                written: format!("\\p{{{name}}}"),
                instead: format!("\\p{{{instead}}}"),
                since: FREE_CLASS_NAMES,
            })
        }
        _ => None,
    }
}

/// The names behind `\p` and `\P` in braces, `^` left out.
fn class_names(written: &str) -> impl Iterator<Item = &str> {
    let mut rest = written;
    std::iter::from_fn(move || {
        loop {
            let escaped = rest.split_once('\\')?.1;
            let behind = escaped.strip_prefix(['p', 'P']).and_then(|behind| behind.strip_prefix('{'));
            if let Some((name, behind)) = behind.and_then(|behind| behind.split_once('}')) {
                rest = behind;
                return Some(name.trim_start_matches('^'));
            }
            rest = escaped.get(escaped.chars().next().map_or(0, char::len_utf8)..)?;
        }
    })
}

/// Whether a name was known before free spellings were. It had to be spelt to the letter then.
fn was_known(name: &str) -> bool {
    let is_of_go_1_25 = ["ASCII", "Assigned", "Cn", "LC"].contains(&name);
    !is_of_go_1_25 && UnicodeClass::all().any(|class| class.name() == name)
}
