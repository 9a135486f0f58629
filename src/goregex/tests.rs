use super::*;

/// Code, quoted fragment and place of a refusal.
fn refusal(pattern: &str) -> (Code, String, &str) {
    let error = parse_anchored(pattern).unwrap_err();
    (error.code, error.fragment, &pattern[error.span.range()])
}

/// The tree in words.
fn shape(ast: &Ast, node: NodeId) -> String {
    let list = |name: &str, children: Children| {
        let parts: Vec<String> = ast.children(children).map(|child| shape(ast, child)).collect();
        format!("{name}({})", parts.join(" "))
    };
    match ast.kind(node) {
        Kind::Literal(literal) => {
            let mark = if literal.case == Case::Folded { "~" } else { "" };
            format!("{mark}{:?}", ast.literal(literal))
        }
        Kind::Repeat { child, min, max, greed } => {
            let max = max.map_or_else(String::new, |max| max.to_string());
            let lazy = if greed == Greed::Lazy { "?" } else { "" };
            format!("{{{min},{max}}}{lazy}{}", shape(ast, child))
        }
        Kind::Capture { child, group } => format!("#{group}{}", shape(ast, child)),
        Kind::Concat(children) => list("cat", children),
        Kind::Alternate(children) => list("alt", children),
        Kind::Class(class) => format!("[{}]", ast.class_items(class).len()),
        kind => format!("{kind:?}"),
    }
}

fn tree(pattern: &str) -> String {
    let ast = parse(pattern).unwrap();
    shape(&ast, ast.root())
}

#[test]
fn repetition_takes_one_character_of_a_text() {
    assert_eq!(tree("abc*"), r#"cat("ab" {0,}"c")"#);
    assert_eq!(tree("ab(?i)*"), r#"cat("a" {0,}"b")"#);
    assert_eq!(tree(r"ab\Q\E*"), r#"cat("a" {0,}"b")"#);
    assert_eq!(tree(r"\Qab\E*"), r#"cat("a" {0,}"b")"#);
    assert_eq!(tree("a(?:bc)+d"), r#"cat("a" {1,}"bc" "d")"#);
    assert_eq!(tree("aé?"), r#"cat("a" {0,1}"é")"#);
}

#[test]
fn literals_join_across_groups_and_escapes() {
    assert_eq!(tree(r"a(?:b)\.c\x{64}\Q*\E"), r#""ab.cd*""#);
    assert_eq!(tree("a(?i)b(?-i)c"), r#"cat("a" ~"b" "c")"#);
    assert_eq!(tree("a{b{,3}{3"), r#""a{b{,3}{3""#);
}

#[test]
fn lists_are_flat_and_groups_leave_nothing() {
    assert_eq!(tree("a|(?:b|c)|d"), r#"alt("a" "b" "c" "d")"#);
    assert_eq!(tree("a.(?:b.c)"), r#"cat("a" AnyCharButNewline "b" AnyCharButNewline "c")"#);
    assert_eq!(tree("(?:(?:(?:x)))"), r#""x""#);
    assert_eq!(tree("(|a)|"), r#"alt(#1alt(Empty "a") Empty)"#);
}

#[test]
fn flags_hold_until_their_group_ends() {
    assert_eq!(tree("(?s).(?-s:.(?s)).."), "cat(AnyChar AnyCharButNewline AnyChar AnyChar)");
    assert_eq!(tree("((?i)a)b"), r#"cat(#1~"a" "b")"#);
    assert_eq!(tree("(?U)a*a+?"), r#"cat({0,}?"a" {1,}"a")"#);
    assert_eq!(
        tree("(?m)^$(?-m)^$"),
        "cat(Assertion(LineStart) Assertion(LineEnd) Assertion(TextStart) Assertion(TextEnd))"
    );
    assert_eq!(tree("(?i-i)a"), r#""a""#);
}

#[test]
fn anchors_can_be_escaped() {
    let ast = parse_anchored("a)|(?:b").unwrap();
    assert_eq!(ast.escapes_anchors_at(), Some(1));
    assert_eq!(shape(&ast, ast.root()), r#"alt(cat(Assertion(TextStart) "a") cat("b" Assertion(TextEnd)))"#);
    let ast = parse_anchored("a").unwrap();
    assert_eq!(ast.escapes_anchors_at(), None);
    assert_eq!(shape(&ast, ast.root()), r#"cat(Assertion(TextStart) "a" Assertion(TextEnd))"#);
    assert_eq!(parse_anchored("(a))(b").unwrap().group_names().len(), 3);
}

#[test]
fn spans_lie_in_the_written_pattern() {
    let pattern = "é(?P<name>[a-z]+)|(?:x)";
    let ast = parse_anchored(pattern).unwrap();
    let text = |node: NodeId| &pattern[ast.span(node).range()];
    let Kind::Concat(parts) = ast.kind(ast.root()) else { panic!("{}", shape(&ast, ast.root())) };
    let parts: Vec<NodeId> = ast.children(parts).collect();
    assert_eq!([text(parts[0]), text(parts[1]), text(parts[2])], ["", "é(?P<name>[a-z]+)|(?:x", ""]);
    let Kind::Alternate(alternatives) = ast.kind(parts[1]) else { panic!() };
    let Some(Kind::Concat(first)) = ast.children(alternatives).next().map(|node| ast.kind(node)) else {
        panic!()
    };
    let first: Vec<&str> = ast.children(first).map(text).collect();
    assert_eq!(first, ["é", "(?P<name>[a-z]+)"]);
    assert_eq!(ast.group_names().collect::<Vec<_>>(), [None, Some("name")]);
}

#[test]
fn faults_are_blamed_on_what_the_author_wrote() {
    use Code::{InvalidPerlOp, MissingBracket, MissingParen, UnexpectedParen};
    for (pattern, code, fragment, place) in [
        ("((a)", MissingParen, "^(?s:((a))$", "("),
        (r"a\", MissingParen, r"^(?s:a\)$", r"\"),
        (r"a\Qb", MissingParen, r"^(?s:a\Qb)$", r"\Qb"),
        ("a)b", UnexpectedParen, "^(?s:a)b)$", ")"),
        ("a)b)", UnexpectedParen, "^(?s:a)b))$", ")"),
        ("x[a", MissingBracket, "[a)$", "[a"),
        ("[!-", MissingBracket, "[!-)$", "[!-"),
        ("a(?", MissingParen, "^(?s:a(?)$", "(?"),
        ("a(?x)", InvalidPerlOp, "(?x", "(?x"),
    ] {
        assert_eq!(refusal(pattern), (code, fragment.to_owned(), place), "{pattern}");
    }
    assert_eq!(parse_anchored("(a(b").unwrap_err().span.range(), 2..3, "the innermost");
    assert_eq!(parse_anchored("a)b").unwrap_err().span.range(), 1..2);
    assert_eq!(parse_anchored("a)b)").unwrap_err().span.range(), 3..4);
}

#[test]
fn without_anchors_a_pattern_may_end_early() {
    for (pattern, text) in [
        (r"a\", "trailing backslash at end of expression: ``"),
        ("(?", "invalid or unsupported Perl syntax: `(?`"),
        ("(?P<", "invalid or unsupported Perl syntax: `(?P`"),
        ("(?P<n", "invalid named capture: `(?P<n`"),
        (r"\x", r"invalid escape sequence: `\x`"),
        (r"\x4", r"invalid escape sequence: `\x4`"),
        (r"\x{4", r"invalid escape sequence: `\x{4`"),
        (r"\p", r"invalid character class range: `\p`"),
        (r"\p{L", r"invalid character class range: `\p{L`"),
        ("[", "missing closing ]: `[`"),
        (r"[\", "trailing backslash at end of expression: ``"),
        ("[[:", "missing closing ]: `[[:`"),
        ("(", "missing closing ): `(`"),
    ] {
        assert_eq!(
            parse(pattern).unwrap_err().to_string(),
            format!("error parsing regexp: {text}"),
            "{pattern}"
        );
    }
    for pattern in ["", "a{", "a{1", "a{1,", r"\Q", r"\Qa\", "|", "()"] {
        assert!(parse(pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn counts_are_bounded() {
    for pattern in ["a{1000}", "(a{500}){2}", "((a{900}){0}){900}", "(a{0,}){1000}", "(a{40}b{40}){25}"] {
        assert!(parse_anchored(pattern).is_ok(), "{pattern}");
    }
    for (pattern, fragment) in [
        ("a{1001}", "{1001}"),
        ("a{1001}?", "{1001}"),
        ("a{2,1}", "{2,1}"),
        ("a{99999999999999999999}", "{99999999999999999999}"),
        ("a{1,99999999999999999999}", "{1,99999999999999999999}"),
        ("(a{501}){2}?", "{2}?"),
        ("((a{10}){10}){11}", "{11}"),
    ] {
        assert_eq!(refusal(pattern), (Code::InvalidRepeatSize, fragment.to_owned(), fragment));
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse_anchored(&nested(998)).is_ok());
    let error = parse_anchored(&nested(999)).unwrap_err();
    assert_eq!(error.code, Code::NestingDepth);
    assert_eq!(error.fragment, format!("^(?s:{})$", nested(999)));
    // One set to Go, and so no deeper than one character.
    let of_chars = format!("{}a|[bc]|.{}", "(".repeat(998), ")".repeat(998));
    assert!(parse_anchored(&of_chars).is_ok());
    let stacked = format!("{}a{}", "(?:".repeat(2000), ")?".repeat(2000));
    assert_eq!(parse_anchored(&stacked).unwrap_err().code, Code::NestingDepth);
    // Groups that neither capture nor repeat are no level.
    let plain = format!("{}a{}", "(?:".repeat(3000), ")".repeat(3000));
    assert!(parse_anchored(&plain).is_ok());
    assert_eq!(parse_anchored(&"(".repeat(100_000)).unwrap_err().code, Code::MissingParen);
}

#[test]
fn size_is_bounded() {
    assert!(parse_anchored(&"a{1000}".repeat(3000)).is_ok());
    assert_eq!(parse_anchored(&"a{1000}".repeat(3400)).unwrap_err().code, Code::TooLarge);
    // Go does not look at sizes while few nodes are repeated few times; a group makes it count its repetition again.
    let long = "a".repeat(4000);
    assert!(parse_anchored(&format!("x(?:{long}){{1000}}")).is_ok());
    assert_eq!(parse_anchored(&format!("(?:{long}){{1000}}")).unwrap_err().code, Code::TooLarge);
    assert_eq!(parse_anchored(&"(?:ab){500}".repeat(3400)).unwrap_err().code, Code::TooLarge);
    assert!(parse_anchored(&r"\pL".repeat(20_000)).is_ok());
    assert_eq!(parse_anchored(&r"\pL".repeat(30_000)).unwrap_err().code, Code::TooLarge);
}

#[test]
fn surrogates_match_nothing() {
    assert_eq!(tree(r"\x{D800}"), "Surrogate");
    assert_eq!(tree(r"a\x{DFFF}*"), r#"cat("a" {0,}Surrogate)"#);
    assert!(parse(r"[\x{D800}-\x{10FFFF}]").is_ok());
    assert_eq!(refusal(r"\x{110000}").1, r"\x{110000");
}

#[test]
fn sets_hold_what_they_name() {
    let items = |pattern: &str| {
        let ast = parse(pattern).unwrap();
        let Kind::Class(class) = ast.kind(ast.root()) else { panic!("{pattern}") };
        (class.sign, class.case, ast.class_items(class).to_vec())
    };
    let char = |char: char| ClassItem::Range(char.into(), char.into());
    let word = ClassItem::Perl(PerlClass::Word, Sign::Negative);
    assert_eq!(items("[]a-]"), (Sign::Positive, Case::Sensitive, vec![char(']'), char('a'), char('-')]));
    assert_eq!(items(r"(?i)[^\W[:^digit:]]").2, [word, ClassItem::Posix(PosixClass::Digit, Sign::Negative)]);
    assert_eq!(items("(?i)[a]").1, Case::Folded);
    assert_eq!(items("[[:a]").2, [char('['), char(':'), char('a')]);
    let greek = UnicodeClass::named("Greek").unwrap();
    assert_eq!(items(r"\P{^ greek}").2, [ClassItem::Unicode(greek, Sign::Positive)]);
    assert_eq!(items(r"\W").2, [word]);
}
