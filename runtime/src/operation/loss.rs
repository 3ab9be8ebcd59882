//! What operations destroy.

use super::Operation;

/// What is gone for good when the operations ran, a phrase each: "the values of author.fax", "the
/// rows of table fax". Empty when nothing is lost.
///
/// A generated column loses nothing: its values are computed.
pub fn losses(operations: &[Operation]) -> Vec<String> {
    operations.iter().filter_map(loss).collect()
}

fn loss(operation: &Operation) -> Option<String> {
    match operation {
        Operation::DropColumn { table, column } if column.generated.is_none() => {
            Some(format!("the values of {table}.{}", column.name))
        }
        Operation::DropTable { table } => Some(format!("the rows of table {}", table.name)),
        Operation::DropColumn { .. }
        | Operation::ReleaseTable { .. }
        | Operation::AdoptTable { .. }
        | Operation::ReleaseEnum { .. }
        | Operation::AdoptEnum { .. }
        | Operation::RenameEnum { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::RenameTable { .. }
        | Operation::RenameColumn { .. }
        | Operation::DropForeignKey { .. }
        | Operation::DropCheck { .. }
        | Operation::DropIndex { .. }
        | Operation::DropUnique { .. }
        | Operation::DropPrimaryKey { .. }
        | Operation::RenameIndex { .. }
        | Operation::RenameConstraint { .. }
        | Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::ReplaceEnum { .. }
        | Operation::CreateTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::AddPrimaryKey { .. }
        | Operation::AddUnique { .. }
        | Operation::AddIndex { .. }
        | Operation::AddCheck { .. }
        | Operation::AddForeignKey { .. }
        | Operation::SetTableComment { .. }
        | Operation::DropEnum { .. } => None,
    }
}
