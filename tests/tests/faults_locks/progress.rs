use std::process::Command;

use strobila_tests::faults::Project;
use strobila_tests::rows_on;

use super::index::INDEX;
use super::support::{Blocker, project, slow};
use super::terminal::Terminal;

/// A command on a terminal.
fn on_terminal(project: &Project, line: &str) -> Terminal {
    let mut call = project.call(line);
    let program = call.command().get_program();
    let mut command = Command::new(program);
    command.args(line.split(' ')).current_dir(project.path()).env_remove("DATABASE_URL");
    Terminal::start(command)
}

rows_on! {
    [postgres]
    fn a_terminal_shows_how_far_an_index_is_and_for_whom_it_waits(db: &Db) {
        let project = project(db, "", INDEX);
        let mut blocker = Blocker::new(db, "UPDATE author SET name = 'ana' WHERE id = 1 RETURNING id");
        let mut first = on_terminal(&project, "db:migrate");
        first.wait_for("1/1 index author.name: ");
        first.wait_for(" s, waiting for writers before build 0 %, waits for process ");
        first.wait_for(&blocker.number());
        let mut second = on_terminal(&project, "db:migrate");
        second.wait_for("waiting for the migration lock, ");
        second.wait_for(" of 60 s: another session holds");
        drop(blocker);
        for mut terminal in [first, second] {
            terminal.wait_for("migrat");
            let (code, screen) = terminal.end();
            assert_eq!(code, 0, "{screen}");
        }
    }

    [sqlite postgres mariadb]
    fn a_terminal_shows_how_long_a_statement_runs(db: &Db) {
        let project = project(db, "", &slow("4"));
        let mut terminal = on_terminal(&project, "db:migrate");
        terminal.wait_for("1/1 take long: ");
        terminal.wait_for("1/1 take long: ");
        let (code, screen) = terminal.end();
        assert_eq!(code, 0, "{screen}");
    }
}
