#[derive(strobila::Enum)]
pub enum Status {
    Draft,
    #[variant(name = "draft")]
    Other,
    #[variant(name = "")]
    Empty,
    #[variant(renamed_from = "same")]
    Same,
}

fn main() {}
