//! Derive macros of strobila: `Model`, `Enum`, `ColumnType`.
//!
//! A derive reads tokens and writes one static description; types, other models and databases are
//! looked at when `db:generate` runs. `strobila` re-exports everything here.

mod ast;
mod attr;
mod check;
mod ctxt;
mod enumeration;
mod expand;
mod item;
mod json;
mod key;
mod name;
mod newtype;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named fields a model: one table.
///
/// `#[model(…)]` on the struct:
///
/// | attribute | meaning |
/// |---|---|
/// | `table = "name"`, `schema = "name"` | the table's name; by default the struct's in snake_case |
/// | `timestamps` | columns `created_at` and `updated_at` |
/// | `soft_delete` | a column `deleted_at`; `unique` then holds among the rows that are not deleted |
/// | `own_names` | other tables may have the names of its keys and indexes, as MySQL and MariaDB allow; the other databases refuse it |
/// | `primary_key(a, b)` | a key of several columns |
/// | `index(a, b)` | an index; in full `index(name = "n", columns("a", "b desc", "lower(c)"), unique, where = "…", using = "gin", include(d))`. It holds the rows its `where` says, on a soft-deleted model too |
/// | `unique(a, b)`, `check(label = "expression")` | constraints; in full `unique(name = "n", columns(a, b), include(c), nulls_not_distinct, deferrable)`, `check("name" = "expression", no_inherit, not_valid)` |
/// | `exclude(columns("room with =", "during with &&"), using = "gist")` | an exclusion constraint; also `name`, `where`, `deferrable` |
/// | `foreign_key(columns(a, b), references = Other, target(x, y), on_delete = "…")` | a key of several columns; without `target` it points at the primary key |
/// | `many_to_many(Tag)` | a pivot table; `table = "…"` names it |
/// | `renamed_from = "old"`, `moved_from = "module"` | what it was before |
/// | `comment = "…"` | instead of the doc comment; empty for none |
///
/// `#[column(…)]` on a field:
///
/// | attribute | meaning |
/// |---|---|
/// | `primary_key`, `unique`, `index`, `skip` | |
/// | `name`, `renamed_from`, `comment`, `collate` | texts |
/// | `length = 255`, `precision = 12, scale = 2` | of texts and bytes; of decimals |
/// | `type = "citext"` | the column's type: a portable word (`text`, `timestamp`, `json`, …) or the database's own |
/// | `default = 0`, `default_sql = "now()"` | a literal; an expression |
/// | `identity`, `generated = "…"`, `generated_virtual = "…"` | values the database makes; `identity(always, serial, start = 1, increment = 1, min = 1, max = 9, cache = 1, cycle, sequence = "name")` says how |
/// | `references = Author`, `references(Author, email)` | a foreign key, with an index unless `index = false` |
/// | `on_delete`, `on_update` | `"cascade"`, `"restrict"`, `"set_null"`, `"set_default"`, `"no_action"` |
/// | `deferrable` | checked after each statement unless the transaction says otherwise; `deferrable = "deferred"` at its end |
///
/// SQL texts may be given per target: `default_sql(postgres = "…", sqlite = "…")`.
#[proc_macro_derive(Model, attributes(model, column))]
pub fn model(input: TokenStream) -> TokenStream {
    expand::model(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum without data the type of a column; its values are the variants in snake_case.
///
/// `#[strobila(name = "…", schema = "…", storage = "text", renamed_from = "…")]` on the enum,
/// `#[variant(name = "…", renamed_from = "…")]` on a variant.
#[proc_macro_derive(Enum, attributes(strobila, variant))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    enumeration::expand(&parse_macro_input!(input as DeriveInput)).into()
}

/// Gives a struct of one field the column type of that field. A `PhantomData` beside it is no field.
#[proc_macro_derive(ColumnType)]
pub fn column_type(input: TokenStream) -> TokenStream {
    newtype::expand(&parse_macro_input!(input as DeriveInput)).into()
}
