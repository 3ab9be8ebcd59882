//! From the form a URL is given in to the URL.

use std::path::Path;
use std::process::{Command, Stdio};

use strobila::Target;
use strobila::model::Place;

use super::url::several;
use super::{FILE_NAME, Setting, Source, UrlForm, Variables, masked};
use crate::Error;

const FORMS: &str =
    "write sqlite://path/to/file.db, postgres://user@host/database or mysql://user@host/database";

/// The URL's text. A command runs in the shell, in the workspace's root; a prompt of its own works.
///
/// # Errors
/// A variable that is not set, a file that cannot be read, a command that fails. What they hold is
/// never shown.
pub(super) fn text(setting: &Setting<UrlForm>, root: &Path, variables: &Variables) -> Result<String, Error> {
    let text = raw(setting, root, variables)?;
    checked(setting, &text)?;
    Ok(text)
}

/// The same where one form may hold several URLs.
///
/// # Errors
/// Those of [`text`].
pub(super) fn texts(
    setting: &Setting<UrlForm>,
    root: &Path,
    variables: &Variables,
) -> Result<Vec<String>, Error> {
    let text = raw(setting, root, variables)?;
    let urls: Vec<String> = several(&text).into_iter().map(str::to_owned).collect();
    urls.iter().try_for_each(|url| checked(setting, url))?;
    Ok(urls)
}

fn place(setting: &Setting<UrlForm>) -> Option<Place> {
    match setting.source {
        Source::File(line) => Some(Place { file: FILE_NAME.to_owned(), line, what: "key `url`".to_owned() }),
        Source::Flag(_) | Source::Variable(_) | Source::DotEnv(_) | Source::Default => None,
    }
}

fn checked(setting: &Setting<UrlForm>, url: &str) -> Result<(), Error> {
    if Target::of_url(url).is_some() {
        return Ok(());
    }
    let help = match &setting.source {
        Source::File(_) => FORMS.to_owned(),
        source => format!("{FORMS}\nthe URL is that of {source}"),
    };
    Err(Error::Scheme { url: masked(url), place: place(setting), help })
}

fn raw(setting: &Setting<UrlForm>, root: &Path, variables: &Variables) -> Result<String, Error> {
    let place = place(setting);
    let wrong = |message: String, help: &str| Error::Config {
        message,
        place: place.clone(),
        help: Some(help.to_owned()),
    };
    let text = match &setting.value {
        UrlForm::Text(url) => url.clone(),
        UrlForm::Variable(name) => {
            let value = variables.get(name).map(|(value, _)| value.to_owned());
            let message = || format!("the environment variable `{}` is not set", name.escape_debug());
            value.ok_or_else(|| wrong(message(), "set it in the environment, or in .env"))?
        }
        UrlForm::File(path) => {
            let read = std::fs::read_to_string(root.join(path));
            let message = |error| format!("cannot read the url from {path}: {error}");
            read.map_err(|error| wrong(message(error), "the path is relative to strobila.toml"))?
        }
        UrlForm::Command(command) => {
            run(command, root).map_err(|message| wrong(message, "run the command by hand to see why"))?
        }
    };
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(wrong("the url is empty".to_owned(), FORMS));
    }
    Ok(text)
}

fn run(command: &str, root: &Path) -> Result<String, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let output = Command::new(shell)
        .args([flag, command])
        .current_dir(root)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run the command for the url: {error}"))?;
    if !output.status.success() {
        return Err(format!("the command for the url failed: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| "the command for the url printed no UTF-8".to_owned())
}
