//! Environment variables, and those of the `.env` file beside `strobila.toml`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use strobila::model::Place;

use super::Source;
use crate::Error;

/// Environment variables, and those of `.env`. The process environment is never changed.
#[derive(Clone, Default)]
pub struct Variables {
    process: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
}

impl Variables {
    /// The variables of this process; one that is not UTF-8 counts as not set.
    pub fn of_process() -> Self {
        let pairs = std::env::vars_os();
        let process =
            pairs.filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)));
        Variables { process: process.collect(), file: BTreeMap::new() }
    }

    /// Variables made up by a test.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let process = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Variables { process: process.collect(), file: BTreeMap::new() }
    }

    /// Reads `.env` in `folder`, if there is one.
    ///
    /// # Errors
    /// The line that does not parse; its text is not shown, for it may hold a password.
    pub fn read_file(&mut self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(".env");
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(Error::Io { action: "read", path, source }),
        };
        for item in dotenvy::Iter::new(file) {
            let (key, value) = item.map_err(|error| unreadable(&path, &error))?;
            // As in every reader of such files, the first of two lines holds.
            self.file.entry(key).or_insert(value);
        }
        Ok(())
    }

    /// The value of a variable and where it stands; an empty one counts as not set.
    pub fn get(&self, name: &str) -> Option<(&str, Source)> {
        let of = |map: &'_ BTreeMap<String, String>| map.get(name).filter(|value| !value.is_empty()).cloned();
        if of(&self.process).is_some() {
            return Some((self.process.get(name)?, Source::Variable(name.to_owned())));
        }
        of(&self.file)?;
        Some((self.file.get(name)?, Source::DotEnv(name.to_owned())))
    }
}

fn unreadable(path: &Path, error: &dotenvy::Error) -> Error {
    let line = match error {
        dotenvy::Error::LineParse(text, _) => line_of(path, text),
        _ => None,
    };
    let message = match error {
        dotenvy::Error::Io(error) => format!("cannot read .env: {error}"),
        _ => "a line of .env does not parse".to_owned(),
    };
    Error::Config {
        message,
        place: line.map(|line| Place { file: ".env".to_owned(), line, what: "this line".to_owned() }),
        help: Some("write NAME=value, with quotes around a value that holds spaces or #".to_owned()),
    }
}

fn line_of(path: &Path, text: &str) -> Option<u32> {
    let content = std::fs::read_to_string(path).ok()?;
    let first = text.lines().next()?;
    let at = content.lines().position(|line| line == first)?;
    u32::try_from(at + 1).ok()
}
