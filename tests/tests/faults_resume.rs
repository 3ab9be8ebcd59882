//! Rows 1 to 5, 12, 35 and 38: a run that is killed, loses its server or fails goes on where it was.

use strobila_tests::faults::{Db, Oracle, Project, is_thorough};
use strobila_tests::rows_on;

/// Every failpoint that a run reaches, in its order.
fn points(db: &Db, line: &str) -> Vec<String> {
    let other = db.another();
    let project = Project::demo(&other);
    if line != "db:migrate" {
        project.call("db:migrate").ends(0);
    }
    let log = other.folder().join("points");
    project.call(line).env("STROBILA_FAILPOINT_LOG", &log).ends(0);
    let text = std::fs::read_to_string(log).expect("points were reached");
    other.drop_it();
    text.lines().map(str::to_owned).collect()
}

rows_on! { [sqlite postgres mariadb]
    fn row_01_kill_at_every_failpoint(db: &Db) {
        let oracle = Oracle::up(db, &Project::demo(db));
        let every = if is_thorough() { 1 } else { 5 };
        for point in points(db, "db:migrate").into_iter().step_by(every) {
            let other = db.another();
            let project = Project::demo(&other);
            let ran = project.call("db:migrate").point(&format!("{point}=abort")).run();
            assert_eq!(ran.code, None, "{point}: {ran:?}");
            oracle.judge(&other, &ran);
            oracle.converges(&other, &project);
            other.drop_it();
        }
    }
}
