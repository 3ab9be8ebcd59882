//! What `--amend` refuses, with nothing written.

use std::fs;

use strobila_tests::program::{Program, Ran};

use super::*;

const DEV: &str = "[env.dev]\nurl = \"sqlite://DEV\"\nallow_loss = true\n";

/// A config whose database stands in a folder of its own.
fn dev(folder: &tempfile::TempDir) -> String {
    let file = folder.path().join("dev.db").display().to_string();
    DEV.replace("DEV", &format!("{file}?mode=rwc"))
}

/// Runs a command that must be refused and leave every file as it is.
fn refused(program: &Program, line: &str, code: u8) -> Ran {
    let before = program.files();
    let ran = program.run(line);
    assert_eq!(ran.code, code, "{line}: {ran:?}");
    assert!(program.files() == before, "{line} wrote something");
    ran
}

#[test]
fn a_module_without_a_migration_and_models_that_are_what_they_were() {
    let program = Program::new("", &[("blog", &models("one"))]);
    refused(&program, "db:generate blog --amend", 2);
    insta::assert_snapshot!(
        "no_migration",
        program.session(&["db:generate blog --amend", "db:generate blgo --amend"])
    );
    let mut program = at_second("");
    program.models("blog", &models("one"));
    refused(&program, "db:generate blog --amend", 2);
    insta::assert_snapshot!("nothing_left", program.session(&["db:generate blog --amend --format json"]));
}

#[test]
fn what_was_written_by_hand_is_named_and_stays() {
    let mut program = at_second("");
    program.models("blog", &models("three"));
    let file = program.migrations("blog").join(format!("{SECOND}.rs"));
    let text = fs::read_to_string(&file).unwrap();
    let by_hand =
        "step(\"trim names\").sqlite(&[r#\"UPDATE \"author\" SET \"full_name\" = trim(\"full_name\")\"#]),";
    let mut session = String::new();
    for edited in [
        text.replacen("    ])\n    .down", &format!("        {by_hand}\n    ])\n    .down"), 1),
        text.replacen("'DE'", "'CH'", 3),
        text.replacen("\n\nuse", "\n//! See #5 before this runs.\n\nuse", 1),
        text.replacen(".targets(&[Sqlite])", ".targets(&[Sqlite])\n    .out_of_order()", 1),
    ] {
        assert_ne!(edited, text);
        fs::write(&file, edited).unwrap();
        refused(&program, "db:generate blog --amend", 2);
        session += &program.session(&["db:generate blog --amend"]);
    }
    insta::assert_snapshot!(session);
    fs::write(&file, text.replace('\n', "\r\n")).unwrap();
    done(&program, "db:generate blog --amend");
}

#[test]
fn a_migration_by_empty_stays() {
    let mut program = at_first("");
    done(&program, "db:generate blog --empty --name \"by hand\"");
    program.models("blog", &models("two"));
    insta::assert_snapshot!(program.session(&[&format!("db:generate blog --amend {ANSWERS}")]));
    refused(&program, "db:generate blog --amend", 2);
}

#[test]
fn a_migration_that_another_requires_is_amended_with_it_or_not_at_all() {
    let mut program = Program::new("", &[("blog", &models("two")), ("catalog", &models("catalog"))]);
    done(&program, "db:generate");
    program.models("blog", &models("three"));
    refused(&program, "db:generate blog --amend", 7);
    insta::assert_snapshot!(
        program.session(&["db:generate blog --amend", "db:generate blog catalog --amend"])
    );
    done(&program, "db:check");
}

#[test]
fn an_applied_one_is_rolled_back_first_and_who_has_the_old_one_notices() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = at_second(&dev(&folder));
    done(&program, "db:migrate");
    program.models("blog", &models("three"));
    refused(&program, "db:generate blog --amend", 7);
    refused(&program, "db:generate blog --amend --dry-run", 7);
    let colleague = folder.path().join("colleague.db");
    fs::copy(folder.path().join("dev.db"), &colleague).unwrap();
    insta::assert_snapshot!(program.session(&["db:generate blog --amend"]));
    done(&program, "db:rollback blog");
    done(&program, "db:generate blog --amend");
    done(&program, "db:migrate");
    let colleague = format!("--database sqlite://{}", colleague.display());
    let ran = program.run(&format!("{colleague} db:migrate --format json"));
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (7, &"edited".into()), "{ran:?}");
    let ran = program.run(&format!("{colleague} db:generate blog --amend --format json"));
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (7, &"head_in_use".into()), "{ran:?}");
    let status = program.run(&format!("{colleague} db:status --format json")).json();
    assert_eq!(status["modules"][0]["migrations"][1]["state"], "edited");
}

#[test]
fn a_database_that_cannot_be_asked_is_said() {
    for (url, why) in [
        ("", "no database URL"),
        ("[env.dev]\nurl = \"sqlite://nowhere.db\"\n", "does not exist"),
        ("[env.dev]\nurl = \"postgres://me:hunter2@127.0.0.1:1/none\"\n", "127.0.0.1:1"),
    ] {
        let mut program = at_second(url);
        program.models("blog", &models("three"));
        let ran = program.run("db:generate blog --amend");
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains("not asked whether it is applied in dev: "), "{ran:?}");
        assert!(ran.err.contains(why) && !ran.err.contains("hunter2"), "{ran:?}");
    }
}
