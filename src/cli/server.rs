//! `scrapelint server`

use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::check::today;
use super::output::Stop;
use super::packs::read_packs;
use super::settings::{SettingsArgs, SettingsFinder};
use super::{CLEAN, FINDINGS};
use crate::config::Mode;
use crate::lint::{FileError, Options, Selection};
use crate::server::{Ground, serve};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ServerArgs {
    #[command(flatten)]
    settings: SettingsArgs,
    /// The configurations are for Prometheus in agent mode.
    #[arg(long)]
    agent: bool,
    /// Many editors say so; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

const EXAMPLES: &str = "\
It speaks the Language Server Protocol on standard input and output: editors start it.

Examples:
  scrapelint server
  scrapelint server --config monitoring/scrapelint.yaml";

pub(super) fn run(arguments: &ServerArgs) -> Result<u8, Stop> {
    // What is wrong with the arguments is told before the first message.
    SettingsFinder::new(&arguments.settings)?;
    let input = io::BufReader::new(io::stdin());
    let in_order = serve(input, &mut io::stdout().lock(), arguments);
    Ok(if in_order { CLEAN } else { FINDINGS })
}

impl Ground for ServerArgs {
    /// Settings are looked for each time: they may be changed meanwhile.
    fn options(&self, path: &Path) -> Result<Option<Options>, FileError> {
        let unusable =
            |_| FileError { path: path.display().to_string(), reason: "has no usable settings".to_owned() };
        let in_force = SettingsFinder::new(&self.settings).map_err(unusable)?.of_file(path)?;
        let (settings, root) = (&in_force.settings, &in_force.root);
        if in_force.excludes(&path.to_string_lossy()) {
            return Ok(None);
        }
        let (packs, failures) = read_packs(&in_force);
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        Ok(Some(Options {
            selection: Selection::default().behind(Arc::clone(settings), root.clone()),
            mode: if self.agent { Mode::Agent } else { Mode::Server },
            today: today(),
            target_version: settings.target_version.value().copied().unwrap_or_default(),
            packs,
            ..Options::default()
        }))
    }
}
