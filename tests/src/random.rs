//! Random valid schemas, and pairs of them with what was renamed in between.
//!
//! A schema is painted stroke by stroke on an empty one, a pair by more strokes on the first. A stroke
//! that does not fit is left out, so every list of strokes is valid, and a failing one shrinks to the
//! few that matter.

mod columns;
mod names;
mod origin;
mod painter;
mod twice;

use std::collections::BTreeMap;
use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use strobila::schema::{Name, Schema, Sql};
use strobila_generator::diff::Renames;

use painter::Painter;

/// Two schemas, as the models say them, and what leads from one to the other.
#[derive(Clone)]
pub struct Pair {
    /// The schema before.
    pub prev: Schema,
    /// The schema after, with names made anew, as models make them.
    pub next: Schema,
    /// What was renamed.
    pub renames: Renames,
    /// What existing rows get in columns of `next`.
    pub fills: BTreeMap<(Name, String), Sql>,
}

impl fmt::Debug for Pair {
    /// As JSON: short, and ready to become a case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (side, schema) in [("prev", &self.prev), ("next", &self.next)] {
            writeln!(f, "{side}:")?;
            for item in schema.enums.values() {
                writeln!(f, "    {}", serde_json::to_string(item).map_err(|_| fmt::Error)?)?;
            }
            for table in schema.tables.values() {
                writeln!(f, "    {}", serde_json::to_string(table).map_err(|_| fmt::Error)?)?;
            }
        }
        for (new, old) in &self.renames.tables {
            writeln!(f, "table {new} was {old}")?;
        }
        for ((table, new), old) in &self.renames.columns {
            writeln!(f, "{table}.{new} was {old}")?;
        }
        for (new, old) in &self.renames.enums {
            writeln!(f, "enum {new} was {old}")?;
        }
        for ((item, new), old) in &self.renames.values {
            writeln!(f, "{item}: {new} was {old}")?;
        }
        for ((table, column), fill) in &self.fills {
            writeln!(f, "{table}.{column} is filled with {}", fill.any())?;
        }
        Ok(())
    }
}

/// One stroke: what is done, and numbers that say to which thing and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    kind: Kind,
    pick: [u8; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    AddTable,
    AddPivot,
    AddEnum,
    AddColumn,
    AddKey,
    AddUnique,
    AddIndex,
    AddCheck,
    AddGenerated,
    AddPrimaryKey,
    AddEnumValue,
    RenameTable,
    RenameColumn,
    RenameEnum,
    RenameEnumValue,
    SwapTables,
    SwapColumns,
    ReplaceColumn,
    ChangeType,
    ChangeKeyType,
    ChangeNullable,
    ChangeDefault,
    ChangeComment,
    ChangeKey,
    ReorderEnum,
    DropTable,
    DropColumn,
    DropKey,
    DropUnique,
    DropIndex,
    DropCheck,
    DropPrimaryKey,
    DropEnumValue,
    DropEnum,
}

/// What a first schema is painted with; what stands there more often is done more often.
const BUILD: &[Kind] = &[
    Kind::AddTable,
    Kind::AddTable,
    Kind::AddPivot,
    Kind::AddEnum,
    Kind::AddColumn,
    Kind::AddColumn,
    Kind::AddColumn,
    Kind::AddKey,
    Kind::AddKey,
    Kind::AddUnique,
    Kind::AddIndex,
    Kind::AddCheck,
    Kind::AddGenerated,
    Kind::ChangeComment,
];

const CHANGE: &[Kind] = &[
    Kind::AddTable,
    Kind::AddPivot,
    Kind::AddEnum,
    Kind::AddColumn,
    Kind::AddKey,
    Kind::AddUnique,
    Kind::AddIndex,
    Kind::AddCheck,
    Kind::AddGenerated,
    Kind::AddPrimaryKey,
    Kind::AddEnumValue,
    Kind::RenameTable,
    Kind::RenameColumn,
    Kind::RenameEnum,
    Kind::RenameEnumValue,
    Kind::SwapTables,
    Kind::SwapColumns,
    Kind::ReplaceColumn,
    Kind::ChangeType,
    Kind::ChangeKeyType,
    Kind::ChangeNullable,
    Kind::ChangeDefault,
    Kind::ChangeComment,
    Kind::ChangeKey,
    Kind::ReorderEnum,
    Kind::DropTable,
    Kind::DropColumn,
    Kind::DropKey,
    Kind::DropUnique,
    Kind::DropIndex,
    Kind::DropCheck,
    Kind::DropPrimaryKey,
    Kind::DropEnumValue,
    Kind::DropEnum,
];

fn strokes(kinds: &'static [Kind], most: usize) -> impl Strategy<Value = Vec<Stroke>> {
    let stroke = (select(kinds), any::<[u8; 4]>()).prop_map(|(kind, pick)| Stroke { kind, pick });
    prop::collection::vec(stroke, 0..=most)
}

/// Valid portable schemas of up to five tables.
pub fn schema() -> impl Strategy<Value = Schema> {
    strokes(BUILD, 24).prop_map(|strokes| build(&strokes).schema)
}

/// Pairs of valid portable schemas.
pub fn pair() -> impl Strategy<Value = Pair> {
    (strokes(BUILD, 20), strokes(CHANGE, 10)).prop_map(|(first, then)| {
        let mut painter = build(&first);
        let mut prev = painter.schema.clone();
        names::make_anew(&mut prev);
        painter.schema = prev.clone();
        painter.begin();
        then.iter().for_each(|stroke| painter.paint(*stroke));
        let renames = painter.renames();
        let fills = painter.fills();
        let mut next = painter.schema;
        names::make_anew(&mut next);
        Pair { prev, next, renames, fills }
    })
}

fn build(strokes: &[Stroke]) -> Painter {
    let mut painter = Painter::default();
    // A schema without tables is of little use: two come first.
    painter.paint(Stroke { kind: Kind::AddTable, pick: [0, 1, 2, 3] });
    painter.paint(Stroke { kind: Kind::AddTable, pick: [1, 2, 3, 4] });
    strokes.iter().for_each(|stroke| painter.paint(*stroke));
    painter
}
