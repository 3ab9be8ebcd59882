//! What a migrator does, told on stderr while it does it.

use std::time::{Duration, Instant};

use strobila::dialect::{Blocker, Progress};
use strobila::migration::Direction;
use strobila::migrator::Event;

use super::screen::{Paint, Screen};

/// What takes less is not told of.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often a line is printed where no line can be written over.
const LINE: Duration = Duration::from_secs(10);

/// Tells a person what happens; warnings are told in JSON runs too.
#[derive(Default)]
pub(super) struct Teller {
    /// The title of the step at work.
    title: String,
    /// When the last line about a statement that takes long was printed, and how long it had taken.
    told: Option<Duration>,
    /// When this run began to wait for the migration lock, for how long at most, and for whom.
    waiting: Option<(Instant, Duration, String)>,
}

impl Teller {
    /// Tells about one event.
    pub(super) fn tell(&mut self, screen: &mut Screen<'_>, event: &Event) {
        screen.clear_live();
        let Paint { bold, dim, .. } = screen.err_paint;
        if !matches!(event, Event::Waiting { .. }) {
            self.waiting = None;
        }
        match event {
            Event::Waiting { holder, waited, wait } => self.waits(screen, holder, *waited, *wait),
            Event::ModuleRenamed { from, to } => {
                screen.note(format!("the history of `{from}` now bears the name `{to}`"));
            }
            Event::Ahead { unknown } => {
                let names: Vec<String> = unknown.iter().map(ToString::to_string).collect();
                screen.warn(format!(
                    "applied without a file here: {}; a newer release applied it, or its file was deleted",
                    names.join(", ")
                ));
            }
            Event::DownDiffers { id } => {
                screen
                    .warn(format!("the way down of {id} was changed after it was applied; the file's runs"));
            }
            Event::MigrationStarted { id, direction, .. } => {
                let doing = match direction {
                    Direction::Up => "migrating",
                    Direction::Down => "rolling back",
                };
                screen.note(format!("{doing} {bold}{id}{bold:#}"));
            }
            Event::Resumed { step, of, statement, .. } => {
                let statement = match statement {
                    1 => String::new(),
                    statement => format!(", statement {statement}"),
                };
                screen.note(format!(
                    "  it stopped part of the way; going on at step {step} of {of}{statement}"
                ));
            }
            Event::CommitReadBack { .. } => screen.warn(
                "the connection was lost at COMMIT; it was read back: the server had committed, and the run goes on",
            ),
            Event::Reconnecting { attempt, attempts, pause, reason } => {
                let pause = pause.as_secs_f64();
                screen.note(format!("{reason}; attempt {attempt} of {attempts} begins in {pause:.2} s"));
            }
            Event::Decided { step, statement, took_effect, .. } => {
                let what = format!("statement {statement} of step {step}, whose end nobody saw,");
                screen.note(match took_effect {
                    true => format!("  {what} is in the database"),
                    false => format!("  {what} is not in the database, and runs again"),
                });
            }
            Event::StepStarted { step, of, title, .. } => {
                self.title.clone_from(title);
                self.told = None;
                screen.note(format!("  {dim}{step}/{of}{dim:#} {title}"));
            }
            Event::Running { step, of, elapsed, blocker, progress, .. } => {
                let text = running(*elapsed, blocker.as_ref(), progress.as_ref());
                self.runs(screen, *elapsed, &format!("  {step}/{of} {}: {text}", self.title));
            }
            Event::Retrying { step, of, attempt, attempts, pause, reason, .. } => {
                self.told = None;
                screen.note(format!("  {dim}{step}/{of}{dim:#} {reason}"));
                let pause = pause.as_secs_f64();
                screen.note(format!(
                    "  {dim}{step}/{of}{dim:#} attempt {attempt} of {attempts} begins in {pause:.1} s"
                ));
            }
            Event::Cleared { step, of, what, .. } => {
                screen.note(format!("  {dim}{step}/{of}{dim:#} dropped {what}"));
            }
            // Part of the result, and told at once: what follows may fail, and this stays.
            Event::MigrationFinished { id, direction, duration } => {
                let done = match direction {
                    Direction::Up => "migrated",
                    Direction::Down => "rolled back",
                };
                let Paint { good, dim, .. } = screen.paint;
                screen.line(format!("{good}{done}{good:#} {id} {dim}({} ms){dim:#}", duration.as_millis()));
            }
            // The line of its migration says how long it took, and the error why it failed.
            Event::StepFinished { .. } | Event::MigrationFailed { .. } => {}
        }
    }

    /// Once a second, so that a wait for the migration lock is seen to go on.
    pub(super) fn tick(&mut self, screen: &mut Screen<'_>) {
        if let Some((since, wait, holder)) = &self.waiting
            && since.elapsed() >= PATIENCE
        {
            let (waited, wait) = (since.elapsed().as_secs(), wait.as_secs());
            screen.live(&format!("waiting for the migration lock, {waited} of {wait} s: {holder}"));
        }
    }

    fn waits(&mut self, screen: &mut Screen<'_>, holder: &str, waited: Duration, wait: Duration) {
        let is_first = self.waiting.is_none();
        let since = Instant::now().checked_sub(waited).unwrap_or_else(Instant::now);
        self.waiting = Some((since, wait, holder.to_owned()));
        if is_first {
            screen.note(format!("waiting up to {} s for the migration lock: {holder}", wait.as_secs()));
        } else if !screen.is_live() {
            screen.note(format!("still waiting after {} s: {holder}", waited.as_secs()));
        }
    }

    fn runs(&mut self, screen: &mut Screen<'_>, elapsed: Duration, text: &str) {
        if elapsed < PATIENCE {
            return;
        }
        if screen.is_live() {
            screen.live(text);
        } else if self.told.map_or(elapsed >= LINE, |told| elapsed >= told + LINE) {
            self.told = Some(elapsed);
            screen.note(text);
        }
    }
}

/// How long a statement has run, how far it is, and for whom it waits.
fn running(elapsed: Duration, blocker: Option<&Blocker>, progress: Option<&Progress>) -> String {
    let mut text = format!("{} s", elapsed.as_secs());
    if let Some(Progress { phase, done }) = progress {
        text.push_str(&format!(", {phase}"));
        if let Some((done, of)) = done {
            text.push_str(&format!(" {} %", done.saturating_mul(100) / (*of).max(1)));
        }
    }
    if let Some(blocker) = blocker {
        text.push_str(&format!(", waits for {blocker}"));
    }
    text
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
