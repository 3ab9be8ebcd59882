//! What a baseline makes of the migrations around it.

use super::Migrations;
use crate::Target::{self, Mariadb, Mysql, Postgres, Sqlite};
use crate::migration::{Down, Migration, Step, step};

const STEPS: &[Step<'static>] = &[step("make").sql(&["CREATE TABLE author (id int)"])];

/// `old` is written for SQLite, then comes a baseline for MySQL, then one for all.
const OLD: Migration<'static> = Migration::new("Migration202611201326")
    .targets(&[Sqlite])
    .up(STEPS)
    .down(Down::Irreversible { because: "so" }, &[])
    .operations("old");
const BASELINE: Migration<'static> = Migration::new("Migration202611201327")
    .after("Migration202611201326")
    .targets(&[Mysql, Sqlite])
    .baseline(&[Mysql], "begins")
    .up(STEPS)
    .down(Down::Lossy { loses: "rows" }, STEPS);
const NEW: Migration<'static> = Migration::new("Migration202611201328")
    .after("Migration202611201327")
    .targets(&[Mysql, Sqlite])
    .up(STEPS)
    .operations("new");

fn on(list: &'static [&'static Migration<'static>], target: Target) -> Vec<(&'static str, bool, bool)> {
    let migrations = Migrations { list, manifest_dir: "", file: "" };
    let each = migrations.on(target).into_iter();
    each.map(|one| (one.operations, !one.up.is_empty(), one.written_as(target).is_some())).collect()
}

#[test]
fn a_module_begins_with_its_baseline_where_it_is_one_and_elsewhere_the_baseline_does_nothing() {
    let list: &[&Migration<'static>] = &[&OLD, &BASELINE, &NEW];
    assert_eq!(on(list, Sqlite), [("old", true, true), ("", false, true), ("new", true, true)]);
    assert_eq!(on(list, Mysql), [("", false, true), ("begins", true, true), ("new", true, true)]);
    // It falls back to MySQL, as everywhere.
    assert_eq!(on(list, Mariadb), on(list, Mysql));
    // What nobody wrote for it is refused: nothing stands for the first.
    assert_eq!(on(list, Postgres), [("old", true, false), ("", false, true), ("new", true, false)]);
    let migrations = Migrations { list, manifest_dir: "", file: "" };
    assert_eq!(migrations.on(Sqlite)[1].down, Down::Exact);
    assert_eq!(migrations.on(Mysql)[0].down, Down::Exact);
}

#[test]
fn a_baseline_for_one_is_none_for_another_that_falls_back_to_it_and_has_its_own() {
    const OWN: Migration<'static> =
        Migration::new("Migration202611201326").targets(&[Mariadb]).operations("own");
    const BESIDE: Migration<'static> = Migration::new("Migration202611201327")
        .after("Migration202611201326")
        .targets(&[Mysql, Mariadb])
        .baseline(&[Mysql], "begins")
        .up(STEPS);
    let list: &[&Migration<'static>] = &[&OWN, &BESIDE];
    assert_eq!(on(list, Mariadb), [("own", false, true), ("", false, true)]);
    assert_eq!(on(list, Mysql), [("", false, true), ("begins", true, true)]);
}
