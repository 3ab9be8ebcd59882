//! What is around a command: writers, a person, a folder, variables, the time.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use chrono::{DateTime, Utc};

use super::arguments;
use crate::Code;
use crate::config::Variables;
use crate::questioner::{Nobody, Questioner, Terminal};

/// What is around a command, handed in so that it can be tested.
pub struct World<'a> {
    /// stdout.
    pub out: &'a mut dyn Write,
    /// stderr.
    pub err: &'a mut dyn Write,
    /// Whether stdout is coloured when nobody says.
    pub out_color: bool,
    /// Whether stderr is coloured when nobody says.
    pub err_color: bool,
    /// The columns of the terminal on stderr, if it is one: a line there can be written over.
    pub err_width: Option<usize>,
    /// Who is asked.
    pub questioner: &'a mut dyn Questioner,
    /// The folder it is called in.
    pub folder: &'a Path,
    /// Environment variables.
    pub variables: &'a Variables,
    /// The time.
    pub now: DateTime<Utc>,
}

/// Runs a program on this process's terminal, folder and variables.
///
/// A panic ends with 1: the hook has said what happened. The launcher relies on it; see
/// [`crate::main`].
pub(crate) fn with_world(program: impl FnOnce(Vec<OsString>, World<'_>) -> u8) -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let colored = |choice: ColorChoice| choice != ColorChoice::Never;
    let out_color = colored(AutoStream::choice(&out));
    let err_color = colored(AutoStream::choice(&err));
    let (mut terminal, mut nobody) = (Terminal { color: err_color }, Nobody::default());
    let is_shown = err.is_terminal();
    let is_terminal = io::stdin().is_terminal() && err.is_terminal();
    let json = arguments::asks_for_json(&words);
    let questioner: &mut dyn Questioner = if is_terminal && !json { &mut terminal } else { &mut nobody };
    let folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(error) => {
            let _ = writeln!(err, "error: the current folder cannot be read: {error}");
            return ExitCode::from(Code::Io.exit_code());
        }
    };
    let variables = Variables::of_process();
    let world = World {
        out: &mut out,
        err: &mut err,
        out_color,
        err_color,
        err_width: is_shown.then(width),
        questioner,
        folder: &folder,
        variables: &variables,
        now: Utc::now(),
    };
    match catch_unwind(AssertUnwindSafe(|| program(words, world))) {
        Ok(code) => ExitCode::from(code),
        Err(_) => {
            let _ = writeln!(
                io::stderr(),
                "error: this is a mistake in strobila, not yours; please report the message above"
            );
            ExitCode::from(Code::Bug.exit_code())
        }
    }
}

/// The columns of the terminal.
fn width() -> usize {
    crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns)).max(20)
}
