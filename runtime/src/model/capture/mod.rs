//! Takes all models of the program and makes the schema of each module.

mod assign;
mod check;
mod constraint;
mod default;
mod enums;
mod keys;
mod pivot;
mod table;

use super::{Captured, Description, Mistake, Registered};
use crate::Module;
use crate::schema::{Schema, Table};
pub use default::default_fits;
pub use keys::are_comparable;

use assign::Assigned;
use table::Built;

/// Takes every model that is linked into the program and makes the schema of each module.
///
/// A model belongs to the module below whose path it stands; where modules are nested, to the
/// innermost. Models below none of them are listed in [`Captured::strays`] and otherwise left out.
///
/// # Errors
/// Every mistake of every model that its tokens alone do not show, sorted by place: types that do not
/// fit their default, key or attribute; names that collide or that no database takes; a module that has
/// migrations but no model.
pub fn capture(modules: &[&Module]) -> Result<Captured, Vec<Mistake>> {
    capture_of(modules, registered())
}

/// Makes the schema of each module from these models, linked in or made otherwise.
///
/// # Errors
/// As [`capture`].
pub fn capture_of(modules: &[&Module], models: Vec<&'static Description>) -> Result<Captured, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let Assigned { models, strays } = assign::assign(modules, models, &mut mistakes);

    let mut tables = Vec::with_capacity(models.len());
    for (module, description) in models {
        tables.push((module, table::build(description, &mut mistakes)));
    }
    keys::add(&mut tables, &mut mistakes);
    pivot::add(&mut tables, &mut mistakes);
    keys::check(&tables, &mut mistakes);
    let enums = enums::collect(modules, &tables, &mut mistakes);
    check::check(&tables, &enums, &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.sort();
        mistakes.dedup();
        return Err(mistakes);
    }

    let mut captured = Captured { strays, ..Captured::default() };
    for module in modules {
        captured.modules.insert(module.name.to_owned(), Schema::default());
    }
    for (module, built) in tables {
        let table = built.take_notes(&mut captured);
        if let Some(schema) = captured.modules.get_mut(modules[module].name) {
            schema.insert(table);
        }
    }
    for (module, item) in enums {
        item.take_notes(&mut captured);
        if let Some(schema) = captured.modules.get_mut(modules[module].name) {
            schema.enums.insert(item.item.name.clone(), item.item);
        }
    }
    Ok(captured)
}

/// The table of one model, whatever is wrong with it.
pub(super) fn table_of(description: &'static Description) -> Table {
    let mut tables = [(0, table::build(description, &mut Vec::new()))];
    keys::add(&mut tables, &mut Vec::new());
    let [(_, built)] = tables;
    built.table
}

/// Every model that is linked in. The order in which the linker lists them differs by profile.
fn registered() -> Vec<&'static Description> {
    let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|model| model.0()).collect();
    all.sort_by_key(|model| (model.module, model.file, model.line, model.name));
    all
}

/// A module and a model that belongs to it, built.
type Tables = [(usize, Built)];
