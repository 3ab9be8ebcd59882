#[derive(strobila::Model)]
pub enum Status {
    Draft,
}

fn main() {}
