//! The language server: what `check` finds while a file is typed, repairs, and what stands at a place.

mod action;
mod client;
mod complete;
mod diagnose;
mod document;
mod frame;
mod hover;
mod place;
mod session;

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use self::frame::Frame;
use self::session::{Flow, Session};
use crate::lint::{FileError, Options};

/// Messages that wait to be taken.
const QUEUE: usize = 64;

/// What a file is checked with.
pub struct Equipment {
    /// The options.
    pub options: Options,
    /// What could not be read of it: the file is checked without that.
    pub failures: Vec<FileError>,
}

/// Where the server learns what files are checked with.
pub trait Ground {
    /// What a file is checked with; nothing where settings leave it out.
    ///
    /// # Errors
    /// That settings cannot be read.
    fn equipment(&self, path: &Path) -> Result<Option<Equipment>, FileError>;
}

/// Speaks the Language Server Protocol until the client says `exit` or goes away. Gives whether it took leave as it should.
pub fn serve<R: BufRead + Send + 'static>(input: R, output: &mut dyn Write, ground: &dyn Ground) -> bool {
    let (sender, frames) = sync_channel(QUEUE);
    // It ends with the client, or with the process.
    thread::spawn(move || {
        let mut input = input;
        while let Ok(Some(frame)) = frame::read(&mut input) {
            if sender.send(frame).is_err() {
                break;
            }
        }
    });
    attend(&frames, &mut Session::new(output, ground))
}

fn attend(frames: &Receiver<Frame>, session: &mut Session<'_>) -> bool {
    loop {
        // Whatever is typed in the meantime comes before a check that is due.
        let wait = session.next_check().map(|due| due.saturating_duration_since(Instant::now()));
        let flow = match frames.recv_timeout(wait.unwrap_or(Duration::MAX)) {
            Ok(frame) => session.take(frame),
            Err(RecvTimeoutError::Timeout) => session.check_due(),
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        match flow {
            Ok(Flow::On) => {}
            Ok(Flow::End { in_order }) => return in_order,
            // The client does not listen any more.
            Err(_) => return false,
        }
    }
}

/// Runs what must not end the server whatever happens in it.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
