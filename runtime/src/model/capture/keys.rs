//! Foreign keys: made from what a model says, then checked against the models they point at.

use std::collections::{BTreeMap, HashMap};
use std::{mem, ptr};

use super::Tables;
use super::table::{self, Built, empty_index};
use crate::model::places::Spot;
use crate::model::text::{ModelText, ReferenceText};
use crate::model::{Description, Mistake, Place};
use crate::schema::{Action, Column, ForeignKey, Index, IndexPart, Name, Table, Type, foreign_key_name};

/// A foreign key that a model asks for.
pub(super) struct Wanted {
    /// Its name, when the model gives one.
    name: Option<String>,
    columns: Vec<String>,
    /// Whether it gets an index, unless it has one.
    indexed: bool,
    reference: ReferenceText,
    spot: Spot,
}

/// The foreign keys that a model asks for.
pub(super) fn wanted(text: &mut ModelText) -> Vec<Wanted> {
    let of_fields = text.fields.iter_mut().enumerate().filter_map(|(at, field)| {
        Some(Wanted {
            name: None,
            columns: vec![field.column().to_owned()],
            indexed: field.index != Some(false),
            reference: *field.references.take()?,
            spot: Spot::Field(at),
        })
    });
    let of_model = text.foreign_keys.drain(..).map(|key| Wanted {
        name: key.name,
        columns: key.columns,
        indexed: key.index != Some(false),
        reference: key.references,
        spot: Spot::Attribute("foreign_key", key.line),
    });
    of_fields.chain(of_model).collect()
}

/// Adds the foreign keys that the models ask for, and an index for each that has none.
pub(super) fn add(tables: &mut Tables, mistakes: &mut Vec<Mistake>) {
    let places: HashMap<usize, usize> =
        tables.iter().enumerate().map(|(at, (_, built))| (address(built.description), at)).collect();
    for at in 0..tables.len() {
        for key in mem::take(&mut tables[at].1.keys) {
            // The derive numbers the targets itself.
            let Some(target) = tables[at].1.description.targets.get(key.reference.target) else {
                continue;
            };
            let target = target();
            let pointed_at = match places.get(&address(target)) {
                Some(place) => PointedAt::of(&tables[*place].1, &key.reference),
                None => PointedAt::of(&table::build(target, &mut Vec::new()), &key.reference),
            };
            tables[at].1.add_key(key, pointed_at);
        }
        mistakes.append(&mut tables[at].1.mistakes);
    }
}

/// Where a description stands in memory: each is a static of its own.
fn address(description: &'static Description) -> usize {
    ptr::from_ref(description).addr()
}

/// What a foreign key points at.
struct PointedAt {
    model: &'static Description,
    table: Name,
    /// Its columns; what is wrong, and the way out.
    columns: Result<Vec<String>, (String, String)>,
}

impl PointedAt {
    fn of(built: &Built, reference: &ReferenceText) -> Self {
        let columns = target_columns(built, &reference.fields);
        PointedAt { model: built.description, table: built.table.name.clone(), columns }
    }
}

impl Built {
    fn add_key(&mut self, key: Wanted, target: PointedAt) {
        let Wanted { name, columns, indexed, reference, spot } = key;
        let target_columns = match target.columns {
            Ok(theirs) if theirs.len() == columns.len() => theirs,
            Ok(theirs) => {
                let message = format!(
                    "a key of {} points at {} of `{}` ({})",
                    counted(columns.len()),
                    counted(theirs.len()),
                    target.model.name,
                    theirs.join(", ")
                );
                let help = "name as many columns on both sides: \
                            `#[model(foreign_key(columns(a, b), references = Other, target(x, y)))]`";
                self.mistakes.push(Mistake { place: self.place_of(spot), message, help: help.to_owned() });
                return;
            }
            Err((message, help)) => {
                self.mistakes.push(Mistake { place: self.place_of(spot), message, help });
                return;
            }
        };
        let name = name.unwrap_or_else(|| foreign_key_name(&self.table.name.name, &columns));
        if self.note(&name, spot) {
            let key = ForeignKey {
                name: name.clone(),
                columns: columns.clone(),
                references: target.table,
                target: target_columns,
                on_delete: reference.on_delete,
                on_update: reference.on_update,
                match_full: reference.match_full,
                deferrable: reference.deferrable,
                not_valid: reference.not_valid,
            };
            self.references.insert(name.clone(), target.model);
            self.table.foreign_keys.insert(name, key);
        }
        if indexed && !leads_an_index(&self.table, &columns) {
            let parts = columns.into_iter().map(IndexPart::column).collect();
            self.add_index(None, Index { parts, ..empty_index() }, spot);
        }
    }
}

/// The columns of the fields that a key points at; its primary key when none are named.
fn target_columns(built: &Built, fields: &[String]) -> Result<Vec<String>, (String, String)> {
    let target = built.description;
    if fields.is_empty() {
        return match &built.table.primary_key {
            None => Err((
                format!("`{}` has no primary key to point at", target.name),
                format!("give it one, `#[column(primary_key)]`, at {}", Place::of(target)),
            )),
            Some(key) => Ok(key.columns.clone()),
        };
    }
    let text = ModelText::read(target);
    let column = |name: &String| match text.fields.iter().find(|field| field.field == *name) {
        Some(field) => Ok(field.column().to_owned()),
        None => Err((
            format!("`{}` keeps no column for its field `{name}`", target.name),
            format!("point at a field that is not skipped, at {}", Place::of(target)),
        )),
    };
    fields.iter().map(column).collect()
}

fn counted(columns: usize) -> String {
    match columns {
        1 => "one column".to_owned(),
        more => format!("{more} columns"),
    }
}

/// Whether a key, a unique constraint or an index over all rows begins with these columns, in any order.
fn leads_an_index(table: &Table, columns: &[String]) -> bool {
    let wanted: Vec<&str> = columns.iter().map(String::as_str).collect();
    let leads = |keys: &[&str]| {
        keys.get(..wanted.len()).is_some_and(|first| {
            first.iter().all(|name| wanted.contains(name)) && wanted.iter().all(|name| first.contains(name))
        })
    };
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let mut keys = keys.chain(table.uniques.values().map(|unique| &unique.columns));
    let mut indexes =
        table.indexes.values().filter(|index| index.predicate.is_none() && index.method.is_none());
    keys.any(|columns| leads(&columns.iter().map(String::as_str).collect::<Vec<_>>()))
        || indexes.any(|index| leads(&index.parts.iter().map_while(IndexPart::as_column).collect::<Vec<_>>()))
}

/// Checks every foreign key against the table it points at.
pub(super) fn check(tables: &Tables, mistakes: &mut Vec<Mistake>) {
    let known: BTreeMap<&Name, &Built> = tables.iter().map(|(_, built)| (&built.table.name, built)).collect();
    for (_, built) in tables {
        for key in built.table.foreign_keys.values() {
            match known.get(&key.references) {
                Some(target) => check_key(built, key, target, mistakes),
                None => mistakes.push(no_module(built, key)),
            }
        }
    }
}

fn no_module(built: &Built, key: &ForeignKey) -> Mistake {
    let target =
        built.references.get(&key.name).map_or(String::new(), |target| Place::of(target).to_string());
    Mistake {
        place: built.place(&key.name),
        message: format!("points at `{}`, whose model stands in no module: {target}", key.references),
        help: "list its module in MODULES, or move the model below a module's path".to_owned(),
    }
}

fn check_key(built: &Built, key: &ForeignKey, target: &Built, mistakes: &mut Vec<Mistake>) {
    let mut wrong = |message: String, help: String| {
        mistakes.push(Mistake { place: built.place(&key.name), message, help });
    };
    for (mine, theirs) in key.columns.iter().zip(&key.target) {
        let (Some(mine), Some(theirs)) = (built.table.column(mine), target.table.column(theirs)) else {
            continue;
        };
        if !are_comparable(&mine.ty, &theirs.ty) {
            wrong(
                format!(
                    "`{}` is {} and points at `{}.{}`, which is {}",
                    mine.name, mine.ty, target.table.name, theirs.name, theirs.ty
                ),
                format!("give both the same type; the other is {}", target.place(&theirs.name)),
            );
        }
        check_action(key, mine, &mut wrong);
    }
    if !target.table.is_key(&key.target) {
        let (message, help) = not_a_key(key, target);
        wrong(message, help);
    }
}

/// What is wrong with a key that points at columns which two rows may share.
fn not_a_key(key: &ForeignKey, target: &Built) -> (String, String) {
    let (table, columns) = (&target.table, key.target.join(", "));
    let partial =
        |index: &&Index| index.unique && index.predicate.is_some() && columns_of(index) == key.target;
    if let Some(index) = table.indexes.values().find(partial) {
        return (
            format!(
                "points at `{}` ({columns}), which is unique only among some rows (index `{}`)",
                table.name, index.name
            ),
            "point at its primary key: on a soft-deleted model the rows that are deleted may share a value"
                .to_owned(),
        );
    }
    let help = match key.target.as_slice() {
        [column] => format!("point at its primary key, or add `unique` at {}", target.place(column)),
        columns => format!(
            "point at its primary key, or add `#[model(unique({}))]` at {}",
            columns.join(", "),
            target.origin
        ),
    };
    (format!("points at `{}` ({columns}), which is neither primary key nor unique", table.name), help)
}

/// SET NULL needs a column that can be NULL, SET DEFAULT one that has a default.
fn check_action(key: &ForeignKey, column: &Column, wrong: &mut impl FnMut(String, String)) {
    for (attribute, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
        match action {
            Action::SetNull if !column.nullable => wrong(
                format!("`{attribute} = \"set_null\"`, but `{}` cannot be NULL", column.name),
                "make the field an `Option`, or choose another action".to_owned(),
            ),
            Action::SetDefault if !column.nullable && column.default.is_none() => wrong(
                format!("`{attribute} = \"set_default\"`, but `{}` has no default", column.name),
                "give the field a `default`, or choose another action".to_owned(),
            ),
            Action::NoAction | Action::Restrict | Action::Cascade | Action::SetNull | Action::SetDefault => {}
        }
    }
}

/// Whether values of the two types can be equal: lengths and digits may differ.
pub fn are_comparable(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Text | Type::String(_), Type::Text | Type::String(_))
        | (Type::Blob | Type::Binary(_), Type::Blob | Type::Binary(_))
        | (Type::Decimal { .. }, Type::Decimal { .. })
        // What a custom type can be compared with, only the database knows.
        | (Type::Custom(_), _)
        | (_, Type::Custom(_)) => true,
        (a, b) => a == b,
    }
}

/// The columns of an index; an expression makes it empty, since it is then no key of columns.
fn columns_of(index: &Index) -> Vec<String> {
    let keys = index.parts.iter().map(|part| part.as_column().map(str::to_owned));
    keys.collect::<Option<Vec<_>>>().unwrap_or_default()
}
