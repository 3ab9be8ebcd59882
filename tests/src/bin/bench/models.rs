//! Models of any number, as the derive would write them down, and the module they are in.

use std::path::Path;
use std::sync::OnceLock;

use strobila::model::Description;
use strobila::{ColumnType, Migration, Migrations, Module};

/// The name of the module.
pub(crate) const MODULE: &str = "bench";

/// How many tables the others point at.
const HUBS: usize = 10;

static MODELS: OnceLock<Vec<&'static Description>> = OnceLock::new();

/// A description's place in [`MODELS`] as a function, which is how models name each other.
fn hub<const AT: usize>() -> &'static Description {
    MODELS.get().map_or_else(|| unreachable!("capture asks when all are made"), |models| models[AT])
}

const HUB: [fn() -> &'static Description; HUBS] =
    [hub::<0>, hub::<1>, hub::<2>, hub::<3>, hub::<4>, hub::<5>, hub::<6>, hub::<7>, hub::<8>, hub::<9>];

/// That many models of ten columns; `changed` of them, spread evenly, have one column more.
pub(crate) fn models(count: usize, changed: usize) -> Vec<&'static Description> {
    let every = count.checked_div(changed).unwrap_or(usize::MAX);
    let all: Vec<_> =
        (0..count).map(|at| model(at, at % every == every - 1 && at / every < changed)).collect();
    // The hubs are what they are at the first call: they are asked for their keys alone.
    MODELS.get_or_init(|| all.clone());
    all
}

fn model(at: usize, is_changed: bool) -> &'static Description {
    let i64 = <i64 as ColumnType>::column_type as fn() -> _;
    let text = <String as ColumnType>::column_type as fn() -> _;
    let maybe = <Option<String> as ColumnType>::column_type as fn() -> _;
    let bool = <bool as ColumnType>::column_type as fn() -> _;
    let time = <chrono::DateTime<chrono::Utc> as ColumnType>::column_type as fn() -> _;
    let mut types = vec![i64, text, text, maybe, i64, i64, bool, i64, time, time];
    let reference = if at < HUBS { "" } else { r#","references":{"target":0,"on_delete":"cascade"}"# };
    let mut fields = vec![
        r#"{"field":"id","line":11,"primary_key":true}"#.to_owned(),
        r#"{"field":"email","line":13,"length":255,"unique":true}"#.to_owned(),
        r#"{"field":"name","line":15,"length":200,"comment":"What people call it."}"#.to_owned(),
        r#"{"field":"bio","line":16}"#.to_owned(),
        format!(r#"{{"field":"hub_id","line":18{reference}}}"#),
        r#"{"field":"rank","line":20,"default":0}"#.to_owned(),
        r#"{"field":"active","line":22,"default":true}"#.to_owned(),
        r#"{"field":"version","line":24,"default":1}"#.to_owned(),
        r#"{"field":"created_at","line":26,"default":{"sql":"now()"}}"#.to_owned(),
        r#"{"field":"updated_at","line":28,"default":{"sql":"now()"}}"#.to_owned(),
    ];
    if is_changed {
        types.push(maybe);
        fields.push(r#"{"field":"nickname","line":29}"#.to_owned());
    }
    let indexes = r#"[{"parts":[{"column":"rank"},{"column":"name","descending":true}],"line":8}]"#;
    let text = format!(
        r#"{{"table":"table_{at:05}","comment":"One of many.","fields":[{}],"indexes":{indexes}}}"#,
        fields.join(",")
    );
    let targets = if at < HUBS { Vec::new() } else { vec![HUB[at % HUBS]] };
    Box::leak(Box::new(Description {
        name: format!("Table{at:05}").leak(),
        file: "src/bench/models.rs",
        line: u32::try_from(at * 30).unwrap_or(0),
        module: "app::bench",
        text: text.leak(),
        types: types.leak(),
        targets: targets.leak(),
    }))
}

/// The module with these migrations, as it is compiled into a program; `folder` is where they stand.
pub(crate) fn module(folder: &Path, list: Vec<Migration<'static>>) -> &'static Module {
    let list: Vec<&'static Migration<'static>> =
        list.into_iter().map(|migration| &*Box::leak(Box::new(migration))).collect();
    let folder: &'static str = folder.display().to_string().leak();
    let migrations =
        Migrations { list: list.leak(), manifest_dir: folder, file: format!("{folder}/mod.rs").leak() };
    Box::leak(Box::new(Module {
        name: MODULE,
        renamed_from: None,
        path: "app::bench",
        models: "app::bench",
        migrations: Box::leak(Box::new(migrations)),
        file: "src/bench/mod.rs",
        line: 1,
    }))
}
