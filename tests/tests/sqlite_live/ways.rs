//! Plans, rendered and run on a database in memory, with rows, both ways.

use std::collections::BTreeMap;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use strobila::Target;
use strobila::dialect::sqlite::Sqlite;
use strobila::dialect::{Dialect, Row, Session, Unit, connect};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Name, Schema, Sql, Type};
use strobila_generator::diff::{Renames, align, check, diff};
use strobila_generator::live::settle;
use strobila_generator::rows;
use strobila_tests::random;

/// What existing rows get, by table and column.
pub(crate) type Fills = BTreeMap<(Name, String), Sql>;

/// Runs units as the migrator does: all in one transaction, bracketed when a table is rebuilt.
pub(crate) async fn run(db: &mut dyn Session, units: &[Unit]) -> Result<(), String> {
    for sql in units.iter().flat_map(|unit| &unit.statements) {
        Sqlite.check_statement(sql).map_err(|why| format!("{why}\n{sql}"))?;
    }
    db.begin(units.iter().any(|unit| unit.rebuilds.is_some())).await.map_err(|error| error.to_string())?;
    for unit in units {
        for (table, columns) in &unit.expects {
            let live = db.columns(table).await.map_err(|error| error.to_string())?.unwrap_or_default();
            if live != *columns {
                return Err(format!("{table} should have {columns:?}, and has {live:?}"));
            }
        }
        match &unit.rebuilds {
            Some(table) => {
                let statements: Vec<&str> = unit.statements.iter().map(String::as_str).collect();
                let done = db.rebuild(table, &statements).await;
                done.map_err(|error| format!("{error}\n{}", statements.join(";\n")))?;
            }
            None => {
                for sql in &unit.statements {
                    db.execute(sql).await.map_err(|error| format!("{error}\n{sql}"))?;
                }
            }
        }
    }
    db.commit().await.map_err(|error| error.to_string())
}

/// The plan from one normal form to another.
pub(crate) fn plan(prev: &Schema, next: &Schema, renames: &Renames, fills: &Fills) -> Result<Plan, String> {
    let mut plan = diff(prev, next, renames);
    for operation in &mut plan.operations {
        let (table, column, fill) = match operation {
            Operation::AddColumn { table, column, fill, .. } => (table, column, fill),
            Operation::AlterColumn { table, to, fill, .. } => (table, to, fill),
            _ => continue,
        };
        *fill = fills.get(&(table.clone(), column.name.clone())).cloned();
        if fill.is_none() && column.is_required() {
            // A value that a check or a key accepts, else the type's zero.
            let of_key = next.tables.get(&*table).and_then(|table| {
                let key = table.foreign_keys.values().find(|key| key.columns == [column.name.as_str()])?;
                let target = Sqlite.quote(&key.target[0]);
                Some(format!("(SELECT {target} FROM {} LIMIT 1)", Sqlite.quote(&key.references.name)))
            });
            let of_check = next.tables.get(&*table).and_then(|table| {
                let list = table.checks.values().find_map(|check| {
                    check.expression.any().strip_prefix(&format!("{} IN (", Sqlite.quote(&column.name)))
                })?;
                Some(list.split([',', ')']).next()?.to_owned())
            });
            let zero = match column.ty {
                _ if of_key.is_some() => of_key.as_deref().unwrap_or_default(),
                _ if of_check.is_some() => of_check.as_deref().unwrap_or_default(),
                Type::Integer | Type::Boolean | Type::Double => "0",
                Type::Blob => "zeroblob(16)",
                _ => "''",
            };
            *fill = Some(Sql::from(zero));
        }
    }
    check(&plan).map_err(|error| error.to_string())?;
    Ok(plan)
}

pub(crate) fn normal(schema: &Schema) -> Result<Schema, String> {
    Sqlite.normalize(schema).map_err(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

async fn is_now(db: &mut dyn Session, want: &Schema) -> Result<(), String> {
    let mut live = db.introspect().await.map_err(|error| error.to_string())?;
    live.schema = settle(db, &live.schema, want).await.map_err(|error| error.to_string())?;
    if !live.unexpressed.is_empty() {
        return Err(format!("unexpressed: {:?}", live.unexpressed));
    }
    for table in want.tables.values() {
        match live.schema.tables.get(&table.name) {
            Some(other) if other == table => {}
            other => {
                let sql = db.query("SELECT sql FROM sqlite_schema").await.unwrap_or_default();
                return Err(format!("want {table:#?}\n found {other:#?}\n{sql:?}"));
            }
        }
    }
    if live.schema.tables.len() == want.tables.len() {
        Ok(())
    } else {
        Err("other tables are there".to_owned())
    }
}

/// Tables that stay, with their columns that stay as they are, by their names before and after.
fn kept(plan: &Plan, renames: &Renames) -> Vec<[(Name, Vec<String>); 2]> {
    let is_made = |name: &Name| {
        plan.operations
            .iter()
            .any(|one| matches!(one, Operation::CreateTable { table } if table.name == *name))
    };
    let mut kept = Vec::new();
    for table in plan.next.tables.values().filter(|table| !is_made(&table.name)) {
        let old = renames
            .old_table(&table.name)
            .and_then(|old| plan.prev.tables.get(old))
            .expect("a table that is not made was there");
        let mut columns = (Vec::new(), Vec::new());
        for column in table.columns.iter().filter(|column| column.generated.is_none()) {
            let is_touched = plan.operations.iter().any(|operation| match operation {
                Operation::AlterColumn { table: other, to, from, .. } => {
                    *other == table.name && to.name == column.name && (to.ty != from.ty || from.nullable)
                }
                Operation::AddColumn { table: other, column: added, .. } => {
                    *other == table.name && added.name == column.name
                }
                _ => false,
            });
            if !is_touched {
                let old = renames.old_column(&table.name, &column.name).expect("it is not made");
                columns.0.push(old.to_owned());
                columns.1.push(column.name.clone());
            }
        }
        kept.push([(old.name.clone(), columns.0), (table.name.clone(), columns.1)]);
    }
    kept
}

async fn values(db: &mut dyn Session, from: &(Name, Vec<String>)) -> Result<Vec<Row>, String> {
    let (table, columns) = from;
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    rows::read(db, table, columns).await.map_err(|error| format!("{table}: {error}"))
}

/// prev, rows, next, prev: the live schema is what was wanted at each stop, and every row is still there.
pub(crate) async fn both(
    prev: &Schema,
    next: &Schema,
    renames: &Renames,
    fills: &Fills,
) -> Result<(), String> {
    let prev = normal(prev)?;
    let next = normal(next)?;
    let next = align(&prev, &next, renames);
    let mut db = connect("sqlite::memory:").await.map_err(|error| error.to_string())?;
    let db = db.as_mut();
    let nothing = Renames::default();
    let made = plan(&Schema::default(), &prev, &nothing, &Fills::new())?;
    run(db, &units(&made)?).await.map_err(|why| format!("made: {why}"))?;
    is_now(db, &prev).await.map_err(|why| format!("made: {why}"))?;
    let up = plan(&prev, &next, renames, fills)?;
    let down = plan(&up.next, &prev, &renames.inverse(), &Fills::new())?;
    let operations: Vec<Operation> = up.operations.iter().chain(&down.operations).cloned().collect();
    rows::fill(db, &prev, &operations).await.map_err(|error| error.to_string())?;
    let back = renames.inverse();
    for (way, plan) in [("up", &up), ("down", &down)] {
        let units = units(plan)?;
        let text = || {
            let statements = units.iter().flat_map(|unit| &unit.statements).cloned().collect::<Vec<_>>();
            let phrases: Vec<String> = plan.operations.iter().map(ToString::to_string).collect();
            format!("{}\n{}", phrases.join("; "), statements.join(";\n"))
        };
        let mut seen: Vec<usize> = units.iter().flat_map(|unit| unit.operations.clone()).collect();
        seen.sort_unstable();
        if seen != (0..plan.operations.len()).collect::<Vec<_>>() {
            return Err(format!("{way}: operations {seen:?} have units\n{}", text()));
        }
        let kept = kept(plan, if way == "up" { renames } else { &back });
        let mut before = Vec::new();
        for [old, _] in &kept {
            before.push(values(db, old).await?);
        }
        run(db, &units).await.map_err(|why| format!("{way}: {why}\n{}", text()))?;
        is_now(db, &plan.next).await.map_err(|why| format!("{way}: {why}\n{}", text()))?;
        for ([_, new], before) in kept.iter().zip(before) {
            let after = values(db, new).await?;
            if after != before {
                return Err(format!("{way}: {new:?} holds {after:?}, held {before:?}\n{}", text()));
            }
        }
    }
    Ok(())
}

fn units(plan: &Plan) -> Result<Vec<Unit>, String> {
    Sqlite.render(plan).map_err(|error| error.to_string())
}

/// Whether a way down cannot bring a row back: the table it pointed at comes back empty.
fn is_hopeless(why: &str) -> bool {
    why.starts_with("down: the row with rowid") && why.contains("points at no row of table")
}

#[tokio::test]
async fn every_case_runs_both_ways_with_rows() {
    let mut wrong = Vec::new();
    for case in strobila_tests::cases::all() {
        if !case.targets.contains(&Target::Sqlite) {
            continue;
        }
        let done = both(&case.prev, &case.next, &case.renames, &case.fills).await;
        if let Err(why) = done.or_else(|why| if is_hopeless(&why) { Ok(()) } else { Err(why) }) {
            wrong.push(format!("== {}: {why}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong.join("\n\n"), wrong.len());
}

/// `STROBILA_RANDOM=20` tries twenty times as many.
#[test]
fn random_pairs_run_both_ways_with_rows() {
    let times: u32 = std::env::var("STROBILA_RANDOM").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let config = Config { cases: 100 * times, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let tried = runner.run(&random::pair(), |pair| {
        if normal(&pair.prev).is_err() || normal(&pair.next).is_err() {
            return Ok(());
        }
        match runtime.block_on(both(&pair.prev, &pair.next, &pair.renames, &pair.fills)) {
            // The rows were made without a thought for the new key: what SQLite says is right.
            Err(why) if why.contains("UNIQUE constraint failed") => Ok(()),
            Err(why) if !is_hopeless(&why) => Err(TestCaseError::fail(why)),
            _ => Ok(()),
        }
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
}
