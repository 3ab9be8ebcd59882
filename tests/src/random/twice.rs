//! A pair that has everything a second time, under the same names in another schema.

use std::collections::BTreeMap;

use strobila::schema::{Enum, Name, Schema, Table, Type};

use super::Pair;

/// The other schema; its name needs quotes.
const OTHER: &str = "Other schema";

impl Pair {
    /// Everything once more, in a schema other than the session's.
    pub fn twice(self) -> Pair {
        Pair {
            prev: schema(self.prev),
            next: schema(self.next),
            renames: strobila_generator::diff::Renames {
                tables: names(self.renames.tables),
                columns: owners(self.renames.columns),
                enums: names(self.renames.enums),
                values: owners(self.renames.values),
            },
            fills: owners(self.fills),
        }
    }
}

fn there(name: &Name) -> Name {
    Name { schema: Some(OTHER.to_owned()), name: name.name.clone() }
}

fn names(map: BTreeMap<Name, Name>) -> BTreeMap<Name, Name> {
    let copies: Vec<_> = map.iter().map(|(new, old)| (there(new), there(old))).collect();
    map.into_iter().chain(copies).collect()
}

fn owners<T: Clone>(map: BTreeMap<(Name, String), T>) -> BTreeMap<(Name, String), T> {
    let copies: Vec<_> =
        map.iter().map(|((owner, item), value)| ((there(owner), item.clone()), value.clone())).collect();
    map.into_iter().chain(copies).collect()
}

fn schema(mut schema: Schema) -> Schema {
    let tables: Vec<Table> = schema.tables.values().map(table).collect();
    tables.into_iter().for_each(|table| schema.insert(table));
    let enums: Vec<Enum> =
        schema.enums.values().map(|item| Enum { name: there(&item.name), ..item.clone() }).collect();
    schema.enums.extend(enums.into_iter().map(|item| (item.name.clone(), item)));
    schema
}

fn table(table: &Table) -> Table {
    let mut copy = Table { name: there(&table.name), ..table.clone() };
    for column in &mut copy.columns {
        column.ty = ty(&column.ty);
    }
    for key in copy.foreign_keys.values_mut() {
        key.references = there(&key.references);
    }
    copy
}

fn ty(found: &Type) -> Type {
    match found {
        Type::Enum(name) => Type::Enum(there(name)),
        Type::Array(item) => Type::Array(Box::new(ty(item))),
        other => other.clone(),
    }
}
