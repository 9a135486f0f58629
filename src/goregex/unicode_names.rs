//! The names Go knows behind `\p`: general categories, their long names, and scripts, of Unicode 15.
//!
//! Since Go 1.25 (Prometheus 3.7) a name is looked up without `_`, `-` and spaces and with one capital in front. Scripts
//! are listed under their names with underscores, so those of several words are never found: `\p{Old_Italic}` is an
//! error, and so is `\p{SignWriting}`.

/// A set of characters that Unicode names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnicodeClass {
    name: &'static str,
    ranges: u16,
}

impl UnicodeClass {
    /// Looks a name up as Go does.
    ///
    /// ```
    /// use scrapelint::goregex::UnicodeClass;
    ///
    /// assert_eq!(UnicodeClass::named("uppercase letter").map(UnicodeClass::name), Some("Lu"));
    /// assert_eq!(UnicodeClass::named("Hani"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        // No name has more letters.
        let mut buffer = [0; 24];
        let mut length = 0;
        for byte in name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' ')) {
            *buffer.get_mut(length)? = byte.to_ascii_lowercase();
            length += 1;
        }
        let word = std::str::from_utf8(&buffer[..length]).ok()?;
        find(CATEGORIES, word).or_else(|| find(SCRIPTS, word)).or_else(|| {
            let at = LONG_NAMES.binary_search_by_key(&word, |(long, _)| long).ok()?;
            Self::named(LONG_NAMES[at].1)
        })
    }

    /// All that Go knows: what is no script first.
    pub fn all() -> impl Iterator<Item = Self> {
        CATEGORIES.iter().chain(SCRIPTS).map(|&(name, ranges)| Self { name, ranges })
    }

    /// Its name in Unicode, the short one of a category: `Lu`, `Greek`, or `Any`, `ASCII`, `Assigned`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// How many ranges of code points it is made of.
    pub(super) fn ranges(self) -> u32 {
        u32::from(self.ranges)
    }
}

fn find(table: &[(&'static str, u16)], word: &str) -> Option<UnicodeClass> {
    let at = table
        .binary_search_by(|(name, _)| name.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(word.bytes()));
    at.ok().map(|at| UnicodeClass { name: table[at].0, ranges: table[at].1 })
}

/// Categories and what Go adds to them, with how many ranges each is made of.
#[rustfmt::skip]
const CATEGORIES: &[(&str, u16)] = &[
    ("Any", 1), ("ASCII", 1), ("Assigned", 714), ("C", 747), ("Cc", 2), ("Cf", 21), ("Cn", 714), ("Co", 3),
    ("Cs", 1), ("L", 659), ("LC", 143), ("Ll", 658), ("Lm", 71), ("Lo", 510), ("Lt", 10), ("Lu", 646),
    ("M", 310), ("Mc", 183), ("Me", 5), ("Mn", 347), ("N", 137), ("Nd", 64), ("Nl", 12), ("No", 72),
    ("P", 191), ("Pc", 6), ("Pd", 19), ("Pe", 76), ("Pf", 10), ("Pi", 11), ("Po", 187), ("Ps", 79),
    ("S", 232), ("Sc", 21), ("Sk", 31), ("Sm", 64), ("So", 184), ("Z", 8), ("Zl", 1), ("Zp", 1), ("Zs", 7),
];

/// Scripts, with how many ranges each is made of.
#[rustfmt::skip]
const SCRIPTS: &[(&str, u16)] = &[
    ("Adlam", 3), ("Ahom", 3), ("Arabic", 58), ("Armenian", 4), ("Avestan", 2), ("Balinese", 2),
    ("Bamum", 2), ("Batak", 2), ("Bengali", 14), ("Bhaiksuki", 4), ("Bopomofo", 3), ("Brahmi", 3),
    ("Braille", 1), ("Buginese", 2), ("Buhid", 1), ("Carian", 1), ("Chakma", 2), ("Cham", 4),
    ("Cherokee", 3), ("Chorasmian", 1), ("Common", 173), ("Coptic", 3), ("Cuneiform", 4), ("Cypriot", 6),
    ("Cyrillic", 10), ("Deseret", 1), ("Devanagari", 5), ("Dogra", 1), ("Duployan", 5), ("Elbasan", 1),
    ("Elymaic", 1), ("Ethiopic", 36), ("Georgian", 10), ("Glagolitic", 6), ("Gothic", 1), ("Grantha", 15),
    ("Greek", 36), ("Gujarati", 14), ("Gurmukhi", 16), ("Han", 21), ("Hangul", 14), ("Hanunoo", 1),
    ("Hatran", 3), ("Hebrew", 9), ("Hiragana", 6), ("Inherited", 29), ("Javanese", 3), ("Kaithi", 2),
    ("Kannada", 13), ("Katakana", 14), ("Kawi", 3), ("Kharoshthi", 8), ("Khmer", 4), ("Khojki", 2),
    ("Khudawadi", 2), ("Lao", 11), ("Latin", 39), ("Lepcha", 3), ("Limbu", 5), ("Lisu", 2), ("Lycian", 1),
    ("Lydian", 2), ("Mahajani", 1), ("Makasar", 1), ("Malayalam", 7), ("Mandaic", 2), ("Manichaean", 2),
    ("Marchen", 3), ("Medefaidrin", 1), ("Miao", 3), ("Modi", 2), ("Mongolian", 6), ("Mro", 3),
    ("Multani", 5), ("Myanmar", 3), ("Nabataean", 2), ("Nandinagari", 3), ("Newa", 2), ("Nko", 2),
    ("Nushu", 2), ("Ogham", 1), ("Oriya", 14), ("Osage", 2), ("Osmanya", 2), ("Palmyrene", 1),
    ("Phoenician", 2), ("Rejang", 2), ("Runic", 2), ("Samaritan", 2), ("Saurashtra", 2), ("Sharada", 1),
    ("Shavian", 1), ("Siddham", 2), ("Sinhala", 13), ("Sogdian", 1), ("Soyombo", 1), ("Sundanese", 2),
    ("Syriac", 4), ("Tagalog", 2), ("Tagbanwa", 3), ("Takri", 2), ("Tamil", 18), ("Tangsa", 2),
    ("Tangut", 4), ("Telugu", 13), ("Thaana", 1), ("Thai", 2), ("Tibetan", 7), ("Tifinagh", 3),
    ("Tirhuta", 2), ("Toto", 1), ("Ugaritic", 2), ("Vai", 1), ("Vithkuqi", 8), ("Wancho", 2), ("Yezidi", 3),
    ("Yi", 2),
];

/// Long names of categories as they are looked up.
#[rustfmt::skip]
const LONG_NAMES: &[(&str, &str)] = &[
    ("casedletter", "LC"), ("closepunctuation", "Pe"), ("cntrl", "Cc"), ("combiningmark", "M"),
    ("connectorpunctuation", "Pc"), ("control", "Cc"), ("currencysymbol", "Sc"), ("dashpunctuation", "Pd"),
    ("decimalnumber", "Nd"), ("digit", "Nd"), ("enclosingmark", "Me"), ("finalpunctuation", "Pf"),
    ("format", "Cf"), ("initialpunctuation", "Pi"), ("letter", "L"), ("letternumber", "Nl"),
    ("lineseparator", "Zl"), ("lowercaseletter", "Ll"), ("mark", "M"), ("mathsymbol", "Sm"),
    ("modifierletter", "Lm"), ("modifiersymbol", "Sk"), ("nonspacingmark", "Mn"), ("number", "N"),
    ("openpunctuation", "Ps"), ("other", "C"), ("otherletter", "Lo"), ("othernumber", "No"),
    ("otherpunctuation", "Po"), ("othersymbol", "So"), ("paragraphseparator", "Zp"), ("privateuse", "Co"),
    ("punct", "P"), ("punctuation", "P"), ("separator", "Z"), ("spaceseparator", "Zs"),
    ("spacingmark", "Mc"), ("surrogate", "Cs"), ("symbol", "S"), ("titlecaseletter", "Lt"),
    ("unassigned", "Cn"), ("uppercaseletter", "Lu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_name_is_found() {
        for table in [CATEGORIES, SCRIPTS] {
            for (name, ranges) in table {
                let found = UnicodeClass::named(name).unwrap();
                assert_eq!((found.name(), found.ranges()), (*name, u32::from(*ranges)));
            }
        }
        for (long, short) in LONG_NAMES {
            assert_eq!(UnicodeClass::named(long).unwrap().name(), *short);
        }
    }

    #[test]
    fn names_are_matched_loosely() {
        for (written, name) in [
            ("greek", "Greek"),
            ("G-r e_ek", "Greek"),
            ("LC", "LC"),
            ("ascii", "ASCII"),
            ("Decimal_Number", "Nd"),
            ("PUNCT", "P"),
        ] {
            assert_eq!(UnicodeClass::named(written).map(UnicodeClass::name), Some(name), "{written}");
        }
        for unknown in [
            "",
            "_",
            "L&",
            "space",
            "Hani",
            "IsGreek",
            "Old_Italic",
            "SignWriting",
            "Linear B",
            "ſc",
            "Garay",
        ] {
            assert_eq!(UnicodeClass::named(unknown), None, "{unknown}");
        }
    }
}
