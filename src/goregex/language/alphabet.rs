//! Bytes that no automaton in question tells apart, taken together.

use std::collections::HashMap;

use regex_automata::nfa::thompson::NFA;

use super::automata::Around;
use super::utf8::Pending;

/// Classes of bytes, each with the byte that stands for it. The classes that make the more readable texts come first.
#[derive(Debug)]
pub(super) struct Alphabet {
    class_of: [u8; 256],
    bytes: Vec<u8>,
}

impl Alphabet {
    pub(super) fn new<'a>(automata: impl Iterator<Item = &'a NFA> + Clone) -> Self {
        let mut class_of = [0; 256];
        let mut bytes = Vec::new();
        let mut known = HashMap::new();
        for byte in readable_first() {
            let told: Vec<u8> = automata.clone().map(|nfa| nfa.byte_classes().get(byte)).collect();
            let class =
                *known.entry((told, Around::of(byte), Pending::signature(byte))).or_insert_with(|| {
                    bytes.push(byte);
                    bytes.len() - 1
                });
            class_of[usize::from(byte)] = class as u8;
        }
        Self { class_of, bytes }
    }

    /// All classes.
    pub(super) fn classes(&self) -> impl Iterator<Item = u8> + use<> {
        // There are 256 bytes, so a class fits into one.
        (0..self.bytes.len()).map(|class| class as u8)
    }

    /// The classes of a range of bytes, each once.
    pub(super) fn classes_of(&self, first: u8, last: u8) -> impl Iterator<Item = u8> {
        let mut seen = [false; 256];
        (first..=last)
            .map(|byte| self.class_of[usize::from(byte)])
            .filter(move |&class| !std::mem::replace(&mut seen[usize::from(class)], true))
    }

    /// The byte that stands for a class.
    pub(super) fn byte(&self, class: u8) -> u8 {
        self.bytes[usize::from(class)]
    }
}

/// All bytes, those that people like to read first.
fn readable_first() -> impl Iterator<Item = u8> {
    let rank = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'0'..=b'9' => 1,
        b'-' | b'_' | b'.' | b'/' | b':' => 2,
        b'A'..=b'Z' => 3,
        b'!'..=b'~' => 4,
        b' ' => 5,
        // Bytes of letters such as é.
        0xC3 | 0xA0..=0xBF => 6,
        0x80.. => 7,
        b'\n' | b'\t' => 8,
        _ => 9,
    };
    let mut all: Vec<u8> = (0..=u8::MAX).collect();
    all.sort_by_key(|&byte| rank(byte));
    all.into_iter()
}
