//! Where the server commits each definition by itself: what is in is known, and nothing runs twice.

use std::time::Duration;

use strobila::dialect::{DatabaseErrorKind, connect};
use strobila::migration::Step;
use strobila::migrator::{Migrator, Repair};
use strobila::{Error, Id};

use crate::support::*;

/// `author`, then M2 of three steps, the second with two statements.
fn three_steps(second: [&str; 2], third: &str) -> Migrator {
    let [m1, _, _] = three();
    let steps = vec![sql(&["CREATE TABLE a (id INTEGER)"]), sql(&second), sql(&[third])];
    let down = vec![sql(&["DROP TABLE b"]), sql(&["DROP TABLE a"])];
    blog(&[m1, migration("M2", Some("M1"), steps, down)])
}

const MAKE_B: &str = "CREATE TABLE b (id INTEGER)";
const FILL_B: &str = "INSERT INTO b VALUES (1)";

async fn stopped(migrator: &Migrator, db: &Db) -> (usize, usize, Option<usize>, String) {
    let error = migrate(migrator, &db.url).await.unwrap_err();
    let Error::Step { at, .. } = &error else { panic!("{error}") };
    (at.step, at.committed, at.staying, error.help().unwrap_or_default())
}

tests_on! { [on_mariadb]
    async fn a_first_statement_that_is_refused_leaves_nothing_to_mend(db: &Db) {
        let [m1, _, _] = three();
        let with = |statement| blog(&[m1, migration("M2", Some("M1"), vec![sql(&[statement])], vec![])]);
        let (step, committed, _, help) = stopped(&with("ALTER TABLE nowhere ADD a INTEGER"), db).await;
        assert_eq!((step, committed), (1, 0));
        assert!(help.contains("nothing of it is in the database"), "{help}");
        assert_eq!(db.rows().await, ["blog/M1 applied"]);
        assert_eq!(db.journal().await[2..], ["started blog/M2", "undone blog/M2", "failed blog/M2"]);
        assert_eq!(names(&migrate(&with(MAKE_B), &db.url).await.unwrap()), ["blog/M2"]);
    }

    async fn a_later_step_that_is_refused_is_recorded_and_nothing_runs_twice(db: &Db) {
        let migrator = three_steps([MAKE_B, FILL_B], "ALTER TABLE nowhere ADD a INTEGER");
        let (step, committed, staying, _) = stopped(&migrator, db).await;
        assert_eq!((step, committed, staying), (3, 2, Some(0)));
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 failed 3/3"]);
        let before = db.everything().await;
        assert_eq!(back(&migrator, db, 1).await.unwrap_err().code(), "failed");
        assert_eq!(db.everything().await, before);
        assert_eq!(migrate(&migrator, &db.url).await.unwrap_err().code(), "step_failed");
        db.execute("CREATE TABLE nowhere (b INTEGER)").await;
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M2"]);
        assert_eq!(db.list("SELECT count(*) FROM b").await, ["1"]);
    }

    async fn statements_of_a_step_that_stay_are_counted(db: &Db) {
        let migrator = three_steps([MAKE_B, "INSERT INTO b VALUES ('x')"], "SELECT 1");
        let (step, committed, staying, help) = stopped(&migrator, db).await;
        assert_eq!((step, committed, staying), (2, 1, Some(1)));
        assert!(help.contains("what its first statement did stays, what the second did does not"), "{help}");
        assert!(help.contains("in the database: step 1 and statement 1 of step 2 (db:show blog/M2 --target mariadb)"), "{help}");
        assert!(help.contains("db:repair blog/M2 --mark-applied"), "{help}");
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 failed 2/3"]);
        assert_eq!(db.user_tables().await, ["a", "author", "b"]);
    }

    async fn a_way_down_that_is_refused_at_once_leaves_it_applied(db: &Db) {
        let migrator = three_steps([MAKE_B, FILL_B], "SELECT 1");
        migrate(&migrator, &db.url).await.unwrap();
        db.execute("ALTER TABLE b RENAME TO c").await;
        let error = back(&migrator, db, 1).await.unwrap_err();
        assert!(error.help().unwrap().contains("the database is as it was"), "{:?}", error.help());
        assert_eq!(states(&migrator, db).await, ["M1 applied", "M2 applied"]);
        db.execute("ALTER TABLE c RENAME TO b").await;
        assert_eq!(names(&back(&migrator, db, 1).await.unwrap()), ["blog/M2"]);
    }

    async fn rows_are_changed_in_one_transaction_with_what_records_them(db: &Db) {
        let [m1, _, _] = three();
        let rows = vec![sql(&["INSERT INTO author VALUES (1, 'a')"]), sql(&["INSERT INTO author VALUES ('x', 'b')"])];
        let error = migrate(&blog(&[m1, migration("M2", Some("M1"), rows, vec![])]), &db.url).await.unwrap_err();
        assert!(error.help().unwrap().contains("nothing of it is in the database"), "{:?}", error.help());
        assert_eq!(db.list("SELECT count(*) FROM author").await, ["0"]);
        assert_eq!(db.rows().await, ["blog/M1 applied"]);
    }

    async fn a_definition_is_not_written_over_what_only_the_live_column_holds(db: &Db) {
        let held = [
            ("at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
             "at DATETIME(6) NOT NULL", "ON UPDATE CURRENT_TIMESTAMP(6)"),
            ("a INTEGER INVISIBLE", "a BIGINT NULL", "INVISIBLE"),
            ("a LONGTEXT COMPRESSED", "a VARCHAR(9) NULL", "COMPRESSED"),
            ("a INTEGER CHECK (a > 0)", "a BIGINT NULL", "CHECK (`a` > 0)"),
        ];
        for (live, wanted, what) in held {
            let name = live.split(' ').next().unwrap_or_default();
            db.execute(&format!("CREATE OR REPLACE TABLE t (id INTEGER, {live}, j JSON)")).await;
            let modify = format!("ALTER TABLE t MODIFY COLUMN {wanted}");
            let with = |step: Step<'static>| blog(&[migration("M1", None, vec![step], vec![])]);
            let columns: &'static str = format!("id,{name},j").leak();
            let (step, _, staying, help) = stopped(&with(sql(&[&modify]).expects("t", columns)), db).await;
            assert_eq!((step, staying), (1, Some(0)), "{live}");
            assert!(help.contains("write it into the definition"), "{help}");
            let error = migrate(&with(sql(&[&modify]).expects("t", columns)), &db.url).await.unwrap_err();
            assert!(format!("{error:?}").contains(&format!("{what} of t.{name}")), "{error:?}");
            let keeps = format!("ALTER TABLE t MODIFY COLUMN {live}, MODIFY COLUMN j JSON NULL");
            assert_eq!(names(&migrate(&with(sql(&[&keeps]).expects("t", columns)), &db.url).await.unwrap()), ["blog/M1"]);
            db.execute("DELETE FROM strobila_migrations; DELETE FROM strobila_journal").await;
            migrate(&with(sql(&[&modify])), &db.url).await.unwrap();
            db.execute("DELETE FROM strobila_migrations; DELETE FROM strobila_journal").await;
        }
    }

    async fn an_update_never_moves_a_column_that_the_server_sets_itself(db: &Db) {
        db.execute(
            "CREATE TABLE t (id INTEGER, n INTEGER, touched TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP \
             ON UPDATE CURRENT_TIMESTAMP); INSERT INTO t VALUES (1, 1, '2020-01-01 00:00:00')",
        )
        .await;
        let with = |update: &'static str| blog(&[migration("M1", None, vec![sql(&[update])], vec![])]);
        let error = migrate(&with("UPDATE t SET n = 2"), &db.url).await.unwrap_err();
        assert!(format!("{error:?}").contains("would set t.touched to this moment"), "{error:?}");
        assert!(error.help().unwrap().contains("`touched` = `touched`"), "{:?}", error.help());
        assert_eq!(db.list("SELECT n FROM t").await, ["1"]);
        migrate(&with("UPDATE t SET n = 2, touched = touched"), &db.url).await.unwrap();
        assert_eq!(db.list("SELECT year(touched) FROM t WHERE n = 2").await, ["2020"]);
    }

    async fn a_check_of_a_column_is_kept_although_its_column_has_another_name_by_then(db: &Db) {
        db.execute("CREATE TABLE t (id INTEGER, n INTEGER CHECK (n > 0), note LONGTEXT)").await;
        let up = vec![
            sql(&["ALTER TABLE t RENAME COLUMN n TO m"]),
            sql(&["ALTER TABLE t MODIFY COLUMN m BIGINT NULL"]).expects("t", "id,m,note"),
        ];
        let (step, committed, staying, _) = stopped(&blog(&[migration("M1", None, up, vec![])]), db).await;
        assert_eq!((step, committed, staying), (2, 1, Some(0)));
        let live = db.list("SELECT check_clause FROM information_schema.check_constraints WHERE table_name = 't' \
                            AND constraint_schema = database()").await;
        assert_eq!(live, ["\"m\" > 0"]);
        let mut session = db.session().await;
        let found = session.introspect().await.unwrap();
        session.close().await;
        let column = found.schema.tables[&"t".into()].column("m").cloned().unwrap();
        assert!(column.options.contains("CHECK (`m` > 0)"), "{column:?} {:?}", found.unexpressed);
    }

    async fn what_a_later_step_expects_is_looked_at_before_the_first(db: &Db) {
        db.execute("CREATE TABLE thing (id INTEGER, n INTEGER, at TIMESTAMP NOT NULL ON UPDATE CURRENT_TIMESTAMP)").await;
        let make = || sql(&["CREATE TABLE made (id INTEGER)"]);
        let later = [
            sql(&["ALTER TABLE thing MODIFY COLUMN n BIGINT NULL"]).expects("thing", "id,n"),
            sql(&["ALTER TABLE thing MODIFY COLUMN at DATETIME NOT NULL"]).expects("thing", "id,n,at"),
            sql(&["UPDATE thing SET n = 1"]),
        ];
        for step in later {
            let error = migrate(&blog(&[migration("M1", None, vec![make(), step], vec![])]), &db.url).await.unwrap_err();
            assert!(error.to_string().contains('2') || error.help().is_some(), "{error}");
            assert_eq!(db.user_tables().await, ["thing"], "{error}");
        }
        // What an earlier step changes is looked at behind it.
        let steps = vec![
            sql(&["ALTER TABLE thing MODIFY COLUMN at DATETIME NOT NULL"]),
            sql(&["UPDATE thing SET n = 1"]),
            sql(&["ALTER TABLE thing MODIFY COLUMN n BIGINT NULL"]).expects("thing", "id,n,at"),
        ];
        migrate(&blog(&[migration("M1", None, steps, vec![])]), &db.url).await.unwrap();
    }

    async fn an_enum_that_stops_between_two_lists_says_what_is_in_and_the_way_on(db: &Db) {
        db.execute("CREATE TABLE t (e ENUM('a', 'b') NOT NULL, UNIQUE (e)); INSERT INTO t VALUES ('a'), ('b')").await;
        let steps = sql(&[
            "ALTER TABLE t MODIFY COLUMN e enum('c','b','a') NOT NULL",
            "UPDATE t SET e = CASE e WHEN 'a' THEN 'c' ELSE e END",
            "ALTER TABLE t MODIFY COLUMN e enum('c') NOT NULL",
        ]);
        let migrator = blog(&[migration("M1", None, vec![steps], vec![])]);
        let error = migrate(&migrator, &db.url).await.unwrap_err();
        assert!(error.to_string().contains("MODIFY COLUMN e enum('c') NOT NULL"), "{error}");
        let help = error.help().unwrap_or_default();
        assert!(help.contains("what its first 2 statements did stays, what statement 3 did does not"), "{help}");
        let way = "in the database: statements 1 to 2 of step 1 (db:show blog/M1 --target mariadb): run the others by hand, then\n  \
                   db:repair blog/M1 --mark-applied --reason \"…\"\nor undo those that are in, then\n  \
                   db:repair blog/M1 --mark-rolled-back";
        assert!(help.contains(way), "{help}");
        let journal = db.list("SELECT detail FROM strobila_journal WHERE event = 'failed'").await.join(" ");
        assert!(journal.contains("first 2 statements"), "{journal}");
        let again = migrate(&migrator, &db.url).await.unwrap_err().help().unwrap_or_default();
        assert!(again.contains("db:migrate blog goes on"), "{again}");
        // The way that the error names leads on.
        db.execute("DELETE FROM t WHERE e = 'b'; ALTER TABLE t MODIFY COLUMN e enum('c') NOT NULL").await;
        migrator.repair(&db.url, &Id::new("blog", "M1"), Repair::MarkApplied, "the rest by hand").await.unwrap();
        assert_eq!(states(&migrator, db).await, ["M1 applied"]);
    }

    async fn a_history_that_was_killed_while_it_was_made_is_gone_on_with(db: &Db) {
        db.execute("CREATE TABLE strobila_journal (id BIGINT NOT NULL, at LONGTEXT NOT NULL, run_id LONGTEXT NOT NULL,
            module LONGTEXT NOT NULL, name LONGTEXT, event LONGTEXT NOT NULL, step BIGINT, detail LONGTEXT, PRIMARY KEY (id));
            CREATE TABLE strobila_meta (\"key\" VARCHAR(255) NOT NULL, \"value\" LONGTEXT NOT NULL, PRIMARY KEY (\"key\"))").await;
        assert_eq!(names(&migrate(&blog(&three()), &db.url).await.unwrap()).len(), 3);
        assert_eq!(db.list("SELECT \"key\" FROM strobila_meta ORDER BY 1").await, ["format", "oldest_reader"]);
    }

    async fn a_connection_that_is_killed_is_told_and_what_is_in_is_known(db: &Db) {
        let slow = three_steps([MAKE_B, "SELECT sleep(20)"], "SELECT 1");
        let url = db.url.clone();
        let run = tokio::spawn(async move { migrate(&slow, &url).await });
        let mut killer = connect(&db.url).await.unwrap();
        let find = "SELECT id FROM information_schema.processlist WHERE db = database() AND info LIKE 'SELECT sleep%'";
        for _ in 0..100 {
            if let Some(Some(id)) = killer.query(find).await.unwrap().into_iter().flatten().next() {
                killer.execute(&format!("KILL {id}")).await.unwrap();
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let error = run.await.unwrap().unwrap_err();
        let Error::Step { at, source } = &error else { panic!("{error}") };
        assert_eq!((at.step, at.committed, source.kind), (2, 1, DatabaseErrorKind::ConnectionLost), "{error}");
        let migrator = three_steps([MAKE_B, "SELECT 1"], "SELECT 1").wait(Duration::from_secs(2));
        assert_eq!(db.rows().await, ["blog/M1 applied", "blog/M2 running"]);
        assert_eq!(db.user_tables().await, ["a", "author", "b"]);
        // No lock is left, and nothing runs twice: the statement that was corrected is the one that had not run.
        assert_eq!(names(&migrate(&migrator, &db.url).await.unwrap()), ["blog/M2"]);
        assert_eq!(db.user_tables().await, ["a", "author", "b"]);
        killer.close().await;
    }
}
