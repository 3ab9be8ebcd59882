//! Tables by name, cheap to copy.

use std::borrow::Borrow;
use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::iter;
use std::ops::Index;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Name, Table};

/// Tables by name: a sorted map whose copies share their tables.
///
/// A plan holds the same thousand tables many times over: before, after, per target, per step. A copy
/// costs a pointer per table; a table is copied when it is changed while another map holds it too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables(BTreeMap<Name, Arc<Table>>);

impl Tables {
    /// The table of that name.
    pub fn get(&self, name: &Name) -> Option<&Table> {
        self.0.get(name).map(Arc::as_ref)
    }

    /// The table of that name, to change it. Asking copies a table that is shared: look with
    /// [`Tables::get`] first where most stay as they are.
    pub fn get_mut(&mut self, name: &Name) -> Option<&mut Table> {
        self.0.get_mut(name).map(Arc::make_mut)
    }

    /// Whether there is a table of that name.
    pub fn contains_key(&self, name: &Name) -> bool {
        self.0.contains_key(name)
    }

    /// Adds a table, or one that another map holds too; one of the same name is replaced.
    pub fn insert(&mut self, name: Name, table: impl Into<Arc<Table>>) {
        self.0.insert(name, table.into());
    }

    /// Adds a table; where `other` has an equal one of that name, that one is shared and this one freed.
    pub fn insert_shared(&mut self, table: Table, other: &Tables) {
        let equal = other.0.get(&table.name).filter(|other| ***other == table).cloned();
        self.0.insert(table.name.clone(), equal.unwrap_or_else(|| Arc::new(table)));
    }

    /// Takes a table away, if it is there.
    pub fn remove(&mut self, name: &Name) -> Option<Table> {
        self.0.remove(name).map(Arc::unwrap_or_clone)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, sorted.
    pub fn keys(&self) -> btree_map::Keys<'_, Name, Arc<Table>> {
        self.0.keys()
    }

    /// The tables, sorted by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Table> + ExactSizeIterator + Clone {
        self.0.values().map(Arc::as_ref)
    }

    /// The tables, sorted by name, to change them; each is copied if it is shared.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Table> {
        self.0.values_mut().map(Arc::make_mut)
    }

    /// The tables, sorted by name, out of the map; each is copied if it is shared.
    pub fn into_values(self) -> impl Iterator<Item = Table> {
        self.0.into_values().map(Arc::unwrap_or_clone)
    }

    /// Names and tables, sorted.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// Those of the names that are there, shared with this map.
    pub fn only<N: Borrow<Name>>(&self, names: impl IntoIterator<Item = N>) -> Tables {
        let found = names.into_iter().filter_map(|name| self.0.get_key_value(name.borrow()));
        Tables(found.map(|(name, table)| (name.clone(), table.clone())).collect())
    }

    /// Keeps the tables that `is_kept` says.
    pub fn retain(&mut self, is_kept: impl Fn(&Name, &Table) -> bool) {
        self.0.retain(|name, table| is_kept(name, table));
    }

    /// The tables of both maps that are not equal: the name, the one here and the one there. Those that
    /// the maps share are not even looked at.
    pub fn differing<'a>(
        &'a self,
        other: &'a Tables,
    ) -> impl Iterator<Item = (&'a Name, &'a Table, &'a Table)> {
        self.0.iter().filter_map(|(name, table)| {
            let other = other.0.get(name).filter(|other| *other != table)?;
            Some((name, table.as_ref(), other.as_ref()))
        })
    }

    /// Takes over all tables of `other`; those of the same name are replaced.
    pub fn merge(&mut self, mut other: Tables) {
        self.0.append(&mut other.0);
    }

    /// Shares every table that is equal to the one of that name in `other`, and frees this copy.
    pub fn share_with(&mut self, other: &Tables) {
        for (name, table) in &mut self.0 {
            if let Some(equal) = other.0.get(name).filter(|other| *other == table) {
                *table = equal.clone();
            }
        }
    }
}

/// Panics when there is no table of that name, as a map does.
impl Index<&Name> for Tables {
    type Output = Table;

    fn index(&self, name: &Name) -> &Table {
        &self.0[name]
    }
}

impl FromIterator<(Name, Table)> for Tables {
    fn from_iter<I: IntoIterator<Item = (Name, Table)>>(tables: I) -> Self {
        Tables(tables.into_iter().map(|(name, table)| (name, Arc::new(table))).collect())
    }
}

/// Names and tables, sorted.
pub(super) type Iter<'a> =
    iter::Map<btree_map::Iter<'a, Name, Arc<Table>>, fn(Shared<'a>) -> (&'a Name, &'a Table)>;

type Shared<'a> = (&'a Name, &'a Arc<Table>);

impl IntoIterator for Tables {
    type Item = (Name, Arc<Table>);
    type IntoIter = btree_map::IntoIter<Name, Arc<Table>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Tables {
    type Item = (&'a Name, &'a Table);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.0.iter().map(|(name, table)| (name, table))
    }
}

/// A list, sorted by name.
impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values())
    }
}

impl<'de> Deserialize<'de> for Tables {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Tables;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of tables")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Tables, A::Error> {
                let mut tables = Tables::default();
                while let Some(table) = list.next_element::<Table>()? {
                    tables.insert(table.name.clone(), table);
                }
                Ok(tables)
            }
        }
        deserializer.deserialize_seq(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::{Name, Table, Tables};

    fn tables() -> Tables {
        ["a", "b"].into_iter().map(|name| (Name::new(name), Table::new(name))).collect()
    }

    fn with_comment(name: &str) -> Table {
        Table { comment: Some("changed".to_owned()), ..Table::new(name) }
    }

    #[test]
    fn a_copy_shares_its_tables_until_one_is_changed() {
        let before = tables();
        let mut after = before.clone();
        assert!(ptr::eq(&before[&"a".into()], &after[&"a".into()]));
        after.get_mut(&"a".into()).unwrap().comment = Some("changed".to_owned());
        assert_eq!(before, tables(), "the other map keeps what it had");
        assert!(ptr::eq(&before[&"b".into()], &after[&"b".into()]), "the rest is shared still");
        let differing: Vec<_> = before.differing(&after).collect();
        assert_eq!(differing, [(&"a".into(), &Table::new("a"), &with_comment("a"))]);
    }

    #[test]
    fn equal_tables_are_shared_and_others_stay() {
        let before = tables();
        let mut after = tables();
        after.insert("b".into(), with_comment("b"));
        after.insert("c".into(), Table::new("c"));
        let expected = after.clone();
        after.share_with(&before);
        assert_eq!(after, expected);
        assert!(ptr::eq(&before[&"a".into()], &after[&"a".into()]));
        assert!(!ptr::eq(&before[&"b".into()], &after[&"b".into()]));
    }

    #[test]
    fn a_table_is_shared_when_it_comes_in_if_the_other_map_has_it() {
        let before = tables();
        let mut after = Tables::default();
        after.insert_shared(Table::new("a"), &before);
        after.insert_shared(with_comment("b"), &before);
        after.insert_shared(Table::new("c"), &before);
        assert!(ptr::eq(&before[&"a".into()], &after[&"a".into()]));
        let expected = [Table::new("a"), with_comment("b"), Table::new("c")];
        assert_eq!(after.into_values().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn it_is_written_as_a_list_and_read_back() {
        let text = serde_json::to_string(&tables()).unwrap();
        assert_eq!(text, r#"[{"name":"a","columns":[]},{"name":"b","columns":[]}]"#);
        assert_eq!(serde_json::from_str::<Tables>(&text).unwrap(), tables());
        assert!(serde_json::from_str::<Tables>("{}").is_err());
    }
}
