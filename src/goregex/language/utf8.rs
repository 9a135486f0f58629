//! Which bytes may follow one another in UTF-8 (The Unicode Standard, table 3-7).

/// What is to come before the next character can begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Pending {
    /// Nothing: here is a border between characters.
    #[default]
    Nothing,
    One,
    Two,
    Three,
    /// Behind a first byte that allows only some second bytes.
    AfterE0,
    AfterEd,
    AfterF0,
    AfterF4,
}

impl Pending {
    const ALL: [Self; 8] = [
        Self::Nothing,
        Self::One,
        Self::Two,
        Self::Three,
        Self::AfterE0,
        Self::AfterEd,
        Self::AfterF0,
        Self::AfterF4,
    ];

    /// After one more byte; `None` if it may not stand here.
    pub(super) fn after(self, byte: u8) -> Option<Self> {
        let next = match (self, byte) {
            (Self::Nothing, 0..=0x7F) => Self::Nothing,
            (Self::Nothing, 0xC2..=0xDF) => Self::One,
            (Self::Nothing, 0xE0) => Self::AfterE0,
            (Self::Nothing, 0xED) => Self::AfterEd,
            (Self::Nothing, 0xE1..=0xEF) => Self::Two,
            (Self::Nothing, 0xF0) => Self::AfterF0,
            (Self::Nothing, 0xF1..=0xF3) => Self::Three,
            (Self::Nothing, 0xF4) => Self::AfterF4,
            (Self::One, 0x80..=0xBF) => Self::Nothing,
            (Self::Two, 0x80..=0xBF) | (Self::AfterE0, 0xA0..=0xBF) | (Self::AfterEd, 0x80..=0x9F) => {
                Self::One
            }
            (Self::Three, 0x80..=0xBF) | (Self::AfterF0, 0x90..=0xBF) | (Self::AfterF4, 0x80..=0x8F) => {
                Self::Two
            }
            _ => return None,
        };
        Some(next)
    }

    /// What a byte does everywhere: bytes for which this is the same are alike.
    pub(super) fn signature(byte: u8) -> [Option<Self>; 8] {
        Self::ALL.map(|pending| pending.after(byte))
    }
}
