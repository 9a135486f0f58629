//! Days, as `until=` writes them.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
///
/// ```
/// use scrapelint::lint::Date;
/// let day: Date = "2027-01-31".parse().unwrap();
/// assert!(day < "2027-02-01".parse().unwrap());
/// assert!("2027-02-29".parse::<Date>().is_err());
/// assert_eq!(Date::from_days_since_1970(20_484).to_string(), "2026-01-31");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Date {
    /// The day that is so many days after the first one of 1970. What lies beyond the year 9999 counts as its end.
    pub fn from_days_since_1970(days: u64) -> Self {
        let (mut left, mut year, mut month) = (days, 1970, 1);
        while year <= 9999 {
            let length = 365 + u64::from(is_leap(year));
            if left < length {
                break;
            }
            left -= length;
            year += 1;
        }
        if year > 9999 {
            return Self { year: 9999, month: 12, day: 31 };
        }
        while left >= u64::from(days_in(year, month)) {
            left -= u64::from(days_in(year, month));
            month += 1;
        }
        Self { year, month, day: left as u32 + 1 }
    }
}

/// Text that is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDate;

impl fmt::Display for NoDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a day, as 2027-01-31 is")
    }
}

impl std::error::Error for NoDate {}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(NoDate) };
        let number = |part: &str, digits: usize| {
            let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| is_number).ok_or(NoDate)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let is_day = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if is_day { Ok(Self { year, month, day }) } else { Err(NoDate) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        for (days, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_454, "2026-01-01"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::from_days_since_1970(days), date.parse().unwrap(), "{date}");
        }
    }

    #[test]
    fn only_days_are_taken() {
        for text in
            ["2027-13-01", "2027-00-01", "2027-04-31", "2027-1-1", "27-01-01", "2027/01/01", "+027-01-01", ""]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
    }
}
