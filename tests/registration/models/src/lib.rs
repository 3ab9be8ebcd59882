//! Models in a crate of their own, reached only through `&models::blog::MODULE`.

pub mod blog {
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("blog");

    mod post;

    // A module of a module stands below it, and its models are its own.
    pub mod nested {
        mod migrations {
            strobila::migrations! {}
        }
        strobila::module!("nested");

        #[derive(strobila::Model)]
        pub struct Inner {
            #[column(primary_key)]
            pub id: i64,
        }
    }
}

// The name begins as its neighbour's does.
pub mod blogroll {
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("blogroll");

    #[derive(strobila::Model)]
    pub struct Link {
        #[column(primary_key)]
        pub id: i64,
    }
}
