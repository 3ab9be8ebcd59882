//! `db:status` in scripts, and what a person consented to in `db:rollback`, on a project whose migrations
//! change between commands.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;

use strobila_generator::questioner::{Answer, Question, Questioner, Scripted, Unanswered};
use strobila_tests::program::{Program, Ran};

const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";
const THIRD: &str = "Migration202611201328";
const FOURTH: &str = "Migration202611201329";

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

mod renamed {
    #[derive(strobila::Model)]
    struct Writer {
        #[column(primary_key)]
        id: i64,
    }
}

mod shop {
    #[derive(strobila::Model)]
    struct Product {
        #[column(primary_key)]
        id: i64,
    }
}

mod vip {
    #[derive(strobila::Model)]
    struct Author {
        #[column(primary_key)]
        id: i64,
        #[column(unique)]
        vip: Option<bool>,
    }
}

mod level {
    #[derive(strobila::Model)]
    struct Author {
        #[column(primary_key)]
        id: i64,
        level: i32,
    }
}

mod required {
    #[derive(strobila::Model)]
    struct Author {
        #[column(primary_key)]
        id: i64,
        country: String,
    }
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

/// Runs a statement on a database file.
fn sqlite(file: &std::path::Path, sql: &str) {
    let url = format!("sqlite://{}", file.display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut session = strobila::dialect::connect(&url).await.unwrap();
        session.execute(sql).await.unwrap();
        session.close().await;
    });
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
fn a_target_that_is_added_later_and_a_database_of_another_kind_are_refused() {
    let program = of_three();
    let config = fs::read_to_string(program.path().join("strobila.toml")).unwrap();
    fs::write(
        program.path().join("strobila.toml"),
        format!("targets = [\"sqlite\", \"postgres\"]\n{config}"),
    )
    .unwrap();
    for line in ["db:generate", "db:check"] {
        let ran = program.run(line);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains("error: migrations are not written for postgres: blog (3 migrations)\n"),
            "{ran:?}"
        );
        assert_eq!(ran.err.matches("error").count(), 1, "{ran:?}");
        assert!(
            ran.err.contains("db:target add postgres writes one more migration of each module"),
            "{ran:?}"
        );
    }
    let other = Program::new("targets = [\"postgres\"]\n", &[("blog", &format!("{}::one", module_path!()))]);
    done(&other, "db:generate blog");
    let url = format!("sqlite://{}?mode=rwc", other.path().join("x.db").display());
    let told = "blog/Migration202611201326 is not written for sqlite, only for postgres";
    for command in ["db:status", "db:migrate"] {
        let ran = other.run(&format!("--database {url} {command}"));
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(told), "{ran:?}");
    }
    let nowhere = format!("sqlite://{}/nodir/x.db?mode=rwc", program.path().display());
    for command in ["db:status", "db:migrate"] {
        let ran = program.run(&format!("--database {nowhere} {command}"));
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("its folder is missing: make "), "{ran:?}");
    }
}

#[test]
fn a_scratch_server_that_is_down_is_named_with_the_way_on() {
    let config = "targets = [\"postgres\"]\n[scratch]\nurl = \"postgres://127.0.0.1:1/x\"\n";
    let program = Program::new(config, &[("blog", &format!("{}::one", module_path!()))]);
    for command in ["db:generate blog", "db:verify"] {
        let ran = program.run(command);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("the scratch server, on which proofs run: "), "{ran:?}");
        assert!(ran.err.contains("`[scratch] url` in strobila.toml"), "{ran:?}");
        assert!(ran.err.contains("when the url is taken out"), "{ran:?}");
    }
}

#[test]
fn answers_before_a_proof_that_fails_come_back_as_flags() {
    let mut program =
        Program::new("targets = [\"sqlite\"]\n", &[("blog", &format!("{}::one", module_path!()))]);
    done(&program, "db:generate blog");
    program.models("blog", &format!("{}::required", module_path!()));
    let answer = Answer { choice: 0, text: Some("DE".to_owned()) };
    let ran = program.run_asking("db:generate blog", &mut Scripted::new([answer]));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("cargo strobila db:generate blog --fill author.country=\"DE\""), "{ran:?}");
    assert!(!ran.err.contains("bug"), "{ran:?}");
    done(&program, "db:generate blog --fill author.country=\"'DE'\"");
}

#[test]
fn made_rows_that_clash_on_the_way_down_are_no_bug_and_the_flag_is_named() {
    let mut program =
        Program::new("targets = [\"sqlite\"]\n", &[("blog", &format!("{}::vip", module_path!()))]);
    done(&program, "db:generate blog");
    program.models("blog", &format!("{}::level", module_path!()));
    let ran = program.run("db:generate blog --rename author.vip=level --fill author.level=0");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("--fill-down TABLE.COLUMN") && !ran.err.contains("bug"), "{}", ran.err);
}

#[test]
fn what_is_applied_already_is_not_compared_by_baseline() {
    let program = of_three();
    done(&program, "db:migrate");
    let ran = done(&program, "db:baseline blog");
    let table = "CREATE TABLE guest (id INTEGER)";
    let file = program.path().join("dev.db");
    sqlite(&file, table);
    let diff = done(&program, "db:diff --from files --to live");
    assert!(diff.out.contains("no difference"), "{diff:?}");
    assert!(diff.err.contains("left out, since the other side does not name them: guest\n"), "{diff:?}");
    assert!(ran.out.contains("nothing of blog to mark: it is applied already"), "{ran:?}");
}

#[test]
fn a_step_that_somebody_changed_is_named_and_is_no_bug_of_ours() {
    let program = of_three();
    edit(&program, SECOND, "ADD COLUMN \"bio\"", "ADD COLUMN \"boo\"");
    let ran = program.run("db:verify");
    assert_ne!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains(&format!("blog/{SECOND}.rs")) && !ran.err.contains("bug"), "{ran:?}");
}

#[test]
fn every_migration_that_is_not_proven_is_listed() {
    let program = of_three();
    // Both go up, and neither comes back.
    for name in [SECOND, THIRD] {
        edit(&program, name, "DROP COLUMN \"", "DROP COLUMN \"no_");
    }
    let ran = program.run("db:verify");
    assert_ne!(ran.code, 0, "{ran:?}");
    for name in [SECOND, THIRD] {
        assert!(ran.err.contains(&format!("blog/{name}: on sqlite, on the way down")), "{ran:?}");
    }
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

#[test]
fn models_that_are_not_what_the_migrations_make_are_named() {
    let mut program = of_three();
    done(&program, "db:migrate");
    let ran = done(&program, "db:status");
    assert!(ran.err.contains("everything is applied") && !ran.err.contains("models"), "{ran:?}");
    program.models("blog", &format!("{}::vip", module_path!()));
    let ran = done(&program, "db:status");
    assert!(
        ran.err.contains("the models of blog are not what the migrations make: db:generate blog writes"),
        "{ran:?}"
    );
    assert!(!ran.err.contains("everything"), "{ran:?}");
    let json = done(&program, "db:status --format json").json();
    assert_eq!(json["changed_models"], serde_json::json!(["blog"]));
}

#[test]
fn a_module_that_the_program_does_not_name_is_not_part_of_everything() {
    let models = |name: &str| format!("{}::{name}", module_path!());
    let mut program = Program::new("", &[("blog", &models("one")), ("shop", &models("shop"))]);
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    fs::write(program.path().join("strobila.toml"), format!("[env.dev]\nurl = \"{url}\"\n")).unwrap();
    done(&program, "db:generate");
    done(&program, "db:migrate");
    program.without("shop");
    let ran = done(&program, "db:status");
    assert!(ran.out.contains("only the database knows this module: MODULES does not name it"), "{ran:?}");
    assert!(ran.err.contains("every migration that is here is applied"), "{ran:?}");
    done(&program, "db:rollback blog --accept-loss");
    let ran = done(&program, "db:drift");
    assert!(ran.err.contains("MODULES does not name shop, of which migrations are applied"), "{ran:?}");
    assert!(!ran.err.contains("no migration is applied"), "{ran:?}");
}

#[test]
fn the_leave_of_an_environment_is_not_for_whole_tables_with_rows() {
    let mut program = of_three();
    let file = program.path().join("dev.db");
    let config = fs::read_to_string(program.path().join("strobila.toml")).unwrap();
    fs::write(program.path().join("strobila.toml"), format!("{config}allow_loss = true\n")).unwrap();
    program.models("blog", &format!("{}::renamed", module_path!()));
    done(&program, "db:generate --rename author=writer --drop author.bio=why --drop author.phone=why");
    done(&program, "db:migrate");
    sqlite(&file, "INSERT INTO writer (id) VALUES (1)");
    // Columns alone go without a word.
    let all = "db:rollback blog --all";
    let ran = program.run(all);
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.err.contains("allow_loss is not for whole tables, and rows are in writer"), "{ran:?}");
    done(&program, "db:rollback blog");
    let ran = program.run("-y db:rollback blog --all");
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.err.contains("rows are in author"), "{ran:?}");
    sqlite(&file, "INSERT INTO author (id) VALUES (2)");
    let mut person = Scripted::new([Answer { choice: 0, text: None }]);
    assert_eq!(program.run_asking(all, &mut person).code, 0);
    assert!(person.asked[0].text.contains("rows are in author; go on?"), "{person:?}");
    // Empty tables are what the leave is for.
    done(&program, "db:migrate --count 1");
    done(&program, "db:rollback blog");
    done(&program, "db:migrate --count 1");
    sqlite(&file, "INSERT INTO author (id) VALUES (2)");
    assert_eq!(program.run("db:rollback blog").code, 6);
    // Its file may be gone, and its way down is stored.
    for name in [FIRST, SECOND, THIRD, FOURTH] {
        delete(&program, name);
    }
    let ran = program.run("db:rollback blog");
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.err.contains("rows are in author"), "{ran:?}");
    done(&program, "db:rollback blog --accept-loss");
}
