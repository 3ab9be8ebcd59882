//! `db:generate --amend` on a project whose models change between commands.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "amend/git.rs"]
mod git;
#[path = "amend/models.rs"]
mod models;
#[path = "amend/refused.rs"]
mod refused;

use std::fs;

use strobila_tests::program::Program;

const BOTH: &str = "targets = [\"sqlite\", \"postgres\"]\n";
const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";
const ANSWERS: &str = "--rename author.name=full_name --fill author.country=\"'DE'\"";

fn models(name: &str) -> String {
    format!("{}::models::{name}", module_path!())
}

/// A project at its first migration.
fn at_first(config: &str) -> Program {
    let program = Program::new(config, &[("blog", &models("one"))]);
    done(&program, "db:generate blog");
    program
}

/// A project at its second migration, which is still this branch's alone.
fn at_second(config: &str) -> Program {
    let mut program = at_first(config);
    program.models("blog", &models("two"));
    done(&program, &format!("db:generate blog {ANSWERS}"));
    program
}

fn done(program: &Program, line: &str) {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
}

/// The file names and texts of the migrations of a module.
fn texts(program: &Program, module: &str) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = fs::read_dir(program.migrations(module))
        .unwrap()
        .flatten()
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    texts.sort();
    texts
}

#[test]
fn the_same_migration_holds_both_changes_and_the_answers_it_had() {
    let mut program = at_second("");
    program.models("blog", &models("three"));
    insta::assert_snapshot!(program.session(&[
        "db:generate --amend",
        "db:generate blog --amend --empty",
        "db:generate blog --amend --check",
        "db:generate blog --amend --dry-run",
        "db:generate blog --amend",
        "db:generate blog --amend",
        "db:generate blog --check",
        "db:check",
    ]));
}

#[test]
fn the_amended_file_is_what_one_generate_would_have_written() {
    for config in ["", BOTH] {
        for (last, more) in [
            ("three", ""),
            ("without_fax", " --drop author.fax=\"nobody has one; agreed [#5]\""),
            ("numbered", " --convert author.full_name=\"no one is \\ longer\""),
        ] {
            let flags = format!("{ANSWERS}{more}");
            let mut once = at_first(config);
            once.models("blog", &models(last));
            done(&once, &format!("db:generate blog {flags}"));
            let mut twice = at_second(config);
            twice.models("blog", &models(last));
            done(&twice, &format!("db:generate blog --amend{more}"));
            assert_eq!(texts(&twice, "blog"), texts(&once, "blog"), "{last}");
            done(&twice, "db:check");
            // Its own answers are known as well.
            done(&twice, "db:generate blog --amend");
            assert_eq!(texts(&twice, "blog"), texts(&once, "blog"), "{last}");
        }
    }
}

#[test]
fn the_first_migration_is_amended_too() {
    let mut once = Program::new("", &[("blog", &models("three"))]);
    done(&once, "db:generate blog");
    once.models("blog", &models("three"));
    let mut twice = at_first("");
    twice.models("blog", &models("three"));
    done(&twice, "db:generate blog --amend");
    assert_eq!(texts(&twice, "blog"), texts(&once, "blog"));
}

#[test]
fn reasons_stay_with_what_they_are_for() {
    let mut program = at_first(BOTH);
    program.models("blog", &models("without_fax"));
    let two = "--drop author.fax=\"nobody has one; agreed\"";
    done(&program, &format!("db:generate blog {ANSWERS} {two}"));
    let before = program.text("blog", SECOND);
    program.models("blog", &models("without_fax_and_more"));
    let ran = program.run("db:generate blog --amend --format json");
    assert_eq!(ran.json()["modules"][0]["hazards"][0]["reason"], "nobody has one; agreed", "{ran:?}");
    program.models("blog", &models("without_fax"));
    done(&program, "db:generate blog --amend");
    assert_eq!(program.text("blog", SECOND), before);
    // The fax is back: nothing is lost, and nothing says so.
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --amend");
    assert!(!program.text("blog", SECOND).contains("DataLoss"));
}

#[test]
fn flags_win_over_what_the_migration_holds_and_what_does_not_fit_is_asked_again() {
    let mut program = at_second("");
    done(&program, "db:generate blog --amend --fill author.country=\"'FR'\"");
    assert!(program.text("blog", SECOND).contains("'FR'"));
    done(
        &program,
        "db:generate blog --amend --drop author.name=\"another name altogether\" --fill author.full_name=\"'?'\"",
    );
    let text = program.text("blog", SECOND);
    assert!(text.contains("another name altogether") && !text.contains("RENAME COLUMN"), "{text}");
    done(&program, "db:generate blog --amend --rename author.name=full_name");
    program.models("blog", &models("renamed_again"));
    insta::assert_snapshot!(program.session(&[
        "db:generate blog --amend",
        "db:generate blog --amend --rename author.nonsense=display_name",
        "db:generate blog --amend --rename author.full_name=display_name",
    ]));
    let by_flag = program.text("blog", SECOND);
    assert!(by_flag.contains(r#"RENAME COLUMN "name" TO "display_name""#), "{by_flag}");
    let mut program = at_second("");
    done(&program, "db:generate blog --amend --fill author.country=\"'FR'\"");
    program.models("blog", &models("renamed_again_by_attribute"));
    done(&program, "db:generate blog --amend");
    assert_eq!(program.text("blog", SECOND), by_flag);
    let mut program = at_second("");
    program.models("blog", &models("number"));
    let ran = program.run("db:generate blog --amend --format json");
    assert_eq!((ran.code, &ran.json()["error"]["decisions"][0]["subject"]), (5, &"author.country".into()));
}

#[test]
fn a_renamed_table_and_its_columns_keep_their_answers() {
    let mut once = at_first("");
    once.models("blog", &models("writer_and_more"));
    let renames = "--rename author=writer --rename author.name=full_name";
    done(&once, &format!("db:generate blog {renames}"));
    let mut twice = at_first("");
    twice.models("blog", &models("writer"));
    done(&twice, &format!("db:generate blog {renames}"));
    twice.models("blog", &models("writer_and_more"));
    done(&twice, "db:generate blog --amend");
    assert_eq!(texts(&twice, "blog"), texts(&once, "blog"));
}

#[test]
fn a_table_may_be_renamed_once_more_by_its_attribute() {
    let mut program = at_first("");
    program.models("blog", &models("writer"));
    done(&program, "db:generate blog --rename author=writer --rename author.name=full_name");
    program.models("blog", &models("novelist"));
    done(&program, "db:generate blog --amend");
    let text = program.text("blog", SECOND);
    assert!(text.contains(r#"{"rename_table":{"from":"author","to":"novelist"}}"#), "{text}");
    assert!(
        text.contains(r#"{"rename_column":{"table":"novelist","from":"name","to":"full_name"}}"#),
        "{text}"
    );
    assert!(!text.contains("writer"), "{text}");
}

#[test]
fn names_that_were_swapped_stay_swapped_and_a_shift_is_never_left_out_without_a_word() {
    let mut program = Program::new("", &[("blog", &models("pair"))]);
    done(&program, "db:generate blog");
    done(&program, "db:generate blog --rename pair.a=b --rename pair.b=a");
    let swap = program.text("blog", SECOND);
    assert!(swap.contains("rename_column"), "{swap}");
    done(&program, "db:generate blog --amend");
    assert_eq!(program.text("blog", SECOND), swap);
    program.models("blog", &models("pair_and_more"));
    done(&program, "db:generate blog --amend");
    let text = program.text("blog", SECOND);
    assert_eq!(
        text.matches("\"rename_column\"").count(),
        swap.matches("\"rename_column\"").count(),
        "{text}"
    );

    let mut program = Program::new("", &[("blog", &models("pair"))]);
    done(&program, "db:generate blog");
    program.models("blog", &models("shifted"));
    done(&program, "db:generate blog --rename pair.b=c --rename pair.a=b");
    let shift = program.text("blog", SECOND);
    program.models("blog", &models("one_of_two"));
    insta::assert_snapshot!(program.session(&["db:generate blog --amend"]));
    assert_eq!(program.text("blog", SECOND), shift);
    done(&program, "db:generate blog --amend --rename pair.a=b --drop pair.b=\"unused\"");
    let text = program.text("blog", SECOND);
    assert!(text.contains(r#"{"rename_column":{"table":"pair","from":"a","to":"b"}}"#), "{text}");
    assert!(text.contains("the values of pair.b") && !text.contains("the values of pair.a"), "{text}");
}

#[test]
fn a_column_that_became_required_keeps_its_fill_and_one_that_must_not_need_any_stays_so() {
    let answers = "--fill author.phone=\"'none'\" --fill author.fax=fail";
    let mut once = at_first(BOTH);
    once.models("blog", &models("fax_required_and_more"));
    done(&once, &format!("db:generate blog {answers}"));
    let mut twice = at_first(BOTH);
    twice.models("blog", &models("fax_required"));
    done(&twice, &format!("db:generate blog {answers}"));
    twice.models("blog", &models("fax_required_and_more"));
    done(&twice, "db:generate blog --amend");
    assert_eq!(texts(&twice, "blog"), texts(&once, "blog"));
}

#[test]
fn what_values_become_is_kept_for_each_target_or_said_again() {
    let mut program = Program::new(BOTH, &[("blog", &models("priced"))]);
    done(&program, "db:generate blog");
    program.models("blog", &models("in_cents"));
    let fills = "--fill post.price=\"price * 100\" --fill sqlite:post.price=\"price * 99 + price\"";
    done(&program, &format!("db:generate blog {fills} --convert post.price=\"in cents\""));
    program.models("blog", &models("in_cents_and_more"));
    done(&program, "db:generate blog --amend");
    let kept = program.text("blog", SECOND);
    assert!(kept.contains("price * 100") && kept.contains("price * 99 + price"), "{kept}");
    assert!(kept.contains("note") && kept.contains("in cents"), "{kept}");

    for (models_now, answers) in [
        ("cost_in_cents", "--rename post.price=cost"),
        ("broken_price", "--convert post.price=\"why\""),
        ("cost_in_cents", ""),
    ] {
        program.models("blog", &models(models_now));
        let ran = program.run(format!("db:generate blog --amend {answers}").trim_end());
        assert_ne!(ran.code, 0, "{models_now} {answers}: {ran:?}");
        assert!(format!("{ran:?}").contains("price * 100"), "{models_now} {answers}: {ran:?}");
        assert_eq!(program.text("blog", SECOND), kept, "{models_now} {answers}");
    }
    program.models("blog", &models("cost_in_cents"));
    let again = "--rename post.price=cost --fill post.cost=\"cost * 1000\" --convert post.cost=\"in mills\"";
    done(&program, &format!("db:generate blog --amend {again}"));
    assert!(program.text("blog", SECOND).contains("cost * 1000"));
    // It is what it was before: nothing is converted.
    program.models("blog", &models("priced_and_more"));
    done(&program, "db:generate blog --amend");
    assert!(!program.text("blog", SECOND).contains("price * 100"));
}

#[test]
fn keys_in_a_circle_take_a_migration_more() {
    let mut once =
        Program::new("", &[("blog", &models("circle_of_blog")), ("people", &models("circle_of_people"))]);
    done(&once, "db:generate");
    let mut twice = Program::new("", &[("blog", &models("blog_two")), ("people", &models("people_one"))]);
    done(&twice, "db:generate");
    twice.models("blog", &models("circle_of_blog"));
    twice.models("people", &models("circle_of_people"));
    done(&twice, "db:generate blog people --amend");
    done(&twice, "db:check");
    for module in ["blog", "people"] {
        assert_eq!(texts(&twice, module), texts(&once, module));
    }
    // The one behind is the head now.
    once.models("people", &models("circle_of_people"));
    done(&once, "db:generate blog --amend");
    assert_eq!(texts(&twice, "blog"), texts(&once, "blog"));
}

#[test]
fn values_of_enums_keep_their_answers() {
    let mut program = Program::new(BOTH, &[("blog", &models("status_one"))]);
    done(&program, "db:generate blog");
    program.models("blog", &models("status_two"));
    done(&program, "db:generate blog --rename status.draft=sketch --drop status.gone=\"never used\"");
    let before = program.text("blog", SECOND);
    done(&program, "db:generate blog --amend");
    assert_eq!(program.text("blog", SECOND), before);
    program.models("blog", &models("status_three"));
    done(&program, "db:generate blog --amend");
    let text = program.text("blog", SECOND);
    assert!(text.contains(r#""rename_enum_value":{"name":"status","from":"draft","to":"sketch"}"#), "{text}");
    assert!(text.contains("more"), "{text}");
}

#[test]
fn the_name_a_person_gave_stays_until_another_is_given() {
    let mut program = at_first("");
    program.models("blog", &models("two"));
    done(&program, &format!("db:generate blog {ANSWERS} --name \"where <they> [live] \\ `x`\""));
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --amend");
    let title = program.text("blog", SECOND).lines().next().unwrap().to_owned();
    assert_eq!(title, r"//! blog: where \<they\> \[live\] \\ \`x\`");
    done(&program, "db:generate blog --amend --name \"who they are\"");
    assert!(program.text("blog", SECOND).starts_with("//! blog: who they are\n"));
}

#[test]
fn what_fills_a_column_that_comes_back_is_kept() {
    let mut program = Program::new("", &[("blog", &models("required"))]);
    done(&program, "db:generate blog");
    program.models("blog", &models("not_there"));
    done(&program, "db:generate blog --drop author.email=\"unused\" --fill-down author.email=\"'x@y'\"");
    let before = program.text("blog", SECOND);
    assert!(before.contains("'x@y'"), "{before}");
    program.models("blog", &models("not_there_and_more"));
    done(&program, "db:generate blog --amend");
    assert!(program.text("blog", SECOND).contains("author.email comes back as 'x@y'"));
    program.models("blog", &models("not_there"));
    done(&program, "db:generate blog --amend");
    assert_eq!(program.text("blog", SECOND), before);
    done(&program, "db:generate blog --amend --fill-down author.email=\"'z'\"");
    assert!(program.text("blog", SECOND).contains("author.email comes back as 'z'"));
}

#[test]
fn a_table_that_moves_is_amended_in_both_modules() {
    let mut program = Program::new("", &[("blog", &models("blog_one")), ("people", &models("people_one"))]);
    done(&program, "db:generate");
    program.models("blog", &models("blog_two"));
    program.models("people", &models("people_two"));
    done(&program, "db:generate --move author=people");
    let before = [texts(&program, "blog"), texts(&program, "people")];
    for alone in ["blog", "people"] {
        let ran = program.run(&format!("db:generate {alone} --amend"));
        assert!(ran.code == 2 || ran.code == 7, "{ran:?}");
        assert!(ran.err.contains("amend both: db:generate --amend"), "{ran:?}");
    }
    done(&program, "db:generate blog people --amend");
    assert_eq!([texts(&program, "blog"), texts(&program, "people")], before);
    program.models("people", &models("people_three"));
    done(&program, "db:generate blog people --amend");
    done(&program, "db:check");
    let text = program.text("people", SECOND);
    assert!(
        text.contains("adopt_table") && text.contains("nickname") && !text.contains("CREATE TABLE"),
        "{text}"
    );
}

#[test]
fn after_a_crash_in_between_the_next_command_mends_the_snapshot() {
    let mut program = at_first("");
    let snapshot = program.migrations("blog").join(".snapshot-blog.json");
    let earlier = fs::read_to_string(&snapshot).unwrap();
    program.models("blog", &models("two"));
    done(&program, &format!("db:generate blog {ANSWERS}"));
    let old = program.text("blog", SECOND);
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --amend");
    let (new, last) = (program.text("blog", SECOND), fs::read_to_string(&snapshot).unwrap());
    for (text, models_now) in [(&old, "two"), (&new, "three")] {
        fs::write(program.migrations("blog").join(format!("{SECOND}.rs")), text).unwrap();
        fs::write(&snapshot, &earlier).unwrap();
        program.models("blog", &models(models_now));
        assert_eq!(program.run("db:check").code, 4);
        done(&program, "db:generate blog");
        done(&program, "db:check");
    }
    assert_eq!(fs::read_to_string(&snapshot).unwrap(), last);
}
