//! Questions only a person can answer, and who is asked.

mod terminal;

use std::collections::VecDeque;

use strobila::model::Place;

pub use terminal::Terminal;

/// A decision that the models leave open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What it is about: `author.full_name`.
    pub subject: String,
    /// The question, in a sentence.
    pub text: String,
    /// Why the first option is the best guess.
    pub reason: Option<String>,
    /// The answers, best guess first.
    pub options: Vec<Choice>,
    /// Where the model says it.
    pub place: Option<Place>,
}

impl Question {
    /// The indexes of the options in the order in which they are shown: as given, but what destroys
    /// data comes last.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.options.len()).collect();
        order.sort_by_key(|&at| self.options[at].destructive);
        order
    }
}

/// One answer that a question accepts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it means, in a phrase.
    pub label: String,
    /// The flag that answers the same: `--rename author.name=full_name`.
    pub flag: String,
    /// Whether values are lost. Shown last and never the default.
    pub destructive: bool,
    /// What must be typed with it, a value or a reason; none when the choice says all.
    pub input: Option<String>,
    /// What this answer opens in turn, so that one more run with all flags suffices. A person is asked
    /// for it afterwards.
    pub then: Vec<Question>,
}

impl Choice {
    /// All flags that this answer takes, the best guess for what it opens in turn.
    pub fn flags(&self) -> String {
        let more = self
            .then
            .iter()
            .filter_map(|question| question.order().first().map(|at| question.options[*at].flags()));
        std::iter::once(self.flag.clone()).chain(more).collect::<Vec<_>>().join(" ")
    }
}

/// What a person answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The index into the question's options.
    pub choice: usize,
    /// What was typed, when the choice asks for it; never empty.
    pub text: Option<String>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// Nobody can be asked; the question is noted and the caller goes on to find the others.
    #[error("nobody can be asked: there is no terminal")]
    Open,
    /// A person said no.
    #[error("stopped by you; nothing was changed")]
    Refused,
    /// A person pressed Ctrl-C.
    #[error("interrupted; nothing was changed")]
    Interrupted,
    /// The terminal failed.
    #[error("cannot ask on this terminal: {0}")]
    Terminal(String),
}

/// Somebody who answers questions.
pub trait Questioner {
    /// Asks for one of the options.
    ///
    /// # Errors
    /// [`Unanswered::Open`] when nobody can be asked: the question is then among [`Questioner::open`].
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered>;

    /// Asks for a text, such as the name of a database before something that cannot be undone.
    ///
    /// # Errors
    /// Those of [`Questioner::choose`].
    fn type_in(&mut self, text: &str) -> Result<String, Unanswered>;

    /// Whether a person is there.
    fn is_person(&self) -> bool;

    /// The questions that nobody could be asked, in the order they came up.
    fn open(&self) -> &[Question] {
        &[]
    }
}

/// Nobody: there is no terminal. Notes every question, so that all are shown at once.
#[derive(Debug, Clone, Default)]
pub struct Nobody {
    open: Vec<Question>,
}

impl Questioner for Nobody {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        if !self.open.contains(question) {
            self.open.push(question.clone());
        }
        Err(Unanswered::Open)
    }

    fn type_in(&mut self, _text: &str) -> Result<String, Unanswered> {
        Err(Unanswered::Open)
    }

    fn is_person(&self) -> bool {
        false
    }

    fn open(&self) -> &[Question] {
        &self.open
    }
}

/// Choices made in advance, for tests; says [`Unanswered::Open`] when they run out. It types no texts.
#[derive(Debug, Clone, Default)]
pub struct Scripted {
    answers: VecDeque<Answer>,
    /// What was asked.
    pub asked: Vec<Question>,
}

impl Scripted {
    /// Gives the answers in their order.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Scripted { answers: answers.into_iter().collect(), ..Scripted::default() }
    }
}

impl Questioner for Scripted {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        self.asked.push(question.clone());
        self.answers.pop_front().ok_or(Unanswered::Open)
    }

    fn type_in(&mut self, _text: &str) -> Result<String, Unanswered> {
        Err(Unanswered::Open)
    }

    fn is_person(&self) -> bool {
        true
    }
}

/// Another questioner, and the answers it gave as flags, so that they can be given again.
pub struct Recorder<'a> {
    inner: &'a mut dyn Questioner,
    /// The flags, in the order of the answers.
    pub flags: Vec<String>,
}

impl<'a> Recorder<'a> {
    /// Asks through `inner`.
    pub fn new(inner: &'a mut dyn Questioner) -> Self {
        Recorder { inner, flags: Vec::new() }
    }
}

impl Questioner for Recorder<'_> {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        let answer = self.inner.choose(question)?;
        if let Some(choice) = question.options.get(answer.choice).filter(|choice| !choice.flag.is_empty()) {
            self.flags.push(match (&answer.text, choice.flag.split_once('=')) {
                (Some(text), Some((subject, _))) => format!("{subject}={}", quoted(text)),
                _ => choice.flag.clone(),
            });
        }
        Ok(answer)
    }

    fn type_in(&mut self, text: &str) -> Result<String, Unanswered> {
        self.inner.type_in(text)
    }

    fn is_person(&self) -> bool {
        self.inner.is_person()
    }

    fn open(&self) -> &[Question] {
        self.inner.open()
    }
}

/// A text in double quotes, as a shell reads it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(label: &str, destructive: bool) -> Choice {
        Choice { label: label.to_owned(), destructive, ..Choice::default() }
    }

    #[test]
    fn what_destroys_data_is_shown_last_and_the_rest_keeps_its_order() {
        let question = Question {
            options: vec![choice("drop", true), choice("rename", false), choice("keep", false)],
            ..Question::default()
        };
        assert_eq!(question.order(), [1, 2, 0]);
    }

    #[test]
    fn nobody_collects_each_question_once() {
        let mut nobody = Nobody::default();
        let first = Question { subject: "author.name".to_owned(), ..Question::default() };
        let second = Question { subject: "author.fax".to_owned(), ..Question::default() };
        for question in [&first, &second, &first] {
            assert_eq!(nobody.choose(question), Err(Unanswered::Open));
        }
        assert_eq!(nobody.open(), [first, second]);
    }
}
