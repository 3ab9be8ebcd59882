//! The words behind a table: its engine, its collation, and how its rows are kept. A table of ours has none
//! of its own: it is InnoDB's, and its collation [`COLLATION`].

use std::collections::BTreeSet;

use super::normalize::COLLATION;
use super::types;
use crate::schema::{Column, Table};

const ENGINE: &str = "InnoDB";

const COLLATE: &str = "COLLATE";

/// Options that a table can be given, and what takes them away again.
const RESETS: [(&str, &str); 17] = [
    ("AVG_ROW_LENGTH", "0"),
    ("CHECKSUM", "0"),
    (COLLATE, COLLATION),
    ("DELAY_KEY_WRITE", "0"),
    ("ENGINE", ENGINE),
    ("INSERT_METHOD", "NO"),
    ("KEY_BLOCK_SIZE", "0"),
    ("MAX_ROWS", "0"),
    ("MIN_ROWS", "0"),
    ("PACK_KEYS", "DEFAULT"),
    ("PAGE_CHECKSUM", "DEFAULT"),
    ("ROW_FORMAT", "DEFAULT"),
    ("STATS_AUTO_RECALC", "DEFAULT"),
    ("STATS_PERSISTENT", "DEFAULT"),
    ("STATS_SAMPLE_PAGES", "DEFAULT"),
    ("`PAGE_COMPRESSED`", "DEFAULT"),
    ("`PAGE_COMPRESSION_LEVEL`", "DEFAULT"),
];

/// An option as we write it; none when it is a table's own choice of ours.
#[cfg(feature = "mysql")]
pub(super) fn option(name: &str, value: &str) -> Option<String> {
    let is_ours = RESETS[..].iter().any(|(other, reset)| {
        [COLLATE, "ENGINE"].contains(other) && *other == name && reset.eq_ignore_ascii_case(value)
    });
    (!is_ours).then(|| format!("{name}={value}"))
}

/// One of the words of `create_options`, if a table can be given it.
#[cfg(feature = "mysql")]
pub(super) fn read(word: &str) -> Option<String> {
    let (name, value) = word.split_once('=')?;
    let name = name.to_ascii_uppercase();
    let is_plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_known = RESETS.iter().any(|(known, _)| *known == name);
    (is_plain && is_known).then(|| format!("{name}={}", value.to_ascii_uppercase()))
}

/// What stands behind the definition of a new table.
pub(super) fn of_new(table: &Table) -> String {
    let engine = value(&table.options, "ENGINE").unwrap_or(ENGINE);
    let charset = match value(&table.options, COLLATE) {
        // It says the character set too.
        Some(collation) => format!("COLLATE={collation}"),
        None => format!("DEFAULT CHARSET=utf8mb4 COLLATE={COLLATION}"),
    };
    let rest = table.options.iter().filter(|option| !["ENGINE", COLLATE].contains(&name_of(option)));
    let words = [format!("ENGINE={engine}"), charset].into_iter().chain(rest.cloned());
    words.collect::<Vec<_>>().join(" ")
}

/// The clauses that lead from one table's words to another's. Columns stay as they are.
pub(super) fn change(from: &BTreeSet<String>, to: &BTreeSet<String>) -> Vec<String> {
    let gone = from.iter().map(|option| name_of(option)).filter(|name| value(to, name).is_none());
    let reset = |name: &str| RESETS.iter().find(|(known, _)| *known == name).map(|(_, reset)| *reset);
    let resets = gone.map(|name| format!("{name}={}", reset(name).unwrap_or("DEFAULT")));
    resets.chain(to.difference(from).cloned()).collect()
}

/// The collation that a column of the table has when it says none.
pub(super) fn collation(table: &Table) -> &str {
    value(&table.options, COLLATE).unwrap_or(COLLATION)
}

/// Says of each column of `prev` the same as before, but as a column of `next`'s collation would.
pub(super) fn relate(prev: &mut Table, next: &Table) {
    let (before, after) = (collation(prev).to_owned(), collation(next));
    if before == after {
        return;
    }
    let has_one = |column: &&mut Column| types::is_text(&column.ty);
    for column in prev.columns.iter_mut().filter(has_one) {
        let own = column.collation.take().unwrap_or_else(|| before.clone());
        column.collation = (own != after).then_some(own);
    }
}

fn name_of(option: &str) -> &str {
    option.split('=').next().unwrap_or(option)
}

fn value<'a>(options: &'a BTreeSet<String>, name: &str) -> Option<&'a str> {
    let mut pairs = options.iter().filter_map(|option| option.split_once('='));
    pairs.find(|(other, _)| *other == name).map(|(_, value)| value)
}

#[cfg(all(test, feature = "mysql"))]
mod tests {
    use super::{change, of_new, read, relate};
    use crate::schema::{Column, Table, Type};

    fn table(options: &[&str]) -> Table {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Table { options, columns: vec![Column::new("name", Type::Text)], ..Table::new("t") }
    }

    #[test]
    fn a_table_of_ours_has_no_words_of_its_own() {
        assert_eq!(of_new(&table(&[])), "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
        assert_eq!(
            of_new(&table(&["COLLATE=latin1_swedish_ci", "KEY_BLOCK_SIZE=8"])),
            "ENGINE=InnoDB COLLATE=latin1_swedish_ci KEY_BLOCK_SIZE=8"
        );
        assert_eq!(read("key_block_size=8").as_deref(), Some("KEY_BLOCK_SIZE=8"));
        assert_eq!((read("partitioned"), read("union=(`a`)")), (None, None));
    }

    #[test]
    fn words_that_go_are_taken_back() {
        let (old, new) = (table(&["COLLATE=latin1_bin", "MAX_ROWS=10"]), table(&["ENGINE=MyISAM"]));
        assert_eq!(
            change(&old.options, &new.options),
            ["COLLATE=utf8mb4_bin", "MAX_ROWS=0", "ENGINE=MyISAM"]
        );
    }

    #[test]
    fn a_column_keeps_its_collation_under_a_table_of_another() {
        let mut column = table(&["COLLATE=latin1_bin"]);
        relate(&mut column, &table(&[]));
        assert_eq!(column.columns[0].collation.as_deref(), Some("latin1_bin"));
        let mut back = table(&[]);
        back.columns[0].collation = Some("latin1_bin".to_owned());
        relate(&mut back, &table(&["COLLATE=latin1_bin"]));
        assert_eq!(back.columns[0].collation, None);
    }
}
