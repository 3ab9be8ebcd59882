//! Every case directory on a real server, with rows: up, down and up again, read back at each stop.

use strobila::Target;
use strobila::dialect::{Dialect, Session, Unit, postgres::Postgres};
use strobila::migration::Transaction;
use strobila::operation::{Operation, Plan, losses};
use strobila::schema::{Conversion, Name, Schema};
use strobila_generator::decide::zero;
use strobila_generator::diff::{Renames, align, check, diff};
use strobila_generator::live::compare;
use strobila_generator::rows;
use strobila_tests::cases::{self, Case};
use strobila_tests::planning::EMPTY_POSTGRES;

use crate::server::run;

#[test]
fn every_case_runs_up_and_down_and_is_read_back() {
    let cases: Vec<Case> =
        cases::all().into_iter().filter(|case| case.targets.contains(&Target::Postgres)).collect();
    run(async |database| {
        let mut wrong = Vec::new();
        for case in &cases {
            let mut session = database.session().await;
            session.execute(EMPTY_POSTGRES).await.unwrap();
            if let Err(error) = stops(session.as_mut(), case).await {
                wrong.push(format!("{}: {error}", case.name));
            }
            session.close().await;
        }
        assert!(wrong.is_empty(), "{} of {} cases fail\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    });
}

async fn stops(session: &mut dyn Session, case: &Case) -> Result<(), String> {
    let (prev, next) = match (Postgres.normalize(&case.prev), Postgres.normalize(&case.next)) {
        (Ok(prev), Ok(next)) => (prev, next),
        (prev, next) => return Err(format!("{:?} {:?}", prev.err(), next.err())),
    };
    let next = align(&prev, &next, &case.renames);
    let up = filled(diff(&prev, &next, &case.renames), case);
    check(&up).map_err(|error| format!("up: {error}"))?;
    let down = filled(diff(&up.next, &prev, &case.renames.inverse()), case);
    let has_way_back = has_way_back(&down);
    check(&down).map_err(|error| format!("down: {error}"))?;
    // The plan of `db:generate` changes their rows; here are the bare differences. tests/cases.rs has them.
    if !case.renames.values.is_empty() && up.operations.iter().any(leaves_or_joins_an_enum) {
        return Ok(());
    }
    let from_nothing = diff(&Schema::default(), &prev, &Renames::default());

    apply(session, &from_nothing).await.map_err(|error| format!("first: {error}"))?;
    equal(session, &prev).await.map_err(|error| format!("first: {error}"))?;
    let models = diff(&case.prev, &align(&case.prev, &case.next, &case.renames), &case.renames);
    let filled = rows::fill_for(session, &prev, &up.operations, (&case.prev, &models.operations));
    let filled = filled.await.map_err(|error| error.to_string())?;
    for (table, refusal) in &filled.refused {
        eprintln!("{}: no rows in {table}: {refusal}", case.name);
    }
    let before = content(session, &prev).await;
    let ways = [("up", &up, &next), ("down", &down, &prev), ("again", &up, &next)];
    for (name, plan, schema) in &ways[..if has_way_back { 3 } else { 1 }] {
        apply(session, plan).await.map_err(|error| format!("{name}: {error}"))?;
        equal(session, schema).await.map_err(|error| format!("{name}: {error}"))?;
        let after = content(session, schema).await;
        if *name == "down" && keeps_values(&up) && after != before {
            return Err(format!("down: other rows come back\n    {before:?}\n    {after:?}"));
        }
    }
    Ok(())
}

fn leaves_or_joins_an_enum(operation: &Operation) -> bool {
    matches!(operation, Operation::AlterColumn { from, to, .. }
        if from.ty.enum_name().is_some() != to.ty.enum_name().is_some())
}

/// Whether every value is there again after the way back.
fn keeps_values(plan: &Plan) -> bool {
    let changes = |operation: &Operation| match operation {
        Operation::AlterColumn { from, to, fill, .. } => {
            fill.is_some() || from.ty.conversion_to(&to.ty) != Conversion::Exact
        }
        _ => false,
    };
    losses(&plan.operations).is_empty() && !plan.operations.iter().any(changes)
}

/// Whether the server can go back: not where a key would come back without a row to point at.
fn has_way_back(down: &Plan) -> bool {
    let added: Vec<String> = down
        .operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::AddColumn { column, .. } if !column.nullable => Some(column.name.clone()),
            // What filled it may point at no row.
            Operation::AlterColumn { from, to, .. } if !from.nullable && to.nullable => Some(to.name.clone()),
            _ => None,
        })
        .collect();
    let is_new = |name: &Name| !down.prev.tables.contains_key(name);
    down.operations.iter().all(|operation| match operation {
        Operation::AddForeignKey { foreign_key, table } => {
            !foreign_key.columns.iter().any(|column| added.contains(column))
                && (is_new(table) || !is_new(&foreign_key.references))
        }
        _ => true,
    })
}

/// A required column gets what the case says, else a value of its type.
fn filled(mut plan: Plan, case: &Case) -> Plan {
    let next = &plan.next;
    for operation in &mut plan.operations {
        let table = operation.table().cloned();
        let (column, fill) = match operation {
            Operation::AddColumn { column, fill, .. } if column.is_required() => (&*column, fill),
            Operation::AlterColumn { from, to, fill, .. } if from.nullable && !to.nullable => (&*to, fill),
            _ => continue,
        };
        let said = table.and_then(|table| case.fills.get(&(table, column.name.clone())).cloned());
        *fill = said.or_else(|| zero(&column.ty, next));
    }
    plan
}

pub(crate) async fn apply(session: &mut dyn Session, plan: &Plan) -> Result<(), String> {
    let units = Postgres.render(plan).map_err(|error| error.to_string())?;
    for group in units.chunk_by(|one, two| is_shared(one) && is_shared(two)) {
        session.begin(false).await.map_err(|error| error.to_string())?;
        for statement in group.iter().flat_map(|unit| &unit.statements) {
            Postgres.check_statement(statement).map_err(|error| format!("{statement}: {error}"))?;
            if let Err(error) = session.execute(statement).await {
                session.rollback().await.map_err(|error| error.to_string())?;
                return Err(format!("{error}\n    {statement}"));
            }
        }
        session.commit().await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn is_shared(unit: &Unit) -> bool {
    unit.transaction == Transaction::Shared
}

/// Whether the database holds exactly the schema, as the server judges.
pub(crate) async fn equal(session: &mut dyn Session, wanted: &Schema) -> Result<(), String> {
    let live = session.introspect().await.map_err(|error| error.to_string())?;
    let plan = compare(session, &live.schema, wanted, &Renames::default())
        .await
        .map_err(|error| error.to_string())?;
    let phrases: Vec<String> = plan.operations.iter().map(|operation| format!("{operation:?}")).collect();
    if live.schema.tables.len() != wanted.tables.len() || live.schema.enums.len() != wanted.enums.len() {
        return Err(format!("{:?} against {:?}", live.schema.tables.keys(), wanted.tables.keys()));
    }
    if phrases.is_empty() {
        Ok(())
    } else {
        Err(format!("read back, it lacks\n    {}", phrases.join("\n    ")))
    }
}

async fn content(session: &mut dyn Session, schema: &Schema) -> Vec<String> {
    let mut rows = Vec::new();
    for (name, table) in &schema.tables {
        let columns: Vec<String> = table.columns.iter().map(|column| Postgres.quote(&column.name)).collect();
        let sql = format!(
            "SELECT row({})::text FROM {} ORDER BY 1",
            columns.join(", "),
            Postgres.quote(&name.name)
        );
        rows.extend(session.query(&sql).await.unwrap_or_default().into_iter().flatten().flatten());
    }
    rows
}
