//! Models of another crate than the one that says `module!`; nothing else refers to them.

#![expect(missing_docs, reason = "they are read by their derive only")]

/// A model that only `module!("elsewhere", models = strobila_tests::elsewhere)` reaches.
#[derive(strobila::Model)]
pub struct Far {
    #[column(primary_key)]
    pub id: i64,
}
