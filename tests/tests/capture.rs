//! What models say, resolved: every attribute, and the mistakes that only show when all are seen.

#![expect(missing_docs, reason = "models are read by their derive only")]

use strobila::model::capture;
use strobila::schema::Name;

#[path = "../ui/pass/every_attribute.rs"]
pub mod every_attribute;

pub mod blog {
    pub mod models {
        use chrono::{DateTime, Utc};
        use uuid::Uuid;

        /// A person who
        /// writes posts.
        #[derive(strobila::Model)]
        #[model(timestamps, soft_delete)]
        pub struct Author {
            #[column(primary_key)]
            pub id: Uuid,
            #[column(length = 255, unique)]
            pub email: String,
            #[column(renamed_from = "name")]
            pub full_name: String,
            pub bio: Option<String>,
            #[column(default = "draft")]
            pub status: Status,
        }

        #[derive(strobila::Enum)]
        pub enum Status {
            Draft,
            InReview,
        }

        #[derive(strobila::Model)]
        #[model(index(author_id, published_at), check(title_not_empty = "length(title) > 0"))]
        pub struct Post {
            #[column(primary_key)]
            pub id: Uuid,
            #[column(references = Author, on_delete = "cascade")]
            pub author_id: Uuid,
            pub title: String,
            pub published_at: Option<DateTime<Utc>>,
        }
    }
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("blog");
}

#[test]
fn the_design_s_example_is_captured() {
    let captured = capture(&[&blog::MODULE]).expect("no mistake");
    insta::assert_json_snapshot!(captured.modules);
    assert_eq!(captured.hints.columns.len(), 1);
}

#[test]
fn places_are_told_for_everything_that_a_model_asks_for() {
    let captured = capture(&[&blog::MODULE]).expect("no mistake");
    let what = |owner: &str, item| captured.places.get(&owner.into(), item).map(|place| place.what);
    let is = |text: &str| Some(text.to_owned());
    assert_eq!(what("post", None), is("`Post`"));
    assert_eq!(what("post", Some("title")), is("field `title` of `Post`"));
    assert_eq!(what("post", Some("post_pkey")), is("field `id` of `Post`"));
    assert_eq!(what("post", Some("post_author_id_fkey")), is("field `author_id` of `Post`"));
    assert_eq!(what("post", Some("post_author_id_published_at_idx")), is("`index` of `Post`"));
    assert_eq!(what("post", Some("post_title_not_empty_check")), is("`check` of `Post`"));
    assert_eq!(what("author", Some("created_at")), is("`Author`"), "no field of its own");
    assert_eq!(what("status", Some("in_review")), is("variant `InReview` of `Status`"));
    assert_eq!(what("status", Some("gone")), is("`Status`"));
    assert_eq!(what("nobody", None), None);
    let field = captured.places.get(&"post".into(), Some("title")).expect("it was found above");
    let line = include_str!("capture.rs").lines().nth(field.line as usize - 1).unwrap_or_default();
    assert!(field.file.ends_with("capture.rs") && line.contains("pub title"), "{field}: {line}");
}

#[test]
fn every_attribute_is_captured() {
    let captured = capture(&[&every_attribute::shop::MODULE]).expect("no mistake");
    insta::assert_json_snapshot!(captured.modules["shop"]);
    insta::assert_debug_snapshot!(captured.hints);
}

pub mod graph {
    pub mod models {
        use super::super::outer::Word;

        #[derive(strobila::Model)]
        #[model(table = "human")]
        pub struct Person {
            #[column(primary_key, identity)]
            pub id: i64,
            #[column(references = Person)]
            pub parent: Option<i64>,
            #[column(references = Team, name = "team_key")]
            pub team: Option<super::TeamId>,
            #[column(unique)]
            pub word: Word,
            #[column(name = "mail", unique, length = 90)]
            pub email: String,
        }

        #[derive(strobila::Model)]
        #[model(unique(name, captain), index(captain))]
        pub struct Team {
            #[column(primary_key)]
            pub id: super::TeamId,
            #[column(references(Person, email))]
            pub captain: String,
            pub name: String,
        }

        pub mod deep {
            pub mod deeper {
                #[derive(strobila::Model)]
                #[model(
                    primary_key(team, person),
                    foreign_key(columns(team, person), references = super::super::Seat, target(row, number))
                )]
                pub struct Member {
                    #[column(references = super::super::Team)]
                    pub team: i64,
                    #[column(references = super::super::Person)]
                    pub person: i64,
                    pub word: Vec<super::super::super::super::outer::Word>,
                }
            }
        }

        #[derive(strobila::Model)]
        #[model(primary_key(number, row))]
        pub struct Seat {
            pub row: i64,
            #[column(name = "nr")]
            pub number: i64,
        }
    }

    #[derive(strobila::ColumnType)]
    pub struct TeamId(pub i64);

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("graph", models = self::models);
}

pub mod outer {
    #[derive(strobila::Enum)]
    pub enum Word {
        #[variant(renamed_from = "eins")]
        One,
    }

    pub mod inner {
        #[derive(strobila::Model)]
        pub struct Innermost {
            #[column(primary_key)]
            pub id: i64,
        }

        mod migrations {
            strobila::migrations! {}
        }
        strobila::module!("inner");
    }

    #[derive(strobila::Model)]
    pub struct Outermost {
        #[column(primary_key)]
        pub id: i64,
    }

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("outer");
}

#[test]
fn mutual_and_self_references_resolve_wherever_the_models_stand() {
    let captured = capture(&[&graph::MODULE]).expect("no mistake");
    insta::assert_json_snapshot!(captured.modules["graph"]);
}

#[test]
fn a_nested_module_keeps_its_models_and_an_enum_goes_where_it_stands() {
    let captured = capture(&[&graph::MODULE, &outer::MODULE, &outer::inner::MODULE]).expect("no mistake");
    let tables = |module: &str| {
        captured.modules[module].tables.keys().map(Name::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(tables("graph"), "human member seat team");
    assert_eq!(tables("outer"), "outermost");
    assert_eq!(tables("inner"), "innermost");
    assert!(captured.modules["graph"].enums.is_empty());
    assert!(captured.modules["outer"].enums.contains_key(&Name::new("word")));
    assert_eq!(captured.hints.values[&(Name::new("word"), "one".to_owned())], "eins");
}

mod far {
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("far", models = strobila_tests::elsewhere);
}

#[test]
fn models_of_another_crate_are_linked_in_by_module_alone() {
    let captured = capture(&[&far::MODULE]).expect("no mistake");
    assert!(captured.modules["far"].tables.contains_key(&Name::new("far")));
}

pub mod special {
    use chrono::{DateTime, Utc};

    #[derive(strobila::Model)]
    #[model(timestamps, soft_delete, index(created_at))]
    pub struct Special {
        #[column(primary_key)]
        pub id: i64,
        #[column(name = "Gone")]
        pub deleted_at: Option<DateTime<Utc>>,
        #[column(name = "made_at")]
        pub created_at: DateTime<Utc>,
        #[column(unique)]
        pub email: String,
    }

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("special");
}

#[test]
fn a_field_of_timestamps_or_soft_delete_is_the_same_column_under_any_name() {
    let captured = capture(&[&special::MODULE]).expect("no mistake");
    let table = &captured.modules["special"].tables[&Name::new("special")];
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["id", "Gone", "made_at", "email", "updated_at"]);
    assert!(table.columns[2].default.is_some());
    let unique = table.indexes["special_email_key"].predicate.as_ref().expect("it is partial");
    assert_eq!(unique.any(), "\"Gone\" IS NULL");
    assert!(table.indexes.contains_key("special_made_at_idx"));
}

pub mod renamed {
    #[derive(strobila::Model)]
    #[model(renamed_from = "post", many_to_many(Label))]
    pub struct Article {
        #[column(primary_key)]
        pub id: i64,
    }

    #[derive(strobila::Model)]
    pub struct Label {
        #[column(primary_key, renamed_from = "id")]
        pub key: i64,
    }

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("renamed");
}

#[test]
fn a_pivot_follows_the_names_of_its_models() {
    let hints = capture(&[&renamed::MODULE]).expect("no mistake").hints;
    let pivot = Name::new("article_label");
    assert_eq!(hints.tables[&pivot], Name::new("post_label"));
    assert_eq!(hints.columns[&(pivot.clone(), "article_id".to_owned())], "post_id");
    assert_eq!(hints.columns[&(pivot, "label_key".to_owned())], "label_id");
}
