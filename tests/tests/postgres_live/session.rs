//! Statements, transactions, the lock, and what a failure says.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use sqlx::postgres::PgPoolOptions;
use strobila::dialect::{Connect, DatabaseErrorKind, Limits, Sight, connect};
use strobila::schema::Name;

use crate::server::run;

#[test]
fn rows_come_as_text_and_several_statements_are_one_trip() {
    run(|database| async move {
        let mut session = database.session().await;
        session
            .execute("CREATE TABLE a (x int, y text); INSERT INTO a VALUES (1, NULL), (2, 'b')")
            .await
            .unwrap();
        let rows = session.query("SELECT x, y, x > 1 FROM a ORDER BY x").await.unwrap();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(rows, [vec![text("1"), None, text("f")], vec![text("2"), text("b"), text("t")]]);
        session.close().await;
    });
}

#[test]
fn an_error_names_code_position_and_hint() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute("CREATE TABLE author (full_name text)").await.unwrap();
        let error = session.query("SELECT fullname FROM author").await.unwrap_err();
        assert_eq!(error.kind, DatabaseErrorKind::Statement);
        assert_eq!(error.message, "column \"fullname\" does not exist");
        assert_eq!((error.code.as_deref(), error.position), (Some("42703"), Some(8)));
        assert!(error.help.unwrap().contains("author.full_name"));
        let error = session.execute("SELECT 'a\0b'").await.unwrap_err();
        assert_eq!(error.position, Some(10));
    });
}

#[test]
fn rolling_back_undoes_and_commit_of_a_failed_transaction_is_an_error() {
    run(|database| async move {
        let mut session = database.session().await;
        let table = Name::new("a");
        session.rollback().await.unwrap();
        session.begin(false).await.unwrap();
        session.execute("CREATE TABLE a (x int)").await.unwrap();
        session.rollback().await.unwrap();
        assert!(!session.has_table(&table).await.unwrap());

        session.begin(false).await.unwrap();
        session.execute("CREATE TABLE a (x int)").await.unwrap();
        session.execute("SELECT 1 / 0").await.unwrap_err();
        session.commit().await.unwrap_err();
        assert!(!session.has_table(&table).await.unwrap());

        session.begin(false).await.unwrap();
        session.execute("CREATE TABLE a (x int)").await.unwrap();
        session.commit().await.unwrap();
        assert!(session.has_table(&table).await.unwrap());
    });
}

#[test]
fn a_commit_that_a_deferred_key_refuses_is_an_error_and_the_session_goes_on() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "CREATE TABLE a (x int PRIMARY KEY, y int REFERENCES a DEFERRABLE INITIALLY DEFERRED)";
        session.execute(sql).await.unwrap();
        session.begin(false).await.unwrap();
        session.execute("INSERT INTO a VALUES (1, 2)").await.unwrap();
        assert_eq!(session.commit().await.unwrap_err().code.as_deref(), Some("23503"));
        session.begin(false).await.unwrap();
        assert!(session.query("SELECT * FROM a").await.unwrap().is_empty());
        session.commit().await.unwrap();
    });
}

#[test]
fn tables_and_columns_are_found_by_any_name() {
    run(|database| async move {
        let mut session = database.session().await;
        session
            .execute(
                r#"CREATE SCHEMA "we ird"; CREATE TABLE "we ird"."it's {name} {schema}" ("b""b" int, a int);
                   CREATE TABLE "x.y" (c int); CREATE TABLE nothing ();
                   CREATE TYPE "we ird".mood AS ENUM ('so', 'la'); CREATE VIEW v AS SELECT 1"#,
            )
            .await
            .unwrap();
        let table = Name { schema: Some("we ird".to_owned()), name: "it's {name} {schema}".to_owned() };
        assert!(session.has_table(&table).await.unwrap());
        assert!(!session.has_table(&Name::new("it's {name} {schema}")).await.unwrap());
        assert!(!session.has_table(&Name::new("v")).await.unwrap());
        let columns = session.columns("we ird.it's {name} {schema}").await.unwrap();
        assert_eq!(columns.unwrap(), [r#"b"b"#, "a"]);
        assert_eq!(session.columns("x.y").await.unwrap().unwrap(), ["c"]);
        assert_eq!(session.columns("we ird.mood").await.unwrap().unwrap(), ["so", "la"]);
        assert_eq!(session.columns("nothing").await.unwrap().unwrap(), [""; 0]);
        assert_eq!(session.columns("mood").await.unwrap(), None);
    });
}

#[test]
fn whoever_waits_for_the_lock_is_told_who_holds_it() {
    run(|database| async move {
        let (mut one, mut two) = (database.session().await, database.session().await);
        one.lock(Duration::ZERO).await.unwrap();
        one.lock(Duration::ZERO).await.unwrap();
        let started = Instant::now();
        let error = two.lock(Duration::from_millis(350)).await.unwrap_err();
        assert!(started.elapsed() >= Duration::from_millis(350));
        assert_eq!(error.kind, DatabaseErrorKind::Locked);
        let pid = one.query("SELECT pg_backend_pid()").await.unwrap()[0][0].clone().unwrap();
        assert!(error.message.contains(&format!("process {pid} of strobila as postgres from 127.0.0.1")));

        // Both: given back, and freed by a session that is dropped without a word.
        one.unlock().await.unwrap();
        two.lock(Duration::ZERO).await.unwrap();
        drop(two);
        one.lock(Duration::from_secs(2)).await.unwrap();
        one.close().await;
    });
}

#[test]
fn a_session_of_a_pool_leaves_neither_lock_nor_transaction_behind() {
    run(|database| async move {
        let pool = PgPoolOptions::new().max_connections(1).connect(&database.url).await.unwrap();
        let mut session = pool.session().await.unwrap();
        session.lock(Duration::ZERO).await.unwrap();
        session.begin(false).await.unwrap();
        session.execute("CREATE TABLE a (x int)").await.unwrap();
        drop(session);
        let mut session = pool.session().await.unwrap();
        assert!(!session.has_table(&Name::new("a")).await.unwrap());
        session.lock(Duration::from_secs(2)).await.unwrap();
        session.close().await;
    });
}

#[test]
fn a_backend_that_is_ended_is_a_lost_connection() {
    run(|database| async move {
        let (mut one, mut two) = (database.session().await, database.session().await);
        let pid = one.query("SELECT pg_backend_pid()").await.unwrap()[0][0].clone().unwrap();
        two.execute(&format!("SELECT pg_terminate_backend({pid})")).await.unwrap();
        for _ in 0..2 {
            let error = one.execute("SELECT 1").await.unwrap_err();
            assert_eq!(error.kind, DatabaseErrorKind::ConnectionLost, "{error:?}");
        }
    });
}

#[test]
fn a_database_that_is_not_there_says_how_to_make_it() {
    run(|database| async move {
        let missing = format!("{}_missing", database.url);
        let error = connect(&missing).await.map(drop).unwrap_err();
        assert_eq!((error.kind, error.code.as_deref()), (DatabaseErrorKind::Connect, Some("3D000")));
        assert!(error.help.unwrap().contains("db:create"));
    });
}

/// Takes one connection and refuses its password, as a server does that asks for one.
fn refuse_one_login(listener: &TcpListener) -> std::io::Result<Vec<u8>> {
    let (mut client, _) = listener.accept()?;
    let mut message = [0; 1024];
    client.read_exact(&mut message[..8])?;
    client.write_all(b"N")?;
    let _startup = client.read(&mut message)?;
    client.write_all(&[b'R', 0, 0, 0, 8, 0, 0, 0, 3])?;
    let length = client.read(&mut message)?;
    let fields = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"me\"\0\0";
    client.write_all(b"E")?;
    client.write_all(&u32::try_from(fields.len() + 4).unwrap().to_be_bytes())?;
    client.write_all(fields)?;
    Ok(message[..length].to_vec())
}

#[tokio::test]
async fn a_wrong_login_never_shows_the_password() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || refuse_one_login(&listener));
    let error = connect(&format!("postgres://me:hunter2@127.0.0.1:{port}/x")).await.map(drop).unwrap_err();
    assert!(String::from_utf8_lossy(&server.join().unwrap().unwrap()).contains("hunter2"), "it was sent");
    assert_eq!((error.kind, error.code.as_deref()), (DatabaseErrorKind::Connect, Some("28P01")));
    assert_eq!(error.message, "password authentication failed for user \"me\"");
    assert!(error.help.as_deref().unwrap().contains("password of the URL"));
    assert!(!format!("{error:?}").contains("hunter2"));

    let error = connect("postgres://me:hunter2@127.0.0.1:1/x").await.map(drop).unwrap_err();
    assert_eq!(error.kind, DatabaseErrorKind::Connect);
    assert!(error.message.contains("cannot reach the server at 127.0.0.1:1"), "{error}");
    assert!(!format!("{error:?}").contains("hunter2"));
}

#[test]
fn a_second_connection_sees_who_is_in_the_way_and_ends_a_statement() {
    run(|database| async move {
        let (mut one, mut two) = (database.session().await, database.session().await);
        one.execute("CREATE TABLE a (x int)").await.unwrap();
        one.begin(false).await.unwrap();
        one.query("SELECT count(*)  AS\nheld FROM a").await.unwrap();
        let pid = one.query("SELECT pg_backend_pid()").await.unwrap()[0][0].clone().unwrap();
        one.query("SELECT count(*)  AS\nheld FROM a").await.unwrap();
        let mut observer = two.observer().unwrap();
        assert_eq!(observer.look().await.unwrap(), Sight::default());
        let (done, ()) = tokio::join!(two.execute("ALTER TABLE a ADD y int"), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let blocker = observer.look().await.unwrap().blocker.unwrap();
            assert!(blocker.who.starts_with(&format!("process {pid} of strobila as postgres")), "{blocker}");
            assert!(blocker.who.contains("idle in transaction since "), "{blocker}");
            assert_eq!(blocker.statement.as_deref(), Some("SELECT count(*) AS held FROM a"));
            observer.cancel().await.unwrap();
        });
        assert_eq!(done.unwrap_err().kind, DatabaseErrorKind::Canceled);
        assert_eq!(two.query("SELECT 1").await.unwrap().len(), 1);
        one.rollback().await.unwrap();

        // How far an index is: it waits for whoever wrote before.
        one.begin(false).await.unwrap();
        one.execute("INSERT INTO a VALUES (1)").await.unwrap();
        let (done, ()) = tokio::join!(two.execute("CREATE INDEX CONCURRENTLY i ON a (x)"), async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let sight = observer.look().await.unwrap();
            let progress = sight.progress.unwrap();
            assert_eq!(progress.phase, "waiting for writers before build");
            assert!(progress.done.is_some() && sight.blocker.is_some(), "{progress:?}");
            observer.cancel().await.unwrap();
        });
        done.unwrap_err();
        one.rollback().await.unwrap();

        let sql = "CREATE INDEX CONCURRENTLY i ON public.a (x)";
        two.check_made(sql).await.unwrap_err();
        assert!(two.clear_remains(sql).await.unwrap().unwrap().contains("public.i"));
        assert_eq!(two.clear_remains(sql).await.unwrap(), None);
        two.execute(sql).await.unwrap();
        two.check_made(sql).await.unwrap();
        assert_eq!(two.clear_remains(sql).await.unwrap(), None);
    });
}

#[test]
fn limits_hold_in_the_session_and_come_back_after_a_rollback() {
    run(|database| async move {
        let mut session = database.session().await;
        let limits = |lock, statement| Limits { lock, statement };
        let short = limits(Some(Duration::from_millis(200)), Some(Duration::from_micros(1)));
        let shown = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')";
        session.begin(false).await.unwrap();
        session.limit(short).await.unwrap();
        session.query("SELECT pg_sleep(1)").await.unwrap_err();
        session.rollback().await.unwrap();
        session.limit(limits(Some(Duration::from_millis(200)), None)).await.unwrap();
        let rows = session.query(shown).await.unwrap();
        assert_eq!(rows, [[Some("200ms".to_owned()), Some("0".to_owned())]]);
        session.limit(limits(None, Some(Duration::from_secs(90)))).await.unwrap();
        let rows = session.query(shown).await.unwrap();
        assert_eq!(rows, [[Some("0".to_owned()), Some("90s".to_owned())]]);
    });
}
