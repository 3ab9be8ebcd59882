//! Prints a draft as the Rust file that is committed.

mod header;
mod literal;

use std::fmt::Write as _;

use strobila::Target;
use strobila::migration::Transaction;
use strobila::operation::Operation;

use crate::draft::{Draft, DraftDown, DraftStep};
pub use literal::literal;

/// How a step and a way down are written, for whoever has the file to fill in.
const FORMS: &str = r#"// A step is one change. `.sql` is for every target; `.postgres`, `.mysql`, `.mariadb` and `.sqlite` for one:
//
//     .up(&[step("count the posts").sql(&["UPDATE author SET posts = 0 WHERE posts IS NULL"])])
//
// The way down is `Down::Exact` when every value comes back, `Down::Lossy { loses: "the posts" }` when some do
// not, each with the steps that take the way up back, and `Down::Irreversible { because: "…" }` with none.

"#;

/// The migration file of a draft: the same bytes for the same draft.
///
/// It is formatted as rustfmt accepts it, compiles without warnings, and holds every text exactly,
/// whatever characters stand in it. A step with more than
/// [`MAX_NOTES`](strobila::migration::MAX_NOTES) reasons or expectations does not compile.
pub fn emit(draft: &Draft) -> String {
    let mut out = String::new();
    for line in header::header(draft) {
        let line = line.trim_end();
        out.push_str(if line.is_empty() { "//!" } else { "//! " });
        out.push_str(line);
        out.push('\n');
    }
    out.push_str("\nuse strobila::migration::*;\n\n");
    if draft.is_sketch {
        out.push_str(FORMS);
    }
    out.push_str("/// What `db:migrate` and `db:rollback` run.\n");
    // Long SQL makes rustfmt give up on the chain, so the layout is ours.
    out.push_str("#[rustfmt::skip]\n");
    let _ = write!(out, "pub const MIGRATION: Migration<'static> = Migration::new({})", literal(&draft.name));
    if let Some(parent) = &draft.after {
        let _ = write!(out, "\n    .after({})", literal(parent));
    }
    if !draft.requires.is_empty() {
        let pair = |(module, name): &(String, String)| format!("({}, {})", literal(module), literal(name));
        let pairs: Vec<String> = draft.requires.iter().map(pair).collect();
        let _ = write!(out, "\n    .requires(&[{}])", pairs.join(", "));
    }
    let targets: Vec<&str> = draft.targets.iter().map(|target| variant(*target)).collect();
    let _ = write!(out, "\n    .targets(&[{}])", targets.join(", "));
    if let Some((target, _)) = &draft.baseline {
        let _ = write!(out, "\n    .baseline(&[{}], BASELINE)", variant(*target));
    }
    let _ = write!(out, "\n    .up({})", steps(&draft.up, &draft.targets));
    let _ = write!(out, "\n    .down({}, {})", down(&draft.down), steps(&draft.down_steps, &draft.targets));
    if draft.operations.is_empty() {
        out.push_str(";\n");
        if let Some((_, operations)) = &draft.baseline {
            let lines = literal::json_lines(&lines(operations));
            let _ = writeln!(out, "\nconst BASELINE: &str = {lines};");
        }
        return out;
    }
    out.push_str("\n    .operations(OPERATIONS);\n\n");
    let _ = writeln!(out, "const OPERATIONS: &str = {};", literal::json_lines(&lines(&draft.operations)));
    out
}

/// The operations of a draft as its file will hold them: JSON, one per line.
pub fn operations_text(draft: &Draft) -> String {
    lines(&draft.operations).join("\n")
}

/// Operations as JSON, one per line.
pub(crate) fn lines(operations: &[Operation]) -> Vec<String> {
    let text =
        |operation| serde_json::to_string(operation).expect("operations hold texts, numbers and lists");
    operations.iter().map(text).collect()
}

fn variant(target: Target) -> &'static str {
    match target {
        Target::Postgres => "Postgres",
        Target::Mysql => "Mysql",
        Target::Mariadb => "Mariadb",
        Target::Sqlite => "Sqlite",
    }
}

fn down(down: &DraftDown) -> String {
    match down {
        DraftDown::Exact => "Down::Exact".to_owned(),
        DraftDown::Lossy { loses } => format!("Down::Lossy {{ loses: {} }}", literal(loses)),
        DraftDown::Irreversible { because } => {
            format!("Down::Irreversible {{ because: {} }}", literal(because))
        }
    }
}

fn steps(steps: &[DraftStep], targets: &[Target]) -> String {
    if steps.is_empty() {
        return "&[]".to_owned();
    }
    let mut out = String::from("&[");
    for step in steps {
        push_step(&mut out, step, targets);
    }
    out.push_str("\n    ]");
    out
}

fn push_step(out: &mut String, step: &DraftStep, targets: &[Target]) {
    let _ = write!(out, "\n        step({})", literal(&step.title));
    for (hazard, reason) in &step.accepted {
        let _ = write!(out, "\n            .accept(Hazard::{}, {})", hazard.as_str(), literal(reason));
    }
    for (name, columns) in &step.expected {
        let _ = write!(out, "\n            .expects({}, {})", literal(name), literal(&columns.join(",")));
    }
    for (target, name, columns) in &step.expected_on {
        let (target, columns) = (variant(*target), literal(&columns.join(",")));
        let _ = write!(out, "\n            .expects_on({target}, {}, {columns})", literal(name));
    }
    out.push_str(match step.transaction {
        Transaction::Shared => "",
        Transaction::Own => "\n            .own_transaction()",
        Transaction::None => "\n            .no_transaction()",
    });
    if let Some(common) = common(step, targets) {
        push_statements(out, "sql(", common);
    } else {
        for (method, statements) in methods(step, targets) {
            push_statements(out, &method, statements);
        }
    }
    out.push(',');
}

/// The statements, when the file has several targets and the text is equal on every one.
fn common<'a>(step: &'a DraftStep, targets: &[Target]) -> Option<&'a [String]> {
    let first = step.statements.get(targets.first()?)?;
    let everywhere = targets.iter().all(|target| step.statements.get(target) == Some(first));
    let alone = targets.len() < 2 || step.statements.len() != targets.len();
    (everywhere && !alone && step.rebuilds.is_none()).then_some(first)
}

/// One method call for each target that has statements of its own.
fn methods<'a>(step: &'a DraftStep, targets: &[Target]) -> Vec<(String, &'a [String])> {
    let mut methods: Vec<(String, &[String])> = Vec::new();
    for target in Target::ALL {
        let inherited = target.fallback().and_then(|other| step.statements.get(&other));
        match (step.statements.get(&target), &step.rebuilds) {
            (Some(own), Some(table)) if target == Target::Sqlite => {
                methods.push((format!("rebuild_sqlite({}, ", literal(table)), own));
            }
            (Some(own), _) if inherited == Some(own) => {}
            (Some(own), _) => methods.push((format!("{target}("), own)),
            // It would inherit what is not meant for it.
            (None, _) if inherited.is_some() && targets.contains(&target) => {
                methods.push((format!("{target}("), &[]));
            }
            (None, _) => {}
        }
    }
    methods
}

fn push_statements(out: &mut String, method: &str, statements: &[String]) {
    let _ = write!(out, "\n            .{method}&[");
    for statement in statements {
        let _ = write!(out, "\n                {},", literal(statement));
    }
    out.push_str(if statements.is_empty() { "])" } else { "\n            ])" });
}
