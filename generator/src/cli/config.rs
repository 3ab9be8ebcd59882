//! `config`: every value with its source.

use serde_json::{Value, json};

use super::context::{Context, Outcome};
use super::screen::Paint;
use crate::Error;

/// Runs the command. Secrets are masked; commands that print a URL are not run.
///
/// # Errors
/// A config that cannot be read.
pub(super) fn run(context: &mut Context<'_>) -> Result<Outcome, Error> {
    let config = context.config()?;
    let values = config.values();
    let width = values.iter().map(|(key, ..)| key.chars().count()).max().unwrap_or_default();
    let Paint { bold, dim, .. } = context.screen.paint;
    let file = config.file.as_deref();
    let file = file.map_or("none".to_owned(), |path| path.display().to_string());
    context.screen.note(format!("config file: {file}"));
    for (key, value, source) in &values {
        context.screen.line(format!("{bold}{key:width$}{bold:#} = {value}  {dim}({source}){dim:#}"));
    }
    let objects = values
        .iter()
        .map(|(key, value, source)| json!({ "key": key, "value": value, "source": source.to_string() }));
    Ok(Outcome::new(
        json!({ "file": config.file, "root": config.root, "values": objects.collect::<Value>() }),
    ))
}
