//! What the operations that will run ask of the rows they run on.

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::Operation;
use strobila::schema::{Check, Column, Enum, ForeignKey, Name, Sql, Type};

/// What rows should also fit, beside the schema they stand in; all under the names of that schema.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// Types that columns will have.
    pub(super) types: BTreeMap<(Name, String), Type>,
    /// Columns that will be required without a fill.
    pub(super) required: BTreeSet<(Name, String)>,
    /// Checks that will hold, by table.
    pub(super) checks: BTreeMap<Name, Vec<Check>>,
    /// Lists of values that enums will have.
    pub(super) enums: BTreeMap<Name, Enum>,
    /// Enums that are made by the operations.
    pub(super) new_enums: BTreeMap<Name, Enum>,
    /// How values will be converted, by column: the texts it names should be among them.
    pub(super) converted: BTreeMap<(Name, String), Sql>,
    /// Columns that leave their enum, or go: they may hold any of its values.
    pub(super) leaving: BTreeSet<(Name, String)>,
    /// Tables that must hold no row, with the new column that no row has a value for.
    pub(super) empty: BTreeMap<Name, String>,
    /// Columns that will be unique together, by table.
    pub(super) uniques: BTreeMap<Name, Vec<Vec<String>>>,
    /// For columns that models call arrays, the type of an item and items.
    pub(super) lists: BTreeMap<(Name, String), (Type, Vec<String>)>,
    foreign_keys: BTreeMap<Name, Vec<ForeignKey>>,
}

impl Wishes {
    pub(super) fn of(operations: &[Operation]) -> Wishes {
        let mut wishes = Wishes::default();
        let mut past = Past::default();
        for operation in operations {
            wishes.add(operation, &mut past);
        }
        wishes
    }

    /// Takes the types of the models where the target keeps two of them as one, so that its own operations
    /// do not say what values must be: a text that becomes a date, and a date that becomes text.
    pub(super) fn follow(&mut self, models: &[Operation]) {
        if !models.is_empty() {
            // What rows get stands in the models' operations alone.
            self.empty = Wishes::of(models).empty;
        }
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
        let is_shorter = |one: &Type, other: &Type| matches!((one, other), (Type::String(one), Type::String(other)) if one < other);
        // A column that holds no whole number takes only some of the numbers that it held.
        let is_fraction = |ty: &Type| matches!(ty, Type::Decimal { precision, scale } if precision == scale);
        let mut models = models.to_vec();
        for operation in &mut models {
            if let Operation::AlterColumn { from, to, .. } = operation
                && (!is_text(&from.ty)
                    || matches!((&from.ty, &to.ty), (Type::String(_), Type::Text))
                    || is_shorter(&from.ty, &to.ty))
                && !is_fraction(&to.ty)
            {
                to.ty.clone_from(&from.ty);
            }
        }
        let plain = |ty: &Type| ty.enum_name().is_none() && !matches!(ty, Type::Array(_) | Type::Custom(_));
        for (column, ty) in Wishes::of(&models).types.into_iter().filter(|(_, ty)| plain(ty)) {
            self.types.entry(column).or_insert(ty);
        }
    }

    /// Foreign keys that a table will have.
    pub(super) fn foreign_keys(&self, table: &Name) -> impl Iterator<Item = &ForeignKey> {
        self.foreign_keys.get(table).into_iter().flatten()
    }

    /// Notes columns of tomorrow that will be unique together. What a new column will hold is not for
    /// the rows of today to say.
    fn add_unique<'c>(&mut self, table: &Name, columns: impl Iterator<Item = &'c str>, past: &Past) {
        let table = past.table(table);
        let columns: Vec<&str> = columns.collect();
        if columns.iter().any(|column| past.added.contains(&(table.clone(), (*column).to_owned()))) {
            return;
        }
        let columns = columns.into_iter().map(|column| past.column(&table, column)).collect();
        self.uniques.entry(table).or_default().push(columns);
    }

    /// Notes what a change of a column asks of its values.
    fn add_change(
        &mut self,
        table: &Name,
        [from, to]: [&Column; 2],
        is_filled: bool,
        using: Option<&Sql>,
        past: &mut Past,
    ) {
        let table = past.table(table);
        let column = past.column(&table, &to.name);
        if to.ty.enum_name().is_none() {
            self.leaving.insert((table.clone(), column.clone()));
        }
        if let Some(using) = using {
            past.converted.insert((table.clone(), to.name.clone()), using.clone());
            self.converted.insert((table.clone(), column.clone()), using.clone());
        }
        if !to.nullable && !is_filled && (using.is_none() || from.nullable) {
            self.required.insert((table.clone(), column.clone()));
        }
        // Where a person says what a value becomes, it need not fit the new type itself.
        if using.is_none() || (from.ty != to.ty && from.ty.converts_to(&to.ty)) {
            // The rows stand before all changes: the first one is theirs.
            self.types.entry((table, column)).or_insert_with(|| past.ty(&to.ty));
        }
    }

    fn add_check(&mut self, table: &Name, check: &Check, past: &Past) {
        let table = past.table(table);
        let mut added = past.added.iter().filter(|(of, _)| *of == table);
        // SQLite would take the quoted name of a column that is not there for a text.
        if added.any(|(_, column)| check.expression.mentions(column)) {
            return;
        }
        let expression = past.expression(&table, check);
        self.checks.entry(table).or_default().push(expression);
    }

    fn add_foreign_key(&mut self, table: &Name, foreign_key: &ForeignKey, past: &Past) {
        let table = past.table(table);
        let references = past.table(&foreign_key.references);
        let mut key = foreign_key.clone();
        key.columns.iter_mut().for_each(|column| *column = past.column(&table, column));
        key.target.iter_mut().for_each(|column| *column = past.column(&references, column));
        key.references = references;
        self.foreign_keys.entry(table).or_default().push(key);
    }

    fn add(&mut self, operation: &Operation, past: &mut Past) {
        match operation {
            Operation::RenameTable { .. }
            | Operation::RenameColumn { .. }
            | Operation::RenameEnum { .. }
            | Operation::RenameEnumValue { .. } => past.follow(operation),
            Operation::AlterColumn { table, from, to, fill, using } => {
                self.add_change(table, [from, to], fill.is_some(), using.as_ref(), past);
            }
            Operation::AddPrimaryKey { table, primary_key } => {
                self.add_unique(table, primary_key.columns.iter().map(String::as_str), past);
                let table = past.table(table);
                for column in &primary_key.columns {
                    self.required.insert((table.clone(), past.column(&table, column)));
                }
            }
            Operation::AddColumn { table, column, fill, .. } => {
                let table = past.table(table);
                if column.is_required() && fill.is_none() {
                    self.empty.insert(table.clone(), column.name.clone());
                }
                past.added.insert((table, column.name.clone()));
            }
            Operation::AddUnique { table, unique } => {
                self.add_unique(table, unique.columns.iter().map(String::as_str), past);
            }
            // Rows that differ in all columns are mostly no conflict; the server judges.
            Operation::AddExclusion { table, exclusion } => {
                self.add_unique(table, exclusion.columns(), past);
            }
            // An index over an expression may tell rows apart that its columns do not, and the other way
            // about: the server judges.
            Operation::AddIndex { table, index }
                if index.unique && index.columns().count() == index.parts.len() =>
            {
                self.add_unique(table, index.columns(), past);
            }
            Operation::AddCheck { table, check } => self.add_check(table, check, past),
            Operation::AddForeignKey { table, foreign_key } => {
                self.add_foreign_key(table, foreign_key, past);
            }
            Operation::ReplaceEnum { from, to } => {
                let first = past.item(&from.name);
                let values = to.values.iter().map(|value| past.value(&first, value)).collect();
                self.enums.insert(first, Enum { values, ..to.clone() });
            }
            Operation::DropColumn { table, column } => {
                let table = past.table(table);
                self.leaving.insert((table.clone(), past.column(&table, &column.name)));
            }
            Operation::DropTable { table } => {
                let name = past.table(&table.name);
                let columns = table.columns.iter().map(|column| past.column(&name, &column.name));
                self.leaving.extend(columns.map(|column| (name.clone(), column)));
            }
            Operation::CreateEnum { item } => {
                self.new_enums.insert(item.name.clone(), item.clone());
            }
            Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropCheck { .. }
            | Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::AddEnumValue { .. }
            | Operation::CreateTable { .. }
            | Operation::AddIndex { .. }
            | Operation::SetTableComment { .. }
            | Operation::SetTableOptions { .. }
            | Operation::DropEnum { .. } => {}
        }
    }
}

/// The names of the beginning, by those of now.
#[derive(Default)]
struct Past {
    tables: BTreeMap<Name, Name>,
    /// By the table's first name and the column's name of now.
    columns: BTreeMap<(Name, String), String>,
    enums: BTreeMap<Name, Name>,
    /// By the enum's first name and the value's name of now.
    values: BTreeMap<(Name, String), String>,
    /// Columns of tomorrow, by the table's first name.
    added: BTreeSet<(Name, String)>,
    /// How values are converted, by the table's first name and the column's name of now.
    converted: BTreeMap<(Name, String), Sql>,
}

impl Past {
    /// Takes a rename over.
    fn follow(&mut self, operation: &Operation) {
        match operation {
            Operation::RenameTable { from, to } => {
                let first = self.table(from);
                self.tables.remove(from);
                self.tables.insert(to.clone(), first);
            }
            Operation::RenameColumn { table, from, to } => {
                let table = self.table(table);
                let first = self.column(&table, from);
                self.columns.remove(&(table.clone(), from.clone()));
                self.columns.insert((table, to.clone()), first);
            }
            Operation::RenameEnum { from, to } => {
                let first = self.item(from);
                self.enums.insert(to.clone(), first);
            }
            Operation::RenameEnumValue { name, from, to } => {
                let name = self.item(name);
                let first = self.value(&name, from);
                self.values.remove(&(name.clone(), from.clone()));
                self.values.insert((name, to.clone()), first);
            }
            _ => {}
        }
    }

    fn table(&self, now: &Name) -> Name {
        self.tables.get(now).unwrap_or(now).clone()
    }

    fn column(&self, table: &Name, now: &str) -> String {
        self.columns.get(&(table.clone(), now.to_owned())).cloned().unwrap_or_else(|| now.to_owned())
    }

    fn item(&self, now: &Name) -> Name {
        self.enums.get(now).unwrap_or(now).clone()
    }

    fn value(&self, item: &Name, now: &str) -> String {
        self.values.get(&(item.clone(), now.to_owned())).cloned().unwrap_or_else(|| now.to_owned())
    }

    fn ty(&self, now: &Type) -> Type {
        match now {
            Type::Enum(name) => Type::Enum(self.item(name)),
            other => other.clone(),
        }
    }

    /// The check with every renamed column under its first name; through marks that no identifier
    /// holds, so that names may have been swapped.
    fn expression(&self, table: &Name, check: &Check) -> Check {
        let renamed: Vec<(&String, &String)> = self
            .columns
            .iter()
            .filter(|((of, _), _)| of == table)
            .map(|((_, now), first)| (now, first))
            .collect();
        let mut expression = check.expression.clone();
        for ((_, column), using) in self.converted.iter().filter(|((of, _), _)| of == table) {
            expression = substituted(&expression, column, using);
        }
        for (number, (now, _)) in renamed.iter().enumerate() {
            expression = expression.renamed(now, &format!("strobila_mark_{number}"));
        }
        for (number, (_, first)) in renamed.iter().enumerate() {
            expression = expression.renamed(&format!("strobila_mark_{number}"), first);
        }
        Check { name: check.name.clone(), expression, ..Check::default() }
    }
}

/// The expression with `using` wherever it names the column, quoted or not.
fn substituted(expression: &Sql, column: &str, using: &Sql) -> Sql {
    const MARK: &str = "strobila_mark";
    let using = format!("({})", using.any());
    let marked = expression.renamed(column, MARK);
    let text = marked.any().replace(&format!("\"{MARK}\""), MARK);
    Sql::from(text.replace(MARK, &using))
}

#[cfg(test)]
mod tests {
    use strobila::schema::Column;

    use super::*;

    #[test]
    fn wishes_bear_the_names_of_the_beginning() {
        let mut to = Column::new("full_name", Type::String(20));
        to.nullable = false;
        let mut from = to.clone();
        from.ty = Type::Text;
        let operations = [
            Operation::RenameTable { from: "author".into(), to: "writer".into() },
            Operation::RenameColumn { table: "writer".into(), from: "name".into(), to: "full_name".into() },
            Operation::AlterColumn { table: "writer".into(), from, to, fill: None, using: None },
            Operation::AddCheck {
                table: "writer".into(),
                check: Check { name: "c".into(), expression: "full_name <> ''".into(), ..Check::default() },
            },
        ];
        let wishes = Wishes::of(&operations);
        let column = (Name::new("author"), "name".to_owned());
        assert_eq!(wishes.types[&column], Type::String(20));
        assert!(wishes.required.contains(&column));
        assert_eq!(wishes.checks[&column.0][0].expression.any(), "name <> ''");
    }
}
