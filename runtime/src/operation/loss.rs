//! What operations destroy, under the names that things had before.

use std::collections::BTreeMap;

use super::Operation;
use crate::schema::{Conversion, Name};

/// Something that an operation destroys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The index of the operation.
    pub operation: usize,
    /// What loses its values, as a flag names it: `author.fax`, `fax`.
    pub subject: String,
    /// What is gone: "the values of author.fax".
    pub phrase: String,
}

/// Everything that the operations destroy, in their order. Empty when nothing is lost.
///
/// A generated column loses nothing: its values are computed; a plain one that becomes generated loses
/// its own. A change of type counts when some database
/// may round, cut or replace values without a word.
pub fn losses(operations: &[Operation]) -> Vec<Loss> {
    let mut before = Before::default();
    let mut losses = Vec::new();
    for (at, operation) in operations.iter().enumerate() {
        let (subject, phrase) = match operation {
            Operation::RenameTable { from, to } => {
                let old = before.table(from);
                before.tables.insert(to.clone(), old);
                continue;
            }
            Operation::RenameColumn { table, from, to } => {
                let old = before.column(table, from);
                before.columns.insert((before.table(table), to.clone()), old);
                continue;
            }
            Operation::DropColumn { table, column } if column.generated.is_none() => {
                let subject = format!("{}.{}", before.table(table), before.column(table, &column.name));
                let phrase = format!("the values of {subject}");
                (subject, phrase)
            }
            Operation::DropTable { table } => {
                let subject = before.table(&table.name).to_string();
                let phrase = format!("the rows of table {subject}");
                (subject, phrase)
            }
            // A person is asked for it under the names of today.
            Operation::AlterColumn { table, from, to, .. }
                if from.generated.is_none() && to.generated.is_some() =>
            {
                let subject = format!("{table}.{}", to.name);
                let phrase = format!("the values of {subject}, which is computed from then on");
                (subject, phrase)
            }
            Operation::AlterColumn { table, from, to, using: Some(using), .. } if from.ty != to.ty => {
                let subject = format!("{table}.{}", to.name);
                let phrase = format!("the values of {subject}, which become {}", using.any());
                (subject, phrase)
            }
            Operation::AlterColumn { table, from, to, .. }
                if from.ty.conversion_to(&to.ty) == Conversion::Lossy && to.generated.is_none() =>
            {
                let subject = format!("{table}.{}", to.name);
                let phrase = format!("what {} does not keep of {subject}", to.ty);
                (subject, phrase)
            }
            Operation::DropColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
            | Operation::RenameEnum { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropCheck { .. }
            | Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::CreateTable { .. }
            | Operation::AddColumn { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddExclusion { .. }
            | Operation::AddIndex { .. }
            | Operation::AddCheck { .. }
            | Operation::AddForeignKey { .. }
            | Operation::SetTableComment { .. }
            | Operation::SetTableOptions { .. }
            | Operation::DropEnum { .. } => continue,
        };
        losses.push(Loss { operation: at, subject, phrase });
    }
    losses
}

/// The names of now, and what they were at the beginning.
#[derive(Default)]
struct Before {
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, String), String>,
}

impl Before {
    fn table(&self, name: &Name) -> Name {
        self.tables.get(name).unwrap_or(name).clone()
    }

    fn column(&self, table: &Name, column: &str) -> String {
        let key = (self.table(table), column.to_owned());
        self.columns.get(&key).cloned().unwrap_or_else(|| column.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::losses;
    use crate::operation::Operation;

    fn read(lines: &[&str]) -> Vec<Operation> {
        lines.iter().map(|line| serde_json::from_str(line).expect("the test's JSON is right")).collect()
    }

    #[test]
    fn columns_and_tables_are_lost_but_not_what_is_computed() {
        let operations = read(&[
            r#"{"drop_column":{"table":"author","column":{"name":"fax","type":"text"}}}"#,
            r#"{"drop_column":{"table":"author","column":{"name":"full","type":"text",
                "generated":{"expression":"first || last","stored":true}}}}"#,
            r#"{"rename_column":{"table":"author","from":"a","to":"b"}}"#,
            r#"{"alter_column":{"table":"author","from":{"name":"b","type":"text"},
                "to":{"name":"b","type":"text","generated":{"expression":"'x'","stored":true}}}}"#,
            r#"{"drop_table":{"table":{"name":["billing","fax"],"columns":[]}}}"#,
        ]);
        let phrases: Vec<String> = losses(&operations).into_iter().map(|loss| loss.phrase).collect();
        let computed = "the values of author.b, which is computed from then on";
        assert_eq!(phrases, ["the values of author.fax", computed, "the rows of table billing.fax"]);
    }

    fn subjects(lines: &[&str]) -> Vec<String> {
        losses(&read(lines)).into_iter().map(|loss| loss.subject).collect()
    }

    /// A change of a column `b` of `author`; `computed` says which sides are.
    fn altered(from: &str, to: &str, computed: [bool; 2]) -> String {
        let side = |ty: &str, is_computed: bool| {
            let generated = if is_computed { r#","generated":{"expression":"1","stored":true}"# } else { "" };
            format!(r#"{{"name":"b","type":"{ty}"{generated}}}"#)
        };
        let (from, to) = (side(from, computed[0]), side(to, computed[1]));
        format!(r#"{{"alter_column":{{"table":"author","from":{from},"to":{to}}}}}"#)
    }

    #[test]
    fn a_type_that_may_not_hold_every_value_loses_some() {
        let found = losses(&read(&[&altered("double", "integer", [false, false])]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].operation, found[0].subject.as_str()), (0, "author.b"));
        assert_eq!(found[0].phrase, "what integer does not keep of author.b");
        assert!(subjects(&[&altered("bigint", "integer", [false, false])]).is_empty());
        assert!(subjects(&[&altered("integer", "integer", [false, false])]).is_empty());
    }

    #[test]
    fn a_computed_column_holds_nothing_of_its_own() {
        assert_eq!(subjects(&[&altered("bigint", "bigint", [false, true])]), ["author.b"]);
        assert!(subjects(&[&altered("bigint", "bigint", [true, true])]).is_empty());
        assert!(subjects(&[&altered("double", "integer", [true, true])]).is_empty());
    }

    #[test]
    fn what_is_lost_is_named_as_it_was_called_at_first() {
        let rename_table = r#"{"rename_table":{"from":"author","to":"writer"}}"#;
        let rename_column = r#"{"rename_column":{"table":"author","from":"a","to":"b"}}"#;
        let rename_later = r#"{"rename_column":{"table":"writer","from":"a","to":"b"}}"#;
        let drop_column = r#"{"drop_column":{"table":"writer","column":{"name":"b","type":"text"}}}"#;
        let drop_table = r#"{"drop_table":{"table":{"name":"writer","columns":[]}}}"#;
        assert_eq!(subjects(&[rename_column, rename_table, drop_column]), ["author.a"]);
        assert_eq!(subjects(&[rename_table, rename_later, drop_column]), ["author.a"]);
        assert_eq!(subjects(&[rename_table, drop_column]), ["author.b"]);
        assert_eq!(subjects(&[rename_table, drop_table]), ["author"]);
        // Another table of the new name has columns of its own.
        assert_eq!(subjects(&[rename_column, drop_column]), ["writer.b"]);
    }
}
