use std::time::Duration;

use strobila_tests::rows_on;

use super::support::{Blocker, SECOND, config, project, slow};

rows_on! {
    [sqlite postgres mariadb]
    fn row_12_a_statement_that_runs_too_long_is_ended_and_the_next_run_goes_on(db: &Db) {
        let project = project(db, "statement_timeout = \"500ms\"", &slow("4"));
        let before = db.state();
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.took < Duration::from_secs(4), "{ran:?}");
        assert!(ran.err.contains("timeout") || ran.err.contains("max_statement_time"), "{ran:?}");
        assert_eq!(db.state(), before);
        assert_eq!(db.lock_holder(Duration::from_secs(2)), None);
        config(&project, db, "");
        project.call("db:migrate").ends(0);
        assert!(db.list("SELECT name FROM author WHERE id = 1")[0].starts_with("slow"));
    }

    [sqlite postgres mariadb]
    fn row_12_a_step_says_itself_how_long_it_may_run(db: &Db) {
        let step = format!("{}.statement_timeout(\"none\")", slow("1"));
        let project = project(db, "statement_timeout = \"300ms\"", &step);
        project.call("db:migrate").ends(0);

        let name = "Migration202611201100";
        let text = strobila_tests::faults::migration_text(name, Some(SECOND), &[&slow("4")], &[]);
        project.write("shop", name, &text.replace("    .targets", "    .statement_timeout(\"300ms\")\n    .targets"));
        config(&project, db, "");
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.took < Duration::from_secs(4), "{ran:?}");
        project.write("shop", name, &text);
        project.call("db:migrate").ends(0);
    }

    [postgres mariadb]
    fn row_12_a_definition_that_takes_too_long_is_not_in(db: &Db) {
        let step = r#"step("add two").sql(&["ALTER TABLE author ADD COLUMN a INTEGER", "ALTER TABLE author ADD COLUMN b INTEGER"]).no_transaction()"#;
        let environment = "lock_timeout = \"none\"\nstatement_timeout = \"500ms\"";
        let project = project(db, environment, step);
        let before = db.state();
        let blocker = Blocker::new(db, "SELECT count(*) FROM author");
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.took < Duration::from_secs(4), "{ran:?}");
        assert_eq!(db.state(), before);
        drop(blocker);
        project.call("db:migrate").ends(0);
        assert_eq!(db.list("SELECT count(a) + count(b) FROM author"), ["0"]);
    }
}
