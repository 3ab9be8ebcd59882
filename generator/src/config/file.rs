//! What `strobila.toml` says, each value with its line.

use std::collections::BTreeMap;
use std::time::Duration;

use strobila::__private::nearest;
use strobila::model::Place;
use strobila::{Target, UnknownTarget};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Pattern, TargetVersion, UrlForm, UuidForm};
use crate::Error;

/// The file's name, at the workspace's root.
pub const NAME: &str = "strobila.toml";

/// A value and its line.
pub(super) type Lined<T> = (T, u32);

/// What `strobila.toml` says.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    /// What files are written for.
    pub targets: Option<Lined<Vec<TargetVersion>>>,
    /// Where proofs may make and drop databases.
    pub scratch: Vec<Lined<UrlForm>>,
    /// What `db:drift` leaves alone.
    pub ignored: Option<Lined<Vec<Pattern>>>,
    /// What MySQL and MariaDB keep a UUID as.
    pub uuid: Option<Lined<UuidForm>>,
    /// The environments by name.
    pub environments: BTreeMap<String, Section>,
    /// The databases by name.
    pub databases: BTreeMap<String, Lined<UrlForm>>,
}

/// One `[env.…]`.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// Its database.
    pub url: Option<Lined<UrlForm>>,
    /// Whether a rollback may lose data without a word.
    pub allow_loss: Option<Lined<bool>>,
    /// Whether a person types the database's name first.
    pub confirm: Option<Lined<bool>>,
    /// How long a statement waits for a lock; none means for ever.
    pub lock_timeout: Option<Lined<Option<Duration>>>,
    /// How often in all what a lock kept from running is tried.
    pub lock_attempts: Option<Lined<u32>>,
    /// How long a statement may run; none means for ever.
    pub statement_timeout: Option<Lined<Option<Duration>>>,
}

/// Reads the text of `strobila.toml`.
///
/// # Errors
/// What does not parse and what is not known, with its line. Values are never shown.
pub(super) fn read(text: &str) -> Result<File, Error> {
    let reader = Reader { text };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        reader.error(at, "this line", format!("strobila.toml does not parse: {}", error.message()), None)
    })?;
    let mut file = File::default();
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "targets" => file.targets = Some((reader.targets(value)?, reader.line(key))),
            "mysql" => file.uuid = reader.mysql(value)?,
            "scratch" => file.scratch = reader.scratch(value)?,
            "drift" => file.ignored = reader.drift(value)?,
            "env" => file.environments = reader.sections(value)?,
            "databases" => file.databases = reader.databases(value)?,
            _ => {
                return Err(
                    reader.unknown(key, &["targets", "mysql", "scratch", "drift", "env", "databases"])
                );
            }
        }
    }
    Ok(file)
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, key: &Key<'_>) -> u32 {
        self.line_at(key.span().start)
    }

    fn line_at(&self, at: usize) -> u32 {
        let before = self.text.get(..at).unwrap_or(self.text);
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    fn error(&self, at: usize, what: &str, message: String, help: Option<String>) -> Error {
        let place = Place { file: NAME.to_owned(), line: self.line_at(at), what: what.to_owned() };
        Error::Config { message, place: Some(place), help }
    }

    fn unknown(&self, key: &Key<'_>, known: &[&str]) -> Error {
        let name = key.get_ref();
        let near = nearest(name, known.iter().copied());
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let message = format!("`{}` is not a key of the config here{hint}", name.escape_debug());
        self.error(
            key.span().start,
            &format!("key `{}`", name.escape_debug()),
            message,
            Some(format!("known here: {}", known.join(", "))),
        )
    }

    fn wrong(&self, value: &Value<'_>, what: &str, wanted: &str) -> Error {
        let message = format!("`{what}` is a {} and should be {wanted}", value.get_ref().type_str());
        self.error(value.span().start, &format!("key `{what}`"), message, None)
    }

    fn table<'v, 'i>(&self, value: &'v Value<'i>, what: &str) -> Result<&'v DeTable<'i>, Error> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, what, "a table"))
    }

    fn text<'v>(&self, value: &'v Value<'_>, what: &str) -> Result<&'v str, Error> {
        value.get_ref().as_str().ok_or_else(|| self.wrong(value, what, "a text"))
    }

    fn switch(&self, value: &Value<'_>, what: &str) -> Result<bool, Error> {
        value.get_ref().as_bool().ok_or_else(|| self.wrong(value, what, "true or false"))
    }

    fn targets(&self, value: &Value<'_>) -> Result<Vec<TargetVersion>, Error> {
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(value, "targets", "a list"))?;
        let mut targets: Vec<TargetVersion> = Vec::new();
        for item in list.iter() {
            let text = self.text(item, "targets")?;
            let found = target(text).map_err(|(message, help)| {
                self.error(item.span().start, "key `targets`", message, Some(help))
            })?;
            if targets.iter().any(|other| other.target == found.target) {
                let message = format!("the target {} is named twice", found.target);
                return Err(self.error(item.span().start, "key `targets`", message, None));
            }
            targets.push(found);
        }
        if targets.is_empty() {
            let message = "`targets` names no database".to_owned();
            let help = Some("write targets = [\"sqlite\"]".to_owned());
            return Err(self.error(value.span().start, "key `targets`", message, help));
        }
        targets.sort_by_key(|target| target.target);
        Ok(targets)
    }

    fn mysql(&self, value: &Value<'_>) -> Result<Option<Lined<UuidForm>>, Error> {
        let mut uuid = None;
        for (key, value) in self.table(value, "mysql")? {
            if key.get_ref() != "uuid" {
                return Err(self.unknown(key, &["uuid"]));
            }
            let text = self.text(value, "uuid")?;
            let form = UuidForm::ALL.into_iter().find(|form| form.to_string() == text);
            let form = form.ok_or_else(|| {
                let message = format!("`uuid` is `{}`, in which no UUID is kept", text.escape_debug());
                let help = Some("write \"binary(16)\" or \"char(36)\"".to_owned());
                self.error(value.span().start, "key `uuid`", message, help)
            })?;
            uuid = Some((form, self.line(key)));
        }
        Ok(uuid)
    }

    fn only_url(&self, value: &Value<'_>, what: &str) -> Result<Option<Lined<UrlForm>>, Error> {
        let mut url = None;
        for (key, value) in self.table(value, what)? {
            match key.get_ref().as_ref() {
                "url" => url = Some((self.url(value)?, self.line(key))),
                _ => return Err(self.unknown(key, &["url"])),
            }
        }
        Ok(url)
    }

    fn scratch(&self, value: &Value<'_>) -> Result<Vec<Lined<UrlForm>>, Error> {
        let mut urls = Vec::new();
        for (key, value) in self.table(value, "scratch")? {
            if key.get_ref() != "url" {
                return Err(self.unknown(key, &["url"]));
            }
            match value.get_ref().as_array() {
                Some(list) => {
                    for item in list.iter() {
                        urls.push((self.url(item)?, self.line_at(item.span().start)));
                    }
                }
                None => urls.push((self.url(value)?, self.line(key))),
            }
        }
        Ok(urls)
    }

    fn drift(&self, value: &Value<'_>) -> Result<Option<Lined<Vec<Pattern>>>, Error> {
        let mut found = None;
        for (key, value) in self.table(value, "drift")? {
            match key.get_ref().as_ref() {
                "ignore" => found = Some((self.patterns(value)?, self.line(key))),
                _ => return Err(self.unknown(key, &["ignore"])),
            }
        }
        Ok(found)
    }

    fn patterns(&self, value: &Value<'_>) -> Result<Vec<Pattern>, Error> {
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(value, "ignore", "a list"))?;
        let each = list.iter().map(|item| {
            Pattern::parse(self.text(item, "ignore")?)
                .map_err(|(message, help)| self.error(item.span().start, "key `ignore`", message, Some(help)))
        });
        each.collect()
    }

    fn sections(&self, value: &Value<'_>) -> Result<BTreeMap<String, Section>, Error> {
        let mut sections = BTreeMap::new();
        for (name, value) in self.table(value, "env")? {
            sections.insert(name.get_ref().to_string(), self.section(value, name.get_ref())?);
        }
        Ok(sections)
    }

    fn section(&self, value: &Value<'_>, name: &str) -> Result<Section, Error> {
        let mut section = Section::default();
        for (key, value) in self.table(value, &format!("env.{name}"))? {
            let line = self.line(key);
            match key.get_ref().as_ref() {
                "url" => section.url = Some((self.url(value)?, line)),
                "allow_loss" => section.allow_loss = Some((self.switch(value, "allow_loss")?, line)),
                "confirm" => section.confirm = Some((self.switch(value, "confirm")?, line)),
                "lock_timeout" => section.lock_timeout = Some((self.timeout(value, "lock_timeout")?, line)),
                "lock_attempts" => section.lock_attempts = Some((self.attempts(value)?, line)),
                "statement_timeout" => {
                    section.statement_timeout = Some((self.timeout(value, "statement_timeout")?, line));
                }
                _ => {
                    let known = [
                        "url",
                        "allow_loss",
                        "confirm",
                        "lock_timeout",
                        "lock_attempts",
                        "statement_timeout",
                    ];
                    return Err(self.unknown(key, &known));
                }
            }
        }
        Ok(section)
    }

    fn databases(&self, value: &Value<'_>) -> Result<BTreeMap<String, Lined<UrlForm>>, Error> {
        let mut databases = BTreeMap::new();
        for (name, value) in self.table(value, "databases")? {
            let Some(url) = self.only_url(value, &format!("databases.{}", name.get_ref()))? else {
                let message = format!("the database `{}` has no url", name.get_ref().escape_debug());
                return Err(self.error(name.span().start, "this section", message, None));
            };
            databases.insert(name.get_ref().to_string(), url);
        }
        Ok(databases)
    }

    fn url(&self, value: &Value<'_>) -> Result<UrlForm, Error> {
        if let Some(text) = value.get_ref().as_str() {
            return Ok(UrlForm::Text(text.to_owned()));
        }
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong(value, "url", "a text or { env = \"…\" }"))?;
        let mut form = None;
        for (key, value) in table {
            let text = || self.text(value, key.get_ref()).map(str::to_owned);
            let this = match key.get_ref().as_ref() {
                "env" => UrlForm::Variable(text()?),
                "file" => UrlForm::File(text()?),
                "command" => UrlForm::Command(text()?),
                _ => return Err(self.unknown(key, &["env", "file", "command"])),
            };
            if form.replace(this).is_some() {
                let message = "a url comes from one of env, file and command, not from several".to_owned();
                return Err(self.error(key.span().start, "key `url`", message, None));
            }
        }
        form.ok_or_else(|| {
            let help = Some("write url = { env = \"DATABASE_URL\" }".to_owned());
            self.error(value.span().start, "key `url`", "the url says nothing".to_owned(), help)
        })
    }

    fn attempts(&self, value: &Value<'_>) -> Result<u32, Error> {
        let text =
            value.get_ref().as_integer().ok_or_else(|| self.wrong(value, "lock_attempts", "a number"))?;
        let number = text.as_str().parse().ok().filter(|number| (1..=100).contains(number));
        number.ok_or_else(|| {
            let message = "`lock_attempts` is no number from 1 to 100".to_owned();
            self.error(value.span().start, "key `lock_attempts`", message, None)
        })
    }

    fn timeout(&self, value: &Value<'_>, what: &str) -> Result<Option<Duration>, Error> {
        let text = self.text(value, what)?;
        timeout(text).ok_or_else(|| {
            let message = format!("`{what}` is `{}`, which is no length of time", text.escape_debug());
            let help = Some("write \"3s\", \"200ms\", \"2m\" or \"none\"".to_owned());
            self.error(value.span().start, &format!("key `{what}`"), message, help)
        })
    }
}

/// A target and the oldest version it is written for: `postgres>=14`.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn target(text: &str) -> Result<TargetVersion, (String, String)> {
    let (name, version) = match text.split_once(">=") {
        Some((name, version)) => (name.trim(), Some(version.trim())),
        None => (text.trim(), None),
    };
    let known = || {
        let words = Target::ALL.map(|target| format!("\"{target}\"")).join(", ");
        format!("write {words} or with the oldest version \"postgres>=14\"")
    };
    let target: Target = name.parse().map_err(|error: UnknownTarget| {
        let near = nearest(name, Target::ALL.map(Target::as_str));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        (format!("unknown target `{}`{hint}", error.0.escape_debug()), known())
    })?;
    let is_version = |text: &str| text.split('.').all(|part| part.parse::<u32>().is_ok());
    if let Some(version) = version.filter(|version| !is_version(version)) {
        return Err((format!("`{}` is no version", version.escape_debug()), known()));
    }
    Ok(TargetVersion { target, at_least: version.map(str::to_owned) })
}

/// A length of time: `3s`, `200ms`, `2m`; `none` for no limit. None when it is not understood.
pub(super) fn timeout(text: &str) -> Option<Option<Duration>> {
    if text == "none" {
        return Some(None);
    }
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (count, unit) = text.split_at(end);
    // PostgreSQL reads 0 as no limit; whoever means that writes none.
    let count: u64 = count.parse().ok().filter(|&count| count > 0)?;
    let milliseconds = match unit {
        "ms" => count,
        "s" => count.checked_mul(1_000)?,
        "m" => count.checked_mul(60_000)?,
        _ => return None,
    };
    Some(Some(Duration::from_millis(milliseconds)))
}
