#[derive(strobila::Enum)]
pub enum Status {
    Draft(String),
    Published { at: i64 },
}

fn main() {}
