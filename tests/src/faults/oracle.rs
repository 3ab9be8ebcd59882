//! Judges a database after a fault.

use std::collections::BTreeMap;
use std::time::Duration;

use strobila::dialect::{DatabaseError, Session, connect};
use strobila::migration::Direction;
use strobila::migrator::{PlannedStep, steps_on};

use super::db::state;
use super::{Db, Project, Ran, SECRET, tried};

/// How long after a fault a lock may still be held.
const PATIENCE: Duration = Duration::from_secs(2);

/// The states through which the migrations of the module `shop` lead a database, one way.
#[derive(Debug)]
pub struct Oracle {
    direction: Direction,
    /// The migrations in the order in which they run, with the steps that do something here.
    migrations: Vec<(String, Vec<PlannedStep>)>,
    /// The state before any statement, and after each.
    states: Vec<String>,
}

impl Oracle {
    /// From an empty database to all of the project's migrations. A second database is made for it.
    ///
    /// # Panics
    /// When a statement is refused.
    pub fn up(db: &Db, project: &Project) -> Oracle {
        Oracle::new(db, project, Direction::Up)
    }

    /// From all of the migrations to none.
    ///
    /// # Panics
    /// When a statement is refused.
    pub fn down(db: &Db, project: &Project) -> Oracle {
        Oracle::new(db, project, Direction::Down)
    }

    fn new(db: &Db, project: &Project, direction: Direction) -> Oracle {
        let steps = |direction| {
            let all = project.read("shop").into_iter();
            all.map(move |one| (one.name.to_owned(), steps_on(&one, direction, db.target)))
        };
        let mut migrations: Vec<(String, Vec<PlannedStep>)> = steps(direction).collect();
        let other = db.another();
        let states = other.block_on(async {
            let mut session = connect(&other.url).await?;
            let mut states = Vec::new();
            if direction == Direction::Down {
                for (_, steps) in steps(Direction::Up) {
                    run(&mut *session, &steps, None).await?;
                }
                migrations.reverse();
            }
            states.push(state(&mut *session).await?);
            for (_, steps) in &migrations {
                run(&mut *session, steps, Some(&mut states)).await?;
            }
            session.close().await;
            Ok::<_, DatabaseError>(states)
        });
        other.drop_it();
        let states = states.unwrap_or_else(|error| panic!("the project's own statements fail: {error}"));
        Oracle { direction, migrations, states }
    }

    /// The state before any statement.
    pub fn first(&self) -> &str {
        self.states.first().map_or("", String::as_str)
    }

    /// The state after all of them.
    pub fn last(&self) -> &str {
        self.states.last().map_or("", String::as_str)
    }

    /// How many statements there are.
    pub fn len(&self) -> usize {
        self.states.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Judges the database after a fault: its state is one that the statements lead through, history and
    /// journal say that it is this one, no lock is left after two seconds, and no password is in any row.
    /// Returns how many statements are in.
    ///
    /// # Panics
    /// When any of it does not hold.
    #[track_caller]
    pub fn judge(&self, db: &Db, after: &Ran) -> usize {
        tried();
        if let Some(holder) = db.lock_holder(PATIENCE) {
            panic!("a lock is left after {after:?}: {holder}");
        }
        let live = db.state();
        let (least, most) = self.said(db);
        let is_in = (least..=most).find(|count| self.states[*count] == live);
        let Some(is_in) = is_in else {
            let found: Vec<usize> = (0..self.states.len()).filter(|at| self.states[*at] == live).collect();
            panic!(
                "the history says {least} to {most} statements are in, the database {found:?}\n{after:?}\n{}\n{}\n{live}",
                history(db),
                journal(db)
            );
        };
        assert!(!format!("{}{}", history(db), journal(db)).contains(SECRET), "a password is kept");
        is_in
    }

    /// Runs the command again until the end, which it must reach with exit 0.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn converges(&self, db: &Db, project: &Project) -> Ran {
        let line = match self.direction {
            Direction::Up => "db:migrate".to_owned(),
            Direction::Down => format!("db:rollback shop --count {} --accept-loss", self.left(db)),
        };
        let ran = project.call(&line).run();
        assert_eq!(ran.code, Some(0), "{ran:?}\n{}\n{}", history(db), journal(db));
        let live = db.state();
        assert!(live == self.last(), "it did not come to its end: {ran:?}\n{}\n{live}", journal(db));
        assert_eq!(db.lock_holder(Duration::ZERO), None);
        let (least, most) = self.said(db);
        assert_eq!((least, most), (self.len(), self.len()), "{}", history(db));
        ran
    }

    /// How many migrations the history holds.
    fn left(&self, db: &Db) -> usize {
        db.history("strobila_migrations", &["name"]).len()
    }

    /// How many statements are in, least and most, as history and journal say.
    fn said(&self, db: &Db) -> (usize, usize) {
        let columns = ["name", "state", "steps_done"];
        let rows = db.history("strobila_migrations", &columns).into_iter();
        let rows: BTreeMap<String, (String, usize)> = rows
            .map(|row| {
                let cells: Vec<&str> = row.split('|').collect();
                (cells[0].to_owned(), (cells[1].to_owned(), cells[2].parse().expect("it is a number")))
            })
            .collect();
        let mut said = (0, 0);
        for (name, steps) in &self.migrations {
            let count: usize = steps.iter().map(statements).sum();
            let state = rows.get(name).map(|(state, done)| (state.as_str(), *done));
            let (least, most) = match (self.direction, state) {
                (Direction::Up, Some(("applied", _))) | (Direction::Down, None) => (count, count),
                (Direction::Up, None) | (Direction::Down, Some(("applied", _))) => (0, 0),
                (_, Some((_, done))) => {
                    let before: usize = steps[..done].iter().map(statements).sum();
                    let (sure, doubt) = inside(db, name, done);
                    (before + sure, before + sure + usize::from(doubt))
                }
            };
            said = (said.0 + least, said.1 + most);
        }
        said
    }
}

/// How many statements are in of the step behind `done` steps, as the journal says, and whether the one
/// after them is in doubt.
fn inside(db: &Db, name: &str, done: usize) -> (usize, bool) {
    let columns = ["name", "event", "step", "detail"];
    let mut inside = (0, false);
    for row in db.history("strobila_journal", &columns) {
        let cells: Vec<&str> = row.splitn(4, '|').collect();
        let detail: serde_json::Value = serde_json::from_str(cells[3]).unwrap_or_default();
        let statement = detail["statement"].as_u64().map_or(0, |number| number as usize);
        let is_here = cells[2] == done.to_string();
        match cells[1] {
            _ if cells[0] != name => {}
            "started" | "rolling_back" => inside = (0, false),
            "begun" if is_here => inside = (statement - 1, true),
            "done" if is_here => inside = (statement, false),
            "undone" if is_here => inside = (statement - 1, false),
            _ => {}
        }
    }
    inside
}

/// A rebuild is one: it is in as a whole or not at all.
fn statements(step: &PlannedStep) -> usize {
    if step.rebuilds.is_some() { 1 } else { step.statements.len() }
}

async fn run(
    session: &mut dyn Session,
    steps: &[PlannedStep],
    mut states: Option<&mut Vec<String>>,
) -> Result<(), DatabaseError> {
    for step in steps {
        if let Some(table) = &step.rebuilds {
            let statements: Vec<&str> = step.statements.iter().map(AsRef::as_ref).collect();
            session.begin(true).await?;
            session.rebuild(table, &statements).await?;
            session.commit().await?;
            note(session, &mut states).await?;
        } else {
            for statement in &step.statements {
                session.execute(statement).await?;
                note(session, &mut states).await?;
            }
        }
    }
    Ok(())
}

async fn note(session: &mut dyn Session, states: &mut Option<&mut Vec<String>>) -> Result<(), DatabaseError> {
    if let Some(states) = states {
        states.push(state(session).await?);
    }
    Ok(())
}

/// The history's rows, for a message.
fn history(db: &Db) -> String {
    db.history("strobila_migrations", &["module", "name", "state", "steps_done", "steps_total"]).join("\n")
}

/// The journal's rows, for a message.
fn journal(db: &Db) -> String {
    db.history("strobila_journal", &["id", "event", "name", "step", "detail"]).join("\n")
}
