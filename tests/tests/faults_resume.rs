//! Rows 1, 3 to 5, 12 and 38: a run that is killed, loses its server or fails goes on where it was.

#[path = "faults_resume/kills.rs"]
mod kills;
#[path = "faults_resume/mended.rs"]
mod mended;
#[path = "faults_resume/servers.rs"]
mod servers;

use strobila_tests::faults::{Db, Project};

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

const DOWN: &str = "db:rollback shop --count 4 --accept-loss";
