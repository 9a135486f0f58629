//! Comments that hold findings back: `# scrapelint: ignore[rule] reason`.

mod date;
mod directive;
mod scope;
mod write;

use std::collections::{HashMap, HashSet};
use std::iter::Peekable;
use std::vec::IntoIter;

use self::directive::{Directive, Form, MARK, Malformed};
use self::scope::{Scope, scopes};
use super::select::{FileSelection, is_certain, nearest_name};
use crate::finding::{Finding, Safety, Severity, short};
use crate::rules::{Found, RULES, Repair, Rule, find};
use crate::source::Span;
use crate::yaml::Document;
use crate::yaml::edit::{Plan, remove_comment, set_comment};

pub use date::{Date, NoDate};
pub(crate) use write::ignore_edits;
pub use write::{Ignored, add_ignores};

/// The category of what is said of such comments. They do not hold each other back.
const CATEGORY: &str = "suppression";

/// What is known when comments are judged.
pub(super) struct Circumstances<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) selection: &'a FileSelection<'a>,
    /// Today's date, if it is known.
    pub(super) today: Option<Date>,
    /// Whether all rules could look at all of the file: only then a comment without a finding is of no use.
    pub(super) is_whole: bool,
}

/// Things said of comments up to which the nearest rule is looked for: a file with more has another trouble.
const MAX_HINTS: usize = 1_000;

/// Whether a rule's findings can be held back by comments.
pub(crate) fn is_suppressible(rule: &Rule) -> bool {
    !is_certain(rule) && rule.category != CATEGORY
}

/// Takes away the findings that comments hold back. Gives how many these are, and what is to be said of the comments.
pub(super) fn suppress(
    circumstances: &Circumstances<'_>,
    findings: &mut Vec<Finding>,
) -> (usize, Vec<Found>) {
    let text = circumstances.document.text();
    if memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return (0, Vec::new());
    }
    let mut directives = Vec::new();
    let mut said = Vec::new();
    for &comment in circumstances.document.comments() {
        for read in directive::read(text, comment) {
            match read {
                Ok(directive) => directives.push(directive),
                Err(problem) => said.push(malformed(problem)),
            }
        }
    }
    let (scopes, idle) = scopes(circumstances.document, &directives);
    said.extend(idle.into_iter().map(malformed));
    for directive in &directives {
        for named in &directive.rules {
            said.extend(unknown(named, said.len() < MAX_HINTS));
        }
        said.extend(expired(directive, circumstances.today));
    }
    let mut counts = vec![0; scopes.len()];
    let is_over = |scope: &Scope| is_over(&directives[scope.directive], circumstances.today);
    let held_back = hold_back(findings, &scopes, &directives, &is_over, &mut counts);
    if circumstances.is_whole {
        let idle = scopes.iter().zip(&counts).filter(|(scope, count)| **count == 0 && !is_over(scope));
        said.extend(unused(circumstances, &directives, idle.map(|(scope, _)| scope)));
    }
    (held_back, said)
}

fn is_over(directive: &Directive<'_>, today: Option<Date>) -> bool {
    matches!((directive.until, today), (Some((until, _)), Some(today)) if until < today)
}

/// Takes findings away in one walk through the text. Each counts for the scope that begins last.
fn hold_back(
    findings: &mut Vec<Finding>,
    scopes: &[Scope],
    directives: &[Directive<'_>],
    is_over: &impl Fn(&Scope) -> bool,
    counts: &mut [usize],
) -> usize {
    /// The scopes of one rule: those that begin further down, and those around the place at hand.
    struct OfRule {
        waiting: Peekable<IntoIter<usize>>,
        open: Vec<usize>,
    }
    let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, scope) in scopes.iter().enumerate().filter(|(_, scope)| !is_over(scope)) {
        by_rule.entry(directives[scope.directive].rules[scope.name].name).or_default().push(at);
    }
    let mut by_rule: HashMap<&str, OfRule> = by_rule
        .into_iter()
        .map(|(rule, scopes)| (rule, OfRule { waiting: scopes.into_iter().peekable(), open: Vec::new() }))
        .collect();
    let before = findings.len();
    findings.sort_by_key(|finding| finding.primary.span.start);
    findings.retain(|finding| {
        if find(finding.rule).is_some_and(|rule| !is_suppressible(rule)) {
            return true;
        }
        let Some(of_rule) = by_rule.get_mut(finding.rule) else { return true };
        let at = finding.primary.span.start as usize;
        while let Some(next) = of_rule.waiting.next_if(|&next| scopes[next].start <= at) {
            of_rule.open.push(next);
        }
        // One that has ended stays so: findings come in the order of the text. A value that is not there stands at the end.
        while of_rule.open.pop_if(|open| scopes[*open].end < at).is_some() {}
        let Some(&open) = of_rule.open.last() else { return true };
        counts[open] += 1;
        false
    });
    before - findings.len()
}

fn finding(rule: &'static str, span: Span, message: impl Into<String>) -> Finding {
    let severity = find(rule).map_or(Severity::Warning, |rule| rule.severity);
    Finding::new(rule, severity, span, message)
}

fn said(finding: Finding) -> Found {
    Found { finding, repairs: Vec::new() }
}

fn malformed(problem: Malformed) -> Found {
    said(finding("malformed-suppression", problem.span, problem.message).with_help(problem.help))
}

fn unknown(named: &directive::Named<'_>, with_hint: bool) -> Option<Found> {
    const RULE: &str = "unknown-suppressed-rule";
    match find(named.name) {
        Some(rule) if is_suppressible(rule) => None,
        Some(rule) if is_certain(rule) => Some(said(
            finding(RULE, named.span, format!("{} cannot be held back", short(named.name)))
                .with_note("Prometheus itself refuses such a configuration, whatever a comment says")
                .with_help("remove it here, and repair the configuration"),
        )),
        Some(_) => Some(said(
            finding(RULE, named.span, format!("{} cannot be held back by a comment", short(named.name)))
                .with_help("it is about such comments; switch it off in `scrapelint.yaml`"),
        )),
        None => {
            let names = RULES.iter().filter(|rule| with_hint && is_suppressible(rule)).map(|rule| rule.name);
            let is_category = RULES.iter().any(|rule| rule.category == named.name);
            let help = match nearest_name(named.name, names) {
                _ if is_category => "it is a category: name the rules themselves".to_owned(),
                Some(near) => format!("did you mean `{near}`?"),
                None => "`scrapelint rules` lists them".to_owned(),
            };
            Some(said(
                finding(RULE, named.span, format!("there is no rule {}", short(named.name))).with_help(help),
            ))
        }
    }
}

fn expired(directive: &Directive<'_>, today: Option<Date>) -> Option<Found> {
    let (until, span) = directive.until.filter(|_| is_over(directive, today))?;
    Some(said(
        finding("expired-suppression", span, format!("this comment has counted until {until}"))
            .with_note("what it held back is reported again")
            .with_help("repair what it is about and remove it, or give it a later day"),
    ))
}

/// What is said of scopes without a finding: one finding for each comment.
fn unused<'s>(
    circumstances: &Circumstances<'_>,
    directives: &[Directive<'_>],
    idle: impl Iterator<Item = &'s Scope>,
) -> Vec<Found> {
    let mut by_comment: Vec<&Scope> = idle
        .filter(|scope| {
            let name = directives[scope.directive].rules[scope.name].name;
            find(name)
                .is_some_and(|rule| is_suppressible(rule) && circumstances.selection.finds_everywhere(rule))
        })
        .collect();
    by_comment.sort_by_key(|scope| (scope.directive, scope.name));
    let of_comments = by_comment.chunk_by(|a, b| a.directive == b.directive);
    of_comments
        .map(|scopes| {
            let directive = &directives[scopes[0].directive];
            let names: Vec<usize> = scopes.iter().map(|scope| scope.name).collect();
            let rules = listed(names.iter().map(|&name| directive.rules[name].name));
            let message = match names[..] {
                [_] => format!("nothing of {rules} is held back here"),
                _ => format!("nothing of {} rules is held back here", names.len()),
            };
            let finding = finding("unused-suppression", directive.span, message)
                .with_label(format!("no finding of {rules}"))
                .with_help("remove it");
            let repair = without(circumstances.document, directives, scopes).map(|plan| Repair {
                title: format!("take {rules} out of the comment"),
                safety: Safety::Safe,
                plan,
            });
            Found { finding, repairs: repair.into_iter().collect() }
        })
        .collect()
}

/// Names in backticks, the first few of many.
fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const LISTED: usize = 5;
    let more = names.len().saturating_sub(LISTED);
    let shown: Vec<String> = names.take(LISTED).map(|name| format!("`{name}`")).collect();
    let shown = shown.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Takes names out of a comment, and out of the `enable` that belongs to it.
fn without(document: &Document<'_>, directives: &[Directive<'_>], scopes: &[&Scope]) -> Option<Plan> {
    let directive = &directives[scopes[0].directive];
    let names: Vec<usize> = scopes.iter().map(|scope| scope.name).collect();
    let own = rewritten(document, directive, &names);
    let mut plan = own;
    let mut enables: Vec<usize> = scopes.iter().filter_map(|scope| scope.enable).collect();
    enables.sort_unstable();
    enables.dedup();
    for enable in enables {
        let it = &directives[enable];
        let ended = scopes.iter().filter(|scope| scope.enable == Some(enable));
        let ended: HashSet<&str> = ended.map(|scope| directive.rules[scope.name].name).collect();
        let names: Vec<usize> = (0..it.rules.len()).filter(|&at| ended.contains(it.rules[at].name)).collect();
        plan = plan.and(rewritten(document, it, &names))?;
    }
    Some(plan)
}

/// A comment without some of its names (their numbers, ascending), or without what it asks for if none is left.
fn rewritten(document: &Document<'_>, directive: &Directive<'_>, without: &[usize]) -> Plan {
    let text = document.text();
    let (comment, list) = (directive.comment, directive.list);
    let kept: Vec<&str> = directive
        .rules
        .iter()
        .enumerate()
        .filter(|(at, _)| without.binary_search(at).is_err())
        .map(|(_, named)| named.name)
        .collect();
    if !kept.is_empty() {
        let (before, after) = (
            &text[comment.start as usize..list.start as usize],
            &text[list.end as usize..comment.end as usize],
        );
        return set_comment(comment, &format!("{before}{}{after}", kept.join(", ")));
    }
    let before = text[comment.start as usize..directive.span.start as usize].trim_end();
    let after = text[directive.span.end as usize..comment.end as usize].trim_start();
    let left = format!("{before} {after}");
    match left.trim() {
        "" => remove_comment(document, comment),
        left => set_comment(comment, left),
    }
}

/// The comment on a line that holds findings back in it, if there is one that counts.
fn ignore_in_line<'d>(text: &'d str, comment: Span, today: Option<Date>) -> Option<Directive<'d>> {
    let counts = |directive: &Directive<'_>| directive.form == Form::Ignore && !is_over(directive, today);
    directive::read(text, comment).filter_map(Result::ok).find(counts)
}
