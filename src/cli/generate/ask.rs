//! Asks for a job, question by question.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::batch::Batch;
use super::compose;
use super::into::{Target, taken};
use super::job::{JobArgs, label, print};
use super::observed::Observed;
use crate::cli::CLEAN;
use crate::cli::output::{Stop, to_stderr};
use crate::cli::settings::SettingsFinder;
use crate::cli::size::MaxFileSize;
use crate::config::Duration;
use crate::exposition::has_samples;
use crate::generate::{Compose, JobRequest, Preset, make, presets};
use crate::io::{Input, find_inputs, read_dump};
use crate::lint::Configuration;

/// Names that compose files go by.
const COMPOSE: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
/// The most files of a kind that are offered.
const MAX_OFFERED: usize = 8;
/// Rows of a long list.
const ROWS: usize = 12;

/// What a job is made from.
#[derive(Clone, PartialEq, Eq)]
enum From {
    Preset(&'static str),
    Compose(PathBuf),
    Metrics(PathBuf),
}

/// Asks for what a job needs, shows it, and writes it after a yes.
pub(super) fn ask(given: &JobArgs) -> Result<u8, Stop> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Stop::Said(
            "say what is scraped: --preset NAME (--list lists them), --metrics FILE or --compose FILE; on a terminal, questions are asked \
             instead"
                .to_owned(),
        ));
    }
    let tests = given.tests()?;
    asked(cliclack::intro("A scrape job"))?;
    let from = match ask_what()? {
        Some(from) => from,
        None => ask_file(given.max_file_size)?,
    };
    let into = match &given.into {
        Some(path) => Some(path.clone()),
        None => ask_where()?,
    };
    let mut settings = SettingsFinder::new(&given.settings)?;
    let in_force = match &into {
        Some(path) => settings.of_file(path)?,
        None => settings.here()?,
    };
    let options = given.options(&in_force)?;
    let target = into.as_deref().map(|path| Target::read(path, &options)).transpose()?;
    let configuration = target.as_ref().map(|target| &target.configuration);
    let request = given.request(configuration);
    let batch = match from {
        From::Compose(path) => compose::jobs(&path, &request, configuration)?,
        From::Metrics(path) => {
            let observed = Observed::read(&[path], given.max_file_size, &options)?;
            asked(cliclack::log::info(observed.guess()))?;
            observed.job(None, &ask_request(observed.preset()?, request, configuration)?)?
        }
        From::Preset(name) => {
            let preset = presets().iter().find(|it| it.name == name);
            let preset = preset.ok_or_else(|| Stop::Said(format!("there is no preset `{name}`")))?;
            Batch::from(make(preset, &ask_request(preset, request, configuration)?).map_err(Stop::Said)?)
        }
    };
    let Some(target) = target else { return print(&batch, options) };
    if batch.made.is_empty() {
        batch.say(&[])?;
        return Ok(CLEAN);
    }
    let prepared = target.with(batch, &options, tests.as_ref())?;
    let mut difference = Vec::new();
    prepared.show(&mut difference)?;
    asked(cliclack::note("This changes", String::from_utf8_lossy(&difference)))?;
    if !asked(cliclack::confirm("Write it?").initial_value(true).interact())? {
        to_stderr(|out| writeln!(out, "nothing was written"))?;
        return Ok(CLEAN);
    }
    prepared.write()?;
    let code = prepared.say(true)?;
    prepared.write_tests()?;
    Ok(code)
}

/// What a question gives. Ctrl-C and Esc break off.
fn asked<T>(answer: io::Result<T>) -> Result<T, Stop> {
    answer.map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted => Stop::Interrupted("broken off; nothing was written".to_owned()),
        _ => Stop::from(error),
    })
}

/// Asks for what the job is made from; nothing if that is a file whose path is to be asked for.
fn ask_what() -> Result<Option<From>, Stop> {
    let mut select = cliclack::select("What is scraped? Type to search").filter_mode().max_rows(ROWS);
    for name in COMPOSE.iter().filter(|name| Path::new(name).is_file()) {
        select = select.item(Some(From::Compose(PathBuf::from(name))), format!("the services of {name}"), "");
    }
    for path in dumps() {
        let label = format!("what answered with {}", path.display());
        select = select.item(Some(From::Metrics(path)), label, "limits and a preset come from it");
    }
    for preset in presets() {
        let label = format!("{}: {}", preset.name, preset.summary);
        select = select.item(Some(From::Preset(preset.name)), label, "");
    }
    select = select.item(None, "another file: a metrics dump, or a compose file", "its path is asked for");
    asked(select.interact())
}

/// Metrics dumps in this folder.
fn dumps() -> Vec<PathBuf> {
    let entries =
        fs::read_dir(".").into_iter().flatten().flatten().map(|entry| PathBuf::from(entry.file_name()));
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "prom")).collect();
    paths.sort();
    paths.truncate(MAX_OFFERED);
    paths
}

/// Asks for a file, until it is one that jobs are made from.
fn ask_file(size: MaxFileSize) -> Result<From, Stop> {
    let mut input =
        cliclack::input("Which file?").validate(move |typed: &String| from_file(typed, size).map(drop));
    let typed: String = asked(input.interact())?;
    from_file(&typed, size).map_err(Stop::Said)
}

/// What a file is: of services, or of what a target answered.
fn from_file(typed: &str, size: MaxFileSize) -> Result<From, String> {
    let path = PathBuf::from(typed.trim());
    let source = read_dump(&path, size.bytes()).map_err(|error| error.reason)?;
    match Compose::read(&source.text) {
        Ok(_) => Ok(From::Compose(path)),
        Err(_) if has_samples(&source.text) => Ok(From::Metrics(path)),
        Err(_) => Err(format!("{} is neither a metrics dump nor a compose file", path.display())),
    }
}

/// The configuration that the job comes to; nothing where it is only shown.
fn ask_where() -> Result<Option<PathBuf>, Stop> {
    let (found, _) = find_inputs(&[]);
    let paths = found.into_iter().filter_map(|input| match input {
        Input::Named(path) | Input::Found(path) => Some(path),
        Input::Stdin => None,
    });
    let paths: Vec<PathBuf> = paths.take(MAX_OFFERED).collect();
    if paths.is_empty() {
        return Ok(None);
    }
    let mut select = cliclack::select("Where does it go?");
    for path in paths {
        let label = format!("into {}", path.display());
        select = select.item(Some(path), label, "the change is shown first");
    }
    asked(select.item(None, "nowhere: only show it", "").interact())
}

/// Asks for one thing after the other; each answer is tried out with those before it.
fn ask_request(
    preset: &'static Preset,
    given: JobRequest,
    configuration: Option<&Configuration>,
) -> Result<JobRequest, Stop> {
    let mut form = Form { preset, request: given };
    if preset.asks_for_series() {
        form.ask("Which series? Selectors, each on its own", "", |request, typed| {
            request.matches = vec![typed.to_owned()];
            Ok(())
        })?;
    }
    let names: Rc<[String]> = configuration
        .map(|configuration| configuration.jobs().map(|at| at.job.name().to_owned()).collect())
        .unwrap_or_default();
    let name = free_name(preset.name, configuration);
    form.ask("Name of the job", &name, move |request, typed| {
        if names.iter().any(|name| name == typed) {
            return Err("there is a job of this name already".to_owned());
        }
        request.name = Some(typed.to_owned());
        Ok(())
    })?;
    if !preset.discovers() {
        let what = if preset.probes() { "What is probed?" } else { "Which targets? HOST or HOST:PORT" };
        form.ask(
            &format!("{what} Several with blanks between them"),
            &preset.targets.join(" "),
            |request, typed| {
                request.targets = typed.split_whitespace().map(str::to_owned).collect();
                if !preset.probes() {
                    take_scheme(request);
                }
                Ok(())
            },
        )?;
    }
    if let Some(exporter) = preset.exporter() {
        form.ask("Where is the exporter that probes?", &exporter, |request, typed| {
            request.exporter = Some(typed.to_owned());
            Ok(())
        })?;
    } else if !preset.discovers() {
        form.ask("Path of the metrics", preset.metrics_path(), |request, typed| {
            if !typed.starts_with('/') {
                return Err("a path begins with `/`".to_owned());
            }
            request.metrics_path = Some(typed.to_owned());
            Ok(())
        })?;
    }
    let (interval, _) = form.rhythm()?;
    form.ask("How often?", &interval, |request, typed| {
        request.interval = Some(Duration::parse(typed)?);
        Ok(())
    })?;
    let (_, timeout) = form.rhythm()?;
    form.ask("How long may a scrape take?", &timeout, |request, typed| {
        request.timeout = Some(Duration::parse(typed)?);
        Ok(())
    })?;
    form.ask_optional(
        "Labels of all series? NAME=VALUE, with blanks between them, or nothing",
        |request, typed| {
            request.labels = typed.split_whitespace().map(label).collect::<Result<_, _>>()?;
            Ok(())
        },
    )?;
    Ok(form.request)
}

/// Takes `https://` before the targets for their scheme.
fn take_scheme(request: &mut JobRequest) {
    if request.targets.iter().all(|target| target.starts_with("https://")) && !request.targets.is_empty() {
        request.scheme = Some("https".to_owned());
        request.targets.iter_mut().for_each(|target| *target = target.replacen("https://", "", 1));
    }
}

/// A name that no job has yet.
fn free_name(name: &str, configuration: Option<&Configuration>) -> String {
    let is_free = |name: &str| configuration.is_none_or(|configuration| taken(name, configuration).is_none());
    let numbered = (2..100).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default()
}

/// What is asked for so far.
struct Form {
    preset: &'static Preset,
    request: JobRequest,
}

impl Form {
    /// Asks for a value that there has to be.
    fn ask(
        &mut self,
        question: &str,
        usual: &str,
        set: impl Fn(&mut JobRequest, &str) -> Result<(), String> + 'static,
    ) -> Result<(), Stop> {
        let input = cliclack::input(question);
        let input = if usual.is_empty() { input } else { input.default_input(usual) };
        self.take(input, set)
    }

    /// Asks for a value that may be empty.
    fn ask_optional(
        &mut self,
        question: &str,
        set: impl Fn(&mut JobRequest, &str) -> Result<(), String> + 'static,
    ) -> Result<(), Stop> {
        self.take(cliclack::input(question).required(false), set)
    }

    fn take(
        &mut self,
        input: cliclack::Input,
        set: impl Fn(&mut JobRequest, &str) -> Result<(), String> + 'static,
    ) -> Result<(), Stop> {
        let (preset, before) = (self.preset, self.request.clone());
        let with = Rc::new(move |typed: &str| -> Result<JobRequest, String> {
            let mut request = before.clone();
            set(&mut request, typed.trim())?;
            make(preset, &request).map(|_| request)
        });
        let judge = Rc::clone(&with);
        let answer: String =
            asked(input.validate_interactively(move |typed: &String| judge(typed).map(drop)).interact())?;
        self.request = with(&answer).map_err(Stop::Said)?;
        Ok(())
    }

    /// Interval and timeout as they are so far.
    fn rhythm(&self) -> Result<(String, String), Stop> {
        let made = make(self.preset, &self.request).map_err(Stop::Said)?;
        let (interval, timeout) = made.rhythm();
        Ok((interval.to_owned(), timeout.to_owned()))
    }
}
