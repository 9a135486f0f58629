//! Steps tried out on metrics dumps before they are shown.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;

use super::append::{NewStep, append_steps};
use super::limits::Extent;
use super::prove::new_findings;
use crate::cardinality::{Cardinality, Census};
use crate::evidence::{Objection, is_kept, lost_bounds, observe};
use crate::exposition::{Part, Sample};
use crate::finding::Finding;
use crate::goregex::Wrapper;
use crate::lint::{Configuration, FileReport, Options, Surroundings, check_among};
use crate::relabel::{Labels, Passage, Relabeled, SampleStage, TargetStage};
use crate::rules::NoFiles;
use crate::source::Source;
use crate::yaml::parse;

/// A job of a configuration, what its targets answered, and what becomes of that as the configuration is.
pub struct Trial<'a> {
    source: Source,
    job: String,
    dumps: &'a [Source],
    options: Options,
    around: &'a dyn Surroundings,
    report: FileReport,
    steps: usize,
    before: Outcome,
    /// What is stored as the configuration is.
    pub cardinality: Cardinality,
    /// How much a scrape has.
    pub extent: Extent,
    pub(super) origins: BTreeMap<String, Origin>,
    /// What the target gives its series.
    pub(super) target: Labels,
}

/// What a dump says of a metric that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The name of its family.
    pub(super) family: String,
    pub(super) part: Part,
    /// A series of it as the target exposes it, and as it is stored.
    pub(super) exposed: String,
    pub(super) stored: String,
    /// Whether a series of it has the label of buckets, and that of quantiles.
    pub(super) has_bounds: bool,
    pub(super) has_quantiles: bool,
}

/// What became of the dumps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) samples: u64,
    pub(super) series: u64,
    /// Samples of the dump with the most, as `sample_limit` counts them.
    pub(super) fullest: u64,
    /// Samples that are kept, by the metric's name as it is stored.
    pub(super) metrics: BTreeMap<String, u64>,
    /// Samples lost because their series become others.
    pub(super) lost: u64,
    /// Of those, the ones that are lost at new steps.
    pub(super) newly_lost: u64,
    /// Histograms that lose their last bucket at new steps.
    pub(super) broken_histograms: u64,
    /// Why Prometheus would fail a scrape.
    pub(super) objection: Option<String>,
}

/// A job that stands for any other where no configuration is given.
const INVENTED: &str = "\
scrape_configs:
  - job_name: scraped
    scrape_interval: 30s
    scrape_timeout: 10s
    static_configs:
      - targets: ['localhost:8080']
";
const INVENTED_JOB: &str = "scraped";

impl<'a> Trial<'a> {
    /// Dumps of a job that nothing is known of.
    ///
    /// # Errors
    /// What cannot be tried out.
    pub fn without_configuration(dumps: &'a [Source], options: Options) -> Result<Self, String> {
        Self::new(Source::new("any.yml", INVENTED), INVENTED_JOB, dumps, options, &NoFiles)
    }

    /// Dumps of a job of a configuration.
    ///
    /// # Errors
    /// What cannot be tried out.
    pub fn new(
        source: Source,
        job: &str,
        dumps: &'a [Source],
        options: Options,
        around: &'a dyn Surroundings,
    ) -> Result<Self, String> {
        // Where no step finds a place, nothing can be tried out.
        append_steps(&source.text, job, &[NewStep::any()])?;
        let report = check_among(source.clone(), &options, around);
        let mut trial = Self {
            source,
            job: job.to_owned(),
            dumps,
            options,
            around,
            report,
            steps: 0,
            before: Outcome::default(),
            cardinality: Census::new().finish(),
            extent: Extent::default(),
            origins: BTreeMap::new(),
            target: Labels::new(),
        };
        let passage = trial.passage(trial.source.clone())?;
        let mut census = Census::knowing(trial.options.packs.knowledge());
        let mut origins = BTreeMap::new();
        let mut extent = Extent::default();
        trial.steps = passage.chains().first().map_or(0, |chain| chain.len());
        trial.before = trial.outcome(&passage, |sample, relabeled| {
            census.add_relabeled(sample, relabeled);
            note(&mut origins, sample, relabeled);
            extent.note(relabeled);
        });
        extent.samples = trial.before.fullest;
        extent.body = dumps.iter().map(|dump| dump.text.len() as u64).max().unwrap_or_default();
        trial.extent = extent;
        if let Passage::Metric(_, target) = passage {
            trial.target = target;
        }
        trial.cardinality = census.finish();
        trial.origins = origins;
        Ok(trial)
    }

    /// The job's name.
    pub fn job(&self) -> &str {
        &self.job
    }

    /// The configuration's path.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// The paths of the dumps.
    pub fn dumps(&self) -> impl Iterator<Item = &str> {
        self.dumps.iter().map(|dump| &*dump.path)
    }

    /// How many steps the job has.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Whether the configuration sends samples elsewhere.
    pub(super) fn writes_remotely(&self) -> bool {
        let (document, _) = parse(&self.source.text);
        document.root().is_some_and(|root| document.entry(root, "remote_write").is_some())
    }

    /// What checking has to say of the configuration as it is.
    pub fn report(&self) -> &FileReport {
        &self.report
    }

    pub(super) fn before(&self) -> &Outcome {
        &self.before
    }

    /// The configuration with more steps, checked.
    ///
    /// # Errors
    /// Why there is no place for them.
    pub fn checked_with(&self, steps: &[NewStep]) -> Result<FileReport, String> {
        let text = append_steps(&self.source.text, &self.job, steps)?;
        Ok(self.checked(text))
    }

    /// Another text of the configuration, checked.
    pub fn checked(&self, text: String) -> FileReport {
        check_among(Source { text, ..self.source.clone() }, &self.options, self.around)
    }

    /// What checking has against a text that it has not against the configuration as it is.
    pub fn new_findings<'r>(&self, report: &'r FileReport) -> Vec<&'r Finding> {
        new_findings(Some(&self.report), report)
    }

    /// What becomes of the dumps with more steps, whatever is to be said against those.
    pub(super) fn outcome_with(&self, steps: &[NewStep]) -> Result<Outcome, String> {
        let text = append_steps(&self.source.text, &self.job, steps)?;
        let passage = self.passage(Source { text, ..self.source.clone() })?;
        Ok(self.outcome(&passage, |_, _| ()))
    }

    /// What becomes of the dumps with more steps; nothing if checking has something against those.
    pub(super) fn with(&self, steps: &[NewStep]) -> Result<Option<Outcome>, String> {
        let report = self.checked_with(steps)?;
        if !self.new_findings(&report).is_empty() {
            return Ok(None);
        }
        let passage = self.passage(report.source)?;
        Ok(Some(self.outcome(&passage, |_, _| ())))
    }

    /// What series of the job pass.
    pub(super) fn passage(&self, source: Source) -> Result<Passage, String> {
        let version = self.options.target_version;
        let configuration = Configuration::load(source, self.around, version);
        let file = &configuration.main;
        let job = file.config.jobs().find(|job| job.name() == self.job);
        let job = job.ok_or_else(|| format!("it has no job `{}`", self.job))?;
        let wrapper = Wrapper::of_major(version.major());
        let unusable = |error: crate::relabel::Unusable| format!("its relabeling cannot be run: {error}");
        let targets = TargetStage::new(job, configuration.global(), wrapper).map_err(unusable)?;
        let stage = SampleStage::new(job, configuration.global(), wrapper).map_err(unusable)?;
        Ok(Passage::Metric(stage, targets.first_public_labels(job)))
    }

    fn outcome(&self, passage: &Passage, mut each: impl FnMut(&Sample<'_, '_>, &Relabeled<'_>)) -> Outcome {
        let mut outcome = Outcome::default();
        let mut series: HashSet<u64, FixedState> = HashSet::default();
        for dump in self.dumps {
            let observation = observe(passage, &dump.text, |sample, relabeled| {
                if !is_kept(relabeled) {
                    return;
                }
                series.insert(relabeled.fingerprint());
                let name = relabeled.get("__name__");
                match outcome.metrics.get_mut(name) {
                    Some(samples) => *samples += 1,
                    None => _ = outcome.metrics.insert(name.to_owned(), 1),
                }
                each(sample, relabeled);
            });
            outcome.samples += observation.kept;
            outcome.fullest = outcome.fullest.max(observation.counted());
            outcome.lost += observation.lost();
            let is_new = |step: usize| step >= self.steps;
            let new = observation.merges.iter().filter(|merge| merge.step.is_some_and(is_new));
            outcome.newly_lost += new.map(|merge| merge.lost).sum::<u64>();
            let broken = lost_bounds(passage, &dump.text);
            outcome.broken_histograms +=
                broken.iter().filter(|lost| is_new(lost.step)).map(|lost| lost.histograms).sum::<u64>();
            let objection = observation.objection.as_ref().map(|objection| match objection {
                Objection::Unreadable(problem) => problem.to_string(),
                Objection::Series { error, .. } => error.clone(),
            });
            outcome.objection = outcome.objection.or(objection);
        }
        outcome.series = series.len() as u64;
        outcome
    }
}

impl Extent {
    fn note(&mut self, relabeled: &Relabeled<'_>) {
        let mut labels = 0;
        for (name, value) in relabeled.labels() {
            labels += 1;
            self.name_length = self.name_length.max(name.len() as u64);
            self.value_length = self.value_length.max(value.len() as u64);
        }
        self.labels = self.labels.max(labels);
    }
}

fn note(origins: &mut BTreeMap<String, Origin>, sample: &Sample<'_, '_>, relabeled: &Relabeled<'_>) {
    let name = relabeled.get("__name__");
    if !origins.contains_key(name) {
        let is_own = name == sample.name;
        let family = if is_own { sample.family_name() } else { name }.to_owned();
        let part = if is_own { sample.part() } else { Part::Value };
        let exposed = sample.to_labels().to_series();
        let stored = relabeled.to_labels().to_series();
        let origin = Origin { family, part, exposed, stored, has_bounds: false, has_quantiles: false };
        origins.insert(name.to_owned(), origin);
    }
    if let Some(origin) = origins.get_mut(name) {
        origin.has_bounds |= relabeled.has("le");
        origin.has_quantiles |= relabeled.has("quantile");
    }
}
