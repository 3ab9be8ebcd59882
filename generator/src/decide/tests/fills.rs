//! What `--fill` says: for which targets, of a conversion, and that no row needs a value.

use strobila::Target;
use strobila::model::Hints;
use strobila::schema::{Name, Schema, Type};

use super::{ask, flags, schema};
use crate::decide::{BadFlag, Flags, Undecided};
use crate::questioner::Nobody;

/// The flag that cannot be meant so, and the way on.
fn refused(prev: &Schema, next: &Schema, drops: &[&str], fills: &[&str]) -> (String, String) {
    match ask(prev, next, &Hints::default(), &flags(&[], drops, fills), &mut Nobody::default()) {
        Err(Undecided::Flag(BadFlag { message, help })) => (message, help),
        other => panic!("expected a bad flag, got {other:?}"),
    }
}

#[test]
fn a_fill_without_a_target_is_for_those_that_have_none_of_their_own() {
    let prev = schema(&[("author", &[("id", Type::Uuid)])]);
    let next = schema(&[("author", &[("id", Type::Uuid), ("country", Type::Text)])]);
    let decided = |fills: &[&str]| {
        let flags = flags(&[], &[], fills);
        let decisions = ask(&prev, &next, &Hints::default(), &flags, &mut Nobody::default()).unwrap();
        decisions.fills[&(Name::new("author"), "country".to_owned())].clone()
    };
    let fill = decided(&["author.country='DE'", "sqlite:author.country='FR'", "mysql:author.country='IT'"]);
    let get = |target| fill.get(target).unwrap();
    assert_eq!([get(Target::Postgres), get(Target::Sqlite)], ["'DE'", "'FR'"]);
    assert_eq!([get(Target::Mysql), get(Target::Mariadb)], ["'IT'", "'IT'"]);
    let own = ["postgres", "mysql", "sqlite"].map(|target| format!("{target}:author.country='FR'"));
    let mut fills: Vec<&str> = own.iter().map(String::as_str).collect();
    assert_eq!(decided(&fills).get(Target::Mariadb), Some("'FR'"));
    // Nothing is left that would read it.
    fills.push("author.country='DE'");
    let (message, _) = refused(&prev, &next, &[], &fills);
    assert!(message.starts_with("`--fill author.country=…` answers no question"), "{message}");
}

#[test]
fn a_target_of_a_fill_is_one_there_is_and_fail_is_for_all_of_them() {
    let parse = |fills: &[&str]| {
        let fills: Vec<String> = fills.iter().map(|text| text.to_string()).collect();
        Flags::parse(&[], &[], &[], &fills, &[], &[]).unwrap_err()
    };
    let slip = parse(&["sqllite:author.country=1"]);
    assert_eq!(slip.message, "`--fill sqllite:author.country=…` names no target");
    assert_eq!(slip.help, "did you mean `sqlite:author.country`?");
    assert_eq!(parse(&["oracle:a.b=1"]).help, "there are: postgres, mysql, mariadb, sqlite");
    let down = Flags::parse(&[], &[], &[], &[], &["sqllite:author.country=1".to_owned()], &[]).unwrap_err();
    assert_eq!(down.message, "`--fill-down sqllite:author.country=…` names no target");
    let down = Flags::parse(&[], &[], &[], &[], &["author.country=fail".to_owned()], &[]).unwrap_err();
    assert_eq!(down.help, "give an expression: --fill-down author.country=\"expression\"");
    for fills in [&["sqlite:a.b=fail"][..], &["a.b=fail", "sqlite:a.b=1"]] {
        assert_eq!(parse(fills).help, "say `--fill a.b=fail` alone, or an expression for each target");
    }
}

#[test]
fn fail_is_no_expression_of_a_conversion() {
    let visit = |ty, nullable| {
        let mut schema = schema(&[("visit", &[("code", ty)])]);
        let column = schema.tables.get_mut(&Name::new("visit")).unwrap().column_mut("code").unwrap();
        column.nullable = nullable;
        schema
    };
    let number = visit(Type::Integer, true);
    for next in [visit(Type::Uuid, true), visit(Type::Uuid, false), visit(Type::BigInt, true)] {
        let (message, help) = refused(&number, &next, &["visit.code=why"], &["visit.code=fail"]);
        assert!(
            message.starts_with("`--fill visit.code=fail` does not say what a value becomes"),
            "{message}"
        );
        assert_eq!(help, "give an expression: --fill visit.code=\"expression\"");
    }
    let required = visit(Type::BigInt, false);
    let said = flags(&[], &[], &["visit.code=fail"]);
    let decisions = ask(&number, &required, &Hints::default(), &said, &mut Nobody::default()).unwrap();
    assert!(decisions.fills.is_empty());
}

#[test]
fn a_conversion_of_ones_own_is_shown_where_its_loss_is_asked_for() {
    let (prev, next) =
        (schema(&[("visit", &[("code", Type::Integer)])]), schema(&[("visit", &[("code", Type::SmallInt)])]));
    let question = |fills: &[&str]| {
        let said = flags(&[], &[], fills);
        match ask(&prev, &next, &Hints::default(), &said, &mut Nobody::default()) {
            Err(Undecided::Open(mut questions)) => questions.remove(0),
            other => panic!("expected open questions, got {other:?}"),
        }
    };
    let own = question(&["visit.code=code % 100"]);
    assert_eq!(
        own.text,
        "visit.code changes from integer to smallint: every value becomes what `code % 100` says"
    );
    assert_eq!(own.options[0].label, "replace them: what the expression does not keep is lost");
    let two = question(&["postgres:visit.code=1::int2", "sqlite:visit.code=1"]);
    assert!(two.text.ends_with("what `1::int2` (postgres), `1` (sqlite) says"), "{}", two.text);
}
