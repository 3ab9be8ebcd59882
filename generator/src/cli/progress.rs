//! What a migrator does, told on stderr while it does it.

use strobila::migration::Direction;
use strobila::migrator::Event;

use super::screen::{Paint, Screen};

/// Tells a person about one event; warnings are told in JSON runs too.
pub(super) fn tell(screen: &mut Screen<'_>, event: &Event) {
    let Paint { bold, dim, .. } = screen.err_paint;
    match event {
        Event::Waiting { holder, wait } => {
            screen.note(format!("waiting up to {} s for the migration lock: {holder}", wait.as_secs()));
        }
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
            screen.warn(format!("the way down of {id} was changed after it was applied; the file's runs"));
        }
        Event::MigrationStarted { id, direction, .. } => {
            let doing = match direction {
                Direction::Up => "migrating",
                Direction::Down => "rolling back",
            };
            screen.note(format!("{doing} {bold}{id}{bold:#}"));
        }
        Event::StepStarted { step, of, title, .. } => {
            screen.note(format!("  {dim}{step}/{of}{dim:#} {title}"));
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
