//! `db:repair` on a project whose migrations change between commands.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli/settled.rs"]
mod settled;

use std::fs;

use strobila_tests::program::{Program, Ran};

use settled::settled;

const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";

macro_rules! authors {
    ($($name:ident { $($field:ident),* })*) => {
        $(mod $name {
            #[derive(strobila::Model)]
            struct Author {
                #[column(primary_key)]
                id: i64,
                $($field: Option<String>,)*
            }
        })*
    };
}

authors! {
    one {}
    two { bio }
}

fn done(program: &Program, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
    ran
}

/// Two migrations, both applied.
fn of_two(more: &str) -> Program {
    let models = |name: &str| format!("{}::{name}", module_path!());
    let mut program = Program::new("", &[("blog", &models("one"))]);
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    fs::write(program.path().join("strobila.toml"), format!("[env.dev]\nurl = \"{url}\"\n{more}")).unwrap();
    for name in ["one", "two"] {
        program.models("blog", &models(name));
        done(&program, "db:generate blog");
    }
    done(&program, "db:migrate");
    program
}

#[test]
fn row_31_a_repair_needs_a_migration_an_action_and_a_reason() {
    let program = of_two("");
    for (line, code) in [
        (format!("db:repair blog/{FIRST} --mark-applied"), 2),
        (format!("db:repair blog/{FIRST} --reason why"), 2),
        (format!("db:repair blog/{FIRST} --mark-applied --remove --reason why"), 2),
        (format!("db:repair blog/{FIRST} --mark-applied --reason \" \""), 2),
        ("db:repair blog --mark-applied --reason why".to_owned(), 2),
        ("db:repair blog/Migration202611201399 --mark-applied --reason why".to_owned(), 2),
        ("db:repair blgo/Migration202611201326 --mark-applied --reason why".to_owned(), 2),
        (format!("db:repair blog/{FIRST} --mark-rolled-back --reason why"), 2),
    ] {
        let ran = program.run(&line);
        assert_eq!(ran.code, code, "{line}: {ran:?}");
    }
    let healthy = program.run(&format!("db:repair blog/{FIRST} --remove --reason why --format json"));
    assert_eq!(healthy.json()["error"]["code"], "not_repairable", "{healthy:?}");
}

#[test]
fn row_13_an_edited_and_a_deleted_migration_are_named_with_the_ways_on() {
    let program = of_two("");
    let file = program.migrations("blog").join(format!("{SECOND}.rs"));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("add author.bio", "add the bio")).unwrap();
    let status = done(&program, "db:status --format json").json();
    let second = &status["modules"][0]["migrations"][1];
    assert_eq!(second["state"], "edited");
    assert!(second["checksum"] != second["recorded_checksum"]);
    assert_eq!(program.run("db:status --exit-code").code, 7);
    let refused = program.run("db:migrate");
    assert_eq!(refused.code, 7);
    for key in ["checksum", "recorded_checksum"] {
        assert!(refused.err.contains(second[key].as_str().unwrap()), "{key}: {refused:?}");
    }
    let accept = format!("db:repair blog/{SECOND} --accept-checksum --reason \"a word in a title\"");
    assert!(refused.err.contains("--accept-checksum"), "{refused:?}");
    done(&program, &accept);
    done(&program, "db:migrate");
    // Deleted, and another written in its place.
    fs::write(&file, text.replace(SECOND, "Migration202611201328")).unwrap();
    fs::rename(&file, program.migrations("blog").join("Migration202611201328.rs")).unwrap();
    let list = program.migrations("blog").join("mod.rs");
    let listed = fs::read_to_string(&list).unwrap();
    fs::write(&list, listed.replace(SECOND, "Migration202611201328")).unwrap();
    let refused = program.run("db:migrate");
    assert_eq!(refused.code, 7);
    assert!(
        refused.err.contains(&format!("blog/{SECOND} is applied, and there is no file for it")),
        "{refused:?}"
    );
    done(&program, &format!("db:repair blog/{SECOND} --remove --reason \"renamed by mistake\""));
    assert_eq!(program.run("db:status --exit-code").code, 4);
    insta::assert_snapshot!(settled(&program.session(&["db:history blog"])));
}

#[test]
fn where_a_person_confirms_the_name_is_typed_for_a_repair_too() {
    let program = of_two("");
    let config = program.path().join("strobila.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}confirm = true\n")).unwrap();
    let line = format!("db:repair blog/{FIRST} --remove --reason why");
    assert_eq!(program.run(&line).code, 5);
    assert_eq!(program.run(&format!("{line} --confirm other")).code, 3);
    assert_eq!(program.run(&format!("{line} --confirm dev.db")).code, 2);
}
