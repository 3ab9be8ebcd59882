//! What models say, resolved: every attribute, and the mistakes that only show when all are seen.

#![expect(dead_code, missing_docs, reason = "models are read by their derive only")]

use strobila::model::capture;

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
