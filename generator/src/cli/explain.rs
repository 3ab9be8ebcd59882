//! `explain`: what an error means and what to do.

use clap::Args;
use serde_json::{Value, json};
use strobila::__private::nearest;

use super::context::{Context, Outcome};
use super::screen::Paint;
use crate::{Code, Error};

/// The flags of `explain`.
#[derive(Debug, Clone, Default, Args)]
pub struct ExplainArgs {
    /// The code of an error, as JSON has it; all of them without one
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A code that there is not.
pub(super) fn run(context: &mut Context<'_>, args: &ExplainArgs) -> Result<Outcome, Error> {
    let codes: Vec<Code> = match &args.code {
        Some(word) => vec![Code::find(word).ok_or_else(|| unknown(word))?],
        None => Code::ALL.to_vec(),
    };
    let Paint { bold, dim, .. } = context.screen.paint;
    for code in &codes {
        context.screen.line(format!("{bold}{code}{bold:#} {dim}(exit {}){dim:#}", code.exit_code()));
        context.screen.line(wrapped(code.explain(), 96));
    }
    let objects = codes
        .iter()
        .map(|code| json!({ "code": code.as_str(), "exit": code.exit_code(), "text": code.explain() }));
    Ok(Outcome::new(json!({ "codes": objects.collect::<Value>() })))
}

fn unknown(word: &str) -> Error {
    let near = nearest(word, Code::ALL.iter().map(|code| code.as_str()));
    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Error::Usage {
        message: format!("there is no error code `{}`{hint}", word.escape_debug()),
        help: Some("`explain` without a code lists them all".to_owned()),
    }
}

/// The text on lines of at most so many letters, each indented.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::from(" ")];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a first line");
        if last.chars().count() + 1 + word.chars().count() > width {
            lines.push(format!("  {word}"));
        } else {
            last.push(' ');
            last.push_str(word);
        }
    }
    lines.join("\n")
}
