//! Pivot tables of many-to-many relations.

use std::collections::BTreeMap;

use super::table::{Built, empty_index};
use crate::model::places::{Spot, Spots};
use crate::model::{Mistake, Place};
use crate::schema::{
    Action, Column, ForeignKey, Index, IndexPart, Name, PrimaryKey, Table, foreign_key_name, primary_key_name,
};

/// Adds the pivot table of every `many_to_many`, in the module of the model that says it.
pub(super) fn add(tables: &mut Vec<(usize, Built)>, mistakes: &mut Vec<Mistake>) {
    let mut pivots = Vec::new();
    let mut pairs: BTreeMap<(Name, Name), Place> = BTreeMap::new();
    let models: BTreeMap<_, &Built> =
        tables.iter().map(|(_, built)| (built.description.identity(), built)).collect();
    for (module, built) in tables.iter() {
        for relation in &built.pivots {
            let spot = Spot::Attribute("many_to_many", relation.line);
            let place = built.place_of(spot);
            let Some(target) = built.description.targets.get(relation.target).map(|target| target()) else {
                continue;
            };
            let Some(other) = models.get(&target.identity()) else {
                mistakes.push(Mistake {
                    place,
                    message: format!("`{}` stands in no module: {}", target.name, Place::of(target)),
                    help: "list its module in MODULES, or move the model below a module's path".to_owned(),
                });
                continue;
            };
            if relation.table.is_none() {
                let mut pair = [built.table.name.clone(), other.table.name.clone()];
                pair.sort();
                let [one, two] = pair;
                if let Some(first) = pairs.insert((one, two), place.clone()) {
                    mistakes.push(Mistake {
                        place,
                        message: format!("this relation has its pivot table already: {first}"),
                        help: "say it on one side only; a second relation between the two needs a table \
                               of its own: `many_to_many(Other, table = \"…\")`"
                            .to_owned(),
                    });
                    continue;
                }
            }
            match pivot(built, other, relation.table.as_deref(), spot) {
                Ok(pivot) => pivots.push((*module, pivot)),
                Err((message, help)) => mistakes.push(Mistake { place, message, help: help.to_owned() }),
            }
        }
    }
    tables.append(&mut pivots);
}

/// The name that a model's table had before, or has.
fn name_before(built: &Built) -> &str {
    built.renamed_from.as_deref().unwrap_or(&built.table.name.name)
}

/// The pivot table between two models: a column for each column of both primary keys.
fn pivot(
    left: &Built,
    right: &Built,
    name: Option<&str>,
    spot: Spot,
) -> Result<Built, (String, &'static str)> {
    if left.description.identity() == right.description.identity() {
        let message = format!("both columns of the pivot table would be of `{}`", left.description.name);
        return Err((message, "write the pivot as a model with two columns that say their roles"));
    }
    // What was the pivot before one of the models was renamed.
    let before = name.is_none().then(|| format!("{}_{}", name_before(left), name_before(right)));
    let name = match name {
        Some(name) => name.to_owned(),
        None => format!("{}_{}", left.table.name.name, right.table.name.name),
    };
    let renamed_from = before.filter(|before| *before != name);
    let mut built = Built {
        description: left.description,
        renamed_from,
        moved_from: left.moved_from.clone(),
        pivots: Vec::new(),
        keys: Vec::new(),
        table: Table::new(left.table.name.sibling(&name)),
        references: BTreeMap::new(),
        enums: BTreeMap::new(),
        spots: Spots::default(),
        renamed: BTreeMap::new(),
        mistakes: Vec::new(),
        origin: left.place_of(spot),
    };
    let of_left = add_side(&mut built, left, spot)?;
    let of_right = add_side(&mut built, right, spot)?;
    let key_name = primary_key_name(&name);
    built.spots.0.insert(key_name.clone(), spot);
    let columns = [of_left, of_right.clone()].concat();
    built.table.primary_key = Some(PrimaryKey { name: key_name, columns, ..PrimaryKey::default() });
    // The primary key serves the left side; the right one needs an index of its own.
    let parts = of_right.into_iter().map(IndexPart::column).collect();
    built.add_index(None, Index { parts, ..empty_index() }, spot);
    Ok(built)
}

/// Adds a column for each column of the side's primary key, and the foreign key; the columns' names.
fn add_side(built: &mut Built, side: &Built, spot: Spot) -> Result<Vec<String>, (String, &'static str)> {
    let Some(primary_key) = &side.table.primary_key else {
        let message = format!("`{}` has no primary key to point at", side.description.name);
        return Err((message, "give it one: `#[column(primary_key)]`"));
    };
    let mut columns = Vec::new();
    for target in &primary_key.columns {
        let Some(theirs) = side.table.column(target) else { continue };
        let column = format!("{}_{target}", side.table.name.name);
        if built.table.column(&column).is_some() {
            let message = format!("two columns of the pivot table would be named `{column}`");
            return Err((message, "write the pivot as a model of its own"));
        }
        let key_before = side.renamed.get(target).unwrap_or(target);
        let column_before = format!("{}_{key_before}", name_before(side));
        if column_before != column {
            built.renamed.insert(column.clone(), column_before);
        }
        if let Some(item) = side.enums.get(target) {
            built.enums.insert(column.clone(), *item);
        }
        built.spots.0.insert(column.clone(), spot);
        built.table.columns.push(Column::new(&column, theirs.ty.clone()));
        columns.push(column);
    }
    let name = foreign_key_name(&built.table.name.name, &columns);
    built.spots.0.insert(name.clone(), spot);
    built.references.insert(name.clone(), side.description);
    let key = ForeignKey {
        name: name.clone(),
        columns: columns.clone(),
        references: side.table.name.clone(),
        target: primary_key.columns.clone(),
        on_delete: Action::Cascade,
        ..ForeignKey::default()
    };
    built.table.foreign_keys.insert(name, key);
    Ok(columns)
}
