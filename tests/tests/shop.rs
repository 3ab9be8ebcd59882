//! The shop's history from its first day to its last, with rows, and all the way back.

#[path = "shop/database.rs"]
mod database;
#[path = "shop/story.rs"]
mod story;

use std::collections::{BTreeMap, BTreeSet};

use database::Database;
use shop_schema::MODULES;
use strobila::Error;
use strobila::migrator::{Consent, Migrator, RollbackTo, Selection};
use strobila::schema::{Schema, Type};
use strobila_generator::config::UuidForm;
use strobila_generator::diff::{Renames, diff};
use strobila_generator::generate::{State, chains};
use strobila_generator::{live, tree, verify};

#[test]
fn the_shop_s_history_runs_with_rows_and_all_the_way_back_on_sqlite() {
    database::on_sqlite(|shop| Box::pin(history(shop)));
}

#[test]
fn the_shop_s_history_runs_with_rows_and_all_the_way_back_on_postgres() {
    database::on_postgres(|shop| Box::pin(history(shop)));
}

#[test]
fn the_shop_s_history_runs_with_rows_and_all_the_way_back_on_mariadb() {
    database::on_mariadb(|shop| Box::pin(history(shop)));
}

async fn history(shop: &Database) {
    let order = up(shop, true).await;
    is_what_the_models_say(shop).await;
    down(shop, &order).await;
    assert_eq!(shop.tables().await, BTreeSet::new(), "tables are left behind");
    assert_eq!(shop.enums().await, BTreeSet::<String>::new(), "enums are left behind");
    let again = up(shop, false).await;
    assert_eq!(order, again);
    is_what_the_models_say(shop).await;
    nothing_changed();
}

/// Migrates one by one. After each its chapter of the story is told, and no row of any table is gone.
async fn up(shop: &Database, with_rows: bool) -> Vec<(String, String)> {
    let migrator = Migrator::new(MODULES);
    let mut order = Vec::new();
    let mut untold: BTreeSet<&str> = story::CHAPTERS.iter().map(|chapter| chapter.after).collect();
    loop {
        let before = shop.counts().await;
        let one = Selection { count: Some(1), ..Selection::default() };
        let report = migrator.migrate(&shop.url.as_str(), &one).await.expect("the next one runs");
        let Some(done) = report.done.first() else { break };
        let id = done.id.to_string();
        order.push((done.id.module.clone(), done.id.name.clone()));
        compare_counts(&id, &before, &shop.counts().await);
        let told = story::CHAPTERS.iter().find(|chapter| chapter.after == id);
        if let Some(chapter) = told.filter(|_| with_rows) {
            untold.remove(chapter.after);
            shop.tell(chapter).await;
        }
    }
    assert!(!with_rows || untold.is_empty(), "no migration has the name {untold:?}");
    order
}

/// Takes one after the other back, in the order of the history.
async fn down(shop: &Database, order: &[(String, String)]) {
    let (migrator, url) = (Migrator::new(MODULES), shop.url.as_str());
    for (module, name) in order.iter().rev() {
        let id = format!("{module}/{name}");
        let before = shop.counts().await;
        let back = |consent| migrator.rollback(&url, module, &RollbackTo::Count(1), consent);
        if let Some(refusal) = story::REFUSALS.iter().find(|refusal| refusal.of == id) {
            // A value that the schema before cannot hold is never dropped: the rollback stops.
            if refusal.tried_on.contains(&shop.target) {
                let stopped = back(Consent::Accepted).await.expect_err("a row does not fit");
                assert!(matches!(stopped, Error::Step { .. }), "{id}: {stopped}");
                assert_eq!(shop.counts().await, before, "{id} stopped, and took rows with it");
            }
            shop.execute(refusal.settled_by).await;
        }
        if migrator_loses(module, name) {
            let refused = back(Consent::Refused).await.expect_err("it loses something");
            assert!(matches!(refused, Error::LossNotAccepted { .. }), "{id}: {refused}");
        }
        let report = match back(Consent::Accepted).await {
            Ok(report) => report,
            Err(error) => panic!("{id} does not go back: {error}"),
        };
        assert_eq!(report.done.len(), 1, "{id}");
        assert_eq!(report.done[0].id.to_string(), id);
        compare_counts(&format!("{id}, back"), &before, &shop.counts().await);
    }
}

fn migrator_loses(module: &str, name: &str) -> bool {
    let mut all = MODULES.iter().filter(|one| one.name == module).flat_map(|one| one.migrations.list);
    let migration = all.find(|migration| migration.name == name).expect("it was applied");
    matches!(migration.down, strobila::migration::Down::Lossy { .. })
}

/// A table that stays keeps every row; it may be called otherwise.
fn compare_counts(id: &str, before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>) {
    for (table, count) in before {
        let now = after.get(table).or_else(|| {
            let renamed = story::RENAMED_TABLES.iter().find(|pair| pair.contains(&table.as_str()))?;
            renamed.iter().find_map(|name| after.get(*name))
        });
        if let Some(now) = now {
            assert_eq!(now, count, "{id}: rows of {table}");
        }
    }
}

/// The live schema is the models', expression by expression, and holds nothing that they do not say.
async fn is_what_the_models_say(shop: &Database) {
    let mut session = shop.session().await;
    let live = session.introspect().await.expect("it can be read");
    assert_eq!(live.unexpressed, Vec::<String>::new());
    let state = State::read(MODULES).expect("models and migrations are in order");
    let wanted = session.dialect().normalize(&state.aligned()).expect("the target can do it");
    let names = |schema: &Schema| schema.tables.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&live.schema), names(&wanted));
    let plan = live::compare(session.as_mut(), &live.schema, &wanted, &Renames::default()).await;
    let plan = plan.expect("the server judges");
    assert!(plan.operations.is_empty(), "{}", tree::change_tree(&plan.operations));
    session.close().await;
}

/// What `db:check` and a second `db:generate` look at.
fn nothing_changed() {
    let state = State::read(MODULES).expect("models and migrations are in order");
    assert!(state.open_changes().is_empty(), "{:#?}", state.open_changes());
}

#[test]
fn every_migration_of_the_shop_is_proven_on_sqlite() {
    database::on_sqlite(|shop| Box::pin(proven(shop)));
}

#[test]
fn every_migration_of_the_shop_is_proven_on_postgres() {
    database::on_postgres(|shop| Box::pin(proven(shop)));
}

#[test]
fn every_migration_of_the_shop_is_proven_on_mariadb() {
    database::on_mariadb(|shop| Box::pin(proven(shop)));
}

async fn proven(shop: &Database) {
    let mut session = shop.session().await;
    let mut count = 0;
    let told = |one: verify::Verified| {
        assert!(one.proven.empty.is_empty(), "{}/{}: {:?}", one.module, one.migration, one.proven.empty);
        count += 1;
    };
    let all = verify::verify(&chains(MODULES), session.as_mut(), |_, _| true, told).await;
    session.close().await;
    all.expect("each goes up, down and up");
    assert_eq!(count, MODULES.iter().map(|module| module.migrations.list.len()).sum::<usize>());
}

#[test]
fn another_form_of_uuids_is_another_type_of_every_uuid() {
    let state = State::read_as(MODULES, UuidForm::Text).expect("models and migrations are in order");
    let mut schema = state.aligned();
    assert!(!state.open_changes().is_empty());
    for table in schema.tables.values_mut() {
        for column in &mut table.columns {
            assert_ne!(column.ty, Type::Uuid, "{}.{}", table.name, column.name);
            if column.ty == Type::UuidText {
                column.ty = Type::Uuid;
            }
        }
    }
    let rest = diff(state.prev(), &schema, &Renames::default()).operations;
    assert!(rest.is_empty(), "{}", tree::change_tree(&rest));
}
