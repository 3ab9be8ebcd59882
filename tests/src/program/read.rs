//! Reads a migration file as rustc would.

use strobila::migration::{Down, Hazard, Migration, Step, Target, step};
use syn::{Expr, ExprMethodCall, Item, Lit};

/// The migration of a file, kept for as long as the program runs.
///
/// # Panics
/// When the file holds anything that `db:generate` and the format do not know.
pub fn read(text: &str) -> Migration<'static> {
    let file = syn::parse_file(text).expect("it is Rust");
    let mut migration = None;
    let (mut operations, mut baseline) = (String::new(), String::new());
    for item in file.items {
        let Item::Const(item) = item else { continue };
        match item.ident.to_string().as_str() {
            "OPERATIONS" => operations = string(&item.expr).to_owned(),
            "BASELINE" => baseline = string(&item.expr).to_owned(),
            _ => migration = Some(*item.expr),
        }
    }
    read_migration(&migration.expect("it has a const MIGRATION"), [operations.leak(), baseline.leak()])
}

fn read_migration(expr: &Expr, texts: [&'static str; 2]) -> Migration<'static> {
    let Expr::MethodCall(call) = expr else {
        let Expr::Call(call) = expr else { panic!("Migration::new(…)") };
        return Migration::new(string(&call.args[0]));
    };
    let before = read_migration(&call.receiver, texts);
    match call.method.to_string().as_str() {
        "after" => before.after(string(&call.args[0])),
        "requires" => before.requires(list(&call.args[0], |pair| {
            let Expr::Tuple(pair) = pair else { panic!("a pair") };
            (string(&pair.elems[0]), string(&pair.elems[1]))
        })),
        "targets" => before.targets(list(&call.args[0], target)),
        "up" => before.up(list(&call.args[0], read_step)),
        "down" => before.down(down(&call.args[0]), list(&call.args[1], read_step)),
        "operations" => before.operations(texts[0]),
        "baseline" => before.baseline(list(&call.args[0], target), texts[1]),
        "out_of_order" => before.out_of_order(),
        "lock_timeout" => before.lock_timeout(string(&call.args[0])),
        "statement_timeout" => before.statement_timeout(string(&call.args[0])),
        other => panic!("no method {other}"),
    }
}

fn down(expr: &Expr) -> Down<'static> {
    match expr {
        Expr::Path(_) => Down::Exact,
        Expr::Struct(item) => {
            let text = string(&item.fields[0].expr);
            match item.path.segments.last().expect("it has a name").ident.to_string().as_str() {
                "Lossy" => Down::Lossy { loses: text },
                _ => Down::Irreversible { because: text },
            }
        }
        _ => panic!("a way down"),
    }
}

fn read_step(expr: &Expr) -> Step<'static> {
    let Expr::MethodCall(call) = expr else {
        let Expr::Call(call) = expr else { panic!("step(…)") };
        return step(string(&call.args[0]));
    };
    let before = read_step(&call.receiver);
    let strings = |call: &ExprMethodCall, at: usize| list(&call.args[at], string);
    match call.method.to_string().as_str() {
        "sql" => before.sql(strings(call, 0)),
        "postgres" => before.postgres(strings(call, 0)),
        "mysql" => before.mysql(strings(call, 0)),
        "mariadb" => before.mariadb(strings(call, 0)),
        "sqlite" => before.sqlite(strings(call, 0)),
        "rebuild_sqlite" => before.rebuild_sqlite(string(&call.args[0]), strings(call, 1)),
        "accept" => before.accept(Hazard::DataLoss, string(&call.args[1])),
        "expects" => before.expects(string(&call.args[0]), string(&call.args[1])),
        "expects_on" => {
            before.expects_on(target(&call.args[0]), string(&call.args[1]), string(&call.args[2]))
        }
        "own_transaction" => before.own_transaction(),
        "no_transaction" => before.no_transaction(),
        "lock_timeout" => before.lock_timeout(string(&call.args[0])),
        "statement_timeout" => before.statement_timeout(string(&call.args[0])),
        other => panic!("no method {other}"),
    }
}

fn target(expr: &Expr) -> Target {
    let Expr::Path(path) = expr else { panic!("a target") };
    let name = path.path.segments.last().expect("it has a name").ident.to_string();
    let found = Target::ALL.into_iter().find(|target| format!("{target:?}") == name);
    found.expect("it is one of ours")
}

fn list<T>(expr: &Expr, each: impl Fn(&Expr) -> T) -> &'static [T] {
    let Expr::Reference(list) = expr else { panic!("&[…]") };
    let Expr::Array(list) = &*list.expr else { panic!("&[…]") };
    list.elems.iter().map(each).collect::<Vec<T>>().leak()
}

fn string(expr: &Expr) -> &'static str {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Str(text) => text.value().leak(),
            _ => panic!("a text"),
        },
        _ => panic!("a text"),
    }
}
