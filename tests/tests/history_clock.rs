//! Rows 14 and 17: what may differ in a file, and what clocks may say.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;

use strobila_tests::program::{Program, Ran};

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
    three { bio, phone }
    four { bio, phone, fax }
}

fn done(program: &Program, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
    ran
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

/// A project whose database stands in its folder.
fn project() -> Program {
    let program = Program::new("", &[("blog", &models("one"))]);
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    fs::write(program.path().join("strobila.toml"), format!("[env.dev]\nurl = \"{url}\"\n")).unwrap();
    program
}

#[test]
fn row_17_names_grow_whatever_the_clock_says() {
    let mut program = project();
    let mut last = String::new();
    // An ordinary day, the clock back by years, 2038 and after, the far future, and back again.
    let clocks =
        ["2026-11-20T13:26:00Z", "1999-01-01T00:00:00Z", "2038-01-19T03:14:07Z", "2038-01-19T03:14:08Z"];
    for (clock, name) in clocks.iter().zip(["one", "two", "three", "four"]) {
        program.now = clock.parse().unwrap();
        program.models("blog", &models(name));
        let ran = done(&program, "db:generate blog --format json").json();
        let new = ran["modules"][0]["name"].as_str().unwrap().to_owned();
        assert!(new > last, "{new} after {last}");
        last = new;
        done(&program, "db:migrate");
    }
    assert_eq!(last, "Migration203801190315");
    program.now = "9000-01-01T00:00:00Z".parse().unwrap();
    program.models("blog", &models("three"));
    done(&program, "db:generate blog --drop author.fax=why");
    program.now = "2026-01-01T00:00:00Z".parse().unwrap();
    program.models("blog", &models("two"));
    done(&program, "db:generate blog --drop author.phone=why");
    assert!(program.text("blog", "Migration900001010001").contains("Migration900001010000"));
    done(&program, "db:migrate");
    for line in ["db:check", "db:status --exit-code"] {
        done(&program, line);
    }
}

#[test]
fn row_14_line_ends_a_byte_order_mark_comments_and_layout_are_equal() {
    let mut program = project();
    done(&program, "db:generate blog");
    program.models("blog", &models("two"));
    program.now = "2026-11-20T14:00:00Z".parse().unwrap();
    done(&program, "db:generate blog");
    done(&program, "db:migrate");
    for entry in fs::read_dir(program.migrations("blog")).unwrap().flatten() {
        if !entry.file_name().to_string_lossy().starts_with("Migration") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let moved = text.replace("\n    .", "\n            .").replace("&[", "&[ /* a word */ ");
        // rustc reads `\r\n` as `\n` and passes over a mark at the beginning; so does what reads it here.
        let read = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let dressed = format!("\u{feff}// See #7.\n{moved}\n// The end.\n").replace('\n', "\r\n");
        fs::write(entry.path(), read(&dressed)).unwrap();
    }
    done(&program, "db:migrate");
    done(&program, "db:status --exit-code");
    // A word of what runs is not free.
    let file = program.migrations("blog").join("Migration202611201400.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("ALTER TABLE", "ALTER  TABLE", 1)).unwrap();
    assert_eq!(program.run("db:migrate").code, 7);
}
