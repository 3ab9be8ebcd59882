//! `db:status` in scripts, and what a person consented to in `db:rollback`, on a project whose migrations
//! change between commands.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;

use strobila_generator::questioner::{Answer, Question, Questioner, Unanswered};
use strobila_tests::program::{Program, Ran};

const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";
const THIRD: &str = "Migration202611201328";

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
}

/// A project of three migrations; none is applied.
fn of_three() -> Program {
    let config = "[env.dev]\nurl = \"sqlite://DEV?mode=rwc\"\n";
    let models = |name: &str| format!("{}::{name}", module_path!());
    let mut program = Program::new(config, &[("blog", &models("one"))]);
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    fs::write(program.path().join("strobila.toml"), format!("[env.dev]\nurl = \"{url}\"\n")).unwrap();
    for name in ["one", "two", "three"] {
        program.models("blog", &models(name));
        done(&program, "db:generate blog");
    }
    program
}

fn done(program: &Program, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
    ran
}

/// What `db:status --exit-code` ends with, and the states it names. Without the flag it ends with 0.
fn status(program: &Program) -> (u8, Vec<String>) {
    done(program, "db:status");
    let ran = program.run("db:status --exit-code --format json");
    let json = ran.json();
    assert_eq!(json["ok"], true, "{ran:?}");
    let migrations = json["modules"][0]["migrations"].as_array().unwrap().clone();
    (ran.code, migrations.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect())
}

fn states(states: &[&str]) -> Vec<String> {
    states.iter().map(|state| (*state).to_owned()).collect()
}

/// Takes a migration's file and its lines away.
fn delete(program: &Program, name: &str) {
    let folder = program.migrations("blog");
    fs::remove_file(folder.join(format!("{name}.rs"))).unwrap();
    let list = fs::read_to_string(folder.join("mod.rs")).unwrap();
    let kept: String = list.split_inclusive('\n').filter(|line| !line.contains(name)).collect();
    fs::write(folder.join("mod.rs"), kept).unwrap();
}

fn edit(program: &Program, name: &str, from: &str, to: &str) {
    let file = program.migrations("blog").join(format!("{name}.rs"));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn the_exit_code_says_pending_or_conflict_where_it_is_asked_for() {
    let program = of_three();
    assert_eq!(status(&program), (4, states(&["pending"; 3])));
    done(&program, "db:migrate --count 2");
    assert_eq!(status(&program), (4, states(&["applied", "applied", "pending"])));
    done(&program, "db:migrate");
    assert_eq!(status(&program), (0, states(&["applied"; 3])));
    edit(&program, SECOND, "ADD COLUMN \"bio\"", "ADD COLUMN \"bio\" /* long */");
    assert_eq!(status(&program), (7, states(&["applied", "edited", "applied"])));
    assert!(done(&program, "db:status --help").out.contains("--exit-code"));
}

#[test]
fn a_file_that_is_gone_in_the_middle_is_missing_and_at_the_end_may_be_a_newer_release_s() {
    let program = of_three();
    done(&program, "db:migrate");
    delete(&program, THIRD);
    assert_eq!(status(&program), (0, states(&["applied", "applied", "ahead"])));
    let told = "is applied and has no file here: a newer release applied it, or its file was deleted";
    assert!(done(&program, "db:status").err.contains(&format!("blog/{THIRD} {told}")));
    assert!(done(&program, "db:migrate").err.contains("a newer release applied it, or its file was deleted"));
    // Its way down is stored.
    done(&program, "db:rollback blog --accept-loss");
    assert_eq!(status(&program), (0, states(&["applied", "applied"])));
    delete(&program, FIRST);
    edit(&program, SECOND, &format!(".after(\"{FIRST}\")"), "");
    assert_eq!(status(&program).0, 7);
}

/// A person who reads for so long that another run takes the migration back.
struct Slow<'p>(&'p Program);

impl Questioner for Slow<'_> {
    fn choose(&mut self, _question: &Question) -> Result<Answer, Unanswered> {
        done(self.0, "db:rollback blog --accept-loss");
        Ok(Answer { choice: 0, text: None })
    }

    fn type_in(&mut self, _text: &str) -> Result<String, Unanswered> {
        Err(Unanswered::Open)
    }

    fn is_person(&self) -> bool {
        true
    }
}

#[test]
fn a_rollback_takes_what_was_consented_to_or_nothing() {
    let program = of_three();
    done(&program, "db:migrate");
    let ran = program.run_asking("db:rollback blog", &mut Slow(&program));
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("another run changed the history meanwhile"), "{ran:?}");
    assert_eq!(status(&program), (4, states(&["applied", "applied", "pending"])));
}
