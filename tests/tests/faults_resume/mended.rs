//! What goes on is what is in the file, what is in stays what it was, and what it costs.

use strobila::Target;
use strobila_tests::faults::{Db, Project, Proxy, migration_text};
use strobila_tests::rows_on;

const NAME: &str = "Migration202611200900";

/// Tables a and b, then rows that a refuses twice, then table c; each statement outside any transaction.
fn steps(project: &Project, first: &str, second: &str) {
    let text = migration_text(
        NAME,
        None,
        &[
            &format!(
                r#"step("make a and b").sql(&["{first}", "CREATE TABLE b (id INTEGER)"]).no_transaction()"#
            ),
            &format!(
                r#"step("fill a").sql(&["INSERT INTO a VALUES (1)", "{second}", "CREATE TABLE c (id INTEGER)"]).no_transaction()"#
            ),
        ],
        &[r#"step("forget all").sql(&["DROP TABLE c", "DROP TABLE b", "DROP TABLE a"])"#],
    );
    project.write("shop", NAME, &text);
}

const MAKE_A: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY)";

rows_on! { [sqlite postgres mariadb]
    fn row_12_what_failed_is_recorded_may_be_corrected_and_goes_on(db: &Db) {
        let project = Project::empty(db);
        steps(&project, MAKE_A, "INSERT INTO a VALUES (1)");
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("db:migrate shop goes on where it stopped"), "{ran:?}");
        let status = project.call("db:status --format json").ends(0).json();
        let migration = &status["modules"][0]["migrations"][0];
        assert_eq!((&migration["state"], &migration["step"], &migration["steps"]), (&"failed".into(), &2.into(), &2.into()));
        // The same again comes as far, and no further.
        project.call("db:migrate").ends(1);
        assert_eq!(db.list("SELECT id FROM a"), ["1"]);
        // What ran may not be changed: named, and nothing runs.
        steps(&project, "CREATE TABLE a (id BIGINT PRIMARY KEY)", "INSERT INTO a VALUES (2)");
        let ran = project.call("db:migrate").ends(7);
        assert!(ran.err.contains("statement 1 of step 1 ran, and was changed") || ran.err.contains("step 1"), "{ran:?}");
        assert_eq!(db.list("SELECT id FROM a"), ["1"]);
        // What did not run may be.
        steps(&project, MAKE_A, "INSERT INTO a VALUES (2)");
        project.call("db:migrate").ends(0);
        assert_eq!(db.list("SELECT id FROM a ORDER BY id"), ["1", "2"]);
        assert_eq!(project.call("db:status --exit-code").run().code, Some(0));
        project.call("db:rollback shop --accept-loss").ends(0);
    }
}

/// A migration of a thousand steps that change a definition, each as `mode` says.
fn thousand(db: &Db, project: &Project, mode: &str) {
    let steps: Vec<String> = (0..1_000)
        .map(|at| {
            let sql = match db.target {
                Target::Postgres => format!("COMMENT ON TABLE a IS '{at}'"),
                _ => format!("ALTER TABLE a COMMENT = '{at}'"),
            };
            format!(r#"step("say {at}").sql(&["{sql}"]){mode}"#)
        })
        .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    project.write("shop", NAME, &migration_text(NAME, None, &steps, &[]));
}

rows_on! { [postgres mariadb]
    fn a_migration_of_a_thousand_steps_costs_at_most_twice_its_round_trips(db: &Db) {
        let modes: &[&str] = if db.target == Target::Mariadb {
            &[""]
        } else {
            &["", ".own_transaction()", ".no_transaction()"]
        };
        for mode in modes {
            let other = db.another();
            let project = Project::empty(&other);
            other.execute("CREATE TABLE a (id INTEGER)");
            thousand(&other, &project, mode);
            let proxy = Proxy::before(&other, "COMMIT", 0);
            project.config(&format!("[env.dev]\nurl = \"{}\"\n", proxy.url));
            let ran = project.call("db:migrate").ends(0);
            println!("{}{mode}: {} messages for 1,000 statements in {:?}", db.target, proxy.messages(), ran.took);
            assert!(proxy.messages() <= 2 * 1_000 + 60, "{mode}: {}", proxy.messages());
            other.drop_it();
        }
    }
}
