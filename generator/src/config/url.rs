//! A database URL that never shows its password.

use std::fmt;
use std::path::{Path, PathBuf};

use strobila::Target;

/// A database URL. `Display` and `Debug` mask what could be secret; [`DatabaseUrl::expose`] does not.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    written: String,
    full: String,
}

/// Options of a URL whose values are shown. Everything else is masked: a password has many names.
const SHOWN: [&str; 14] = [
    "mode",
    "cache",
    "immutable",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "application_name",
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "charset",
    "statement-cache-capacity",
];

impl DatabaseUrl {
    /// A URL as it was written. A relative SQLite path is taken from `root`: for what the config says
    /// the workspace's root, so that a command means the same file wherever it is called.
    pub fn new(written: impl Into<String>, root: &Path) -> Self {
        let written = written.into();
        let full = absolute(&written, root).unwrap_or_else(|| written.clone());
        DatabaseUrl { written, full }
    }

    /// Whether a text is meant as a URL, not as a name or a path.
    pub fn is_url(text: &str) -> bool {
        text.contains("://") || text.starts_with("sqlite:")
    }

    /// The URL to connect with, password included. Never print it.
    pub fn expose(&self) -> &str {
        &self.full
    }

    /// The SQLite file it names; none for a server, and for a database in memory.
    pub fn file(&self) -> Option<PathBuf> {
        let path = sqlite_path(&self.full)?.0;
        Some(decode(path).into())
    }

    /// Whether it asks for a SQLite file to be made when there is none.
    pub fn creates(&self) -> bool {
        sqlite_path(&self.full).is_some_and(|(_, query)| query.split('&').any(|pair| pair == "mode=rwc"))
    }

    /// The same URL, which also makes the SQLite file when there is none.
    pub fn creating(&self) -> Self {
        let Some((path, query)) = sqlite_path(&self.full) else { return self.clone() };
        let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("mode="));
        let query: Vec<&str> = others.chain(["mode=rwc"]).collect();
        DatabaseUrl { written: self.written.clone(), full: format!("sqlite://{path}?{}", query.join("&")) }
    }

    /// The name a person types to confirm: the database's, or the SQLite file's.
    pub fn database(&self) -> String {
        if let Some(file) = self.file() {
            return file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
        let rest = self.full.split_once("://").map_or("", |(_, rest)| rest);
        let before = rest.split('?').next().unwrap_or_default();
        let after_login = before.rsplit_once('@').map_or(before, |(_, host)| host);
        decode(after_login.split_once('/').map_or("", |(_, name)| name))
    }

    /// Whether the database may be of this kind. Only its server says whether it is MySQL or MariaDB.
    pub fn serves(&self, target: Target) -> bool {
        let found = Target::of_url(&self.full);
        found == Some(target)
            || (found.is_some() && found == target.fallback())
            || found.and_then(Target::fallback) == Some(target)
    }

    /// Texts that must not appear anywhere: the URL as it is, and its password in both spellings.
    pub fn secrets(&self) -> Vec<String> {
        if sqlite_path(&self.full).is_some() || masked(&self.written) == self.written {
            return Vec::new();
        }
        let mut secrets = vec![self.written.clone()];
        let rest = self.full.split_once("://").map_or("", |(_, rest)| rest);
        if let Some((login, _)) = rest.rsplit_once('@')
            && let Some((_, password)) = login.split_once(':')
        {
            secrets.extend([password.to_owned(), decode(password)]);
        }
        if let Some((_, query)) = rest.split_once('?') {
            for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                if !is_shown(key) {
                    secrets.extend([value.to_owned(), decode(value)]);
                }
            }
        }
        // A secret of a letter or two would mask half of every message, and says nothing there.
        secrets.retain(|secret| secret.len() >= 4);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        secrets
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.written))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The URL with everything hidden that could be a secret, whether or not it parses.
///
/// A password may hold any character, so when it is not clear where it ends, more is hidden.
pub fn masked(url: &str) -> String {
    if sqlite_path(url).is_some() || url.starts_with("sqlite::memory:") {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        return with_query(path, query);
    }
    let Some((scheme, rest)) = url.split_once("://") else { return "***".to_owned() };
    if !scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter)) {
        return "***".to_owned();
    }
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    // An @ after the ? may be the end of a password that holds a ?.
    if query.contains('@') {
        return format!("{scheme}://***");
    }
    let before = match before.rsplit_once('@') {
        Some((login, host)) => match login.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => format!("{login}@{host}"),
        },
        None => before.to_owned(),
    };
    with_query(&format!("{scheme}://{before}"), query)
}

/// The URLs of a text that may hold several, with spaces, line ends or commas between them. A comma or space
/// that no scheme follows belongs to the URL before it: a password may hold one.
pub(super) fn several(text: &str) -> Vec<&str> {
    let is_between = |letter: char| letter == ',' || letter.is_whitespace();
    let mut urls = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let next = at + letter.len_utf8();
        if is_between(letter) && Target::of_url(&text[next..]).is_some() {
            urls.push(&text[start..at]);
            start = next;
        }
    }
    urls.push(&text[start..]);
    let trimmed = urls.into_iter().map(|url| url.trim_matches(is_between));
    trimmed.filter(|url| !url.is_empty()).collect()
}

fn with_query(before: &str, query: &str) -> String {
    if query.is_empty() {
        return before.to_owned();
    }
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) if is_shown(key) => format!("{key}={value}"),
            Some((key, _)) => format!("{key}=***"),
            None => "***".to_owned(),
        })
        .collect();
    format!("{before}?{}", pairs.join("&"))
}

fn is_shown(key: &str) -> bool {
    SHOWN.contains(&key.to_ascii_lowercase().as_str())
}

/// The path of a SQLite URL, and what follows the question mark.
fn sqlite_path(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("sqlite:")?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.strip_prefix("//").unwrap_or(path);
    let in_memory =
        path == ":memory:" || path.is_empty() || query.split('&').any(|pair| pair == "mode=memory");
    (!in_memory).then_some((path, query))
}

fn absolute(url: &str, root: &Path) -> Option<String> {
    let (path, query) = sqlite_path(url)?;
    if Path::new(&decode(path)).is_absolute() {
        return None;
    }
    let root = encode(root);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Some(format!("sqlite://{root}/{path}{query}"))
}

/// The path as it stands in a URL. One that is not UTF-8 is escaped whole, so the driver names it.
fn encode(path: &Path) -> String {
    match path.to_str() {
        Some(path) => path.replace('%', "%25").replace('?', "%3F").replace('#', "%23"),
        None => path.as_os_str().as_encoded_bytes().iter().map(|byte| format!("%{byte:02X}")).collect(),
    }
}

/// Percent-decoding; what is no valid escape stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match escape.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) if byte == b'%' => {
                decoded.push(value);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> DatabaseUrl {
        DatabaseUrl::new(text, Path::new("/shop"))
    }

    #[test]
    fn a_password_is_hidden_in_every_form_of_url() {
        for written in [
            "postgres://me:hunter2@db/shop",
            "postgres://me:hunter2@db/shop?sslmode=require",
            "postgres://db/shop?user=me&password=hunter2",
            "postgres://db/shop?PassWord=hunter2",
            "postgres://db/shop?pass%77ord=hunter2",
            "postgres://db/shop?sslpassword=hunter2&mode=x",
            "postgres://me:hun?hunter2@db/shop",
            "postgres://me:hun/hunter2@db/shop",
            "postgres://me:x@hunter2@db/shop",
            "postgres://me:x@hunter2?y@db/shop",
            "postgres://me:#hunter2@db/shop",
            "postgres://db:5432/shop?password=a@hunter2",
            "postgress://me:hunter2@db",
            "host=db user=me password=hunter2",
            "hunter2",
            "me:hunter2@db/shop",
            "postgres:/me:hunter2@db/shop",
            "sqlite://shop.db?key=hunter2",
            "mysql://me:hunter2@/shop",
            "hunter2 ://me@db",
            "",
        ] {
            let url = url(written);
            for shown in [url.to_string(), format!("{url:?}"), format!("{:#?}", Some(&url))] {
                assert!(!shown.contains("hunter2"), "{written} shows as {shown}");
            }
        }
    }

    #[test]
    fn what_is_no_secret_is_shown() {
        assert_eq!(
            url("postgres://me:x@db:5432/shop?sslmode=require").to_string(),
            "postgres://me:***@db:5432/shop?sslmode=require"
        );
        assert_eq!(url("postgres://me@db/shop").to_string(), "postgres://me@db/shop");
        assert_eq!(url("sqlite://shop.db?mode=rwc").to_string(), "sqlite://shop.db?mode=rwc");
        assert_eq!(url("sqlite::memory:").to_string(), "sqlite::memory:");
    }

    #[test]
    fn a_relative_sqlite_path_is_taken_from_the_root() {
        assert_eq!(url("sqlite://shop.db?mode=rwc").expose(), "sqlite:///shop/shop.db?mode=rwc");
        assert_eq!(url("sqlite:data/shop.db").expose(), "sqlite:///shop/data/shop.db");
        assert_eq!(url("sqlite:///var/shop.db").expose(), "sqlite:///var/shop.db");
        assert_eq!(url("sqlite::memory:").expose(), "sqlite::memory:");
        let odd = DatabaseUrl::new("sqlite://a%20b.db", Path::new("/50% off?"));
        assert_eq!(odd.expose(), "sqlite:///50%25 off%3F/a%20b.db");
        assert_eq!(odd.file(), Some("/50% off?/a b.db".into()));
    }

    #[test]
    fn a_file_is_made_only_when_asked() {
        assert!(!url("sqlite://shop.db").creates());
        assert!(url("sqlite://shop.db?mode=rwc").creates());
        assert_eq!(
            url("sqlite://shop.db?mode=rw&cache=shared").creating().expose(),
            "sqlite:///shop/shop.db?cache=shared&mode=rwc"
        );
    }

    #[test]
    fn the_name_to_confirm_is_the_databases() {
        assert_eq!(url("postgres://me:x@db:5432/shop?sslmode=require").database(), "shop");
        assert_eq!(url("sqlite://data/shop.db").database(), "shop.db");
    }

    #[test]
    fn a_text_of_several_urls_is_split_where_a_scheme_begins() {
        let both = ["postgres://me:a,b c@h/x", "mysql://h/"];
        for between in [" ", ",", ", ", "\n", " ,\n "] {
            assert_eq!(several(&format!(" {} ", both.join(between))), both);
        }
        assert_eq!(several("postgres://h/x,"), ["postgres://h/x"]);
        assert_eq!(several("nonsense of mine"), ["nonsense of mine"]);
        assert!(several(" ").is_empty());
    }

    #[test]
    fn secrets_are_known_in_both_spellings() {
        let secrets = url("postgres://me:h%40unter2@db/shop?sslpassword=sesame").secrets();
        for secret in ["h%40unter2", "h@unter2", "sesame"] {
            assert!(secrets.iter().any(|known| known == secret), "{secrets:?}");
        }
        assert!(url("sqlite://shop.db").secrets().is_empty());
    }
}
