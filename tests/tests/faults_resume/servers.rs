//! Servers that are killed, answers that are lost, sessions that are ended.

use std::time::Duration;

use strobila::Target;
use strobila_tests::faults::{Db, Oracle, Project, Proxy, Server, is_thorough};
use strobila_tests::rows_on;

use super::points;

/// The project with another URL.
fn config(project: &Project, url: &str) {
    project.config(&format!("[env.dev]\nurl = \"{url}\"\nallow_loss = true\n"));
}

rows_on! { [postgres mariadb]
    fn row_03_server_killed_in_mid_run_and_started_again(db: &Db) {
        let Some(mut server) = Server::start(db.target) else { return };
        let count = points(db, "db:migrate").len();
        let times = if is_thorough() { 20 } else { 4 };
        for time in 0..times {
            let own = Db::at(db.target, &server.url());
            let project = Project::demo(&own);
            let oracle = Oracle::up(&own, &project);
            let point = 4 + time * (count - 6) / times;
            let log = own.folder().join("points");
            let call = project.call("db:migrate").point(&format!("any:{point}=sleep 1500"));
            let mut running = call.env("STROBILA_FAILPOINT_LOG", &log).start();
            running.until("the point", |_| {
                std::fs::read_to_string(&log).is_ok_and(|text| text.lines().count() >= point)
            });
            server.kill();
            let ran = running.wait();
            assert_eq!(ran.code, Some(1), "{ran:?}");
            server.up();
            oracle.judge(&own, &ran);
            oracle.converges(&own, &project);
            own.drop_it();
        }
    }
}

rows_on! { [postgres mariadb]
    fn row_04_connection_cut_at_commit_and_the_answer_lost(db: &Db) {
        let counting = db.another();
        let project = Project::demo(&counting);
        let proxy = Proxy::before(&counting, "COMMIT", 0);
        config(&project, &proxy.url);
        project.call("db:migrate").ends(0);
        counting.drop_it();
        let oracle = Oracle::up(db, &Project::demo(db));
        let mut read_back = 0;
        let every = if is_thorough() { 1 } else { 4 };
        for nth in (1..=proxy.seen()).step_by(every) {
            let other = db.another();
            let project = Project::demo(&other);
            config(&project, &Proxy::before(&other, "COMMIT", nth).url);
            let ran = project.call("db:migrate").run();
            if ran.err.contains("it was read back: the server had committed") {
                assert_eq!(ran.code, Some(0), "{nth}: {ran:?}");
                read_back += 1;
            } else {
                // What was lost with the answer was more than a COMMIT: what is in is found out by the next run.
                assert_eq!(ran.code, Some(1), "{nth}: {ran:?}");
                assert!(ran.err.contains("db:migrate again") || ran.err.contains("cannot write"), "{nth}: {ran:?}");
            }
            oracle.judge(&other, &ran);
            oracle.converges(&other, &project);
            other.drop_it();
        }
        assert!(read_back > 1, "{read_back} of {} were read back", proxy.seen());
    }
}

/// A step outside any transaction whose second statement takes long, between others.
fn slow(db: &Db, project: &Project, wait: &str) {
    let sleep = match db.target {
        Target::Postgres => format!("SELECT pg_sleep({wait})"),
        _ => format!("SELECT sleep({wait})"),
    };
    let text = strobila_tests::faults::migration_text(
        "Migration202611200900",
        None,
        &[
            r#"step("make a").sql(&["CREATE TABLE a (id INTEGER)", "INSERT INTO a VALUES (1)"])"#,
            &format!(r#"step("make b").sql(&["CREATE TABLE b (id INTEGER)", "{sleep}"]).no_transaction()"#),
            r#"step("fill b").sql(&["INSERT INTO b SELECT id FROM a"])"#,
        ],
        &[],
    );
    project.write("shop", "Migration202611200900", &text);
}

rows_on! { [postgres mariadb]
    fn row_05_backend_terminated_in_mid_statement(db: &Db) {
        let project = Project::empty(db);
        slow(db, &project, "20");
        let mut running = project.call("db:migrate --format json").start();
        running.until("the slow statement", |_| {
            let (find, end) = match db.target {
                Target::Postgres => (
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
                     AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()",
                    "SELECT pg_terminate_backend(",
                ),
                _ => (
                    "SELECT id FROM information_schema.processlist WHERE db = database() AND info LIKE '%sleep(20)%' \
                     AND id <> connection_id()",
                    "KILL (",
                ),
            };
            let found = db.list(find);
            found.iter().for_each(|id| db.execute(&format!("{end}{id})")));
            !found.is_empty()
        });
        let ran = running.wait();
        assert_eq!((ran.code, ran.json()["error"]["code"].as_str()), (Some(1), Some("connection_lost")), "{ran:?}");
        assert_eq!(db.lock_holder(Duration::from_secs(2)), None);
        let status = project.call("db:status --format json").ends(0).json();
        let migration = &status["modules"][0]["migrations"][0];
        assert_eq!((migration["state"].as_str(), migration["step"].as_u64()), (Some("failed"), Some(2)), "{status}");
        assert_eq!(migration["goes_on"], "db:migrate shop");
        // The statement that had not run is corrected, and nothing runs twice.
        slow(db, &project, "0");
        project.call("db:migrate").ends(0);
        assert_eq!(db.list("SELECT id FROM b"), ["1"]);
        assert_eq!(project.call("db:status --exit-code").run().code, Some(0));
    }
}
