#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
//! Every attribute of both tables, in a crate that is strict about warnings.

pub mod shop {
    //! A module of its own.

    pub mod models {
        //! Its models.

        use chrono::{DateTime, Utc};
        use rust_decimal::Decimal;
        use strobila::{ColumnType, Enum, Model};
        use uuid::Uuid;

        /// What is sold.
        #[derive(Model)]
        #[model(
            table = "item",
            schema = "sales",
            timestamps,
            soft_delete,
            index(price, title),
            index(
                name = "item_slug",
                columns("slug desc", "lower(title)", id),
                unique,
                where = "price > 0",
                using = "btree",
                include(note)
            ),
            index(columns(tags), using(postgres = "gin", sqlite = "btree")),
            unique(slug, title),
            unique(name = "one_note", columns(note, price)),
            check(price_positive = "price > 0"),
            check(short(postgres = "length(title) < 9", sqlite = "1")),
            check("Its own name" = "price < 9", no_inherit, not_valid),
            index(
                name = "item_words",
                columns("slug collate \"C\" text_pattern_ops desc nulls last", "lower(title) text_ops"),
                unique,
                nulls_not_distinct,
                with(fillfactor = 70, deduplicate_items = "off")
            ),
            exclude(
                name = "one_price",
                columns("price with =", "int4range(1, r#type) with &&"),
                using = "gist",
                where = "price > 0",
                deferrable = "deferred"
            ),
            exclude(columns("title collate C with =")),
            many_to_many(Tag),
            many_to_many(Tag, table = "item_more_tags"),
            renamed_from = "product",
            moved_from = "catalog",
            comment = "things"
        )]
        pub struct Product {
            /// The key.
            #[column(primary_key)]
            pub id: Uuid,
            /// Its name.
            #[column(length = 255, unique, collate = "C")]
            pub title: String,
            /// In the address.
            #[column(name = "slug_text", renamed_from = "path", comment = "in the address")]
            pub slug: String,
            /// Money.
            #[column(precision = 12, scale = 2, default = 0.10)]
            pub price: Decimal,
            /// A note.
            #[column(type = "citext")]
            pub note: Option<String>,
            /// Words.
            #[column(type(postgres = "text[]", mysql = "json", sqlite = "TEXT"))]
            pub tags: Vec<String>,
            /// The state.
            #[column(default = "draft", index)]
            pub state: State,
            /// When.
            #[column(default_sql = "now()")]
            pub seen_at: DateTime<Utc>,
            /// Both.
            #[column(generated = "price * 2")]
            pub double: f64,
            /// Also both.
            #[column(generated_virtual(postgres = "price * 3", sqlite = "price * 3"))]
            pub triple: f64,
            /// No column.
            #[column(skip)]
            pub cache: Option<std::collections::HashMap<String, u64>>,
            /// A keyword.
            pub r#type: i32,
        }

        /// A word.
        #[derive(Model)]
        pub struct Tag {
            /// The key.
            #[column(primary_key, identity)]
            pub id: i64,
            /// The tag above.
            #[column(references = Tag, on_delete = "set_null", on_update = "CASCADE", deferrable)]
            pub parent: Option<i64>,
            /// The product.
            #[column(references(Product, id), index = false, deferrable = "deferred")]
            pub product: Uuid,
        }

        /// A pair.
        #[derive(Model)]
        #[model(
            primary_key(name = "pair_key", columns(a, b), include(c), deferrable),
            unique(name = "pair_c", columns(c), include(a), nulls_not_distinct, deferrable = "deferred"),
            unique(a, b)
        )]
        pub struct Pair {
            /// One.
            pub a: Amount,
            /// Two.
            pub b: i64,
            /// Three.
            pub c: i64,
        }

        /// Of a pair.
        #[derive(Model)]
        #[model(foreign_key(name = "to_pair", columns(a, b), references = Pair, target(a, b),
            on_delete = "cascade", on_update = "no_action", deferrable = "deferred", index = false, match_full, not_valid))]
        pub struct Line {
            /// The key.
            #[column(primary_key, identity = "always")]
            pub id: i64,
            /// One.
            pub a: Amount,
            /// Two.
            pub b: i64,
        }

        /// A counter.
        #[derive(Model)]
        pub struct Counter {
            /// The key.
            #[column(primary_key, identity(always, start = -100, increment = -5, min = -900, max = -1, cache = 2,
                cycle, sequence = "ticket_number"))]
            pub id: i64,
            /// Another.
            #[column(identity(serial))]
            pub other: i32,
        }

        /// A number.
        #[derive(ColumnType)]
        pub struct Amount(pub i32);

        /// A state.
        #[derive(Enum)]
        #[strobila(storage = "text", name = "product_state", schema = "sales", renamed_from = "state")]
        pub enum State {
            /// Not yet.
            Draft,
            /// Now.
            #[variant(name = "for_sale", renamed_from = "live")]
            ForSale,
        }
    }

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("shop", renamed_from = "store");
}

pub mod elsewhere {
    //! A module whose models stand in another Rust module.

    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("elsewhere", models = super::shop::models);
}

/// Runs.
pub fn main() {
    use strobila::{Enum, Model};
    assert_eq!(shop::models::Product::TABLE, "item");
    assert_eq!(shop::models::Pair::KEY, ["a", "b"]);
    assert_eq!(shop::models::State::VALUES, ["draft", "for_sale"]);
    assert_eq!(shop::models::State::ForSale.value(), "for_sale");
    assert_eq!(elsewhere::MODULE.name, "elsewhere");
    let table = shop::models::Product::table();
    assert_eq!(table.columns.len(), 14);
    strobila::model::capture(&[&shop::MODULE]).expect("no mistake");
}
