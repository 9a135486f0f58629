//! What the printer writes is read back as what was meant: by our own tree, and by libyaml.

use scrapelint::yaml::emit::{
    Dashes, Layout, ScalarLists, block, double_quoted, flow, scalar, single_quoted,
};
use scrapelint::yaml::{Document, NodeId, Resolved, Style, Tree, Value, parse, resolve_plain};

/// SplitMix64: the same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'i, T: ?Sized>(&mut self, items: &[&'i T]) -> &'i T {
        items[self.below(items.len())]
    }
}

/// Texts that some reader takes for something else when they stand without quotes.
#[rustfmt::skip]
const ADVERSARIAL: &[&str] = &[
    "", "~", "null", "Null", "NULL", "y", "Y", "n", "N", "yes", "No", "on", "OFF", "true", "False", "<<", "=", "-", "--",
    "---", "--- a", "...", "... a", ".", "..", "?", "? a", ":", ": a", "a:", "a: b", "a :b", "a #b", "a#b", "#a", "&a",
    "*a", "!a", "!!int 1", "|", ">", "|-", "'", "''", "'a'", "\"", "\"a\"", "%a", "@a", "`a`", "[", "]", "{", "}", ",",
    "[a]", "{a: b}", "a,b", "a, b", "a]", "a?b", "?a", "-a", "- a", "-1", "+1", "1", "0", "00", "017", "08", "0x1f",
    "0X1F", "0o17", "0b11", "1_000", "_1", "1__0", "1:30", "1:30:59", "190:20:30.15", "1:60", "12:30", "1.5", ".5", "1.",
    "1e3", "1e+3", ".e3", "1e999", "-1e999", ".inf", "-.INF", "+.inf", ".nan", "nan", "inf", "infinity", "2001-01-01",
    "2001-1-1 1:2:3", "2001-12-14t21:59:43.10-05:00", "18446744073709551615", "18446744073709551616",
    "0xffffffffffffffffff", " a", "a ", "a  b", "\ta", "a\t", "a\tb", "\n", "a\n", "\na", "a\n\n", "a\nb", "a\r\nb",
    "\r", "a\n  b", "\0", "\u{7}", "\u{1b}", "\u{7f}", "\u{80}", "\u{85}", "a\u{85}b", "\u{a0}", "\u{a0}a", "\u{2028}",
    "a\u{2029}", "\u{feff}", "\u{feff}a", "a\u{feff}", "\u{fffd}", "\u{fffe}", "\u{ffff}", "\u{10ffff}", "\u{e000}",
    "ü", "日本", "🦀", "a\\b", "\\d+", "(.*)", "a|b", "a{1,2}", "^a$", "$1", "${1}_x", "http://a:80/b?c=d", "[::1]:80",
    "10.0.0.1:80", "localhost:9090", "1.2.3", "15s", "1h30m", "C:\\x", "a'b", "a\"b", "a'b\nc\"d", "# a\n", "\u{200b}",
    "-\u{a0}", "-\t", "a:\tb", "a\t#b", "a \t", "? \t", "-\"", "-'a", "-[", "-,", "-:", "-#", "-?",
];

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "b", "Z", "0", "1", "9", " ", "  ", "\t", "\n", "\r", ":", ": ", "#", " #", "-", "- ", "?", ",", "[", "]", "{",
    "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "~", "=", "<", "_", ".", "+", "e", "x", "on", "no", "ü",
    "日", "🦀", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}", "\0", "\u{1b}", "\u{fffe}", "null", "true", "0x", "1:3", "/",
    "$1", "(", ")", ".*", "^",
];

fn texts() -> Vec<String> {
    let mut numbers = Numbers(7);
    let mut texts: Vec<String> = ADVERSARIAL.iter().map(|text| (*text).to_owned()).collect();
    for _ in 0..30_000 {
        let pieces = 1 + numbers.below(6);
        texts.push((0..pieces).map(|_| numbers.pick(PIECES)).collect());
    }
    for _ in 0..10_000 {
        let length = 1 + numbers.below(8);
        texts.push((0..length).filter_map(|_| char::from_u32(numbers.below(0x300) as u32)).collect());
    }
    for _ in 0..10_000 {
        let length = 1 + numbers.below(6);
        let digits: Vec<&str> = "0123456789_.:+-eExob".split("").filter(|piece| !piece.is_empty()).collect();
        texts.push((0..length).map(|_| numbers.pick(&digits)).collect());
    }
    texts
}

/// Whether a node is a string with this text, by go-yaml's rules.
fn is_string(document: &Document<'_>, node: NodeId, text: &str) -> bool {
    match document.value(node) {
        Value::Scalar(Style::Plain, found) => found == text && resolve_plain(found) == Resolved::Text(text),
        Value::Scalar(_, found) => found == text,
        _ => false,
    }
}

fn root<'d>(document: &'d Document<'_>) -> Value<'d> {
    document.root().map_or(Value::Alias(None), |root| document.value(root))
}

/// A file that holds each text in the places a scalar can have: block item, flow item, key and value.
fn check(texts: &[&String], written: &[String]) {
    let mut file = String::new();
    for text in written {
        file.push_str(&format!(
            "- {text}\n- [{text}, {text}]\n- {text}: {text}\n- {{{text}: {text}, k: {text}}}\n"
        ));
    }
    let (document, error) = parse(&file);
    assert_eq!(error, None, "{file}");
    let Value::Sequence(items) = root(&document) else { panic!("no list: {file}") };
    assert_eq!(items.len(), 4 * texts.len(), "{file}");
    for (node, text) in items.chunks_exact(4).zip(texts) {
        let mut nodes = vec![node[0]];
        for &inner in &node[1..] {
            match document.value(inner) {
                Value::Sequence(items) => nodes.extend(items),
                Value::Mapping(pairs) => {
                    nodes.extend(
                        pairs
                            .iter()
                            .flat_map(|(key, value)| [key, value])
                            .filter(|&node| document.scalar(node) != Some("k")),
                    );
                }
                _ => panic!("{text:?} breaks its collection"),
            }
        }
        assert_eq!(nodes.len(), 8, "{text:?} gives or takes nodes");
        for node in nodes {
            assert!(is_string(&document, node, text), "{text:?} is read as {:?}", document.value(node));
        }
    }
    let list: Vec<serde_yaml::Value> = serde_yaml::from_str(&file).expect("libyaml reads it");
    for (value, text) in list.chunks_exact(4).zip(texts) {
        assert_eq!(value[0].as_str(), Some(text.as_str()), "libyaml, block item");
        assert_eq!(value[1][1].as_str(), Some(text.as_str()), "libyaml, flow item");
        assert_eq!(value[2][text.as_str()].as_str(), Some(text.as_str()), "libyaml, block entry");
        assert_eq!(value[3][text.as_str()].as_str(), Some(text.as_str()), "libyaml, flow entry");
    }
}

#[test]
fn every_text_is_read_back_as_itself() {
    let texts = texts();
    let texts: Vec<&String> = texts.iter().filter(|text| *text != "k").collect();
    for some in texts.chunks(500) {
        check(some, &some.iter().map(|text| scalar(text).into_owned()).collect::<Vec<_>>());
        check(some, &some.iter().map(|text| double_quoted(text)).collect::<Vec<_>>());
    }
    let single: Vec<&String> = texts.into_iter().filter(|text| single_quoted(text).is_some()).collect();
    assert!(single.len() > 10_000);
    for some in single.chunks(500) {
        check(some, &some.iter().filter_map(|text| single_quoted(text)).collect::<Vec<_>>());
    }
}

#[test]
fn quotes_are_chosen_by_need() {
    for plain in [
        "a",
        "localhost:9090",
        "10.0.0.1:80",
        "15s",
        "/metrics",
        "http://a:80/b",
        "(.*)",
        "a|b",
        "$1",
        "-a",
        "ü",
        "a b",
        "a'b",
        ".*",
    ] {
        assert_eq!(scalar(plain), plain);
    }
    for single in [
        "yes",
        "~",
        "1_000",
        "0x1f",
        "1:30",
        ".5",
        "2001-01-01",
        "<<",
        "=",
        " a",
        "a: b",
        "a #b",
        "[a]",
        "a{1,2}",
        "\\d\"?",
    ] {
        assert_eq!(scalar(single), format!("'{single}'"));
    }
    for (text, double) in [("a\tb", r#""a\tb""#), ("\u{85}\u{2028}", r#""\x85\u2028""#), ("\0", r#""\x00""#)]
    {
        assert_eq!(scalar(text), double);
    }
}

fn random_tree(numbers: &mut Numbers, depth: usize) -> Tree {
    match numbers.below(if depth == 0 { 4 } else { 8 }) {
        0 => 5u64.into(),
        1 => [true.into(), Tree::null(), (-3i64).into(), 1.5.into(), f64::INFINITY.into()][numbers.below(5)]
            .clone(),
        2 | 3 => numbers.pick(ADVERSARIAL).into(),
        4 | 5 => Tree::List((0..numbers.below(4)).map(|_| random_tree(numbers, depth - 1)).collect()),
        _ => {
            let count = numbers.below(4);
            let mut entries = Vec::new();
            for at in 0..count {
                let key = if numbers.below(9) == 0 {
                    "long".repeat(400)
                } else {
                    (*numbers.pick(ADVERSARIAL)).to_owned()
                };
                entries.push((format!("{key}{at}"), random_tree(numbers, depth - 1)));
            }
            Tree::Map(entries)
        }
    }
}

fn same(document: &Document<'_>, node: NodeId, tree: &Tree) -> bool {
    match (document.value(node), tree) {
        (Value::Scalar(..), Tree::Scalar(text)) => is_string(document, node, text),
        (Value::Scalar(style, found), Tree::Bare(text)) => style == Style::Plain && found == text,
        (Value::Sequence(items), Tree::List(trees)) => {
            items.len() == trees.len()
                && items.iter().zip(trees).all(|(&item, tree)| same(document, item, tree))
        }
        (Value::Mapping(pairs), Tree::Map(entries)) => {
            let entry = |((key, value), (name, tree)): ((NodeId, NodeId), &(String, Tree))| {
                is_string(document, key, name) && same(document, value, tree)
            };
            pairs.len() == entries.len() && pairs.iter().zip(entries).all(entry)
        }
        _ => false,
    }
}

#[test]
fn trees_are_read_back_in_every_layout() {
    let mut numbers = Numbers(11);
    for _ in 0..2_000 {
        let tree = random_tree(&mut numbers, 4);
        for dashes in [Dashes::Indented, Dashes::UnderKey] {
            for scalar_lists in [ScalarLists::Flow, ScalarLists::Block] {
                let layout = Layout { step: 1 + numbers.below(4), dashes, scalar_lists };
                let text = block(&tree, layout).iter().map(|line| format!("{line}\n")).collect::<String>();
                let (document, error) = parse(&text);
                assert_eq!(error, None, "{text}");
                assert!(document.root().is_some_and(|root| same(&document, root, &tree)), "{tree:?}\n{text}");
            }
        }
        let text = flow(&tree);
        let (document, error) = parse(&text);
        assert_eq!(error, None, "{text}");
        assert!(document.root().is_some_and(|root| same(&document, root, &tree)), "{tree:?}\n{text}");
    }
}
