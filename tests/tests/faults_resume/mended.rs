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

rows_on! { [mariadb]
    fn row_01_a_statement_of_which_nothing_tells_stops_the_next_run(db: &Db) {
        let project = Project::empty(db);
        let up = [
            r#"step("make a").sql(&["CREATE TABLE a (id INTEGER)"])"#,
            r#"step("empty a").sql(&["TRUNCATE TABLE a"])"#,
        ];
        project.write("shop", NAME, &migration_text(NAME, None, &up, &[]));
        let ran = project.call("db:migrate").point("after_statement:2=abort").run();
        assert_eq!(ran.code, None, "{ran:?}");
        db.execute("INSERT INTO a VALUES (7)");
        assert!(project.call("db:migrate --dry-run").ends(0).out.contains("goes on at step 2"));
        for _ in 0..2 {
            let ran = project.call("db:migrate --format json").ends(7);
            assert_eq!(ran.json()["error"]["code"], "in_doubt", "{ran:?}");
            assert!(ran.out.contains("statement 1") && ran.out.contains("db:repair shop/"), "{ran:?}");
        }
        // What others have written meanwhile is not thrown away.
        assert_eq!(db.list("SELECT id FROM a"), ["7"]);
        let repair = format!("db:repair shop/{NAME} --mark-applied --reason looked");
        project.call(&repair).ends(0);
        assert_eq!(project.call("db:status --exit-code").run().code, Some(0));
    }
}

// A column that a person adds to the same table while a statement is in doubt must not count as its effect,
// and the next number of a key must not either.
rows_on! { [mariadb]
    fn row_01_in_doubt_it_is_decided_by_what_the_statement_makes(db: &Db) {
        for (point, meanwhile) in [
            ("before_statement:2", "ALTER TABLE a ADD COLUMN other INTEGER"),
            ("after_statement:2", "ALTER TABLE a ADD COLUMN other INTEGER"),
            ("after_statement:2", "INSERT INTO a (name) VALUES ('x')"),
        ] {
            let other = db.another();
            let project = Project::empty(&other);
            let up = [
                r#"step("make a").sql(&["CREATE TABLE `a` (id INTEGER PRIMARY KEY AUTO_INCREMENT, name TEXT)"])"#,
                r#"step("add words").sql(&["ALTER TABLE `a` ADD COLUMN `words` INTEGER"])"#,
                r#"step("fill words").sql(&["UPDATE a SET words = 1"])"#,
            ];
            let operations = r##"
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"add_column":{"table":"a","column":{"name":"words","type":"integer","nullable":true}}}
"#;
"##;
            let text = migration_text(NAME, None, &up, &[]);
            let text = text.trim_end().trim_end_matches(';').to_owned() + operations;
            project.write("shop", NAME, &text);
            let ran = project.call("db:migrate").point(&format!("{point}=abort")).run();
            assert_eq!(ran.code, None, "{ran:?}");
            other.execute(meanwhile);
            project.call("db:migrate").ends(0);
            assert_eq!(other.list("SELECT count(*) FROM a WHERE words IS NULL"), ["0"]);
            other.drop_it();
        }
    }
}
