//! What can be proved of regexes, remembered: the same few patterns stand in many jobs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::alternatives::alternatives;
use crate::goregex::{Answer, Ast, ClassItem, Kind, Language, Matcher, NodeId, Search, Sign, parse_shared};

/// How much is remembered; when there is more, all is let go.
const MOST: usize = 1024;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Question {
    Everything,
    Nothing,
    Disjoint,
    Subset,
    Matches,
}

/// A question about a pattern and another one, or a text.
type Key = (Question, Box<str>, Box<str>);

#[derive(Default)]
struct Known {
    matchers: HashMap<Box<str>, Option<Rc<Matcher>>>,
    languages: HashMap<Box<str>, Option<Rc<Language>>>,
    answers: HashMap<Key, Answer>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Whether a pattern matches every text, the empty one too.
pub(super) fn matches_everything(pattern: &str) -> bool {
    matches!(pattern, ".*" | "(.*)")
        || looks(pattern).is_none_or(|looks| looks.may_be_empty)
            && answer(Question::Everything, pattern, "") == Answer::Yes
}

/// Whether no text matches a pattern.
pub(super) fn matches_nothing(pattern: &str) -> bool {
    looks(pattern).is_none_or(|looks| looks.may_match_nothing)
        && answer(Question::Nothing, pattern, "") == Answer::Yes
}

/// Whether no text matches both patterns.
pub(super) fn are_disjoint(one: &str, other: &str) -> bool {
    begin_differently(one, other) || answer(Question::Disjoint, one, other) == Answer::Yes
}

/// Whether a pattern holds a `.*` or `.+` that is surely part of some match: it takes in whatever text there is.
pub(super) fn takes_any_text(pattern: &str) -> bool {
    looks(pattern).is_some_and(|looks| looks.takes_any_text && !looks.may_match_nothing)
}

/// How often a text surely stands in some match of a pattern, as it is written out there; 0 where that is not certain.
pub(super) fn writes(pattern: &str, text: &str) -> usize {
    fn count(ast: &Ast, node: NodeId, text: &str) -> usize {
        match ast.kind(node) {
            Kind::Literal(literal) => ast.literal(literal).matches(text).count(),
            Kind::Capture { child, .. } => count(ast, child, text),
            Kind::Repeat { child, min, .. } if min > 0 => count(ast, child, text),
            Kind::Concat(children) => ast.children(children).map(|child| count(ast, child, text)).sum(),
            // Some match takes this alternative.
            Kind::Alternate(children) => {
                ast.children(children).map(|child| count(ast, child, text)).max().unwrap_or(0)
            }
            _ => 0,
        }
    }
    let may_match_nothing = looks(pattern).is_none_or(|looks| looks.may_match_nothing);
    let ast = parse_shared(pattern).ok().filter(|_| !may_match_nothing);
    ast.map_or(0, |ast| count(&ast, ast.root(), text))
}

/// Whether every text that matches one pattern matches the other. Nothing is a part of anything.
pub(super) fn is_subset(one: &str, other: &str) -> bool {
    one == other || !begin_differently(one, other) && answer(Question::Subset, one, other) == Answer::Yes
}

/// Whether two patterns share no text because each alternative of one begins otherwise than each of the other.
fn begin_differently(one: &str, other: &str) -> bool {
    const MOST: usize = 16;
    let heads = |pattern: &str| -> Option<Vec<String>> {
        let ast = parse_shared(pattern).ok().filter(|ast| ast.escapes_anchors_at().is_none())?;
        let heads: Vec<String> = alternatives(&ast).into_iter().map(|alternative| alternative.head).collect();
        (heads.len() <= MOST).then_some(heads)
    };
    let (Some(one), Some(other)) = (heads(one), heads(other)) else { return false };
    one.iter().all(|a| other.iter().all(|b| !a.starts_with(b.as_str()) && !b.starts_with(a.as_str())))
}

/// A text that matches both patterns, if one was found.
pub(super) fn common_text(one: &str, other: &str) -> Option<String> {
    match answer(Question::Disjoint, one, other) {
        Answer::No(text) => Some(text),
        Answer::Yes | Answer::Unknown => None,
    }
}

/// A text that matches one pattern and not the other, if one was found.
pub(super) fn text_beside(one: &str, other: &str) -> Option<String> {
    match answer(Question::Subset, one, other) {
        Answer::No(text) => Some(text),
        Answer::Yes | Answer::Unknown => None,
    }
}

/// A text that all of some patterns match and none of others, if one was found. Not remembered.
pub(super) fn text_in(inside: &[&str], outside: &[&str]) -> Option<String> {
    let languages =
        |patterns: &[&str]| patterns.iter().map(|pattern| language(pattern)).collect::<Option<Vec<_>>>();
    let (inside, outside) = (languages(inside)?, languages(outside)?);
    let inside: Vec<&Language> = inside.iter().map(|it| &**it).collect();
    let outside: Vec<&Language> = outside.iter().map(|it| &**it).collect();
    match Language::search(&inside, &outside) {
        Search::Found(text) => Some(text),
        Search::Nothing | Search::Unknown => None,
    }
}

/// Whether a pattern matches a text; `None` if it is too large to tell.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    match answer(Question::Matches, pattern, text) {
        Answer::Yes => Some(true),
        Answer::No(_) => Some(false),
        Answer::Unknown => None,
    }
}

fn answer(question: Question, one: &str, other: &str) -> Answer {
    let key = (question, Box::from(one), Box::from(other));
    if let Some(known) = KNOWN.with_borrow(|known| known.answers.get(&key).cloned()) {
        return known;
    }
    let answer = find(question, one, other).unwrap_or(Answer::Unknown);
    KNOWN.with_borrow_mut(|known| {
        if known.answers.len() >= MOST {
            known.answers.clear();
        }
        known.answers.insert(key, answer.clone());
    });
    answer
}

fn find(question: Question, one: &str, other: &str) -> Option<Answer> {
    Some(match question {
        Question::Everything => language(one)?.matches_everything(),
        Question::Nothing => language(one)?.is_empty(),
        Question::Disjoint => language(one)?.is_disjoint_from(&*language(other)?),
        Question::Subset => language(one)?.is_subset_of(&*language(other)?),
        Question::Matches => {
            let matcher = matcher(one)?;
            if matcher.is_match(other) { Answer::Yes } else { Answer::No(other.to_owned()) }
        }
    })
}

/// Whether a pattern matches one of these texts; `None` if it is too large to tell. The answer is not remembered, as the
/// texts are hardly ever the same.
pub(super) fn any_matches(pattern: &str, texts: &[String]) -> Option<bool> {
    let matcher = matcher(pattern)?;
    Some(texts.iter().any(|text| matcher.is_match(text)))
}

fn matcher(pattern: &str) -> Option<Rc<Matcher>> {
    if let Some(known) = KNOWN.with_borrow(|known| known.matchers.get(pattern).cloned()) {
        return known;
    }
    let matcher = parse_shared(pattern).ok().and_then(|ast| Matcher::new(ast).ok()).map(Rc::new);
    KNOWN.with_borrow_mut(|known| {
        if known.matchers.len() >= MOST {
            known.matchers.clear();
        }
        known.matchers.insert(pattern.into(), matcher.clone());
    });
    matcher
}

fn language(pattern: &str) -> Option<Rc<Language>> {
    if let Some(known) = KNOWN.with_borrow(|known| known.languages.get(pattern).cloned()) {
        return known;
    }
    let language = parse_shared(pattern).ok().and_then(|ast| Language::of(&ast)).map(Rc::new);
    KNOWN.with_borrow_mut(|known| {
        if known.languages.len() >= MOST {
            known.languages.clear();
        }
        known.languages.insert(pattern.into(), language.clone());
    });
    language
}

/// What a look at a pattern's tree tells: it spares the questions that nearly all patterns answer at once.
#[derive(Clone, Copy)]
struct Looks {
    may_be_empty: bool,
    may_match_nothing: bool,
    takes_any_text: bool,
}

fn looks(pattern: &str) -> Option<Looks> {
    let ast = parse_shared(pattern).ok()?;
    let escapes = ast.escapes_anchors_at().is_some();
    let looks = look(&ast, ast.root());
    Some(Looks { may_be_empty: looks.may_be_empty || escapes, ..looks })
}

fn look(ast: &Ast, node: NodeId) -> Looks {
    let plain = Looks { may_be_empty: false, may_match_nothing: false, takes_any_text: false };
    match ast.kind(node) {
        Kind::Empty => Looks { may_be_empty: true, ..plain },
        Kind::Literal(_) | Kind::AnyChar | Kind::AnyCharButNewline => plain,
        // A set that holds no character is written with an effort.
        Kind::Surrogate => Looks { may_match_nothing: true, ..plain },
        Kind::Class(class) => {
            let is_plain = class.sign == Sign::Positive
                && ast.class_items(class).iter().any(|item| matches!(item, ClassItem::Range(0..=0xD7FF, _)));
            Looks { may_match_nothing: !is_plain && !is_perl(ast.class_items(class)), ..plain }
        }
        // The anchors around the pattern are always met; others may be in the way.
        Kind::Assertion(_) => {
            Looks { may_be_empty: true, may_match_nothing: !ast.span(node).is_empty(), ..plain }
        }
        Kind::Repeat { child, min, max, .. } => {
            let inner = look(ast, child);
            Looks {
                may_be_empty: min == 0 || inner.may_be_empty,
                may_match_nothing: inner.may_match_nothing && min > 0,
                takes_any_text: inner.takes_any_text && min > 0
                    || max.is_none() && matches!(ast.kind(child), Kind::AnyChar),
            }
        }
        Kind::Capture { child, .. } => look(ast, child),
        Kind::Concat(children) => ast.children(children).map(|child| look(ast, child)).fold(
            Looks { may_be_empty: true, ..plain },
            |all, part| Looks {
                may_be_empty: all.may_be_empty && part.may_be_empty,
                may_match_nothing: all.may_match_nothing || part.may_match_nothing,
                takes_any_text: all.takes_any_text || part.takes_any_text,
            },
        ),
        // One alternative that matches is enough, but which one does is not known without asking.
        Kind::Alternate(children) => {
            ast.children(children).map(|child| look(ast, child)).fold(plain, |all, part| Looks {
                may_be_empty: all.may_be_empty || part.may_be_empty,
                may_match_nothing: all.may_match_nothing || part.may_match_nothing,
                takes_any_text: all.takes_any_text || part.takes_any_text,
            })
        }
    }
}

/// Whether a set is `\\d`, `\\S` or the like, or leaves out a few ranges only: then there is a character that it holds.
fn is_perl(items: &[ClassItem]) -> bool {
    let few = |item: &ClassItem| match *item {
        ClassItem::Range(first, last) => last - first < 0x400,
        ClassItem::Perl(_, sign) => sign == Sign::Positive,
        _ => false,
    };
    items.len() < 8 && items.iter().all(few) || matches!(items, [ClassItem::Perl(..)])
}

/// A pattern for this text alone.
pub(super) fn quoted(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_' {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_look_tells_is_so() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/conformance/regex.jsonl");
        let lines = std::fs::read_to_string(path).unwrap();
        let mut told = [0; 3];
        for line in lines.lines().step_by(3) {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let pattern = case["re"].as_str().unwrap();
            let (Some(looks), Some(_)) = (looks(pattern), language(pattern)) else { continue };
            if !looks.may_be_empty {
                assert_ne!(matches(pattern, ""), Some(true), "{pattern} matches the empty text");
                told[0] += 1;
            }
            if !looks.may_match_nothing {
                assert_ne!(answer(Question::Nothing, pattern, ""), Answer::Yes, "{pattern} matches nothing");
                told[1] += 1;
            }
            if takes_any_text(pattern) {
                assert!(!are_disjoint(pattern, ".*;.*;.*"), "{pattern} has no room for separators");
                told[2] += 1;
            }
        }
        assert!(told.iter().all(|&count| count > 50), "{told:?}");
    }

    #[test]
    fn proofs_hold_without_a_look() {
        assert!(matches_everything("(a|.*)") && matches_everything("a*|.+"));
        assert!(!matches_everything(".+") && !matches_everything("a*"));
        assert!(
            matches_nothing("a$b") && matches_nothing("[^\\x00-\\x{10FFFF}]") && !matches_nothing("(?:a$)?b")
        );
        assert!(is_subset("a|b", "[a-c]") && !is_subset("a|d", "[a-c]"));
        assert_eq!(common_text("a.", ".b").as_deref(), Some("ab"));
        assert_eq!(quoted("a.b_c;é"), "a\\.b_c\\;é");
    }
}
