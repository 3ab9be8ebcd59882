#[derive(strobila::Enum)]
#[strobila(storrage = "text")]
pub enum Status {
    #[variant(nam = "a")]
    Draft,
}

fn main() {}
