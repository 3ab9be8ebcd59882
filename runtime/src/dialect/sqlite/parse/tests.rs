use super::{KeyText, index, table};
use crate::schema::Deferrable;

#[test]
fn constraints_keep_their_names_and_expressions() {
    let sql = r#"CREATE TABLE "a (b" (
        id INTEGER NOT NULL CONSTRAINT "pk" PRIMARY KEY AUTOINCREMENT, -- the key, it is
        "na,me" VARCHAR(20) COLLATE nocase DEFAULT ('x),') UNIQUE CHECK ( length("na,me") > (1) ),
        c TEXT AS (upper("na,me")) STORED,
        d REFERENCES other ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        e DEFAULT -1 CONSTRAINT e_ok CHECK (e IN (1, 2)) NOT NULL ON CONFLICT IGNORE,
        CONSTRAINT two UNIQUE (c, d) CHECK (e > d)
        FOREIGN KEY (c, d) REFERENCES other (x, y) MATCH FULL ON UPDATE CASCADE NOT DEFERRABLE
    ) STRICT, WITHOUT ROWID"#;
    let text = table(sql).unwrap();
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(text.primary_key, some("pk"));
    assert!(text.autoincrement);
    let list = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    assert_eq!(text.uniques, [(None, list(&["na,me"])), (some("two"), list(&["c", "d"]))]);
    assert_eq!(
        text.checks,
        [
            (None, "length(\"na,me\") > (1)".to_owned()),
            (some("e_ok"), "e IN (1, 2)".to_owned()),
            (None, "e > d".to_owned()),
        ]
    );
    let key = |columns: &[&str], deferrable| KeyText { name: None, columns: list(columns), deferrable };
    assert_eq!(text.foreign_keys, [key(&["d"], Some(Deferrable::Deferred)), key(&["c", "d"], None)]);
    assert_eq!(text.generated["c"], "upper(\"na,me\")");
    assert_eq!(text.collations["na,me"], "nocase");
    assert_eq!(text.others, ["ON CONFLICT IGNORE"]);
    assert_eq!(text.options, ["STRICT", "WITHOUT ROWID"].map(str::to_owned).into());
}

#[test]
fn what_is_not_understood_is_kept_as_it_stands() {
    let text = table("CREATE TABLE t (a TEXT CHECK (a > 0) MADE UP, b TEXT)").unwrap();
    assert_eq!(text.others, ["`MADE UP`"]);
    assert_eq!(table("CREATE TABLE t"), None);
    assert_eq!(table("CREATE TABLE t (a"), None);
}

#[test]
fn an_index_is_read_key_by_key() {
    let text =
        index("CREATE UNIQUE INDEX i ON t (a, lower(b, ',') DESC, \"desc\" COLLATE NOCASE ASC) WHERE a > 0")
            .unwrap();
    assert!(text.unique);
    let keys: Vec<&str> = text.parts.iter().map(|part| part.key.as_str()).collect();
    assert_eq!(keys, ["a", "lower(b, ',')", "\"desc\" COLLATE NOCASE"]);
    assert_eq!(text.parts.iter().map(|part| part.descending).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(text.predicate.as_deref(), Some("a > 0"));
    assert_eq!(index("CREATE INDEX i ON t"), None);
}
