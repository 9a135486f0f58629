//! Asks for each repair before it is made.

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::Path;

use console::{Key, Term};

use super::CheckArgs;
use super::gather::{Came, Gathered};
use super::repair::{Changed, Repairs};
use crate::cli::output::{Stop, look, to_stderr};
use crate::finding::Safety;
use crate::fix::{Answer, Asked, Offer, fix_asking};
use crate::io::write;
use crate::lint::{FileError, FileReport, Report};
use crate::report::{Look, write_diff, write_human};

/// Stops where nobody can be asked.
pub(super) fn refuse_without_terminal(arguments: &CheckArgs) -> Result<(), Stop> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Stop::Said(
            "--interactive asks on the terminal, and `-` reads the file from there".to_owned(),
        ));
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let words = "--interactive asks questions, and this is no terminal; without it, `--fix` makes the safe repairs, and \
            `--diff` shows them";
        return Err(Stop::Said(words.to_owned()));
    }
    Ok(())
}

/// Repairs the files that were asked for, as far as the user accepts it. Each file is written once, when nothing is left to ask in it.
pub(super) fn repair_asking(
    gathered: &mut Gathered,
    allowed: Safety,
    arguments: &CheckArgs,
) -> Result<Repairs, Stop> {
    let mut dialogue = Dialogue::new(look(arguments.color, &io::stderr()));
    let mut repairs = Repairs::default();
    let is_asked_for = |came: Came| came.is_asked_for() && came != Came::FromStdin;
    for file in gathered.files.iter_mut().filter(|file| is_asked_for(file.came)) {
        let before = file.report.clone();
        let path = before.source.path.clone();
        let asked =
            fix_asking(before.clone(), allowed, |source| file.check(source), |offer| dialogue.ask(offer));
        let Asked { fixed, has_quit } = asked.map_err(|stop| match stop {
            Stop::Interrupted(_) => Stop::Interrupted(left(&path, &repairs)),
            stop => stop,
        })?;
        if !fixed.applied.is_empty() {
            match write(Path::new(&path), &before.source, &fixed.report.source.text) {
                Ok(()) => {
                    file.report = fixed.report.clone();
                    repairs.changed.push(Changed { before, after: fixed.report, applied: fixed.applied });
                }
                Err(reason) => {
                    let reason = format!("cannot be repaired: {reason}");
                    gathered.failures.push(FileError { path, reason });
                }
            }
        }
        if has_quit {
            break;
        }
    }
    Ok(repairs)
}

/// What breaking off leaves.
fn left(path: &str, repairs: &Repairs) -> String {
    let written: Vec<&str> = repairs.changed.iter().map(|file| file.before.source.path.as_str()).collect();
    match &written[..] {
        [] => format!("broken off; {path} is as it was"),
        written => format!("broken off; {path} is as it was; repaired before: {}", written.join(", ")),
    }
}

/// The questions of a run, and what their answers say of further ones.
struct Dialogue {
    terminal: Term,
    look: Look,
    /// Rules whose repairs are all wanted.
    rules: HashSet<&'static str>,
}

impl Dialogue {
    fn new(look: Look) -> Self {
        Self { terminal: Term::stderr(), look, rules: HashSet::new() }
    }

    fn ask(&mut self, offer: &Offer<'_>) -> Result<Answer, Stop> {
        let rule = offer.finding.rule;
        if self.rules.contains(rule) {
            return Ok(Answer::AllOfRule);
        }
        self.show(offer)?;
        let how = if offer.fix.safety == Safety::Unsafe { " (it changes what Prometheus does)" } else { "" };
        loop {
            to_stderr(|out| {
                write!(out, "Make this repair{how}? [y]es, [n]o, [a]ll of {rule}, [q]uit, [?] ")
            })?;
            let answer = self.key()?;
            let (word, answer) = match answer {
                Key::Char('y' | 'Y') => ("yes", Some(Answer::Accept)),
                Key::Char('n' | 'N') => ("no", Some(Answer::Skip)),
                Key::Char('a' | 'A') => ("all", Some(Answer::AllOfRule)),
                Key::Char('q' | 'Q') => ("quit", Some(Answer::Quit)),
                _ => ("?", None),
            };
            to_stderr(|out| writeln!(out, "{word}\n"))?;
            match answer {
                Some(answer) => {
                    if answer == Answer::AllOfRule {
                        self.rules.insert(rule);
                    }
                    return Ok(answer);
                }
                None => help(rule)?,
            }
        }
    }

    /// Shows what is wrong, and what the repair would change.
    fn show(&self, offer: &Offer<'_>) -> Result<(), Stop> {
        let file = FileReport {
            findings: vec![offer.finding.clone()],
            prometheus_error: None,
            ..offer.before.clone()
        };
        let report = Report { files: vec![file], ..Report::default() };
        to_stderr(|out| {
            write_human(&report, self.look, out)?;
            write_diff(offer.before, offer.after, out)?;
            writeln!(out)
        })
    }

    fn key(&self) -> Result<Key, Stop> {
        let broken_off = || {
            _ = to_stderr(|out| writeln!(out));
            Stop::Interrupted(String::new())
        };
        match self.terminal.read_key_raw() {
            Ok(Key::CtrlC | Key::Escape) => Err(broken_off()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(broken_off()),
            other => Ok(other?),
        }
    }
}

fn help(rule: &str) -> Result<(), Stop> {
    to_stderr(|out| {
        writeln!(out, "y       make this repair")?;
        writeln!(out, "n       leave it")?;
        writeln!(out, "a       make it, and all further ones of the rule {rule}")?;
        writeln!(out, "q       ask no more; what was accepted is written")?;
        writeln!(out, "Ctrl-C  break off; what was accepted in this file is forgotten\n")
    })
}
