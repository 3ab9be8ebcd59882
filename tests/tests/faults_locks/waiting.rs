use std::time::Duration;

use strobila::Target;
use strobila_tests::faults::{Db, Oracle, Project, Running, is_thorough};
use strobila_tests::rows_on;

use super::support::{Blocker, Reader, project, slow};

/// The lock timeout of the config, and as the server takes it.
fn lock_timeout(db: &Db) -> Duration {
    match db.target {
        Target::Postgres | Target::Sqlite => Duration::from_millis(400),
        Target::Mysql | Target::Mariadb => Duration::from_secs(1),
    }
}

rows_on! {
    [postgres mariadb]
    fn row_02_killed_in_a_long_statement_the_next_run_waits_and_goes_on(db: &Db) {
        let project = project(db, "", &slow("3"));
        let mut killed = project.call("db:migrate").start();
        killed.until_err("take long");
        std::thread::sleep(Duration::from_millis(400));
        killed.kill();
        // The server goes on with the statement, and keeps the lock for so long.
        let ran = project.call("db:migrate").ends(0);
        assert!(ran.err.contains("waiting up to 60 s for the migration lock"), "{ran:?}");
        let who = if db.target == Target::Postgres { "process " } else { "connection " };
        assert!(ran.err.contains(&format!("another session holds the migration lock: {who}")), "{ran:?}");
        assert!(ran.err.contains("sleep(3)"), "its statement is shown: {ran:?}");
        assert!(db.list("SELECT name FROM author WHERE id = 1")[0].starts_with("slow"));
    }

    [sqlite postgres mariadb]
    fn row_02_who_waits_is_told_who_works(db: &Db) {
        let project = project(db, "", &slow("1"));
        let mut first = project.call("db:migrate").point("after_statement:1=sleep 2500").start();
        first.until_err("take long");
        let impatient = project.call("db:migrate --wait 0 --format json").ends(1).json();
        assert_eq!(impatient["error"]["code"], "locked", "{impatient}");
        let second = project.call("db:migrate").ends(0);
        assert!(second.err.contains("waiting up to 60 s for the migration lock: another "), "{second:?}");
        assert!(second.out.contains("nothing to migrate"), "{second:?}");
        assert_eq!(first.wait().code, Some(0));
    }

    [sqlite postgres mariadb]
    fn row_06_a_locked_table_is_tried_again_and_its_holder_named(db: &Db) {
        let environment = "lock_timeout = \"400ms\"\nlock_attempts = 3";
        let step = r#"step("add author.email").sql(&["ALTER TABLE author ADD COLUMN email VARCHAR(80)"])"#;
        let project = project(db, environment, step);
        let before = db.state();
        let mut blocker = Blocker::new(db, "SELECT count(*) AS held FROM author");
        let reader = Reader::new(db);
        let ran = project.call("db:migrate").ends(1);
        let longest = reader.longest();
        let bound = lock_timeout(db) + Duration::from_millis(100);
        println!("{}: readers waited {longest:?} at most; to be shown: {bound:?}", db.target);
        assert!(longest < bound + Duration::from_millis(1_500), "{longest:?}");
        for text in ["attempt 2 of 3 begins in", "attempt 3 of 3 begins in"] {
            assert!(ran.err.contains(text), "{text}: {ran:?}");
        }
        match db.target {
            Target::Postgres => {
                let who = format!("in the way is process {} of strobila as", blocker.number());
                assert!(ran.err.matches(&who).count() >= 3, "{who}: {ran:?}");
                assert!(ran.err.contains("SELECT count(*) AS held FROM author"), "{ran:?}");
                assert!(ran.err.contains("SELECT pg_terminate_backend("), "{ran:?}");
            }
            Target::Mysql | Target::Mariadb => {
                // The server says who has a transaction open, and not who holds the table.
                assert!(ran.err.contains("in the way is probably connection "), "{ran:?}");
            }
            Target::Sqlite => assert!(ran.err.contains("database is locked"), "{ran:?}"),
        }
        assert_eq!(db.state(), before);
        drop(blocker);
        project.call("db:migrate").ends(0);
        assert_eq!(db.list("SELECT count(email) FROM author"), ["0"]);
    }

    [postgres mariadb]
    fn row_06_an_attempt_that_comes_after_the_holder_has_gone_succeeds(db: &Db) {
        let environment = "lock_timeout = \"1s\"\nlock_attempts = 10";
        let step = r#"step("add author.email").sql(&["ALTER TABLE author ADD COLUMN email VARCHAR(80)"])"#;
        let project = project(db, environment, step);
        let blocker = Blocker::new(db, "SELECT count(*) FROM author");
        let mut run = project.call("db:migrate").start();
        run.until_err("attempt 2 of 10");
        drop(blocker);
        let ran = run.wait();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(db.list("SELECT count(email) FROM author"), ["0"]);
    }

    [sqlite postgres mariadb]
    fn row_07_eight_migrators_at_once(db: &Db) {
        let oracle = Oracle::up(db, &Project::demo(db));
        for round in 0..if is_thorough() { 50 } else { 3 } {
            let other = db.another();
            let project = Project::demo(&other);
            let runs: Vec<Running> = (0..8).map(|_| project.call("db:migrate").start()).collect();
            for run in runs {
                let ran = run.wait();
                assert_eq!(ran.code, Some(0), "round {round}: {ran:?}");
            }
            assert!(other.state() == oracle.last(), "round {round}");
            let mut applied = other.history("strobila_journal", &["event", "name"]);
            applied.retain(|row| row.starts_with("applied|"));
            applied.sort_unstable();
            let wanted: Vec<String> =
                Project::demo_names().iter().map(|name| format!("applied|{name}")).collect();
            assert_eq!(applied, wanted, "round {round}");
            other.drop_it();
        }
    }

    [sqlite]
    fn row_28_a_busy_file_is_waited_for_and_then_named(db: &Db) {
        let project = project(db, "", r#"step("forget bo").sql(&["DELETE FROM author WHERE id = 2"])"#);
        let before = db.state();
        let blocker = Blocker::new(db, "UPDATE author SET name = 'x' WHERE id = 1 RETURNING id");
        let ran = project.call("db:migrate --wait 1").ends(1);
        assert!(ran.took >= Duration::from_secs(1), "{ran:?}");
        assert!(ran.err.contains("another connection is writing to the file"), "{ran:?}");
        assert!(ran.err.contains("--wait SECONDS"), "{ran:?}");
        let mut run = project.call("db:migrate").start();
        run.until_err("waiting up to 60 s");
        drop(blocker);
        let ran = run.wait();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_ne!(db.state(), before);
        assert_eq!(db.list("SELECT id FROM author"), ["1"]);
    }

    [sqlite]
    fn row_28_a_file_that_is_busy_between_two_transactions_is_waited_for(db: &Db) {
        let project = Project::demo(db);
        let oracle = Oracle::up(db, &project);
        let mut run = project.call("db:migrate").point("after_commit:3=sleep 1000").start();
        run.until_err("add post.words");
        let blocker = Blocker::new(db, "UPDATE author SET name = name RETURNING id");
        run.until_err("waiting up to 60 s for the migration lock: another connection is writing to the database");
        drop(blocker);
        let ran = run.wait();
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(db.state() == oracle.last());
    }
}
