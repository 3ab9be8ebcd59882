//! Nothing is guessed, everything open is listed with its flag.

use std::collections::BTreeMap;

use strobila::Target;
use strobila::model::{Hints, Places};
use strobila::schema::{Column, Enum, Generated, Name, Schema, Sql, Table, Type};

use super::{Decisions, Flags, Sides, Undecided, decide};
use crate::questioner::{Answer, Nobody, Questioner, Scripted};

mod fills;

fn schema(tables: &[(&str, &[(&str, Type)])]) -> Schema {
    let mut schema = Schema::default();
    for (name, columns) in tables {
        let mut table = Table::new(*name);
        table.columns = columns.iter().map(|(name, ty)| Column::new(*name, ty.clone())).collect();
        schema.insert(table);
    }
    schema
}

fn owners(schema: &Schema, module: &str) -> BTreeMap<Name, String> {
    schema.tables.keys().chain(schema.enums.keys()).map(|name| (name.clone(), module.to_owned())).collect()
}

fn ask(
    prev: &Schema,
    next: &Schema,
    hints: &Hints,
    flags: &Flags,
    questioner: &mut dyn Questioner,
) -> Result<Decisions, Undecided> {
    let sides = Sides {
        prev,
        next,
        prev_owner: &owners(prev, "blog"),
        next_owner: &owners(next, "blog"),
        hints,
        places: &Places::default(),
        wanted: &["blog".to_owned()].into(),
    };
    decide(&sides, flags, questioner)
}

fn open(prev: &Schema, next: &Schema, flags: &Flags) -> Vec<(String, Vec<String>)> {
    match ask(prev, next, &Hints::default(), flags, &mut Nobody::default()) {
        Err(Undecided::Open(questions)) => questions
            .into_iter()
            .map(|question| (question.subject, question.options.into_iter().map(|o| o.flag).collect()))
            .collect(),
        other => panic!("expected open questions, got {other:?}"),
    }
}

fn flags(renames: &[&str], drops: &[&str], fills: &[&str]) -> Flags {
    let owned = |list: &[&str]| list.iter().map(|text| text.to_string()).collect::<Vec<_>>();
    Flags::parse(&owned(renames), &owned(drops), &[], &owned(fills), &[], &[]).unwrap()
}

const NAME: &[(&str, Type)] = &[("id", Type::Uuid), ("name", Type::Text)];
const FULL: &[(&str, Type)] = &[("id", Type::Uuid), ("full_name", Type::Text)];

#[test]
fn a_possible_rename_is_a_question_with_the_drop_last() {
    let questions = open(&schema(&[("author", NAME)]), &schema(&[("author", FULL)]), &Flags::default());
    let flags = ["--rename author.name=full_name", "--drop author.name=\"why\""].map(str::to_owned);
    assert_eq!(questions, [("author.name".to_owned(), flags.to_vec())]);
}

#[test]
fn a_flag_an_attribute_and_a_person_all_answer_it() {
    let (prev, next) = (schema(&[("author", NAME)]), schema(&[("author", FULL)]));
    let key = (Name::new("author"), "full_name".to_owned());
    let by_flag = ask(
        &prev,
        &next,
        &Hints::default(),
        &flags(&["author.name=full_name"], &[], &[]),
        &mut Nobody::default(),
    );
    let mut hints = Hints::default();
    hints.columns.insert(key.clone(), "name".to_owned());
    let by_attribute = ask(&prev, &next, &hints, &Flags::default(), &mut Nobody::default());
    let mut person = Scripted::new([Answer { choice: 0, text: None }]);
    let by_person = ask(&prev, &next, &Hints::default(), &Flags::default(), &mut person);
    for decisions in [by_flag, by_attribute, by_person] {
        assert_eq!(decisions.unwrap().renames.columns.get(&key).map(String::as_str), Some("name"));
    }
}

#[test]
fn a_dropped_table_and_column_need_a_reason() {
    let prev = schema(&[("author", NAME), ("fax", &[("id", Type::Uuid)])]);
    let next = schema(&[("author", &[("id", Type::Uuid)])]);
    let subjects: Vec<String> =
        open(&prev, &next, &Flags::default()).into_iter().map(|(subject, _)| subject).collect();
    assert_eq!(subjects, ["fax", "author.name"]);
    let flags = flags(&[], &["fax=gone", "author.name=unused"], &[]);
    let decisions = ask(&prev, &next, &Hints::default(), &flags, &mut Nobody::default()).unwrap();
    assert_eq!(decisions.reasons["fax"], "gone");
}

#[test]
fn a_required_column_asks_what_existing_rows_get() {
    let prev = schema(&[("author", &[("id", Type::Uuid)])]);
    let next = schema(&[("author", &[("id", Type::Uuid), ("country", Type::Text)])]);
    let questions = open(&prev, &next, &Flags::default());
    assert_eq!(questions[0].1[0], "--fill author.country=\"''\"");
    let filled = flags(&[], &[], &["author.country='DE'"]);
    let decisions = ask(&prev, &next, &Hints::default(), &filled, &mut Nobody::default()).unwrap();
    let key = (Name::new("author"), "country".to_owned());
    assert_eq!(decisions.fills[&key], Sql::from("'DE'"));
}

/// Every open question with all flags of each of its answers.
fn all_flags(prev: &Schema, next: &Schema, flags: &Flags) -> Vec<(String, Vec<String>)> {
    match ask(prev, next, &Hints::default(), flags, &mut Nobody::default()) {
        Err(Undecided::Open(questions)) => questions
            .into_iter()
            .map(|one| (one.subject, one.options.into_iter().map(|option| option.flags()).collect()))
            .collect(),
        other => panic!("expected open questions, got {other:?}"),
    }
}

/// Whether nothing is open any more once these flags are given.
fn is_settled(prev: &Schema, next: &Schema, renames: &[&str], drops: &[&str], fills: &[&str]) -> bool {
    ask(prev, next, &Hints::default(), &flags(renames, drops, fills), &mut Nobody::default()).is_ok()
}

#[test]
fn flags_swap_and_shift_the_names_of_columns_tables_and_values() {
    let two: &[(&str, Type)] = &[("a", Type::Text), ("b", Type::Text)];
    let pair = schema(&[("pair", two)]);
    let decided = |prev: &Schema, next: &Schema, renames: &[&str], drops: &[&str], fills: &[&str]| {
        ask(prev, next, &Hints::default(), &flags(renames, drops, fills), &mut Nobody::default()).unwrap()
    };
    let swapped = decided(&pair, &pair, &["pair.a=b", "pair.b=a"], &[], &[]).renames;
    assert_eq!((swapped.columns.len(), swapped.old_column(&Name::new("pair"), "a")), (2, Some("b")));
    let one = schema(&[("pair", &two[..1])]);
    let shifted = decided(&one, &pair, &["pair.a=b"], &[], &["pair.a=''"]);
    assert_eq!(shifted.renames.old_column(&Name::new("pair"), "a"), None, "it is a new one");
    assert_eq!(shifted.fills.len(), 1);
    let over = decided(&pair, &schema(&[("pair", &two[1..])]), &["pair.a=b"], &["pair.b=why"], &[]);
    assert_eq!(over.reasons["pair.b"], "why");
    // Alone it leaves open what became of b, and the new a is a candidate.
    let half = flags(&["pair.a=b"], &[], &[]);
    assert_eq!(open(&pair, &pair, &half)[0].1[0], "--rename pair.b=a");
    let tables = schema(&[("x", NAME), ("y", FULL)]);
    let swapped = schema(&[("y", NAME), ("x", FULL)]);
    assert_eq!(decided(&tables, &swapped, &["x=y", "y=x"], &[], &[]).renames.tables.len(), 2);
    let status = |values: &[&str]| {
        let mut schema = Schema::default();
        let values = values.iter().map(|value| value.to_string()).collect();
        schema
            .enums
            .insert(Name::new("status"), Enum { name: Name::new("status"), values, ..Enum::default() });
        schema
    };
    let both = status(&["on", "off"]);
    let swapped = decided(&both, &both, &["status.on=off", "status.off=on"], &[], &[]);
    assert_eq!(swapped.renames.values.len(), 2);
    let shifted = decided(&status(&["on"]), &both, &["status.on=off"], &[], &[]);
    assert_eq!(shifted.renames.old_value(&Name::new("status"), "on"), None);
}

#[test]
fn a_table_that_is_as_it_was_still_asks_when_attributes_swap_its_columns() {
    let pair = schema(&[("pair", &[("a", Type::Text), ("b", Type::Integer)])]);
    let same = ask(&pair, &pair, &Hints::default(), &Flags::default(), &mut Nobody::default());
    assert_eq!(same.unwrap(), Decisions::default());
    let mut hints = Hints::default();
    for (new, old) in [("a", "b"), ("b", "a")] {
        hints.columns.insert((Name::new("pair"), new.to_owned()), old.to_owned());
    }
    let swapped = ask(&pair, &pair, &hints, &Flags::default(), &mut Nobody::default());
    assert!(matches!(swapped, Err(Undecided::Open(_))), "no text becomes a number by itself");
}

#[test]
fn what_no_database_converts_is_asked_for_and_may_be_said_per_target() {
    let (prev, next) =
        (schema(&[("visit", &[("code", Type::Uuid)])]), schema(&[("visit", &[("code", Type::Integer)])]));
    let listed = open(&prev, &next, &Flags::default());
    assert_eq!(listed[0].1, ["--convert visit.code=\"why\""]);
    assert_eq!(listed[1].1, ["--fill visit.code=\"expression\""]);
    let said = ["postgres:visit.code=1::int", "sqlite:visit.code=1"];
    let flags_of = |conversion: &str| Flags {
        conversions: BTreeMap::from([(conversion.to_owned(), "numbers are new".to_owned())]),
        ..flags(&[], &[], &said)
    };
    let told = |flags: &Flags| ask(&prev, &next, &Hints::default(), flags, &mut Nobody::default());
    let decisions = told(&flags_of("visit.code")).unwrap();
    let fill = &decisions.fills[&(Name::new("visit"), "code".to_owned())];
    assert_eq!(fill.get(Target::Postgres), Some("1::int"));
    // A conversion of one's own may lose what the database's would not: a reason is asked for.
    let wider = schema(&[("visit", &[("code", Type::BigInt)])]);
    let own = flags(&[], &[], &["visit.code=code * 100"]);
    assert_eq!(open(&next, &wider, &own)[0].1, ["--convert visit.code=\"why\""]);
    assert!(is_settled(&next, &wider, &[], &[], &[]));
}

/// What is said of a flag that answers nothing.
fn slip(prev: &Schema, next: &Schema, flags: &Flags) -> (String, String) {
    match ask(prev, next, &Hints::default(), flags, &mut Nobody::default()) {
        Err(Undecided::Flag(flag)) => (flag.message, flag.help),
        other => panic!("expected a flag that answers nothing, got {other:?}"),
    }
}

#[test]
fn a_loss_and_a_conversion_have_words_of_their_own() {
    let prev = schema(&[("visit", &[("code", Type::Text)])]);
    let next = schema(&[("visit", &[("code", Type::Integer)])]);
    let (message, help) = slip(&prev, &next, &flags(&[], &["visit.code=why"], &[]));
    assert_eq!(message, "`--drop visit.code=why` does not answer what is open about visit.code");
    assert!(help.ends_with("answer it with --convert visit.code=\"why\""), "{help}");
    let gone = schema(&[("visit", &[])]);
    let conversions = BTreeMap::from([("visit.code".to_owned(), "why".to_owned())]);
    let (message, help) = slip(&prev, &gone, &Flags { conversions, ..Flags::default() });
    assert_eq!(message, "`--convert visit.code=why` does not answer what is open about visit.code");
    assert!(help.ends_with("answer it with --drop visit.code=\"why\""), "{help}");
    let conversions = BTreeMap::from([("visit.cod".to_owned(), "why".to_owned())]);
    let (message, help) = slip(&prev, &next, &Flags { conversions, ..Flags::default() });
    assert_eq!(message, "`--convert visit.cod=…` answers no question: nothing of that name is open");
    assert_eq!(help, "did you mean `visit.code`?");
}

#[test]
fn what_an_answer_opens_in_turn_is_listed_with_it() {
    let prev = schema(&[("author", &[("name", Type::Text)])]);
    let next = schema(&[("author", &[("rank", Type::Integer)])]);
    let listed = all_flags(&prev, &next, &Flags::default());
    let both = [
        "--rename author.name=rank --convert author.rank=\"why\"",
        "--drop author.name=\"why\" --fill author.rank=\"0\"",
    ];
    assert_eq!(listed, [("author.name".to_owned(), both.map(str::to_owned).to_vec())]);
    let renamed = Flags {
        conversions: BTreeMap::from([("author.rank".to_owned(), "why".to_owned())]),
        ..flags(&["author.name=rank"], &[], &[])
    };
    assert!(ask(&prev, &next, &Hints::default(), &renamed, &mut Nobody::default()).is_ok());
    assert!(is_settled(&prev, &next, &[], &["author.name=why"], &["author.rank=0"]));
    // One half of an answer is no slip of the pen: the other half is asked for.
    let half = all_flags(&prev, &next, &flags(&[], &[], &["author.rank=0"]));
    assert_eq!(half[0].1[1], "--drop author.name=\"why\"");
}

#[test]
fn of_several_columns_that_are_gone_what_new_ones_need_is_asked_for_once() {
    let prev = schema(&[("author", &[("name", Type::Text), ("mail", Type::Text)])]);
    let next = schema(&[("author", &[("label", Type::Text), ("town", Type::Text)])]);
    let listed = all_flags(&prev, &next, &Flags::default());
    let subjects: Vec<&str> = listed.iter().map(|(subject, _)| subject.as_str()).collect();
    assert_eq!(subjects, ["author.name", "author.mail", "author.label", "author.town"]);
    let drops = ["author.name=why", "author.mail=why"];
    assert!(is_settled(&prev, &next, &[], &drops, &["author.label=''", "author.town=''"]));
    assert!(is_settled(&prev, &next, &["author.name=town"], &drops[1..], &["author.label=''"]));
}

#[test]
fn what_a_renamed_table_opens_in_turn_is_listed_with_it() {
    let common = ("id", Type::Uuid);
    let prev = schema(&[("author", &[common.clone(), ("name", Type::Text)])]);
    let next = schema(&[("writer", &[common, ("full_name", Type::Text)])]);
    let Err(Undecided::Open(questions)) =
        ask(&prev, &next, &Hints::default(), &Flags::default(), &mut Nobody::default())
    else {
        panic!("expected open questions");
    };
    let then = &questions[0].options[0].then;
    assert_eq!(then[0].subject, "author.name");
    assert_eq!(then[0].options[1].flags(), "--drop author.name=\"why\" --fill writer.full_name=\"''\"");
    assert!(is_settled(&prev, &next, &["author=writer", "author.name=full_name"], &[], &[]));
    // An attribute within a table that a flag renames is followed.
    let mut hints = Hints::default();
    hints.columns.insert((Name::new("writer"), "full_name".to_owned()), "name".to_owned());
    let renamed = flags(&["author=writer"], &[], &[]);
    let decisions = ask(&prev, &next, &hints, &renamed, &mut Nobody::default()).unwrap();
    assert_eq!(decisions.renames.columns.len(), 1);
}

#[test]
fn a_flag_that_answers_nothing_is_an_error_that_says_what_was_meant() {
    let schema = schema(&[("author", NAME)]);
    let flags = flags(&[], &["author.nmae=why"], &[]);
    let error = ask(&schema, &schema, &Hints::default(), &flags, &mut Nobody::default()).unwrap_err();
    let Undecided::Flag(flag) = error else { panic!("{error:?}") };
    assert_eq!(flag.help, "did you mean `author.name`?");
}

#[test]
fn rounding_values_asks_for_a_reason() {
    let decimal = |scale| Type::Decimal { precision: 12, scale };
    let price = |scale| schema(&[("post", &[("price", decimal(scale))])]);
    assert_eq!(open(&price(4), &price(2), &Flags::default())[0].0, "post.price");
}

#[test]
fn a_column_that_is_computed_from_now_on_asks_for_a_reason() {
    let plain = schema(&[("post", &[("price", Type::Integer)])]);
    let mut computed = plain.clone();
    let column = computed.tables.get_mut(&Name::new("post")).unwrap().column_mut("price").unwrap();
    column.generated = Some(Generated { expression: Sql::from("1"), stored: true });
    assert_eq!(open(&plain, &computed, &Flags::default())[0].0, "post.price");
}

#[test]
fn a_table_that_changes_its_module_is_asked_for_once() {
    let both = schema(&[("author", NAME)]);
    let sides = |hints: &Hints, flags: &Flags| {
        let sides = Sides {
            prev: &both,
            next: &both,
            prev_owner: &owners(&both, "catalog"),
            next_owner: &owners(&both, "blog"),
            hints,
            places: &Places::default(),
            wanted: &["blog".to_owned(), "catalog".to_owned()].into(),
        };
        decide(&sides, flags, &mut Nobody::default())
    };
    let Err(Undecided::Open(questions)) = sides(&Hints::default(), &Flags::default()) else { panic!() };
    assert_eq!(questions[0].options[0].flag, "--move author=blog");
    for (slip, message) in [
        ("author=blogg", "`--move author=blogg` does not answer what is open about author"),
        ("auther=blog", "`--move auther=…` answers no question: nothing of that name is open"),
    ] {
        let moved = Flags::parse(&[], &[], &[], &[], &[], &[slip.to_owned()]).unwrap();
        let Err(Undecided::Flag(flag)) = sides(&Hints::default(), &moved) else { panic!("{slip}") };
        assert_eq!(flag.message, message);
        assert!(flag.help.contains("author"), "{}", flag.help);
    }
    let moved = Flags::parse(&[], &[], &[], &[], &[], &["author=blog".to_owned()]).unwrap();
    let decisions = sides(&Hints::default(), &moved).unwrap();
    assert_eq!(decisions.moves[&Name::new("author")], ("catalog".to_owned(), "blog".to_owned()));
}

#[test]
fn a_renamed_enum_value_is_asked_for_and_a_removed_one_is_not() {
    let status = |values: &[&str]| {
        let mut schema = Schema::default();
        let values = values.iter().map(|value| value.to_string()).collect();
        let item = Enum { name: Name::new("status"), values, ..Enum::default() };
        schema.enums.insert(item.name.clone(), item);
        schema
    };
    let questions = open(&status(&["draft"]), &status(&["pending"]), &Flags::default());
    assert_eq!(questions[0].1[0], "--rename status.draft=pending");
    let removed = ask(
        &status(&["draft", "old"]),
        &status(&["draft"]),
        &Hints::default(),
        &Flags::default(),
        &mut Nobody::default(),
    );
    assert_eq!(removed.unwrap(), Decisions::default());
}

#[test]
fn a_module_that_is_not_wanted_asks_nothing() {
    let (prev, next) = (schema(&[("author", NAME)]), schema(&[("author", FULL)]));
    let sides = Sides {
        prev: &prev,
        next: &next,
        prev_owner: &owners(&prev, "catalog"),
        next_owner: &owners(&next, "catalog"),
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &["blog".to_owned()].into(),
    };
    let decisions = decide(&sides, &Flags::default(), &mut Nobody::default());
    assert_eq!(decisions.unwrap(), Decisions::default());
}
