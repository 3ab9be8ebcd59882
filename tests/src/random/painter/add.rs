//! Strokes that add.

use strobila::schema::{
    Action, Check, Column, Deferrable, Enum, ForeignKey, Generated, Identity, Index, IndexKey, IndexPart,
    Name, PrimaryKey, Storage, Table, Type, Unique,
};

use super::super::columns::{any_type, default_of, has_many_values};
use super::super::names;
use super::{Painter, TABLES, is_number, is_text, key_column, nth, quoted};

const ACTIONS: [Action; 4] = [Action::NoAction, Action::Cascade, Action::SetNull, Action::Restrict];

impl Painter {
    pub(super) fn add_table(&mut self, pick: [u8; 4]) -> Option<()> {
        if self.schema.tables.len() >= TABLES {
            return None;
        }
        let number = self.next_number();
        let mut table = Table::new(names::table(number));
        let key = match pick[0] % 6 {
            0 => Some(Column::new("id", Type::Integer)),
            1 => Some(Column { identity: Some(Identity::default()), ..Column::new("id", Type::BigInt) }),
            2 => Some(Column::new("Key", Type::Uuid)),
            3 => Some(Column::new("code", Type::String(20))),
            4 => Some(Column::new("id", Type::BigInt)),
            _ => None,
        };
        if let Some(key) = key {
            table.primary_key = Some(PrimaryKey {
                name: format!("{}_pkey", table.name),
                columns: vec![key.name.clone()],
                ..PrimaryKey::default()
            });
            table.columns.push(key);
        }
        for pick in [pick[1], pick[2], pick[3]] {
            let column = self.new_column(pick);
            table.columns.push(column);
        }
        self.schema.insert(table);
        Some(())
    }

    /// A table that links two others, with a key of both.
    pub(super) fn add_pivot(&mut self, pick: [u8; 4]) -> Option<()> {
        if self.schema.tables.len() >= TABLES {
            return None;
        }
        let mut table = Table::new(names::table(self.next_number()));
        let mut columns = Vec::new();
        for (at, pick) in [pick[0], pick[1]].into_iter().enumerate() {
            let parent = self.any_table(pick)?;
            let target = key_column(&self.schema.tables[&parent])?.clone();
            let column = Column::new(format!("side {at}"), target.ty.clone());
            let mut key = key_to(&parent, &column.name, &target.name, &format!("{} {at}", table.name));
            key.on_delete = Action::Cascade;
            columns.push(column.name.clone());
            table.columns.push(column);
            table.foreign_keys.insert(key.name.clone(), key);
        }
        table.primary_key =
            Some(PrimaryKey { name: format!("{}_pkey", table.name), columns, ..PrimaryKey::default() });
        self.schema.insert(table);
        Some(())
    }

    pub(super) fn add_enum(&mut self, pick: [u8; 4]) -> Option<()> {
        let number = self.next_number();
        let name = Name::new(format!("state{number}"));
        let values = (0..2 + usize::from(pick[0] % 3)).map(names::value).collect();
        let storage = if pick[1].is_multiple_of(4) { Storage::Text } else { Storage::Native };
        self.schema.enums.insert(name.clone(), Enum { name: name.clone(), values, storage });
        let mut column = Column::new(names::column(number), Type::Enum(name));
        column.nullable = pick[2].is_multiple_of(2);
        column.default = default_of(&self.schema, &column.ty, pick[3]).filter(|_| !column.nullable);
        let table = self.any_table(pick[1])?;
        self.table(&table)?.columns.push(column);
        Some(())
    }

    pub(super) fn add_column(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        let column = self.new_column(pick[1]);
        self.table(&name)?.columns.push(column);
        Some(())
    }

    fn new_column(&mut self, pick: u8) -> Column {
        let number = self.next_number();
        let mut column = Column::new(names::column(number), any_type(&self.schema, pick));
        // On tables with rows a new column has a default or may be NULL.
        column.default = default_of(&self.schema, &column.ty, pick).filter(|_| !pick.is_multiple_of(3));
        column.nullable = if self.changes {
            column.default.is_none() || pick.is_multiple_of(5)
        } else {
            pick.is_multiple_of(2)
        };
        column.comment = pick.is_multiple_of(7).then(|| "It's \"here\"".to_owned());
        column
    }

    /// A new column that points at a table, its own included.
    pub(super) fn add_key(&mut self, pick: [u8; 4]) -> Option<()> {
        let parent = self.any_table(pick[1])?;
        let target = key_column(&self.schema.tables[&parent])?.clone();
        let name = self.any_table(pick[0])?;
        let number = self.next_number();
        let mut column = Column::new(format!("{} id", names::column(number)), target.ty.clone());
        // Only a key that may be NULL stands in rows that are there, in circles and at itself.
        column.nullable = self.changes || !pick[2].is_multiple_of(3) || parent >= name;
        let mut key = key_to(&parent, &column.name, &target.name, &format!("key{number}"));
        key.on_delete = ACTIONS[usize::from(pick[3]) % 4];
        if key.on_delete == Action::SetNull && !column.nullable {
            key.on_delete = Action::Cascade;
        }
        key.deferrable = pick[3].is_multiple_of(5).then_some(Deferrable::Deferred);
        let table = self.table(&name)?;
        table.columns.push(column);
        table.foreign_keys.insert(key.name.clone(), key);
        Some(())
    }

    pub(super) fn add_unique(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) = self.any_column(pick, |table, column| {
            has_many_values(&column.ty)
                && column.generated.is_none()
                && column.default.is_none()
                && self.is_distinct(&table.name, column)
                && !table.uniques.values().any(|unique| unique.columns == [column.name.clone()])
        })?;
        let number = self.next_number();
        let unique =
            Unique { name: format!("unique{number}"), columns: vec![column.name], ..Unique::default() };
        self.table(&name)?.uniques.insert(unique.name.clone(), unique);
        Some(())
    }

    pub(super) fn add_index(&mut self, pick: [u8; 4]) -> Option<()> {
        // PostgreSQL has no order for json, but jsonb has; no target has one for none of the others.
        let (name, column) = self.any_column(pick, |_, _| true)?;
        let table = &self.schema.tables[&name];
        let other = nth(&table.columns, pick[2])?.clone();
        let quoted_name = quoted(&column.name);
        let mut index =
            Index { name: String::new(), parts: vec![IndexPart::column(&column.name)], ..Index::default() };
        match pick[3] % 5 {
            0 => index.parts[0].descending = true,
            1 if is_text(&column.ty) => {
                index.parts[0].key = IndexKey::Expression(format!("lower({quoted_name})").into());
            }
            2 => index.predicate = Some(format!("{quoted_name} IS NOT NULL").into()),
            3 if other.name != column.name => index.parts.push(IndexPart::column(&other.name)),
            4 if has_many_values(&column.ty)
                && column.default.is_none()
                && self.is_distinct(&name, &column) =>
            {
                index.unique = true;
            }
            _ => {}
        }
        index.name = format!("index{}", self.next_number());
        self.table(&name)?.indexes.insert(index.name.clone(), index);
        Some(())
    }

    /// A check that every row passes.
    pub(super) fn add_check(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) =
            self.any_column(pick, |_, column| is_number(&column.ty) || is_text(&column.ty))?;
        let quoted = quoted(&column.name);
        let expression = match (is_text(&column.ty), pick[2] % 3) {
            (true, 0) => format!("length({quoted}) < 500"),
            (true, 1) => format!("{quoted} <> 'it''s not {quoted}'"),
            (true, _) => format!("{quoted} NOT IN ('x', 'y''z')"),
            (false, 0) => format!("{quoted} > -1000"),
            (false, 1) => format!("{quoted} BETWEEN -1000 AND 1000 AND {quoted} <> 999"),
            (false, _) => format!("NOT ({quoted} = 998 OR {quoted} = 999)"),
        };
        let label = format!("rule{}", self.next_number());
        let check = Check {
            name: strobila::schema::check_name(&name.name, &label),
            expression: expression.into(),
            ..Check::default()
        };
        self.table(&name)?.checks.insert(check.name.clone(), check);
        Some(())
    }

    pub(super) fn add_generated(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) = self.any_column(pick, |_, column| {
            matches!(column.ty, Type::Integer | Type::SmallInt) && column.generated.is_none()
        })?;
        let mut computed = Column::new(names::column(self.next_number()), Type::BigInt);
        computed.nullable = true;
        computed.generated =
            Some(Generated { expression: format!("{} * 2", quoted(&column.name)).into(), stored: true });
        self.table(&name)?.columns.push(computed);
        Some(())
    }

    pub(super) fn add_primary_key(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) = self.any_column(pick, |table, column| {
            table.primary_key.is_none()
                && has_many_values(&column.ty)
                && column.generated.is_none()
                && column.default.is_none()
                && !column.nullable
                && (self.origin.has_column(&table.name, &column.name) || !self.changes)
        })?;
        let key =
            PrimaryKey { name: format!("{name}_pkey"), columns: vec![column.name], ..PrimaryKey::default() };
        self.table(&name)?.primary_key = Some(key);
        Some(())
    }

    pub(super) fn add_enum_value(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_enum(pick[0])?;
        let value = format!("{}!", names::value(self.next_number()));
        let item = self.schema.enums.get_mut(&name)?;
        let at = usize::from(pick[1]) % (item.values.len() + 1);
        item.values.insert(at, value);
        Some(())
    }
}

fn key_to(parent: &Name, column: &str, target: &str, name: &str) -> ForeignKey {
    ForeignKey {
        name: name.to_owned(),
        columns: vec![column.to_owned()],
        references: parent.clone(),
        target: vec![target.to_owned()],
        ..ForeignKey::default()
    }
}
