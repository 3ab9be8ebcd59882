//! Names of migrations: `MigrationYYYYMMDDHHMM`, UTC.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

const PREFIX: &str = "Migration";

/// Why there is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The text is no name of a migration.
    #[error("`{0}` is no name of a migration: it must be Migration and twelve digits, YYYYMMDDHHMM")]
    Malformed(String),
}

/// The name of the next migration of a module whose names are `taken`, in any order.
///
/// It is the minute `now`; if the module has a name of that minute or a later one, because the clock
/// went back or another migration was just made, the minute after the last. So names always grow,
/// until the last minute of the year 9999: that name comes again, and writing it is refused.
///
/// # Examples
/// ```
/// let now = "2026-11-20T13:26:59Z".parse()?;
/// let name = strobila_generator::names::next_name(now, ["Migration202611201326"]);
/// assert_eq!(name, "Migration202611201327");
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn next_name<'a>(now: DateTime<Utc>, taken: impl IntoIterator<Item = &'a str>) -> String {
    let now = stamp(now.naive_utc());
    let last = taken.into_iter().filter_map(|name| minute(name).ok()).max();
    let next = last.map(|last| stamp(last.checked_add_signed(TimeDelta::minutes(1)).unwrap_or(last)));
    format!("{PREFIX}{}", next.map_or(now.clone(), |next| next.max(now)))
}

/// Checks a name: the word, and the digits of a minute that exists.
///
/// # Errors
/// [`NameError::Malformed`]
pub fn validate(name: &str) -> Result<(), NameError> {
    minute(name).map(drop)
}

fn stamp(at: NaiveDateTime) -> String {
    let (year, month, day) = (at.year(), at.month(), at.day());
    if !(0..=9999).contains(&year) {
        return "999912312359".to_owned();
    }
    format!("{year:04}{month:02}{day:02}{:02}{:02}", at.hour(), at.minute())
}

fn minute(name: &str) -> Result<NaiveDateTime, NameError> {
    let read = || {
        let digits = name.strip_prefix(PREFIX)?;
        if digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
        let year = i32::try_from(part(0, 4)?).ok()?;
        NaiveDate::from_ymd_opt(year, part(4, 6)?, part(6, 8)?)?.and_hms_opt(part(8, 10)?, part(10, 12)?, 0)
    };
    read().ok_or_else(|| NameError::Malformed(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{NameError, next_name, validate};

    fn next(now: &str, taken: &[&str]) -> String {
        next_name(now.parse().expect("a time"), taken.iter().copied())
    }

    #[test]
    fn names_grow_whatever_the_clock_says() {
        assert_eq!(next("2026-11-20T13:26:00Z", &[]), "Migration202611201326");
        let taken = ["Migration202611201359", "Migration202611201326"];
        assert_eq!(next("2026-11-20T13:26:30Z", &taken), "Migration202611201400");
        assert_eq!(next("1999-01-01T00:00:00Z", &["Migration202612312359"]), "Migration202701010000");
        assert_eq!(next("2038-01-19T03:15:00Z", &taken), "Migration203801190315");
        assert_eq!(next("2026-01-01T00:00:00Z", &["Migration990001010000"]), "Migration990001010001");
        assert_eq!(next("0099-01-01T00:00:00Z", &[]), "Migration009901010000");
    }

    #[test]
    fn there_is_no_name_after_the_year_9999() {
        let last = "Migration999912312359";
        assert_eq!(next("2026-01-01T00:00:00Z", &[last]), last);
        assert_eq!(next("+10000-01-01T00:00:00Z", &[]), last);
    }

    #[test]
    fn only_a_minute_that_exists_is_a_name() {
        assert!(validate("Migration202402290000").is_ok());
        for bad in [
            "",
            "Migration",
            "Migration20261120132",
            "Migration2026112013260",
            "migration202611201326",
            "Migration202613201326",
            "Migration202302290000",
            "Migration202611202400",
            "Migration２０２６11201326",
            "Migration+02611201326",
            "../Migration202611201326",
            "Migration202611201326\0",
        ] {
            assert_eq!(validate(bad), Err(NameError::Malformed(bad.to_owned())));
        }
    }
}
