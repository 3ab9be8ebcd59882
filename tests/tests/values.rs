//! What becomes of the values in rows when a change runs, on every database.

#[path = "values/kept.rs"]
mod kept;
#[path = "values/lists.rs"]
mod lists;
#[path = "values/names.rs"]
mod names;
#[path = "values/types.rs"]
mod types;

use strobila::Target;
use strobila::dialect::Session;
use strobila::migration::Transaction;
use strobila::schema::Schema;
use strobila_generator::decide::Fills;
use strobila_generator::diff::Renames;
use strobila_generator::draft::{Draft, DraftStep};
use strobila_generator::proof::Scratch;
use strobila_tests::planning::Change;

/// Two schemas as JSON, and what is known about the way between them.
#[derive(Default)]
struct Way<'a> {
    prev: &'a str,
    next: &'a str,
    renames: Renames,
    fills: Fills,
}

/// A database that is at `prev`, with rows.
struct Tried {
    scratch: Scratch,
    target: Target,
    draft: Draft,
}

impl Way<'_> {
    /// A database at `prev` with these rows, for each target there is.
    async fn each(&self, rows: &[&str]) -> Vec<Tried> {
        let mut tried = vec![self.at_prev(Target::Sqlite, None, rows).await];
        match std::env::var("TEST_POSTGRES_URL") {
            Ok(url) => tried.push(self.at_prev(Target::Postgres, Some(&url), rows).await),
            Err(_) => eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so PostgreSQL was not tried"),
        }
        match std::env::var("TEST_MYSQL_URL") {
            Ok(url) => tried.push(self.at_prev(Target::Mariadb, Some(&url), rows).await),
            Err(_) => eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so MariaDB was not tried"),
        }
        tried
    }

    async fn at_prev(&self, target: Target, url: Option<&str>, rows: &[&str]) -> Tried {
        let read = |text: &str| serde_json::from_str::<Schema>(text).expect("the test's JSON is right");
        let (nothing, prev, next) = (Schema::default(), read(self.prev), read(self.next));
        let draft = |prev: &Schema, next: &Schema, renames: &Renames, fills: &Fills| {
            let change = Change { prev, next, renames, fills };
            change.draft(target).expect("the target can do it").expect("something changes").1
        };
        let first = draft(&nothing, &prev, &Renames::default(), &Fills::default());
        let draft = draft(&prev, &next, &self.renames, &self.fills);
        let mut scratch = Scratch::open(target, url).await.expect("there is a scratch database");
        run(&mut *scratch.session, target, &first.up).await.expect("tables can be made");
        for row in rows {
            scratch.session.execute(row).await.expect("the test's rows are right");
        }
        Tried { scratch, target, draft }
    }
}

impl Tried {
    /// Runs the way up.
    async fn up(&mut self) -> Result<(), String> {
        run(&mut *self.scratch.session, self.target, &self.draft.up).await
    }

    /// Runs the way down.
    async fn down(&mut self) -> Result<(), String> {
        run(&mut *self.scratch.session, self.target, &self.draft.down_steps).await
    }

    /// Every row of a query as one text.
    async fn read(&mut self, sql: &str) -> Vec<String> {
        let rows = self.scratch.session.query(sql).await.expect("the test's query is right");
        let text = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
        rows.into_iter().map(|row| row.into_iter().map(text).collect::<Vec<_>>().join(" ")).collect()
    }

    async fn close(self) {
        self.scratch.close().await.expect("a scratch database goes");
    }
}

async fn run(session: &mut dyn Session, target: Target, steps: &[DraftStep]) -> Result<(), String> {
    let steps: Vec<&DraftStep> = steps.iter().filter(|step| step.statements.contains_key(&target)).collect();
    let is_shared = |step: &DraftStep| step.transaction == Transaction::Shared;
    for group in steps.chunk_by(|one, two| is_shared(one) && is_shared(two)) {
        let rebuilds = |step: &&DraftStep| target == Target::Sqlite && step.rebuilds.is_some();
        session.begin(group.iter().any(rebuilds)).await.map_err(|error| error.to_string())?;
        for step in group {
            if let Err(error) = one(session, target, step).await {
                session.rollback().await.map_err(|error| error.to_string())?;
                return Err(error);
            }
        }
        session.commit().await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

async fn one(session: &mut dyn Session, target: Target, step: &DraftStep) -> Result<(), String> {
    let statements: Vec<&str> = step.statements[&target].iter().map(String::as_str).collect();
    match step.rebuilds.as_ref().filter(|_| target == Target::Sqlite) {
        Some(table) => session.rebuild(table, &statements).await.map(drop).map_err(|error| error.to_string()),
        None => {
            for sql in statements {
                session.execute(sql).await.map(drop).map_err(|error| error.to_string())?;
            }
            Ok(())
        }
    }
}
