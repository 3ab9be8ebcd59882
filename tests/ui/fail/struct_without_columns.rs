#[derive(strobila::Model)]
pub struct Empty {}

#[derive(strobila::Model)]
pub struct Skipped {
    #[column(skip)]
    pub a: String,
}

fn main() {}
