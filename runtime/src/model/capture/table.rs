//! The table of one model.

use std::collections::BTreeMap;

use super::keys::{self, Wanted};
use super::{constraint, default};
use crate::model::places::{Source, Spot, Spots};
use crate::model::text::{FieldText, ModelText, PivotText};
use crate::model::{Captured, ColumnKind, Description, EnumDescription, Mistake, Place};
use crate::schema::{Column, DefaultValue, Index, Name, Sql, Table, Type};

/// What one model says, as a table and notes about it.
pub(super) struct Built {
    pub(super) description: &'static Description,
    /// The place of the model; of the attribute that asks for it where there is no model.
    pub(super) origin: Place,
    /// The table's name before, if it had another.
    pub(super) renamed_from: Option<String>,
    /// The module that the table was in before.
    pub(super) moved_from: Option<String>,
    pub(super) table: Table,
    /// Its many-to-many relations, whose pivot tables are not made yet.
    pub(super) pivots: Vec<PivotText>,
    /// Its foreign keys that are not in the table yet.
    pub(super) keys: Vec<Wanted>,
    /// The model behind each foreign key, by the key's name.
    pub(super) references: BTreeMap<String, &'static Description>,
    /// The enums that columns hold, by column.
    pub(super) enums: BTreeMap<String, &'static EnumDescription>,
    /// What asks for each constraint.
    pub(super) spots: Spots,
    /// The name before of each column that had another.
    pub(super) renamed: BTreeMap<String, String>,
    /// What is wrong with the model alone.
    pub(super) mistakes: Vec<Mistake>,
}

impl Built {
    /// The place of a column or constraint, else of the model.
    pub(super) fn place(&self, item: &str) -> Place {
        self.spots.place(self.description, item).unwrap_or_else(|| self.origin.clone())
    }

    /// The place of what asks for something.
    pub(super) fn place_of(&self, spot: Spot) -> Place {
        spot.place(self.description).unwrap_or_else(|| self.origin.clone())
    }

    /// Hands places and hints on; the table is what is left.
    pub(super) fn take_notes(self, captured: &mut Captured) -> Table {
        let name = &self.table.name;
        if let Some(old) = &self.renamed_from {
            captured.hints.tables.insert(name.clone(), name.sibling(old));
        }
        if let Some(old) = self.moved_from {
            captured.hints.moves.insert(name.clone(), old);
        }
        for (column, old) in self.renamed {
            captured.hints.columns.insert((name.clone(), column), old);
        }
        let source = Source::Model { description: self.description, origin: self.origin, spots: self.spots };
        captured.places.insert(name.clone(), source);
        self.table
    }
}

/// Builds the table of a model, foreign keys aside; what is wrong with it alone goes to `mistakes`.
///
/// What the model says is dropped at its end: a program may have thousands of models.
pub(super) fn build(description: &'static Description, mistakes: &mut Vec<Mistake>) -> Built {
    let mut text = ModelText::read(description);
    let mut table = Table::new(Name { schema: text.schema.clone(), name: text.table.clone() });
    table.comment = text.comment.clone();
    table.own_names = text.own_names;
    table.columns.reserve_exact(text.fields.len());
    let mut built = Built {
        description,
        origin: Place::of(description),
        renamed_from: None,
        moved_from: None,
        table,
        pivots: Vec::new(),
        keys: Vec::new(),
        references: BTreeMap::new(),
        enums: BTreeMap::new(),
        spots: Spots::default(),
        renamed: BTreeMap::new(),
        mistakes: Vec::new(),
    };
    for (field, kind) in text.fields.iter().zip(description.types) {
        built.add_column(field, kind());
    }
    built.add_special_columns(&text);
    constraint::add(&mut built, &text);
    built.keys = keys::wanted(&mut text);
    (built.renamed_from, built.moved_from) = (text.renamed_from, text.moved_from);
    built.pivots = text.pivots;
    mistakes.append(&mut built.mistakes);
    built
}

impl Built {
    fn add_column(&mut self, field: &FieldText, kind: ColumnKind) {
        let place = || Place::of_field(self.description, field);
        let mut wrong = |message: String, help: &str| {
            self.mistakes.push(Mistake { place: place(), message, help: help.to_owned() });
        };
        let mut column = Column::new(field.column(), kind.ty.clone());
        match &field.ty {
            Some(sql) => column.ty = named_type(sql),
            None => adjust(&mut column.ty, field, &mut wrong),
        }
        column.nullable = kind.nullable;
        column.identity = field.identity.as_deref().cloned();
        column.generated = field.generated.as_deref().cloned();
        column.collation = field.collate.clone();
        column.comment = field.comment.clone();
        if let Some(value) = &field.default {
            match default::check(value, &column.ty, kind.item) {
                Ok(value) => column.default = Some(value),
                Err((message, help)) => wrong(message, &help),
            }
        }
        // Of a type of the database's own its dialect says whether it counts.
        let may_count = matches!(column.ty, Type::SmallInt | Type::Integer | Type::BigInt | Type::Custom(_));
        if field.identity.is_some() && !may_count {
            wrong(
                format!("`identity` needs a whole number, and the column is {}", column.ty),
                "make the field an i64",
            );
        }
        if column.nullable && (field.identity.is_some() || field.primary_key) {
            wrong(
                "a column of the primary key cannot hold NULL".to_owned(),
                "take the `Option` off the field",
            );
        }
        if let Some(item) = kind.item.filter(|_| field.ty.is_none()) {
            self.enums.insert(column.name.clone(), item);
        }
        if let Some(old) = &field.renamed_from {
            self.renamed.insert(column.name.clone(), old.clone());
        }
        self.push_column(column, Some(field));
    }

    /// Adds a column, of a field or of the model itself.
    fn push_column(&mut self, column: Column, field: Option<&FieldText>) {
        if let Some(other) = self.table.columns.iter().find(|other| fold_alike(&other.name, &column.name)) {
            let message = match other.name == column.name {
                true => format!("two columns are named `{}`", column.name),
                false => format!(
                    "the columns `{}` and `{}` differ only in upper and lower case, which SQLite and MySQL \
                     take for one name",
                    other.name, column.name
                ),
            };
            let message = format!("{message}: the other is {}", self.place(&other.name));
            let help = "give one of them another name: `#[column(name = \"…\")]`".to_owned();
            let of_field = field.map(|field| Place::of_field(self.description, field));
            let place = of_field.unwrap_or_else(|| self.origin.clone());
            self.mistakes.push(Mistake { place, message, help });
            return;
        }
        self.table.columns.push(column);
    }

    /// The columns of `timestamps` and `soft_delete`; a field of that name is the same column.
    fn add_special_columns(&mut self, text: &ModelText) {
        if text.timestamps {
            self.add_moment(text, "created_at");
            self.add_moment(text, "updated_at");
        }
        if text.soft_delete {
            let name = text.special("deleted_at");
            match self.table.column(name) {
                Some(column) if !column.nullable => self.mistakes.push(Mistake {
                    place: self.place(name),
                    message: "`deleted_at` of `soft_delete` is NULL while the row is not deleted".to_owned(),
                    help: "make the field an `Option`".to_owned(),
                }),
                Some(_) => {}
                None => {
                    let column = Column { nullable: true, ..Column::new("deleted_at", Type::Timestamp) };
                    self.push_column(column, None);
                }
            }
        }
    }

    /// A column of `timestamps`: a moment, with the time of the insert as its default.
    fn add_moment(&mut self, text: &ModelText, name: &str) {
        let special = text.special(name);
        let now = DefaultValue::sql("now()");
        match self.table.column_mut(special) {
            Some(column) if !matches!(column.ty, Type::Timestamp | Type::DateTime) => {
                let message = format!("`{name}` of `timestamps` is a moment, and the field is {}", column.ty);
                let (place, help) = (self.place(special), "make the field a `DateTime<Utc>`".to_owned());
                self.mistakes.push(Mistake { place, message, help });
            }
            Some(column) => {
                if column.default.is_none() && column.generated.is_none() {
                    column.default = Some(now);
                }
            }
            None => {
                let column = Column { default: Some(now), ..Column::new(name, Type::Timestamp) };
                self.push_column(column, None);
            }
        }
    }

    /// Notes what asks for a constraint or index. False, and a mistake, when the table has one of that
    /// name already.
    pub(super) fn note(&mut self, name: &str, spot: Spot) -> bool {
        // A column's place is worth more than that of an index of the same name.
        if self.table.column(name).is_some() {
            return true;
        }
        if let Some(other) = self.spots.0.get(name) {
            self.mistakes.push(Mistake {
                message: format!("the name `{name}` is given twice: the other is {}", self.place_of(*other)),
                place: self.place_of(spot),
                help: "remove one, or give it a name of its own: `name = \"…\"`".to_owned(),
            });
            return false;
        }
        self.spots.0.insert(name.to_owned(), spot);
        true
    }
}

/// Whether two names are one where upper and lower case do not count.
pub(super) fn fold_alike(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => a.to_lowercase() == b.to_lowercase(),
    }
}

/// An index of nothing, to be filled.
pub(super) fn empty_index() -> Index {
    Index { name: String::new(), parts: Vec::new(), ..Index::default() }
}

/// The type that an attribute names: one of the portable words, else the database's own text.
fn named_type(sql: &Sql) -> Type {
    match sql {
        Sql::Same(text) => text.parse().unwrap_or_else(|_| Type::Custom(sql.clone())),
        Sql::PerTarget(_) => Type::Custom(sql.clone()),
    }
}

/// Puts `length`, `precision` and `scale` into the type that the Rust type gave.
fn adjust(ty: &mut Type, field: &FieldText, wrong: &mut impl FnMut(String, &str)) {
    let item = match ty {
        Type::Array(item) => item.as_mut(),
        other => other,
    };
    if let Some(length) = field.length {
        match item {
            Type::Text | Type::String(_) => *item = Type::String(length),
            Type::Blob => *item = Type::Binary(length),
            _ => {
                wrong(
                    format!("`length` is for text and bytes, and the column is {item}"),
                    "take `length` away",
                );
            }
        }
    }
    if let Some(precision) = field.precision {
        match item {
            Type::Decimal { .. } => *item = Type::Decimal { precision, scale: field.scale.unwrap_or(0) },
            _ => wrong(
                format!("`precision` is for decimals, and the column is {item}"),
                "take `precision` and `scale` away, or make the field a `Decimal`",
            ),
        }
    }
    if let Type::Binary(0) | Type::Binary(u32::MAX) = item {
        wrong("no database has a column of so many bytes".to_owned(), "make the array's length 1 or more");
    }
}
