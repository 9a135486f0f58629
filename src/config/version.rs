//! Versions of Prometheus.

use std::fmt;
use std::str::FromStr;

/// A minor version of Prometheus.
///
/// ```
/// use scrapelint::config::Version;
/// assert_eq!("2.45".parse(), Ok(Version::new(2, 45)));
/// assert!(Version::new(3, 2) < Version::new(3, 14));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 2 or 3.
    pub major: u8,
    /// What stands behind the point.
    pub minor: u8,
}

impl Version {
    /// A version by its two numbers.
    pub const fn new(major: u8, minor: u8) -> Self {
        Self { major, minor }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "two numbers with a point between";
        let number = |part: &str| {
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| is_number).ok_or(EXPECTED)
        };
        let (major, minor) = text.split_once('.').ok_or(EXPECTED)?;
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}
