//! Any text can be read as a regular expression; what comes of it lies within the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrapelint::goregex::{Ast, ClassItem, Error, Kind, NodeId, parse, parse_anchored, parse_shared};

fuzz_target!(|pattern: &str| {
    _ = parse(pattern);
    let whole = format!("^(?s:{pattern})$");
    let anchored = parse_anchored(pattern);
    // The anchors are put around the pattern's text, not its meaning.
    assert_eq!(parse(&whole).err().map(|error| error.to_string()), anchored.as_ref().err().map(Error::to_string));
    assert_eq!(parse_shared(pattern).err(), anchored.as_ref().err().cloned());
    match anchored {
        Ok(ast) => assert_tree(&ast, ast.root(), 1),
        Err(error) => {
            assert!(pattern.get(error.span.range()).is_some(), "{error:?}");
            assert!(whole.contains(&error.fragment), "{error:?}");
        }
    }
});

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
