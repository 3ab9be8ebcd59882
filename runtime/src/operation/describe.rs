//! What an operation is called in titles and change trees.

use std::fmt;

use super::Operation;

impl fmt::Display for Operation {
    /// A short phrase: `add post.slug`, `drop table author`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::ReleaseTable { table, to } => write!(f, "move table {} to module {to}", table.name),
            Operation::AdoptTable { table, from } => {
                write!(f, "take table {} from module {from}", table.name)
            }
            Operation::ReleaseEnum { item, to } => write!(f, "move enum {} to module {to}", item.name),
            Operation::AdoptEnum { item, from } => write!(f, "take enum {} from module {from}", item.name),
            Operation::RenameEnum { from, to } => write!(f, "rename enum {from} to {to}"),
            Operation::RenameEnumValue { name, from, to } => {
                write!(f, "rename value {from} of enum {name} to {to}")
            }
            Operation::RenameTable { from, to } => write!(f, "rename table {from} to {to}"),
            Operation::RenameColumn { table, from, to } => write!(f, "rename {table}.{from} to {to}"),
            Operation::DropForeignKey { foreign_key, .. } => {
                write!(f, "drop foreign key {}", foreign_key.name)
            }
            Operation::DropCheck { check, .. } => write!(f, "drop check {}", check.name),
            Operation::DropIndex { index, .. } => write!(f, "drop index {}", index.name),
            Operation::DropUnique { unique, .. } => write!(f, "drop unique {}", unique.name),
            Operation::DropExclusion { exclusion, .. } => write!(f, "drop exclusion {}", exclusion.name),
            Operation::DropPrimaryKey { table, .. } => write!(f, "drop the primary key of {table}"),
            Operation::RenameIndex { from, to, .. } => write!(f, "rename index {from} to {to}"),
            Operation::RenameConstraint { from, to, .. } => write!(f, "rename constraint {from} to {to}"),
            Operation::CreateEnum { item } => write!(f, "create enum {}", item.name),
            Operation::AddEnumValue { name, value, .. } => write!(f, "add value {value} to enum {name}"),
            Operation::ReplaceEnum { from, .. } => write!(f, "replace the values of enum {}", from.name),
            Operation::CreateTable { table } => write!(f, "create table {}", table.name),
            Operation::AddColumn { table, column, fill, .. } => {
                write!(f, "add {table}.{}", column.name)?;
                match fill {
                    Some(fill) => write!(f, ", existing rows get {}", fill.any()),
                    None => Ok(()),
                }
            }
            Operation::AlterColumn { table, from, to, using: Some(_), .. } if from == to => {
                write!(f, "convert the values of {table}.{}", to.name)
            }
            Operation::AlterColumn { table, from, to, .. } => {
                write!(f, "change {table}.{}", from.name)?;
                if from.ty != to.ty {
                    write!(f, " from {} to {}", from.ty, to.ty)?;
                }
                match (from.nullable, to.nullable) {
                    (true, false) => f.write_str(", now required"),
                    (false, true) => f.write_str(", now optional"),
                    _ => Ok(()),
                }
            }
            Operation::AddPrimaryKey { table, .. } => write!(f, "add the primary key of {table}"),
            Operation::AddUnique { unique, .. } => write!(f, "add unique {}", unique.name),
            Operation::AddExclusion { exclusion, .. } => write!(f, "add exclusion {}", exclusion.name),
            Operation::AddIndex { index, .. } => write!(f, "add index {}", index.name),
            Operation::AddCheck { check, .. } => write!(f, "add check {}", check.name),
            Operation::AddForeignKey { foreign_key, .. } => write!(f, "add foreign key {}", foreign_key.name),
            Operation::SetTableComment { table, .. } => write!(f, "comment on table {table}"),
            Operation::SetTableOptions { table, .. } => write!(f, "change the options of table {table}"),
            Operation::DropColumn { table, column } => write!(f, "drop {table}.{}", column.name),
            Operation::DropTable { table } => write!(f, "drop table {}", table.name),
            Operation::DropEnum { item } => write!(f, "drop enum {}", item.name),
        }
    }
}
