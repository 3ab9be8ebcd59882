//! Transcripts of the command line on a small project of two modules and three migrations.

#[path = "cli/transcript.rs"]
mod transcript;

use transcript::{Project, Run};

#[test]
fn from_nothing_to_migrated_and_back() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    insta::assert_snapshot!(project.session(&[
        "db:status",
        "db:migrate --count 1",
        "db migrate",
        "db:migrate",
        "db:status blog",
        "db:rollback blog",
        "db:rollback blog",
        "db:rollback blog --accept-loss",
        "db:rollback blog",
        "db:status",
        "db:history catalog",
    ]));
}

#[test]
fn a_dry_run_prints_the_sql_and_makes_nothing() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    insta::assert_snapshot!(
        project.session(&["db:migrate --dry-run blog", "db:migrate --dry-run --format json --count 1"])
    );
    assert!(!project.file("dev.db").exists());
    project.run("db:migrate");
    insta::assert_snapshot!("rollback_dry_run", project.session(&["db:rollback blog --count 2 --dry-run"]));
    assert_eq!(project.run("db:status --format json").json()["pending"], 0);
}

#[test]
fn every_result_and_every_error_is_one_json_object() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    for (line, code) in [
        ("db:migrate", 0),
        ("db:status", 0),
        ("db:history", 0),
        ("db:show blog", 0),
        ("db:rollback catalog --dry-run", 1),
        ("db:rollback blog --count 2", 6),
        ("db:rollback blog", 0),
        ("db:rollback blog --count 9", 2),
        ("db:migrate blgo", 2),
        ("db:migrate blog/Migration202611201327", 2),
        ("db:nonsense", 2),
        ("db:migrate --nonsense", 2),
        ("config", 0),
        ("explain edited", 0),
        ("explain nonsense", 2),
        ("completions bash", 0),
        ("module:new ../../etc", 2),
        ("--env production db:status", 2),
        ("--database analytics db:status", 2),
        ("--database sqlite://gone.db db:status", 1),
        ("--database nonsense://me:hunter2@host/db db:status", 2),
    ] {
        let run = project.run(&format!("{line} --format json"));
        assert_eq!(run.code, code, "{line}: {run:?}");
        let object = run.json();
        assert_eq!(object["ok"], code == 0, "{line}: {run:?}");
        assert!(!format!("{run:?}").contains("hunter2"), "{line}: {run:?}");
        if code != 0 {
            let error = &object["error"];
            assert!(error["code"].is_string() && error["message"].is_string(), "{line}: {run:?}");
            assert!(error.get("help").is_some() && error.get("where").is_some(), "{line}: {run:?}");
        }
    }
}

#[test]
fn wrong_use_is_named_with_the_way_on() {
    let project = Project::new("");
    insta::assert_snapshot!(project.session(&[
        "db:status",
        "--env prodution db:status",
        "db:migrate blgo",
        "db:migrate blog/Migration202611201327",
        "db:migrate analytics:blog",
        "db:rollback blog/Migration202611201326",
        "--database sqlite://gone.db db:migrate",
        "--database nonsense://me:hunter2@host/db db:status",
        "--format sql db:status",
        "db:show blog --target mysql",
        "explain edted",
    ]));
}

#[test]
fn an_error_of_the_config_names_its_line_without_its_value() {
    let project = Project::new("[env.dev]\npasword = \"hunter2\"\n");
    insta::assert_snapshot!(project.session(&["db:status"]));
}

#[test]
fn a_sqlite_file_is_made_only_when_asked() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db\"\n");
    for line in ["db:status", "db:migrate", "db:rollback blog", "db:history", "db:migrate --dry-run --create"]
    {
        project.run(line);
        assert!(!project.file("dev.db").exists(), "{line}");
    }
    assert_eq!(project.run("db:migrate").code, 1);
    assert_eq!(project.run("db:migrate --create").code, 0);
    assert!(project.file("dev.db").exists());
    let other = Project::new("[env.dev]\nurl = \"sqlite://dev.db\"\n");
    assert_eq!(other.run("db:migrate -y").code, 0);
}

#[test]
fn an_environment_that_asks_for_a_person_is_not_changed_without_one() {
    let project =
        Project::new("[env.live]\nurl = \"sqlite://live.db?mode=rwc\"\nconfirm = true\nallow_loss = false\n");
    insta::assert_snapshot!(project.session(&[
        "--env live db:migrate",
        "--env live db:migrate -y --confirm other.db",
        "--env live db:migrate --confirm live.db --count 1",
        "--env live -y db:rollback blog",
        "--env live db:rollback blog --accept-loss",
        "--env live db:rollback blog --accept-loss --confirm live.db",
    ]));
}

#[test]
fn leave_to_lose_data_is_taken_from_the_environment_of_the_file_alone() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\nallow_loss = true\n");
    project.run("db:migrate --to Migration202611201326");
    let other = [("DATABASE_URL", "sqlite://dev.db")];
    assert_eq!(project.run_with("db:rollback blog", &other).code, 6);
    assert_eq!(project.run("db:rollback blog").code, 0);
}

#[test]
fn baseline_refuses_what_it_cannot_compare() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    project.run("db:migrate --count 1");
    insta::assert_snapshot!(project.session(&[
        "db:baseline catalog",
        "db:baseline catalog --unproven",
        "db:status catalog"
    ]));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    let run: Run = project.run_without_reader("db:migrate");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.err.contains("panicked"), "{run:?}");
    assert_eq!(project.run("db:status --format json").json()["pending"], 0);
}

#[test]
fn help_and_version_are_asked_for_and_stand_on_stdout() {
    let project = Project::new("");
    for line in ["--help", "help db generate", "db:migrate --help", "--version"] {
        let run = project.run(line);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{line}");
        assert!(!run.out.is_empty(), "{line}");
    }
}

#[test]
fn names_are_swapped_by_flags_and_by_attributes() {
    let project = Project::decided("targets = [\"sqlite\"]\n");
    let session = project.session(&[
        "db:generate pair --check",
        "db:generate pair --check --rename pair.left=right",
        "db:generate pair --check --rename pair.left=right --rename pair.right=left",
        "db:generate pair --check --rename state.on=off --rename state.off=on",
        "db:generate pair --check --rename pair.left=middle",
        "db:generate swap --check",
    ]);
    // Models of other tests stand in the same crate.
    let lines: Vec<&str> = session.lines().filter(|line| !line.contains("stands in no module")).collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(project.run("db:generate swap --dry-run").code, 0, "it is proven");
}

#[test]
fn colour_is_only_there_when_asked_for() {
    let project = Project::new("[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    assert!(!project.run("db:status").out.contains('\u{1b}'));
    assert!(project.run("db:status --color always").out.contains('\u{1b}'));
    assert!(project.run("db:migrate nonsense --color always").err.contains('\u{1b}'));
}

#[test]
fn files_of_sql_are_compared_by_running_them_on_a_scratch_database() {
    let project = Project::new("targets = [\"sqlite\"]\n[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n");
    std::fs::write(project.file("old.sql"), "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\n")
        .unwrap();
    let new = "-- what it should be\nCREATE TABLE author (id INTEGER PRIMARY KEY, full_name TEXT, age INT);\n\
               CREATE INDEX by_age ON author (age);\n";
    std::fs::write(project.file("new.sql"), new).unwrap();
    std::fs::write(project.file("wrong.sql"), "CREATE TABLE a (b INT);\nCREATE INDEX c ON a (d);\n").unwrap();
    std::fs::write(project.file("beyond.sql"), "ATTACH 'dev.db' AS dev;\nDROP TABLE dev.author;\n").unwrap();
    insta::assert_snapshot!(project.session(&[
        "db:diff --from old.sql --to new.sql",
        "db:diff --from old.sql --to new.sql --format sql --rename author.name=full_name",
        "db:diff --from old.sql --to old.sql --exit-code",
        "db:diff --from old.sql --to wrong.sql",
        "db:diff --from old.sql --to beyond.sql",
        "db:diff --from old.sql --to gone.sql",
        "db:diff --from old.sql --to old.sql --target postgres",
        "db:diff --from old.sql --to old",
    ]));
    assert!(!project.file("dev.db").exists());
}

#[test]
fn a_database_is_made_and_dropped_once_its_name_is_typed() {
    let project = Project::new("targets = [\"sqlite\"]\n[env.dev]\nurl = \"sqlite://dev.db\"\n");
    insta::assert_snapshot!(project.session(&[
        "db:status",
        "db:create",
        "db:create",
        "db:setup --count 1",
        "db:drop",
        "db:drop --confirm devdb",
        "db:drop -y",
        "db:drop --confirm dev.db",
        "db:drop --confirm dev.db",
    ]));
    assert!(!project.file("dev.db").exists());
}
