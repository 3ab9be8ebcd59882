//! A person at a terminal. Prompts go to stderr.

use std::fmt;
use std::io::{self, Write as _};

use inquire::ui::RenderConfig;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, Select, Text};

use super::{Answer, Question, Questioner, Unanswered};

/// A person at a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    /// Whether prompts are coloured.
    pub color: bool,
}

/// A line of the list: an option of the question, or the way out.
struct Line<'a> {
    choice: Option<usize>,
    label: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label)
    }
}

const STOP: Line<'static> = Line { choice: None, label: "stop here, and change nothing" };

impl Questioner for Terminal {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        if let Some(place) = &question.place {
            // On a line of its own: a prompt that wraps would break the path.
            let _only_shown = writeln!(io::stderr(), "  --> {place}");
        }
        let mut select = Select::new(&question.text, lines(question))
            .without_filtering()
            .with_page_size(12)
            .with_render_config(self.look());
        // The list cannot be filtered, which the message of the library would offer.
        let help = question.reason.as_deref().unwrap_or("↑↓ to move, Enter to select, Esc to stop");
        select = select.with_help_message(help);
        let line = select.prompt().map_err(unanswered)?;
        let choice = line.choice.ok_or(Unanswered::Refused)?;
        let text = match &question.options[choice].input {
            Some(wanted) => Some(self.type_in(wanted)?),
            None => None,
        };
        Ok(Answer { choice, text })
    }

    fn type_in(&mut self, text: &str) -> Result<String, Unanswered> {
        let not_empty = |typed: &str| {
            Ok(if typed.trim().is_empty() {
                Validation::Invalid(ErrorMessage::Custom("type something, or press Esc to stop".to_owned()))
            } else {
                Validation::Valid
            })
        };
        let prompt = Text::new(text).with_validator(not_empty).with_render_config(self.look());
        prompt.prompt().map(|typed| typed.trim().to_owned()).map_err(unanswered)
    }

    fn is_person(&self) -> bool {
        true
    }
}

impl Terminal {
    fn look(self) -> RenderConfig<'static> {
        if self.color { RenderConfig::default_colored() } else { RenderConfig::empty() }
    }
}

/// The options, the way out, then what destroys data, so that the default never does.
fn lines(question: &Question) -> Vec<Line<'_>> {
    let order = question.order();
    let line = |&at: &usize| Line { choice: Some(at), label: &question.options[at].label };
    let (last, first): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&at| question.options[at].destructive);
    first.iter().map(line).chain([STOP]).chain(last.iter().map(line)).collect()
}

fn unanswered(error: InquireError) -> Unanswered {
    match error {
        InquireError::OperationCanceled => Unanswered::Refused,
        InquireError::OperationInterrupted => Unanswered::Interrupted,
        InquireError::NotTTY => Unanswered::Open,
        InquireError::InvalidConfiguration(text) => Unanswered::Terminal(text),
        InquireError::IO(error) => Unanswered::Terminal(error.to_string()),
        InquireError::Custom(error) => Unanswered::Terminal(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Choice;
    use super::*;

    #[test]
    fn the_default_never_destroys_even_when_every_option_does() {
        let drop = Choice { label: "drop it".to_owned(), destructive: true, ..Choice::default() };
        let question = Question { options: vec![drop], ..Question::default() };
        let labels: Vec<String> = lines(&question).iter().map(Line::to_string).collect();
        assert_eq!(labels, ["stop here, and change nothing", "drop it"]);
    }
}
