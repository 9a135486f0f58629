//! Any text can be read as a regular expression; what comes of it lies within the text. What it matches agrees with what is
//! said of its language.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use scrapelint::goregex::{
    Answer, Ast, Captures, ClassItem, Error, Kind, Language, Matcher, NodeId, Template, parse, parse_anchored, parse_shared,
};

fuzz_target!(|pattern: &str| {
    _ = parse(pattern);
    let whole = format!("^(?s:{pattern})$");
    let anchored = parse_anchored(pattern);
    // The anchors are put around the pattern's text, not its meaning.
    assert_eq!(parse(&whole).err().map(|error| error.to_string()), anchored.as_ref().err().map(Error::to_string));
    assert_eq!(parse_shared(pattern).err(), anchored.as_ref().err().cloned());
    match anchored {
        Ok(ast) => {
            assert_tree(&ast, ast.root(), 1);
            assert_matching(Arc::new(ast), pattern);
        }
        Err(error) => {
            assert!(pattern.get(error.span.range()).is_some(), "{error:?}");
            assert!(whole.contains(&error.fragment), "{error:?}");
        }
    }
});

/// Matches the pattern against itself, its halves and the texts that are said to match or not to.
fn assert_matching(ast: Arc<Ast>, pattern: &str) {
    let Ok(matcher) = Matcher::new(Arc::clone(&ast)) else { return };
    let (one, other) = pattern.split_at(pattern.floor_char_boundary(pattern.len() / 2));
    let (mut captures, mut out) = (Captures::new(), String::new());
    for text in [pattern, one, other, ""] {
        let matches = matcher.captures(text, &mut captures);
        assert_eq!(matches, matcher.is_match(text));
        assert_eq!(matches, captures.get(0).is_some());
        for group in 0..captures.len() {
            assert!(captures.get(group).is_none_or(|range| text.get(range).is_some()));
        }
        matcher.replace_all(text, &Template::parse(other), &mut captures, &mut out);
    }
    let Some(language) = Language::of(&ast) else { return };
    match language.is_empty() {
        Answer::No(text) => assert!(matcher.is_match(&text), "{text:?}"),
        Answer::Yes => assert!(!matcher.is_match("") && !matcher.is_match(pattern)),
        Answer::Unknown => {}
    }
    match language.matches_everything() {
        Answer::No(text) => assert!(!matcher.is_match(&text), "{text:?}"),
        Answer::Yes => assert!(matcher.is_match("") && matcher.is_match(pattern)),
        Answer::Unknown => {}
    }
    let half = parse_anchored(one).ok().map(Arc::new);
    let Some((half, half_language)) =
        half.and_then(|half| Some((Matcher::new(Arc::clone(&half)).ok()?, Language::of(&half)?)))
    else {
        return;
    };
    if let Answer::No(text) = language.is_subset_of(&half_language) {
        assert!(matcher.is_match(&text) && !half.is_match(&text), "{text:?}");
    }
}

fn assert_tree(ast: &Ast, node: NodeId, depth: usize) {
    assert!(depth <= 1000);
    assert!(ast.pattern().get(ast.span(node).range()).is_some());
    match ast.kind(node) {
        Kind::Literal(literal) => assert!(!ast.literal(literal).is_empty()),
        Kind::Class(class) => {
            for item in ast.class_items(class) {
                if let ClassItem::Range(first, last) = *item {
                    assert!(first <= last && last <= 0x10_FFFF);
                }
            }
        }
        Kind::Repeat { child, min, max, .. } => {
            assert!(min <= 1000 && max.is_none_or(|max| min <= max && max <= 1000));
            assert_tree(ast, child, depth + 1);
        }
        Kind::Capture { child, group } => {
            assert!((1..ast.group_names().len()).contains(&(group as usize)));
            assert_tree(ast, child, depth + 1);
        }
        Kind::Concat(children) | Kind::Alternate(children) => {
            assert!(ast.children(children).count() >= 2);
            for child in ast.children(children) {
                let is_list = matches!(ast.kind(child), Kind::Concat(_) | Kind::Alternate(_));
                assert!(!is_list || std::mem::discriminant(&ast.kind(child)) != std::mem::discriminant(&ast.kind(node)));
                assert_tree(ast, child, depth + 1);
            }
        }
        _ => {}
    }
}
