//! How often a job scrapes, and how long it waits.

use crate::config::Duration;

/// Interval and timeout of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// `scrape_interval`
    pub interval: Duration,
    /// `scrape_timeout`
    pub timeout: Duration,
}

/// The interval where nothing else says one.
const USUAL_INTERVAL: Duration = Duration::from_secs(15);
/// The timeout where nothing else says one: what Prometheus has without it.
const USUAL_TIMEOUT: Duration = Duration::from_secs(10);

/// What is said of interval and timeout in one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) interval: Option<Duration>,
    pub(super) timeout: Option<Duration>,
}

impl Rhythm {
    /// What is asked for wins over the preset, and that over the configuration around.
    pub(super) fn of(asked: Said, preset: Said, around: Option<Duration>) -> Result<Self, String> {
        let interval = asked.interval.or(preset.interval).or(around).unwrap_or(USUAL_INTERVAL);
        if interval.is_zero() {
            return Err("an interval of 0 counts as none; write how often to scrape".to_owned());
        }
        let timeout = match asked.timeout {
            Some(timeout) if timeout > interval => {
                return Err(format!(
                    "a timeout of {timeout} is longer than the interval, {interval}, and Prometheus refuses that"
                ));
            }
            Some(timeout) if timeout.is_zero() => {
                return Err("a timeout of 0 counts as none; write how long to wait".to_owned());
            }
            Some(timeout) => timeout,
            None => match preset.timeout {
                Some(timeout) if timeout < interval => timeout,
                Some(_) => room(interval),
                None => USUAL_TIMEOUT.min(room(interval)),
            },
        };
        Ok(Self { interval, timeout })
    }
}

/// What of an interval leaves a pause before the next scrape: four fifths, in whole seconds where that is some.
fn room(interval: Duration) -> Duration {
    let part = interval.as_millis() / 5 * 4;
    match part {
        0 => interval,
        1..1000 => Duration::from_millis(part),
        _ => Duration::from_secs(part / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(interval: u64, timeout: u64) -> Said {
        let some = |seconds| (seconds > 0).then(|| Duration::from_secs(seconds));
        Said { interval: some(interval), timeout: some(timeout) }
    }

    #[test]
    fn the_timeout_fits_the_interval() {
        let rhythm = |asked, preset, around| {
            let Rhythm { interval, timeout } = Rhythm::of(asked, preset, around).unwrap();
            (interval.as_millis(), timeout.as_millis())
        };
        let none = Said::default();
        assert_eq!(rhythm(none, none, None), (15_000, 10_000));
        assert_eq!(rhythm(none, none, Some(Duration::from_secs(5))), (5_000, 4_000));
        assert_eq!(rhythm(none, said(60, 50), Some(Duration::from_secs(5))), (60_000, 50_000));
        assert_eq!(rhythm(said(30, 0), said(60, 50), None), (30_000, 24_000));
        assert_eq!(rhythm(said(1, 0), none, None), (1_000, 800));
        assert_eq!(rhythm(said(0, 15), none, None), (15_000, 15_000));
        assert!(Rhythm::of(said(5, 10), none, None).unwrap_err().contains("longer than the interval"));
        assert!(Rhythm::of(Said { interval: Some(Duration::ZERO), ..none }, none, None).is_err());
    }
}
