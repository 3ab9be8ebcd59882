//! Columns that are added and changed.

use super::dependents::{Absent, Dependents};
use super::{alter, conversion, quote, table};
use crate::dialect::postgres::types::{qualified, sql};
use crate::dialect::postgres::{default, expression, sequence};
use crate::operation::Operation;
use crate::schema::{Column, Name, Schema};

/// Adds a column; existing rows get `fill`, which may name the columns in `others`.
pub(super) fn add(table: &Name, column: &Column, fill: Option<&str>, others: &[Column]) -> Vec<String> {
    let add = |column: &Column| alter(table, &format!("ADD COLUMN {}", table::column(table, column)));
    // The database fills these itself.
    let fill = fill.filter(|_| column.generated.is_none() && column.identity.is_none());
    let mut statements = match fill {
        None => match sequence::owned(column) {
            Some(counter) => vec![
                sequence::create(table, column, counter),
                add(column),
                sequence::own(table, column, counter),
            ],
            None => vec![add(column)],
        },
        // A constant becomes the default for a moment: the server then writes no row at all.
        Some(fill) if is_constant(fill, others) => {
            let plain = Column { default: None, ..column.clone() };
            let fill = expression::for_default(fill);
            let mut statements = vec![format!("{} DEFAULT {fill}", add(&plain))];
            let default = column.default.as_ref().map(default::sql);
            if default.as_ref() != Some(&fill) {
                statements.push(set_default(table, column));
            }
            statements
        }
        Some(fill) => {
            let empty = Column { default: None, nullable: true, ..column.clone() };
            let mut statements = vec![add(&empty), update(table, column, fill, false)];
            if column.default.is_some() {
                statements.push(set_default(table, column));
            }
            if !column.nullable {
                statements.push(alter_column(table, column, "SET NOT NULL"));
            }
            statements
        }
    };
    if column.comment.is_some() {
        statements.push(table::column_comment(table, column));
    }
    statements
}

fn is_constant(fill: &str, others: &[Column]) -> bool {
    !expression::holds_query(fill) && !others.iter().any(|column| expression::mentions(fill, &column.name))
}

fn update(table: &Name, column: &Column, fill: &str, only_null: bool) -> String {
    let name = quote(&column.name);
    let condition = if only_null { format!("\nWHERE {name} IS NULL") } else { String::new() };
    format!("UPDATE {}\nSET {name} = {fill}{condition}", qualified(table))
}

fn alter_column(table: &Name, column: &Column, clause: &str) -> String {
    alter(table, &format!("ALTER COLUMN {} {clause}", quote(&column.name)))
}

fn set_default(table: &Name, column: &Column) -> String {
    match &column.default {
        Some(value) => alter_column(table, column, &format!("SET DEFAULT {}", default::sql(value))),
        None => alter_column(table, column, "DROP DEFAULT"),
    }
}

/// A change of one column.
pub(super) struct Change<'a> {
    pub(super) table: &'a Name,
    pub(super) from: &'a Column,
    pub(super) to: &'a Column,
    pub(super) fill: Option<&'a str>,
    pub(super) using: Option<&'a str>,
}

impl Change<'_> {
    /// `later` is what the plan does afterwards; `absent` says which computed columns are not there now.
    pub(super) fn statements(
        &self,
        schema: &Schema,
        later: &[Operation],
        absent: &mut Absent,
    ) -> Vec<String> {
        let Change { table, from, to, .. } = self;
        if absent.remove(&((*table).clone(), from.name.clone())) {
            return Dependents::of_computed(schema, table, &from.name).change(to).without(absent).add();
        }
        let is_anew = match (&from.generated, &to.generated) {
            // Its values are lost: `losses` says so, and a person has accepted it.
            (None, Some(_)) => true,
            // Only PostgreSQL 17 can give it another expression; it holds nothing that is not computed.
            (Some(before), Some(after)) => {
                before != after || self.is_retyped() || from.nullable != to.nullable
            }
            (None | Some(_), None) => false,
        };
        if !is_anew {
            return self.in_place(schema, later, absent);
        }
        let dependents = Dependents::of_computed(schema, table, &from.name).without(absent);
        let mut statements = dependents.drop();
        statements.extend(dependents.change(to).add());
        statements
    }

    fn is_retyped(&self) -> bool {
        self.from.ty != self.to.ty || self.from.collation != self.to.collation
    }

    /// In the order in which each statement finds what it needs.
    fn in_place(&self, schema: &Schema, later: &[Operation], absent: &mut Absent) -> Vec<String> {
        let Change { table, from, to, fill, using } = self;
        let alter = |clause: &str| alter_column(table, to, clause);
        let mut statements = Vec::new();
        if from.generated.is_some() && to.generated.is_none() {
            statements.push(alter("DROP EXPRESSION"));
        }
        statements.extend(self.end_of_identity());
        // The old default would be cast, and printed with the cast for ever; some cannot be cast at all.
        let goes = self.is_retyped() || to.default.is_none();
        if goes && from.default.is_some() {
            statements.push(alter("DROP DEFAULT"));
        }
        if self.is_retyped() {
            let dependents = Dependents::of_type_change(schema, table, &from.name).without(absent);
            statements.extend(dependents.drop());
            statements.push(self.retype());
            absent.extend(dependents.postponed(later));
            statements.extend(dependents.without(absent).add());
        } else if let Some(using) = using {
            statements.push(update(table, to, using, false));
        }
        if let Some(fill) = fill {
            statements.push(update(table, to, fill, true));
        }
        match (from.nullable, to.nullable) {
            (true, false) => statements.push(alter("SET NOT NULL")),
            (false, true) => statements.push(alter("DROP NOT NULL")),
            (true, true) | (false, false) => {}
        }
        statements.extend(self.identity());
        if to.default.is_some() && (goes || from.default != to.default) {
            statements.push(set_default(table, to));
        }
        if from.comment != to.comment {
            statements.push(table::column_comment(table, to));
        }
        statements
    }

    fn retype(&self) -> String {
        let Change { table, from, to, using, .. } = self;
        let using = match using {
            Some(using) => Some((*using).to_owned()),
            None if from.ty == to.ty => None,
            None => conversion::using(&to.name, &from.ty, &to.ty),
        };
        // Without COLLATE a change of type brings the collation of the type.
        let mut clause = format!("TYPE {}", sql(&to.ty));
        if let Some(collation) = &to.collation {
            clause.push_str(&format!(" COLLATE {}", quote(collation)));
        }
        if let Some(using) = using {
            clause.push_str(&format!(" USING {using}"));
        }
        alter_column(table, to, &clause)
    }

    fn identity(&self) -> Vec<String> {
        let Change { table, from, to, .. } = self;
        match (&from.identity, &to.identity) {
            (Some(before), Some(after)) if before.serial == after.serial => {
                let mut clauses = Vec::new();
                if before.always != after.always {
                    let kind = if after.always { "ALWAYS" } else { "BY DEFAULT" };
                    clauses.push(format!("SET GENERATED {kind}"));
                }
                if !after.serial {
                    clauses.extend(sequence::changes(from, to, "SET "));
                }
                let mut statements = Vec::from_iter(sequence::rename(table, from, to));
                statements.extend(sequence::alter_owned(table, from, to));
                if !clauses.is_empty() {
                    statements.push(alter_column(table, to, &clauses.join(" ")));
                }
                statements
            }
            (_, Some(after)) if after.serial => vec![
                sequence::create(table, to, &after.sequence),
                alter_column(
                    table,
                    to,
                    &format!("SET DEFAULT {}", sequence::next_value(table, &to.name, &after.sequence)),
                ),
                sequence::own(table, to, &after.sequence),
                sequence::count_on(table, to, &after.sequence),
            ],
            (_, Some(after)) => vec![
                alter_column(table, to, &format!("ADD {}", sequence::identity(after))),
                sequence::count_on(table, to, &after.sequence),
            ],
            (_, None) => Vec::new(),
        }
    }

    /// Takes away what counted for the column, unless it goes on counting.
    fn end_of_identity(&self) -> Vec<String> {
        let Change { table, from, to, .. } = self;
        let Some(before) = &from.identity else { return Vec::new() };
        if to.identity.as_ref().is_some_and(|after| after.serial == before.serial) {
            return Vec::new();
        }
        if !before.serial {
            return vec![alter_column(table, to, "DROP IDENTITY")];
        }
        vec![alter_column(table, to, "DROP DEFAULT"), sequence::drop_owned(table, to, &before.sequence)]
    }
}
