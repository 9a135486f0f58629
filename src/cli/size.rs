//! How large the files are that a command reads.

use clap::Args;

use crate::io::DEFAULT_MAX_SIZE;

/// The option, wherever files come from outside.
#[derive(Clone, Copy, Args)]
pub(super) struct MaxFileSize {
    /// The largest file that is read, in MiB; of a compressed metrics dump, what is in it.
    #[arg(long = "max-file-size", value_name = "MIB", default_value_t = Self::default().mebibytes)]
    mebibytes: u64,
}

impl Default for MaxFileSize {
    fn default() -> Self {
        Self { mebibytes: DEFAULT_MAX_SIZE >> 20 }
    }
}

impl MaxFileSize {
    /// The size in bytes.
    pub(super) fn bytes(self) -> u64 {
        self.mebibytes.saturating_mul(1 << 20)
    }
}
