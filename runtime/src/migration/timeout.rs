//! How long a statement of a step may wait and run, where a file says so.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A limit that a file sets: a length of time, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeout {
    /// In milliseconds; 0 means for ever.
    milliseconds: u64,
}

impl Timeout {
    /// Reads `3s`, `200ms`, `2m` or `none`.
    ///
    /// # Panics
    /// At compile time, when it is no length of time.
    pub const fn new(text: &str) -> Self {
        match Self::parse(text) {
            Some(timeout) => timeout,
            None => panic!("a timeout is written \"3s\", \"200ms\", \"2m\" or \"none\""),
        }
    }

    /// Reads `3s`, `200ms`, `2m` or `none`; 0 is no length of time.
    pub const fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let b"none" = bytes {
            return Some(Timeout { milliseconds: 0 });
        }
        let (mut at, mut count) = (0, 0_u64);
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            // A year in milliseconds has eleven digits.
            if at == 11 {
                return None;
            }
            count = count * 10 + (bytes[at] - b'0') as u64;
            at += 1;
        }
        let unit = match bytes.split_at(at).1 {
            b"ms" => 1,
            b"s" => 1_000,
            b"m" => 60_000,
            _ => return None,
        };
        if count == 0 { None } else { Some(Timeout { milliseconds: count * unit }) }
    }

    /// The length of time; none means for ever.
    pub const fn after(self) -> Option<Duration> {
        match self.milliseconds {
            0 => None,
            milliseconds => Some(Duration::from_millis(milliseconds)),
        }
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.milliseconds {
            0 => f.write_str("none"),
            milliseconds if milliseconds % 1_000 == 0 => write!(f, "{}s", milliseconds / 1_000),
            milliseconds => write!(f, "{milliseconds}ms"),
        }
    }
}

/// What a file says of its statements' limits; what it leaves open, the environment says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeouts {
    /// For a lock that another session holds.
    pub lock: Option<Timeout>,
    /// For the whole statement.
    pub statement: Option<Timeout>,
}

impl Timeouts {
    /// Whether nothing is said.
    pub const fn is_empty(&self) -> bool {
        self.lock.is_none() && self.statement.is_none()
    }

    /// What is said here, and elsewhere where nothing is.
    pub fn or(self, other: Timeouts) -> Timeouts {
        Timeouts { lock: self.lock.or(other.lock), statement: self.statement.or(other.statement) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_the_config_reads_them() {
        for (text, milliseconds) in [("3s", 3_000), ("200ms", 200), ("2m", 120_000), ("90s", 90_000)] {
            assert_eq!(Timeout::new(text).after(), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        assert_eq!(Timeout::new("none").after(), None);
        for text in ["", "3", "s", "0s", "3h", "3 s", "-1s", "999999999999ms", "3sm"] {
            assert_eq!(Timeout::parse(text), None, "{text}");
        }
        assert_eq!(
            ["3s", "200ms", "none"].map(|text| Timeout::new(text).to_string()),
            ["3s", "200ms", "none"]
        );
    }
}
