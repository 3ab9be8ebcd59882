//! Where results, progress and warnings go.

use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::arguments::Format;

/// Where a command prints. stdout carries what was asked for, stderr everything else.
pub struct Screen<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// How the result is printed.
    pub format: Format,
    /// The styles of stdout.
    pub paint: Paint,
    /// The styles of stderr.
    pub err_paint: Paint,
    failure: Option<io::Error>,
    /// The width of the terminal on stderr, if it is one.
    width: Option<usize>,
    /// Whether a line stands there that is written over.
    has_live: bool,
}

impl<'a> Screen<'a> {
    /// A screen of two writers, without colour.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, format: Format) -> Self {
        Screen {
            out,
            err,
            format,
            paint: Paint::PLAIN,
            err_paint: Paint::PLAIN,
            failure: None,
            width: None,
            has_live: false,
        }
    }

    /// The same on a terminal of so many columns, where a line can be written over.
    pub fn with_live(mut self, width: Option<usize>) -> Self {
        self.width = width.filter(|_| self.format != Format::Json);
        self
    }

    /// Whether a line on stderr can be written over.
    pub fn is_live(&self) -> bool {
        self.width.is_some()
    }

    /// Shows a line on stderr that the next one takes the place of; nothing without a terminal.
    pub fn live(&mut self, text: &str) {
        let Some(width) = self.width else { return };
        self.clear_live();
        // A line that is wider than the terminal could not be written over.
        let text: String = text.chars().filter(|letter| !letter.is_control()).take(width).collect();
        let Paint { dim, .. } = self.err_paint;
        let _ = write!(self.err, "{dim}{text}{dim:#}").and_then(|()| self.err.flush());
        self.has_live = true;
    }

    /// Takes the line away that is written over.
    pub fn clear_live(&mut self) {
        if std::mem::take(&mut self.has_live) {
            let _ = write!(self.err, "\r\x1b[2K").and_then(|()| self.err.flush());
        }
    }

    /// The same with colour on stdout, on stderr, or on both.
    pub fn colored(mut self, out: bool, err: bool) -> Self {
        self.paint = Paint::new(out);
        self.err_paint = Paint::new(err);
        self
    }

    /// Prints a line of the result for a person; nothing in JSON.
    pub fn line(&mut self, text: impl fmt::Display) {
        match self.format {
            Format::Human | Format::Sql => self.print(&format!("{text}\n")),
            Format::Json => {}
        }
    }

    /// Prints text on stdout exactly as it is, in either format.
    pub fn print(&mut self, text: &str) {
        self.clear_live();
        if self.failure.is_none()
            && let Err(error) = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush())
        {
            self.failure = Some(error);
        }
    }

    /// Prints a line of progress on stderr; nothing in JSON.
    pub fn note(&mut self, text: impl fmt::Display) {
        match self.format {
            Format::Human | Format::Sql => self.tell(&text.to_string()),
            Format::Json => {}
        }
    }

    /// Prints a warning on stderr.
    pub fn warn(&mut self, text: impl fmt::Display) {
        let Paint { warning, .. } = self.err_paint;
        self.tell(&format!("{warning}warning{warning:#}: {text}"));
    }

    /// Prints a line on stderr in either format. When nobody listens there is nobody to tell.
    pub fn tell(&mut self, text: &str) {
        self.clear_live();
        let _ = writeln!(self.err, "{text}");
    }

    /// What kept stdout from taking the result. A reader that went away, as `head` does, is no failure.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.failure.take().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }
}

/// Styles for the words that mean something; all plain without colour.
///
/// Used as `format!("{bold}text{bold:#}")`.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    /// `error`.
    pub error: Style,
    /// `warning`, and what waits.
    pub warning: Style,
    /// `help`, and what is done.
    pub good: Style,
    /// Names that a reader looks for.
    pub bold: Style,
    /// What is beside the point.
    pub dim: Style,
}

impl Paint {
    /// No colour.
    pub const PLAIN: Paint = Paint {
        error: Style::new(),
        warning: Style::new(),
        good: Style::new(),
        bold: Style::new(),
        dim: Style::new(),
    };

    /// With colour, or without.
    pub fn new(color: bool) -> Self {
        if !color {
            return Paint::PLAIN;
        }
        Paint {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            good: AnsiColor::Green.on_default().bold(),
            bold: Style::new().bold(),
            dim: Style::new().dimmed(),
        }
    }
}
