#[derive(strobila::Enum)]
#[strobila(storage = "int")]
pub enum Status {
    Draft,
}

fn main() {}
