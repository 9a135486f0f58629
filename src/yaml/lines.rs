//! Line numbers as go-yaml counts them: besides `\n` also `\r`, U+0085, U+2028 and U+2029 end a line.

/// The number of line breaks before `offset`, as go-yaml counts: its 0-based line.
pub(crate) fn go_line(text: &str, offset: usize) -> usize {
    GoLines::new(text).line(offset)
}

/// Where go-yaml's lines begin; made once per file that has something to say about lines.
pub(crate) struct GoLines {
    starts: Vec<u32>,
}

impl GoLines {
    /// Indexes a text.
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let width = match bytes[at] {
                b'\n' => 1,
                b'\r' => 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
                0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
                0xE2 if bytes.get(at + 1) == Some(&0x80)
                    && matches!(bytes.get(at + 2), Some(0xA8 | 0xA9)) =>
                {
                    3
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            at += width;
            starts.push(at as u32);
        }
        Self { starts }
    }

    /// The 0-based line that holds the byte at `offset`.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset)
    }

    /// The offset at which a 0-based line begins, the last line's for one past the end.
    pub(crate) fn start(&self, line: usize) -> usize {
        match line.checked_sub(1) {
            None => 0,
            Some(at) => self.starts.get(at).or(self.starts.last()).map_or(0, |&start| start as usize),
        }
    }
}
