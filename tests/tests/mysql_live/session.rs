//! Statements, transactions, the lock, the judge, and what a failure says.

use std::time::{Duration, Instant};

use sqlx::mysql::MySqlPoolOptions;
use strobila::Target;
use strobila::dialect::{Connect, DatabaseErrorKind, Limits, connect};
use strobila::schema::Name;

use crate::server::run;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn rows_come_as_text_and_several_statements_are_one_trip() {
    run(|database| async move {
        let mut session = database.session().await;
        assert_eq!(session.dialect().target(), Target::Mariadb);
        session
            .execute("CREATE TABLE a (x int, y text, z blob); INSERT INTO a VALUES (1, NULL, x'00ff'), (2, 'ü', 'z')")
            .await
            .unwrap();
        let rows = session.query("SELECT x, y, z, x > 1 FROM a ORDER BY x").await.unwrap();
        assert_eq!(rows[0], [text("1"), None, text("\\x00ff"), text("0")]);
        assert_eq!(rows[1], [text("2"), text("ü"), text("z"), text("1")]);
        let rows =
            session.query("SELECT DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05.5', 1.50, NULL").await;
        assert_eq!(rows.unwrap(), [[text("2026-01-02"), text("2026-01-02 03:04:05.5"), text("1.50"), None]]);
        session.execute("SELECT 1; SELECT * FROM nowhere; SELECT 2").await.unwrap_err();
        assert_eq!(session.query("SELECT 3").await.unwrap(), [[text("3")]]);
        session.close().await;
    });
}

#[test]
fn row_39_nothing_is_cut_and_no_backslash_escapes_whatever_the_server_or_a_pool_says() {
    run(|database| async move {
        let pool = MySqlPoolOptions::new()
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql("SET SESSION sql_mode = '', time_zone = '+05:00', sql_safe_updates = ON, autocommit = OFF")
                        .execute(connection)
                        .await
                        .map(drop)
                })
            })
            .connect(&database.url)
            .await
            .unwrap();
        let mut session = pool.session().await.unwrap();
        session.execute("CREATE TABLE a (x varchar(2), y int NOT NULL)").await.unwrap();
        session.execute("INSERT INTO a VALUES ('abc', 1)").await.unwrap_err();
        session.execute("INSERT INTO a (x) VALUES ('a')").await.unwrap_err();
        session.execute("INSERT INTO a VALUES ('\\n', 1)").await.unwrap();
        session.execute("UPDATE a SET y = 2").await.unwrap();
        let rows = session.query("SELECT length(x), y, @@time_zone, @@autocommit FROM a").await.unwrap();
        assert_eq!(rows, [[text("2"), text("2"), text("+00:00"), text("1")]]);
        session.close().await;
        pool.close().await;
    });
}

#[test]
fn rows_go_back_with_their_transaction() {
    run(|database| async move {
        let mut session = database.session().await;
        session.rollback().await.unwrap();
        session.commit().await.unwrap_err();
        session.execute("CREATE TABLE a (x int)").await.unwrap();
        session.begin(false).await.unwrap();
        session.begin(false).await.unwrap_err();
        session.execute("INSERT INTO a VALUES (1)").await.unwrap();
        session.rollback().await.unwrap();
        assert!(session.query("SELECT * FROM a").await.unwrap().is_empty());
        session.begin(false).await.unwrap();
        session.execute("INSERT INTO a VALUES (1)").await.unwrap();
        session.commit().await.unwrap();
        assert_eq!(session.query("SELECT * FROM a").await.unwrap().len(), 1);
        session.rebuild("a", &["DROP TABLE a"]).await.unwrap_err();
        assert!(session.has_table(&Name::new("a")).await.unwrap());
        assert!(!session.has_table(&Name::new("A")).await.unwrap());
        assert_eq!(session.columns("a").await.unwrap(), Some(vec!["x".to_owned()]));
        assert_eq!(session.columns("b").await.unwrap(), None);
    });
}

#[test]
fn the_lock_is_one_of_the_database_and_says_who_holds_it() {
    run(|database| async move {
        let (mut one, mut two) = (database.session().await, database.session().await);
        one.lock(Duration::ZERO).await.unwrap();
        one.lock(Duration::ZERO).await.unwrap();
        let started = Instant::now();
        let error = two.lock(Duration::from_millis(300)).await.unwrap_err();
        assert!(started.elapsed() >= Duration::from_millis(300));
        assert_eq!(error.kind, DatabaseErrorKind::Locked);
        assert!(error.message.contains(" of root from ") && error.message.contains("idle for"), "{error}");
        assert!(error.help.unwrap().contains("KILL "));
        // Another database has a lock of its own; without a database there is none.
        two.execute("USE mysql").await.unwrap();
        two.lock(Duration::ZERO).await.unwrap();
        two.unlock().await.unwrap();
        let mut nowhere = connect(&database.admin).await.unwrap();
        let error = nowhere.lock(Duration::ZERO).await.unwrap_err();
        assert!(error.help.unwrap().contains("name a database"), "{}", error.message);
        nowhere.introspect().await.unwrap_err();
        // It goes with its session.
        one.close().await;
        let mut three = database.session().await;
        three.lock(Duration::from_secs(2)).await.unwrap();
        three.unlock().await.unwrap();
        three.unlock().await.unwrap();
    });
}

#[test]
fn a_failure_says_of_which_kind_it_is() {
    run(|database| async move {
        let mut session = database.session().await;
        let error = session.query("SELECT nothing FROM nowhere").await.unwrap_err();
        assert_eq!((error.kind, error.code.as_deref()), (DatabaseErrorKind::Statement, Some("1146")));
        let connection = session.query("SELECT connection_id()").await.unwrap()[0][0].clone().unwrap();
        let mut other = database.session().await;
        other.execute(&format!("KILL {connection}")).await.unwrap();
        let error = session.query("SELECT 1").await.unwrap_err();
        assert_eq!(error.kind, DatabaseErrorKind::ConnectionLost, "{error}");
        other.execute("CREATE TABLE a (x int); SET SESSION lock_wait_timeout = 1").await.unwrap();
        let mut reader = database.session().await;
        reader.begin(false).await.unwrap();
        reader.query("SELECT * FROM a").await.unwrap();
        let error = other.execute("ALTER TABLE a ADD y int").await.unwrap_err();
        assert_eq!(error.kind, DatabaseErrorKind::Locked, "{error}");
        reader.rollback().await.unwrap();
        let (place, _) = database.url.rsplit_once('/').unwrap();
        let host = place.rsplit_once('@').unwrap().1;
        for (url, kind, word) in [
            (format!("{place}/strobila_nowhere"), DatabaseErrorKind::Connect, "db:create"),
            (format!("mysql://nobody:secret@{host}/mysql"), DatabaseErrorKind::Connect, "password"),
            ("mysql://root@127.0.0.1:1/a".to_owned(), DatabaseErrorKind::Connect, "host"),
        ] {
            let error = connect(&url).await.err().expect("it is refused");
            assert_eq!(error.kind, kind, "{error}");
            assert!(error.help.as_deref().unwrap().contains(word), "{error:?}");
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    });
}

#[test]
fn the_server_judges_expressions_and_writes_nothing() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute("CREATE TABLE `a b` (n int, t varchar(20), b bool)").await.unwrap();
        let pairs = [
            ("n>0", "`n` > 0", true),
            ("n > 0 and (t is not null)", "( N > 0 ) AND T IS NOT NULL", true),
            ("t in ('a','it''s\\n')", "t IN ('a', 'it''s\\n')", true),
            ("t in ('a','it''s')", "t in ('a','its')", false),
            ("n >= 0", "n > 0", false),
            ("lower(t)", "LOWER(`t`)", true),
            ("lower(t)", "upper(t)", false),
            ("now(6)", "current_timestamp(6)", true),
            ("nowhere > 0", "nowhere > 0", false),
            ("n) FROM `a b`; DROP TABLE `a b`; SELECT (1", "n", false),
            ("concat(t, ' AS `strobila expression 0`,')", "concat(t, ' AS `strobila expression 0`,')", true),
        ];
        let (texts, expected): (Vec<_>, Vec<_>) =
            pairs.iter().map(|(one, two, same)| (((*one).to_owned(), (*two).to_owned()), *same)).unzip();
        let table = Name::new("a b");
        assert_eq!(session.same_expressions(&table, &texts).await.unwrap(), expected);
        // All at once too, when the server refuses none.
        let fine: Vec<_> =
            texts.iter().filter(|(one, _)| !one.contains("nowhere") && !one.contains(';')).cloned().collect();
        let many: Vec<_> = fine.iter().cycle().take(1000).cloned().collect();
        let judged = session.same_expressions(&table, &many).await.unwrap();
        assert_eq!(judged.iter().filter(|same| !**same).count(), 333);
        assert_eq!(session.same_expressions(&Name::new("nowhere"), &fine[..1]).await.unwrap(), [false]);
        assert!(session.same_expressions(&table, &[]).await.unwrap().is_empty());
        assert!(session.has_table(&table).await.unwrap());
    });
}

#[test]
fn a_second_connection_sees_who_is_in_the_way_and_ends_a_statement() {
    run(|database| async move {
        let (mut one, mut two) = (database.session().await, database.session().await);
        one.execute("CREATE TABLE a (x int PRIMARY KEY); INSERT INTO a VALUES (1)").await.unwrap();
        one.begin(false).await.unwrap();
        one.execute("UPDATE a SET x = 2").await.unwrap();
        let id = one.query("SELECT connection_id()").await.unwrap()[0][0].clone().unwrap();
        let mut observer = two.observer().unwrap();
        assert_eq!(observer.look().await.unwrap().blocker, None);
        let (done, ()) = tokio::join!(two.execute("UPDATE a SET x = 3"), async {
            // The server brings its list of transactions up to date only ten times a second.
            tokio::time::sleep(Duration::from_millis(400)).await;
            let blocker = observer.look().await.unwrap().blocker.unwrap();
            assert!(blocker.who.starts_with(&format!("connection {id} of root from ")), "{blocker}");
            assert_eq!(blocker.end.as_deref(), Some(format!("KILL {id}").as_str()));
            observer.cancel().await.unwrap();
        });
        assert_eq!(done.unwrap_err().kind, DatabaseErrorKind::Canceled);
        let (done, ()) = tokio::join!(two.execute("ALTER TABLE a ADD y int"), async {
            tokio::time::sleep(Duration::from_millis(400)).await;
            let sight = observer.look().await.unwrap();
            assert_eq!(sight.progress.unwrap().phase, "Waiting for table metadata lock");
            assert!(sight.blocker.unwrap().who.starts_with("probably connection "));
            observer.cancel().await.unwrap();
        });
        assert_eq!(done.unwrap_err().kind, DatabaseErrorKind::Canceled);
        assert_eq!(two.query("SELECT 1").await.unwrap().len(), 1);
        one.rollback().await.unwrap();
    });
}

#[test]
fn limits_are_whole_seconds_for_locks_and_exact_for_statements() {
    run(|database| async move {
        let mut session = database.session().await;
        let limits =
            Limits { lock: Some(Duration::from_millis(1_200)), statement: Some(Duration::from_millis(300)) };
        session.limit(limits).await.unwrap();
        let shown = "SELECT @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@max_statement_time";
        let rows = session.query(shown).await.unwrap();
        assert_eq!(rows, [[text("2"), text("2"), text("0.300000")]]);
        session.execute("CREATE TABLE a (x int); INSERT INTO a VALUES (1)").await.unwrap();
        let error = session.execute("UPDATE a SET x = sleep(2)").await.unwrap_err();
        assert_eq!((error.kind, error.code.as_deref()), (DatabaseErrorKind::Canceled, Some("1969")));
        session.limit(Limits::default()).await.unwrap();
        let rows = session.query(shown).await.unwrap();
        assert_eq!(rows, [[text("31536000"), text("31536000"), text("0.000000")]]);
    });
}
