//! Rows 11, 24 and 34: a disk that is full, a database that cannot hold every letter, files and roles that may not
//! write.

use std::fs;
use std::process::Command;

use strobila::Target;
use strobila_tests::faults::{Db, Project, SECRET, migration_text, tried};
use strobila_tests::rows_on;

const DEV: &str = "[env.dev]\nallow_loss = true\nurl = ";

fn config(project: &Project, url: &str) {
    project.config(&format!("{DEV}\"{url}\"\n"));
}

/// A file system of one megabyte, gone with it.
struct Small(tempfile::TempDir);

impl Small {
    /// None, loudly, where this user may not mount; CI may not leave it out.
    fn new() -> Option<Small> {
        let folder = tempfile::tempdir().unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder.path()).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Small(folder));
        }
        assert!(std::env::var_os("CI").is_none(), "CI may not leave this out: mount is not allowed");
        eprintln!("LEFT OUT: this user may not mount a small file system");
        None
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

rows_on! {
    [sqlite]
    fn row_11_a_full_disk_leaves_nothing_half_written(db: &Db) {
        let Some(small) = Small::new() else { return };
        let project = Project::demo(db);
        let file = small.0.path().join("app.db");
        let filler = small.0.path().join("filler");
        // From no room at all to nearly enough.
        let mut failed = 0;
        for free in [0, 4, 8, 16, 24, 32, 48, 64, 96] {
            tried();
            config(&project, &format!("sqlite://{}?mode=rwc", file.display()));
            fs::write(&filler, vec![0; (1024 - free) * 1024]).unwrap();
            let ran = project.call("db:migrate").run();
            let says = ["full", "space", "unable to open"].iter().any(|word| ran.err.contains(word));
            assert!(ran.code == Some(0) || ran.code == Some(1) && says, "{free}: {ran:?}");
            failed += u32::from(ran.code == Some(1));
            fs::remove_file(&filler).unwrap();
            project.call("db:migrate").ends(0);
            project.call("db:rollback shop --count 4 --accept-loss").ends(0);
            fs::remove_file(&file).unwrap();
        }
        assert!(failed > 2, "the disk was full for {failed} runs");
    }

    [sqlite]
    fn row_11_a_database_that_may_not_be_written_is_named(db: &Db) {
        let project = Project::demo(db);
        fs::write(&db.name, "").unwrap();
        config(&project, &format!("sqlite://{}?mode=ro", db.name));
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("readonly"), "{ran:?}");
        assert_eq!(fs::read(&db.name).unwrap(), b"");
    }

    [postgres mariadb]
    fn row_11_a_history_that_may_not_be_written_stops_before_anything_runs(db: &Db) {
        let project = Project::demo(db);
        project.call("db:migrate --count 1").ends(0);
        let before = db.state();
        let role = role(db);
        for table in ["strobila_migrations", "strobila_meta", "strobila_journal"] {
            match db.target {
                Target::Postgres => db.execute(&format!("GRANT SELECT ON {table} TO {role}")),
                _ => db.admin(&format!("GRANT SELECT ON {}.{table} TO {role}", db.name)),
            }
        }
        config(&project, &url_of(db));
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("denied"), "{ran:?}");
        assert_eq!(db.state(), before);
        drop_role(db);
    }

    [postgres]
    fn row_24_a_letter_that_the_database_cannot_hold_is_named_and_nothing_lost(db: &Db) {
        let project = Project::empty(db);
        let name = format!("{}_latin1", db.name);
        db.admin(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"));
        config(&project, &db.url.replace(&db.name, &name));
        let (first, second) = ("Migration202611200900", "Migration202611201000");
        let make = [r#"step("make t").sql(&["CREATE TABLE t (a VARCHAR(9))", "INSERT INTO t VALUES ('né')"])"#];
        project.write("shop", first, &migration_text(first, None, &make, &[]));
        project.call("db:migrate").ends(0);
        let add = [r#"step("a snowman").sql(&["INSERT INTO t VALUES ('☃')"])"#];
        project.write("shop", second, &migration_text(second, Some(first), &add, &[]));
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("no equivalent in encoding \"LATIN1\""), "{ran:?}");
        project.call("db:status").ends(0);
        db.admin(&format!("DROP DATABASE {name} (FORCE)"));
    }

    [postgres mariadb]
    fn row_34_a_role_that_may_make_nothing_is_told_so_before_any_change(db: &Db) {
        let project = Project::demo(db);
        role(db);
        config(&project, &url_of(db));
        let before = db.state();
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("denied"), "{ran:?}");
        assert_eq!(db.state(), before);
        drop_role(db);
    }

    [postgres]
    fn row_34_a_server_that_only_reads_is_told_before_any_change(db: &Db) {
        let project = Project::demo(db);
        db.admin(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", db.name));
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("read-only transaction"), "{ran:?}");
        db.admin(&format!("ALTER DATABASE {} RESET default_transaction_read_only", db.name));
        project.call("db:migrate").ends(0);
    }
}

/// A role that may connect and nothing else, called as the database; as it stands behind GRANT … TO.
fn role(db: &Db) -> String {
    match db.target {
        Target::Postgres => {
            db.execute(&format!("CREATE ROLE {} LOGIN PASSWORD '{SECRET}'", db.name));
            db.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            db.name.clone()
        }
        _ => {
            let role = format!("'{}'@'%'", &db.name);
            db.admin(&format!("CREATE USER {role} IDENTIFIED BY '{SECRET}'"));
            db.admin(&format!("GRANT SHOW VIEW ON {}.* TO {role}", db.name));
            role
        }
    }
}

fn drop_role(db: &Db) {
    match db.target {
        Target::Postgres => {
            db.execute(&format!("DROP OWNED BY {}", db.name));
            db.execute(&format!("DROP ROLE {}", db.name));
        }
        _ => db.admin(&format!("DROP USER '{}'@'%'", db.name)),
    }
}

/// The database's URL for the role.
fn url_of(db: &Db) -> String {
    db.url.replace("://strobila_faults:", &format!("://{}:", db.name))
}
