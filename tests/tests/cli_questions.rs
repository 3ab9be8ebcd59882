//! A person at a terminal answers what `db:generate` asks, with keys.

#![cfg(unix)]

#[path = "cli/asking.rs"]
mod asking;
#[path = "cli/terminal.rs"]
mod terminal;

use asking::Project;
use strobila_tests::asking::Stage;
use terminal::{CONTROL_C, DOWN, ENTER, ESCAPE, Terminal};

const CONFIG: &str = "targets = [\"sqlite\", \"postgres>=14\"]\n";

fn changed() -> Project {
    Project::new(Stage::Changed, CONFIG)
}

fn generate(project: &Project) -> Terminal {
    Terminal::start(project.command(Stage::Changed, "db:generate"))
}

#[test]
fn a_rename_a_loss_and_a_fill_are_answered_with_keys_and_stand_in_the_file() {
    let project = changed();
    let mut terminal = generate(&project);
    terminal.wait_for("author.name is no longer in the models");
    terminal.wait_for("it is called full_name now");
    terminal.press(ENTER);
    terminal.wait_for("author.fax is no longer in the models");
    terminal.wait_for("drop it: the values of author.fax are lost");
    terminal.press(&format!("{DOWN}{DOWN}{ENTER}"));
    terminal.wait_for("why may");
    terminal.press(&format!("nobody has one{ENTER}"));
    terminal.wait_for("author.country is new and required");
    terminal.wait_for("nothing: no row needs one");
    terminal.press(ENTER);
    terminal.wait_for("expression");
    terminal.press(&format!("'DE'{ENTER}"));
    let (code, screen) = terminal.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("> name -> full_name"), "{screen}");
    let (_, expected) = Stage::Done.files()[1];
    assert_eq!(project.newest(Stage::Done), expected);
}

#[test]
fn the_key_pressed_without_a_thought_loses_nothing() {
    let project = changed();
    let mut terminal = generate(&project);
    terminal.wait_for("drop it: the values of author.name are lost");
    terminal.press(ENTER);
    terminal.wait_for("drop it: the values of author.fax are lost");
    terminal.press(ENTER);
    terminal.wait_for("author.country becomes required");
    terminal.wait_for("stop here, and change nothing");
    terminal.press(&format!("{DOWN}{ENTER}"));
    let (code, screen) = terminal.end();
    assert_eq!(code, 0, "{screen}");
    let text = project.newest(Stage::Done);
    assert!(
        text.contains(r#"{"rename_column":{"table":"author","from":"name","to":"full_name"}}"#),
        "{text}"
    );
    assert!(text.contains(r#"{"rename_column":{"table":"author","from":"fax","to":"country"}}"#), "{text}");
    assert!(!text.contains("Hazard"), "{text}");
}

/// Presses a key at one of the questions; the exit code and the screen. Nothing may be written.
fn stopped(answers: &[(&str, &str)]) -> (i32, String) {
    let project = changed();
    let before = project.files();
    let mut terminal = generate(&project);
    for (text, keys) in answers {
        terminal.wait_for(text);
        terminal.press(keys);
    }
    let (code, screen) = terminal.end();
    assert_eq!(project.files(), before, "{screen}");
    (code, screen)
}

#[test]
fn control_c_at_any_question_ends_with_130_and_nothing_is_written() {
    let name = "drop it: the values of author.name are lost";
    let fax = "drop it: the values of author.fax are lost";
    let drop = format!("{DOWN}{DOWN}{ENTER}");
    for answers in [
        &[(name, CONTROL_C)][..],
        &[(name, ENTER), (fax, CONTROL_C)],
        &[(name, ENTER), (fax, &drop), ("why may", CONTROL_C)],
        &[(name, ENTER), (fax, &drop), ("why may", "nobody has one\r"), ("no row needs one", CONTROL_C)],
    ] {
        let (code, screen) = stopped(answers);
        assert_eq!(code, 130, "{answers:?}: {screen}");
        assert!(screen.contains("interrupted; nothing was changed"), "{screen}");
    }
}

#[test]
fn escape_and_the_way_out_of_the_list_end_with_3_and_nothing_is_written() {
    let name = "drop it: the values of author.name are lost";
    let way_out = format!("{DOWN}{DOWN}{ENTER}");
    for keys in [ESCAPE, &way_out] {
        let (code, screen) = stopped(&[(name, keys)]);
        assert_eq!(code, 3, "{keys:?}: {screen}");
        assert!(screen.contains("stopped by you; nothing was changed"), "{screen}");
    }
}

#[test]
fn json_asks_nobody_even_on_a_terminal() {
    let project = changed();
    let before = project.files();
    let command = project.command(Stage::Changed, "db:generate --format json");
    let (code, screen) = Terminal::start(command).end();
    assert_eq!(code, 5, "{screen}");
    assert!(screen.contains("\"undecided\""), "{screen}");
    assert_eq!(project.files(), before);
}
