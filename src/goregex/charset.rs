//! Sets of characters as Go matches them.

use std::sync::LazyLock;

use regex_syntax::hir::{self, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use super::ast::{Ast, Case, Class, ClassItem, Sign};
use super::unicode_names::UnicodeClass;

/// The characters that a set in a pattern holds.
///
/// Go folds what each part names, takes the part's complement where it is written negated, unites the parts, and takes
/// the complement of that where the brackets are negated (regexp/syntax, `appendGroup`).
pub(super) fn class_chars(ast: &Ast, class: Class) -> ClassUnicode {
    let mut all = ClassUnicode::empty();
    for &item in ast.class_items(class) {
        all.union(&item_chars(item, class.case));
    }
    signed(all, class.sign)
}

/// A character, with those that differ from it in case only where case does not count.
pub(super) fn folded_char(char: char, case: Case) -> ClassUnicode {
    folded(ClassUnicode::new([ClassUnicodeRange::new(char, char)]), case)
}

/// Whether Go takes a character for a part of a name behind `$`: a letter, a digit or `_`.
pub(super) fn is_name_char(char: char) -> bool {
    static LETTERS_AND_DIGITS: LazyLock<ClassUnicode> = LazyLock::new(|| {
        let mut chars = ClassUnicode::empty();
        for class in ["L", "Nd"].into_iter().filter_map(UnicodeClass::named) {
            chars.union(&named_chars(class));
        }
        chars
    });
    if char.is_ascii() {
        return char.is_ascii_alphanumeric() || char == '_';
    }
    let ranges = LETTERS_AND_DIGITS.ranges();
    let at = ranges.partition_point(|range| range.end() < char);
    ranges.get(at).is_some_and(|range| range.start() <= char)
}

fn item_chars(item: ClassItem, case: Case) -> ClassUnicode {
    match item {
        ClassItem::Range(first, last) => folded(without_surrogates(first, last), case),
        ClassItem::Perl(class, sign) => signed(folded(of_bytes(class.ranges()), case), sign),
        ClassItem::Posix(class, sign) => signed(folded(of_bytes(class.ranges()), case), sign),
        ClassItem::Unicode(class, sign) => signed(folded(named_chars(class), case), sign),
    }
}

fn signed(mut chars: ClassUnicode, sign: Sign) -> ClassUnicode {
    if sign == Sign::Positive {
        return chars;
    }
    // regex-syntax takes the two for apart, and would find something between them.
    let has = |char| chars.iter().any(|range| (range.start()..=range.end()).contains(&char));
    if has('\u{D7FF}') && has('\u{E000}') {
        chars.push(ClassUnicodeRange::new('\u{D7FF}', '\u{E000}'));
    }
    chars.negate();
    chars
}

fn folded(mut chars: ClassUnicode, case: Case) -> ClassUnicode {
    if case == Case::Folded {
        // Fails only where the tables are left out of the build.
        _ = chars.try_case_fold_simple();
    }
    chars
}

fn of_bytes(ranges: &[(u8, u8)]) -> ClassUnicode {
    ClassUnicode::new(
        ranges.iter().map(|&(first, last)| ClassUnicodeRange::new(char::from(first), char::from(last))),
    )
}

/// Code points as characters: no text holds a surrogate.
fn without_surrogates(first: u32, last: u32) -> ClassUnicode {
    let first = char::from_u32(first).unwrap_or('\u{E000}');
    let last = char::from_u32(last).unwrap_or('\u{D7FF}');
    ClassUnicode::new((first <= last).then(|| ClassUnicodeRange::new(first, last)))
}

/// The characters of a category or script in Unicode 15, which Go 1.26 and so Prometheus 3.14 goes by.
fn named_chars(class: UnicodeClass) -> ClassUnicode {
    let pattern = match class.name() {
        "Any" => r"\p{any}".to_owned(),
        "ASCII" => r"\p{ascii}".to_owned(),
        "Cs" => return ClassUnicode::empty(),
        // What was assigned later counts as unassigned.
        "Cn" => r"[\p{gc=Cn}\P{age=15.0}]".to_owned(),
        "C" => r"[\p{gc=C}\P{age=15.0}]".to_owned(),
        "Assigned" => r"[\P{gc=Cn}&&\p{age=15.0}]".to_owned(),
        name if name.len() <= 2 && name != "Yi" => format!(r"[\p{{gc={name}}}&&\p{{age=15.0}}]"),
        name => format!(r"[\p{{sc={name}}}&&\p{{age=15.0}}]"),
    };
    match regex_syntax::parse(&pattern).map(Hir::into_kind) {
        Ok(HirKind::Class(hir::Class::Unicode(chars))) => chars,
        // A set of one character.
        Ok(HirKind::Literal(hir::Literal(text))) => {
            let chars = std::str::from_utf8(&text).unwrap_or_default().chars();
            ClassUnicode::new(chars.map(|char| ClassUnicodeRange::new(char, char)))
        }
        _ => ClassUnicode::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goregex::{Kind, parse};

    #[test]
    fn every_name_has_its_characters() {
        for class in UnicodeClass::all() {
            let chars = named_chars(class);
            assert_eq!(chars.ranges().is_empty(), class.name() == "Cs", "{}", class.name());
        }
    }

    #[test]
    fn no_character_lies_between_d7ff_and_e000() {
        for pattern in [
            r"[^\x00-\x{10FFFF}]",
            r"[^\x00-\x{D7FF}\x{E000}-\x{10FFFF}]",
            r"[^\x00-\x{D8FF}\x{D900}-\x{10FFFF}]",
            r"[\x{D800}-\x{DFFF}]",
        ] {
            let ast = parse(pattern).unwrap();
            let Kind::Class(class) = ast.kind(ast.root()) else { panic!("{pattern}") };
            assert_eq!(class_chars(&ast, class).ranges(), [], "{pattern}");
        }
    }

    #[test]
    fn names_behind_a_dollar() {
        for char in ['a', 'Z', '_', '0', 'ü', '漢', '٣', 'ª'] {
            assert!(is_name_char(char), "{char}");
        }
        // A letter-like number, a vowel sign and a half are no letters to Go, though alphabetic or numeric to Unicode.
        for char in ['-', '{', ' ', 'Ⅷ', '\u{93E}', '½', '€'] {
            assert!(!is_name_char(char), "{char}");
        }
    }
}
