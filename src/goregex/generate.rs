//! Patterns and texts for tests.

/// Numbers that look random and are the same in every run (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end
    }

    pub(super) fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    /// A pattern made of these atoms, with groups, alternatives and these repetitions; at most `depth` groups deep.
    pub(super) fn pattern(&mut self, atoms: &[&str], repetitions: &[&str], depth: usize) -> String {
        let mut pattern = String::new();
        for _ in 0..=self.below(3) {
            match self.below(if depth == 0 { 3 } else { 6 }) {
                0..=2 => pattern.push_str(self.pick(atoms)),
                3 => pattern += &format!("({})", self.pattern(atoms, repetitions, depth - 1)),
                4 => {
                    let (one, two) = (
                        self.pattern(atoms, repetitions, depth - 1),
                        self.pattern(atoms, repetitions, depth - 1),
                    );
                    pattern += &format!("({one}|{two})");
                }
                _ => {
                    let repeated = self.pattern(atoms, repetitions, depth - 1);
                    pattern += &format!("({repeated}){}", self.pick(repetitions));
                }
            }
        }
        pattern
    }
}

/// All texts of these characters up to a length.
pub(super) fn texts(chars: &[char], length: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = 0;
    for _ in 0..length {
        let end = all.len();
        for at in last..end {
            let longer: Vec<String> = chars.iter().map(|char| format!("{}{char}", all[at])).collect();
            all.extend(longer);
        }
        last = end;
    }
    all
}
