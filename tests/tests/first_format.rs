//! Migration files of the first format. Every later release must compile them and hash them the same:
//! in databases everywhere these sums stand in the history. Nothing in `first_format/` is ever changed.

#![expect(unreachable_pub, reason = "the list that db:generate writes allows it for its files")]

#[path = "first_format/accepted_loss.rs"]
mod accepted_loss;
#[path = "first_format/by_hand.rs"]
mod by_hand;
#[path = "first_format/enum_and_fill.rs"]
mod enum_and_fill;
#[path = "first_format/moved_table.rs"]
mod moved_table;
#[path = "first_format/plain.rs"]
mod plain;
#[path = "first_format/rebuild.rs"]
mod rebuild;

use strobila::Migration;
use strobila::migration::{Direction, Down, Hazard, Target, Transaction, checksum};
use strobila::operation::Operation;

/// The sums of the way up and down, by target.
type Sums = &'static [(Target, &'static str, &'static str)];

/// Each file with its sums.
const FILES: &[(&str, &Migration<'static>, Sums)] = &[
    (
        "plain",
        &plain::MIGRATION,
        &[
            (
                Target::Postgres,
                "b0fda7e27651a2e20dda00db1e257a9b99207ccad8bd0b13b6015e9edfbc543e",
                "f29bcc9a59cfbeb006cf23ca45c98f5025f66a4f00840ab64ec9c8edf04038ef",
            ),
            (
                Target::Sqlite,
                "13e4709c65bd98083b98be714b0cb9afcc4362f76a92ac004dd4695cecb8aa91",
                "2d40997086de8ca5fa9cfbc7ab902a02797579ae72e30e272227911ac73329f0",
            ),
        ],
    ),
    (
        "rebuild",
        &rebuild::MIGRATION,
        &[
            (
                Target::Postgres,
                "4570b68c821e178e17993f37ab4b35df811807eeb674b7b349794902369c0a49",
                "f5c85c5d5a4fd2f2379ef907ddb4cffcd5ab610eeb3547a6eb3af134a9ac51c4",
            ),
            (
                Target::Sqlite,
                "9ed114451647e6bdffde6c6d9d221f1c1d3cd2d9728b6089a0a23ecbdd1566e6",
                "a7fef2f0d80c5261f9be1ecdedc42a54b97b639cf1e594485b64e03d739a1087",
            ),
        ],
    ),
    (
        "enum_and_fill",
        &enum_and_fill::MIGRATION,
        &[
            (
                Target::Postgres,
                "676be6d8b8063be1721f282885642e7e81f433ce95cdfbd0d5c6a127b3f7a7ab",
                "838d044edac2658cbbf207b03e534200423e1022dff9fe7864bcd6c2d4c750c1",
            ),
            (
                Target::Sqlite,
                "e713330f3b87f5689bf71014af6f1183c4575ccfe46ed327813ab9d2cc740dbe",
                "182787a0f854a996d8699f2ff596d6c3b529c653585492a7af5f6043c48d7b5a",
            ),
        ],
    ),
    (
        "accepted_loss",
        &accepted_loss::MIGRATION,
        &[
            (
                Target::Postgres,
                "d222154671691b139ac599c8ca9f461d7bfa115dab601d01408fd74a46554729",
                "26eb62e254a03f734d349fffbd1070fcfab6418a006a9d535c26e4d7369d73dd",
            ),
            (
                Target::Sqlite,
                "d222154671691b139ac599c8ca9f461d7bfa115dab601d01408fd74a46554729",
                "4b43d2264a5a3bd4150794dd80b0c23cba73aed784e70c6a33aea38b91ecc40f",
            ),
        ],
    ),
    (
        "moved_table",
        &moved_table::MIGRATION,
        &[
            (
                Target::Postgres,
                "4deb4800750364b7ede74d3d5da7d18145eea3baee6629fe4b5c20315171e70c",
                "be18cb3e30ae2bbb6b70c876f3ba883465d7d715116c0ceef642b476f2016868",
            ),
            (
                Target::Sqlite,
                "11f84b377dcdb139331b7cdc7b8c38c5d74f1b91e1ac47697ebc91bc15b9f5c9",
                "af745c6764ce1f13a55c73c78039bb85e709f0e924ee9118e5c485e562a37269",
            ),
        ],
    ),
    (
        "by_hand",
        &by_hand::MIGRATION,
        &[
            (
                Target::Postgres,
                "31f525e708ae571706200beb54eb066b46d9ec86b2a7da97de48b89fe47d8d69",
                "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
            ),
            (
                Target::Mysql,
                "f497655685e658caba2809ee181e6b27679aec8a89dbfb27577a25c2280b25e6",
                "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
            ),
            (
                Target::Mariadb,
                "be01f31a226ca35c67c6d0a1c0c069bd202095e89204ed29dba436f7c2e2c695",
                "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
            ),
            (
                Target::Sqlite,
                "00b16c6af8f395c7a934d6a8d79970e6794deb3d1f7a34cc5b1678be506b8e57",
                "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
            ),
        ],
    ),
];

#[test]
fn files_of_the_first_format_hash_as_on_their_first_day() {
    for (name, migration, sums) in FILES {
        let targets: Vec<Target> = sums.iter().map(|(target, ..)| *target).collect();
        assert_eq!(migration.targets, targets, "{name}");
        for (target, up, down) in *sums {
            assert_eq!(checksum(migration, Direction::Up, *target), *up, "{name}, up on {target}");
            assert_eq!(checksum(migration, Direction::Down, *target), *down, "{name}, down on {target}");
        }
    }
}

#[test]
fn operations_of_the_first_format_are_read_and_written_as_on_their_first_day() {
    for (name, migration, _) in FILES {
        for line in migration.operations.lines().filter(|line| !line.is_empty()) {
            let operation: Operation =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(serde_json::to_string(&operation).expect("it is JSON"), line, "{name}");
        }
    }
}

#[test]
fn words_of_the_first_format_mean_what_they_meant() {
    let hand = by_hand::MIGRATION;
    assert_eq!((hand.after, hand.out_of_order), (Some("Migration202611211459"), true));
    assert_eq!(hand.requires[1], ("customer", "Migration202611201130"));
    assert_eq!(hand.down, Down::Irreversible { because: "the drafts are gone" });
    let [index, tidy, only] = hand.up else { panic!("three steps") };
    assert_eq!(
        [index, tidy, only].map(|step| step.transaction),
        [Transaction::None, Transaction::Own, Transaction::Shared]
    );
    // MariaDB falls back to MySQL, and a target without text does nothing.
    assert!(index.statements(Target::Mariadb) != index.statements(Target::Mysql));
    assert_eq!(only.statements(Target::Mariadb), only.statements(Target::Mysql));
    assert_eq!(only.statements(Target::Postgres), None);
    assert_eq!(tidy.statements(Target::Sqlite).map(<[_]>::len), Some(2));
    assert_eq!(tidy.accepted[0], Some((Hazard::DataLoss, "drafts older than a year; agreed in #77")));
    assert_eq!(tidy.expected_on(Target::Postgres).count(), 2);
    assert_eq!(tidy.expected_on(Target::Sqlite).count(), 1);
    let [rebuild] = rebuild::MIGRATION.up else { panic!("one step") };
    assert_eq!(rebuild.rebuilds_on(Target::Sqlite), Some("shipment"));
    assert_eq!(rebuild.rebuilds_on(Target::Postgres), None);
    assert!(matches!(accepted_loss::MIGRATION.down, Down::Lossy { .. }));
    assert_eq!(plain::MIGRATION.after, Some("Migration202611201158"));
}
