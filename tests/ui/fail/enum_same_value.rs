#[derive(strobila::Enum)]
pub enum Status {
    Draft,
    #[variant(name = "draft")]
    Other,
    #[variant(name = "")]
    Empty,
    #[variant(renamed_from = "same")]
    Same,
    #[variant(renamed_from = "old")]
    New,
    #[variant(renamed_from = "old")]
    Newer,
}

fn main() {}
