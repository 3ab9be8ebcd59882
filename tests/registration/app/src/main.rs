//! Prints the tables of each module, a line each.

#![forbid(unsafe_code)]

mod own {
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("own");

    mod private {
        #[derive(strobila::Model)]
        struct Own {
            #[column(primary_key)]
            id: i64,
        }
    }
}

mod elsewhere {
    mod migrations {
        strobila::migrations! {}
    }
    strobila::module!("elsewhere", models = far::things);
}

static MODULES: &[&strobila::Module] = &[
    &models::blog::MODULE,
    &models::blog::nested::MODULE,
    &models::blogroll::MODULE,
    &own::MODULE,
    &elsewhere::MODULE,
];

fn main() {
    let captured = strobila::model::capture(MODULES).expect("the models are right");
    for (name, schema) in &captured.modules {
        let tables: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
        println!("{name}: {}", tables.join(" "));
    }
}
