//! What can be proved of regexes, remembered: the same few patterns stand in many jobs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::goregex::{Answer, Language, Matcher, parse_shared};

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
    languages: HashMap<Box<str>, Option<Rc<Language>>>,
    answers: HashMap<Key, Answer>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Whether a pattern matches every text, the empty one too.
pub(super) fn matches_everything(pattern: &str) -> bool {
    matches!(pattern, ".*" | "(.*)") || answer(Question::Everything, pattern, "") == Answer::Yes
}

/// Whether no text matches a pattern.
pub(super) fn matches_nothing(pattern: &str) -> bool {
    answer(Question::Nothing, pattern, "") == Answer::Yes
}

/// Whether no text matches both patterns.
pub(super) fn are_disjoint(one: &str, other: &str) -> bool {
    answer(Question::Disjoint, one, other) == Answer::Yes
}

/// Whether every text that matches one pattern matches the other. Nothing is a part of anything.
pub(super) fn is_subset(one: &str, other: &str) -> bool {
    one == other || answer(Question::Subset, one, other) == Answer::Yes
}

/// A text that matches both patterns, if one was found.
pub(super) fn common_text(one: &str, other: &str) -> Option<String> {
    match answer(Question::Disjoint, one, other) {
        Answer::No(text) => Some(text),
        Answer::Yes | Answer::Unknown => None,
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
            let matcher = Matcher::new(parse_shared(one).ok()?).ok()?;
            if matcher.is_match(other) { Answer::Yes } else { Answer::No(other.to_owned()) }
        }
    })
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
