//! Enums as Rust.

use strobila::schema::Enum;

use super::World;
use super::names::{snake_of_derive, variants};
use crate::emit::literal;

/// The file of all enums.
pub(super) fn source(world: &World<'_>, enums: &[&Enum]) -> String {
    let mut out = String::from("//! The enums of this module.\n");
    for item in enums {
        let ident = world.names.item(&item.name);
        let mut words = Vec::new();
        if snake_of_derive(ident) != item.name.name {
            words.push(format!("name = {}", literal(&item.name.name)));
        }
        if let Some(schema) = &item.name.schema {
            words.push(format!("schema = {}", literal(schema)));
        }
        out.push_str(&format!("\n/// The enum `{}`.\n#[derive(strobila::Enum)]\n", shown(&item.name.name)));
        if !words.is_empty() {
            out.push_str(&format!("#[strobila({})]\n", words.join(", ")));
        }
        out.push_str(&format!("pub enum {ident} {{\n"));
        for (variant, value) in variants(&item.values).iter().zip(&item.values) {
            out.push_str(&format!("    /// `{}`\n", shown(value)));
            if snake_of_derive(variant) != *value {
                out.push_str(&format!("    #[variant(name = {})]\n", literal(value)));
            }
            out.push_str(&format!("    {variant},\n"));
        }
        out.push_str("}\n");
    }
    out
}

/// A name in a comment, on one line.
pub(super) fn shown(name: &str) -> String {
    name.chars().flat_map(char::escape_debug).collect::<String>().replace("\\'", "'").replace("\\\"", "\"")
}
