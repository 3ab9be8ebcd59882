#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub title: String,
}

mod deep {
    mod deeper {
        #[derive(strobila::Model)]
        struct Hidden {
            #[column(primary_key)]
            id: i64,
        }
    }
}
