//! A plan as it is shown: SQL with comments that can be pasted into a client, or JSON.

use serde_json::{Value, json};
use strobila::migration::{Direction, Transaction};
use strobila::migrator::{Planned, PlannedStep, Why};

/// The migrations of a dry run as SQL.
pub(super) fn sql(plan: &[Planned]) -> String {
    let mut text = String::new();
    for (at, planned) in plan.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let why = match &planned.why {
            Why::Asked => String::new(),
            Why::RequiredBy(id) => format!(", which {id} requires"),
        };
        comment(&mut text, &format!("{} {}{why}", word(planned.direction), planned.id));
        if let Some(resume) = &planned.resumes {
            let statement = match resume.statements {
                0 => String::new(),
                count => format!(", statement {}", count + 1),
            };
            comment(
                &mut text,
                &format!("goes on at step {}{statement}: what comes before is in", resume.steps + 1),
            );
        }
        for loss in &planned.loses {
            comment(&mut text, &format!("loses {loss}"));
        }
        if planned.down_differs {
            comment(
                &mut text,
                "the way down was changed after the migration was applied; this is the file's",
            );
        }
        text.push_str(&steps_sql(&planned.steps));
    }
    text
}

/// Steps as SQL, each below its title.
pub(super) fn steps_sql(steps: &[PlannedStep]) -> String {
    let mut text = String::new();
    for (at, step) in steps.iter().enumerate() {
        let transaction = match step.transaction {
            Transaction::Shared => "",
            Transaction::Own => ", in a transaction of its own",
            Transaction::None => ", outside any transaction",
        };
        text.push('\n');
        comment(&mut text, &format!("step {} of {}: {}{transaction}", at + 1, steps.len(), step.title));
        if let Some(table) = &step.rebuilds {
            comment(
                &mut text,
                &format!(
                    "rebuilds {table}: its triggers and unknown indexes are made again, its keys checked"
                ),
            );
        }
        for statement in &step.statements {
            text.push_str(statement.trim_end().trim_end_matches(';'));
            text.push_str(";\n");
        }
    }
    text
}

/// The migrations of a dry run as JSON.
pub(super) fn objects(plan: &[Planned]) -> Value {
    plan.iter()
        .map(|planned| {
            json!({
                "module": planned.id.module,
                "name": planned.id.name,
                "direction": planned.direction,
                "required_by": required_by(&planned.why),
                "loses": planned.loses,
                "steps": step_objects(&planned.steps),
            })
        })
        .collect()
}

/// Steps as JSON.
pub(super) fn step_objects(steps: &[PlannedStep]) -> Value {
    let object = |step: &PlannedStep| {
        json!({
            "title": step.title,
            "statements": step.statements,
            "transaction": step.transaction,
            "rebuilds": step.rebuilds,
        })
    };
    steps.iter().map(object).collect()
}

/// Which migration asked for it, as JSON.
pub(super) fn required_by(why: &Why) -> Option<String> {
    match why {
        Why::Asked => None,
        Why::RequiredBy(id) => Some(id.to_string()),
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "migrate",
        Direction::Down => "roll back",
    }
}

/// A comment, each of its lines marked: a title may hold a line break.
fn comment(text: &mut String, content: &str) {
    for line in content.lines() {
        text.push_str("-- ");
        text.push_str(line);
        text.push('\n');
    }
}
