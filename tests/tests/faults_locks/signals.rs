use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use strobila_tests::faults::{Oracle, Project, is_thorough};
use strobila_tests::rows_on;

use super::support::{Blocker, project, slow};

rows_on! {
    [sqlite postgres mariadb]
    fn row_30_a_signal_ends_the_statement_and_frees_the_lock(db: &Db) {
        let project = project(db, "", &slow("6"));
        let before = db.state();
        for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let mut run = project.call("db:migrate").start();
            run.until_err("take long");
            std::thread::sleep(Duration::from_millis(300));
            run.signal(signal);
            let ran = run.wait();
            assert_eq!(ran.code, Some(code), "{ran:?}");
            assert!(ran.took < Duration::from_secs(5), "{ran:?}");
            assert!(ran.err.contains("stopping where it can go on later"), "{ran:?}");
            assert!(ran.err.contains("stopped before it was done, as asked"), "{ran:?}");
            assert_eq!(db.state(), before);
            assert_eq!(db.lock_holder(Duration::from_secs(2)), None);
        }
        let mut run = project.call("db:migrate --format json").start();
        std::thread::sleep(Duration::from_millis(800));
        run.until("the statement", |_| true);
        run.signal(Signal::INT);
        let ran = run.wait();
        assert_eq!(ran.json()["error"]["code"], "interrupted", "{ran:?}");
        project.call("db:migrate").ends(0);
    }

    [sqlite postgres mariadb]
    fn row_30_a_signal_between_groups_stops_where_the_next_run_goes_on(db: &Db) {
        let project = Project::demo(db);
        let oracle = Oracle::up(db, &project);
        let mut run = project.call("db:migrate").point("after_statement:6=sleep 1500").start();
        run.until_err("count the words");
        run.signal(Signal::TERM);
        let ran = run.wait();
        assert_eq!(ran.code, Some(143), "{ran:?}");
        let is_in = oracle.judge(db, &ran);
        assert!(is_in < oracle.len(), "{ran:?}");
        oracle.converges(db, &project);
    }

    [sqlite postgres mariadb]
    fn row_30_who_waits_for_the_lock_can_be_stopped(db: &Db) {
        let project = project(db, "", &slow("1"));
        let mut first = project.call("db:migrate").point("after_statement:1=sleep 3000").start();
        first.until_err("take long");
        let mut second = project.call("db:migrate").start();
        second.until_err("waiting up to 60 s");
        second.signal(Signal::INT);
        let ran = second.wait();
        assert_eq!(ran.code, Some(130), "{ran:?}");
        assert!(ran.took < Duration::from_secs(3), "{ran:?}");
        assert_eq!(first.wait().code, Some(0));
    }

    [sqlite postgres mariadb]
    fn row_30_the_second_signal_ends_the_process_at_once(db: &Db) {
        let project = Project::demo(db);
        let oracle = Oracle::up(db, &project);
        let mut run = project.call("db:migrate").point("before_commit:1=sleep 20000").start();
        run.until_err("migrating");
        std::thread::sleep(Duration::from_millis(300));
        run.signal(Signal::INT);
        run.until_err("once more ends it at once");
        run.signal(Signal::INT);
        let ran = run.wait();
        assert_eq!(ran.code, Some(130), "{ran:?}");
        assert!(ran.took < Duration::from_secs(10), "{ran:?}");
        oracle.judge(db, &ran);
        oracle.converges(db, &project);
    }

    [sqlite postgres mariadb]
    fn row_30_a_reader_of_stdout_that_goes_away_stops_nothing(db: &Db) {
        let project = Project::demo(db);
        let oracle = Oracle::up(db, &project);
        let mut call = project.call("db:migrate");
        let program = call.command().get_program().to_owned();
        let script = "\"$0\" db:migrate 2>err | true; exit ${PIPESTATUS[0]}";
        let status = Command::new("bash").args(["-c", script]).arg(program).current_dir(project.path()).status();
        let err = std::fs::read_to_string(project.path().join("err")).unwrap();
        assert_eq!(status.unwrap().code(), Some(0), "{err}");
        assert!(!err.contains("panicked"), "{err}");
        assert!(db.state() == oracle.last());
        assert_eq!(db.lock_holder(Duration::ZERO), None);
    }

    [sqlite]
    fn row_30_a_server_that_does_not_answer_is_not_waited_for(db: &Db) {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = silent.local_addr().unwrap().port();
        let project = Project::empty(db);
        for line in ["db:status", "db:migrate"] {
            let line = format!("{line} --database postgres://me@127.0.0.1:{port}/nothing");
            let run = project.call(&line).start();
            let _client = silent.accept().unwrap();
            std::thread::sleep(Duration::from_millis(100));
            run.signal(Signal::INT);
            let ran = run.wait();
            assert_eq!(ran.code, Some(130), "{ran:?}");
            assert!(ran.took < Duration::from_secs(5), "{ran:?}");
        }
    }

    [postgres mariadb]
    fn row_30_a_signal_while_a_definition_waits_for_its_table(db: &Db) {
        let step = r#"step("add two").sql(&["ALTER TABLE author ADD COLUMN a INTEGER", "ALTER TABLE author ADD COLUMN b INTEGER"]).no_transaction()"#;
        let project = project(db, "lock_timeout = \"none\"", step);
        let before = db.state();
        let blocker = Blocker::new(db, "SELECT count(*) FROM author");
        let mut run = project.call("db:migrate").start();
        run.until_err("add two");
        std::thread::sleep(Duration::from_millis(500));
        run.signal(Signal::INT);
        let ran = run.wait();
        assert_eq!(ran.code, Some(130), "{ran:?}");
        assert_eq!(db.state(), before);
        drop(blocker);
        project.call("db:migrate").ends(0);
        assert_eq!(db.list("SELECT count(a) + count(b) FROM author"), ["0"]);
    }

    [sqlite postgres mariadb]
    fn row_30_a_signal_at_any_moment(db: &Db) {
        let oracle = Oracle::up(db, &Project::demo(db));
        let times = if is_thorough() { 60 } else { 6 };
        let mut stopped = 0;
        for time in 0..times {
            let other = db.another();
            let project = Project::demo(&other);
            // Long enough for a signal to meet each statement.
            let mut run = project.call("db:migrate").point("before_statement:*=sleep 20").start();
            run.until_err("migrating ");
            std::thread::sleep(Duration::from_millis(time * 500 / times));
            // It may have ended by itself.
            let _ = rustix::process::kill_process(run.pid(), Signal::INT);
            let ran = run.wait();
            assert!(matches!(ran.code, Some(0 | 130)), "{ran:?}");
            stopped += u64::from(ran.code == Some(130));
            oracle.judge(&other, &ran);
            oracle.converges(&other, &project);
            other.drop_it();
        }
        println!("{}: {stopped} of {times} runs were stopped before their end", db.target);
        assert!(stopped > 0);
    }
}
