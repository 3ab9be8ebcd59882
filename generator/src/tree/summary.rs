//! Operations in one line.

use strobila::operation::Operation;

use crate::subject::{Part, parts, subjects};
use crate::swap::{Shown, shown};
use crate::text::code;

/// Longest line before the rest is only counted.
const MAX_LENGTH: usize = 100;

/// The operations in one line of Markdown: ``add required column `author.country`, drop `author.fax` ``.
///
/// At most about a hundred characters, then `and n more changes`.
pub fn summary(operations: &[Operation]) -> String {
    let subjects = subjects(operations);
    let parts = parts(&subjects.iter().collect::<Vec<_>>());
    let all: Vec<&Operation> = operations.iter().collect();
    let phrases: Vec<String> = shown(&all)
        .iter()
        .zip(parts)
        .filter_map(|(shown, part)| match (shown, part) {
            (Shown::Gone, _) | (_, Part::Dropped) => None,
            (Shown::Swap(operation), _) => {
                Some(phrase(operation).replacen("rename", "swap", 1).replacen("` to `", "` and `", 1))
            }
            (Shown::As(operation), Part::Whole) => Some(phrase(operation)),
            (Shown::As(operation), Part::Replaced) => Some(phrase(operation).replacen("add", "replace", 1)),
        })
        .collect();
    let mut line = String::new();
    for (at, phrase) in phrases.iter().enumerate() {
        if at > 0 && line.chars().count() + phrase.chars().count() + 2 > MAX_LENGTH {
            let rest = phrases.len() - at;
            let noun = if rest == 1 { "change" } else { "changes" };
            return format!("{line}, and {rest} more {noun}");
        }
        if at > 0 {
            line.push_str(", ");
        }
        line.push_str(phrase);
    }
    if phrases.is_empty() { "no change of the schema".to_owned() } else { line }
}

fn phrase(operation: &Operation) -> String {
    let dotted = |table: &dyn std::fmt::Display, item: &str| code(&format!("{table}.{item}"));
    let name = |name: &dyn std::fmt::Display| code(&name.to_string());
    match operation {
        Operation::ReleaseTable { table, to } => {
            format!("move table {} to module {}", name(&table.name), code(to))
        }
        Operation::AdoptTable { table, from } => {
            format!("take table {} from module {}", name(&table.name), code(from))
        }
        Operation::ReleaseEnum { item, to } => {
            format!("move enum {} to module {}", name(&item.name), code(to))
        }
        Operation::AdoptEnum { item, from } => {
            format!("take enum {} from module {}", name(&item.name), code(from))
        }
        Operation::RenameEnum { from, to } => format!("rename enum {} to {}", name(from), name(to)),
        Operation::RenameEnumValue { name: of, from, to } => {
            format!("rename value {} to {}", dotted(of, from), code(to))
        }
        Operation::RenameTable { from, to } => format!("rename table {} to {}", name(from), name(to)),
        Operation::RenameColumn { table, from, to } => {
            format!("rename {} to {}", dotted(table, from), code(to))
        }
        Operation::DropForeignKey { foreign_key, .. } => {
            format!("drop foreign key {}", code(&foreign_key.name))
        }
        Operation::DropCheck { check, .. } => format!("drop check {}", code(&check.name)),
        Operation::DropIndex { index, .. } => format!("drop index {}", code(&index.name)),
        Operation::DropUnique { unique, .. } => format!("drop unique {}", code(&unique.name)),
        Operation::DropExclusion { exclusion, .. } => format!("drop exclusion {}", code(&exclusion.name)),
        Operation::DropPrimaryKey { table, .. } => format!("drop the primary key of {}", name(table)),
        Operation::RenameIndex { from, to, .. } => format!("rename index {} to {}", code(from), code(to)),
        Operation::RenameConstraint { from, to, .. } => {
            format!("rename constraint {} to {}", code(from), code(to))
        }
        Operation::CreateEnum { item } => format!("create enum {}", name(&item.name)),
        Operation::AddEnumValue { name, value, .. } => format!("add value {}", dotted(name, value)),
        Operation::ReplaceEnum { from, .. } => format!("replace the values of enum {}", name(&from.name)),
        Operation::CreateTable { table } => format!("create table {}", name(&table.name)),
        Operation::AddColumn { table, column, .. } => {
            let required = if column.is_required() { "required " } else { "" };
            format!("add {required}column {}", dotted(table, &column.name))
        }
        Operation::AlterColumn { table, from, to, .. } => {
            let what = match (from.nullable, to.nullable) {
                _ if from.ty != to.ty => "change the type of",
                (true, false) => "make required",
                (false, true) => "make optional",
                _ => "change",
            };
            format!("{what} {}", dotted(table, &to.name))
        }
        Operation::AddPrimaryKey { table, .. } => format!("add the primary key of {}", name(table)),
        Operation::AddUnique { unique, .. } => format!("add unique {}", code(&unique.name)),
        Operation::AddExclusion { exclusion, .. } => format!("add exclusion {}", code(&exclusion.name)),
        Operation::AddIndex { index, .. } => format!("add index {}", code(&index.name)),
        Operation::AddCheck { check, .. } => format!("add check {}", code(&check.name)),
        Operation::AddForeignKey { foreign_key, .. } => {
            format!("add foreign key {}", code(&foreign_key.name))
        }
        Operation::SetTableComment { table, .. } => format!("comment on table {}", name(table)),
        Operation::SetTableOptions { table, .. } => format!("change the options of table {}", name(table)),
        Operation::DropColumn { table, column } => format!("drop {}", dotted(table, &column.name)),
        Operation::DropTable { table } => format!("drop table {}", name(&table.name)),
        Operation::DropEnum { item } => format!("drop enum {}", name(&item.name)),
    }
}
