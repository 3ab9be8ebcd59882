//! Models that no code names, neither their types nor a `MODULE`: only `module!(…, models = far::things)` of
//! another crate.

pub mod things {
    mod unseen {
        #[derive(strobila::Model)]
        struct Far {
            #[column(primary_key)]
            id: i64,
        }
    }
}
