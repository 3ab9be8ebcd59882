//! Models as Rust source, from the schema of a live database.

mod constraint;
mod enumeration;
mod lowered;
mod names;
pub(crate) mod refused;
mod rust_type;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::Dialect;
use strobila::schema::{Name, Schema, Type};

use names::Names;

/// Models as source files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pulled {
    /// The text of each file below `models/`, by its name; `mod.rs` lists the others.
    pub files: BTreeMap<String, String>,
    /// The tables, in the order of their names.
    pub tables: Vec<Name>,
    /// What models cannot say, by kind and name: `foreign key a_b_fkey of a: …`.
    pub left_out: Vec<String>,
    /// The crates whose types the fields have.
    pub crates: BTreeSet<&'static str>,
}

/// What the source of all files is made from.
struct World<'a> {
    schema: &'a Schema,
    dialect: &'static dyn Dialect,
    names: Names,
    /// Whether a 32-bit integer is kept as a 64-bit one, so that the wider type is the right one.
    wide: bool,
}

/// How `mod.rs` begins. Clippy takes words that two indexes of a table share for one attribute given twice.
const HEADER: &str = "//! The tables of this module, as a live database has them.

#![allow(clippy::duplicated_attributes, reason = \"two indexes may share a word\")]

";

/// Takes the texts that `dialect` keeps such UUIDs as for UUIDs: `char(36)` on MySQL and MariaDB.
pub fn texts_are_uuids(schema: &mut Schema, dialect: &dyn Dialect) {
    let Some(kept @ Type::Custom(_)) = rust_type::kept(dialect, Type::UuidText) else { return };
    for table in schema.tables.values_mut() {
        for column in table.columns.iter_mut().filter(|column| column.ty == kept) {
            column.ty = Type::UuidText;
        }
    }
}

/// The models of a schema that was read from a live database of `dialect`.
///
/// The files compile, and say what the schema says; what they cannot say is listed, never dropped in
/// silence. Same schema, same text; run rustfmt for its layout of long lines.
pub fn pull(schema: &Schema, dialect: &'static dyn Dialect) -> Pulled {
    let mut schema = schema.clone();
    lowered::raised(&mut schema, dialect);
    let mut left_out = refused::take_out(&mut schema, dialect);
    let names = Names::new(&schema);
    let world = World { schema: &schema, dialect, names, wide: rust_type::is_wide(dialect) };
    let mut pulled = Pulled::default();
    let mut header = String::from(HEADER);
    let mut uses = String::new();
    let mut used: BTreeSet<Name> = BTreeSet::new();
    for table in schema.tables.values() {
        let name = &table.name;
        let file = world.names.file(name);
        let text = table::source(&world, table, &mut pulled.crates);
        pulled.files.insert(format!("{file}.rs"), text);
        header.push_str(&format!("mod {file};\n"));
        uses.push_str(&format!("pub use {file}::{};\n", world.names.table(name)));
        pulled.tables.push(name.clone());
        used.extend(table.columns.iter().filter_map(|column| column.ty.enum_name().cloned()));
    }
    let enums: Vec<_> = schema.enums.values().filter(|item| used.contains(&item.name)).collect();
    for item in schema.enums.values().filter(|item| !used.contains(&item.name)) {
        left_out.push(format!("enum {}: no column of the tables uses it", item.name));
    }
    if !enums.is_empty() {
        header.push_str("mod enums;\n");
        let idents: Vec<&str> = enums.iter().map(|item| world.names.item(&item.name)).collect();
        match idents.as_slice() {
            [one] => uses.push_str(&format!("pub use enums::{one};\n")),
            many => uses.push_str(&format!("pub use enums::{{{}}};\n", many.join(", "))),
        }
        pulled.files.insert("enums.rs".to_owned(), enumeration::source(&world, &enums));
    }
    pulled.files.insert("mod.rs".to_owned(), format!("{header}\n{uses}"));
    left_out.sort();
    pulled.left_out = left_out;
    pulled
}
