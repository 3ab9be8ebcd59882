//! Strokes that rename.

use strobila::operation::Operation;
use strobila::schema::Name;

use super::super::names;
use super::{Painter, nth};

impl Painter {
    pub(super) fn rename_table(&mut self, pick: [u8; 4]) -> Option<()> {
        let from = self.any_table(pick[0])?;
        let to = Name::new(names::table(self.next_number()));
        self.rename(Operation::RenameTable { from, to })
    }

    pub(super) fn rename_column(&mut self, pick: [u8; 4]) -> Option<()> {
        let (table, column) = self.any_column(pick, |_, _| true)?;
        let to = names::column(self.next_number());
        self.rename(Operation::RenameColumn { table, from: column.name, to })
    }

    pub(super) fn rename_enum(&mut self, pick: [u8; 4]) -> Option<()> {
        let from = self.any_enum(pick[0])?;
        let to = Name::new(format!("state{}", self.next_number()));
        self.rename(Operation::RenameEnum { from, to })
    }

    pub(super) fn rename_enum_value(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_enum(pick[0])?;
        let from = nth(&self.schema.enums[&name].values, pick[1])?.clone();
        let to = format!("{}?", names::value(self.next_number()));
        self.rename(Operation::RenameEnumValue { name, from, to })
    }

    pub(super) fn swap_tables(&mut self, pick: [u8; 4]) -> Option<()> {
        let (a, b) = (self.any_table(pick[0])?, self.any_table(pick[1])?);
        if a == b {
            return None;
        }
        let aside = Name::new("strobila aside");
        for (from, to) in [(&a, &aside), (&b, &a), (&aside, &b)] {
            self.rename(Operation::RenameTable { from: from.clone(), to: to.clone() })?;
        }
        Some(())
    }

    pub(super) fn swap_columns(&mut self, pick: [u8; 4]) -> Option<()> {
        let (table, a) = self.any_column(pick, |_, _| true)?;
        let b = nth(&self.schema.tables[&table].columns, pick[2])?.clone();
        if a.name == b.name {
            return None;
        }
        let aside = "strobila aside".to_owned();
        for (from, to) in [(&a.name, &aside), (&b.name, &a.name), (&aside, &b.name)] {
            self.rename(Operation::RenameColumn {
                table: table.clone(),
                from: from.clone(),
                to: to.clone(),
            })?;
        }
        Some(())
    }

    /// Drops a column and gives its name to another.
    pub(super) fn replace_column(&mut self, pick: [u8; 4]) -> Option<()> {
        let (table, heir) = self.any_column([pick[0], pick[2], 0, 0], |_, _| true)?;
        let gone = self.drop_one_column(&table, pick[1], &heir.name)?;
        self.rename(Operation::RenameColumn { table, from: heir.name, to: gone })
    }

    fn rename(&mut self, operation: Operation) -> Option<()> {
        self.apply(operation.clone())?;
        if self.changes {
            self.origin.follow(&operation);
        }
        let fills = std::mem::take(&mut self.fills);
        self.fills = fills
            .into_iter()
            .map(|((table, column), fill)| match &operation {
                Operation::RenameTable { from, to } if *from == table => ((to.clone(), column), fill),
                Operation::RenameColumn { table: of, from, to } if *of == table && *from == column => {
                    ((table, to.clone()), fill)
                }
                _ => ((table, column), fill),
            })
            .collect();
        Some(())
    }
}
