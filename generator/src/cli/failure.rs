//! Errors as text for a person, and as JSON.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use strobila::model::Place;

use super::arguments::Format;
use super::screen::{Paint, Screen};
use crate::config::FILE_NAME;
use crate::questioner::{Choice, Question};
use crate::{Error, Problem};

/// Prints an error: for a person on stderr, as JSON on stdout. `secrets` are masked in it.
///
/// `root` is where the files of places are searched, so that the line itself can be shown.
pub fn report(screen: &mut Screen<'_>, error: &Error, root: &Path, secrets: &[String]) {
    match screen.format {
        Format::Human | Format::Sql => {
            let text = text(error, root, screen.err_paint);
            screen.tell(scrub(text, secrets).trim_end());
        }
        Format::Json => screen.print(&format!("{}\n", scrub_json(object(error), secrets))),
    }
}

/// `{"ok":false,"error":{…}}`.
fn object(error: &Error) -> Value {
    let mut inner = json!({
        "code": error.code().as_str(),
        "message": error.to_string(),
        "help": error.help(),
        "where": error.place().map(place_object),
    });
    match error {
        Error::Problems { problems, .. } => inner["problems"] = problems.iter().map(problem_object).collect(),
        Error::Undecided { questions } => {
            inner["decisions"] = questions.iter().map(question_object).collect()
        }
        Error::LossNotAccepted { losses, .. } => inner["losses"] = json!(losses),
        _ => {}
    }
    json!({ "ok": false, "error": inner })
}

/// A place as JSON.
pub fn place_object(place: &Place) -> Value {
    json!({ "file": place.file, "line": place.line, "what": place.what })
}

fn problem_object(problem: &Problem) -> Value {
    let place = problem.place.as_ref().map(place_object);
    json!({ "message": problem.message, "help": problem.help, "where": place })
}

fn question_object(question: &Question) -> Value {
    let options = question.order().into_iter().map(|at| {
        let option = &question.options[at];
        let mut object =
            json!({ "label": option.label, "flag": option.flag, "destructive": option.destructive });
        if !option.then.is_empty() {
            object["flags"] = json!(option.flags());
            object["then"] = option.then.iter().map(question_object).collect();
        }
        object
    });
    json!({
        "subject": question.subject,
        "question": question.text,
        "reason": question.reason,
        "options": options.collect::<Value>(),
        "where": question.place.as_ref().map(place_object),
    })
}

fn text(error: &Error, root: &Path, paint: Paint) -> String {
    let mut text = String::new();
    match error {
        Error::Problems { problems, .. } => {
            for problem in problems {
                block(
                    &mut text,
                    paint,
                    &problem.message,
                    problem.place.as_ref(),
                    problem.help.as_deref(),
                    root,
                );
            }
        }
        Error::Undecided { questions } => {
            let Paint { error: red, .. } = paint;
            let _ = writeln!(text, "{red}error{red:#}: {error}");
            for question in questions {
                decision(&mut text, paint, question, root);
            }
            help(&mut text, paint, error.help().as_deref());
        }
        _ => block(&mut text, paint, &error.to_string(), error.place(), error.help().as_deref(), root),
    }
    text
}

fn block(
    text: &mut String,
    paint: Paint,
    message: &str,
    place: Option<&Place>,
    advice: Option<&str>,
    root: &Path,
) {
    let Paint { error, .. } = paint;
    let _ = writeln!(text, "{error}error{error:#}: {}", indented(message, "  "));
    location(text, paint, place, root);
    help(text, paint, advice);
}

fn decision(text: &mut String, paint: Paint, question: &Question, root: &Path) {
    let Paint { bold, dim, .. } = paint;
    let _ = writeln!(text, "\n{bold}{}{bold:#}: {}", question.subject, indented(&question.text, "  "));
    location(text, paint, question.place.as_ref(), root);
    if let Some(reason) = &question.reason {
        let _ = writeln!(text, "  {dim}{reason}{dim:#}");
    }
    let options: Vec<_> = question.order().into_iter().map(|at| &question.options[at]).collect();
    let flags = |option: &Choice| if in_one_line(option) { option.flags() } else { option.flag.clone() };
    let width = options.iter().map(|option| flags(option).chars().count()).max().unwrap_or_default();
    for option in &options {
        let _ = writeln!(text, "    {:width$}  {}", flags(option), option.label);
    }
    for option in options.into_iter().filter(|option| !in_one_line(option)) {
        let _ = writeln!(text, "  with {}, also:", option.flag);
        let mut more = String::new();
        option.then.iter().for_each(|question| decision(&mut more, paint, question, root));
        for line in more.lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
}

/// Whether what an answer opens in turn has no answers but values and consents.
fn in_one_line(option: &Choice) -> bool {
    option.then.iter().all(|question| {
        let is_choice = question.options.len() > 1 && question.options.iter().any(|one| one.destructive);
        !is_choice && question.options.iter().all(in_one_line)
    })
}

fn location(text: &mut String, paint: Paint, place: Option<&Place>, root: &Path) {
    let Some(place) = place else { return };
    let Paint { dim, .. } = paint;
    let _ = writeln!(text, "  {dim}-->{dim:#} {place}");
    if let Some(source) = source_line(place, root) {
        let _ = writeln!(text, "  {dim}{:4} |{dim:#} {source}", place.line);
    }
}

fn help(text: &mut String, paint: Paint, advice: Option<&str>) {
    let Paint { good, .. } = paint;
    for line in advice.into_iter().flat_map(str::lines) {
        let _ = writeln!(text, "  {good}help{good:#}: {line}");
    }
}

fn indented(message: &str, by: &str) -> String {
    message.lines().collect::<Vec<_>>().join(&format!("\n{by}"))
}

/// The line itself. Of a config file only what stands before `=`: the rest may be a password.
fn source_line(place: &Place, root: &Path) -> Option<String> {
    let at = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let text = fs::read_to_string(root.join(&place.file)).ok()?;
    let line = text.lines().nth(at)?.trim_end();
    if place.file.ends_with(".rs") {
        return Some(line.to_owned());
    }
    let shown = place.file == FILE_NAME || place.file.ends_with("Cargo.toml");
    let (key, _) = line.split_once('=').filter(|_| shown)?;
    Some(format!("{key}= …"))
}

/// Masks what must not be seen, longest first.
fn scrub(text: String, secrets: &[String]) -> String {
    secrets.iter().fold(text, |text, secret| text.replace(secret.as_str(), "***"))
}

fn scrub_json(value: Value, secrets: &[String]) -> Value {
    match value {
        Value::String(text) => Value::String(scrub(text, secrets)),
        Value::Array(items) => items.into_iter().map(|item| scrub_json(item, secrets)).collect(),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, item)| (key, scrub_json(item, secrets))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(error: &Error, root: &Path) -> String {
        text(error, root, Paint::PLAIN)
    }

    #[test]
    fn an_error_names_the_thing_the_place_with_its_line_and_the_next_step() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(root.path().join("models.rs"), "struct Post {\n    author_id: Uuid,\n}\n")
            .expect("it can be written");
        let place =
            Place { file: "models.rs".to_owned(), line: 2, what: "field `author_id` of `Post`".to_owned() };
        let problem = Problem {
            message: "cannot make `post.author_id` required: the table may already hold NULLs".to_owned(),
            place: Some(place),
            help: Some("add a default\nor a second migration".to_owned()),
        };
        let error = Error::Problems { code: crate::Code::Models, problems: vec![problem] };
        insta::assert_snapshot!(shown(&error, root.path()), @r"
        error: cannot make `post.author_id` required: the table may already hold NULLs
          --> models.rs:2 (field `author_id` of `Post`)
             2 |     author_id: Uuid,
          help: add a default
          help: or a second migration
        ");
    }

    #[test]
    fn open_decisions_are_listed_with_their_flags_the_destructive_last() {
        let choice = |label: &str, flag: &str, destructive| Choice {
            label: label.to_owned(),
            flag: flag.to_owned(),
            destructive,
            ..Choice::default()
        };
        let question = Question {
            subject: "author.full_name".to_owned(),
            text: "is it `name` renamed?".to_owned(),
            reason: Some("same type, same place".to_owned()),
            options: vec![
                choice("drop it", "--drop author.name=\"why\"", true),
                choice("renamed", "--rename author.name=full_name", false),
            ],
            place: Some(Place { file: "gone.rs".to_owned(), line: 7, what: "field `full_name`".to_owned() }),
        };
        let error = Error::Undecided { questions: vec![question] };
        insta::assert_snapshot!(shown(&error, Path::new("/nowhere")), @r#"
        error: a decision is missing

        author.full_name: is it `name` renamed?
          --> gone.rs:7 (field `full_name`)
          same type, same place
            --rename author.name=full_name  renamed
            --drop author.name="why"        drop it
          help: answer with the flags above, or run it on a terminal to be asked
        "#);
        assert_eq!(object(&error)["error"]["decisions"][0]["options"][1]["destructive"], true);
    }

    #[test]
    fn what_an_answer_opens_in_turn_stands_with_it() {
        let choice = |flag: &str, destructive, then: Vec<Question>| Choice {
            label: "so".to_owned(),
            flag: flag.to_owned(),
            destructive,
            then,
            ..Choice::default()
        };
        let question = |subject: &str, options| Question {
            subject: subject.to_owned(),
            text: "what of it?".to_owned(),
            options,
            ..Question::default()
        };
        let fill = question("b.y", vec![choice("--fill b.y=0", false, Vec::new())]);
        let column =
            vec![choice("--rename a.x=y", false, Vec::new()), choice("--drop a.x=w", true, vec![fill])];
        let table = vec![
            choice("--rename a=b", false, vec![question("a.x", column)]),
            choice("--drop a=w", true, Vec::new()),
        ];
        let error = Error::Undecided { questions: vec![question("a", table)] };
        insta::assert_snapshot!(shown(&error, Path::new("/nowhere")), @r"
        error: a decision is missing

        a: what of it?
            --rename a=b  so
            --drop a=w    so
          with --rename a=b, also:

            a.x: what of it?
                --rename a.x=y             so
                --drop a.x=w --fill b.y=0  so
          help: answer with the flags above, or run it on a terminal to be asked
        ");
        let option = &object(&error)["error"]["decisions"][0]["options"][0];
        assert_eq!(option["then"][0]["options"][1]["flags"], "--drop a.x=w --fill b.y=0");
    }

    #[test]
    fn a_line_of_the_config_is_shown_without_its_value() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(root.path().join(FILE_NAME), "pasword = \"hunter2\"\n").expect("it can be written");
        let place = Place { file: FILE_NAME.to_owned(), line: 1, what: "key `pasword`".to_owned() };
        let error = Error::Config { message: "unknown".to_owned(), place: Some(place), help: None };
        assert!(!shown(&error, root.path()).contains("hunter2"));
    }

    #[test]
    fn a_secret_that_a_server_repeats_is_masked() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let error = Error::Bug("no login with hunter2".to_owned());
        let secrets = ["hunter2".to_owned()];
        report(&mut Screen::new(&mut out, &mut err, Format::Human), &error, Path::new("/"), &secrets);
        report(&mut Screen::new(&mut out, &mut err, Format::Json), &error, Path::new("/"), &secrets);
        let shown = String::from_utf8([out, err].concat()).expect("it is text");
        assert!(shown.contains("no login with ***") && !shown.contains("hunter2"), "{shown}");
    }
}
