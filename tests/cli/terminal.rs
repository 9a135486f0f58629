//! The command in a pseudo-terminal.

use std::path::Path;

use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::command;

/// How long to wait for words, in milliseconds: for a busy machine.
const PATIENCE: u64 = 60_000;

/// A run that asks.
pub(crate) struct Terminal(PtySession);

impl Terminal {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = command(folder, arguments);
        command.env("TERM", "xterm").env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
        let options = Options::new().timeout_ms(Some(PATIENCE));
        Self(spawn_with_options(command, options).expect("a pseudo-terminal"))
    }

    /// Waits for these words, which are ASCII, and gives what stands before them.
    pub(crate) fn expect(&mut self, words: &str) -> String {
        match self.0.exp_string(words) {
            Ok(before) => text(&before),
            Err(error) => panic!("waiting for {words:?}: {error}"),
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.0.send(keys).expect("a key");
        self.0.flush().expect("a key");
    }

    /// Ctrl-C
    pub(crate) fn interrupt(&mut self) {
        self.press("\u{3}");
    }

    /// Waits for the end, and gives the exit code and the rest of the output.
    pub(crate) fn end(mut self) -> (i32, String) {
        let rest = text(&self.0.exp_eof().expect("the end"));
        match self.0.process().wait().expect("a status") {
            WaitStatus::Exited(_, code) => (code, rest),
            other => panic!("{other:?}: {rest}"),
        }
    }
}

/// What the session read: it takes each byte for a character.
fn text(read: &str) -> String {
    let bytes: Vec<u8> = read.chars().map(|c| u8::try_from(c).expect("a byte")).collect();
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}
