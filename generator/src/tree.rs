//! The change tree: operations as a person reads them.

mod rows;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::Operation;
use strobila::schema::{Enum, Table};

use crate::subject::{Owner, subjects};
use crate::swap::{Shown, ends, shown};
use crate::text::visible;
pub use summary::summary;

/// A longer name or type sticks out instead of pushing its neighbours away.
const MAX_WIDTH: usize = 32;

/// The operations as a tree, one line each under its table or enum.
///
/// ```text
/// ~ table author
///     + country  text  NOT NULL  existing rows get 'DE'
///     > name -> full_name
///     - fax      text
/// + enum status: draft, published
/// ```
///
/// The first mark of a line says what happens: `+` comes, `-` goes, `~` changes, `>` gets another
/// name or module. Hidden characters are escaped. Every line ends in a newline.
pub fn change_tree(operations: &[Operation]) -> String {
    let mut order: Vec<Owner> = Vec::new();
    let mut groups: BTreeMap<Owner, Group> = BTreeMap::new();
    let all: Vec<&Operation> = operations.iter().collect();
    for (shown, subject) in shown(&all).into_iter().zip(subjects(operations)) {
        if shown == Shown::Gone {
            continue;
        }
        let group = groups.entry(subject.owner.clone()).or_insert_with(|| {
            order.push(subject.owner.clone());
            Group::new(&subject.owner)
        });
        match shown {
            Shown::Gone => {}
            Shown::As(operation) => group.add(&operation),
            Shown::Swap(operation) => group.swap(&operation),
        }
    }
    order.iter().filter_map(|owner| groups.get(owner)).map(Group::print).collect()
}

/// The lines of one table or enum.
struct Group {
    heads: Vec<String>,
    name: String,
    rows: Vec<Row>,
}

struct Row {
    mark: char,
    cells: Vec<String>,
}

impl Group {
    fn new(owner: &Owner) -> Self {
        let name = match owner {
            Owner::Table(name) => format!("table {name}"),
            Owner::Enum(name) => format!("enum {name}"),
        };
        Group { heads: Vec::new(), name, rows: Vec::new() }
    }

    fn row(&mut self, mark: char, text: String) {
        self.rows.push(Row { mark, cells: vec![text] });
    }

    fn head(&mut self, line: String) {
        self.heads.push(line);
    }

    fn swap(&mut self, operation: &Operation) {
        if let Operation::RenameTable { from, to } = operation {
            self.head(format!("> table {from} <-> {to}"));
        } else if let Some((_, from, to)) = ends(operation) {
            self.row('>', format!("{from} <-> {to}"));
        }
    }

    fn add(&mut self, operation: &Operation) {
        match operation {
            Operation::ReleaseTable { to, .. } | Operation::ReleaseEnum { to, .. } => {
                self.head(format!("> {} moves to module {to}", self.name));
            }
            Operation::AdoptTable { from, .. } | Operation::AdoptEnum { from, .. } => {
                self.head(format!("> {} comes from module {from}", self.name));
            }
            Operation::RenameEnum { from, to } => self.head(format!("> enum {from} -> {to}")),
            Operation::RenameTable { from, to } => self.head(format!("> table {from} -> {to}")),
            Operation::CreateEnum { item } => self.head(enum_head('+', item)),
            Operation::DropEnum { item } => self.head(enum_head('-', item)),
            Operation::CreateTable { table } => {
                self.head(format!("+ {}", self.name));
                self.table('+', table);
            }
            Operation::DropTable { table } => {
                self.head(format!("- {}", self.name));
                self.table('-', table);
            }
            Operation::ReplaceEnum { from, to } => {
                self.row('~', format!("{} -> {}", from.values.join(", "), to.values.join(", ")));
            }
            Operation::AddEnumValue { value, before, .. } => {
                let place = before.as_ref().map_or_else(String::new, |before| format!(" before {before}"));
                self.row('+', format!("{value}{place} (the way down fails while a row holds it)"));
            }
            Operation::RenameEnumValue { from, to, .. } | Operation::RenameColumn { from, to, .. } => {
                self.row('>', format!("{from} -> {to}"));
            }
            Operation::RenameIndex { from, to, .. } => self.row('>', format!("index {from} -> {to}")),
            Operation::RenameConstraint { from, to, .. } => {
                self.row('>', format!("constraint {from} -> {to}"));
            }
            Operation::AddColumn { column, fill, .. } => {
                self.rows.push(Row { mark: '+', cells: rows::column(column, fill.as_ref()) });
            }
            Operation::DropColumn { column, .. } => {
                self.rows.push(Row { mark: '-', cells: rows::column(column, None) });
            }
            Operation::AlterColumn { from, to, fill, using, .. } => {
                self.rows.push(Row {
                    mark: '~',
                    cells: rows::change(from, to, [fill, using].map(Option::as_ref)),
                });
            }
            Operation::AddPrimaryKey { primary_key, .. } => self.row('+', rows::primary_key(primary_key)),
            Operation::DropPrimaryKey { primary_key, .. } => self.row('-', rows::primary_key(primary_key)),
            Operation::AddUnique { unique, .. } => self.row('+', rows::unique(unique)),
            Operation::DropUnique { unique, .. } => self.row('-', rows::unique(unique)),
            Operation::AddExclusion { exclusion, .. } => self.row('+', rows::exclusion(exclusion)),
            Operation::DropExclusion { exclusion, .. } => self.row('-', rows::exclusion(exclusion)),
            Operation::AddIndex { index, .. } => self.row('+', rows::index(index)),
            Operation::DropIndex { index, .. } => self.row('-', rows::index(index)),
            Operation::AddCheck { check, .. } => self.row('+', rows::check(check)),
            Operation::DropCheck { check, .. } => self.row('-', rows::check(check)),
            Operation::AddForeignKey { foreign_key, .. } => self.row('+', rows::foreign_key(foreign_key)),
            Operation::DropForeignKey { foreign_key, .. } => self.row('-', rows::foreign_key(foreign_key)),
            Operation::SetTableOptions { from, to, .. } => {
                let words = |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(", ");
                self.row('~', format!("options {} -> {}", words(from), words(to)));
            }
            Operation::SetTableComment { to: Some(to), .. } => self.row('~', format!("comment '{to}'")),
            Operation::SetTableComment { to: None, .. } => self.row('~', "no comment".to_owned()),
        }
    }

    fn table(&mut self, mark: char, table: &Table) {
        for column in &table.columns {
            self.rows.push(Row { mark, cells: rows::column(column, None) });
        }
        let parts = table
            .primary_key
            .iter()
            .map(rows::primary_key)
            .chain(table.uniques.values().map(rows::unique))
            .chain(table.exclusions.values().map(rows::exclusion))
            .chain(table.checks.values().map(rows::check))
            .chain(table.foreign_keys.values().map(rows::foreign_key))
            .chain(table.indexes.values().map(rows::index));
        self.rows.extend(parts.map(|text| Row { mark, cells: vec![text] }));
    }

    fn print(&self) -> String {
        let mut out = String::new();
        for head in &self.heads {
            out.push_str(&visible(head));
            out.push('\n');
        }
        if self.heads.is_empty() {
            out.push_str(&visible(&format!("~ {}", self.name)));
            out.push('\n');
        }
        let widths = self.widths();
        for row in &self.rows {
            let mut line = format!("    {} ", row.mark);
            for (at, cell) in row.cells.iter().enumerate() {
                let cell = visible(cell);
                line.push_str(&cell);
                if row.cells.len() > 1 {
                    let missing = widths[at].saturating_sub(cell.chars().count());
                    line.extend(std::iter::repeat_n(' ', missing + 2));
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// The width of each cell of the columns; a column that changes has its name alone to align.
    fn widths(&self) -> [usize; 4] {
        let mut widths = [0; 4];
        for row in &self.rows {
            let aligned = match row.cells.len() {
                4 => 3,
                2 => 1,
                _ => 0,
            };
            for (width, cell) in widths.iter_mut().zip(row.cells.iter().take(aligned)) {
                let own = visible(cell).chars().count();
                if own <= MAX_WIDTH {
                    *width = (*width).max(own);
                }
            }
        }
        widths
    }
}

fn enum_head(mark: char, item: &Enum) -> String {
    format!("{mark} enum {}: {}", item.name, item.values.join(", "))
}

#[cfg(test)]
mod tests {
    use strobila::operation::Operation;
    use strobila::schema::{Column, Type};

    use super::{change_tree, summary};

    fn operations() -> Vec<Operation> {
        let mut bio = Column::new("bio", Type::Text);
        bio.nullable = true;
        let table = || "author".into();
        vec![
            Operation::RenameTable { from: "writer".into(), to: table() },
            Operation::RenameColumn { table: table(), from: "name".into(), to: "full_name".into() },
            Operation::CreateEnum {
                item: strobila::schema::Enum {
                    name: "status".into(),
                    values: vec!["draft".into(), "out".into()],
                    ..Default::default()
                },
            },
            Operation::AddColumn {
                table: table(),
                column: Column::new("country", Type::Text),
                fill: Some("'DE'".into()),
                place: None,
            },
            Operation::AlterColumn {
                table: table(),
                from: bio.clone(),
                to: Column::new("bio", Type::String(20)),
                fill: Some("''".into()),
                using: None,
            },
            Operation::DropColumn { table: table(), column: Column { name: "fax\r`".into(), ..bio } },
        ]
    }

    #[test]
    fn every_operation_is_a_line_under_its_table() {
        let expected = "\
> table writer -> author
    > name -> full_name
    + country  text  NOT NULL  existing rows get 'DE'
    ~ bio      text -> string(20), now NOT NULL, NULL becomes ''
    - fax\\r`   text
+ enum status: draft, out
";
        assert_eq!(change_tree(&operations()), expected);
    }

    #[test]
    fn a_summary_counts_what_does_not_fit() {
        assert_eq!(
            summary(&operations()),
            "rename table `writer` to `author`, rename `author.name` to `full_name`, create enum `status`, and 3 more changes"
        );
        assert_eq!(summary(&operations()[3..4]), "add required column `author.country`");
        assert_eq!(summary(&operations()[5..]), "drop `author.fax\\r\\u{60}`");
        assert_eq!(summary(&[]), "no change of the schema");
    }
}
