use std::time::Duration;

use rustix::process::Signal;
use strobila_tests::faults::Db;
use strobila_tests::rows_on;

use super::support::{Blocker, project};

pub(crate) const INDEX: &str = r#"step("index author.name").postgres(&["CREATE INDEX CONCURRENTLY author_name_idx ON author (name)"]).no_transaction()"#;
const UNIQUE: &str = r#"step("index author.name").postgres(&["CREATE UNIQUE INDEX CONCURRENTLY author_name_idx ON author (name)"]).no_transaction()"#;

fn index(db: &Db) -> Vec<String> {
    db.list("SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = to_regclass('author_name_idx')")
}

rows_on! {
    [postgres]
    fn row_08_a_concurrent_index_while_another_migrator_waits(db: &Db) {
        // It waits for every older transaction; a lock timeout is not for that.
        let project = project(db, "lock_timeout = \"200ms\"", INDEX);
        let blocker = Blocker::new(db, "UPDATE author SET name = 'ana' WHERE id = 1 RETURNING id");
        let mut first = project.call("db:migrate").start();
        first.until_err("index author.name");
        let mut second = project.call("db:migrate").start();
        second.until_err("waiting up to 60 s for the migration lock");
        assert!(second.err().contains("CREATE INDEX CONCURRENTLY"), "{}", second.err());
        std::thread::sleep(Duration::from_millis(1_200));
        drop(blocker);
        for run in [first, second] {
            let ran = run.wait();
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
        assert_eq!(index(db), ["t|f"]);
    }

    [postgres]
    fn row_09_a_concurrent_unique_index_fails_on_duplicates(db: &Db) {
        let project = project(db, "", UNIQUE);
        db.execute("INSERT INTO author (id, name) VALUES (3, 'ana')");
        let ran = project.call("db:migrate").ends(1);
        assert!(ran.err.contains("author_name_idx"), "{ran:?}");
        assert_eq!(index(db), ["f|t"]);
        db.execute("DELETE FROM author WHERE id = 3");
        let ran = project.call("db:migrate").ends(0);
        assert!(ran.err.contains("dropped the invalid index public.author_name_idx"), "{ran:?}");
        assert_eq!(index(db), ["t|t"]);
    }

    [postgres]
    fn row_09_if_not_exists_does_not_keep_an_invalid_index(db: &Db) {
        let step = UNIQUE.replace("CONCURRENTLY", "CONCURRENTLY IF NOT EXISTS").replace("UNIQUE ", "");
        let project = project(db, "", &step);
        db.execute("INSERT INTO author (id, name) VALUES (3, 'ana')");
        db.try_execute("CREATE UNIQUE INDEX CONCURRENTLY author_name_idx ON author (name)").unwrap_err();
        assert_eq!(index(db), ["f|t"]);
        let ran = project.call("db:migrate").ends(0);
        assert!(ran.err.contains("dropped the invalid index"), "{ran:?}");
        assert_eq!(index(db), ["t|f"]);
    }

    [postgres]
    fn row_30_a_signal_in_a_concurrent_index(db: &Db) {
        let project = project(db, "", INDEX);
        let blocker = Blocker::new(db, "UPDATE author SET name = 'ana' WHERE id = 1 RETURNING id");
        let mut run = project.call("db:migrate").start();
        run.until_err("index author.name");
        std::thread::sleep(Duration::from_millis(300));
        run.signal(Signal::TERM);
        let ran = run.wait();
        assert_eq!(ran.code, Some(143), "{ran:?}");
        assert_eq!(index(db), ["f|f"]);
        drop(blocker);
        project.call("db:migrate").ends(0);
        assert_eq!(index(db), ["t|f"]);
    }
}
