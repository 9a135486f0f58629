//! `scrapelint test`

mod gather;
mod show;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use regex::Regex;

pub(super) use self::gather::Disk;
use self::gather::{Gathered, gather};
use self::show::show;
use super::output::{Colour, Format, Stop, go_apart};
use super::size::MaxFileSize;
use super::{CLEAN, FINDINGS, INCOMPLETE};
use crate::io::find_tests;
use crate::reltest::Purpose;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct TestArgs {
    /// Files of tests, and folders. Without any: each *.test.yml and *.test.yaml below the current folder.
    paths: Vec<PathBuf>,
    /// Run only the tests whose name this regular expression matches.
    #[arg(long, value_name = "REGEX")]
    run: Option<Regex>,
    /// Write what is observed into tests that fail or expect nothing yet.
    #[arg(long)]
    update: bool,
    /// How to write results: full, concise or junit; `FORMAT:FILE` writes to a file. May be given several times.
    #[arg(long, value_name = "FORMAT[:FILE]")]
    output_format: Vec<Format<FormatKind>>,
    #[command(flatten)]
    max_file_size: MaxFileSize,
    /// Leave out the summary and what is said of skipped files.
    #[arg(long, short)]
    quiet: bool,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint test
  scrapelint test web.test.yml --run migrations
  scrapelint test --update
  scrapelint test --output-format full --output-format junit:tests.xml";

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatKind {
    Full,
    Concise,
    Junit,
}

pub(super) fn run(arguments: &TestArgs) -> Result<u8, Stop> {
    go_apart(&arguments.output_format)?;
    let (inputs, failures) = find_tests(&arguments.paths);
    if inputs.is_empty() && failures.is_empty() {
        let words = match &arguments.paths[..] {
            [] => "there is no *.test.yml below this folder; name a file of tests, or a folder with some",
            _ => "there is no *.test.yml in what was named",
        };
        return Err(Stop::Said(words.to_owned()));
    }
    let mut gathered = gather(inputs, arguments);
    gathered.failures.extend(failures);
    show(&gathered, arguments)?;
    if gathered.is_complete() && gathered.suites.iter().all(|suite| suite.results.is_empty()) {
        return Err(Stop::Said(match &arguments.run {
            Some(pattern) => format!("no test's name matches `{pattern}`"),
            None => "no test was run".to_owned(),
        }));
    }
    Ok(arguments.exit_code(&gathered))
}

impl TestArgs {
    fn purpose(&self) -> Purpose {
        if self.update { Purpose::Update } else { Purpose::Judge }
    }

    fn is_selected(&self, name: &str) -> bool {
        self.run.as_ref().is_none_or(|pattern| pattern.is_match(name))
    }

    fn exit_code(&self, gathered: &Gathered) -> u8 {
        let passed = gathered.suites.iter().flat_map(|suite| &suite.results).all(|result| result.passed());
        match (gathered.is_complete(), passed) {
            (false, _) => INCOMPLETE,
            (true, false) => FINDINGS,
            (true, true) => CLEAN,
        }
    }

    fn max_size(&self) -> u64 {
        self.max_file_size.bytes()
    }
}
