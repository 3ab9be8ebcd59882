//! What an operation makes of one table. The plan has checked itself before: nothing is refused here, so
//! that operations of one table can run together, before their turn.

use crate::operation::Operation;
use crate::schema::Table;

pub(super) fn change(table: &mut Table, operation: &Operation) {
    match operation {
        Operation::DropForeignKey { foreign_key, .. } => drop(table.foreign_keys.remove(&foreign_key.name)),
        Operation::DropCheck { check, .. } => drop(table.checks.remove(&check.name)),
        Operation::DropIndex { index, .. } => drop(table.indexes.remove(&index.name)),
        Operation::DropUnique { unique, .. } => drop(table.uniques.remove(&unique.name)),
        Operation::DropPrimaryKey { .. } => table.primary_key = None,
        Operation::DropExclusion { exclusion, .. } => drop(table.exclusions.remove(&exclusion.name)),
        Operation::RenameIndex { from, to, .. } => {
            if let Some(mut index) = table.indexes.remove(from) {
                index.name.clone_from(to);
                table.indexes.insert(to.clone(), index);
            }
        }
        Operation::RenameConstraint { from, to, .. } => rename_constraint(table, from, to),
        Operation::AddColumn { column, .. } => table.columns.push(column.clone()),
        Operation::AlterColumn { to, .. } => {
            if let Some(column) = table.column_mut(&to.name) {
                column.clone_from(to);
            }
        }
        Operation::AddPrimaryKey { primary_key, .. } => table.primary_key = Some(primary_key.clone()),
        Operation::AddUnique { unique, .. } => {
            table.uniques.insert(unique.name.clone(), unique.clone());
        }
        Operation::AddExclusion { exclusion, .. } => {
            table.exclusions.insert(exclusion.name.clone(), exclusion.clone());
        }
        Operation::AddIndex { index, .. } => {
            table.indexes.insert(index.name.clone(), index.clone());
        }
        Operation::AddCheck { check, .. } => {
            table.checks.insert(check.name.clone(), check.clone());
        }
        Operation::AddForeignKey { foreign_key, .. } => {
            table.foreign_keys.insert(foreign_key.name.clone(), foreign_key.clone());
        }
        Operation::SetTableOptions { to, .. } => table.options.clone_from(to),
        Operation::DropColumn { column, .. } => table.columns.retain(|other| other.name != column.name),
        // These are no changes within one table.
        Operation::ReleaseTable { .. }
        | Operation::AdoptTable { .. }
        | Operation::ReleaseEnum { .. }
        | Operation::AdoptEnum { .. }
        | Operation::RenameEnum { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::RenameTable { .. }
        | Operation::RenameColumn { .. }
        | Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::ReplaceEnum { .. }
        | Operation::CreateTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::DropTable { .. }
        | Operation::DropEnum { .. } => {}
    }
}

fn rename_constraint(table: &mut Table, from: &str, to: &str) {
    if let Some(key) = table.primary_key.as_mut().filter(|key| key.name == from) {
        to.clone_into(&mut key.name);
    } else if let Some(mut unique) = table.uniques.remove(from) {
        to.clone_into(&mut unique.name);
        table.uniques.insert(to.to_owned(), unique);
    } else if let Some(mut key) = table.foreign_keys.remove(from) {
        to.clone_into(&mut key.name);
        table.foreign_keys.insert(to.to_owned(), key);
    } else if let Some(mut check) = table.checks.remove(from) {
        to.clone_into(&mut check.name);
        table.checks.insert(to.to_owned(), check);
    }
}
